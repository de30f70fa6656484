"""What a candidate's page shows: way, warnings, next step, profile, history."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.models import FollowUp, Parameter
from crm.templatetags.crm import day, days_late
from employers.demands import LABELS, level_word
from employers.next_step import ITEM, NextStep, may_act
from employers.stages import age, short
from placements.access import purpose_text
from placements.facts import Facts
from placements.models import Candidate
from placements.reasons import reason_of

State = Candidate.State
#: What carries the candidate forward, in the order of the way.
FORWARD = ("agree", "activate", "resume", "come_back")
#: State → the date column that says when it was first reached.
REACHED = {State.AGREED: "agreed_on", State.ACTIVE: "activated_on"}
#: So many moves and closed steps are told; the rest is in the log.
TOLD = 40
#: A decision that ends so soon is warned of.
ENDS_SOON = 90
#: Those whose wages the earnings limit of a pension concerns (domain.md 2.6).
LIMITED = {Candidate.Income.PENSION, Candidate.Income.REHABILITATION}


# --- Where it stands --------------------------------------------------------


def stepper(candidate: Candidate) -> list[dict[str, Any]]:
    """Return the stages for ``{% stepper %}``: passed, present with its age, ahead."""
    if candidate.state == State.PAUSED:
        passed = [_stage(candidate, n, len(REACHED) + 1) for n in range(3)]
        return [*passed, _aside(candidate)]
    at = Candidate.PATH.index(State(candidate.state))
    stages = [_stage(candidate, n, at) for n in range(len(Candidate.PATH))]
    if candidate.state == State.ENDED:
        passed = [stage for stage in stages[:-1] if stage["meta"]]
        return [*passed, _aside(candidate)]
    return stages


def _stage(candidate: Candidate, n: int, at: int) -> dict[str, Any]:
    state = Candidate.PATH[n]
    if n == at:
        meta = age(candidate.days_in_state)
        return {"label": state.label, "status": "now", "meta": meta}
    done = n < at
    meta = short(_reached(candidate, state)) if done else ""
    return {"label": state.label, "status": "done" if done else "ahead", "meta": meta}


def _reached(candidate: Candidate, state: Any) -> date | None:
    if state in REACHED:
        reached: date | None = getattr(candidate, REACHED[state])
        return reached
    came = timezone.localdate(candidate.created_at)
    # Entered here after the agreement, the person had come by then at the latest.
    return min(came, candidate.agreed_on or came)


def _aside(candidate: Candidate) -> dict[str, Any]:
    why = candidate.get_pause_reason_display() or candidate.get_end_reason_display()
    meta = f"{why} · {age(candidate.days_in_state)}"
    return {"label": candidate.get_state_display(), "status": "off", "meta": meta}


def moves(candidate: Candidate, user: Any) -> dict[str, Any]:
    """Return the one move forward, and a menu of everything else."""
    options = list(candidate.options_for(user))
    main = next((o for name in FORWARD for o in options if o.name == name), None)
    rest = [_move(candidate, option) for option in options if option is not main]
    calm = [item for item in rest if not item["tone"]]
    grave = [item for item in rest if item["tone"]]
    menu = [*_deeds(candidate, user), *calm, *([{"line": True}] if grave else [])]
    return {
        "main": _move(candidate, main) if main else None,
        "menu": [*menu, *grave] if options else [],
    }


def _move(candidate: Candidate, option: Any) -> ITEM:
    return {
        "label": option.label,
        "icon": "arrow",
        "url": address("transition", candidate, option.name),
        "blocked": " ".join(map(str, option.blockers)),
        "tone": "berry" if option.tone == "berry" else "",
    }


def _deeds(candidate: Candidate, user: Any) -> list[ITEM]:
    named = [
        (_("Plan the next step"), "clock", "step"),
        (_("Name a deputy"), "person", "deputy"),
        (_("Record a disclosure"), "mail", "disclose"),
        (_("The whole path"), "history", "path"),
        (_("Who has looked"), "eye", "log"),
    ]
    if user.has_perm("placements.assign_candidate"):
        named.insert(2, (_("Hand over"), "swap", "hand-over"))
    if candidate.state == State.ENDED and user.has_perm("placements.erase_candidate"):
        named.append((_("Erase the candidate"), "trash", "erase"))
    return [
        {"label": label, "icon": icon, "url": address(name, candidate)}
        for label, icon, name in named
    ]


def address(name: str, candidate: Candidate, *more: Any) -> str:
    return reverse(f"placements:{name}", args=[candidate.pk, *more])


# --- What to mind -----------------------------------------------------------


def notices(candidate: Candidate, facts: Facts) -> list[ITEM]:
    """Return what one should know before doing anything, the gravest first."""
    if candidate.state == State.ENDED:
        return []
    found = [*_missing(candidate), *_reviews(candidate)]
    if others := facts.others_now:
        names = ", ".join(str(one) for one in others)
        text = _("%(who)s coaches the same person. Agree on who does what.")
        found.append(
            notice("thread", "people", _("Coached twice?"), text % {"who": names})
        )
    return found


def notice(tone: str, icon: str, title: str, text: str) -> ITEM:
    return {"tone": tone, "icon": icon, "title": title, "text": text}


def _missing(candidate: Candidate) -> list[ITEM]:
    found = []
    if not candidate.has_coach():
        text = _("Nobody who works here is responsible. A manager names a coach.")
        found.append(notice("berry", "alert", _("No coach"), text))
    if candidate.state != State.ACTIVE:
        return found
    if candidate.plan_reviewed_on is None:
        text = _("There is no day on which a service plan was reviewed.")
        found.append(notice("thread", "doc", _("No plan"), text))
    if not candidate.has_decision:
        text = _("No decision is in force. Ask the social worker.")
        found.append(notice("thread", "shield", _("No decision"), text))
    return found


def _reviews(candidate: Candidate) -> list[ITEM]:
    found = []
    today, due = timezone.localdate(), candidate.plan_review_due_on
    if due and due <= today:
        text = _("The plan was to be reviewed by %s.") % day(due)
        found.append(notice("thread", "clock", _("Time to review the plan"), text))
    if candidate.profile_state == Candidate.ProfileState.TO_REVIEW:
        text = _("The work profile is over a year old.")
        found.append(notice("thread", "clock", _("Time to review the profile"), text))
    ends = candidate.decision_ends_on
    if ends and candidate.has_decision and (ends - today).days <= ENDS_SOON:
        text = _("It must be renewed before %s.") % day(ends)
        found.append(notice("thread", "clock", _("The decision ends soon"), text))
    return found


# --- What comes next --------------------------------------------------------


def next_step(candidate: Candidate, user: Any, steps: list[FollowUp]) -> NextStep:
    """Return the nearest pending step, or that there is none."""
    step = min(steps, key=lambda s: (s.due_on, s.priority, s.pk), default=None)
    if step is None:
        plan: ITEM = {"label": _("Add a step"), "icon": "plus"}
        plan["url"] = address("step", candidate)
        tone = "thread" if candidate.state in Candidate.LIVE else "plain"
        return NextStep(_("Next step"), _("No next step"), "", tone, [plan])
    return told_next(candidate, step, user)


def told_next(record: Any, step: FollowUp, user: Any) -> NextStep:
    """Tell the nearest pending step of a record."""
    late = days_late(step.due_on)
    today = step.due_on == timezone.localdate()
    when = late or (_("today") if today else day(step.due_on))
    tone = "berry" if late else "thread" if today else "spruce"
    meta = f"{day(step.due_on)} · {step.assignee} · {step.get_kind_display()}"
    return NextStep(
        f"{_('Next step')} · {when}",
        step.text,
        meta,
        tone,
        step_actions(record, step) if may_act(step, user) else (),
    )


def step_actions(subject: Any, step: FollowUp) -> list[ITEM]:
    """Return what can be done with a step on the page of what it is about."""
    query = f"?next={subject.get_absolute_url()}"
    return [
        {
            "label": pgettext("verb", "Done"),
            "icon": "check",
            "url": reverse("follow-up-transition", args=[step.pk, "complete"]) + query,
        },
        {
            "label": _("Put off"),
            "icon": "snooze",
            "url": reverse("follow-up-transition", args=[step.pk, "snooze"]) + query,
        },
    ]


# --- Profile ----------------------------------------------------------------


def profile_rows(candidate: Candidate) -> list[tuple[str, str]]:
    """Return what is known of the profile, each with its heading."""
    rows = [
        (_("Likes"), ", ".join(candidate.likes)),
        (_("Does not like"), ", ".join(candidate.dislikes)),
        (_("Strengths"), candidate.strengths),
        (_("Must be so"), candidate.musts),
        (_("How to explain"), candidate.communication),
        (_("Hours a week"), _hours(candidate)),
        (_("Times of day"), candidate.shown_times),
        (_("Journey"), _journey(candidate)),
        (_("Support"), candidate.get_support_level_display() or ""),
    ]
    return [(heading, str(words)) for heading, words in rows if words]


def scales(candidate: Candidate) -> list[tuple[str, str]]:
    """Return how much of each demand suits."""
    return [
        (str(LABELS[item]), level_word(item, level))
        for item, level in candidate.profile.items()
    ]


def _hours(candidate: Candidate) -> str:
    least, most = candidate.hours_min, candidate.hours_max
    if least and most and least != most:
        return _("%(least)d-%(most)d h") % {"least": least, "most": most}
    return _("%(hours)d h") % {"hours": most or least} if most or least else ""


def _journey(candidate: Candidate) -> str:
    minutes = candidate.travel_minutes
    most = _("at most %(minutes)d min") % {"minutes": minutes} if minutes else ""
    return ", ".join(filter(None, [candidate.shown_travel, most]))


def earnings_limit(candidate: Candidate) -> str:
    """Return the limit that a pension sets to wages, for those it concerns."""
    if candidate.income not in LIMITED:
        return ""
    limit = Parameter.objects.valid_on(timezone.localdate())
    row = limit.filter(key="earnings-limit").order_by("-valid_from").first()
    return number_format(row.value, decimal_pos=2) if row else ""


# --- History ----------------------------------------------------------------


def timeline(
    candidate: Candidate, steps: list[FollowUp], facts: Facts
) -> list[dict[str, Any]]:
    """Return planned steps, today, then moves and closed steps, newest first."""
    pending = [step for step in steps if step.is_pending]
    ahead = sorted(pending, key=lambda step: step.due_on, reverse=True)
    names = facts.taken_over
    moved = candidate.history.select_related("by")[:TOLD]
    past = [(entry.on, entry.pk, told(candidate, entry, names)) for entry in moved]
    past += [
        (step.state_since, 0, told_step(step)) for step in steps if not step.is_pending
    ]
    past.sort(key=lambda one: one[:2], reverse=True)
    today = {
        "today": True,
        "title": _("Today %(day)s") % {"day": day(timezone.localdate())},
    }
    return [*map(told_step, ahead), today, *(entry for _on, _pk, entry in past)]


def told(candidate: Candidate, entry: Any, names: dict[int, str]) -> dict[str, Any]:
    """Tell one entry of the log."""
    who = entry.by or _("by itself")
    parts = [reason_of(Candidate, entry), entry.note]
    undone = f" ({_('undone')})" if entry.undone_at else ""
    return {
        "title": f"{title_of(candidate, entry, names)}{undone}",
        "text": " · ".join(filter(None, parts)),
        "meta": f"{day(entry.on)} · {who}",
        "icon": "swap" if entry.source == entry.target else "arrow",
        "tone": "plain" if entry.undone_at else "lake",
    }


def title_of(candidate: Candidate, entry: Any, names: dict[int, str]) -> str:
    name = names.get(entry.pk, "")
    if entry.name == "hand_over":
        return _("Handed over to %(name)s") % {"name": name or "…"}
    if entry.name == "name_deputy":
        if name:
            return _("Deputy: %(name)s") % {"name": name}
        return _("No deputy any more")
    if entry.name == "begin":
        return _("Came as a candidate")
    move = candidate.move_named(entry.name)
    return str(move.custom["label"]) if move else entry.name


def told_step(step: FollowUp) -> dict[str, Any]:
    """Tell a step that is planned or closed."""
    meta = f"{day(step.due_on if step.is_pending else step.state_since)}"
    state = "" if step.is_pending else f" · {step.get_state_display()}"
    return {
        "title": step.text,
        "url": step.get_absolute_url(),
        "meta": f"{meta} · {step.assignee}{state}",
        "icon": step.icon,
        "tone": "spruce" if step.state == FollowUp.State.DONE else "plain",
        "ahead": step.is_pending,
    }


def opened(purpose: str, user: Any) -> str:
    """Say that this very look was written into the log."""
    at = date_format(timezone.localtime(), "TIME_FORMAT")
    text = _("Opening was written into the log: %(who)s, today at %(time)s, %(why)s.")
    return text % {"who": user, "time": at, "why": purpose_text(purpose)}
