"""The people of the big synthetic data set, known by codes: ten years of a county.

Each coach has twenty candidates now and had forty before. Tailored jobs of the data
set that came so far get their matches, a trial and a placement.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import batched
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm.models import Municipality, User
from employers.bench_data import analyze, bench_people, bulk, load, logged, own_times
from employers.bench_lives import Move, put
from employers.models import TailoredJob
from placements.bench_work import Work
from placements.models import (
    Assignment,
    Attempt,
    Candidate,
    CodeSeries,
    Match,
    Matter,
    Officer,
    Official,
    Placement,
    SubsidyProcess,
    Trial,
    TrialType,
)

#: Candidates of one coach: now, and in the years before.
NOW, BEFORE = settings.CASELOAD_CAP, 2 * settings.CASELOAD_CAP
DAYS, BATCH = 3_650, 2_000
#: How many draws find a candidate who was here on the day.
DRAWS = 8
State = Candidate.State
#: Moves from the first day to the coaching, and days since the service was agreed.
WAY = (
    ("begin", "", State.NEW, -30),
    ("agree", State.NEW, State.AGREED, 0),
    ("activate", State.AGREED, State.ACTIVE, 14),
)


def load_all(employers: int, visits: int) -> Iterable[int]:
    """Write employers, contacts, jobs and people; yield how many employers are there.

    Writes nothing that is there already.
    """
    yield from load(employers, visits)
    if Candidate.objects.exists():
        return
    dice = Random(visits)  # noqa: S311 - a benchmark, not a secret
    coaches, _manager = bench_people(employers)
    people = People(coaches, dice)
    with own_times():
        people.write()
        write_work(people, dice)
    analyze()


def write_work(people: "People", dice: Random) -> None:
    """Write what became of the jobs that somebody was presented to."""
    kinds = list(TrialType.objects.filter(code__in=["avotyo", "tyokokeilu"]))
    came = TailoredJob.objects.filter(presented_on__isnull=False).order_by("pk")
    for jobs in batched(came.iterator(BATCH), BATCH, strict=False):
        works = [Work(job, people.for_job(job), dice, kinds) for job in jobs]
        with transaction.atomic():
            bulk(match for work in works for match in work.matches)
            bulk(work.trial for work in works if work.trial)
            bulk(work.placement for work in works if work.placement)
            bulk(work.subsidy for work in works if work.subsidy)
            for model in (Match, Trial, Placement, SubsidyProcess):
                bulk(logged(model, (m for work in works for m in work.moves_of(model))))


class People:
    """The coaches' candidates, and some among them for a job."""

    def __init__(self, coaches: Sequence[User], dice: Random) -> None:
        self.dice, self.today = dice, timezone.localdate()
        self.places = list(Municipality.objects.order_by("pk"))
        self.by_coach = {coach.pk: self._caseload(coach) for coach in coaches}

    def _caseload(self, coach: User) -> list[Candidate]:
        return [self._candidate(coach, n < NOW) for n in range(NOW + BEFORE)]

    def _candidate(self, coach: User, stays: bool) -> Candidate:  # noqa: FBT001 - one of two
        agreed = self.today - timedelta(days=self.dice.randint(30, DAYS))
        row = Candidate(
            municipality=self.dice.choice(self.places),
            coach_id=coach.pk,
            goal=self.dice.choices(Candidate.Goal.values, (6, 2, 1, 0))[0],
            agreed_on=agreed,
            activated_on=agreed + timedelta(days=14),
            state=State.ACTIVE,
            state_since=agreed + timedelta(days=14),
            demo=True,
        )
        if not stays:
            days = self.dice.randint(15, max(16, (self.today - agreed).days))
            row.end_reason = self.dice.choice(Candidate.EndReason.values)
            row.ended_on = agreed + timedelta(days=days)
            put(row, State.ENDED, row.ended_on)
        return row

    def for_job(self, job: TailoredJob) -> tuple[Candidate, Candidate]:
        """Return who was presented to a job, and somebody who did not want it."""
        known = self.by_coach[job.coach_id]
        day = job.presented_on or self.today
        drawn = [self.dice.choice(known) for _draw in range(DRAWS)]
        here = [one for one in drawn if _was_here(one, day)] or drawn
        return here[0], next((one for one in drawn if one is not here[0]), known[-1])

    @transaction.atomic
    def write(self) -> None:
        """Write candidates with codes, coaches, officers and matters."""
        rows = [row for known in self.by_coach.values() for row in known]
        series, _made = CodeSeries.objects.get_or_create(
            prefix=settings.CANDIDATE_PREFIX
        )
        for row in rows:
            series.last += 1
            row.code = str(series)
        series.save()
        bulk(rows)
        bulk(
            Assignment(
                candidate=row,
                coach_id=row.coach_id or 0,
                role="coach",
                since=row.agreed_on or row.state_since,
            )
            for row in rows
        )
        bulk(logged(Candidate, ((row, move) for row in rows for move in _moves(row))))
        self._write_authorities(rows)

    def _write_authorities(self, rows: Sequence[Candidate]) -> None:
        officials = [
            Official(authority="kela", office="Asiointipiste", name=f"Virkailija {n}")
            for n in range(20)
        ]
        for official in officials:
            official.search_text = official.name.casefold()
        bulk(officials)
        bulk(self._officer(row, officials) for row in rows)
        matters = [self._matter(row) for row in rows]
        bulk(matters)
        bulk(self._attempt(matter) for matter in matters)

    def _officer(self, row: Candidate, officials: Sequence[Official]) -> Officer:
        since = row.activated_on or self.today
        if self.dice.random() < 1 / 4:
            return Officer(candidate=row, authority="kela", since=since)
        official = self.dice.choice(officials)
        known = {"official": official, "confirmed_on": since}
        return Officer(candidate=row, authority="kela", since=since, **known)

    def _matter(self, row: Candidate) -> Matter:
        opened = row.activated_on or self.today
        return Matter(
            candidate=row, authority="kela", subject="housing", opened_on=opened
        )

    def _attempt(self, matter: Matter) -> Attempt:
        on, days = matter.opened_on, self.dice.randint(0, 60)
        attempt = Attempt(
            matter=matter,
            by_id=matter.candidate.coach_id or 0,
            channel="phone",
            outcome="reached",
            on=on,
        )
        if on + timedelta(days=days) <= self.today:
            attempt.answer = self.dice.choice(["answered", "partly", "stock"])
            attempt.answered_on = on + timedelta(days=days)
        return attempt


def _was_here(candidate: Candidate, day: date) -> bool:
    left = candidate.ended_on is not None and candidate.ended_on <= day
    return candidate.agreed_on is not None and candidate.agreed_on <= day and not left


def _moves(row: Candidate) -> Iterable[Move]:
    agreed = row.agreed_on or row.state_since
    for name, source, target, days in WAY:
        on = agreed + timedelta(days=days)
        yield Move(name, source, target, on, row.coach_id)
    if row.ended_on:
        last = (State.ACTIVE, State.ENDED, row.ended_on, row.coach_id, row.end_reason)
        yield Move("end", *last)
