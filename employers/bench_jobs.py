"""The way of one synthetic tailored job, as far as its employer let it come."""

from datetime import date, timedelta
from random import Random
from typing import ClassVar

from employers.bench_lives import Move, put
from employers.models import Employer, JobVersion, TailoredJob
from employers.models.job_content import digest_of

State = TailoredJob.State
#: The moves of a job that goes the whole way, and the date that each leaves.
WAY = (
    ("analyse", State.ANALYSED, "analysed_on"),
    ("begin_draft", State.DRAFT, "drafted_on"),
    ("send", State.WITH_EMPLOYER, "sent_on"),
    ("agree", State.AGREED, "agreed_on"),
    ("seek", State.OPEN, "opened_on"),
    ("present", State.CANDIDATE_PRESENTED, "presented_on"),
    ("begin_trial", State.ON_TRIAL, "trial_on"),
    ("fill", State.FILLED, "filled_on"),
    ("close", State.CLOSED, "closed_on"),
)
#: How many of ten jobs come to an end on the way, and where one withdraws.
LOST, WITHDRAWING = 0.3, (State.DRAFT, State.WITH_EMPLOYER, State.OPEN)
TITLES = ("Keittiön apulainen", "Hyllyttäjä", "Pesulan apulainen", "Pakkaaja")


class JobLife:
    """A job, its moves, and the version that was agreed."""

    #: Share of the employers in dialogue with whom a job is tailored.
    SHARE: ClassVar = 0.55

    def __init__(self, employer: Employer, dice: Random, today: date) -> None:
        self.dice, self.today = dice, today
        self.moves: list[Move] = []
        self.version: JobVersion | None = None
        self.job = TailoredJob(
            employer=employer,
            coach_id=employer.coach_id or 0,
            title=dice.choice(TITLES),
            kind="carved",
            week_minutes=dice.choice((480, 600, 900, 1200)),
            pay_form="hour",
            pay_amount=12,
        )
        begun = employer.engaged_on or today
        self._move("begin", State.INVENTORY, begun)
        self._go(begun)
        live = self.job.state in TailoredJob.LIVE
        employer.open_jobs = int(live)
        employer.open_work = int(self.job.state == State.FILLED)

    def _go(self, day: date) -> None:
        """Go the way, a step in some days or weeks, until today or until it ends."""
        give_up = self.dice.choice(WITHDRAWING) if self.dice.random() < LOST else None
        for name, state, column in WAY:
            slow = 900 if state == State.CLOSED else 45
            day += timedelta(days=self.dice.randint(1, slow))
            if day > self.today:
                return
            if self.job.state == give_up:
                self.job.withdrawal = self.dice.choice(TailoredJob.Withdrawal.values)
                self._move("withdraw", State.WITHDRAWN, day, self.job.withdrawal)
                return
            self._move(name, state, day)
            setattr(self.job, column, day)

    def _move(self, name: str, to: str, on: date, reason: str = "") -> None:
        source = self.job.state if self.moves else ""
        self.moves.append(Move(name, source, to, on, self.job.coach_id, reason))
        put(self.job, to, on)

    def number(self, key: int, version: int) -> None:
        """Give the job its key, and one to the version that was agreed, if any."""
        self.job.pk, self.job.employer_id = key, self.job.employer.pk
        if not self.job.agreed_on:
            return
        content = {"title": self.job.title, "week_minutes": self.job.week_minutes}
        content |= {"tasks": [], "shifts": [], "needs": [], "demands": {}}
        digest = digest_of(content)
        self.version = JobVersion(
            pk=version, job=self.job, number=1, content=content, digest=digest
        )
        self.job.agreed_version_id = version
