"""Questions about employers."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from crm.search import matching
from employers.models.relationship import Relationship

if TYPE_CHECKING:
    from crm.models import User
    from employers.models.employers import Employer  # noqa: F401 - names the rows


class EmployerQuerySet(models.QuerySet["Employer"]):
    """Questions about employers."""

    def visible_to(self, user: "User") -> Self:
        """All employers for those who may read employer data; else none."""
        return self if user.has_perm("employers.view_employer") else self.none()

    def current(self) -> Self:
        """Those that still stand for themselves: not merged into another."""
        return self.exclude(state=Relationship.State.MERGED)

    def contactable(self) -> Self:
        return self.exclude(state__in=Relationship.CLOSED)

    def of_coach(self, user: "User") -> Self:
        return self.filter(models.Q(coach=user) | models.Q(deputy=user))

    def matching(self, text: str) -> Self:
        return matching(self, text)

    def without_next_step(self) -> Self:
        """Living relationships that nobody has a plan for (design.md principle 2)."""
        return self.filter(state__in=Relationship.LIVING, next_step_on__isnull=True)

    def silent(self, today: date | None = None) -> Self:
        """Past their keep-in-touch day, and no future step is planned."""
        today = today or timezone.localdate()
        return self.filter(
            state__in=Relationship.LIVING, touch_due_on__lte=today
        ).filter(models.Q(next_step_on__isnull=True) | models.Q(next_step_on__lt=today))

    def no_contact_since(self, day: date) -> Self:
        return self.filter(
            models.Q(last_contact_on__lt=day) | models.Q(last_contact_on__isnull=True)
        )

    def gone_quiet(self, today: date | None = None) -> Self:
        """Those the nightly job lays to rest: long silent, nothing open or planned."""
        today = today or timezone.localdate()
        cutoff = today - timedelta(days=round(settings.DORMANT_MONTHS * 30.44))
        return self.filter(
            state__in=Relationship.RESTABLE,
            open_work=0,
            open_jobs=0,
            next_step_on__isnull=True,
        ).filter(
            models.Q(last_contact_on__lt=cutoff)
            | models.Q(last_contact_on__isnull=True, state_since__lt=cutoff)
        )

    def for_list(self) -> Self:
        return self.select_related("municipality", "coach").fetch_mode(
            models.FETCH_RAISE
        )
