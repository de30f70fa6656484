"""What the page of a trial shows: its way, the next move, checkpoints, the contract."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from crm.models import FollowUp
from crm.templatetags.crm import day
from employers.next_step import ITEM, NextStep
from employers.stages import age, short
from placements.candidate_page import told_next, told_step
from placements.models import Party, Trial
from placements.reasons import reason_of
from placements.trial_outcome import next_url

State = Trial.State
#: What carries a trial forward, in the order of the way.
FORWARD = ("draft", "send", "agree", "start", "resume", "finish", "complete")
#: The stages in as few letters as a row of seven has room for.
SHORT: dict[str, Any] = {
    State.CONTRACT_DRAFT: pgettext_lazy("stage", "Draft"),
    State.SIGNING: pgettext_lazy("stage", "Signing"),
    State.ASSESSMENT: pgettext_lazy("stage", "Assessment"),
}
#: State → the date column that says when it was first reached.
REACHED: dict[str, str] = {
    State.CONTRACT_DRAFT: "drafted_on",
    State.SIGNING: "signing_on",
    State.AGREED: "agreed_on",
    State.RUNNING: "started_on",
    State.ASSESSMENT: "ended_on",
    State.COMPLETED: "completed_on",
}
#: Before the contract is sent its content can still be changed.
OPEN = (State.PLANNED, State.CONTRACT_DRAFT)
#: So many steps and moves are told.
TOLD = 60


def address(name: str, trial: Trial, *more: Any) -> str:
    return reverse(f"placements:{name}", args=[trial.candidate_id, trial.pk, *more])


# --- Where it stands --------------------------------------------------------


def stepper(trial: Trial) -> list[dict[str, Any]]:
    """Return the stages for ``{% stepper %}``: passed, present with its age, ahead."""
    path = list(Trial.PATH)
    at = path.index(trial.state) if trial.state in path else -1
    stages = [_stage(trial, state, n, at) for n, state in enumerate(path)]
    if at >= 0:
        return stages
    passed = [stage for stage in stages if stage["status"] == "done"]
    why = trial.get_break_reason_display() or _why(trial)
    meta = " · ".join(filter(None, [why, age(trial.days_in_state)]))
    return [
        *passed,
        {"label": trial.get_state_display(), "status": "off", "meta": meta},
    ]


def _stage(trial: Trial, state: Any, n: int, at: int) -> dict[str, Any]:
    if n == at:
        return {"label": state.label, "status": "now", "meta": _progress(trial)}
    reached = getattr(trial, REACHED[state]) if state in REACHED else None
    done = n < at or (at < 0 and (reached or state == State.PLANNED))
    ahead = {State.RUNNING: trial.starts_on, State.ASSESSMENT: trial.ends_on}
    meta = short(reached) if done else short(ahead.get(state))
    return {
        "label": SHORT.get(state, state.label),
        "status": "done" if done else "ahead",
        "meta": meta,
    }


def _progress(trial: Trial) -> str:
    """Say how far a trial is that goes on, else how long it has stood here."""
    if trial.state != State.RUNNING:
        return age(trial.days_in_state)
    today, starts = timezone.localdate(), trial.started_on or trial.starts_on
    whole = (trial.ends_on - starts).days + 1
    now = min((today - starts).days + 1, whole)
    return _("day %(now)d of %(whole)d") % {"now": now, "whole": whole}


def _why(trial: Trial) -> str:
    return trial.get_cancellation_display() or trial.get_termination_display()


def moves(trial: Trial, user: Any) -> dict[str, Any]:
    """Return the one move forward, and a menu of everything else."""
    options = list(trial.options_for(user))
    main = next((o for name in FORWARD for o in options if o.name == name), None)
    rest = [_move(trial, option) for option in options if option is not main]
    calm = [item for item in rest if not item["tone"]]
    grave = [item for item in rest if item["tone"]]
    menu = [*_deeds(trial, options), *calm, *([{"line": True}] if grave else [])]
    return {
        "main": _main(trial, main) if main else _onward(trial),
        "menu": [*menu, *grave] if options else [],
    }


def _onward(trial: Trial) -> ITEM | None:
    """Return what the outcome leads to, once the trial itself is over."""
    url = next_url(trial)
    if not url:
        return None
    another = trial.outcome == Trial.Outcome.ANOTHER
    label = _("Plan the next trial") if another else _("Record the work that follows")
    return {"label": label, "url": url, "blocked": ""}


def _main(trial: Trial, option: Any) -> ITEM:
    """Return the move forward; to an agreement the signatures lead."""
    item = _move(trial, option)
    if option.name == "agree" and option.blockers:
        return item | {
            "label": _("Record the signatures"),
            "url": address("trial-sign", trial),
            "blocked": "",
        }
    return item


def _move(trial: Trial, option: Any) -> ITEM:
    return {
        "label": option.label,
        "icon": "arrow",
        "url": address("trial-move", trial, option.name),
        "blocked": " ".join(map(str, option.blockers)),
        "tone": "berry" if option.tone == "berry" else "",
    }


def _deeds(trial: Trial, options: list[Any]) -> list[ITEM]:
    if not options:
        return []
    named = [(_("Plan the next step"), "clock", "trial-step")]
    if trial.state in OPEN:
        named.insert(0, (_("Change the plan"), "pen", "trial-edit"))
    return [
        {"label": label, "icon": icon, "url": address(name, trial)}
        for label, icon, name in named
    ]


# --- What comes next --------------------------------------------------------


def next_step(trial: Trial, user: Any, steps: list[FollowUp]) -> NextStep:
    """Return the nearest pending step, or that there is none."""
    pending = [step for step in steps if step.is_pending]
    step = min(pending, key=lambda s: (s.due_on, s.priority, s.pk), default=None)
    if step is None:
        plan: ITEM = {"label": _("Add a step"), "icon": "plus"}
        plan["url"] = address("trial-step", trial)
        tone = "thread" if trial.state in Trial.LIVE else "plain"
        return NextStep(_("Next step"), _("No next step"), "", tone, [plan])
    return told_next(trial, step, user)


def timeline(trial: Trial, steps: list[FollowUp]) -> list[dict[str, Any]]:
    """Return planned checkpoints, today, then moves and closed steps, newest first."""
    pending = [step for step in steps if step.is_pending]
    ahead = sorted(pending, key=lambda step: step.due_on, reverse=True)
    past = [
        (entry.on, entry.pk, _told(trial, entry))
        for entry in trial.history.select_related("by")[:TOLD]
    ]
    past += [
        (step.state_since, 0, told_step(step))
        for step in steps
        if step.state == FollowUp.State.DONE
    ]
    past.sort(key=lambda one: one[:2], reverse=True)
    today = {
        "today": True,
        "title": _("Today %(day)s") % {"day": day(timezone.localdate())},
    }
    return [*map(told_step, ahead), today, *(entry for _on, _pk, entry in past)]


def _told(trial: Trial, entry: Any) -> dict[str, Any]:
    move = trial.move_named(entry.name)
    title = str(move.custom["label"]) if move else pgettext("trial", "Planned")
    undone = f" ({_('undone')})" if entry.undone_at else ""
    text = " · ".join(filter(None, [reason_of(Trial, entry), entry.note]))
    return {
        "title": f"{title}{undone}",
        "text": text,
        "meta": f"{day(entry.on)} · {entry.by or _('by itself')}",
        "icon": "arrow",
        "tone": "plain" if entry.undone_at else "lake",
    }


# --- The contract -----------------------------------------------------------


def parties(trial: Trial) -> list[dict[str, Any]]:
    """Return who signs the contract, and on which day each has."""
    who = {
        Party.CANDIDATE: str(trial.candidate),
        Party.WORKPLACE: str(trial.employer),
    }
    signed = {p: date.fromisoformat(on) for p, on in trial.signatures.items()}
    return [
        {"label": party.label, "who": who.get(party, ""), "on": signed.get(party)}
        for party in trial.type.signing
    ]
