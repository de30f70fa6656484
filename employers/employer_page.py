"""What an employer's page offers and warns of: the moves, the bans, colleagues."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.templatetags.crm import day
from employers.merge import survivor_of
from employers.models import ContactBan, Employer, Visit
from employers.next_step import ITEM
from employers.telling import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Employer.State
#: Moves that stand beside the next step; the others are in the menu.
IN_SIGHT = ("become_partner", "decline", "lift_ban")
ICONS = {"rest": "snooze", "cease": "x", "forbid": "ban", "decline": "arrow"}


def to_survivor(request: Any, employer: Employer) -> HttpResponse:
    """Lead from a tombstone to the employer that stands for it now."""
    survivor = survivor_of(employer)
    messages.info(
        request,
        _("%(name)s has been merged into this employer.") % {"name": employer},
    )
    return redirect(survivor)


# --- Moves ------------------------------------------------------------------


@dataclass(frozen=True)
class Moves:
    """The moves in sight with the reasons of the blocked ones, and the menu."""

    buttons: list[ITEM]
    reasons: list[str]
    menu: list[ITEM]


def moves(employer: Employer, user: Any) -> Moves:
    """Return which transitions and other deeds the page offers the user."""
    options = {option.name: option for option in employer.options_for(user)}
    if employer.has_bans:
        options.pop("lift_ban", None)  # the notice of the ban offers it
    items = {name: _move(employer, option) for name, option in options.items()}
    buttons = [items[name] for name in IN_SIGHT if name in items]
    # What becomes of a person who works here is said where the number is kept.
    reasons = [str(b["blocked"]) for b in buttons if b["blocked"]]
    calm = [items[n] for n in items if n not in IN_SIGHT and not items[n]["tone"]]
    grave = [items[n] for n in items if n not in IN_SIGHT and items[n]["tone"]]
    menu = [*_deeds(employer, user), *calm, *_merge(employer, user)]
    return Moves(buttons, reasons, [*menu, {"line": True}, *grave] if grave else menu)


def _move(employer: Employer, option: Any) -> ITEM:
    return {
        "label": option.label,
        "icon": ICONS.get(option.name, "arrow"),
        "url": reverse("employers:transition", args=[employer.pk, option.name]),
        "blocked": " ".join(map(str, option.blockers)),
        "tone": "berry" if option.tone == "berry" else "",
    }


def _deeds(employer: Employer, user: Any) -> list[ITEM]:
    if not user.has_perm("employers.change_employer"):
        return []
    items = [
        {
            "label": _("Edit the details"),
            "icon": "pen",
            "url": reverse("employers:edit", args=[employer.pk]),
        },
        {
            "label": _("Plan the next step"),
            "icon": "clock",
            "url": reverse("employers:plan-step", args=[employer.pk]),
        },
    ]
    if employer.state not in Employer.CLOSED:
        log = f"{reverse('employers:log')}?employer={employer.pk}"
        items.insert(0, {"label": _("Log a contact here"), "icon": "pen", "url": log})
        plan = f"{reverse('employers:visit-plan')}?employer={employer.pk}"
        items.append({"label": _("Plan a visit"), "icon": "door", "url": plan})
    if user.has_perm("crm.assign_work"):
        assign = reverse("employers:assign", args=[employer.pk])
        items.append({"label": _("Change the coach"), "icon": "swap", "url": assign})
    return items


def _merge(employer: Employer, user: Any) -> list[ITEM]:
    item: ITEM = {"label": _("Merge into another"), "icon": "people"}
    if user.has_perm("employers.merge_employer"):
        return [item | {"url": reverse("employers:merge", args=[employer.pk])}]
    if user.has_perm("employers.change_employer"):
        return [item | {"blocked": _("managers only")}]
    return []


# --- What to mind -----------------------------------------------------------


def notices(
    employer: Employer,
    user: Any,
    bans: "Iterable[ContactBan]",
    visits: "Iterable[Visit]",
) -> list[ITEM]:
    """Return what one should know before doing anything, the gravest first."""
    found = [_ban_notice(ban, user) for ban in bans]
    if employer.state == State.CEASED:
        found.append(
            {
                "tone": "plain",
                "icon": "info",
                "title": _("Ceased trading"),
                "text": joined(
                    day(employer.state_since), _("No contact is made here.")
                ),
            }
        )
    found += [_colleague_notice(visit) for visit in colleagues(employer, visits, user)]
    if _is_silent(employer):
        found.append(
            {
                "tone": "thread",
                "icon": "clock",
                "title": _("Time to get in touch"),
                "text": _("The agreed pace passed on %s, and nothing is planned.")
                % day(employer.touch_due_on),
            }
        )
    return found


def _is_silent(employer: Employer) -> bool:
    today = timezone.localdate()
    return (
        employer.state in Employer.LIVING
        and employer.touch_due_on is not None
        and employer.touch_due_on <= today
        and (employer.next_step_on is None or employer.next_step_on < today)
    )


def _ban_notice(ban: ContactBan, user: Any) -> ITEM:
    whole = ban.scope == ContactBan.Scope.ORGANISATION
    title = _("Do not contact: %s") % (
        ban.get_scope_display() if whole else ban.target_name
    )
    notice = {
        "tone": "berry",
        "icon": "ban",
        "title": title,
        "text": ban.reason,
        "meta": joined(day(ban.requested_on), ban.imposed_by or ""),
    }
    if user.has_perm("employers.lift_contactban"):
        notice["url"] = reverse("employers:ban-lift", args=[ban.pk])
        notice["label"] = _("Lift the ban")
    return notice


def colleagues(employer: Employer, visits: "Iterable[Visit]", user: Any) -> list[Visit]:
    """Return others' visits, the planned ones first; at most two are enough to know.

    What the responsible coach has done is no news, what they plan is.
    """
    planned = Visit.State.PLANNED
    theirs = [
        visit
        for visit in visits
        if visit.coach_id != user.pk
        and (visit.state == planned or visit.coach_id != employer.coach_id)
    ]
    return sorted(theirs, key=lambda v: v.state != planned)[:2]


def _colleague_notice(visit: Visit) -> ITEM:
    planned = visit.state == Visit.State.PLANNED
    said = (
        _("%(who)s has a contact planned here: %(what)s, %(day)s.")
        if planned
        else _("%(who)s was in touch: %(what)s, %(day)s.")
    )
    return {
        "tone": "thread" if planned else "lake",
        "icon": visit.icon,
        "title": said
        % {"who": visit.coach, "what": visit.get_kind_display(), "day": day(visit.on)},
        "text": "",
    }
