"""The people placed, known by codes only, and who looks after them."""

from placements.models.assignments import Assignment, CaseloadOverride, cap_of
from placements.models.attendance import AllowanceRate, AttendanceDay
from placements.models.candidate_query import CandidateQuerySet
from placements.models.candidates import Candidate, CodeSeries
from placements.models.checkpoints import Checkpoint
from placements.models.consents import Consent, OtherCoaching, SafetyQuestion
from placements.models.dismissals import SilenceDismissal
from placements.models.legal_bases import LegalBasis
from placements.models.matches import Match
from placements.models.officials import Official
from placements.models.pay_checks import PayReview
from placements.models.placements import Placement, PlacementQuerySet
from placements.models.trial_types import Insurer, Party, TrialType
from placements.models.trials import Trial

__all__ = [
    "AllowanceRate",
    "Assignment",
    "AttendanceDay",
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
    "PayReview",
    "Placement",
    "PlacementQuerySet",
    "SafetyQuestion",
    "SilenceDismissal",
    "Trial",
    "TrialType",
    "cap_of",
]
