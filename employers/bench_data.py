"""A big, valid, evidently synthetic data set: ten years with employers, in bulk.

Every employer has a life: contacts in the order of their days, the state that they
led to, the log of its moves, and with some a tailored job on its way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import batched
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from crm.bench import BENCH_MAIL
from crm.models import FollowUp, Municipality, TransitionLog, User
from crm.search import searchable
from employers.bench_jobs import JobLife
from employers.bench_lives import Life, Move
from employers.models import (
    ContactPerson,
    Employer,
    JobVersion,
    TailoredJob,
    Visit,
    Workplace,
)
from employers.names import name_key

WORDS = (
    *("Leipomo", "Pesula", "Puutarha", "Varasto", "Kahvila", "Ravintola", "Hotelli"),
    *("Kauppa", "Pakkaamo", "Tehdas", "Huolto", "Keittiö", "Åbo", "Öljy", "Äänitys"),
    *("Kirjasto", "Kukka", "Rauta", "Paperi", "Taimisto"),
)
SECOND = (
    *("Esimerkki", "Malli", "Näyte", "Kuvitelma", "Testi", "Harjoitus", "Kokeilu"),
    *("Demo", "Luonnos", "Keksitty"),
)
#: Employers whose rows are written in one transaction.
BATCH = 2_000
#: Employers for each coach, but never fewer coaches than ten.
OF_A_COACH, FEWEST_COACHES = 1_000, 10
#: When moves are written.
NOON = time(12)
#: Share of living relationships with a planned step.
PLANNED = 0.8
#: Days over which contacts lie.
DAYS = 3_650


def bench_people(employers: int = 0) -> tuple[list[User], User]:
    """Return the coaches that so many employers need, and a manager; made once."""
    known = list(User.objects.filter(email__endswith=BENCH_MAIL).order_by("pk"))
    if known:
        return known[1:], known[0]
    people = []
    for index in range(1 + max(FEWEST_COACHES, employers // OF_A_COACH)):
        user = User.objects.create_user(
            f"bench{index}{BENCH_MAIL}", first_name=f"Niina {index}", last_name="Näyte"
        )
        role = "coach" if index else "manager"
        user.groups.add(Group.objects.get(name=role))
        people.append(user)
    return people[1:], people[0]


def load(employers: int, visits: int) -> Iterable[int]:
    """Write so many employers and contacts; yield how many employers are written.

    Does nothing when employers are there already.
    """
    if Employer.objects.exists():
        return
    coaches, _manager = bench_people(employers)
    dice = Random(employers)  # noqa: S311 - a benchmark, not a secret
    weights = [dice.choice((0, 1, 1, 2, 2, 3)) for _number in range(employers)]
    shares = Counter(dice.choices(range(employers), weights, k=visits))
    writer = Writer(coaches, dice)
    for numbers in batched(range(employers), BATCH, strict=False):
        with own_times():
            writer.write([writer.life(number, shares[number]) for number in numbers])
        yield numbers[-1] + 1
    reset_sequences(TailoredJob, JobVersion)
    analyze()


def analyze() -> None:
    """Let the database look at what it holds, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reset_sequences(*changed: type[models.Model]) -> None:
    """Let keys go on after those that were given by hand."""
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), changed):
            cursor.execute(line)


def next_key(model: Any) -> int:
    """Return the first key that is free."""
    return (model.objects.aggregate(key=models.Max("pk"))["key"] or 0) + 1


def bulk(rows: Iterable[models.Model]) -> None:
    """Write rows of one model, whichever it is."""
    listed = list(rows)
    if listed:
        manager: Any = type(listed[0])._default_manager
        manager.bulk_create(listed, batch_size=BATCH)


def logged(model: Any, moves: Iterable[tuple[Any, "Move"]]) -> Iterable[TransitionLog]:
    """Return the log entries of moves of records of one model."""
    kind = ContentType.objects.get_for_model(model)
    for record, move in moves:
        yield TransitionLog(
            on=move.on,
            at=datetime.combine(move.on, NOON, UTC),
            by_id=move.by,
            content_type=kind,
            object_id=record.pk,
            name=move.name,
            source=move.source,
            target=move.target,
            reason=move.reason,
        )


