"""Where an employer stands on its way, and which next steps it allows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import FollowUp
from crm.workdays import ONE_DAY, workday_from
from employers.models import ContactBan, Employer
from employers.steps import in_months

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Employer.State
Kind = FollowUp.Kind
#: The way of a relationship; everything else is off it.
PATH: tuple[Any, ...] = (State.LEAD, State.CONTACTED, State.ENGAGED, State.PARTNER)
#: Kinds of step that reach for the employer, and by which channel.
CHANNELS: dict[str, str] = {
    Kind.CALL: ContactBan.Channel.PHONE,
    Kind.EMAIL: ContactBan.Channel.EMAIL,
    Kind.VISIT: ContactBan.Channel.VISIT,
    Kind.REVISIT: "",
}


# --- The stepper ------------------------------------------------------------


def stepper(employer: Employer) -> list[dict[str, Any]]:
    """Return the stages for ``{% stepper %}``: passed with dates, present with age."""
    dates = stage_dates(employer)
    if employer.state in PATH:
        now = PATH.index(employer.state)
        return [_stage(n, now, employer, dates[state]) for n, state in enumerate(PATH)]
    passed = [
        {"label": state.label, "status": "done", "meta": short(day)}
        for state, day in dates.items()
        if day
    ]
    return [*passed, _off_track(employer)]


def stage_dates(employer: Employer) -> dict[Any, date | None]:
    """Return when each stage of the way was first reached."""
    added = timezone.localdate(employer.created_at)
    return {
        # Entered here after the first contact, it was known by then at the latest.
        State.LEAD: min(added, employer.contacted_on or added),
        State.CONTACTED: employer.contacted_on,
        State.ENGAGED: employer.engaged_on,
        State.PARTNER: employer.partner_on,
    }


def _stage(n: int, now: int, employer: Employer, day: date | None) -> dict[str, Any]:
    label = PATH[n].label
    if n == now:
        return {"label": label, "status": "now", "meta": age(employer.days_in_state)}
    status = "done" if n < now else "ahead"
    return {"label": label, "status": status, "meta": short(day)}


def _off_track(employer: Employer) -> dict[str, Any]:
    meta = age(employer.days_in_state)
    if employer.state == State.DECLINED:
        meta = f"{employer.get_refusal_display()} · {meta}"
    return {"label": employer.get_state_display(), "status": "off", "meta": meta}


def age(days: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def short(day: date | None) -> str:
    """Write a date as briefly as it can be read: "24.11.", with the year if another."""
    if day is None:
        return ""
    if day.year == timezone.localdate().year:
        # Translators: day and month, as Django's date format
        return date_format(day, _("j M"))
    return date_format(day, "SHORT_DATE_FORMAT")


# --- Days to choose from ----------------------------------------------------


@dataclass(frozen=True)
class DayChoice:
    """A day offered as a chip: what people call it, and which day that is."""

    label: str
    day: date


def days_to_plan(today: date | None = None) -> list[DayChoice]:
    """Return the working days a new step is usually planned for."""
    today = today or timezone.localdate()
    tomorrow = workday_from(today + ONE_DAY)
    near = tomorrow == today + ONE_DAY
    return [
        DayChoice(_("Tomorrow") if near else _("Next working day"), tomorrow),
        DayChoice(_("In a week"), workday_from(today + timedelta(days=7))),
        DayChoice(_("In two weeks"), workday_from(today + timedelta(days=14))),
        DayChoice(_("In a month"), in_months(today, 1)),
    ]


# --- What may be planned ----------------------------------------------------


def step_refusal(employer: Employer, kind: str, bans: "Iterable[ContactBan]") -> str:
    """Say why a step of the kind may not be planned; "" when it may.

    Checks and finding the right person are our own work and always allowed; while
    somebody works there through us, going there is too (domain.md 4.1).
    """
    if kind not in CHANNELS:
        return ""
    if employer.state == State.CEASED:
        return _("They have ceased trading. Only checks can be planned.")
    if kind == Kind.VISIT and employer.open_work:
        return ""
    if employer.state == State.DO_NOT_CONTACT:
        return _("Contact is forbidden here. Only our own checks can be planned.")
    return _channel_refusal(CHANNELS[kind], bans)


def _channel_refusal(channel: str, bans: "Iterable[ContactBan]") -> str:
    for ban in bans:
        if ban.scope == ContactBan.Scope.CHANNEL and ban.channel == channel:
            return _("Forbidden here: %(what)s. %(reason)s") % {
                "what": ban.target_name,
                "reason": ban.reason,
            }
    return ""
