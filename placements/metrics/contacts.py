"""Work with employers: M1 to M7, M18 and M19 of domain.md 5.2."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, DurationField, Exists, F, OuterRef, Q, Sum
from django.db.models import ExpressionWrapper as Wrapped
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.models.users import FULL_TIME
from crm.workdays import is_workday
from employers.models import Employer, Need, TailoredJob, Visit
from placements.metrics.counting import count_of, counts_of, spread_of
from placements.metrics.definitions import (
    Dimension,
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.periods import ONE_DAY
from placements.metrics.scope import Scope
from placements.metrics.suppression import Cell

#: Days within which a first contact should lead to a dialogue.
TO_DIALOGUE = 90
#: Days within which a dialogue should lead to an agreed job.
TO_AGREED = 180
#: A week counts as worked from so many working days on.
WORKED_DAYS = 3
#: IPS-25: face-to-face contacts with employers a week (domain.md 3.2).
YARDSTICK = 6
#: What makes a relationship of quality (M19).
QUALITY_CONTACTS, QUALITY_DAYS = 3, 180
DAYS_OF_MONTH = 30.44


def done_in(scope: Scope) -> Any:
    """Return the contacts done in the period."""
    return scope.visits().done().filter(on__range=scope.days)


def first_contacts(scope: Scope) -> Any:
    """Return each employer's first ever done contact, if it was in the period."""
    earlier = Visit.objects.done().filter(employer=OuterRef("employer"))
    before = Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk"))
    return done_in(scope).filter(~Exists(earlier.filter(before)))


@metric(
    code="M1",
    title=_("New employers contacted"),
    unit=Unit.EMPLOYERS,
    view=View.EVENTS,
    numerator=_("employers whose first ever done contact was in the period"),
)
def new_employers(scope: Scope) -> Measure:
    rows = first_contacts(scope)
    return Measure(count_of(rows), rows=rows, groups=Groups(rows))


@metric(
    code="M2",
    title=_("Contacts done"),
    unit=Unit.CONTACTS,
    view=View.EVENTS,
    numerator=_("contacts done; those not reached are told beside"),
)
def contacts_done(scope: Scope) -> Measure:
    found = counted(scope)
    missed = Part("missed", Visit.State.NOT_REACHED.label, found["missed"])
    rows = done_in(scope)
    return Measure(found["done"], beside=(missed,), rows=rows, groups=Groups(rows))


def counted(scope: Scope) -> dict[str, Cell]:
    """Return what all contacts of the period came to, counted once."""
    state = Visit.State
    done = Q(state=state.DONE)
    found: dict[str, Cell] = scope.once(
        "contacts",
        lambda: counts_of(
            scope.visits().filter(
                on__range=scope.days, state__in=[state.DONE, state.NOT_REACHED]
            ),
            done=done,
            decided=done & Q(decision_maker=True),
            missed=Q(state=state.NOT_REACHED),
        ),
    )
    return found


def face_to_face(scope: Scope) -> Any:
    """Return the contacts that the yardstick of IPS counts."""
    kept = done_in(scope).filter(face_to_face=True)
    return kept.exclude(kind=Visit.Kind.SUPPORT)


@metric(
    code="M3",
    title=_("Face-to-face contacts per coach and week"),
    unit=Unit.CONTACTS,
    view=View.EVENTS,
    form=Form.MEAN,
    numerator=_("done face-to-face contacts with employers, support visits excluded"),
    denominator=_(
        "weeks worked, by the share of full time: at least three working days without"
        " absence"
    ),
    note=_(
        "Two visits to one employer are two. Yardstick of IPS: 6 a week (to be"
        " confirmed). The share of full time is today's: earlier ones are not kept."
    ),
    version=2,
    dimensions=(Dimension.COACH,),
)
def contacts_a_week(scope: Scope) -> Measure:
    rows = face_to_face(scope)
    made = dict(rows.values_list("coach").annotate(contacts=Count("pk")))
    people = coaches_of(scope, made)
    parts = tuple(
        Part(
            str(person.pk),
            str(person),
            Cell(made.get(person.pk, 0)),
            Cell(full_weeks(person, scope.period.first, scope.until)),
        )
        for person in people
    )
    weeks = round(sum(part.base.count for part in parts if part.base), 1)
    contacts = sum(part.top.count for part in parts)
    return Measure(
        Cell(contacts),
        Cell(weeks),
        parts=tuple(part for part in parts if _may_see(scope.user, part.key)),
        rows=rows,
        of_part=lambda key: rows.filter(coach=int(key)),
    )


