"""The life of one synthetic employer: its contacts and where they led."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from employers.models import Employer, Visit

if TYPE_CHECKING:
    from employers.bench_jobs import JobLife

State = Employer.State
#: Kinds of contact, as often as they come.
KINDS = ("cold", "call", "call", "meeting", "meeting", "email", "support")
#: Outcomes that neither end the matter nor need anything beside.
OUTCOMES = (
    Visit.Outcome.INTERESTED,
    Visit.Outcome.MEETING,
    Visit.Outcome.KEEPING_TOUCH,
)
#: Share of contacts that were planned before: they have two moves.
PLANNED_BEFORE = 0.65
#: Share of relationships that are over.
OVER = 0.25


@dataclass(frozen=True)
class Move:
    """One move of a record."""

    name: str
    source: str
    target: str
    on: date
    by: int | None
    reason: str = ""


def put(record: Any, state: str, on: date) -> None:
    """Put a record into a state past its verbs: nobody lived these days."""
    vars(record).update(state=state, state_since=on)


@dataclass
class Life:
    """An employer, its contacts, its moves, and the tailored job that came of them."""

    employer: Employer
    dice: Random
    today: date
    visits: list[Visit] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    job: "JobLife | None" = None

    def live(self, days: Sequence[date]) -> None:
        """Have the contacts of these days, in order, and come as far as they led."""
        self._move("begin", State.LEAD, (days[0] if days else self.today) - _days(3))
        missed = min(len(days) - 1, self.dice.choice((0, 0, 0, 1, 1, 2)))
        self.visits = [self._visit(day, n < missed) for n, day in enumerate(days)]
        if not days:
            return
        self.employer.contacted_on = days[missed]
        self.employer.last_contact_on = days[-1]
        self.employer.attempts = max(0, missed)
        self._move("contact", State.CONTACTED, days[missed])
        self._deepen(days[missed])
        self._end(days[-1])

    def _deepen(self, contacted: date) -> None:
        depth = self.dice.choices((1, 2, 3), (45, 32, 23))[0]
        engaged = contacted + _days(self.dice.randint(0, 150))
        if depth == 1 or engaged > self.today:
            return
        self.employer.engaged_on = engaged
        self._move("engage", State.ENGAGED, engaged)
        partner = engaged + _days(self.dice.randint(10, 300))
        if depth > 2 and partner <= self.today:  # noqa: PLR2004 - the third step
            self.employer.partner_on = partner
            self._move("become_partner", State.PARTNER, partner)

    def _end(self, last: date) -> None:
        """Lay some to rest; some of those that never became partners said no."""
        over = max(last, self.employer.state_since) + _days(200)
        if over > self.today or self.dice.random() > OVER:
            return
        if self.employer.state != State.PARTNER and self.dice.random() < OVER * 2:
            self.employer.refusal = self.dice.choice(Employer.Refusal.values)
            self._move("decline", State.DECLINED, over, self.employer.refusal)
        else:
            self._move("rest", State.DORMANT, over)

    def _move(self, name: str, to: str, on: date, reason: str = "") -> None:
        employer = self.employer
        source = employer.state if self.moves else ""
        by = employer.coach_id
        self.moves.append(Move(name, source, to, on, by, reason))
        put(employer, to, on)

    def _visit(self, day: date, missed: bool) -> Visit:  # noqa: FBT001 - one of two
        kind, done = self.dice.choice(KINDS), Visit.State.DONE
        return Visit(
            employer=self.employer,
            coach_id=self.employer.coach_id or 0,
            kind=kind,
            on=day,
            state=Visit.State.NOT_REACHED if missed else done,
            state_since=day,
            outcome="" if missed else self.dice.choice(OUTCOMES),
            missed=Visit.Missed.CLOSED if missed else "",
            face_to_face=kind in Visit.IN_PERSON,
            decision_maker=self.dice.random() < 1 / 3,
            minutes=15,
            note="Synteettinen muistiinpano.",
        )

    def visit_moves(self) -> Iterator[tuple[Visit, Move]]:
        """Return the moves of the contacts: one or two each."""
        for visit in self.visits:
            yield from ((visit, move) for move in self._moves_of(visit))

    def _moves_of(self, visit: Visit) -> Iterable[Move]:
        by, planned = visit.coach_id, Visit.State.PLANNED
        source = ""
        if self.dice.random() < PLANNED_BEFORE:
            source = planned
            yield Move("begin", "", planned, visit.on - _days(5), by)
        name = "complete" if visit.state == Visit.State.DONE else "miss"
        yield Move(name, source, visit.state, visit.on, by)


def _days(count: int) -> timedelta:
    return timedelta(days=count)
