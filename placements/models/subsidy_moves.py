"""How a pay-subsidy process moves, and what its moves refuse (domain.md 4.7)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from crm.lifecycle import Refused
from crm.models import User
from placements.models.subsidy_effects import SubsidyEffects
from placements.models.subsidy_states import SubsidyStates
from placements.subsidy_rules import is_long_break, lengthened

CHANGE = "placements.change_subsidyprocess"
State = SubsidyStates.State
RULES = SubsidyStates


class SubsidyMoves(SubsidyEffects):
    """The lifecycle of a process: its transitions."""

    class Meta:
        abstract = True

    # --- before the application -------------------------------------------------

    @transition(
        "state",
        source=State.SCREENING,
        target=State.JOBSEEKER,
        conditions=[RULES.IS_ESTIMATED],
        permission=CHANGE,
        custom={"label": _("Go on to the jobseeking")},
    )
    def screen(self, *, by: User | None, on: date, note: str = "") -> None: ...

    @transition(
        "state",
        source=State.JOBSEEKER,
        target=State.STATEMENT,
        conditions=[RULES.IS_JOBSEEKER],
        permission=CHANGE,
        custom={"label": _("Jobseeking is in force")},
    )
    def confirm(self, *, by: User | None, on: date, note: str = "") -> None: ...

    @transition(
        "state",
        source=State.STATEMENT,
        target=State.DOCTOR,
        conditions=[RULES.ASKS_DOCTOR],
        permission=CHANGE,
        custom={"label": _("The statement is done, a doctor is asked")},
    )
    def ask_doctor(
        self,
        *,
        by: User | None,
        on: date,
        appointment_on: date | None = None,
        note: str = "",
    ) -> None:
        """Note that the coach's statement is done and an appointment booked."""
        self.statement_on = self.asked_doctor_on = on
        self.appointment_on = appointment_on

    @transition(
        "state",
        source=[State.STATEMENT, State.DOCTOR],
        target=State.PLAN_NOTED,
        permission=CHANGE,
        custom={"label": _("The subsidy is noted in the employment plan")},
    )
    def note_plan(
        self,
        *,
        by: User | None,
        on: date,
        delivered_on: date | None = None,
        note: str = "",
    ) -> None:
        """Go on once the authority has what it needs from the person."""
        if self.is_reduced and delivered_on is None:
            text = gettext("The person gives the B statement to the authority first.")
            raise Refused([text], record=self)
        self.statement_on = self.statement_on or on
        self.delivered_on = delivered_on
        self.plan_noted_on = on

    @transition(
        "state",
        source=State.PLAN_NOTED,
        target=State.APPLICATION,
        conditions=[RULES.HAS_EMPLOYER],
        permission=CHANGE,
        custom={"label": _("The employer makes the application")},
    )
    def hand_to_employer(
        self, *, by: User | None, on: date, note: str = ""
    ) -> None: ...

    # --- the application ----------------------------------------------------------

    @transition(
        "state",
        source=State.APPLICATION,
        target=State.SUBMITTED,
        conditions=[
            RULES.HAS_EMPLOYER,
            RULES.HAS_MANDATE,
            RULES.IS_DESCRIBED,
            RULES.HAS_TERMS,
            RULES.NOT_BEGUN,
        ],
        permission=CHANGE,
        custom={"label": _("The application is sent")},
    )
    def submit(
        self, *, by: User | None, on: date, reference: str = "", note: str = ""
    ) -> None:
        if self.starts_on and self.starts_on <= on:
            text = gettext("The planned first day must be later than the application.")
            raise Refused([text], record=self)
        self.submitted_on = on
        self.reference = reference

    @transition(
        "state",
        source=State.SUBMITTED,
        target=State.MORE_INFO,
        permission=CHANGE,
        custom={"label": _("The authority asks for more"), "tone": "thread"},
    )
    def ask_more(
        self, *, by: User | None, on: date, due_on: date, note: str = ""
    ) -> None:
        if due_on < on:
            text = gettext("The answer is due after it was asked for.")
            raise Refused([text], record=self)
        self.more_due_on = due_on

    @transition(
        "state",
        source=State.MORE_INFO,
        target=State.SUBMITTED,
        permission=CHANGE,
        custom={"label": _("The answer is sent")},
    )
    def answer(self, *, by: User | None, on: date, note: str = "") -> None:
        self.more_due_on = None

    @transition(
        "state",
        source=[State.SUBMITTED, State.MORE_INFO],
        target=State.GRANTED,
        conditions=[RULES.NOT_BEGUN],
        permission=CHANGE,
        custom={"label": _("Granted")},
    )
    def grant(
        self,
        *,
        by: User | None,
        on: date,
        percent: int,
        cap: Decimal,
        granted_from: date,
        granted_to: date,
        note: str = "",
    ) -> None:
        """Record the decision; ``on`` is its day, and the job begins after it."""
        problems = self.period_problems(granted_from, granted_to, on)
        if granted_from <= on:
            text = gettext("The job begins after the decision, not before it.")
            problems.append(text)
        if problems:
            raise Refused(problems, record=self)
        self.decided_on = on
        self.percent, self.cap = percent, cap
        self.granted_from, self.granted_to = granted_from, granted_to
        self.more_due_on = None

    @transition(
        "state",
        source=[State.SUBMITTED, State.MORE_INFO],
        target=State.REFUSED,
        permission=CHANGE,
        custom={"label": _("Refused"), "tone": "berry"},
    )
    def refuse(
        self,
        *,
        by: User | None,
        on: date,
        reason: str,
        refused_by: str = "",
        note: str = "",
    ) -> None:
        """Record a no with its code; for money that has run out also whose."""
        if reason == self.Refusal.MONEY and not refused_by.strip():
            text = gettext("Say which area has no money left.")
            raise Refused([text], record=self)
        self.decided_on = on
        self.refusal = reason
        self.refused_by = refused_by.strip()
        self.more_due_on = None

    @transition(
        "state",
        source=[*SubsidyStates.BEFORE, *SubsidyStates.AWAITING, State.GRANTED],
        target=State.WITHDRAWN,
        permission=CHANGE,
        custom={"label": _("Withdraw"), "tone": "berry"},
    )
    def withdraw(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        self.withdrawal = reason
        self.more_due_on = None

    # --- while it is paid -----------------------------------------------------------

    @transition(
        "state",
        source=State.GRANTED,
        target=State.PAYING,
        permission=CHANGE,
        custom={"label": _("The job begins")},
    )
    def begin_paying(self, *, by: User | None, on: date, note: str = "") -> None:
        """Begin on the job's first day: not before the day that was granted."""
        if problems := self.start_problems(on):
            raise Refused(problems, record=self)
        self.started_on = self.claims_from = on

    @transition(
        "state",
        source=State.PAYING,
        target=State.SUSPENDED,
        permission=CHANGE,
        custom={"label": _("Suspend the payment"), "tone": "thread"},
    )
    def suspend(
        self,
        *,
        by: User | None,
        on: date,
        stopped_on: date,
        expected_back_on: date,
        note: str = "",
    ) -> None:
        """Stop for a break of work and pay of a month or more (92 §)."""
        problems = []
        if not is_long_break(stopped_on, expected_back_on):
            problems.append(gettext("Only a break of a month or more suspends it."))
        if self.started_on and not self.started_on <= stopped_on <= on:
            text = gettext("The break begins while the job goes on, at the latest now.")
            problems.append(text)
        if problems:
            raise Refused(problems, record=self)
        self.stopped_on, self.expected_back_on = stopped_on, expected_back_on

    @transition(
        "state",
        source=State.SUSPENDED,
        target=State.PAYING,
        permission=CHANGE,
        custom={"label": _("Back at work")},
    )
    def resume(self, *, by: User | None, on: date, note: str = "") -> None:
        """Go on; the period is as much longer as the break was (92 §)."""
        first, last, stopped = self.granted_from, self.granted_to, self.stopped_on
        if first and last and stopped and is_long_break(stopped, on):
            self.granted_to = lengthened(first, last, stopped, on, self.ground)
        self.claims_from = on
        self.stopped_on = self.expected_back_on = None

    @transition(
        "state",
        source=State.PAYING,
        target=State.EXTENSION,
        conditions=[RULES.CAN_GO_ON],
        permission=CHANGE,
        custom={"label": _("A continuation is applied for")},
    )
    def extend(
        self,
        *,
        by: User | None,
        on: date,
        certificate_on: date | None = None,
        certificate_needless: bool = False,
        accommodated: bool = False,
        note: str = "",
    ) -> None:
        """Apply before the period ends, with what 87 § asks for."""
        problems = self.late_problems(on)
        if self.is_reduced:
            problems += self.proof_problems(
                certificate_on, needless=certificate_needless, done=accommodated
            )
        if problems:
            raise Refused(problems, record=self)

    @transition(
        "state",
        source=State.EXTENSION,
        target=State.PAYING,
        permission=CHANGE,
        custom={"label": _("The continuation is granted")},
    )
    def grant_more(
        self,
        *,
        by: User | None,
        on: date,
        percent: int,
        cap: Decimal,
        granted_to: date,
        note: str = "",
    ) -> None:
        """Go on to a later day, at most so many months as the law gives at a time."""
        if problems := self.longer_problems(granted_to, on):
            raise Refused(problems, record=self)
        self.percent, self.cap = percent, cap
        self.granted_to = granted_to

    @transition(
        "state",
        source=State.EXTENSION,
        target=State.PAYING,
        permission=CHANGE,
        custom={"label": _("The continuation is refused"), "tone": "berry"},
    )
    def refuse_more(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        """Go on to the old last day; the reason stands in the log."""

    @transition(
        "state",
        source=[State.PAYING, State.SUSPENDED],
        target=State.FINISHED,
        conditions=[RULES.HAS_CLAIMED],
        permission=CHANGE,
        custom={"label": _("The last claim is paid")},
    )
    def finish(self, *, by: User | None, on: date, note: str = "") -> None:
        if self.granted_to and on <= self.granted_to and not note.strip():
            text = gettext("Say why it ends before its last day.")
            raise Refused([text], record=self)
        self.finished_on = on
        self.stopped_on = self.expected_back_on = None