def _may_see(user: User, key: str) -> bool:
    """Whether one coach's number is for the user: the own, or that of a team led."""
    return user.has_perm("crm.view_team") or key == str(user.pk)


def coaches_of(scope: Scope, made: Iterable[int]) -> list[User]:
    """Return the coaches who work here, and whoever else made contacts."""
    if scope.coach:
        return list(User.objects.filter(pk=scope.coach))
    coaches = Q(is_active=True, groups__name="coach") | Q(pk__in=list(made))
    found = User.objects.filter(coaches).distinct()
    return list(found.order_by("first_name", "last_name", "pk"))


def full_weeks(person: User, first: date, last: date) -> float:
    """Return the weeks worked as weeks of full time."""
    weeks = weeks_worked(person, first, last)
    return round(weeks * person.work_percent / FULL_TIME, 1)


def weeks_worked(person: User, first: date, last: date) -> int:
    """Count the ISO weeks in which the person worked at least three days.

    Only the latest absence is recorded, so earlier ones count as worked.
    """
    weeks = Counter(workdays_by_week(first, last))
    if person.away_from:
        for day in days_of(first, last):
            if is_workday(day) and person.is_away(day):
                weeks[week_of(day)] -= 1
    return sum(days >= WORKED_DAYS for days in weeks.values())


@lru_cache(maxsize=64)
def workdays_by_week(first: date, last: date) -> Mapping[tuple[int, int], int]:
    """Return how many working days each ISO week has within the days."""
    return Counter(week_of(day) for day in days_of(first, last) if is_workday(day))


def days_of(first: date, last: date) -> Iterable[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))


def week_of(day: date) -> tuple[int, int]:
    year, week, _weekday = day.isocalendar()
    return year, week


@metric(
    code="M4",
    title=_("Support visits per placement and month"),
    unit=Unit.CONTACTS,
    view=View.EVENTS,
    form=Form.MEAN,
    numerator=_("support visits done"),
    denominator=_("months of placements that were under way"),
    note=_("A support visit is recorded to the employer, not to a placement."),
    people=True,
    dimensions=(Dimension.MUNICIPALITY, Dimension.COACH),
)
def support_visits(scope: Scope) -> Measure:
    rows = done_in(scope).filter(kind=Visit.Kind.SUPPORT)
    if not scope.sees_everybody:
        rows = rows.filter(coach=scope.user)
    going = scope.placements().filter(started_on__lte=scope.until)
    going = going.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=scope.period.first))
    first = Greatest("started_on", scope.period.first)
    last = Least(Coalesce("ended_on", scope.until), scope.until)
    found = going.aggregate(
        time=Sum(Wrapped(last - first, output_field=DurationField())),
        people=Count("candidate", distinct=True),
    )
    days = (found["time"] or timedelta()).days
    months = Cell(round(days / DAYS_OF_MONTH), found["people"])
    return Measure(count_of(rows), months, rows=rows)


@metric(
    code="M5",
    title=_("Attempts until an employer was reached"),
    unit=Unit.CONTACTS,
    view=View.EVENTS,
    form=Form.MEAN,
    numerator=_("attempts, the one that succeeded included"),
    denominator=_("employers whose first ever done contact was in the period"),
    note=_("Beside the mean: the median and what nine of ten do not exceed."),
)
def attempts(scope: Scope) -> Measure:
    missed = Q(
        employer__visits__state=Visit.State.NOT_REACHED,
        employer__visits__on__lte=F("on"),
    )
    rows = first_contacts(scope)
    tried = rows.annotate(tries=Count("employer__visits", filter=missed))
    values: dict[int, int] = {}
    for tries in tried.values_list("tries", flat=True):
        values[tries + 1] = values.get(tries + 1, 0) + 1
    all_tries = sum(tries * count for tries, count in values.items())
    spread = spread_of(values, 0.9)
    return Measure(
        Cell(all_tries), Cell(spread.count), spread=spread, upper=0.9, rows=rows
    )


