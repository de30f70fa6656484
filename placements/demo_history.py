"""The year before the demo's own: what cohorts and retention are counted from.

Evidently invented, lived by the real verbs with their days in the past.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any, NamedTuple

from django.utils import timezone

from crm.models import Municipality, User
from crm.workdays import workday_from
from employers.demo import written
from employers.demo_jobs import Tailor
from employers.demo_tales import Piece
from employers.demo_tales import Tale as JobTale
from employers.log_contact import Contact, log_contact
from employers.models import Employer, TailoredJob, Visit, Workplace
from employers.models.outcomes import NextStep
from placements.demo_subsidies import grant_before, send_claims
from placements.models import Candidate, Consent, LegalBasis, Matter, Placement

Job = TailoredJob.State
Kind = Placement.Kind
Reason = Placement.EndReason
#: The employers of that year: name, trade, industry, municipality.
HOUSES = (
    ("Kahvila Viime Vuosi Oy", "Kahvila", "56", "186"),
    ("Mallitalon Kiinteistöhuolto Oy", "Kiinteistöhuolto", "81", "858"),
    ("Esimerkin Kirjapaino Oy", "Kirjapaino", "18", "543"),
    ("Kuvitteellinen Kukkakauppa Oy", "Kukkakauppa", "47", "106"),
    ("Testikylän Lounastalo Oy", "Lounasravintola", "56", "505"),
    ("Näytevaraston Pakkaamo Oy", "Pakkaamo", "52", "858"),
)
PIECES = (
    Piece("Pahvien keräys", "Takapiha", 30, 5, "transferable", "", "Vien pahvit."),
    Piece("Pöytien pyyhintä", "Sali", 40, 5, "transferable", "", "Pyyhin pöydät."),
    Piece("Tilausten teko", "Toimisto", 30, 2, "core", "", ""),
)
#: How far each job of that year came, over and over; most were lost as drafts.
CAME_TO = (
    *(Job.FILLED, Job.DRAFT, Job.INVENTORY, Job.FILLED, Job.WITH_EMPLOYER, Job.FILLED),
    *(Job.DRAFT, Job.AGREED, Job.FILLED, Job.DRAFT, Job.ANALYSED, Job.FILLED),
    *(Job.DRAFT, Job.WITH_EMPLOYER, Job.FILLED, Job.DRAFT, Job.AGREED, Job.INVENTORY),
)
#: So many jobs, one every so many days, from so many days ago on: any quarter that has
#: been followed for a year holds each fate once.
JOBS, APART, NEWEST = 36, 5, 370
#: Days from the inventory to each move.
PACE = {
    "analyse": 4,
    "begin_draft": 12,
    "send": 22,
    "agree": 41,
    "seek": 44,
    "present": 58,
    "begin_trial": 70,
    "fill": 98,
    "withdraw": 80,
    "close": 110,
}

#: Days from the first one to each move of a placement, and what it is told.
MOVES: "tuple[tuple[int, str, dict[str, Any]], ...]" = (
    (90, "establish", {}),
    (180, "fade", {"contact_weeks": 8, "both_agree": True}),
)


class Life(NamedTuple):
    """Somebody's work of that year: since how many days, and how it ended."""

    age: int
    kind: str
    lasted: int = 0
    reason: str = ""


#: Five left before day 90, five before day 180; the others stay.
LIVES = (
    *(
        Life(660 - 20 * n, Kind.EMPLOYMENT, 62 + 5 * n, Reason.UNSUITABLE)
        for n in range(5)
    ),
    *(
        Life(650 - 25 * n, Kind.EMPLOYMENT, 126 + 9 * n, Reason.EMPLOYER)
        for n in range(5)
    ),
    *(Life(640 - 30 * n, Kind.EMPLOYMENT) for n in range(8)),
    *(Life(600 - 35 * n, Kind.SUBSIDISED) for n in range(6)),
)


class PastTailor(Tailor):
    """Lives each job at the pace of that year."""

    def day(self, tale: JobTale, move: str = "") -> date:
        return super().day(tale) + timedelta(days=PACE.get(move, 0))


