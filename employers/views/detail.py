"""The employer's own page."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import DetailView

from crm.views.base import PartialMixin, StaffMixin, VisibleMixin
from employers.employer_jobs import jobs_of
from employers.employer_page import moves, notices, to_survivor
from employers.library import before_visit
from employers.merge import standing_merges
from employers.models import ContactBan, Employer, Merge, Visit
from employers.next_step import next_step, reach_of, to_call
from employers.stages import stepper
from employers.telling import Entry, tell, tell_planned, tell_step
from employers.timeline import FILTERS, Cursor, read_page

#: So many people, places and things ahead are shown at once.
SHOWN = 10
MOST = 100
AHEAD = 20


class EmployerDetail(StaffMixin, PartialMixin, VisibleMixin, DetailView[Employer]):
    """Where we stand, what comes next, what has been, who and where they are."""

    model = Employer
    permission_required = "employers.view_employer"
    template_name = "employers/employer_detail.html"

    def get_queryset(self) -> QuerySet[Employer]:
        rows: QuerySet[Employer] = super().get_queryset()
        return rows.select_related(
            "municipality", "coach", "deputy", "successor_of", "merged_into"
        )

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.state == Employer.State.MERGED:
            return to_survivor(request, self.object)
        self.cursor = Cursor.read(request.GET.get("before", ""))
        self.partial = "older" if self.cursor else "timeline"
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("show", "")
        shown = asked if asked in FILTERS else "all"
        plans = Plans(self.object, self.request.user)
        merges = list(standing_merges(self.object))
        context = timeline(self.object, self.request.user, merges, shown, self.cursor)
        context["ahead"] = [] if self.cursor else plans.entries(shown)
        if not self.request.htmx:
            context |= page(self.object, self.request, plans, merges)
        return super().get_context_data(**context, **kwargs)


class Plans:
    """What is still to come, and colleagues' contacts of the last two weeks."""

    def __init__(self, employer: Employer, user: Any) -> None:
        self.steps = []
        if user.has_perm("crm.view_followup"):
            pending = employer.follow_ups.pending().select_related("assignee")
            self.steps = list(pending.order_by("due_on", "priority", "pk")[:MOST])
        recent = timezone.localdate() - timedelta(days=settings.CONFLICT_DAYS)
        theirs = Q(state=Visit.State.DONE, on__gte=recent) & ~Q(coach=user.pk)
        self.visits = list(
            employer.visits.visible_to(user)
            .filter(Q(state=Visit.State.PLANNED) | theirs)
            .select_related("coach", "workplace")[:MOST]
        )

    @property
    def planned(self) -> list[Visit]:
        return [v for v in self.visits if v.state == Visit.State.PLANNED]

    def entries(self, shown: str) -> list[Entry]:
        """Tell what lies ahead, the farthest first, as the timeline runs."""
        dated = [(v.on, tell_planned(v)) for v in self.planned if shown != "changes"]
        if shown == "all":
            dated += [(s.due_on, tell_step(s)) for s in self.steps]
        nearest = sorted(dated, key=lambda pair: pair[0])[:AHEAD]
        return [entry for _day, entry in reversed(nearest)]


def timeline(
    employer: Employer,
    user: Any,
    merges: list[Merge],
    shown: str,
    cursor: Cursor | None,
) -> dict[str, Any]:
    """Return what the timeline's part of the page shows."""
    names = {merge.source_id: merge.source.name for merge in merges}
    found = read_page([employer.pk, *names], user, shown, cursor)
    return {
        "entries": tell(found.rows, employer, names),
        "older": str(found.older) if found.older else "",
        "shown": shown,
        "cursor": cursor,
        "today": timezone.localdate(),
    }


def page(
    employer: Employer, request: Any, plans: Plans, merges: list[Merge]
) -> dict[str, Any]:
    """Return what the rest of the page shows."""
    user = request.user
    parts = people_and_places(employer, request)
    bans = list(standing_bans(employer))
    reach = reach_of(employer, parts["people"], bans)
    jobs = jobs_of(employer, user)
    is_open = employer.state not in Employer.CLOSED
    return parts | {
        "steps": stepper(employer),
        "next": next_step(employer, user, plans.steps, plans.planned, reach.phones),
        "moves": moves(employer, user),
        "notices": notices(employer, user, bans, plans.visits),
        "call": to_call(reach.phones),
        "reach": reach,
        "banned_places": {ban.workplace_id for ban in bans},
        "merges": merges,
        "jobs": jobs,
        "suggestions": before_visit(employer, jobs) if is_open else None,
        "undoable": timezone.now() - timedelta(days=settings.UNDO_DAYS),
        "open_for_contact": is_open,
        "shows_work": employer.open_work
        or (is_open and employer.state != Employer.State.LEAD),
    }


def people_and_places(employer: Employer, request: Any) -> dict[str, Any]:
    """Return the first people and workplaces, or with ``?all`` as many as fit."""
    most = MOST if "all" in request.GET else SHOWN
    people = list(employer.people.visible_to(request.user)[: most + 1])
    places = list(
        employer.workplaces.visible_to(request.user)
        .select_related("municipality")
        .order_by(F("closed_on").desc(nulls_first=True), "pk")[: most + 1]
    )
    more = len(people) > most or len(places) > most
    return {"people": people[:most], "places": places[:most], "more": more}


def standing_bans(employer: Employer) -> QuerySet[ContactBan]:
    bans = employer.standing_bans()
    if not employer.has_bans:
        return bans.none()
    return bans.select_related("workplace", "person", "imposed_by")
