"""What leaves the pages: a calendar feed and the morning's list by mail.

A calendar and a mailbox are read by other systems and over shoulders: of a candidate
they tell nothing, the code included (domain.md 6.6).
"""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from crm.dashboard import Desk, Line
from crm.models import User
from crm.queue import planned_lines, queue_of, stuck

#: The feed looks so many days ahead, and holds at most so many events.
AHEAD, MOST = 60, 500
#: A visit has an hour of beginning and no end: an hour is kept free for it.
LASTS = timedelta(hours=1)
#: So often a calendar is asked to look again.
REFRESH = timedelta(hours=1)
MONDAY = 0


def is_private(line: Line) -> bool:
    """Whether the line is about somebody who is known by a code only."""
    model = ContentType.objects.get_for_id(line.about[0]).model_class()
    return bool(getattr(model, "is_pseudonym", False))


def words_of(line: Line) -> str:
    """Say what is done and where, as far as others may read it."""
    if is_private(line):
        kind = line.step.get_kind_display() if line.step else ""
        return _("%(kind)s: a candidate") % {"kind": kind}
    return f"{line.reach.title}: {line.what}" if line.reach.title else line.what


# --- The calendar -------------------------------------------------------------


def feed_of(user: User) -> bytes:
    """Return the calendar: visits at their hour, steps as whole days (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Räätäli//FI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Räätäli: my work"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for line in planned_lines(Desk(user, days=AHEAD), MOST):
        calendar.add_component(_event(line))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(line: Line) -> Event:
    event = Event()
    event.add("uid", f"{line.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("sequence", line.step.snooze_count if line.step else 0)
    event.add("summary", words_of(line))
    event.add("url", f"{settings.SITE_URL}{line.url}")
    place = "" if is_private(line) else line.place or line.reach.where
    if line.goes and place:
        event.add("location", place)
    if line.at is None:
        event.add("dtstart", line.on)
        event.add("transp", "TRANSPARENT")
        return event
    start = timezone.make_aware(datetime.combine(line.on, line.at))
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)
    return event


# --- The morning's mail -------------------------------------------------------


def morning_mail(user: User, today: date) -> tuple[str, str] | None:
    """Return subject and text of the day's list, nothing when there is nothing."""
    queue = queue_of(Desk(user))
    parts = [
        _part(_("Today"), queue.today, queue.today_more),
        _part(_("Late"), queue.late, queue.late_more),
        _of_the_team(user, today),
    ]
    parts = [part for part in parts if part]
    if not parts:
        return None
    count = queue.left
    subject = ngettext("Today: %(count)d thing", "Today: %(count)d things", count)
    address = _("Everything is on your Day: %(url)s") % {
        "url": f"{settings.SITE_URL}/crm/"
    }
    return subject % {"count": count}, "\n\n".join([*parts, address])


def _part(title: str, lines: list[Line], more: int) -> str:
    if not lines:
        return ""
    rows = [f"- {_row(line)}" for line in lines]
    if more:
        rows.append(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
    return "\n".join([title, *rows])


def _row(line: Line) -> str:
    hour = f"{time_format(line.at)} " if line.at else ""
    return f"{hour}{words_of(line)}"


def _of_the_team(user: User, today: date) -> str:
    """Tell a manager on Mondays what has waited too long with the team."""
    if today.weekday() != MONDAY or not user.has_perm("crm.view_team"):
        return ""
    count = stuck(today).count()
    text = ngettext(
        "Team: %(count)d step has waited ten working days or been put off thrice.",
        "Team: %(count)d steps have waited ten working days or been put off thrice.",
        count,
    )
    return text % {"count": count} if count else ""
