"""Where a placement begins: a job, a trial, open activity that becomes paid, or none.

The address says which; what is known of it is carried over.
"""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from employers.models import Employer, TailoredJob
from placements.models import Candidate, Placement
from placements.trial_outcome import LEADS_ON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.models import User
    from placements.models import Match, Trial

#: So many employers are offered by their names.
FOUND = 8
#: States of a job that a placement can fill.
FILLABLE = (TailoredJob.State.CANDIDATE_PRESENTED, TailoredJob.State.ON_TRIAL)


def number(text: str | None) -> int | None:
    """Return the number of an address; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 12 else None  # noqa: PLR2004 - digits of a key


class Beginning:
    """What the address says of a placement to come."""

    def __init__(
        self, candidate: Candidate, user: "User", query: "Mapping[str, Any]"
    ) -> None:
        self.candidate = candidate
        self.user = user
        self.query = query

    def _one(self, rows: Any, name: str) -> Any:
        pk = number(self.query.get(name))
        return rows.filter(pk=pk).first() if pk else None

    # --- what can be chosen -----------------------------------------------------

    def matches(self) -> "list[Match]":
        """Jobs that the candidate has been presented to and that can be filled."""
        told = self.candidate.matches.told().filter(job__state__in=FILLABLE)
        return list(told.select_related("job__employer")[:FOUND])

    def employers(self) -> list[Employer]:
        """Employers found by what was typed, the best first."""
        text = self.query.get("q", "")
        if not text.strip():
            return []
        seen = Employer.objects.visible_to(self.user).contactable().matching(text)
        return list(seen.select_related("municipality").order_by("name", "pk")[:FOUND])

    # --- what was chosen ----------------------------------------------------------

    @cached_property
    def trial(self) -> "Trial | None":
        found: Trial | None = self._one(self.candidate.trials.all(), "trial")
        return found

    @cached_property
    def after(self) -> Placement | None:
        """The open activity that becomes employment."""
        rows = self.candidate.placements.unpaid().standing()
        found: Placement | None = self._one(rows, "after")
        return found

    @cached_property
    def job(self) -> TailoredJob | None:
        """The tailored job: named itself, or by a match or a trial."""
        match = self._one(self.candidate.matches.select_related("job"), "match")
        of_trial = self.trial.job if self.trial else None
        seen = TailoredJob.objects.visible_to(self.user)
        found = match.job if match else of_trial or self._one(seen, "job")
        return found if found and found.state in FILLABLE else None

    @cached_property
    def employer(self) -> Employer | None:
        source = self.job or self.trial or self.after
        if source:
            return source.employer
        seen = Employer.objects.visible_to(self.user).contactable()
        found: Employer | None = self._one(seen, "employer")
        return found

    @property
    def is_own_business(self) -> bool:
        return self.query.get("own") == "1"

    @property
    def is_chosen(self) -> bool:
        return self.employer is not None or self.is_own_business

    def placement(self) -> Placement:
        """Return the placement to come, as far as it is known."""
        placement = Placement(candidate=self.candidate, employer=self.employer)
        self._carry_over(placement)
        placement.starts_on = self._first_day()
        placement.counselled_on = self.candidate.benefits_discussed_on
        if self.is_own_business and not self.employer:
            placement.kind = Placement.Kind.OWN_BUSINESS
        return placement

    def _carry_over(self, placement: Placement) -> None:
        for known in (self.job, self.trial, self.after):
            if known and placement.workplace is None:
                placement.workplace = known.workplace
        if self.job:
            take_over(self.job, placement)
        elif self.after:
            placement.shifts = self.after.shifts
            placement.hours_a_week = self.after.hours_a_week
        if self.trial:
            carry_on(self.trial, placement)

    def _first_day(self) -> Any:
        today = timezone.localdate()
        if self.trial:
            ended = self.trial.ended_on or self.trial.ends_on
            return max(today, ended + timedelta(days=1))
        if self.job and self.job.start_on:
            return max(today, self.job.start_on)
        return today


def carry_on(trial: "Trial", placement: Placement) -> None:
    """Carry over what the trial says: hours, if no job does, and what came of it."""
    hours, days = trial.hours_a_day, trial.days_a_week
    if placement.hours_a_week is None and hours and days:
        placement.hours_a_week = hours * days
    placement.kind = LEADS_ON.get(trial.outcome, placement.kind)


def take_over(job: TailoredJob, placement: Placement) -> None:
    """Carry over what the tailored job says: week, hours, pay, support."""
    placement.job = job
    placement.shifts = job.shifts
    placement.hours_a_week = (
        Decimal(job.week_minutes) / 60 if job.week_minutes else None
    )
    placement.pay_form = job.pay_form
    placement.pay_amount = job.pay_amount
    placement.pay_supplements = job.pay_supplements
    placement.support_plan = job.support
    unpaid = job.pay_form == TailoredJob.PayForm.UNPAID
    kinds = Placement.Kind
    placement.kind = kinds.OPEN_ACTIVITY if unpaid else kinds.EMPLOYMENT
