"""Tailored jobs on their way: M8, M9 and M25 of domain.md 5.2."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.translation import gettext_lazy as _

from employers.models import Employer, TailoredJob
from placements.metrics.counting import days_between, split_of, spread_of, whole_of
from placements.metrics.definitions import (
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.scope import Scope, latest_moves, log_of, moves_of
from placements.metrics.suppression import Cell
from placements.models import Match

if TYPE_CHECKING:
    from crm.models import TransitionLog

State = TailoredJob.State
#: Days that a job is followed from its inventory on.
HORIZON = 365
HORIZON_TIME = timedelta(days=HORIZON)
#: The stages that the funnel counts, each with the date that it leaves.
STAGES = (
    (State.DRAFT, "drafted_on"),
    (State.WITH_EMPLOYER, "sent_on"),
    (State.AGREED, "agreed_on"),
    (State.CANDIDATE_PRESENTED, "presented_on"),
    (State.ON_TRIAL, "trial_on"),
    (State.FILLED, "filled_on"),
)
#: Stages that a job reaches only with a candidate behind it.
WITH_PERSON = (State.CANDIDATE_PRESENTED, State.ON_TRIAL, State.FILLED)


#: From a job to who was presented for it.
FILLED_BY = "matches__candidate"


def begun_in(scope: Scope) -> Any:
    """Return the jobs whose inventory began in the period, with ``begun``."""
    began = log_of(TailoredJob).filter(source="")
    first = began.filter(object_id=OuterRef("pk")).values("on")[:1]
    within = began.filter(on__range=scope.days).values("object_id")
    return scope.jobs().filter(pk__in=within).annotate(begun=Subquery(first))


def reached(position: int) -> Any:
    """Return whether a job reached the stage, or a later one, within the horizon.

    A job may skip a stage; then it passed it on the day it reached the next.
    """
    ends = ExpressionWrapper(
        F("begun") + timedelta(days=HORIZON), output_field=DateField()
    )
    found = Q()
    for _state, column in STAGES[position:]:
        found |= Q(**{f"{column}__lte": ends})
    return found


@metric(
    code="M8",
    title=_("Funnel of tailored jobs"),
    unit=Unit.JOBS,
    view=View.COHORT,
    form=Form.SHARE,
    numerator=_("of them those filled within 365 days; each stage on its own line"),
    denominator=_("tailored jobs whose inventory began in the period"),
    note=_(
        "The median is days from the stage before. A stage that was skipped counts"
        " as passed. Employers' withdrawals are told beside."
    ),
    followed=HORIZON,
    people=True,
)
def funnel(scope: Scope) -> Measure:
    rows = begun_in(scope)
    horizon = scope.today - timedelta(days=HORIZON)
    followed = rows.filter(begun__lte=horizon)
    every = ways_of(rows)
    ways = [way for way in every if way.begun <= horizon]
    begun = Cell(sum(way.jobs for way in ways))
    people = _people_told(followed)
    spreads = stage_spreads(ways)
    parts = [Part(State.INVENTORY, State.INVENTORY.label, begun)]
    parts += [
        Part(state, state.label, _stage_cell(place, ways, people), None, spreads[state])
        for place, (state, _column) in enumerate(STAGES)
    ]
    withdrawn = sum(way.jobs for way in ways if way.state == State.WITHDRAWN)
    coming = sum(way.jobs for way in every) - begun.count
    beside = (
        Part("withdrawn", State.WITHDRAWN.label, Cell(withdrawn)),
        Part("coming", _("not followed long enough yet"), Cell(coming)),
    )
    filled = followed.filter(reached(len(STAGES) - 1))
    return Measure(
        parts[-1].top,
        begun,
        parts=tuple(parts),
        beside=beside,
        rows=filled,
        shape="stages",
        groups=Groups(filled, followed, FILLED_BY, ""),
        of_part=lambda key: followed.filter(_stage_of(key)),
    )


def _stage_of(key: str) -> Any:
    """Return what a job of the stage has reached; everything for the first one."""
    places = [n for n, (state, _column) in enumerate(STAGES) if state == key]
    return reached(places[0]) if places else Q()


@dataclass(frozen=True)
class Way:
    """The dates of jobs that went alike: begun, then each stage; None if skipped."""

    dates: tuple[date | None, ...]
    state: str
    jobs: int

    def reaches(self, place: int) -> bool:
        """Whether they reached the stage, or a later one, within the horizon."""
        return any(self.in_time(day) for day in self.dates[place + 1 :])

    def in_time(self, day: date | None) -> bool:
        return day is not None and day <= self.begun + HORIZON_TIME

    @property
    def begun(self) -> date:
        return self.dates[0] or date.max


def ways_of(rows: Any) -> list[Way]:
    """Return how the jobs went, by one query."""
    columns = ["begun", *(column for _state, column in STAGES)]
    found = rows.values_list(*columns, "state").annotate(jobs=Count("pk"))
    return [Way(row[:-2], row[-2], row[-1]) for row in found]


def _people_told(rows: Any) -> dict[int, int]:
    """Return how many persons are behind each stage that has persons behind it."""
    told = rows.filter(matches__presented_on__isnull=False)
    asked = {
        str(place): Count("matches__candidate", filter=reached(place), distinct=True)
        for place, (state, _column) in enumerate(STAGES)
        if state in WITH_PERSON
    }
    return {int(place): count for place, count in told.aggregate(**asked).items()}


def _stage_cell(place: int, ways: Sequence[Way], people: Mapping[int, int]) -> Cell:
    """Return the stage; a job without a match still has one person behind it."""
    count = sum(way.jobs for way in ways if way.reaches(place))
    if place not in people:
        return Cell(count)
    return Cell(count, min(count, people[place] or count))


def stage_spreads(ways: Iterable[Way]) -> dict[str, Any]:
    """Return the days from the stage before to each stage."""
    spreads: dict[str, Any] = {}
    for place, (state, _column) in enumerate(STAGES):
        pairs = [
            (last_before(way.dates[: place + 1]), way.dates[place + 1], way.jobs)
            for way in ways
            if way.in_time(way.dates[place + 1])
        ]
        spreads[state] = spread_of(days_between(pairs))
    return spreads


def last_before(dates: tuple[date | None, ...]) -> date | None:
    """Return the date of the stage before: the last one that was not skipped."""
    return next((day for day in reversed(dates) if day), None)


@metric(
    code="M9",
    title=_("Tailored jobs by state"),
    unit=Unit.JOBS,
    view=View.SNAPSHOT,
    numerator=_("tailored jobs on their way at the end of the day"),
    note=_("Counted from the log of moves. The median is days in the state."),
)
def jobs_by_state(scope: Scope) -> Measure:
    moves = moves_of(scope.jobs(), latest_moves(TailoredJob, scope.until))
    rows = moves.values_list("target", "on").annotate(jobs=Count("pk"))
    ages: dict[str, list[tuple[date, date, int]]] = {}
    for state, since, count in rows:
        ages.setdefault(state, []).append((since, scope.until, count))
    parts = tuple(_standing(state, ages.get(state, [])) for state in TailoredJob.LIVE)
    living = moves.filter(target__in=TailoredJob.LIVE)
    behind = scope.jobs().filter(pk__in=living.values("object_id"))
    total = Cell(sum(part.top.count for part in parts))
    return Measure(
        total,
        parts=parts,
        rows=behind,
        groups=Groups(behind),
        of_part=lambda key: behind.filter(pk__in=_ids(moves.filter(target=key))),
    )


def _ids(moves: Any) -> Any:
    return moves.values("object_id")


def _standing(state: Any, ages: list[tuple[date, date, int]]) -> Part:
    spread = spread_of(days_between(ages))
    return Part(state, state.label, Cell(spread.count), None, spread)


def _refused(scope: Scope, rows: Any, target: str) -> "QuerySet[TransitionLog]":
    """Return the moves of the period to a state that somebody chose against us."""
    moves = log_of(rows.model).filter(target=target, on__range=scope.days)
    return moves_of(rows, moves)


@metric(
    code="M25",
    title=_("Why employers said no"),
    unit=Unit.EMPLOYERS,
    view=View.EVENTS,
    numerator=_("employers that said: not now, by reason"),
)
def refusals(scope: Scope) -> Measure:
    rows = scope.employers()
    moves = _refused(scope, rows, Employer.State.DECLINED)
    parts = split_of(moves, "reason", dict(Employer.Refusal.choices))
    return Measure(
        Cell(sum(p.top.count for p in parts)),
        parts=parts,
        rows=rows.filter(pk__in=_ids(moves)),
        groups=Groups(rows.filter(pk__in=_ids(moves))),
        of_part=lambda key: rows.filter(pk__in=_ids(moves.filter(reason=key))),
    )


@metric(
    code="M25b",
    title=_("Why employers withdrew from a tailored job"),
    unit=Unit.JOBS,
    view=View.EVENTS,
    numerator=_("tailored jobs from which the employer withdrew, by reason"),
)
def withdrawals(scope: Scope) -> Measure:
    rows = scope.jobs()
    moves = _refused(scope, rows, State.WITHDRAWN)
    parts = split_of(moves, "reason", dict(TailoredJob.Withdrawal.choices))
    return Measure(
        Cell(sum(p.top.count for p in parts)),
        parts=parts,
        rows=rows.filter(pk__in=_ids(moves)),
        groups=Groups(rows.filter(pk__in=_ids(moves))),
        of_part=lambda key: rows.filter(pk__in=_ids(moves.filter(reason=key))),
    )


@metric(
    code="M25c",
    title=_("Why candidates said no"),
    unit=Unit.MATCHES,
    view=View.EVENTS,
    numerator=_("matches that the candidate declined, by reason"),
    note=_("A no is a right. The benefit trap is counted of its own (SEED-42)."),
    people=True,
)
def candidates_no(scope: Scope) -> Measure:
    rows = scope.matches().filter(
        state=Match.State.DECLINED,
        declined_by=Match.Side.CANDIDATE,
        ended_on__range=scope.days,
    )
    reasons = dict(Match.Reason.choices)
    found, parts = whole_of(rows, "end_reason", reasons, "candidate")
    return Measure(
        found["all"],
        parts=parts,
        rows=rows,
        groups=Groups(rows, person="candidate"),
        of_part=lambda key: rows.filter(end_reason=key),
    )
