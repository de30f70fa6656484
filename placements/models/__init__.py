"""The people placed, known by codes only, and who looks after them."""

from placements.models.assignments import Assignment, CaseloadOverride, cap_of
from placements.models.candidate_query import CandidateQuerySet
from placements.models.candidates import Candidate, CodeSeries
from placements.models.checkpoints import Checkpoint
from placements.models.consents import Consent, OtherCoaching, SafetyQuestion
from placements.models.legal_bases import LegalBasis
from placements.models.matches import Match
from placements.models.officials import Official
from placements.models.placements import Placement, PlacementQuerySet
from placements.models.reports import Report
from placements.models.trial_types import Insurer, Party, TrialType
from placements.models.trials import Trial

__all__ = [
    "Assignment",
    "Candidate",
    "CandidateQuerySet",
    "CaseloadOverride",
    "Checkpoint",
    "CodeSeries",
    "Consent",
    "Insurer",
    "LegalBasis",
    "Match",
    "Official",
    "OtherCoaching",
    "Party",
    "Placement",
    "PlacementQuerySet",
    "Report",
    "SafetyQuestion",
    "Trial",
    "TrialType",
    "cap_of",
]
