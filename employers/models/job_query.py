"""Questions about tailored jobs."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from employers.models.tailoring import Tailoring

if TYPE_CHECKING:
    from crm.models import User
    from employers.models.jobs import TailoredJob  # noqa: F401 - names the rows

#: Days in one state after which a job without a coming step counts as stuck.
STUCK_AFTER = {
    Tailoring.State.INVENTORY: 30,
    Tailoring.State.ANALYSED: 14,
    Tailoring.State.DRAFT: 14,
    Tailoring.State.WITH_EMPLOYER: 14,
    Tailoring.State.NEGOTIATION: 21,
    Tailoring.State.AGREED: 14,
    Tailoring.State.OPEN: 45,
    Tailoring.State.CANDIDATE_PRESENTED: 14,
    Tailoring.State.ON_TRIAL: 120,
}


class TailoredJobQuerySet(models.QuerySet["TailoredJob"]):
    """Questions about tailored jobs."""

    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("employers.view_tailoredjob") else self.none()

    def live(self) -> Self:
        return self.filter(state__in=Tailoring.LIVE)

    def before_agreed(self) -> Self:
        """Those not yet agreed, on hold from there or not."""
        early = Tailoring.BEFORE_AGREED
        return self.filter(
            models.Q(state__in=early)
            | models.Q(state=Tailoring.State.ON_HOLD, held_from__in=early)
        )

    def at_work(self) -> Self:
        """Those that both sides have agreed on and that go on."""
        agreed = Tailoring.AT_WORK
        return self.filter(
            models.Q(state__in=agreed)
            | models.Q(state=Tailoring.State.ON_HOLD, held_from__in=agreed)
        )

    def of_coach(self, user: "User") -> Self:
        return self.filter(models.Q(coach=user) | models.Q(deputy=user))

    def without_next_step(self) -> Self:
        return self.filter(state__in=Tailoring.MOVING, next_step_on__isnull=True)

    def stuck(self, today: date | None = None) -> Self:
        """Long in one state without a coming step (design.md 10)."""
        today = today or timezone.localdate()
        late = models.Q(pk__in=[])
        for state, days in STUCK_AFTER.items():
            since = today - timedelta(days=days)
            late |= models.Q(state=state, state_since__lt=since)
        return self.filter(late).filter(
            models.Q(next_step_on__isnull=True) | models.Q(next_step_on__lt=today)
        )
