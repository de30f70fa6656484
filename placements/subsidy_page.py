"""What the page of a pay subsidy shows: way, deadlines, estimate, decision, claims."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.models import Figures, FollowUp, NoFigureError, Parameter
from crm.templatetags.crm import day, days_late
from employers.next_step import ITEM, NextStep, may_act
from employers.stages import age, short
from employers.subsidy import WARNINGS, Case, estimate
from employers.subsidy_terms import reminders, requirements, unmet
from placements.candidate_page import TOLD, notice, step_actions, told_step
from placements.models import SubsidyProcess
from placements.reasons import reason_of

State = SubsidyProcess.State
#: The stages in as few letters as a row of ten has room for.
SHORT: dict[str, Any] = {
    State.SCREENING: pgettext_lazy("stage", "Estimate"),
    State.JOBSEEKER: pgettext_lazy("stage", "Jobseeking"),
    State.STATEMENT: pgettext_lazy("stage", "Statement"),
    State.DOCTOR: pgettext_lazy("stage", "Doctor"),
    State.PLAN_NOTED: pgettext_lazy("stage", "Plan"),
    State.APPLICATION: pgettext_lazy("stage", "Employer"),
    State.SUBMITTED: pgettext_lazy("stage", "Applied"),
    State.GRANTED: pgettext_lazy("stage", "Granted"),
    State.PAYING: pgettext_lazy("stage", "Paid"),
    State.FINISHED: pgettext_lazy("stage", "Ended"),
}
#: State → the date column that says when it was first reached.
REACHED: dict[str, str] = {
    State.STATEMENT: "statement_on",
    State.DOCTOR: "asked_doctor_on",
    State.PLAN_NOTED: "plan_noted_on",
    State.SUBMITTED: "submitted_on",
    State.GRANTED: "decided_on",
    State.PAYING: "started_on",
    State.FINISHED: "finished_on",
}
#: States beside the way, and where on it they stand.
BESIDE = {
    State.MORE_INFO: State.SUBMITTED,
    State.SUSPENDED: State.PAYING,
    State.EXTENSION: State.PAYING,
}
#: What carries it forward, in the order of the way.
FORWARD = (
    "screen",
    "confirm",
    "ask_doctor",
    "note_plan",
    "hand_to_employer",
    "submit",
    "answer",
    "grant",
    "begin_paying",
    "resume",
    "grant_more",
    "extend",
)
#: A deadline so near is warned of.
NEAR = 30


# --- Where it stands ----------------------------------------------------------


def stepper(process: SubsidyProcess) -> list[dict[str, Any]]:
    """Return the stages for ``{% stepper %}``; without a doctor where none is asked."""
    path = [one for one in SubsidyProcess.PATH if one in _asked(process)]
    state = BESIDE.get(State(process.state), process.state)
    at = path.index(state) if state in path else -1
    steps = [_stage(process, one, n, at) for n, one in enumerate(path)]
    if at < 0:
        passed = [step for step in steps if step["meta"]]
        label, meta = process.get_state_display(), age(process.days_in_state)
        return [*passed, {"label": label, "status": "off", "meta": meta}]
    return steps


def _asked(process: SubsidyProcess) -> set[Any]:
    doctor = set() if process.is_reduced else {State.DOCTOR}
    return set(SubsidyProcess.PATH) - doctor


def _stage(process: SubsidyProcess, state: Any, n: int, at: int) -> dict[str, Any]:
    if n == at:
        aside = process.state in BESIDE
        label = process.get_state_display() if aside else SHORT[state]
        return {"label": label, "status": "now", "meta": age(process.days_in_state)}
    on = getattr(process, REACHED[state]) if state in REACHED else None
    if at < 0 and state == State.GRANTED and process.granted_from is None:
        on = None  # decided on, but not granted
    done = n < at or (at < 0 and on)
    meta = short(on) if done else ""
    return {"label": SHORT[state], "status": "done" if done else "ahead", "meta": meta}


def address(name: str, process: SubsidyProcess, *more: Any) -> str:
    """Return the address of a screen of the process."""
    args = [process.candidate_id, process.pk, *more]
    return reverse(f"placements:{name}", args=args)


def moves(process: SubsidyProcess, user: Any) -> dict[str, Any]:
    """Return the one move forward with what it waits for, and a menu of the rest."""
    options = list(process.options_for(user))
    ahead = [option for option in options if option.name in FORWARD]
    # One that can be made now comes before one that still waits for something.
    ahead.sort(key=lambda option: (bool(option.blockers), FORWARD.index(option.name)))
    main = next(iter(ahead), None)
    rest = [_item(process, option) for option in options if option is not main]
    menu = [*_deeds(process), {"line": True}, *rest]
    return {
        "main": main,
        "main_url": address("subsidy-move", process, main.name) if main else "",
        "menu": menu if user.has_perm("placements.change_subsidyprocess") else [],
    }


def _item(process: SubsidyProcess, option: Any) -> ITEM:
    return {
        "label": option.label,
        "icon": "arrow",
        "url": address("subsidy-move", process, option.name),
        "blocked": " ".join(map(str, option.blockers)),
        "tone": "berry" if option.tone == "berry" else "",
    }


def _deeds(process: SubsidyProcess) -> list[ITEM]:
    named = (
        (_("Plan the next step"), "clock", "subsidy-step"),
        (_("Coach's statement"), "print", "subsidy-statement"),
        (_("Another deadline begins"), "clock", "subsidy-timer"),
    )
    return [
        {"label": label, "icon": icon, "url": address(name, process)}
        for label, icon, name in named
    ]


def what_follows(process: SubsidyProcess, name: str) -> list[str]:
    """Say what else a move brings about."""
    longer = _("The last day moves on by the length of a break of a month or more.")
    return {
        "submit": [_("Nobody begins in the job before the decision.")],
        "grant": [_("The job may begin from the first day of the decision on.")],
        "begin_paying": [
            _("Each month that is over becomes a payment claim with its last day."),
            *([_("The continuation is planned in time.")] * process.can_continue),
        ],
        "suspend": [_("The authority must be told: a step is planned for it.")],
        "resume": [longer],
        "withdraw": [_("Open steps are cancelled; the history stays.")],
    }.get(name, [])


# --- What to mind ---------------------------------------------------------------


def notices(process: SubsidyProcess, deadline: tuple[date, str] | None) -> list[ITEM]:
    """Return what one should know before doing anything, the gravest first."""
    found = []
    if process.state in {*SubsidyProcess.BEFORE, *SubsidyProcess.AWAITING}:
        text = _("Agree with the employer that nobody begins before the decision.")
        found.append(notice("berry", "alert", str(WARNINGS["start"]), text))
    if deadline and (deadline[0] - timezone.localdate()).days <= NEAR:
        on, what = deadline
        late = days_late(on)
        title = f"{what.capitalize()}: {day(on)}"
        text = late or _("It is lost after this day.")
        found.append(notice("berry" if late else "thread", "clock", title, text))
    if process.state == State.REFUSED:
        found.append(notice("lake", "info", _("The refusal"), review_text(process)))
    return found


def review_text(process: SubsidyProcess) -> str:
    """Say whether a review can be asked for (law 380/2023 chapter 17)."""
    return {
        True: _("A review can be asked for: the decision says how and by when."),
        False: _("It rests on discretion: no review can be asked for."),
        None: _("See the decision on whether a review can be asked for."),
    }[process.may_ask_review]


def next_step(process: SubsidyProcess, user: Any, steps: list[FollowUp]) -> NextStep:
    """Return the nearest pending step, or that there is none."""
    step = min(steps, key=lambda s: (s.due_on, s.priority, s.pk), default=None)
    if step is None:
        plan: ITEM = {"label": _("Add a step"), "icon": "plus"}
        plan["url"] = address("subsidy-step", process)
        tone = "thread" if process.state in SubsidyProcess.OPEN else "plain"
        return NextStep(_("Next step"), _("No next step"), "", tone, [plan])
    late = days_late(step.due_on)
    today = step.due_on == timezone.localdate()
    when = late or (_("today") if today else day(step.due_on))
    return NextStep(
        f"{_('Next step')} · {when}",
        step.text,
        f"{day(step.due_on)} · {step.assignee} · {step.get_kind_display()}",
        "berry" if late else "thread" if today else "spruce",
        step_actions(process, step) if may_act(step, user) else (),
    )


# --- How much ---------------------------------------------------------------------


def case_of(process: SubsidyProcess) -> Case | None:
    """Return what the estimate is asked for; None without a pay."""
    if not process.pay:
        return None
    return Case(
        pay=process.pay,
        ground=process.ground,
        payer=process.payer,
        week_hours=process.week_hours,
        full_hours=process.full_hours,
        jobseeker=True if process.jobseeker_since else None,
    )


def money(process: SubsidyProcess) -> dict[str, Any]:
    """Return the estimate row by row and what it asks; empty without a pay."""
    case = case_of(process)
    if case is None:
        return {}
    on = process.granted_from or process.starts_on or timezone.localdate()
    figures = Parameter.objects.of_day(min(on, timezone.localdate()))
    try:
        return {"day": figures.on, "warnings": WARNINGS, **_reckoned(case, figures)}
    except NoFigureError as gap:
        return {"gap": gap.on}


def _reckoned(case: Case, figures: Figures) -> dict[str, Any]:
    asked = requirements(case, figures)
    return {
        "estimate": estimate(case, figures),
        "unmet": unmet(asked),
        "open": [one for one in asked if one.met is None],
        "met": [one for one in asked if one.met],
        "reminders": reminders(case, figures),
    }


# --- History ----------------------------------------------------------------------


def timeline(process: SubsidyProcess, steps: list[FollowUp]) -> list[dict[str, Any]]:
    """Return planned steps, today, then moves and closed steps, newest first."""
    pending = [step for step in steps if step.is_pending]
    ahead = sorted(pending, key=lambda step: step.due_on, reverse=True)
    moved = process.history.select_related("by")[:TOLD]
    past = [(entry.on, entry.pk, told(process, entry)) for entry in moved]
    past += [
        (step.state_since, 0, told_step(step)) for step in steps if not step.is_pending
    ]
    past.sort(key=lambda one: one[:2], reverse=True)
    title = _("Today %(day)s") % {"day": day(timezone.localdate())}
    today = {"today": True, "title": title}
    return [*map(told_step, ahead), today, *(entry for _on, _pk, entry in past)]


def told(process: SubsidyProcess, entry: Any) -> dict[str, Any]:
    """Tell one entry of the log."""
    move = process.move_named(entry.name)
    title = str(move.custom["label"]) if move else _("Pay subsidy looked into")
    undone = f" ({_('undone')})" if entry.undone_at else ""
    parts = [reason_of(SubsidyProcess, entry), entry.note]
    return {
        "title": f"{title}{undone}",
        "text": " · ".join(filter(None, parts)),
        "meta": f"{day(entry.on)} · {entry.by or _('by itself')}",
        "icon": "arrow",
        "tone": "plain" if entry.undone_at else "lake",
    }
