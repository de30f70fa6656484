"""How a tailored job moves (domain.md 4.4)."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from crm.lifecycle import Refused
from crm.models import User
from employers.models.tailoring_effects import TailoringEffects
from employers.models.tailoring_states import TailoringStates

if TYPE_CHECKING:
    from employers.models.people import ContactPerson

CHANGE = "employers.change_tailoredjob"
State = TailoringStates.State
BEFORE_AGREED = TailoringStates.BEFORE_AGREED
MOVING = TailoringStates.MOVING
LIVE = TailoringStates.LIVE
RULES = TailoringStates


class Tailoring(TailoringEffects):
    """The lifecycle of a tailored job: its transitions."""

    class Meta:
        abstract = True

    # --- from the shop floor to an agreement ----------------------------------

    @transition(
        "state",
        source=State.INVENTORY,
        target=State.ANALYSED,
        conditions=[RULES.HAS_NEED, RULES.HAS_TASKS, RULES.IS_SORTED],
        permission=CHANGE,
        custom={"label": _("The tasks are sorted")},
    )
    def analyse(self, *, by: User | None, on: date, note: str = "") -> None:
        self.analysed_on = self.analysed_on or on

    @transition(
        "state",
        source=State.ANALYSED,
        target=State.DRAFT,
        conditions=[RULES.HAS_TICKED],
        permission=CHANGE,
        custom={"label": _("Begin the draft")},
    )
    def begin_draft(self, *, by: User | None, on: date, note: str = "") -> None:
        self.drafted_on = self.drafted_on or on

    @transition(
        "state",
        source=[State.DRAFT, State.NEGOTIATION],
        target=State.WITH_EMPLOYER,
        conditions=[RULES.MAY_CONTACT, RULES.HAS_TICKED],
        permission=CHANGE,
        custom={"label": _("Send to the employer")},
    )
    def send(
        self,
        *,
        by: User | None,
        on: date,
        channel: str,
        person: "ContactPerson | None" = None,
        note: str = "",
    ) -> None:
        self.sent_on = self.sent_on or on

    @transition(
        "state",
        source=State.WITH_EMPLOYER,
        target=State.NEGOTIATION,
        permission=CHANGE,
        custom={"label": _("Employer asks for changes"), "automatic": True},
    )
    def negotiate(self, *, by: User | None, on: date, note: str = "") -> None:
        if by and not note.strip():
            raise Refused([_("Write down what should change.")], record=self)

    @transition(
        "state",
        source=[State.WITH_EMPLOYER, State.NEGOTIATION],
        target=State.DRAFT,
        permission=CHANGE,
        custom={"label": _("Back to the draft")},
    )
    def rework(self, *, by: User | None, on: date, note: str = "") -> None: ...

    @transition(
        "state",
        source=[State.WITH_EMPLOYER, State.NEGOTIATION],
        target=State.AGREED,
        conditions=[RULES.BOTH_ACCEPTED],
        permission=CHANGE,
        custom={"label": _("Agreed"), "automatic": True, "offered": False},
    )
    def agree(self, *, by: User | None, on: date, note: str = "") -> None:
        """Follows from the second acceptance of one version."""
        self.agreed_version = self.accepted_version()
        self.agreed_on = self.agreed_on or on

    @transition(
        "state",
        source=[State.AGREED, State.OPEN],
        target=State.DRAFT,
        permission=CHANGE,
        custom={"label": _("Change what was agreed"), "tone": "thread"},
    )
    def revise(self, *, by: User | None, on: date, note: str = "") -> None:
        """Void the acceptances: the content changes (domain.md 4.4)."""
        self.agreed_version = None

    # --- from an agreement to a worker ----------------------------------------

    @transition(
        "state",
        source=State.AGREED,
        target=State.OPEN,
        permission=CHANGE,
        custom={"label": _("Look for a worker")},
    )
    def seek(self, *, by: User | None, on: date, note: str = "") -> None:
        self.opened_on = self.opened_on or on

    @transition(
        "state",
        source=[State.AGREED, State.OPEN],
        target=State.CANDIDATE_PRESENTED,
        conditions=[RULES.CANDIDATE_FIRST],
        permission=CHANGE,
        custom={"label": _("Present a candidate")},
    )
    def present(
        self,
        *,
        by: User | None,
        on: date,
        consent: bool = False,
        travel: bool = False,
        note: str = "",
    ) -> None:
        missing = []
        if not consent:
            missing.append(_("The candidate must have consented to be presented."))
        if not travel:
            missing.append(_("Check the journey to work first."))
        if missing:
            raise Refused(missing, record=self)
        self.presented_on = self.presented_on or on

    @transition(
        "state",
        source=State.CANDIDATE_PRESENTED,
        target=State.OPEN,
        permission=CHANGE,
        custom={"label": _("Did not come together")},
    )
    def release(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        """Take a no from either side as neutral: others may follow."""
        self.opened_on = self.opened_on or on

    @transition(
        "state",
        source=State.CANDIDATE_PRESENTED,
        target=State.ON_TRIAL,
        permission=CHANGE,
        custom={"label": _("The trial begins")},
    )
    def begin_trial(self, *, by: User | None, on: date, note: str = "") -> None:
        self.trial_on = self.trial_on or on

    @transition(
        "state",
        source=State.ON_TRIAL,
        target=State.OPEN,
        permission=CHANGE,
        custom={"label": _("The trial ended without work")},
    )
    def end_trial(self, *, by: User | None, on: date, note: str = "") -> None:
        self.opened_on = self.opened_on or on

    @transition(
        "state",
        source=[State.CANDIDATE_PRESENTED, State.ON_TRIAL],
        target=State.FILLED,
        permission=CHANGE,
        custom={"label": _("The job is filled"), "automatic": True},
    )
    def fill(self, *, by: User | None, on: date, note: str = "") -> None:
        self.filled_on = self.filled_on or on

    @transition(
        "state",
        source=State.FILLED,
        target=State.OPEN,
        permission=CHANGE,
        custom={"label": _("The post stays: look for the next one")},
    )
    def vacate(self, *, by: User | None, on: date, note: str = "") -> None:
        self.opened_on = self.opened_on or on

    # --- aside ----------------------------------------------------------------

    @transition(
        "state",
        source=MOVING,
        target=State.ON_HOLD,
        permission=CHANGE,
        custom={"label": _("Put on hold"), "tone": "thread"},
    )
    def hold(
        self, *, by: User | None, on: date, revisit_on: date, note: str = ""
    ) -> None:
        problems = []
        if not note.strip():
            problems.append(_("Say why it waits."))
        if revisit_on <= on:
            problems.append(_("The day to look again must be later."))
        if problems:
            raise Refused(problems, record=self)
        self.held_from = self.state
        self.revisit_on = revisit_on

    @transition(
        "state",
        source=State.ON_HOLD,
        target=RETURN_VALUE(*MOVING),
        permission=CHANGE,
        custom={"label": _("Go on"), "returns_to": "held_from"},
    )
    def resume(self, *, by: User | None, on: date, note: str = "") -> str:
        back, self.held_from = self.held_from, ""
        self.revisit_on = None
        return back

    @transition(
        "state",
        source=LIVE,
        target=State.WITHDRAWN,
        permission=CHANGE,
        custom={
            "label": _("The employer withdrew"),
            "tone": "berry",
            "automatic": True,
        },
    )
    def withdraw(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        self.withdrawal = reason
        self.held_from = ""
        self.revisit_on = None

    @transition(
        "state",
        source=State.WITHDRAWN,
        target=State.DRAFT,
        conditions=[RULES.MAY_CONTACT, RULES.IN_TIME_TO_RETURN],
        permission=CHANGE,
        custom={"label": _("The employer returns")},
    )
    def come_back(self, *, by: User | None, on: date, note: str = "") -> None:
        self.episode += 1
        self.drafted_on = self.drafted_on or on
        self.withdrawal = ""
        self.agreed_version = None

    @transition(
        "state",
        source=[
            *BEFORE_AGREED,
            State.AGREED,
            State.OPEN,
            State.FILLED,
            State.ON_HOLD,
        ],
        target=State.CLOSED,
        permission=CHANGE,
        custom={"label": _("Close"), "tone": "berry"},
    )
    def close(self, *, by: User | None, on: date, note: str = "") -> None:
        if not note.strip():
            raise Refused([_("Say why it ends.")], record=self)
        self.closed_on = on
        self.held_from = ""
        self.revisit_on = None
