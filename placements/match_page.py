"""What the page of a match shows: way, moves, what is missing, history."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.templatetags.crm import day
from employers.stages import age, short
from placements.models import Match

State = Match.State
FORWARD = ("present", "take_interest")
REACHED = {State.PRESENTED: "presented_on", State.INTERESTED: "interested_on"}
#: So many moves at most are told.
TOLD = 40


def stepper(match: Match) -> list[dict[str, Any]]:
    """Return the stages for ``{% stepper %}``."""
    ended = match.state not in Match.LIVE
    at = len(Match.PATH) if ended else Match.PATH.index(State(match.state))
    stages = [_stage(match, n, at) for n in range(len(Match.PATH))]
    if not ended:
        return stages
    passed = [stage for stage in stages if stage["meta"]]
    aside = {"label": match.get_state_display(), "status": "off"}
    return [*passed, aside | {"meta": age(match.days_in_state)}]


def _stage(match: Match, n: int, at: int) -> dict[str, Any]:
    state = Match.PATH[n]
    if n == at:
        meta = age(match.days_in_state)
        return {"label": state.label, "status": "now", "meta": meta}
    reached = getattr(match, REACHED[state]) if state in REACHED else None
    done = n < at
    meta = short(reached) if done and reached else ""
    return {"label": state.label, "status": "done" if done else "ahead", "meta": meta}


def moves(match: Match, user: Any) -> dict[str, Any]:
    """Return the one move forward with what it waits for, and a menu of the others."""
    options = list(match.options_for(user))
    main = next((option for option in options if option.name in FORWARD), None)
    menu = [
        {
            "label": option.label,
            "url": address(match, "match-move", option.name),
            "tone": "berry" if option.tone == "berry" else "",
        }
        for option in options
        if option is not main and not option.blockers
    ]
    url = address(match, "match-move", main.name) if main else ""
    return {"main": main, "url": url, "menu": menu}


def address(match: Match, name: str, *more: Any) -> str:
    args = [match.candidate_id, match.pk, *more]
    return reverse(f"placements:{name}", args=args)


def notices(match: Match) -> list[dict[str, str]]:
    """Return what one should know: why it ended, the law, a consent withdrawn."""
    found = []
    if match.end_reason:
        who = f"{match.get_declined_by_display()}: " if match.declined_by else ""
        found.append(_notice("lake", "info", _("It ended"), f"{who}{match.end_words}"))
    if match.is_suspect:
        title = _("Non-discrimination Act 1325/2014")
        found.append(_notice("thread", "shield", title, law_text()))
    if match.state in Match.TOLD and not match.may_tell():
        text = _("Nothing more may be told to the employer. Talk with the person.")
        title = _("The consent is not in force")
        found.append(_notice("berry", "alert", title, text))
    return found


def law_text() -> str:
    """Say what the law asks of an employer (domain.md 2.2)."""
    return _(
        "Every employer must make reasonable adjustments; size, finances, cost and "
        "available support decide what is reasonable. Talk of tasks and hours, and "
        "offer support."
    )


def _notice(tone: str, icon: str, title: str, text: str) -> dict[str, str]:
    return {"tone": tone, "icon": icon, "title": title, "text": text}


def timeline(match: Match) -> list[dict[str, Any]]:
    """Tell the moves, newest first."""
    return [_told(match, e) for e in match.history.select_related("by")[:TOLD]]


def _told(match: Match, entry: Any) -> dict[str, Any]:
    move = match.move_named(entry.name)
    title = str(move.custom["label"]) if move else _("Proposed for the job")
    undone = f" ({_('undone')})" if entry.undone_at else ""
    return {
        "title": f"{title}{undone}",
        "text": entry.note,
        "meta": f"{day(entry.on)} · {entry.by or _('by itself')}",
        "icon": "arrow",
        "tone": "plain" if entry.undone_at else "lake",
    }
