"""How much each coach has: active candidates against the cap, steps, contacts.

Only counts of a coach's work, no candidate among them (domain.md 5.2 M3, M17, M20).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import FollowUp, User
from employers.models import Visit
from placements.models import Candidate, CaseloadOverride, own_cap

#: Contacts a week are the mean of so many weeks.
WEEKS = 4
State = Candidate.State


@dataclass(frozen=True)
class Load:
    """One coach's caseload on one day."""

    coach: User
    active: int
    paused: int
    cap: int
    override: CaseloadOverride | None
    pending: int
    late: int
    silent: int
    contacts: float

    @property
    def tone(self) -> str:
        """Full is thread, over the cap is berry."""
        if self.active > self.cap or self.active > own_cap(self.coach):
            return "berry"
        return "thread" if self.active == self.cap else ""

    @property
    def is_gone(self) -> bool:
        """Whether the coach no longer works here and still has candidates."""
        return not self.coach.is_active

    @property
    def actions(self) -> list[dict[str, Any]]:
        """What a manager can do here, as components/menu.html takes it."""
        listed = f"{reverse('placements:list')}?coach={self.coach.pk}"
        over = reverse("placements:caseload-hand-over", args=[self.coach.pk])
        more = reverse("placements:permit-more", args=[self.coach.pk])
        return [
            {"label": _("Show the candidates"), "icon": "people", "url": listed},
            {"label": _("Hand over"), "icon": "swap", "url": over},
            {"label": _("Permit more candidates"), "icon": "plus", "url": more},
        ]


def loads(today: date | None = None) -> list[Load]:
    """Return the load of each coach, and of everybody who still has candidates."""
    today = today or timezone.localdate()
    counts = _candidates()
    coaches = User.objects.active().with_role("coach") | User.objects.filter(
        pk__in=counts
    )
    people = list(coaches.distinct().order_by("first_name", "last_name", "pk"))
    overrides = _overrides(today)
    steps, contacts = _steps(people, today), _contacts(people, today)
    nothing: dict[str, int] = {}
    return [
        Load(
            coach=person,
            active=counts.get(person.pk, nothing).get("active", 0),
            paused=counts.get(person.pk, nothing).get("paused", 0),
            cap=_cap(person, overrides.get(person.pk)),
            override=overrides.get(person.pk),
            pending=steps.get(person.pk, nothing).get("pending", 0),
            late=steps.get(person.pk, nothing).get("late", 0),
            silent=counts.get(person.pk, nothing).get("silent", 0),
            contacts=contacts.get(person.pk, 0) / WEEKS,
        )
        for person in people
    ]


def _cap(coach: User, override: CaseloadOverride | None) -> int:
    return override.limit if override else own_cap(coach)


def _by(rows: Iterable[Any], key: str) -> dict[int, dict[str, int]]:
    return {row.pop(key): row for row in rows}


def _candidates() -> dict[int, dict[str, int]]:
    active = Q(state=State.ACTIVE)
    rows = Candidate.objects.filter(coach__isnull=False).live().order_by()
    counted = rows.values("coach").annotate(
        active=Count("pk", filter=active),
        paused=Count("pk", filter=Q(state=State.PAUSED)),
        silent=Count("pk", filter=active & Q(next_step_on__isnull=True)),
    )
    return _by(counted, "coach")


def _overrides(today: date) -> dict[int, CaseloadOverride]:
    """Return the standing permission of each coach: the latest one holds."""
    valid = CaseloadOverride.objects.valid_on(today).order_by("pk")
    return {override.coach_id: override for override in valid}


def _steps(people: list[User], today: date) -> dict[int, dict[str, int]]:
    rows = FollowUp.objects.pending().filter(assignee__in=people).order_by()
    counted = rows.values("assignee").annotate(
        pending=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))
    )
    return _by(counted, "assignee")


def _contacts(people: list[User], today: date) -> dict[int, int]:
    first = today - timedelta(days=7 * WEEKS - 1)
    done = Visit.objects.filter(
        coach__in=people, state=Visit.State.DONE, on__range=(first, today)
    ).order_by()
    rows = done.values("coach").annotate(count=Count("pk"))
    return {row["coach"]: row["count"] for row in rows}