class Past:
    """Lives the year before last by the same verbs as the screens."""

    def __init__(self, coaches: list[User], manager: User) -> None:
        self.today = timezone.localdate()
        self.coaches = cycle(coaches)
        self.manager = manager
        self.places = {place.code: place for place in Municipality.objects.all()}
        self.towns = cycle(self.places.values())
        self.basis = LegalBasis.objects.get(code="EHO")

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    # --- employers and jobs -----------------------------------------------------

    def meet(self, house: tuple[str, str, str, str], age: int) -> Employer:
        """Begin with an employer: a cold visit that led to a dialogue."""
        name, trade, industry, place = house
        coach = next(self.coaches)
        employer = Employer(
            name=name,
            trade=trade,
            industry_code=industry,
            municipality=self.places[place],
            no_business_id_reason="Keksitty",
            coach=coach,
            demo=True,
        )
        written(employer, self.ago(age)).begin(by=coach, on=self.ago(age))
        site = Workplace(employer=employer, municipality=self.places[place])
        written(site, self.ago(age)).save()
        step = NextStep("Kartoitus", self.ago(age - 6), "visit")
        contact = Contact(
            employer=employer, outcome="interested", on=self.ago(age), next_step=step
        )
        log_contact(contact, by=coach)
        for planned in employer.follow_ups.pending():
            planned.perform("complete", by=coach, on=self.ago(age - 6))
        return Employer.objects.get(pk=employer.pk)

    def tailor(self, employers: list[Employer]) -> None:
        """Begin each job on its day, and let it come as far as it came."""
        tailor = PastTailor(self.today, self.manager)
        houses, fates = cycle(employers), cycle(CAME_TO)
        for number in reversed(range(JOBS)):
            employer = next(houses)
            tale = JobTale(
                employer.name,
                f"{employer.trade}, aputyö {number + 1}",
                "shop",
                next(fates),
                NEWEST + APART * number,
                "new",
                "hour",
                PIECES,
            )
            tailor.tell(tale)
            self._let_go(TailoredJob.objects.latest("pk"), tailor, tale)

    def _tidy(self, subject: Any, coach: User) -> None:
        """Complete on their days the steps that are past by now, today's as well."""
        past = subject.follow_ups.pending().filter(due_on__lte=self.today)
        for step in past.order_by("due_on"):
            on = max(min(step.due_on, self.ago(3)), step.state_since)
            step.perform("complete", by=coach, on=on)
        type(subject).objects.get(pk=subject.pk).settle()

    def _let_go(self, job: TailoredJob, tailor: PastTailor, tale: JobTale) -> None:
        if tale.state == Job.FILLED:
            on = tailor.day(tale, "close")
            job.perform("close", by=job.coach, on=on, note="Työ jatkuu omillaan.")
        else:
            on = tailor.day(tale, "withdraw")
            job.perform("withdraw", by=job.coach, on=on, reason="no_time")
        self._tidy(job, job.coach)

    # --- people -----------------------------------------------------------------

    def employ(self, life: Life, employer: Employer) -> None:
        """Let somebody begin to work, be looked after, and stay or leave."""
        candidate = self._candidate(life.age + 60)
        coach: Any = candidate.coach
        first = self.ago(life.age)
        placement = Placement(
            candidate=candidate,
            kind=life.kind,
            employer=employer,
            workplace=employer.workplaces.first(),
            starts_on=first,
            hours_a_week=Decimal(15),
            pay_form=TailoredJob.PayForm.HOUR,
            pay_amount=Decimal("12.40"),
            support_plan="Valmentaja viikoittain ensimmäisen kuukauden.",
            counselled_on=self.ago(life.age + 14),
            demo=True,
        )
        if life.kind == Kind.SUBSIDISED:
            grant_before(candidate, employer, first)
        placement.begin(by=coach, on=self.ago(life.age + 10))
        placement.perform("start", by=coach, on=first)
        for process in candidate.subsidies.all():
            send_claims(process)
            self._tidy(process, coach)
        self._follow(placement, life)

    def _candidate(self, age: int) -> Candidate:
        coach = next(self.coaches)
        candidate = Candidate(
            municipality=next(self.towns),
            coach=coach,
            goal=Candidate.Goal.PAID_WORK,
            goal_words="Haluan palkkatyön.",
            legal_basis=self.basis,
            plan_reviewed_on=self.ago(30),
            profile_ready_on=self.ago(100) if age % 3 else None,
            profile_reviewer=coach if age % 3 else None,
            plan_review_due_on=self.ago(30 - 365),
            referral="disability_services",
            demo=True,
        )
        written(candidate, self.ago(age)).begin(by=coach, on=self.ago(age))
        candidate.perform("agree", by=coach, on=self.ago(age - 7))
        candidate.perform("activate", by=coach, on=self.ago(age - 14))
        for step in candidate.follow_ups.pending():
            step.perform("complete", by=coach, on=self.ago(age - 14))
        return candidate

    def _follow(self, placement: Placement, life: Life) -> None:
        """Establish and fade the work by its days, and end it if it ended."""
        coach: Any = placement.candidate.coach
        until = life.lasted or life.age
        for days, name, known in MOVES:
            if days < until:
                fresh = Placement.objects.get(pk=placement.pk)
                on = placement.starts_on + timedelta(days=days)
                fresh.perform(name, by=coach, on=on, **known)
        if life.lasted:
            self._leave(placement, life)
        else:
            self._go_on(placement.candidate, life)
        for subject in (placement, placement.candidate):
            self._tidy(subject, coach)

    def _leave(self, placement: Placement, life: Life) -> None:
        coach: Any = placement.candidate.coach
        on = placement.starts_on + timedelta(days=life.lasted)
        fresh = Placement.objects.get(pk=placement.pk)
        fresh.perform("end", by=coach, on=on, reason=life.reason)
        candidate = Candidate.objects.get(pk=placement.candidate_id)
        later = on + timedelta(days=30)
        candidate.perform("end", by=coach, on=later, reason="own_wish")

    def _go_on(self, candidate: Candidate, life: Life) -> None:
        """Plan the next look at somebody who works still."""
        due = workday_from(self.today + timedelta(days=10 + life.age % 40))
        coach: Any = candidate.coach
        Consent.objects.create(
            candidate=candidate,
            what=Consent.What.PROFILE,
            recipient="Työnantajat, joille työtä haetaan",
            given_on=self.ago(life.age + 40),
            until=self.today + timedelta(days=365),
        )
        candidate.plan("Kysytään, miten työ sujuu", due, assignee=coach, by=coach)
        Candidate.objects.get(pk=candidate.pk).settle()

    def keep_in_touch(self, employer: Employer, number: int) -> None:
        """Visit the employer these weeks, and agree on the next time."""
        due = workday_from(self.today + timedelta(days=40 + number))
        contact = Contact(
            employer=Employer.objects.get(pk=employer.pk),
            outcome=Visit.Outcome.KEEPING_TOUCH,
            on=self.ago(12 + number),
            kind=Visit.Kind.SUPPORT,
            next_step=NextStep("Soita ja kysy kuulumiset", due, "call"),
            facts={"face_to_face": True, "minutes": 30},
        )
        log_contact(contact, by=employer.coach or self.manager)

    # --- authorities --------------------------------------------------------------

    def ask(self, candidate: Candidate, number: int) -> None:
        """Write to an authority within these weeks; most answer, some with phrases."""
        coach: Any = candidate.coach
        matter = Matter.objects.create(
            candidate=candidate,
            authority="kela" if number % 3 else "employment",
            subject=Matter.Subject.SUBSIDY,
            opened_on=self.ago(40 - number),
        )
        attempt = matter.log_attempt(
            by=coach, channel="secure", outcome="sent", on=self.ago(40 - number)
        )
        answer = "stock" if number % 2 else "answered"
        matter.take_answer(
            attempt, by=coach, answer=answer, on=self.ago(32 - 2 * number)
        )
        matter.close(by=coach)


def load(people: dict[str, list[User]]) -> None:
    """Bring the year before: employers, jobs, those who work still and those not."""
    past = Past(people["coach"], people["manager"][0])
    houses = [past.meet(house, 590 - 5 * n) for n, house in enumerate(HOUSES)]
    past.tailor(houses)
    for life, employer in zip(LIVES, cycle(houses), strict=False):
        past.employ(life, employer)
    for number, employer in enumerate(houses):
        past.keep_in_touch(employer, number)
    stayed = Candidate.objects.active().order_by("-pk")[:10]
    for number, candidate in enumerate(stayed):
        past.ask(candidate, number)
