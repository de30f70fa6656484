"""What follows from the moves of a pay-subsidy process: steps with their deadlines."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.models import FollowUp, NoFigureError, Parameter, TransitionLog, User
from crm.workdays import workday_from
from employers.money import month_end
from employers.subsidy import CONTINUED, payment_claim_by
from placements.models.subsidy_states import SubsidyStates
from placements.subsidy_rules import (
    ONE_DAY,
    Timer,
    ended_months,
    last_day,
    reminders,
    timer_deadline,
    workday_by,
)

#: One asks how far it is after so many days without a word.
WEEK, FORTNIGHT, MONTH = timedelta(days=7), timedelta(days=14), timedelta(days=30)
#: A payment is claimed so soon after the month; it is urgent so long before the end.
CLAIM_SOON, CLAIM_URGENT = timedelta(days=14), timedelta(days=14)
HIGH, NORMAL = FollowUp.Priority.HIGH, FollowUp.Priority.NORMAL


class SubsidyEffects(SubsidyStates):
    """Plans steps by the deadlines of the law, and checks what a move says."""

    class Meta:
        abstract = True

    # --- what follows ---------------------------------------------------------

    def after_screen(self, *, entry: TransitionLog, **details: Any) -> None:
        self._next(_("See that jobseeking is in force"), entry, entry.on + WEEK)

    def after_confirm(self, *, entry: TransitionLog, **details: Any) -> None:
        self._next(_("Write the coach's statement"), entry, entry.on + WEEK)

    def after_ask_doctor(self, *, entry: TransitionLog, **details: Any) -> None:
        due = self.appointment_on or entry.on + FORTNIGHT
        text = _("Has the person given the B statement to the authority?")
        self._next(text, entry, due + WEEK)

    def after_note_plan(self, *, entry: TransitionLog, **details: Any) -> None:
        self._next(_("Agree with an employer on applying"), entry, entry.on + FORTNIGHT)

    def after_hand_to_employer(self, *, entry: TransitionLog, **details: Any) -> None:
        self._next(_("Has the employer sent the application?"), entry, entry.on + WEEK)

    def after_submit(self, *, entry: TransitionLog, **details: Any) -> None:
        text = _("Ask how far the decision is. The job must not start before it.")
        self._next(text, entry, entry.on + FORTNIGHT)

    after_answer = after_submit

    def after_ask_more(
        self, *, entry: TransitionLog, due_on: date, **details: Any
    ) -> None:
        text = _("Answer the authority by %(day)s") % {"day": day(due_on)}
        self._next(text, entry, workday_by(due_on), HIGH)

    def after_grant(self, *, entry: TransitionLog, **details: Any) -> None:
        first = self.granted_from or entry.on
        text = _("The job may begin %(day)s") % {"day": day(first)}
        self._next(text, entry, first)

    def after_refuse(self, *, entry: TransitionLog, **details: Any) -> None:
        text = _("No subsidy: agree with the person and the employer what comes next")
        self._next(text, entry, workday_from(entry.on + timedelta(days=3)), HIGH)

    def after_withdraw(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.settle()

    def after_begin_paying(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan_end(entry)
        self.open_claims(timezone.localdate(), entry)

    def after_suspend(self, *, entry: TransitionLog, **details: Any) -> None:
        self.open_claims(entry.on, entry, until=self.stopped_on)
        self._end_own_steps(entry)
        text = _("Tell the employment authority of the break, in writing")
        self._plan(text, entry, workday_from(entry.on), HIGH)
        back = self.expected_back_on or entry.on
        self._plan(_("Ask how the return looks"), entry, back)

    def after_resume(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan_end(entry)

    def after_extend(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        text = _("Ask how far the decision on the continuation is")
        self._plan(text, entry, entry.on + FORTNIGHT)

    after_grant_more = after_resume

    def after_refuse_more(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        text = _("No continuation: how does the job go on without the subsidy?")
        self._plan(text, entry, workday_from(entry.on + timedelta(days=3)), HIGH)
        self._plan_last_claim(entry)

    def after_finish(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.settle()

    # --- deadlines --------------------------------------------------------------

    def _plan_end(self, entry: TransitionLog) -> None:
        """Plan the continuation in time, where there is one, and the last claim."""
        last = self.granted_to
        if last is None:
            return
        if self.can_continue:
            early, urgent = reminders(last)
            today = timezone.localdate()
            said = {"day": day(last)}
            if early >= today:
                text = _("Prepare the continuation: the period ends %(day)s") % said
                self._plan(text, entry, early)
            text = _("Apply for the continuation now: not after %(day)s") % said
            self._plan(text, entry, max(urgent, today), HIGH)
        self._plan_last_claim(entry)

    def _plan_last_claim(self, entry: TransitionLog) -> None:
        if self.granted_to:
            text = _("The period has ended: claim the last payment")
            self._plan(text, entry, workday_from(self.granted_to + ONE_DAY))

    def open_claims(
        self,
        today: date,
        entry: TransitionLog | None = None,
        until: date | None = None,
    ) -> int:
        """Open the claims of the months that are over; return how many.

        The last day to claim is the decree's (385/2024 18 §); a month without a
        figure of the law waits.
        """
        first, last = self.claims_from, until or self.granted_to
        if first is None or last is None:
            return 0
        there = set(self.claims.values_list("month", flat=True))
        months = ended_months(first, last, today + ONE_DAY if until else today)
        opened = 0
        for month in months:
            if month not in there:
                opened += self._open_claim(month, entry)
        self.settle()
        return opened

    def _open_claim(self, month: date, entry: TransitionLog | None) -> bool:
        ended = month_end(month)
        try:
            due_on = payment_claim_by(ended, Parameter.objects.of_day(ended))
        except NoFigureError:
            return False
        said = {"month": f"{month.month}/{month.year}", "day": day(due_on)}
        text = _("Payment claim for %(month)s: not after %(day)s") % said
        soon = max(ended + CLAIM_SOON, timezone.localdate())
        step = self._carried(text, min(workday_from(soon), due_on), entry)
        self.claims.create(month=month, due_on=due_on, step=step, cause=entry)
        return True

    def start_timer(self, timer: Timer, on: date, *, by: User) -> FollowUp:
        """Plan what must be applied for or claimed within its time from a day on."""
        last = timer_deadline(timer, on)
        text = {
            Timer.TRANSFER: _("The new employer applies for the rest by %(day)s"),
            Timer.ARRANGEMENT: _("Apply for the arrangement support by %(day)s"),
            Timer.HELP: _("Claim the other worker's help by %(day)s"),
        }[timer]
        due_on = max(workday_by(last - WEEK), timezone.localdate())
        coach = self.candidate.coach if self.candidate.has_coach() else by
        step = self.plan(
            text % {"day": day(last)},
            due_on,
            assignee=coach,
            by=by,
            kind=FollowUp.Kind.CHECK,
            priority=HIGH,
        )
        self.settle()
        return step

    # --- what a move must not say -----------------------------------------------

    def months_most(self, on: date, *, again: bool = False) -> int | None:
        """Return for how many months it is granted at most; None without a figure."""
        figures = Parameter.objects.of_day(on)
        key = CONTINUED.get(self.ground) if again else f"subsidy-months-{self.ground}"
        longer = f"{key}-long"
        try:
            return figures.whole(longer if longer in figures.rows else str(key))
        except NoFigureError:
            return None

    def period_problems(
        self, first: date, last: date, on: date, *, again: bool = False
    ) -> list[str]:
        if last < first:
            return [_("It ends before it begins.")]
        most = self.months_most(on, again=again)
        if most is None or last <= last_day(first, most):
            return []
        text = _("At most %(months)d months: the last day is %(day)s at the latest.")
        return [text % {"months": most, "day": day(last_day(first, most))}]

    def start_problems(self, on: date) -> list[str]:
        """Say why the job may not begin on the day (law 380/2023 84 §)."""
        if self.decided_on is None or self.decided_on >= on:
            return [_("The job must not start before the subsidy has been decided on.")]
        if self.granted_from and on < self.granted_from:
            text = _("The subsidy is granted from %(day)s on: not before it.")
            return [text % {"day": day(self.granted_from)}]
        return []

    def late_problems(self, on: date) -> list[str]:
        if self.granted_to and on <= self.granted_to:
            return []
        return [_("The period has ended: it is too late for a continuation.")]

    def proof_problems(
        self, certificate_on: date | None, *, needless: bool, done: bool
    ) -> list[str]:
        """Say what of 87 § is missing: the certificate, the accommodations."""
        problems = []
        during = (
            certificate_on
            and self.granted_from
            and self.granted_to
            and self.granted_from <= certificate_on <= self.granted_to
        )
        if not during and not needless:
            text = _("A doctor's certificate is drawn up during the present period.")
            problems.append(text)
        if not done:
            text = _("The employer has made the accommodations that were recommended.")
            problems.append(text)
        return problems

    def longer_problems(self, last: date, on: date) -> list[str]:
        old = self.granted_to
        if old is None or last <= old:
            return [_("The new last day must be later than the old one.")]
        return self.period_problems(old + ONE_DAY, last, on, again=True)

    # --- helpers ----------------------------------------------------------------

    def _next(
        self, text: str, entry: TransitionLog, due_on: date, priority: int = NORMAL
    ) -> None:
        """Let one step take the place of those that earlier moves had planned."""
        self._end_own_steps(entry)
        self._plan(text, entry, due_on, priority)

    def _plan(
        self, text: str, entry: TransitionLog, due_on: date, priority: int = NORMAL
    ) -> None:
        self._carried(text, due_on, entry, priority)
        self.settle()

    def _carried(
        self,
        text: str,
        due_on: date,
        entry: TransitionLog | None,
        priority: int = NORMAL,
    ) -> FollowUp | None:
        """Plan a step for the coach, else for who acts; None without either.

        What is not urgent waits for a working day.
        """
        by = entry.by if entry else None
        candidate = self.candidate
        carrier = candidate.coach if candidate.has_coach() else by
        if carrier is None:
            return None
        return self.plan(
            text,
            workday_from(due_on) if priority == NORMAL else due_on,
            assignee=carrier,
            by=by,
            kind=FollowUp.Kind.CHECK,
            priority=priority,
            cause=entry,
        )

    def _end_own_steps(self, entry: TransitionLog) -> None:
        """Cancel what earlier moves had planned; claims and a coach's own stay."""
        own = self.follow_ups.pending().filter(cause__in=self.history.all())
        for step in own.filter(subsidy_claim__isnull=True).exclude(cause=entry):
            note = str(entry.target_label)
            step.perform("cancel", by=entry.by, note=note, cause=entry)
        self.settle()


def day(on: date) -> str:
    """Write a day with its year: it stands in a step for long."""
    return date_format(on, "SHORT_DATE_FORMAT")
