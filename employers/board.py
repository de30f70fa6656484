"""What the board of tailored jobs shows: lanes of cards, their ages, their moves."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.lifecycle import targets
from crm.templatetags.crm import near_day
from employers.filters_jobs import JobFilter
from employers.models import TailoredJob
from employers.week import minutes_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

State = TailoredJob.State
#: So many cards of a lane are shown at a time.
CARDS = 15
#: No lane is opened farther than this.
MOST = 3_000
#: The lanes that are folded away, and those before an agreement.
ASIDE = (State.ON_HOLD, State.WITHDRAWN, State.CLOSED)
ICONS = {"hold": "snooze", "withdraw": "x", "close": "x"}
#: What a card is drawn from.
FIELDS = (
    "title",
    "state",
    "state_since",
    "held_from",
    "week_minutes",
    "next_step",
    "next_step_on",
    "employer__name",
    "employer__state",
    "coach__first_name",
    "coach__last_name",
    "coach__email",
)


def in_days(days: int) -> str:
    """Write how long: "today", "3 days"."""
    if days <= 0:
        return _("today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


# --- The moves of a state ---------------------------------------------------


@dataclass(frozen=True)
class Move:
    """A move out of a state, as the menu of each card there offers it."""

    name: str
    label: "StrOrPromise"
    icon: str
    #: The state it leads to; "" when only the card knows.
    target: str


def moves_from(state: str, user: Any) -> list[Move]:
    """Return the moves out of a state that the user may ask for.

    An agreement follows from both acceptances, so it is those that are recorded.
    """
    job = TailoredJob(state=state)
    moves = [
        move
        for move in job.get_all_state_transitions()
        if move.source == state and move.has_perm(job, user)
    ]
    offered = [
        Move(
            move.name,
            move.custom["label"],
            ICONS.get(move.name, "arrow"),
            "" if "returns_to" in move.custom else targets(move)[0],
        )
        for move in moves
        if move.custom.get("offered", True)
    ]
    if any(move.name == "agree" for move in moves):
        offered.insert(0, Move("", _("Record an acceptance"), "check", State.AGREED))
    return offered


@dataclass(frozen=True)
class Link:
    """A move of one card: where it is asked for, and the lane it leads to."""

    move: Move
    url: str
    target: str


# --- Cards and lanes --------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One job on the board."""

    job: Any
    lane: "Lane"

    @property
    def meta(self) -> str:
        """Say how much work it is and what comes next."""
        return " · ".join(filter(None, [self.hours, self.step]))

    @property
    def hours(self) -> str:
        minutes = self.job.week_minutes
        time = minutes_text(minutes)
        return _("%(time)s a week") % {"time": time} if minutes else ""

    @property
    def step(self) -> str:
        job = self.job
        if job.next_step_on is None:
            return "" if job.state in ASIDE else _("no next step")
        return f"{near_day(job.next_step_on)}: {job.next_step}"

    @property
    def age(self) -> str:
        return in_days(self.job.days_in_state)

    @property
    def links(self) -> list[Link]:
        """Return where each move of the lane is asked for of this job."""
        return [
            Link(move, self._url(move) + self.lane.back, move.target or self._back)
            for move in self.lane.moves
        ]

    @property
    def _back(self) -> str:
        return str(self.job.held_from)

    def _url(self, move: Move) -> str:
        if not move.name:
            return reverse("employers:job-accept", args=[self.job.pk])
        return reverse("employers:job-transition", args=[self.job.pk, move.name])


@dataclass
class Lane:
    """One state's jobs: how many, how old, the first of them, what they can do."""

    state: Any
    moves: list[Move]
    #: The query that brings a move's page back to this board.
    back: str = ""
    #: Where more of them are shown.
    more_url: str = ""
    #: How many cards are shown, those that were there before included.
    last: int = CARDS
    #: Days in the state → how many jobs.
    ages: dict[int, int] = field(default_factory=dict)
    stuck: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"lane-{self.state}"

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def count(self) -> int:
        return sum(self.ages.values())

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(self.count - self.last, 0)

    @property
    def is_to_come(self) -> bool:
        """Whether it lies before an agreement."""
        return self.state in TailoredJob.BEFORE_AGREED

    @property
    def median(self) -> str:
        """Say how long its jobs have typically been here."""
        if not self.ages or self.state in ASIDE[1:]:
            return ""
        return in_days(median(self.ages))


def median(counts: dict[int, int]) -> int:
    """Return the middle of the values, of two the larger."""
    half = sum(counts.values()) // 2
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen > half:
            return value
    return 0


