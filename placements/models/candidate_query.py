"""Questions about candidates."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from crm.models import User
from placements.models.candidate_states import CandidateStates
from placements.models.work_profile import REVIEW_AFTER

if TYPE_CHECKING:
    from placements.models.candidates import Candidate  # noqa: F401 - names the rows

State = CandidateStates.State


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Questions about candidates."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own and those one deputises; for a manager all of them.

        Law 703/2023 section 9 ties the right to see to the task. A manager opens one
        only for a purpose that is written down (``placements.access``).
        """
        if not user.has_perm("placements.view_candidate"):
            return self.none()
        if self.are_all_visible_to(user):
            return self
        return self.cared_for_by(user)

    def are_all_visible_to(self, user: User) -> bool:
        """Whether nothing need be asked about whose a candidate is."""
        known = ("placements.view_candidate", "placements.open_any_candidate")
        return user.has_perms(known)

    def cared_for_by(self, user: User, on: date | None = None) -> Self:
        """Those of whom the user is coach or deputy, or stands in for an absent one."""
        carried = User.objects.carried_by(user, on)
        return self.filter(
            models.Q(coach__in=carried.values("pk")) | models.Q(deputy=user)
        )

    def active(self) -> Self:
        return self.filter(state=State.ACTIVE)

    def live(self) -> Self:
        return self.filter(state__in=CandidateStates.LIVE)

    def without_coach(self) -> Self:
        """Those of nobody, or of somebody who no longer works here."""
        return self.filter(
            models.Q(coach__isnull=True) | models.Q(coach__is_active=False)
        )

    def without_plan(self) -> Self:
        return self.filter(plan_reviewed_on__isnull=True)

    def without_decision(self, today: date | None = None) -> Self:
        """Those without a decision that is in force on the day (default today)."""
        today = today or timezone.localdate()
        return self.filter(
            models.Q(legal_basis__isnull=True)
            | models.Q(legal_basis__is_decision=False)
            | models.Q(legal_basis__valid_to__lt=today)
            | models.Q(decision_until__lt=today)
        )

    def nobodys(self, today: date | None = None) -> Self:
        """Active ones who lack a coach, a plan or a decision (SEED-53)."""
        active = self.active()
        return (
            active.without_coach()
            | active.without_plan()
            | active.without_decision(today)
        )

    def to_renew(self) -> Self:
        """Those whose decision ends with its ground, not renewed yet (2.9)."""
        return self.live().filter(
            legal_basis__is_decision=True, legal_basis__valid_to__isnull=False
        )

    def review_due(self, today: date | None = None) -> Self:
        """Those whose plan or profile should be looked at by the day."""
        today = today or timezone.localdate()
        return self.live().filter(
            models.Q(plan_review_due_on__lte=today)
            | models.Q(profile_ready_on__lt=today - REVIEW_AFTER)
        )

    def renewing_within(self, days: int, today: date | None = None) -> Self:
        """Live ones whose decision ends within so many days."""
        today = today or timezone.localdate()
        last = today + timedelta(days=days)
        return self.live().filter(decision_until__range=(today, last))

    def for_list(self) -> Self:
        return self.select_related("municipality", "coach", "deputy").fetch_mode(
            models.FETCH_RAISE
        )
