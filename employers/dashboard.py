"""What employers add to the Day: planned visits, how to reach, and the panels."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.urls import reverse

from crm.dashboard import Approach, Desk, Line, Panel, Reach, Source, midnight
from crm.lifecycle import Look
from crm.models import TransitionLog, User
from crm.queue import queue_of
from employers.models import (
    ContactBan,
    ContactPerson,
    Employer,
    TailoredJob,
    Visit,
    VisitRequest,
    Workplace,
)
from employers.phones import show_phone

#: A panel shows so many rows; the rest is a link to the list.
ROWS = 5
#: No more planned visits than this are looked at for one page.
VISITS = 200
#: How long a colleague's change is news.
NEWS_DAYS = 7


#: Bans that forbid every call to an employer.
NO_CALLS = Q(scope=ContactBan.Scope.ORGANISATION) | Q(
    scope=ContactBan.Scope.CHANNEL, channel=ContactBan.Channel.PHONE
)


class EmployerApproach(Approach):
    """Call who decides, go to the first workplace in use, log about the employer."""

    model = "employers.Employer"

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        bans = ContactBan.objects.standing()
        avoided = bans.filter(person__isnull=False).values("person")
        people = ContactPerson.objects.present().exclude(pk__in=avoided)
        sites = Workplace.objects.in_use().select_related("municipality")
        employers = (
            Employer.objects.visible_to(self.desk.user)
            .filter(pk__in=pks)
            .select_related("municipality")
            .defer("notes", "register_data", "search_text")
            .annotate(no_calls=Exists(bans.filter(NO_CALLS, employer=OuterRef("pk"))))
            .prefetch_related(Prefetch("people", people), Prefetch("workplaces", sites))
        )
        return {employer.pk: reach_of(employer) for employer in employers}


def reach_of(employer: Any) -> Reach:
    """Return how an employer is reached; its people and places are at hand."""
    person = None if employer.no_calls else employer.call_number
    sites = employer.workplaces.all()
    living = employer.state in Employer.LIVING
    return Reach(
        title=employer.name,
        url=employer.get_absolute_url(),
        where=employer.where,
        person=person.name if person else "",
        number=person.phone if person else "",
        shown_number=show_phone(person.phone) if person else "",
        map_url=sites[0].map_url if sites else "",
        log_url=reverse("employers:log"),
        plan_url=reverse("employers:plan-step", args=[employer.pk]),
        wants_step=living and employer.next_step_on is None,
    )


class JobApproach(Approach):
    """Go to the job itself, call who decides at its employer."""

    model = "employers.TailoredJob"

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        jobs = TailoredJob.objects.visible_to(self.desk.user).filter(pk__in=pks)
        rows = list(jobs.values_list("pk", "title", "employer"))
        at = EmployerApproach(self.desk).fetch({employer for *_, employer in rows})
        return {
            pk: replace(
                at[employer],
                title=f"{title} · {at[employer].title}",
                url=reverse("employers:job", args=[pk]),
                plan_url=reverse("employers:job-step", args=[pk]),
                wants_step=False,
            )
            for pk, title, employer in rows
            if employer in at
        }


# --- The queue ----------------------------------------------------------------


def visits_of(desk: Desk) -> list[Visit]:
    """Fetch the person's planned visits, those past included, and today's done ones.

    An absent colleague's come to the deputy, as follow-ups do.
    """
    carried = Q(coach__in=User.objects.carried_by(desk.user, desk.today).values("pk"))
    planned = Q(carried, state=Visit.State.PLANNED, on__lte=desk.last)
    begun = TransitionLog.objects.standing().filter(
        content_type=ContentType.objects.get_for_model(Visit),
        object_id=OuterRef("pk"),
        name="begin",
    )
    ended = Q(coach=desk.user, on=desk.today) & ~Q(state=Visit.State.PLANNED)
    done = ended & Q(state__in=[Visit.State.DONE, Visit.State.NOT_REACHED])
    visits = Visit.objects.visible_to(desk.user).select_related(
        "coach", "workplace__municipality"
    )
    return list(
        visits.filter(planned | (done & Exists(begun))).order_by("-on", "pk")[:VISITS]
    )


class Visits(Source):
    """Planned visits stand in the queue at their hour."""

    permission = "employers.view_visit"

    def lines(self) -> list[Line]:
        visits = self.desk.ask(visits_of)
        return [self.line_of(v) for v in visits if v.on >= self.desk.today]

    def line_of(self, visit: Visit) -> Line:
        kind = ContentType.objects.get_for_model(Employer)
        site = visit.workplace if visit.workplace and visit.workplace.street else None
        return Line(
            desk=self.desk,
            key=f"visit-{visit.pk}",
            pk=visit.pk,
            about=(kind.pk, visit.employer_id),
            url=visit.get_absolute_url(),
            icon=visit.icon,
            on=visit.on,
            at=visit.starts_at,
            what=": ".join(filter(None, [visit.get_kind_display(), visit.topic])),
            carrier=visit.coach,
            goes=visit.kind in Visit.IN_PERSON,
            place=str(visit.workplace or ""),
            place_url=site.map_url if site else "",
            log_query=f"visit={visit.pk}",
            is_done=visit.state != Visit.State.PLANNED,
        )


# --- The panels ---------------------------------------------------------------


class FirstSteps(Panel):
    """What somebody does first who has no employers yet."""

    template_name = "employers/panels/first_steps.html"
    permission = "employers.add_employer"
    column = "main"
    order = 0

    def get_context(self) -> dict[str, Any]:
        if not queue_of(self.desk).is_empty or self.desk.ask(unplanned):
            return {}
        own = Employer.objects.of_coach(self.user)
        return {} if own.exists() else {"name": self.user.first_name}


class LateVisits(Panel):
    """Planned visits whose day has passed: log or cancel."""

    template_name = "employers/panels/late_visits.html"
    permission = "employers.change_visit"
    order = 10

    def get_context(self) -> dict[str, Any]:
        late = [visit for visit in self.desk.ask(visits_of) if visit.on < self.today]
        lines = [Visits(self.desk).line_of(visit) for visit in late[:ROWS]]
        return {"lines": lines, "count": len(late)} if late else {}


def unplanned(desk: Desk) -> dict[str, list[Any]]:
    """Fetch the employers that nobody has a plan for, in groups.

    Of one's own: past their keep-in-touch day (silent), else without a next step.
    For those who assign work also everybody's employers without a coach.
    """
    bare = Q(state__in=Employer.LIVING, next_step_on__isnull=True)
    nobodys = Q(coach__isnull=True)
    asked = Q(bare, coach=desk.user) | Q(bare, deputy=desk.user)
    if desk.user.has_perm("crm.assign_work"):
        asked |= Q(nobodys, ~Q(state__in=Employer.CLOSED))
    group = Case(
        When(nobodys, then=Value("no_coach")),
        When(touch_due_on__lte=desk.today, then=Value("silent")),
        default=Value("none"),
    )
    rows = (
        Employer.objects.visible_to(desk.user)
        .filter(asked)
        .only("name", "state", "last_contact_on")
        .annotate(group=group)
    )
    return first_of_groups(rows, F("last_contact_on").asc(nulls_first=True))


def first_of_groups(rows: QuerySet[Any], order: Any) -> dict[str, list[Any]]:
    """Return the first rows of each ``group``, each with its group's ``total``."""
    ranked = rows.annotate(
        total=Window(Count("pk"), partition_by=[F("group")]),
        rank=Window(
            RowNumber(), partition_by=[F("group")], order_by=[order, F("pk").asc()]
        ),
    )
    groups: dict[str, list[Any]] = {}
    for row in ranked.filter(rank__lte=ROWS).order_by("group", "rank"):
        groups.setdefault(row.group, []).append(row)
    return groups


