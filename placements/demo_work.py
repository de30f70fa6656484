"""Work of the demo's candidates, paid and unpaid, lived by the real verbs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from django.utils import timezone

from crm.models import Municipality
from employers.models import Employer, TailoredJob
from placements.demo_subsidies import grant_before, send_claims
from placements.models import (
    AllowanceRate,
    AttendanceDay,
    Candidate,
    Checkpoint,
    Placement,
    SilenceDismissal,
    SubsidyProcess,
)

Kind = Placement.Kind
PayForm = TailoredJob.PayForm


def shifts(days: range, starts: str, ends: str) -> list[dict[str, Any]]:
    return [{"weekday": day, "starts": starts, "ends": ends} for day in days]


@dataclass(frozen=True)
class Work:
    """A piece of work: whose, of which kind, since when, and what happened to it."""

    #: Which of the active candidates, in the order of the tales.
    whose: int
    kind: str
    #: Days since the first day.
    age: int
    week: list[dict[str, Any]] = field(default_factory=list)
    hours: str = ""
    pay: str = ""
    supplements: str = ""
    #: Move → days ago, in order.
    moves: dict[str, int] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


#: What a move of the demo says besides its day.
DETAILS: dict[str, dict[str, Any]] = {
    "fade": {"contact_weeks": 8, "both_agree": True},
    "end": {"reason": Placement.EndReason.NEW_JOB},
}
SUPPORT = (
    "Valmentaja kerran viikossa ensimmäisen kuukauden, sitten joka toinen viikko.\n"
    "Työpaikan opastaja näyttää uudet tehtävät. Kuvakortti on hyllyssä."
)
WORKS = (
    Work(
        6,
        Kind.OPEN_ACTIVITY,
        25,
        shifts(range(2), "09:00", "13:00"),
        "8",
        moves={"start": 25},
    ),
    Work(
        6,
        Kind.EMPLOYMENT,
        9,
        [
            *shifts(range(1, 2), "12:00", "16:00"),
            *shifts(range(3, 5), "08:00", "12:00"),
        ],
        "12",
        "12.40",
        "31.20",
        moves={"start": 9},
        more={"support_plan": SUPPORT},
    ),
    Work(
        1,
        Kind.SUBSIDISED,
        300,
        shifts(range(5), "08:00", "12:00"),
        "20",
        "12.95",
        moves={"start": 300, "establish": 210, "fade": 90},
        more={"support_plan": SUPPORT},
    ),
    Work(
        2,
        Kind.OPEN_ACTIVITY,
        200,
        shifts(range(3), "10:00", "14:00"),
        "12",
        moves={"start": 200, "establish": 110},
        more={"at_risk": True, "risk_note": "Opastaja vaihtuu joulukuussa."},
    ),
    Work(
        3,
        Kind.EMPLOYMENT,
        400,
        hours="15",
        pay="12.10",
        moves={"start": 400, "establish": 310, "end": 60},
    ),
    Work(
        3,
        Kind.EMPLOYMENT,
        45,
        shifts(range(3), "07:00", "13:00"),
        "18",
        "13.05",
        moves={"start": 45},
    ),
)


class Hand:
    """Agrees on each work and lives it."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        active = Candidate.objects.active().select_related("coach").order_by("pk")
        self.candidates = list(active)
        partners = Employer.objects.filter(state=Employer.State.PARTNER)
        self.employers = cycle(partners.order_by("pk"))

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def tell(self, work: Work) -> None:
        candidate = self.candidates[work.whose]
        placement = self._agreed(work, candidate)
        coach: Any = candidate.coach
        if placement.kind == Kind.SUBSIDISED and placement.employer:
            grant_before(candidate, placement.employer, placement.starts_on)
        placement.begin(by=coach, on=self.ago(work.age))
        for name, days in work.moves.items():
            known = DETAILS.get(name, {})
            placement.perform(name, by=coach, on=self.ago(days), **known)
        for process in SubsidyProcess.objects.filter(placement=placement):
            send_claims(process)
        self._look(placement, coach)
        self._mark(placement, coach)
        Placement.objects.get(pk=placement.pk).settle()

    def _agreed(self, work: Work, candidate: Candidate) -> Placement:
        employer = next(self.employers)
        paid = Decimal(work.pay) if work.pay else None
        return Placement(
            candidate=candidate,
            kind=work.kind,
            employer=employer,
            workplace=employer.workplaces.first(),
            starts_on=self.ago(work.age),
            hours_a_week=Decimal(work.hours),
            shifts=work.week,
            pay_form=PayForm.HOUR if paid else PayForm.UNPAID,
            pay_amount=paid,
            pay_supplements=Decimal(work.supplements) if work.supplements else None,
            counselled_on=self.ago(work.age),
            demo=True,
            **work.more,
        )

    def call_a_silence_all_right(self) -> None:
        """Say of one placement that nobody need be in touch for a while."""
        found = Placement.objects.paid().select_related("candidate__coach")
        placement = found.filter(state__in=Placement.WORKING).first()
        if placement and placement.coach:
            SilenceDismissal.objects.create(
                subject=placement,
                until=self.today + timedelta(days=40),
                reason="Työpaikan tauko, sovittu esihenkilön kanssa",
                by=placement.coach,
            )

    def _look(self, placement: Placement, coach: Any) -> None:
        """Record the checkpoint of the tenth day, where it is about now."""
        point = placement.checkpoints.filter(days=10).first()
        if point:
            point.mark_done(
                by=coach,
                on=self.today,
                satisfaction=Checkpoint.Face.GLAD,
                employer_grade=4,
                issues=[Checkpoint.Issue.PACE],
                note="Kuvakortti auttoi heti.",
            )

    def _mark(self, placement: Placement, coach: Any) -> None:
        """Mark three weeks of open activity; one day away, one without work."""
        if placement.is_paid:
            return
        planned = {shift["weekday"] for shift in placement.shifts}
        days = [self.ago(n) for n in range(21, -1, -1)]
        worked = [day for day in days if day.weekday() in planned]
        marks = {1: AttendanceDay.Mark.AWAY, 4: AttendanceDay.Mark.NO_WORK}
        for n, day in enumerate(worked):
            mark = marks.get(n, AttendanceDay.Mark.PRESENT)
            AttendanceDay.put(placement, day, mark, by=coach)


def add_rates(since: date) -> None:
    """Give each municipality a rate that says itself that it is a sample."""
    for place in Municipality.objects.all():
        AllowanceRate.objects.create(
            municipality=place,
            valid_from=since,
            rate=Decimal(9),
            source="Esimerkki, ei kunnan päätös",
            demo=True,
        )


def load() -> None:
    hand = Hand()
    add_rates(hand.ago(400))
    for work in WORKS:
        hand.tell(work)
    hand.call_a_silence_all_right()
