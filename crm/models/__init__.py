"""The kernel's records."""

from crm.models.access import Access, AccessLog, AccessLogEnd
from crm.models.access_start import AccessLogStart
from crm.models.append_only import AppendOnlyError
from crm.models.effort import LogEffort
from crm.models.followups import FollowUp, FollowUpQuerySet
from crm.models.parameters import Figures, NoFigureError, Parameter
from crm.models.places import Municipality
from crm.models.reminders import Reminders
from crm.models.saved_views import SavedView
from crm.models.subjects import Subject
from crm.models.transitions import TransitionLog
from crm.models.users import User

__all__ = [
    "Access",
    "AccessLog",
    "AccessLogEnd",
    "AccessLogStart",
    "AppendOnlyError",
    "Figures",
    "FollowUp",
    "FollowUpQuerySet",
    "LogEffort",
    "Municipality",
    "NoFigureError",
    "Parameter",
    "Reminders",
    "SavedView",
    "Subject",
    "TransitionLog",
    "User",
]
