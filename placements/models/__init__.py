"""The people placed, known by codes only, and who looks after them."""

from placements.models.absences import Absence
from placements.models.assessments import Assessment, TrialLink
from placements.models.assignments import Assignment, CaseloadOverride, cap_of, own_cap
from placements.models.attendance import AllowanceRate, AttendanceDay
from placements.models.candidate_query import CandidateQuerySet
from placements.models.candidates import Candidate, CodeSeries
from placements.models.checkpoints import Checkpoint
from placements.models.consents import Consent, OtherCoaching, SafetyQuestion
from placements.models.dismissals import SilenceDismissal
from placements.models.erasures import ErasedCount
from placements.models.legal_bases import LegalBasis
from placements.models.matches import Match
from placements.models.matters import Attempt, Matter, MatterCorrection
from placements.models.officers import Officer
from placements.models.officials import Official
from placements.models.pay_checks import PayReview
from placements.models.placements import Placement, PlacementQuerySet
from placements.models.reports import Report
from placements.models.subsidies import (
    SubsidyClaim,
    SubsidyProcess,
    SubsidyQuerySet,
)
from placements.models.trial_types import Insurer, Party, TrialType
from placements.models.trials import Trial

__all__ = [
    "Absence",
    "AllowanceRate",
    "Assessment",
    "Assignment",
    "Attempt",
    "AttendanceDay",
    "Candidate",
    "CandidateQuerySet",
    "CaseloadOverride",
    "Checkpoint",
    "CodeSeries",
    "Consent",
    "ErasedCount",
    "Insurer",
    "LegalBasis",
    "Match",
    "Matter",
    "MatterCorrection",
    "Officer",
    "Official",
    "OtherCoaching",
    "Party",
    "PayReview",
    "Placement",
    "PlacementQuerySet",
    "Report",
    "SafetyQuestion",
    "SilenceDismissal",
    "SubsidyClaim",
    "SubsidyProcess",
    "SubsidyQuerySet",
    "Trial",
    "TrialLink",
    "TrialType",
    "cap_of",
    "own_cap",
]