class Unplanned(Panel):
    """Employers of mine in one of the groups that ask for a step."""

    permission = "employers.change_employer"
    template_name = "employers/panels/unplanned.html"
    order = 30
    group: ClassVar[str] = "none"
    #: What the employers' list is asked to show them all.
    list_query: ClassVar[str] = "coach=me&step=none"

    def get_context(self) -> dict[str, Any]:
        employers = self.desk.ask(unplanned).get(self.group, [])
        if not employers:
            return {}
        return {
            "employers": employers,
            "count": employers[0].total,
            "more": employers[0].total - len(employers),
            "list_url": f"{reverse('employers:list')}?{self.list_query}",
            "group": self.group,
        }


class Silent(Unplanned):
    """Past the day by which to keep in touch, and nothing planned."""

    order = 20
    group = "silent"
    list_query = "coach=me&quiet=due"


def job_worries(desk: Desk) -> dict[str, list[TailoredJob]]:
    """Fetch one's own jobs that are stuck, and those without a next step."""
    stuck = TailoredJob.objects.stuck(desk.today).filter(pk=OuterRef("pk"))
    group = Case(When(Exists(stuck), then=Value("stuck")), default=Value("none"))
    rows = (
        TailoredJob.objects.visible_to(desk.user)
        .of_coach(desk.user)
        .filter(state__in=TailoredJob.MOVING)
        .filter(Q(next_step_on__isnull=True) | Q(next_step_on__lt=desk.today))
        .select_related("employer")
        .only("title", "state", "state_since", "employer__name", "employer__state")
        .annotate(group=group)
        .filter(Q(group="stuck") | Q(next_step_on__isnull=True))
    )
    return first_of_groups(rows, F("state_since").asc())


