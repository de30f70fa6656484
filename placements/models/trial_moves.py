"""How a trial moves, and what its moves refuse (domain.md 4.5)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from crm.lifecycle import Refused
from crm.models import TransitionLog, User
from placements.models.trial_effects import TrialEffects
from placements.models.trial_states import TrialStates

CHANGE = "placements.change_trial"
State = TrialStates.State
RULES = TrialStates
CONTENT: list[Any] = [
    RULES.IS_FILLED_IN,
    RULES.FITS_HOURS,
    RULES.FITS_MAXIMUM,
    RULES.IS_NEW_HOST,
    RULES.NO_EMPLOYMENT,
]


class TrialMoves(TrialEffects):
    """The lifecycle of a trial: its transitions."""

    class Meta:
        abstract = True

    @transition(
        "state",
        source=State.PLANNED,
        target=State.CONTRACT_DRAFT,
        conditions=[RULES.HAS_CONSENT, *CONTENT],
        permission=CHANGE,
        custom={"label": _("Draft the contract")},
    )
    def draft(self, *, by: User | None, on: date, note: str = "") -> None:
        self.drafted_on = self.drafted_on or on

    @transition(
        "state",
        source=State.CONTRACT_DRAFT,
        target=State.SIGNING,
        conditions=CONTENT,
        permission=CHANGE,
        custom={"label": _("Send to be signed")},
    )
    def send(self, *, by: User | None, on: date, note: str = "") -> None:
        self.signing_on = self.signing_on or on

    @transition(
        "state",
        source=State.SIGNING,
        target=State.CONTRACT_DRAFT,
        permission=CHANGE,
        custom={"label": _("Back to the draft"), "tone": "thread"},
    )
    def rework(self, *, by: User | None, on: date, note: str = "") -> None:
        """Change the contract: what was signed no longer holds."""
        self.signatures = {}

    @transition(
        "state",
        source=State.SIGNING,
        target=State.AGREED,
        conditions=[RULES.IS_SIGNED],
        permission=CHANGE,
        custom={"label": _("All have signed")},
    )
    def agree(self, *, by: User | None, on: date, note: str = "") -> None:
        self.agreed_on = self.agreed_on or on

    @transition(
        "state",
        source=State.AGREED,
        target=State.RUNNING,
        conditions=[
            RULES.START_REACHED,
            RULES.FITS_MAXIMUM,
            RULES.IS_INSURED,
            RULES.HAS_TOLD,
        ],
        permission=CHANGE,
        custom={"label": _("The trial begins")},
    )
    def start(self, *, by: User | None, on: date, note: str = "") -> None:
        if not self.starts_on <= on <= self.ends_on:
            text = gettext("It begins on one of the days of the contract.")
            raise Refused([text], record=self)
        self.started_on = on

    @transition(
        "state",
        source=State.RUNNING,
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
        if expected_back_on <= on:
            raise Refused([gettext("The expected return must be later.")], record=self)
        self.break_reason = reason
        self.expected_back_on = expected_back_on

    @transition(
        "state",
        source=State.INTERRUPTED,
        target=State.RUNNING,
        permission=CHANGE,
        custom={"label": _("Back at work")},
    )
    def resume(self, *, by: User | None, on: date, note: str = "") -> None:
        self._end_break(on)

    @transition(
        "state",
        source=State.RUNNING,
        target=State.RUNNING,
        permission=CHANGE,
        custom={"label": _("Extend the contract")},
    )
    def extend(
        self,
        *,
        by: User | None,
        on: date,
        ends_on: date,
        parties_agree: bool = False,
        note: str = "",
    ) -> None:
        """Let it last longer, within the maximum and by a new agreement of all."""
        problems, last = [], self.last_end()
        if not parties_agree:
            problems.append(gettext("Every party must agree to the extension."))
        if not note.strip():
            problems.append(gettext("Say why it goes on."))
        if ends_on <= self.ends_on:
            problems.append(gettext("The new last day must be later than the old one."))
        if last and ends_on > last:
            problems.append(str(RULES.FITS_MAXIMUM.reason))
        if problems:
            raise Refused(problems, record=self)
        self.ends_on = ends_on

    @transition(
        "state",
        source=State.RUNNING,
        target=State.ASSESSMENT,
        permission=CHANGE,
        custom={"label": _("To the assessment"), "automatic": True},
    )
    def finish(self, *, by: User | None, on: date, note: str = "") -> None:
        if on < self.ends_on and not note.strip():
            raise Refused([gettext("Say why it ends early.")], record=self)
        self.ended_on = min(on, self.ends_on)

    @transition(
        "state",
        source=State.ASSESSMENT,
        target=State.COMPLETED,
        permission=CHANGE,
        custom={"label": _("Record the outcome")},
    )
    def complete(
        self,
        *,
        by: User | None,
        on: date,
        reason: str,
        host_missing: str = "",
        note: str = "",
    ) -> None:
        """Close it with the outcome, assessed by the workplace or not (4.5)."""
        assessed = self.is_assessed_by_host()
        if not assessed and not host_missing.strip():
            text = gettext("Record the workplace's assessment, or why there is none.")
            raise Refused([text], record=self)
        self.outcome = reason
        self.host_missing = "" if assessed else host_missing.strip()
        self.completed_on = on

    @transition(
        "state",
        source=[State.RUNNING, State.INTERRUPTED],
        target=State.TERMINATED,
        permission=CHANGE,
        custom={"label": _("End the trial early"), "tone": "berry"},
    )
    def terminate(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        self._end_break(on)
        self.termination = reason
        self.ended_on = on

    @transition(
        "state",
        source=[State.PLANNED, State.CONTRACT_DRAFT, State.SIGNING, State.AGREED],
        target=State.CANCELLED,
        permission=CHANGE,
        custom={"label": _("Cancel the trial"), "tone": "berry"},
    )
    def cancel(self, *, by: User | None, on: date, reason: str, note: str = "") -> None:
        self.cancellation = reason

    def sign(
        self, days: dict[str, date], *, by: User, **known: Any
    ) -> TransitionLog | None:
        """Record who has signed; the trial is agreed once all have.

        ``known`` are other fields of the contract. Returns the log entry of the
        agreement; raises ``Refused`` when the contract is not being signed.
        """
        if not self.may_be_signed:
            raise Refused([gettext("The contract is not being signed.")], record=self)
        for name, value in known.items():
            setattr(self, name, value)
        self.signatures = {party: day.isoformat() for party, day in days.items()}
        with transaction.atomic():
            self.save(update_fields=["signatures", *known])
            if self.state != State.SIGNING or not self.is_signed():
                return None
            on = max(*days.values(), self.state_since)
            late = self._date_problems(on, by)
            return self.perform("agree", by=by, on=None if late else on)

    def _end_break(self, on: date) -> None:
        if self.state == State.INTERRUPTED:
            self.days_interrupted += (on - self.state_since).days
        self.break_reason = ""
        self.expected_back_on = None
