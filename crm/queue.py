"""The work queue: what one person has to do late, today and in the days ahead."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.dashboard import LINES, Desk, Line, Panel, lines_from_apps, midnight
from crm.models import FollowUp, User
from crm.models.followups import MANAGER_AFTER, SNOOZES_BEFORE_REASON
from crm.workdays import add_workdays, workday_from, workdays_back

#: So many of today's done lines stay in sight.
DONE_SHOWN = 5
#: So many of the team's stuck lines; the rest is a link.
TEAM_SHOWN = 5
#: The week's page shows at most so many lines.
WEEK_LINES = 2 * LINES
#: The week's page looks so many days ahead, today included.
WEEK_DAYS = 13

#: Weekdays as one says when something happens.
WEEKDAYS = (
    lambda: pgettext("when", "Monday"),
    lambda: pgettext("when", "Tuesday"),
    lambda: pgettext("when", "Wednesday"),
    lambda: pgettext("when", "Thursday"),
    lambda: pgettext("when", "Friday"),
    lambda: pgettext("when", "Saturday"),
    lambda: pgettext("when", "Sunday"),
)


def day_name(day: date, today: date) -> str:
    """Say when: tomorrow, or on which weekday."""
    if day == today + timedelta(days=1):
        return pgettext("when", "Tomorrow")
    return WEEKDAYS[day.weekday()]()


def snooze_days(today: date) -> list[tuple[str, date]]:
    """Return the days one puts off to: the next two working days and next week."""
    soon = [add_workdays(today, count) for count in (1, 2)]
    next_week = workday_from(today + timedelta(days=7))
    days = [(day_name(day, today), day) for day in soon]
    return [*days, (_("Next week"), next_week)] if next_week not in soon else days


def line_of(desk: Desk, step: FollowUp) -> Line:
    """Return the line of a follow-up."""
    return Line(
        desk=desk,
        key=f"step-{step.pk}",
        pk=step.pk,
        about=(step.content_type_id, step.object_id),
        url=step.get_absolute_url(),
        icon=step.icon,
        on=step.due_on,
        what=step.text,
        carrier=step.assignee,
        priority=step.priority,
        goes=step.kind == FollowUp.Kind.VISIT,
        step=step,
        log_query=f"followup={step.pk}",
        done_at=step.done_at,
        is_done=not step.is_pending,
    )


@dataclass
class Coming:
    """A working day ahead: its name, how much there is, what comes first."""

    day: date
    name: str
    count: int = 0
    first: Line | None = None


@dataclass
class Queue:
    """What the Day shows of one person's work."""

    desk: Desk
    late: list[Line] = field(default_factory=list)
    today: list[Line] = field(default_factory=list)
    done: list[Line] = field(default_factory=list)
    offered: list[Line] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    #: Steps of the coming days that came by themselves and are to be done soon.
    urgent: list[FollowUp] = field(default_factory=list)
    late_count: int = 0
    today_count: int = 0
    done_count: int = 0

    @property
    def left(self) -> int:
        return self.late_count + self.today_count

    @property
    def whole(self) -> int:
        return self.left + self.done_count

    @property
    def late_more(self) -> int:
        return self.late_count - len(self.late)

    @property
    def today_more(self) -> int:
        return self.today_count - len(self.today)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all, done or still to come."""
        ahead = any(coming.count for coming in self.coming)
        return not (self.whole or self.offered or ahead)


def answer_to(step: FollowUp | None, request: Any) -> dict[str, Any] | None:
    """Return what a page is told after one of its lines was ticked or put off."""
    if step is None:
        return None
    desk = Desk(request.user)
    line = line_of(desk, step)
    line.is_put_off = step.is_pending and step.due_on > desk.today
    here = request.htmx.current_url_abs_path or reverse("day")
    return {
        "line": line,
        "queue": queue_of(desk) if here == reverse("day") else None,
        "back_url": here,
    }


def queue_of(desk: Desk) -> Queue:
    """Return the queue, asked once for a page."""
    return desk.ask(_build_queue)


def _build_queue(desk: Desk) -> Queue:
    queue = Queue(desk)
    groups: dict[str, list[FollowUp]] = {}
    if desk.user.has_perm("crm.view_followup"):
        for step in _grouped(desk):
            groups.setdefault(step.group, []).append(step)
    visits = lines_from_apps(desk)
    lines = {name: [line_of(desk, s) for s in steps] for name, steps in groups.items()}
    totals = {name: _total(steps) for name, steps in groups.items()}
    now = [v for v in visits if v.on == desk.today and not v.is_done]
    done = [v for v in visits if v.is_done]
    queue.late, queue.late_count = lines.get("late", []), totals.get("late", 0)
    queue.today = sorted([*lines.get("today", []), *now], key=lambda v: v.order)
    queue.today_count = totals.get("today", 0) + len(now)
    ticked = sorted(lines.get("done", []), key=_done_at, reverse=True)
    queue.done = [*done, *ticked][:DONE_SHOWN]
    queue.done_count = totals.get("done", 0) + len(done)
    queue.offered = lines.get("offered", [])
    for day in desk.ahead:
        name = day.isoformat()
        queue.urgent += [s for s in groups.get(name, []) if _came_by_itself(s)]
        planned = sorted(
            [*lines.get(name, []), *(v for v in visits if v.on == day)],
            key=lambda v: v.order,
        )
        count = totals.get(name, 0) + sum(v.on == day for v in visits)
        first = planned[0] if planned else None
        queue.coming.append(Coming(day, day_name(day, desk.today), count, first))
    return queue


def _came_by_itself(step: FollowUp) -> bool:
    return step.created_by_id is None and step.priority == FollowUp.Priority.HIGH


def _total(steps: list[Any]) -> int:
    return int(steps[0].total)


def _done_at(line: Line) -> datetime:
    return line.done_at or midnight(line.on)


def _grouped(desk: Desk) -> Any:
    """Fetch the first of each group with the size of the whole group, in one query."""
    user, today = desk.user, desk.today
    since = midnight(today)
    pending = Q(state__in=[FollowUp.State.OPEN, FollowUp.State.SNOOZED])
    own = Q(assignee__in=User.objects.carried_by(user, today).values("pk"))
    group = Case(
        When(state=FollowUp.State.DONE, then=Value("done")),
        When(offered_to=user, then=Value("offered")),
        When(due_on__lt=today, then=Value("late")),
        When(due_on=today, then=Value("today")),
        *(When(due_on=day, then=Value(day.isoformat())) for day in desk.ahead),
        output_field=models.CharField(),
    )
    order = (Case(When(state=FollowUp.State.DONE, then=F("done_at"))).desc(),)
    return (
        FollowUp.objects.filter(
            Q(pending, own, Q(due_on__lte=today) | Q(due_on__in=desk.ahead))
            | Q(pending, offered_to=user)
            | Q(assignee=user, state=FollowUp.State.DONE, done_at__gte=since)
        )
        .annotate(group=group)
        .annotate(
            total=Window(Count("pk"), partition_by=[F("group")]),
            rank=Window(
                RowNumber(),
                partition_by=[F("group")],
                order_by=[
                    *order,
                    F("due_on").asc(),
                    F("priority").asc(),
                    F("pk").asc(),
                ],
            ),
        )
        .filter(rank__lte=LINES)
        .select_related("assignee", "declined_by")
        .order_by("due_on", "priority", "pk")
    )


@dataclass
class Week:
    """The lines of the next two weeks by day, days without any left out."""

    days: list[tuple[date, list[Line]]]
    has_more: bool


def planned_lines(desk: Desk, most: int) -> list[Line]:
    """Return what is planned from today to the desk's last day, in order."""
    lines = [line for line in lines_from_apps(desk) if not line.is_done]
    if desk.user.has_perm("crm.view_followup"):
        steps = FollowUp.objects.carried_by(desk.user, desk.today).pending()
        steps = steps.filter(due_on__range=(desk.today, desk.last)).select_related(
            "assignee", "declined_by"
        )
        lines += [line_of(desk, step) for step in steps[:most]]
    return sorted(lines, key=lambda line: line.order)[:most]


