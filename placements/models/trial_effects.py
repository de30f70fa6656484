"""What follows from the moves of a trial: checkpoints, next steps, the job's moves."""

from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import FollowUp, TransitionLog, User
from crm.workdays import workday_from
from employers.models import TailoredJob
from placements.models.trial_assessing import TrialAssessing
from placements.trial_rules import anniversary, checkpoint_days

#: The candidate is spoken with so soon after an early end (domain.md 4.5).
CONTACT_WITHIN = timedelta(days=3)
#: The end is assessed so long before the last day.
ASSESS_BEFORE = timedelta(days=3)
#: The parties are reminded to sign after so long.
SIGN_WITHIN = timedelta(days=7)
#: A contract is drafted and sent within so long.
DRAFT_WITHIN = timedelta(days=7)


class TrialEffects(TrialAssessing):
    """The next steps that a trial makes, and its effect on the tailored job."""

    #: Party → the ISO day on which it signed.
    signatures = models.JSONField(
        gettext_lazy("signatures"), default=dict, editable=False
    )

    class Meta:
        abstract = True

    def begin(self, *, by: User | None, **details: Any) -> TransitionLog:
        """Save a new plan with its first step."""
        with transaction.atomic():
            entry = super().begin(by=by, **details)
            self._plan(
                _("Draft the contract of the trial"), entry, entry.on + DRAFT_WITHIN
            )
        return entry

    def after_draft(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan(_("Send the contract to be signed"), entry, entry.on + DRAFT_WITHIN)

    def after_send(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan(_("Ask for the missing signatures"), entry, entry.on + SIGN_WITHIN)

    after_rework = after_draft

    def after_agree(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        first = max(self.starts_on, entry.on)
        self._plan(_("The trial begins: be there"), entry, first)

    def after_start(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan_checkpoints(entry)
        if self._job_in(TailoredJob.State.CANDIDATE_PRESENTED):
            self.job.perform("begin_trial", by=entry.by, on=entry.on, cause=entry)

    def after_interrupt(
        self, *, entry: TransitionLog, expected_back_on: date, **details: Any
    ) -> None:
        self._end_own_steps(entry)
        self._plan(_("Ask how the return looks"), entry, expected_back_on)

    def after_resume(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan_checkpoints(entry)

    after_extend = after_resume

    def after_finish(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        text = _("Collect both assessments and record the outcome")
        self._plan(text, entry, entry.on)

    def after_complete(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.close_links()
        self.settle()
        if self.outcome != self.Outcome.EMPLOYMENT:
            self._free_job(entry)

    def after_terminate(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.close_links()
        text = _("The trial ended early: talk with the candidate")
        self._plan(
            text, entry, entry.on + CONTACT_WITHIN, priority=FollowUp.Priority.HIGH
        )
        self._free_job(entry)

    def after_cancel(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.settle()

    # --- helpers --------------------------------------------------------------

    def _job_in(self, state: Any) -> bool:
        if self.job_id is None:
            return False
        self.job = TailoredJob.objects.filter(pk=self.job_id).first()
        return bool(self.job.state == state)

    def _free_job(self, entry: TransitionLog) -> None:
        """Let the job look for a worker again, unless another trial goes on in it."""
        manager: Any = type(self)._default_manager
        others = manager.filter(job_id=self.job_id, state__in=self.BEGUN)
        on_trial = self._job_in(TailoredJob.State.ON_TRIAL)
        if on_trial and not others.exclude(pk=self.pk).exists():
            self.job.perform("end_trial", by=entry.by, on=entry.on, cause=entry)

    def _plan_checkpoints(self, entry: TransitionLog) -> None:
        """Plan the checkpoints that are still ahead, each a step of its own."""
        begun = self.started_on or entry.on
        named = {0: _("Day 1: be there"), 1: _("Week 1: how is it going?")}
        for weeks, day in checkpoint_days(begun, self.ends_on):
            if day >= entry.on:
                later = _("Week %(weeks)d: how is it going?") % {"weeks": weeks}
                text = named.get(weeks, later)
                self._plan(text, entry, workday_from(day) if weeks else day)
        self._plan_ends(begun, entry)

    def _plan_ends(self, begun: date, entry: TransitionLog) -> None:
        review = self.type.pay_review_months
        pay_on = anniversary(begun, review)
        if review and entry.on <= pay_on <= self.ends_on:
            self._plan(_("Consider paid work"), entry, pay_on)
        text = _("Assess the trial with the workplace and the candidate")
        self._plan(text, entry, max(self.ends_on - ASSESS_BEFORE, entry.on))

    def _plan(
        self,
        text: str,
        entry: TransitionLog,
        due_on: date,
        priority: int = FollowUp.Priority.NORMAL,
    ) -> None:
        carrier = self.candidate.coach or entry.by
        if carrier:
            self.plan(
                text,
                due_on,
                assignee=carrier,
                by=entry.by,
                kind=FollowUp.Kind.CHECK,
                priority=priority,
                cause=entry,
            )
        self.settle()

    def _end_own_steps(self, entry: TransitionLog) -> None:
        """Cancel what earlier moves had planned; a coach's own steps stay."""
        own = self.follow_ups.pending().filter(cause__in=self.history.all())
        by = entry.by or self.candidate.coach
        for step in own.exclude(cause=entry):
            step.perform("cancel", by=by, note=str(entry.target_label), cause=entry)
        self.settle()

    @property
    def pay_review_on(self) -> date | None:
        """When paid work is considered at the latest; None for no such rule."""
        months = self.type.pay_review_months
        begun = self.started_on or self.starts_on or timezone.localdate()
        return anniversary(begun, months) if months else None
