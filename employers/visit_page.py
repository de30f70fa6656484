"""What a visit's own page shows: its history, what came of it, what can be done."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.lifecycle import Option
from crm.models import FollowUp, TransitionLog, User
from crm.templatetags.crm import day
from employers.employer_jobs import jobs_of
from employers.library import Suggestions, before_visit
from employers.models import Visit

#: So many moves of one visit are shown.
SHOWN = 20
ICONS = {"cancel": "ban", "reschedule": "day", "correct": "pen"}


def history(visit: Visit) -> list[TransitionLog]:
    """Return the visit's own moves, the latest first."""
    rows = visit.history.standing().select_related("by", "content_type")
    return list(rows[:SHOWN])


def led_to(entries: list[TransitionLog], user: User) -> list[dict[str, Any]]:
    """Return what followed: the employer's moves and the next steps."""
    pks = [entry.pk for entry in entries]
    moves = TransitionLog.objects.standing().filter(
        cause__in=pks, content_type__model="employer"
    )
    found = list(moves.select_related("content_type"))
    told = [_told_move(move) for move in found]
    if user.has_perm("crm.view_followup"):
        causes = [*pks, *(move.pk for move in found)]
        # What is about people is told where their own page is, to those who may see.
        steps = FollowUp.objects.filter(
            cause__in=causes, content_type__app_label="employers"
        ).select_related("assignee")
        told += [_told_step(step) for step in steps.order_by("due_on", "pk")[:SHOWN]]
    return told


def _told_move(move: TransitionLog) -> dict[str, Any]:
    return {
        "title": f"{move.source_label} → {move.target_label}",
        "meta": day(move.on),
        "icon": "arrow",
        "tone": "lake",
    }


def _told_step(step: FollowUp) -> dict[str, Any]:
    parts = [str(step.get_state_display()), day(step.due_on), str(step.assignee)]
    return {
        "title": step.text,
        "meta": " · ".join(parts),
        "icon": step.icon,
        "tone": "spruce" if step.state == FollowUp.State.DONE else "plain",
    }


def actions(visit: Visit, user: User) -> list[dict[str, Any]]:
    """Return the buttons of the page, the main one first."""
    if not user.has_perm("employers.change_visit"):
        return []
    found: list[dict[str, Any]] = []
    if visit.state == Visit.State.PLANNED:
        url = f"{reverse('employers:log')}?visit={visit.pk}"
        found.append(
            {"label": _("Log how it went"), "icon": "pen", "url": url, "css": "primary"}
        )
    if visit.outcome == Visit.Outcome.INVENTORY and user.has_perm(
        "employers.add_tailoredjob"
    ):
        url = reverse("employers:job-create", args=[visit.employer_id])
        label = _("Tailor a job")
        found.append({"label": label, "icon": "scissors", "url": url, "css": "primary"})
    offered = [
        option
        for option in visit.options_for(user)
        if option.name != "correct" or may_correct(visit, user)
    ]
    return found + [_button(visit, option) for option in offered]


def _button(visit: Visit, option: Option) -> dict[str, Any]:
    parts: list[Any] = [visit.pk, option.name]
    route = "employers:visit-transition"
    if option.name == "correct":
        route, parts = "employers:visit-correct", [visit.pk]
    return {
        "label": option.label,
        "icon": ICONS.get(option.name, "arrow"),
        "css": "danger" if option.tone == "berry" else "",
        "url": reverse(route, args=parts),
        "blocked": " ".join(map(str, option.blockers)),
    }


def to_ask_about(visit: Visit, user: User) -> Suggestions | None:
    """Return tasks to ask about at a contact that is still to come."""
    if visit.state != Visit.State.PLANNED:
        return None
    return before_visit(visit.employer, jobs_of(visit.employer, user))


def may_correct(visit: Visit, user: User) -> bool:
    """Whether the verb ``correct`` would let the user: no button that only refuses."""
    fresh = visit.created_at >= timezone.now() - timedelta(days=settings.CORRECT_DAYS)
    own = visit.coach_id == user.pk and fresh
    return own or user.has_perm("employers.correct_any_visit")