class StuckJobs(Panel):
    """Tailored jobs of mine that have stood too long where they are."""

    permission = "employers.change_tailoredjob"
    template_name = "employers/panels/jobs.html"
    order = 14
    group: ClassVar[str] = "stuck"
    #: What the board is asked to show them.
    board_query: ClassVar[str] = "coach=me&stuck=yes"

    def get_context(self) -> dict[str, Any]:
        jobs: list[Any] = self.desk.ask(job_worries).get(self.group, [])
        if not jobs:
            return {}
        return {
            "jobs": jobs,
            "count": jobs[0].total,
            "more": jobs[0].total - len(jobs),
            "board_url": f"{reverse('employers:board')}?{self.board_query}",
            "group": self.group,
        }


class JobsWithoutStep(StuckJobs):
    """Tailored jobs of mine that nobody has a plan for, not yet stuck."""

    order = 25
    group = "none"
    board_query = "coach=me"


@dataclass
class NewsItem:
    """A move of an employer of mine, made by somebody else."""

    desk: Desk
    entry: TransitionLog

    def __post_init__(self) -> None:
        self.desk.note(self.about)

    @property
    def about(self) -> tuple[int, int]:
        return ContentType.objects.get_for_model(Employer).pk, self.entry.object_id

    @property
    def reach(self) -> Reach:
        return self.desk.reach(self.about)

    @property
    def look(self) -> Look:
        state = Employer.State(self.entry.target)
        return Look(state.label, *Employer.looks[state])


class WithoutCoach(Unplanned):
    """Everybody's employers that no coach looks after, for who can assign them."""

    permission = "crm.assign_work"
    order = 16
    group = "no_coach"
    list_query = "coach=nobody"


class AskedFor(Panel):
    """Visits asked for on the site: to be answered in days, best answered now."""

    template_name = "employers/panels/asked_for.html"
    permission = "employers.change_employer"
    column = "main"
    order = 5

    def get_context(self) -> dict[str, Any]:
        urgent = queue_of(self.desk).urgent
        if not urgent:
            return {}
        asked = VisitRequest.objects.filter(follow_up__in=[step.pk for step in urgent])
        rows = asked.select_related("employer", "person", "follow_up")
        requests = list(rows.order_by("follow_up__due_on", "pk")[:ROWS])
        return {"requests": requests} if requests else {}


class News(Panel):
    """What others have done at my employers lately."""

    template_name = "employers/panels/news.html"
    permission = "employers.view_employer"
    order = 40

    def get_context(self) -> dict[str, Any]:
        mine = Employer.objects.visible_to(self.user).of_coach(self.user)
        entries = (
            TransitionLog.objects.standing()
            .filter(
                content_type=ContentType.objects.get_for_model(Employer),
                object_id__in=mine.values("pk"),
                at__gte=midnight(self.today - timedelta(days=NEWS_DAYS)),
            )
            .exclude(by=self.user)
            .select_related("by")[:ROWS]
        )
        news = [NewsItem(self.desk, entry) for entry in entries]
        return {"news": news} if news else {}
