"""A pay review: is this open work activity in fact paid work? (domain.md 2.5)."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.lifecycle import Refused
from crm.models import FollowUp, User
from employers.steps import in_months
from placements.models.of_step import OfStep
from placements.models.placements import PAY_REVIEW_MONTHS, Placement


class PayReview(OfStep):
    """One look at whether the work could be paid, with what came of it."""

    class Outcome(models.TextChoices):
        CONTINUES = "continues", pgettext_lazy("pay review", "Goes on without pay")
        PAID = "paid", pgettext_lazy("pay review", "Becomes employment")
        ENDS = "ends", pgettext_lazy("pay review", "Ends")

    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, related_name="pay_reviews"
    )
    outcome = models.CharField(
        gettext_lazy("outcome"), max_length=9, choices=Outcome, blank=True
    )
    note = models.CharField(gettext_lazy("why?"), max_length=400, blank=True)

    class Meta:
        verbose_name = gettext_lazy("pay review")
        verbose_name_plural = gettext_lazy("pay reviews")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="pay_review_recorded_has_day",
                condition=models.Q(outcome="", recorded_on__isnull=True)
                | ~models.Q(outcome="") & models.Q(recorded_on__isnull=False),
            ),
            models.CheckConstraint(
                name="pay_review_going_on_has_reason",
                condition=~models.Q(outcome="continues") | ~models.Q(note=""),
            ),
        )

    @transaction.atomic
    def record(self, outcome: str, *, by: User, on: date, note: str = "") -> None:
        """Keep what was decided and close the step; going on is looked at again.

        Raises ``Refused`` when work goes on unpaid without a reason, or is over.
        """
        if reasons := self._problems(outcome, note):
            raise Refused(reasons, self.placement)
        self.close_step(by=by, on=on, note=note)
        self.outcome, self.recorded_on, self.note = outcome, on, note
        self.save()
        if outcome == self.Outcome.CONTINUES:
            self.placement.look_at_pay_again(in_months(on, PAY_REVIEW_MONTHS), by=by)
        elif outcome == self.Outcome.PAID:
            self._plan_employment(by)
        self.placement.settle()

    def _problems(self, outcome: str, note: str) -> list[Any]:
        problems = []
        if self.outcome:
            problems.append(_("The outcome has been recorded already."))
        if self.placement.state not in Placement.STANDING:
            problems.append(_("This placement has ended."))
        if outcome == self.Outcome.CONTINUES and not note.strip():
            problems.append(_("Say why it goes on without pay."))
        return problems

    def _plan_employment(self, by: User) -> None:
        text = _("Agree on the employment, then end the open activity")
        self.placement.plan(
            text,
            timezone.localdate() + Placement.EMPLOY_WITHIN,
            assignee=self.placement.coach or by,
            by=by,
            kind=FollowUp.Kind.CHECK,
        )
