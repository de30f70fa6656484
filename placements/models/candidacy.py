"""How a candidate moves, and what follows (domain.md 4.8)."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from crm.lifecycle import Refused
from crm.models import FollowUp, TransitionLog, User
from placements.models.candidate_states import CandidateStates

CHANGE = "placements.change_candidate"
State = CandidateStates.State
RULES = CandidateStates


class Candidacy(CandidateStates):
    """The lifecycle of a candidate: its transitions and their effects."""

    class Meta:
        abstract = True

    @transition(
        "state",
        source=State.NEW,
        target=State.AGREED,
        conditions=[RULES.HAS_COACH, RULES.HAS_GOAL],
        permission=CHANGE,
        custom={"label": _("Agreed to begin")},
    )
    def agree(self, *, by: User | None, on: date, note: str = "") -> None:
        """Record the person's informed choice to begin (EUSE stage 1)."""
        self.agreed_on = self.agreed_on or on

    @transition(
        "state",
        source=State.AGREED,
        target=State.ACTIVE,
        conditions=[RULES.HAS_COACH],
        permission=CHANGE,
        custom={"label": _("Begin the coaching")},
    )
    def activate(self, *, by: User | None, on: date, note: str = "") -> None:
        self.check_room()
        self.activated_on = self.activated_on or on

    @transition(
        "state",
        source=State.ACTIVE,
        target=State.PAUSED,
        permission=CHANGE,
        custom={"label": _("Take a break"), "tone": "thread"},
    )
    def pause(
        self,
        *,
        by: User | None,
        on: date,
        reason: str,
        expected_back_on: date,
        note: str = "",
    ) -> None:
        """Stop the clocks; a break is no end (SEED-27)."""
        if expected_back_on <= on:
            raise Refused([gettext("The expected return must be later.")], record=self)
        self.pause_reason = reason
        self.expected_back_on = expected_back_on

    @transition(
        "state",
        source=State.PAUSED,
        target=State.ACTIVE,
        conditions=[RULES.HAS_COACH],
        permission=CHANGE,
        custom={"label": _("Back from the break")},
    )
    def resume(self, *, by: User | None, on: date, note: str = "") -> None:
        self.check_room()
        self.pause_reason = ""
        self.expected_back_on = None

    @transition(
        "state",
        source=[State.NEW, State.AGREED, State.ACTIVE, State.PAUSED],
        target=State.ENDED,
        permission=CHANGE,
        custom={"label": _("End the coaching"), "tone": "berry"},
    )
    def end(self, *, by: User | None, on: date, reason: str, note: str = "") -> None:
        if trials := self.trials_to_end():
            raise Refused(trials, record=self)
        self.end_reason = reason
        self.ended_on = on
        self.pause_reason = ""
        self.expected_back_on = None

    @transition(
        "state",
        source=State.ENDED,
        target=State.NEW,
        permission=CHANGE,
        custom={"label": _("Comes back")},
    )
    def come_back(self, *, by: User | None, on: date, note: str = "") -> None:
        """Begin again with the old history (SEED-22)."""
        self.episode += 1
        self.end_reason = ""
        self.ended_on = None

    def trials_to_end(self) -> list[str]:
        """Say which trials must end first: nobody would look after them."""
        text = gettext("End or cancel the trial first: %(where)s.")
        live = self.trials.live().select_related("employer")
        return [text % {"where": trial.employer} for trial in live[:20]]

    # --- what follows ---------------------------------------------------------

    def after_pause(
        self, *, entry: TransitionLog, expected_back_on: date, **details: Any
    ) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self._plan(gettext("Ask how the return looks"), entry, expected_back_on)

    def after_resume(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan(gettext("Meet after the break"), entry, entry.on + timedelta(days=7))

    def after_end(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.assignments.all().end(entry)
        self.settle()

    def after_agree(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan(
            gettext("Make the work profile"), entry, entry.on + timedelta(days=14)
        )

    def after_activate(self, *, entry: TransitionLog, **details: Any) -> None:
        self._plan(
            gettext("First employer contact"), entry, entry.on + timedelta(days=30)
        )

    def after_come_back(self, *, entry: TransitionLog, **details: Any) -> None:
        self.assign_again(entry)
        self._plan(gettext("Talk about beginning again"), entry, entry.on)

    def _plan(self, text: str, entry: TransitionLog, due_on: date) -> None:
        carrier = self.coach or entry.by
        if carrier:
            self.plan(
                text,
                due_on,
                assignee=carrier,
                by=entry.by,
                kind=FollowUp.Kind.CHECK,
                cause=entry,
            )
        self.settle()

    def close_profile_steps(self, *, by: User) -> None:
        """Mark done what was planned for making the profile, now that it is ready."""
        agreed = self.history.filter(name="agree")
        for step in self.follow_ups.pending().filter(cause__in=agreed):
            step.perform("complete", by=by)
        self.settle()

    def _end_own_steps(self, entry: TransitionLog) -> None:
        """Cancel what earlier moves had planned; a coach's own steps stay."""
        own = self.follow_ups.pending().filter(cause__in=self.history.all())
        for step in own.exclude(cause=entry):
            step.perform(
                "cancel", by=entry.by, note=str(entry.target_label), cause=entry
            )
        self.settle()
