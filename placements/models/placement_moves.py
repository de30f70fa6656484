"""How a placement moves (domain.md 4.6)."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from crm.lifecycle import Refused
from crm.models import User
from placements.models.placement_effects import PlacementEffects
from placements.models.placement_states import PlacementStates
from placements.start_checks import start_problems

CHANGE = "placements.change_placement"
#: Contacts of a faded support are at least so often (half a year, in weeks).
RAREST = 26
State = PlacementStates.State
WORKING = PlacementStates.WORKING
RULES = PlacementStates


class PlacementMoves(PlacementEffects):
    """The lifecycle of a placement: its transitions."""

    class Meta:
        abstract = True

    @transition(
        "state",
        source=State.AGREED,
        target=State.START_SUPPORT,
        conditions=[RULES.IS_COUNSELLED],
        permission=CHANGE,
        custom={"label": _("The work begins")},
    )
    def start(self, *, by: User | None, on: date, note: str = "") -> None:
        """Begin on the day: not before it was agreed, nor against other parts."""
        problems = start_problems(self, on)  # type: ignore[arg-type] # a Placement
        if on < self.starts_on:
            problems.append(gettext("The agreed first day is later than that."))
        if problems:
            raise Refused(problems, record=self)
        self.started_on = on

    @transition(
        "state",
        source=State.START_SUPPORT,
        target=State.ESTABLISHED,
        conditions=[RULES.HAS_LASTED],
        permission=CHANGE,
        custom={"label": _("Established"), "automatic": True},
    )
    def establish(self, *, by: User | None, on: date, note: str = "") -> None:
        if not self.lasts_on(on):
            raise Refused([str(RULES.HAS_LASTED.reason)], record=self)
        self.established_on = self.established_on or on

    @transition(
        "state",
        source=State.ESTABLISHED,
        target=State.FADED,
        permission=CHANGE,
        custom={"label": _("Fade the support")},
    )
    def fade(
        self,
        *,
        by: User | None,
        on: date,
        contact_weeks: int,
        both_agree: bool = False,
        note: str = "",
    ) -> None:
        problems = []
        if not both_agree:
            problems.append(gettext("Both the person and the employer must agree."))
        if not 1 <= contact_weeks <= RAREST:
            text = gettext("Give from 1 to %(most)d weeks between contacts.")
            problems.append(text % {"most": RAREST})
        if problems:
            raise Refused(problems, record=self)
        self.contact_weeks = contact_weeks
        self.faded_on = self.faded_on or on

    @transition(
        "state",
        source=State.FADED,
        target=State.START_SUPPORT,
        permission=CHANGE,
        custom={"label": _("Support more again")},
    )
    def intensify(self, *, by: User | None, on: date, note: str = "") -> None:
        """Come closer again: new tasks, a new superior."""
        if not note.strip():
            raise Refused([gettext("Say what has changed.")], record=self)
        self.contact_weeks = None

    @transition(
        "state",
        source=WORKING,
        target=State.INTERRUPTED,
        permission=CHANGE,
        custom={"label": _("Interrupt"), "tone": "thread"},
    )
    def interrupt(
        self,
        *,
        by: User | None,
        on: date,
        reason: str,
        expected_back_on: date,
        note: str = "",
    ) -> None:
        """Pause the checkpoints; the person is still employed (SEED-27)."""
        if expected_back_on <= on:
            raise Refused([gettext("The expected return must be later.")], record=self)
        self.held_from = self.state
        self.break_reason = reason
        self.expected_back_on = expected_back_on

    @transition(
        "state",
        source=State.INTERRUPTED,
        target=RETURN_VALUE(*WORKING),
        permission=CHANGE,
        custom={"label": _("Back at work"), "returns_to": "held_from"},
    )
    def resume(self, *, by: User | None, on: date, note: str = "") -> str:
        back = self.held_from
        self._forget_break()
        return back

    @transition(
        "state",
        source=PlacementStates.STANDING,
        target=State.ENDED,
        permission=CHANGE,
        custom={"label": _("The placement ends"), "tone": "berry"},
    )
    def end(self, *, by: User | None, on: date, reason: str, note: str = "") -> None:
        self.end_reason = reason
        self.ended_on = on
        self.at_risk = False
        self.contact_weeks = None
        self._forget_break()

    def _forget_break(self) -> None:
        self.held_from = ""
        self.break_reason = ""
        self.expected_back_on = None