class Board:
    """The lanes as the filter leaves them, in a constant number of queries."""

    def __init__(self, filters: JobFilter, path: str) -> None:
        self.filters = filters
        self.path = path
        self.user = filters.user
        self.opened, self.after = self._opened()

    def _opened(self) -> tuple[str, int]:
        """Read which lane is asked to show more, and after how many cards."""
        after = self.filters.data.get("after", "")
        number = int(after) if after.isdecimal() and len(after) < len("99999") else 0
        state = self.filters.data.get("lane", "")
        return (state, min(number, MOST)) if state in State.values else ("", 0)

    @property
    def states(self) -> tuple[Any, ...]:
        return ASIDE if self.filters.shows_aside else TailoredJob.PATH

    @cached_property
    def lanes(self) -> list[Lane]:
        lanes = {state: self._lane(state) for state in self.states}
        self._tally(lanes)
        for job in self._firsts(lanes):
            lane = lanes[State(job.state)]
            lane.cards.append(Card(job, lane))
        return list(lanes.values())

    @cached_property
    def more(self) -> Lane:
        """Return the lane that shows more, with only the cards that come next."""
        lane = self._lane(State(self.opened))
        self._tally({lane.state: lane})
        rows = self._cards().filter(state=lane.state)
        lane.cards = [Card(job, lane) for job in rows[self.after : lane.last]]
        return lane

    def _lane(self, state: Any) -> Lane:
        last = CARDS + (self.after if state == self.opened else 0)
        back = f"?{urlencode({'next': self.address})}"
        more = self.filters.address(lane=str(state), after=str(last))
        moves = moves_from(state, self.user)
        return Lane(state, moves, back, self.path + more, last)

    def _tally(self, lanes: dict[Any, Lane]) -> None:
        today = timezone.localdate()
        rows = (
            self._jobs()
            .filter(state__in=list(lanes))
            .order_by()
            .values_list("state", "state_since")
            .annotate(jobs=Count("pk"), knots=Count("pk", filter=Q(is_stuck=True)))
        )
        for state, since, count, stuck in rows:
            lane = lanes[State(state)]
            lane.ages[(today - since).days] = count
            lane.stuck += stuck

    def _jobs(self) -> "QuerySet[Any]":
        stuck = TailoredJob.objects.stuck().filter(pk=OuterRef("pk"))
        jobs: QuerySet[Any] = self.filters.qs.annotate(is_stuck=Exists(stuck))
        return jobs

    def _cards(self) -> "QuerySet[Any]":
        """Return jobs with what a card shows: the stuck first, then the oldest."""
        rows = self._jobs().select_related("employer", "coach").only(*FIELDS)
        return rows.order_by("-is_stuck", "state_since", "pk")

    def _firsts(self, lanes: dict[Any, Lane]) -> "Iterable[Any]":
        rank = Window(
            RowNumber(),
            partition_by=[F("state")],
            order_by=[F("is_stuck").desc(), F("state_since").asc(), F("pk").asc()],
        )
        rows = self._cards().filter(state__in=list(lanes)).annotate(rank=rank)
        if self.opened not in lanes:
            return [*rows.filter(rank__lte=CARDS)]
        opened = self._cards().filter(state=self.opened)
        others = rows.exclude(state=self.opened).filter(rank__lte=CARDS)
        return [*others, *opened[: lanes[State(self.opened)].last]]

    # --- What stands around the lanes ---------------------------------------

    @property
    def address(self) -> str:
        return self.path + self.filters.address()

    @property
    def count(self) -> int:
        return sum(lane.count for lane in self.lanes)

    @property
    def stuck(self) -> int:
        return sum(lane.stuck for lane in self.lanes)

    @cached_property
    def has_any(self) -> bool:
        """Whether anybody has a job at all."""
        return bool(self.count) or self.filters.queryset.exists()

    @property
    def stuck_url(self) -> str:
        return self.path + self.filters.address(stuck="yes")

    @property
    def chips(self) -> list[dict[str, Any]]:
        """Return the ways to look that everybody has: whose, and what is aside."""
        asked, aside = self.filters.scope, self.filters.shows_aside
        knots = "stuck" in self.filters.values
        ways = [
            (_("Mine"), asked == "me" and not aside, {"coach": "me"}),
            (_("Everybody's"), asked == "all" and not aside, {"coach": "all"}),
            (_("Only the stuck ones"), knots, {"stuck": "" if knots else "yes"}),
            (_("On hold and ended"), aside, {"aside": "" if aside else "yes"}),
        ]
        return [
            {"label": label, "current": now, "url": self._way(query)}
            for label, now, query in ways
        ]

    def _way(self, query: dict[str, str]) -> str:
        return self.path + self.filters.address(**({"aside": ""} | query))
