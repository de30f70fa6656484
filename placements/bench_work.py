"""What became of one synthetic job: who was presented, the trial, the work."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from employers.bench_lives import Move, put
from employers.models import TailoredJob
from placements.models import (
    Candidate,
    Match,
    Placement,
    SubsidyProcess,
    Trial,
    TrialType,
)

#: Kinds of placement, and how many of ten are of each.
KINDS = {"employment": 4, "subsidised": 3, "apprenticeship": 1, "open_activity": 2}
#: Days after which a placement is established, and has its support faded.
ESTABLISHED, FADED = 90, 365
#: Share of placements that have come to an end by some day.
OVER = 0.5


class Work:
    """The records that hang on one job, and their moves."""

    def __init__(
        self,
        job: TailoredJob,
        candidates: tuple[Candidate, Candidate],
        dice: Random,
        kinds: Sequence[TrialType],
    ) -> None:
        self.job, self.dice, self.kinds = job, dice, kinds
        self.candidate, other = candidates
        self.today = timezone.localdate()
        self.logged: list[tuple[Any, Move]] = []
        self.matches = [self._match(), self._declined(other)]
        self.trial = self._trial() if job.trial_on else None
        self.placement = self._placement(job.filled_on) if job.filled_on else None
        subsidised = self.placement and self.placement.kind == "subsidised"
        self.subsidy = self._subsidy() if subsidised else None

    def moves_of(self, model: Any) -> Iterator[tuple[Any, Move]]:
        return ((row, move) for row, move in self.logged if isinstance(row, model))

    def _log(self, row: Any, name: str, to: str, on: date, reason: str = "") -> None:
        """Move the record on; its first move begins it."""
        began = any(known is row for known, _move in self.logged)
        source = row.state if began else ""
        move = Move(name, source, to, on, self.job.coach_id, reason)
        self.logged.append((row, move))
        put(row, to, on)

    def _presented(self) -> date:
        return self.job.presented_on or self.today

    def _match(self) -> Match:
        """Return the match that was presented; it lives while the job is under way."""
        on = self._presented()
        row = Match(candidate=self.candidate, job=self.job, presented_on=on)
        state, live = Match.State, self.job.state in TailoredJob.LIVE
        self._log(row, "begin", state.PROPOSED, on - timedelta(days=10))
        self._log(row, "present", state.PRESENTED, on)
        if live:
            return row
        row.ended_on, row.end_reason = self.job.state_since, "other"
        self._log(row, "withdraw", state.WITHDRAWN, self.job.state_since, "other")
        return row

    def _declined(self, candidate: Candidate) -> Match:
        """Return the match with somebody who did not want the job."""
        row = Match(candidate=candidate, job=self.job, declined_by="candidate")
        on, state = self._presented() - timedelta(days=12), Match.State
        row.ended_on, row.end_reason = on, self.dice.choice(Match.Reason.values)
        self._log(row, "begin", state.PROPOSED, on - timedelta(days=3))
        self._log(row, "decline", state.DECLINED, on, row.end_reason)
        return row

    def _trial(self) -> Trial:
        on, state = self.job.trial_on or self.today, Trial.State
        ends = on + timedelta(days=self.dice.randint(27, 90))
        row = Trial(
            candidate=self.candidate,
            job=self.job,
            employer_id=self.job.employer_id,
            type=self.dice.choice(self.kinds),
            starts_on=on,
            ends_on=ends,
            agreed_on=on,
            started_on=on,
            hours_a_day=4,
            days_a_week=4,
            demo=True,
        )
        self._log(row, "begin", state.PLANNED, on - timedelta(days=14))
        self._log(row, "start", state.RUNNING, on)
        last = self.job.filled_on or ends
        if last > self.today:
            return row
        row.ended_on = row.completed_on = last
        filled = self.job.filled_on is not None
        row.outcome = "employment" if filled else "nothing"
        self._log(row, "finish", state.ASSESSMENT, last)
        self._log(row, "complete", state.COMPLETED, last)
        row.ends_on = max(on, last)
        return row

    def _placement(self, on: date) -> Placement:
        kind = self.dice.choices(list(KINDS), list(KINDS.values()))[0]
        state = Placement.State
        row = Placement(
            candidate=self.candidate,
            kind=kind,
            employer_id=self.job.employer_id,
            job=self.job,
            starts_on=on,
            started_on=on,
            hours_a_week=self.dice.choice((8, 10, 15, 20)),
            pay_review_on=on + timedelta(days=180) if kind == "open_activity" else None,
            demo=True,
        )
        self._log(row, "begin", state.AGREED, on - timedelta(days=7))
        self._log(row, "start", state.START_SUPPORT, on)
        over = on + timedelta(days=self.dice.randint(20, 1_500))
        until = over if self.dice.random() < OVER else self.today
        self._support(row, on, until)
        if until == over <= self.today:
            row.ended_on = over
            row.end_reason = self.dice.choice(Placement.EndReason.values)
            self._log(row, "end", state.ENDED, over, row.end_reason)
        return row

    def _support(self, row: Placement, on: date, until: date) -> None:
        """Let the support fade as the days pass."""
        established, faded = (on + timedelta(days=n) for n in (ESTABLISHED, FADED))
        if established <= min(until, self.today):
            row.established_on = established
            self._log(row, "establish", Placement.State.ESTABLISHED, established)
        if faded <= min(until, self.today):
            row.faded_on, row.contact_weeks = faded, 8
            self._log(row, "fade", Placement.State.FADED, faded)

    def _subsidy(self) -> SubsidyProcess:
        """Return a process whose decision came in time, and its money began."""
        started = self.job.filled_on or self.today
        decided, state = started - timedelta(days=3), SubsidyProcess.State
        submitted = decided - timedelta(days=self.dice.randint(10, 70))
        ends = started + timedelta(days=303)
        row = SubsidyProcess(
            candidate=self.candidate,
            employer_id=self.job.employer_id,
            job=self.job,
            placement=self.placement,
            submitted_on=submitted,
            decided_on=decided,
            percent=70,
            cap=1_770,
            granted_from=started,
            granted_to=ends,
            started_on=started,
            claims_from=started,
            pay=1_600,
            demo=True,
        )
        self._log(row, "begin", state.SCREENING, submitted - timedelta(days=20))
        self._log(row, "submit", state.SUBMITTED, submitted)
        self._log(row, "grant", state.GRANTED, decided)
        self._log(row, "start", state.PAYING, started)
        if ends < self.today:
            row.finished_on = ends
            self._log(row, "finish", state.FINISHED, ends)
        return row
