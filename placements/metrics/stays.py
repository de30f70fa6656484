"""How long records stand in their states: M15 of domain.md 5.2, lifecycle by lifecycle.

Stays that ended in the period are told apart from those that go on at its end; time on
hold, paused or at rest belongs to no state here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from employers.models import Employer, TailoredJob
from placements.metrics.counting import days_between, spread_of
from placements.metrics.definitions import (
    EVERY,
    Dimension,
    Form,
    Measure,
    Part,
    Spread,
    Unit,
    View,
    metric,
)
from placements.metrics.people import PERSONAL
from placements.metrics.scope import Scope, latest_moves, log_of, moves_of
from placements.metrics.suppression import Cell
from placements.models import Candidate, Match, Placement, SubsidyProcess, Trial

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The day that decides whose coach it was: since when it stands where it stands.
SINCE = "state_since"
#: What is put before a state's key for the stays that go on.
OPEN = "open-"


@dataclass(frozen=True)
class Path:
    """A lifecycle whose states are timed."""

    code: str
    title: "StrOrPromise"
    name: "StrOrPromise"
    #: The states in which something should go on, in order.
    states: tuple[Any, ...]
    rows: Callable[[Scope], Any]
    #: The path from a record to a person; "" when it is about none.
    person: str = ""
    dimensions: tuple[Dimension, ...] = EVERY


def _about(model: Any) -> Callable[[Scope], Any]:
    return lambda scope: scope.narrow(model.objects.visible_to(scope.user), SINCE)


PATHS = (
    Path(
        "M15",
        _("Time in each state: tailored jobs"),
        _("Tailored jobs"),
        TailoredJob.MOVING,
        lambda scope: scope.jobs(),
    ),
    Path(
        "M15b",
        _("Time in each state: employers"),
        _("Employers"),
        (Employer.State.LEAD, *Employer.LIVING),
        lambda scope: scope.employers(),
    ),
    Path(
        "M15c",
        _("Time in each state: candidates"),
        _("Candidates"),
        (Candidate.State.NEW, Candidate.State.AGREED, Candidate.State.ACTIVE),
        lambda scope: scope.candidates(),
        "pk",
        PERSONAL,
    ),
    Path(
        "M15d",
        _("Time in each state: matches"),
        _("Matches"),
        Match.LIVE,
        _about(Match),
        "candidate",
    ),
    Path(
        "M15e",
        _("Time in each state: trials"),
        _("Trials"),
        (*Trial.BEFORE, Trial.State.RUNNING, Trial.State.ASSESSMENT),
        _about(Trial),
        "candidate",
    ),
    Path(
        "M15f",
        _("Time in each state: placements"),
        _("Placements"),
        (Placement.State.AGREED, *Placement.WORKING),
        _about(Placement),
        "candidate",
    ),
    Path(
        "M15g",
        _("Time in each state: pay subsidies"),
        _("Pay subsidies"),
        (
            *SubsidyProcess.BEFORE,
            *SubsidyProcess.AWAITING,
            SubsidyProcess.State.GRANTED,
            SubsidyProcess.State.PAYING,
            SubsidyProcess.State.EXTENSION,
        ),
        _about(SubsidyProcess),
        "candidate",
    ),
)


@dataclass(frozen=True)
class Stay:
    """So many stays in a state, equally long; ``who`` is whose, of a person's."""

    state: str
    since: date
    until: date
    count: int = 1
    who: Any = None


def register(path: Path) -> None:
    """Define the number of one lifecycle."""
    metric(
        code=path.code,
        title=path.title,
        unit=Unit.MOVES,
        view=View.EVENTS,
        form=Form.DAYS,
        numerator=_("days from entering a state to leaving it"),
        denominator=_("stays in a state that ended in the period"),
        note=_(
            "Beside: the stays that go on at the end of the day and how old they are."
            " Time on hold, paused or at rest is not counted."
        ),
        people=bool(path.person),
        dimensions=path.dimensions,
        version=2,
    )(lambda scope: _measure(path, scope))


def _measure(path: Path, scope: Scope) -> Measure:
    rows = path.rows(scope)
    left = _left(path, scope, rows)
    stand = moves_of(rows, latest_moves(rows.model, scope.until))
    stand = stand.filter(target__in=path.states)
    who = dict(rows.values_list("pk", path.person)) if path.person else None
    ended = list(_ended(left, who))
    going = list(_going(stand, who, scope.until))

    def of_part(key: str) -> Any:
        state = key.removeprefix(OPEN)
        moves = left.filter(source=state)
        if key.startswith(OPEN):
            moves = stand.filter(target=state)
        return rows.filter(pk__in=moves.values("object_id"))

    return Measure(
        cell_of(ended, who),
        spread=spread(ended),
        parts=tuple(_part(state, state, ended, who) for state in path.states),
        going=tuple(_part(OPEN + state, state, going, who) for state in path.states),
        rows=rows.filter(pk__in=left.values("object_id")),
        of_part=of_part,
    )


def _left(path: Path, scope: Scope, rows: Any) -> Any:
    """Return the moves of the period that ended a stay, with its first day."""
    log = log_of(rows.model)
    entered = log.filter(object_id=OuterRef("object_id"), pk__lt=OuterRef("pk"))
    since = Subquery(entered.order_by("-pk").values("on")[:1])
    left = log.filter(on__range=scope.days, source__in=path.states)
    left = left.exclude(source=F("target"))
    return moves_of(rows, left).annotate(since=since)


def _ended(left: Any, who: dict[Any, Any] | None) -> Iterable[Stay]:
    columns = ("source", "since", "on")
    if who is None:
        for row in left.values_list(*columns).annotate(stays=Count("pk")):
            yield Stay(*row)
    else:
        for state, since, until, pk in left.values_list(*columns, "object_id"):
            yield Stay(state, since, until, 1, who[pk])


def _going(stand: Any, who: dict[Any, Any] | None, until: date) -> Iterable[Stay]:
    if who is None:
        for state, on, count in stand.values_list("target", "on").annotate(
            stays=Count("pk")
        ):
            yield Stay(state, on, until, count)
    else:
        for state, on, pk in stand.values_list("target", "on", "object_id"):
            yield Stay(state, on, until, 1, who[pk])


def _part(
    key: str, state: Any, stays: Iterable[Stay], who: dict[Any, Any] | None
) -> Part:
    own = [stay for stay in stays if stay.state == state]
    return Part(key, state.label, cell_of(own, who), spread=spread(own))


def cell_of(stays: Iterable[Stay], who: dict[Any, Any] | None) -> Cell:
    """Count the stays, and the persons behind them when they are about any."""
    known = list(stays)
    people = None if who is None else len({stay.who for stay in known})
    return Cell(sum(stay.count for stay in known), people)


def spread(stays: Iterable[Stay]) -> Spread:
    """Return the middle of how long they were; one without a first day is left out."""
    return spread_of(days_between((one.since, one.until, one.count) for one in stays))


for each in PATHS:
    register(each)
