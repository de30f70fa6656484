"""Matches of the demo: one in every state, with both kinds of a no."""

from datetime import date, time, timedelta
from typing import Any

from employers.models import TailoredJob
from placements.models import Candidate, Match

Travel = Candidate.Travel
JOB = TailoredJob.State


class Matchmaker:
    """Leads candidates and jobs together by the real verbs."""

    def __init__(self, today: date) -> None:
        self.today = today
        active = Candidate.objects.filter(
            state=Candidate.State.ACTIVE, goal="paid_work"
        )
        self.candidates = list(active.select_related("coach").order_by("pk"))
        self.open = TailoredJob.objects.get(state=JOB.OPEN)
        self.presented = TailoredJob.objects.get(state=JOB.CANDIDATE_PRESENTED)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def propose(self, candidate: Candidate, job: TailoredJob, age: int) -> Match:
        """Begin a match that many days ago."""
        match = Match(candidate=candidate, job=TailoredJob.objects.get(pk=job.pk))
        match.begin(by=candidate.coach, on=self.ago(age))
        return match

    def check(self, match: Match, minutes: int) -> None:
        """Look the way to work up, and write the consent down."""
        match.commute_mode = Travel.TRANSIT
        match.commute_minutes = minutes
        match.commute_changes = 1
        match.commute_last_bus = time(21, 40)
        match.commute_practised_on = match.state_since
        match.save()
        match.allow(on=match.state_since, until=None)

    def move(self, match: Match, name: str, age: int, reason: str = "") -> None:
        fresh = Match.objects.get(pk=match.pk)
        details: dict[str, Any] = {"reason": reason} if reason else {}
        fresh.perform(name, by=fresh.candidate.coach, on=self.ago(age), **details)

    def live(self) -> None:
        first, second, third, fourth = self.candidates[:4]
        afraid = self.propose(second, self.open, 6)
        self.move(afraid, "decline", 4, "benefits")
        self.propose(first, self.open, 1)
        coach, on = self.presented.coach, self.ago(5)
        self.presented.perform("release", by=coach, on=on, reason="other_place")
        refused = self.meet(third, 5, 35)
        self.move(refused, "turn_down", 3, "support")
        met = self.meet(fourth, 3, 20)
        self.move(met, "take_interest", 1)

    def meet(self, candidate: Candidate, age: int, minutes: int) -> Match:
        """Present somebody to the job that had been presented to before."""
        match = self.propose(candidate, self.presented, age)
        self.check(match, minutes)
        self.move(match, "present", age - 1)
        return match


def load(today: date) -> None:
    """Bring the matches."""
    Matchmaker(today).live()
