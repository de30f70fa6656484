"""Which open jobs could suit a candidate, and who could suit a job.

Brings candidates, jobs and matches into the terms of ``placements.matching``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from crm.models import Parameter
from employers.earnings import LIMIT_KEY, Headroom, held_against
from employers.models import TailoredJob
from placements.candidate_page import LIMITED
from placements.matching import Journey, Line, Person, Work, counts, lines
from placements.models import Candidate, Match

#: So many jobs or candidates at most are held against each other on one page.
MOST = 30
#: Who travels in no other way does not get to another municipality.
NEAR = {Candidate.Travel.WALK, Candidate.Travel.BIKE}


@dataclass(frozen=True)
class Pair:
    """A job and a candidate, what speaks for and against, and their match."""

    job: TailoredJob
    candidate: Candidate
    lines: list[Line]
    match: Match | None = None

    @property
    def counts(self) -> dict[str, int]:
        return counts(self.lines)


class Limits:
    """The earnings limits of all times, fetched once."""

    def __init__(self) -> None:
        rows = Parameter.objects.filter(key=LIMIT_KEY).order_by("-valid_from")
        self.rows = list(rows[:MOST])

    def on(self, day: date) -> Parameter | None:
        """Return the limit of the day; None when none is known (domain.md 2.6)."""
        valid = (
            row
            for row in self.rows
            if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
        )
        return next(valid, None)


def person_of(candidate: Candidate) -> Person:
    known = candidate.income != Candidate.Income.UNKNOWN
    return Person(
        levels=candidate.profile,
        hours_min=candidate.hours_min,
        hours_max=candidate.hours_max,
        times=candidate.times,
        likes=candidate.likes,
        dislikes=candidate.dislikes,
        modes=candidate.travel_modes,
        most_minutes=candidate.travel_minutes,
        town=str(candidate.municipality),
        limited=candidate.income in LIMITED if known else None,
    )


def work_of(job: TailoredJob, limits: Limits) -> Work:
    """Return what the job asks: what was agreed, else what is being put together."""
    agreed = job.agreed_version
    content = agreed.content if agreed else job.content()
    site = job.workplace
    today = timezone.localdate()
    limit = limits.on(max(job.start_on or today, today))
    return Work(
        levels=content["demands"],
        week_minutes=content["week_minutes"],
        shifts=content["shifts"],
        tasks=[task["name"] for task in content["tasks"]],
        town=str((site and site.municipality) or ""),
        late_first_bus=site.late_first_bus if site else None,
        unpaid=job.pay_form == TailoredJob.PayForm.UNPAID,
        pay=pay_of(job, limit) if limit else None,
    )


def pay_of(job: TailoredJob, limit: Parameter) -> Headroom:
    return held_against(
        limit, job.pay_form, job.pay_amount, job.pay_supplements, job.week_minutes
    )


def journey_of(match: Match) -> Journey | None:
    """Return the way to work as it was checked; None before that."""
    if not match.commute_mode or match.commute_minutes is None:
        return None
    return Journey(
        match.commute_mode,
        match.commute_minutes,
        match.commute_changes,
        match.commute_last_bus,
    )


def lines_of(match: Match) -> list[Line]:
    return lines(
        person_of(match.candidate), work_of(match.job, Limits()), journey_of(match)
    )


def seeking() -> Any:
    """Return jobs that a candidate may be presented to, with what lines need."""
    first = TailoredJob.Origin.CANDIDATE_FIRST
    states = TailoredJob.State
    return TailoredJob.objects.filter(
        Q(state=states.OPEN) | Q(state=states.AGREED, origin=first)
    ).select_related("employer", "workplace__municipality", "agreed_version")


def in_reach(candidate: Candidate) -> Any:
    """Return open jobs, those of one's own municipality first; for walkers only."""
    home = Q(workplace__municipality=candidate.municipality_id)
    jobs = seeking()
    if candidate.travel_modes and set(candidate.travel_modes) <= NEAR:
        jobs = jobs.filter(home)
    near = Case(When(home, then=Value(0)), default=1, output_field=IntegerField())
    return jobs.order_by(near, "-opened_on", "-pk")


def jobs_for(candidate: Candidate) -> list[Pair]:
    """Hold the open jobs in reach against the candidate."""
    person, limits = person_of(candidate), Limits()
    there = {match.job_id: match for match in candidate.matches.live()}
    return [
        Pair(
            job,
            candidate,
            lines(person, work_of(job, limits), journey_if(there.get(job.pk))),
            there.get(job.pk),
        )
        for job in in_reach(candidate)[:MOST]
    ]


def candidates_for(job: TailoredJob, candidates: Iterable[Candidate]) -> list[Pair]:
    """Hold the candidates against one job; those without any match of it too."""
    work = work_of(job, Limits())
    live = Match.objects.live().filter(job=job)
    there = {match.candidate_id: match for match in live}
    return [
        Pair(
            job,
            one,
            lines(person_of(one), work, journey_if(there.get(one.pk))),
            there.get(one.pk),
        )
        for one in candidates
    ]


def journey_if(match: Match | None) -> Journey | None:
    return journey_of(match) if match else None