@contextmanager
def own_times() -> Iterator[None]:
    """Let moves be written at their own time; else all would be of this minute."""
    at = TransitionLog._meta.get_field("at")
    at.auto_now_add = False
    try:
        yield
    finally:
        at.auto_now_add = True


class Writer:
    """Thinks out lives and writes them, some thousands at a time."""

    def __init__(self, coaches: Sequence[User], dice: Random) -> None:
        self.coaches = [coach.pk for coach in coaches]
        self.dice = dice
        self.today = timezone.localdate()
        self.places = list(Municipality.objects.order_by("pk"))

    def life(self, number: int, contacts: int) -> Life:
        """Return the life of one employer with so many contacts."""
        life = Life(self._employer(number), self.dice, self.today)
        life.live(self._days(contacts))
        if life.employer.engaged_on and self.dice.random() < JobLife.SHARE:
            life.job = JobLife(life.employer, self.dice, self.today)
        self._plan(life.employer)
        return life

    def _days(self, count: int) -> list[date]:
        span = self.dice.randint(20, DAYS)
        ago = sorted((self.dice.randint(1, span) for _n in range(count)), reverse=True)
        return [self.today - timedelta(days=days) for days in ago]

    def _employer(self, number: int) -> Employer:
        dice, place = self.dice, self.dice.choice(self.places)
        name = f"{dice.choice(WORDS)} {dice.choice(SECOND)} {number} Oy"
        return Employer(
            name=name,
            name_key=name_key(name),
            search_text=searchable([name, place.name_fi, place.name_sv, "Erkki"]),
            no_business_id_reason="Synthetic",
            trade=name.split(maxsplit=1)[0],
            industry_scheme="TOL2025",
            industry_code=dice.choice(["10", "47", "56", "81", "96"]),
            industry_section=dice.choice("CGIOT"),
            municipality=place,
            coach_id=dice.choice(self.coaches),
            demo=True,
        )

    def _plan(self, employer: Employer) -> None:
        """Plan a step with most of the living."""
        if employer.state in Employer.LIVING and self.dice.random() < PLANNED:
            employer.next_step = "Soita"
            days = self.dice.randint(-3, 40)
            employer.next_step_on = self.today + timedelta(days=days)

    @transaction.atomic
    def write(self, lives: Sequence[Life]) -> None:
        """Write employers and all that hangs on them."""
        employers = [life.employer for life in lives]
        bulk(employers)
        bulk(Workplace(employer=e, municipality=e.municipality) for e in employers)
        bulk(
            ContactPerson(employer=e, name="Erkki Esimerkki", phone="+358400000101")
            for e in employers
        )
        bulk(_step(e, e.next_step_on) for e in employers if e.next_step_on)
        bulk(logged(Employer, ((x.employer, move) for x in lives for move in x.moves)))
        self._write_visits(lives)
        self._write_jobs([life.job for life in lives if life.job])

    def _write_visits(self, lives: Sequence[Life]) -> None:
        bulk(visit for life in lives for visit in life.visits)
        moves = ((v, move) for life in lives for v, move in life.visit_moves())
        bulk(logged(Visit, moves))

    def _write_jobs(self, lives: Sequence[JobLife]) -> None:
        """Write jobs and agreed versions; they name each other, so keys are ours."""
        keys, versions = next_key(TailoredJob), next_key(JobVersion)
        for number, life in enumerate(lives):
            life.number(keys + number, versions + number)
        bulk(life.job for life in lives)
        bulk(life.version for life in lives if life.version)
        moves = ((life.job, move) for life in lives for move in life.moves)
        bulk(logged(TailoredJob, moves))


def _step(employer: Employer, day: date) -> FollowUp:
    return FollowUp(
        content_type=ContentType.objects.get_for_model(Employer),
        object_id=employer.pk,
        text="Soita",
        kind=FollowUp.Kind.CALL,
        due_on=day,
        assignee_id=employer.coach_id or 0,
        created_by_id=employer.coach_id,
    )