@metric(
    code="M6",
    title=_("First contact to dialogue"),
    unit=Unit.EMPLOYERS,
    view=View.COHORT,
    form=Form.SHARE,
    numerator=_("of them those in dialogue within 90 days"),
    denominator=_("employers whose first ever done contact was in the period"),
    followed=TO_DIALOGUE,
)
def to_dialogue(scope: Scope) -> Measure:
    rows = first_contacts(scope)
    within = timedelta(days=TO_DIALOGUE)
    followed = Q(on__lte=scope.today - within)
    reached = followed & Q(employer__engaged_on__lte=F("on") + within)
    found = counts_of(rows, reached=reached, followed=followed, coming=~followed)
    return Measure(
        found["reached"],
        found["followed"],
        beside=_coming(found["coming"]),
        rows=rows.filter(reached),
        groups=Groups(rows.filter(reached), rows.filter(followed)),
    )


def _coming(cell: Cell) -> tuple[Part, ...]:
    """Return how many are not followed long enough to count."""
    return (Part("coming", _("not followed long enough yet"), cell),)


@metric(
    code="M7",
    title=_("Dialogue to an agreed tailored job"),
    unit=Unit.EMPLOYERS,
    view=View.COHORT,
    form=Form.SHARE,
    numerator=_("of them those with a tailored job agreed within 180 days"),
    denominator=_("employers that entered the dialogue in the period"),
    followed=TO_AGREED,
)
def to_agreed(scope: Scope) -> Measure:
    within = timedelta(days=TO_AGREED)
    jobs = TailoredJob.objects.filter(
        employer=OuterRef("pk"), agreed_on__lte=OuterRef("engaged_on") + within
    )
    rows = scope.employers().filter(engaged_on__range=scope.days)
    rows = rows.alias(agreed=Exists(jobs))
    followed = Q(engaged_on__lte=scope.today - within)
    reached = followed & Q(agreed=True)
    found = counts_of(rows, reached=reached, followed=followed, coming=~followed)
    return Measure(
        found["reached"],
        found["followed"],
        beside=_coming(found["coming"]),
        rows=rows.filter(reached),
        groups=Groups(rows.filter(reached), rows.filter(followed)),
    )


@metric(
    code="M18",
    title=_("Contacts with those who decide"),
    unit=Unit.CONTACTS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those in which a decision maker took part"),
    denominator=_("contacts done"),
)
def with_deciders(scope: Scope) -> Measure:
    rows = done_in(scope)
    found = counted(scope)
    behind = rows.filter(decision_maker=True)
    groups = Groups(behind, rows)
    return Measure(found["decided"], found["done"], rows=behind, groups=groups)


@metric(
    code="M19",
    title=_("Relationships of quality"),
    unit=Unit.EMPLOYERS,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_(
        "of them those met at least three times in person within 180 days and with"
        " a need written down"
    ),
    denominator=_("employers that are in dialogue or partners today"),
)
def quality(scope: Scope) -> Measure:
    since = scope.today - timedelta(days=QUALITY_DAYS)
    met = Visit.objects.done().filter(
        face_to_face=True, on__gt=since, on__lte=scope.today
    )
    often = met.order_by().values("employer").annotate(times=Count("pk"))
    often = often.filter(times__gte=QUALITY_CONTACTS)
    needs = Need.objects.filter(job__employer=OuterRef("pk"))
    state = Employer.State
    rows = scope.employers().filter(state__in=[state.ENGAGED, state.PARTNER])
    good = Q(pk__in=often.values("employer")) & Q(Exists(needs))
    found = counts_of(rows, good=good, all=None)
    behind = rows.filter(good)
    return Measure(
        found["good"], found["all"], rows=behind, groups=Groups(behind, rows)
    )
