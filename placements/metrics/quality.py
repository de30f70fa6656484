"""What the data can say of the quality of the work: EUSE stages and IPS items.

Sources: domain.md 3.1 and 3.2. The yardsticks judge a way of working and no coach.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.models.users import FULL_TIME
from employers.models import Visit
from placements.metrics.contacts import done_in
from placements.metrics.counting import counts_of
from placements.metrics.definitions import (
    Dimension,
    Form,
    Groups,
    Measure,
    Unit,
    View,
    metric,
)
from placements.metrics.people import PERSONAL, active_on, counted
from placements.metrics.scope import Scope
from placements.metrics.suppression import Cell
from placements.models import Checkpoint, Consent, Match
from placements.models.work_profile import REVIEW_AFTER


def _share(rows: Any, good: Any, person: str = "", event: str = "") -> Measure:
    """Measure how many of the rows are good."""
    found = counts_of(rows, person, good=good, all=None)
    behind = rows.filter(good)
    groups = Groups(behind, rows, person, event=event)
    return Measure(found["good"], found["all"], rows=behind, groups=groups)


@metric(
    code="Q1",
    title=_("Begun in good order"),
    unit=Unit.CANDIDATES,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_(
        "of them those with a coach, a goal, a day of informed choice, a legal basis"
        " and a consent in force"
    ),
    denominator=_("active candidates at the end of the day"),
    note=_("What is written down is looked at as it is now."),
    people=True,
    dimensions=PERSONAL,
)
def engaged_well(scope: Scope) -> Measure:
    consents = Consent.objects.standing(scope.until).filter(candidate=OuterRef("pk"))
    known = Q(coach__isnull=False, agreed_on__isnull=False, legal_basis__isnull=False)
    good = known & ~Q(goal="") & Q(Exists(consents))
    return _share(active_on(scope), good, "pk")


@metric(
    code="Q2",
    title=_("Work profile up to date"),
    unit=Unit.CANDIDATES,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_("of them those whose work profile was called ready within 12 months"),
    denominator=_("active candidates at the end of the day"),
    people=True,
    dimensions=PERSONAL,
)
def profiled(scope: Scope) -> Measure:
    fresh = Q(profile_ready_on__gte=scope.until - REVIEW_AFTER)
    return _share(active_on(scope), fresh, "pk")


@metric(
    code="Q3",
    title=_("Support planned"),
    unit=Unit.PLACEMENTS,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_("of them those with a plan of support written down"),
    denominator=_("placements, paid and unpaid, under way at the end of the day"),
    people=True,
)
def support_planned(scope: Scope) -> Measure:
    rows = scope.placements().filter(started_on__lte=scope.until)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gt=scope.until))
    return _share(rows, ~Q(support_plan=""), "candidate")


@metric(
    code="Q4",
    title=_("Checkpoints held"),
    unit=Unit.PLACEMENTS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those whose every checkpoint of the period has been held"),
    denominator=_("placements with a checkpoint in the period, until its end or today"),
    note=_("A checkpoint that was put off or left out was not held."),
    people=True,
)
def checkpoints_held(scope: Scope) -> Measure:
    rows = scope.placements().filter(started_on__isnull=False)
    due, missed = set(), set()
    for pk, on, outcome in _checkpoints(rows):
        if scope.period.first <= on <= scope.until:
            due.add(pk)
            if outcome != Checkpoint.Outcome.DONE:
                missed.add(pk)
    return _share(rows.filter(pk__in=due), ~Q(pk__in=missed), "candidate")


def _checkpoints(rows: Any) -> "list[tuple[int, date, str]]":
    """Return the checkpoints of placements with their days, while somebody worked."""
    points = Checkpoint.objects.filter(placement__in=rows.values("pk"))
    columns = ("placement", "days", "outcome")
    dates = ("placement__started_on", "placement__ended_on")
    found = []
    for pk, days, outcome, started, ended in points.values_list(*columns, *dates):
        on = started + timedelta(days=days)
        if ended is None or on <= ended:
            found.append((pk, on, outcome))
    return found


@metric(
    code="Q5",
    title=_("Active candidates per full-time coach"),
    unit=Unit.CANDIDATES,
    view=View.SNAPSHOT,
    form=Form.MEAN,
    numerator=_("active candidates with a responsible coach at the end of the day"),
    denominator=_("coaches, by their share of full time today"),
    note=_("Yardstick of IPS: 20 at most."),
    people=True,
    dimensions=(Dimension.COACH,),
)
def load_per_coach(scope: Scope) -> Measure:
    coaches = User.objects.active().with_role("coach")
    if scope.coach:
        coaches = User.objects.filter(pk=scope.coach)
    percent = coaches.aggregate(percent=Sum("work_percent"))["percent"] or 0
    top = counted(scope)["coached"]
    rows = active_on(scope).filter(coach__isnull=False)
    full = Cell(round(percent / FULL_TIME, 1), top.people)
    return Measure(top, full, rows=rows)


@metric(
    code="Q6",
    title=_("Contacts where the employer is"),
    unit=Unit.CONTACTS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those face to face at a workplace, support visits included"),
    denominator=_("contacts with employers done in the period"),
    note=_(
        "Yardstick of IPS: 65 per cent of the time outside the office (to be"
        " confirmed). Contacts are counted here: their hours are seldom recorded."
    ),
)
def in_the_field(scope: Scope) -> Measure:
    visits = Q(face_to_face=True, kind__in=Visit.IN_PERSON)
    return _share(done_in(scope), visits)


@metric(
    code="Q7",
    title=_("Paid work of all placements"),
    unit=Unit.PLACEMENTS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those in paid work"),
    denominator=_("placements that began in the period"),
    people=True,
)
def competitive(scope: Scope) -> Measure:
    rows = scope.placements().filter(started_on__range=scope.days)
    return _share(rows, ~Q(kind=rows.model.Kind.OPEN_ACTIVITY), "candidate")


@metric(
    code="Q8",
    title=_("Benefits talked through before the first day"),
    unit=Unit.PLACEMENTS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_(
        "of them those whose benefit counselling was on the first day at the latest,"
        " or who did not want it"
    ),
    denominator=_("paid placements that began in the period"),
    people=True,
)
def counselled(scope: Scope) -> Measure:
    rows = scope.placements().paid().filter(started_on__range=scope.days)
    good = Q(counselled_on__lte=F("started_on")) | Q(counselling_declined=True)
    return _share(rows, good, "candidate")


@metric(
    code="Q9",
    title=_("Presented with consent"),
    unit=Unit.MATCHES,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those with a consent of what may be told of the candidate"),
    denominator=_("matches presented to an employer in the period"),
    people=True,
)
def disclosed(scope: Scope) -> Measure:
    matches = Match.objects.visible_to(scope.user)
    rows = scope.narrow(matches, "presented_on")
    rows = rows.filter(presented_on__range=scope.days)
    return _share(rows, Q(consent__isnull=False), "candidate", "presented_on")
