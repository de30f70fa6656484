"""Who has been left without contact: placements, candidates and employers (SEED-34).

Silence counts from the last real contact, not from the last edit, and a planned future
step is not silence (design.md 10). Each kind is one bounded question.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.models import FollowUp
from employers.models import Employer
from placements.models import Candidate, Placement, SilenceDismissal, Trial

if TYPE_CHECKING:
    from crm.models import User

#: So many of each kind are listed, the longest silent first.
MOST = 100
#: What tells of a real contact.
REACHED = (FollowUp.Result.CONTACTED, FollowUp.Result.TAKEN_CARE)


@dataclass(frozen=True)
class Quiet:
    """One record that is silent: what it is, since when, and whose."""

    kind: str
    subject: Any
    title: str
    what: str
    coach: "User | None"
    since: date
    plan_url: str

    @property
    def url(self) -> str:
        url: str = self.subject.get_absolute_url()
        return url

    @property
    def dismiss_url(self) -> str:
        parts = [self.kind, self.subject.pk]
        return reverse("placements:silence-dismiss", args=parts)

    @property
    def candidate(self) -> Candidate | None:
        """Whose data this row tells of."""
        if isinstance(self.subject, Candidate):
            return self.subject
        found: Candidate | None = getattr(self.subject, "candidate", None)
        return found


def without_step(today: date) -> Q:
    """Return the condition that no step is planned from the day on."""
    return Q(next_step_on__isnull=True) | Q(next_step_on__lt=today)


def contacted(model: Any) -> Any:
    """Return when somebody was last in touch about a record, else when it moved.

    Being in touch about somebody's work is being in touch with the person.
    """
    kind = ContentType.objects.get_for_model(model)
    about = Q(content_type=kind, object_id=OuterRef("pk"))
    for work in (Placement, Trial) if model is Candidate else ():
        kind = ContentType.objects.get_for_model(work)
        its = work.objects.filter(candidate=OuterRef(OuterRef("pk"))).order_by()
        about |= Q(content_type=kind, object_id__in=its.values("pk"))
    done = FollowUp.objects.filter(state=FollowUp.State.DONE, result__in=REACHED)
    closed = done.filter(about)
    last = Subquery(closed.order_by("-state_since").values("state_since")[:1])
    return Coalesce(last, F("state_since"), output_field=DateField())


def not_dismissed(rows: Any, today: date) -> Any:
    there = SilenceDismissal.objects.standing(rows.model, today)
    return rows.exclude(pk__in=there.values("object_id"))


def silent_placements(user: "User", today: date) -> list[Quiet]:
    """Those at work past their own interval, or the usual one."""
    rows = Placement.objects.visible_to(user).filter(
        without_step(today), state__in=Placement.WORKING
    )
    late = past_interval(rows, today)
    rows = not_dismissed(rows, today).annotate(since=contacted(Placement)).filter(late)
    found = rows.select_related("candidate__coach", "candidate__deputy", "employer")
    return [
        Quiet(
            "placements",
            one,
            str(one.candidate),
            str(one.get_kind_display()),
            one.coach,
            one.since,
            reverse("placements:placement-step", args=[one.candidate_id, one.pk]),
        )
        for one in found.order_by("since", "pk")[:MOST]
    ]


def past_interval(rows: Any, today: date) -> Q:
    """Return the condition that ``since`` is farther than each one's own interval."""
    usual = timedelta(days=settings.CANDIDATE_TOUCH_DAYS)
    late = Q(contact_weeks__isnull=True, since__lte=today - usual)
    own = rows.filter(contact_weeks__isnull=False).order_by("contact_weeks")
    for weeks in own.values_list("contact_weeks", flat=True).distinct():
        late |= Q(contact_weeks=weeks, since__lte=today - timedelta(weeks=weeks))
    return late


def silent_candidates(user: "User", today: date) -> list[Quiet]:
    """Active ones whom nobody meets, neither about themselves nor about their work."""
    usual = today - timedelta(days=settings.CANDIDATE_TOUCH_DAYS)
    mine = {"candidate": OuterRef("pk"), "next_step_on__gte": today}
    rows = Candidate.objects.visible_to(user).active().filter(without_step(today))
    rows = rows.exclude(Exists(Placement.objects.standing().filter(**mine)))
    rows = rows.exclude(Exists(Trial.objects.live().filter(**mine)))
    rows = not_dismissed(rows, today).annotate(since=contacted(Candidate))
    found = rows.filter(since__lte=usual).select_related("coach", "deputy")
    return [
        Quiet(
            "candidates",
            one,
            str(one),
            _("candidate"),
            one.coach,
            one.since,
            reverse("placements:step", args=[one.pk]),
        )
        for one in found.order_by("since", "pk")[:MOST]
    ]


def silent_employers(user: "User", today: date) -> list[Quiet]:
    """Employers past their keep-in-touch day: one's own, or everybody's."""
    rows = Employer.objects.visible_to(user).silent(today)
    if not user.has_perm("crm.view_team"):
        rows = rows.filter(coach=user)
    found = not_dismissed(rows, today).select_related("coach")
    return [
        Quiet(
            "employers",
            one,
            str(one),
            str(one.get_state_display()),
            one.coach,
            one.last_contact_on or one.state_since,
            reverse("employers:plan-step", args=[one.pk]),
        )
        for one in found.order_by("touch_due_on", "pk")[:MOST]
    ]


KINDS: dict[str, tuple[Any, Callable[["User", date], list[Quiet]]]] = {
    "placements": (Placement, silent_placements),
    "candidates": (Candidate, silent_candidates),
    "employers": (Employer, silent_employers),
}


@dataclass(frozen=True)
class Group:
    """The silent ones of one coach, or of nobody."""

    name: str
    rows: list[Quiet]


def silent(user: "User", today: date) -> list[Group]:
    """Return everything silent that the user may see, by coach."""
    rows = [row for _model, ask in KINDS.values() for row in ask(user, today)]
    return by_coach(rows)


def by_coach(rows: Iterable[Quiet]) -> list[Group]:
    ordered = sorted(rows, key=lambda row: (whose(row), row.since, row.title))
    return [
        Group(name or _("No coach"), list(group))
        for name, group in groupby(ordered, key=whose)
    ]


def whose(row: Quiet) -> str:
    return str(row.coach) if row.coach else ""
