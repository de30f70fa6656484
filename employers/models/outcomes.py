"""What a contact leads to: the next step, and where the employer stands then."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from crm.models import FollowUp, TransitionLog, User
from employers.models.employers import Employer

if TYPE_CHECKING:
    from employers.models.visits import Visit


@dataclass(frozen=True)
class NextStep:
    """What a contact leads to: what, when, and who does it (default: who logged)."""

    text: str
    due_on: date
    kind: str = FollowUp.Kind.OTHER
    assignee: User | None = None


def touch(employer: Employer, entry: TransitionLog) -> None:
    """Move an employer to contacted at its first contact; save it in any case."""
    state = Employer.State
    if employer.state in {state.LEAD, state.DORMANT, state.DECLINED}:
        employer.perform("contact", by=entry.by, on=entry.on, cause=entry)
    else:
        employer.save_derived()


def move_by_outcome(
    visit: "Visit", entry: TransitionLog, *, reason: str, revisit_on: date | None
) -> None:
    """Move the employer as the outcome says, in the same transaction (4.1)."""
    employer, state, outcome = visit.employer, Employer.State, visit.Outcome
    who: dict[str, Any] = {"by": entry.by, "on": entry.on, "cause": entry}
    touch(employer, entry)
    if visit.outcome in visit.ENGAGING and employer.state == state.CONTACTED:
        employer.perform("engage", **who)
    elif visit.outcome == outcome.FORBIDDEN:
        employer.perform(
            "forbid", note=visit.note or str(_("Asked during a contact")), **who
        )
    elif visit.outcome == outcome.CEASED and employer.open_work == 0:
        employer.perform(
            "cease", note=visit.note or str(_("Found out at a contact")), **who
        )
    elif visit.outcome in {outcome.REFUSED, outcome.NOT_NOW} and employer.state in {
        state.CONTACTED,
        state.ENGAGED,
    }:
        why = reason or Employer.Refusal.OTHER
        employer.perform("decline", reason=why, revisit_on=revisit_on, **who)
