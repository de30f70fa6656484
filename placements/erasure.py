"""Erasing candidates: when it is time, what goes, and that only a number stays.

Documents of disability services are kept for ten years after the last matter was
closed and the need ended, the access log for twelve (law 703/2023, domain.md 2.10).
Nothing is erased by itself: the night proposes, a manager decides.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.lifecycle import Refused
from crm.models import Access, AccessLog, FollowUp, TransitionLog
from placements.belongings import about
from placements.forms.records import years_ago
from placements.models import (
    Candidate,
    CandidateQuerySet,
    ErasedCount,
    Match,
    Placement,
    SilenceDismissal,
    SubsidyProcess,
    Trial,
)

if TYPE_CHECKING:
    from crm.models import User

ERASE = "placements.erase_candidate"


class Why(models.TextChoices):
    """On what ground a candidate is erased."""

    TIME = "time", "time"
    REQUEST = "request", "request"
    MISTAKE = "mistake", "mistake"


@dataclass(frozen=True)
class Line:
    """How many rows of a kind go, or stay."""

    label: str
    count: int


def due(today: date | None = None) -> CandidateQuerySet:
    """Return the ended candidates whose time has passed and of whom nothing stands."""
    today = today or timezone.localdate()
    last = years_ago(today, settings.RETENTION_YEARS)
    ended = Candidate.objects.filter(state=Candidate.State.ENDED, ended_on__lte=last)
    for name, standing in _standing().items():
        there = standing.filter(candidate=models.OuterRef("pk"))
        ended = ended.exclude(models.Exists(there))
        ended = ended.exclude(**{f"{name}__state_since__gt": last})
    return ended.order_by("ended_on", "pk")


def _standing() -> dict[str, Any]:
    """Return what is not over, by the name under which a candidate has it."""
    return {
        "matches": Match.objects.live(),
        "trials": Trial.objects.live(),
        "placements": Placement.objects.standing(),
        "subsidies": SubsidyProcess.objects.open(),
    }


def blockers(candidate: Candidate, why: str, words: str = "") -> list[str]:
    """Say why the candidate cannot be erased now; empty when it can."""
    found = []
    if candidate.state != Candidate.State.ENDED:
        found.append(_("The coaching must have ended first."))
    for standing in _standing().values():
        if standing.filter(candidate=candidate).exists():
            found.append(_("Something is still open: end it first."))
            break
    if why == Why.TIME and not due().filter(pk=candidate.pk).exists():
        text = _("%(years)d years since the last matter have not passed.")
        found.append(text % {"years": settings.RETENTION_YEARS})
    if why != Why.TIME and not words.strip():
        found.append(_("Say who decided on it, and why it may be erased early."))
    return found


def preview(candidate: Candidate) -> list[Line]:
    """Return how many rows of each kind would go."""
    named = (
        (_("Matches"), candidate.matches),
        (_("Trials"), candidate.trials),
        (_("Placements"), candidate.placements),
        (_("Pay subsidies"), candidate.subsidies),
        (_("Consents"), candidate.consents),
        (_("Safety questions"), candidate.safety_questions),
        (_("Other coaching"), candidate.other_coaching),
        (_("Responsible coaches and deputies"), candidate.assignments),
        (_("Steps"), about(FollowUp, candidate)),
        (_("Silences called all right"), about(SilenceDismissal, candidate)),
        (_("Moves in the timeline"), _moves(candidate)),
        (_("Earlier versions of the facts"), candidate.changes),
    )
    lines = [Line(label, rows.count()) for label, rows in named]
    return [line for line in lines if line.count]


def kept(candidate: Candidate) -> list[Line]:
    """Return what stays: the log of who has looked, for its own twelve years."""
    return [Line(_("Rows of the access log"), _looks(candidate).count())]


def _looks(candidate: Candidate) -> Any:
    return AccessLog.objects.about(candidate)


def _moves(candidate: Candidate) -> Any:
    """Return the moves of the candidate, of what it has, and of all their steps."""
    steps = about(FollowUp, candidate).order_by().values("pk")
    kind = ContentType.objects.get_for_model(FollowUp)
    of_steps = TransitionLog.objects.filter(content_type=kind, object_id__in=steps)
    return about(TransitionLog, candidate) | of_steps


@transaction.atomic
def erase(candidate: Candidate, *, by: "User", why: str, words: str = "") -> None:
    """Erase the candidate and everything of it; count it and write it down.

    Raises ``Refused`` with reasons, PermissionDenied without the permission.
    """
    if not by.has_perm(ERASE):
        raise PermissionDenied
    fresh = Candidate.objects.select_for_update().filter(pk=candidate.pk).first()
    if fresh is None:
        raise Refused([_("It has been erased already.")])
    if reasons := blockers(fresh, why, words):
        raise Refused(reasons, record=fresh)
    ended: Any = fresh.ended_on
    ErasedCount.objects.add(
        year=ended.year, municipality=fresh.municipality, end_reason=fresh.end_reason
    )
    purpose = f"{why}: {words.strip()}" if words.strip() else why
    kind = AccessLog.Kind.CHANGE
    AccessLog.objects.append(by, [Access(fresh, "erased", purpose, kind)])
    _moves(fresh).delete()
    about(FollowUp, fresh).delete()
    about(SilenceDismissal, fresh).delete()
    fresh.changes.all().delete()
    key = fresh.pk
    fresh.delete()
    Candidate.changes.model.objects.filter(id=key).delete()
