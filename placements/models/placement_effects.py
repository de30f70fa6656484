"""What follows from the moves of a placement: checkpoints, steps, the job's state."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.lifecycle import Refused
from crm.models import FollowUp, TransitionLog, User
from placements.models.placement_states import PlacementStates

#: Days from the first day on which one looks how it goes (domain.md 4.6).
BEFORE, CHECK_DAYS = -7, (3, 10, 17, 24, 30, 60, 90, 180, 365)
YEAR = 365
#: After a job ends one is in touch so soon (domain.md 4.6).
CONTACT_AFTER_END = timedelta(days=3)
LOOK_AT_PAY = gettext_noop("Look whether the work can be paid")


class PlacementEffects(PlacementStates):
    """Plans checkpoints, pauses them, and lets the job follow."""

    class Meta:
        abstract = True

    def begin(self, *, by: User | None, **details: Any) -> TransitionLog:
        """Save what was agreed; the job is filled in the same transaction.

        ``Refused`` when candidate, job, workplace and employer do not belong together.
        """
        if reasons := self.problems():
            raise Refused(reasons, record=self)
        with transaction.atomic():
            entry = super().begin(by=by, **details)
            self._fill_job(entry)
            self.check_on(BEFORE, self.starts_on + timedelta(days=BEFORE), entry)
            self.settle()
        return entry

    def after_start(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        for days in CHECK_DAYS:
            self.check_on(days, entry.on + timedelta(days=days), entry)
        self._look_at_pay(entry)
        self.settle()

    def after_fade(self, *, entry: TransitionLog, **details: Any) -> None:
        self._keep_in_touch(entry)

    def after_intensify(self, *, entry: TransitionLog, **details: Any) -> None:
        self._plan(_("Go and see what has changed"), entry, entry.on)

    def after_interrupt(
        self, *, entry: TransitionLog, expected_back_on: date, **details: Any
    ) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self._plan(_("Ask how the return looks"), entry, expected_back_on)

    def after_resume(self, *, entry: TransitionLog, **details: Any) -> None:
        """Go on with the checkpoints that the interruption took, so much later."""
        self._end_own_steps(entry)
        breaks = self.history.standing().filter(name="interrupt")
        began = breaks.order_by("-pk").first()
        for point in self.checkpoints.select_related("step"):
            step = point.present_step
            if not step.history.filter(cause=began).exists():
                continue
            due = step.due_on + (entry.on - began.on)
            self.check_on(point.days, max(due, timezone.localdate()), entry)
        self._look_at_pay(entry)
        self._plan(_("Meet after the break"), entry, entry.on + timedelta(days=3))

    def after_end(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        due = entry.on + CONTACT_AFTER_END
        self._plan(_("Be in touch: what comes next?"), entry, due)
        job = self._fresh_job()
        if job and job.state == job.State.FILLED:
            job.perform("vacate", by=entry.by, on=entry.on, cause=entry)

    # --- support that never has to end ----------------------------------------

    def carry_on(self, entry: TransitionLog) -> None:
        """Plan what follows a closed step, so that somebody at work is never forgotten.

        A faded support repeats its interval; else the last checkpoint of a year is
        followed by the next (domain.md 4.6). ``entry`` is the step's own closing.
        """
        if self.state == self.State.FADED:
            self._keep_in_touch(entry)
        elif self.state in self.WORKING:
            self._look_again_in_a_year(entry)

    def _keep_in_touch(self, entry: TransitionLog) -> None:
        due = entry.on + timedelta(weeks=self.contact_weeks or 0)
        if not self.follow_ups.pending().filter(due_on__lte=due).exists():
            due = max(due, timezone.localdate())
            self._plan(_("Keep in touch: how does work go?"), entry, due)

    def _look_again_in_a_year(self, entry: TransitionLog) -> None:
        last = self.checkpoints.select_related("step").order_by("-days", "-pk").first()
        if last is None or last.days < YEAR or last.is_open or self.started_on is None:
            return
        years = max(last.days // YEAR + 1, self.days_employed(entry.on) // YEAR + 1)
        day = self.started_on + timedelta(days=years * YEAR)
        self.check_on(years * YEAR, day, entry)
        self.settle()

    def look_at_pay_again(self, due: date, *, by: User | None) -> None:
        """Ask on the day whether open work activity could be paid (domain.md 2.5)."""
        self.pay_review_on = due
        self.save()
        self._plan_pay_review(due, by=by)

    def _look_at_pay(self, entry: TransitionLog) -> None:
        if not self.is_paid and self.pay_review_on:
            due = max(self.pay_review_on, timezone.localdate())
            self._plan_pay_review(due, by=entry.by, cause=entry)

    def _plan_pay_review(
        self, due: date, *, by: User | None, cause: TransitionLog | None = None
    ) -> None:
        carrier = self.coach or by
        if carrier is None:
            return
        kind, text = FollowUp.Kind.CHECK, _(LOOK_AT_PAY)
        step = self.plan(text, due, assignee=carrier, by=by, kind=kind, cause=cause)
        self.pay_reviews.create(step=step)

    # --- helpers --------------------------------------------------------------

    def check_on(self, days: int, due: date, entry: TransitionLog) -> None:
        """Plan a checkpoint as a step of its own; one in the past is left out."""
        carrier = self.coach or entry.by
        if carrier is None or due < timezone.localdate():
            return
        step = self.plan(
            check_text(days),
            due,
            assignee=carrier,
            by=entry.by,
            kind=FollowUp.Kind.CHECK,
            cause=entry,
        )
        self.checkpoints.create(days=days, step=step)

    def _plan(self, text: str, entry: TransitionLog, due: date) -> None:
        carrier = self.coach or entry.by
        if carrier:
            kind = FollowUp.Kind.CHECK
            self.plan(text, due, assignee=carrier, by=entry.by, kind=kind, cause=entry)
        self.settle()

    def _end_own_steps(self, entry: TransitionLog) -> None:
        """Cancel what earlier moves had planned; a coach's own steps stay."""
        own = self.follow_ups.pending().filter(cause__in=self.history.all())
        for step in own.exclude(cause=entry):
            note = str(entry.target_label)
            step.perform("cancel", by=entry.by, note=note, cause=entry)
        self.settle()

    def _fresh_job(self) -> Any:
        """Fetch the job anew and lock it; None without one."""
        if self.job_id is None:
            return None
        jobs = type(self.job)._default_manager
        return jobs.select_for_update().filter(pk=self.job_id).first()

    def _fill_job(self, entry: TransitionLog) -> None:
        job = self._fresh_job()
        if job is None:
            return
        if job.state not in {job.State.CANDIDATE_PRESENTED, job.State.ON_TRIAL}:
            text = _("Present a candidate for the job first: it is “%(state)s” now.")
            raise Refused([text % {"state": job.get_state_display()}], record=self)
        job.perform("fill", by=entry.by, on=entry.on, cause=entry)


def check_text(days: int) -> str:
    """Return what a checkpoint is called."""
    if days < 0:
        return _("Contact before the first day")
    return _("Checkpoint: day %(days)d") % {"days": days}