def week_of(desk: Desk) -> Week:
    """Return what the next two weeks hold, as much of it as fits a page."""
    lines = planned_lines(desk, WEEK_LINES + 1)
    days: dict[date, list[Line]] = {}
    for line in lines[:WEEK_LINES]:
        days.setdefault(line.on, []).append(line)
    return Week(list(days.items()), has_more=len(lines) > WEEK_LINES)


class TeamPanel(Panel):
    """Steps of the team that have waited too long, or have been put off too often."""

    template_name = "crm/day_team.html"
    permission = "crm.view_team"
    order = 15

    def get_context(self) -> dict[str, Any]:
        steps = list(
            stuck(self.today)
            .select_related("assignee", "declined_by")
            .annotate(total=Window(Count("pk")))
            .order_by("due_on", "pk")[:TEAM_SHOWN]
        )
        if not steps:
            return {}
        lines = [line_of(self.desk, step) for step in steps]
        return {"lines": lines, "count": steps[0].total}


def stuck(today: date) -> Any:
    """Return what a manager should see: ten working days late, or put off thrice."""
    late = Q(due_on__lte=workdays_back(today, MANAGER_AFTER))
    return FollowUp.objects.pending().filter(
        late | Q(snooze_count__gt=SNOOZES_BEFORE_REASON)
    )
