"""Why a move was made, in words: which list a reason stands on is told by the move."""

from typing import Any

from placements.models import Candidate, Match, Placement, SubsidyProcess, Trial

REASONS: dict[tuple[type, str], Any] = {
    (Candidate, "pause"): Candidate.PauseReason,
    (Candidate, "end"): Candidate.EndReason,
    (Match, "decline"): Match.Reason,
    (Match, "turn_down"): Match.EmployerReason,
    (Match, "withdraw"): Match.Withdrawal,
    (Trial, "interrupt"): Trial.Break,
    (Trial, "cancel"): Trial.Cancellation,
    (Trial, "terminate"): Trial.Termination,
    (Trial, "complete"): Trial.Outcome,
    (Placement, "interrupt"): Placement.BreakReason,
    (Placement, "end"): Placement.EndReason,
    (SubsidyProcess, "refuse"): SubsidyProcess.Refusal,
    (SubsidyProcess, "refuse_more"): SubsidyProcess.Refusal,
    (SubsidyProcess, "withdraw"): SubsidyProcess.Withdrawal,
}


def reason_of(model: type, entry: Any) -> str:
    """Return the reason of a log entry about such a record; "" if it has none."""
    choices = REASONS.get((model, entry.name))
    return str(dict(choices.choices).get(entry.reason, "")) if choices else ""
