"""Twelve months of evidently fictional work with employers, by the real verbs."""

from datetime import date, datetime, time, timedelta
from itertools import count, cycle
from random import Random
from typing import Any

from django.utils import timezone
from stdnum.fi import ytunnus

from crm.models import LogEffort, Municipality, User
from crm.workdays import workday_from
from employers import demo_jobs
from employers.demo_names import CAST, NOTES, PEOPLE, Cast
from employers.log_contact import Contact, log_contact
from employers.merge import merge
from employers.models import ContactBan, ContactPerson, Employer, Visit, Workplace
from employers.models.visits import NextStep

#: Business IDs of the demo start here: the register has issued nothing near it.
FIRST_ID = 9_000_001


def business_ids() -> Any:
    """Yield check-digit-valid numbers from a range that has not been issued."""
    for body in count(FIRST_ID):
        for digit in range(10):
            if ytunnus.is_valid(f"{body}{digit}"):
                yield f"{body}-{digit}"


def written(record: Any, on: date) -> Any:
    """Let the record's field history say that it was written on the day."""
    zone = timezone.get_current_timezone()
    record._history_date = datetime.combine(on, time(9), zone)  # noqa: SLF001 - documented by django-simple-history
    return record


class Storyteller:
    """Makes employers and lives their year through the same verbs as the screens."""

    def __init__(self, coaches: list[User], manager: User) -> None:
        self.dice = Random(11)  # noqa: S311 - a demo, not a secret
        self.today = timezone.localdate()
        self.coaches = coaches
        self.manager = manager
        self.ids = business_ids()
        self.phones = count(101)
        self.people = cycle(PEOPLE)
        self.meeting_days = cycle([0, 0, 1, 3])
        self.places = {m.code: m for m in Municipality.objects.all()}

    def ago(self, days: int) -> date:
        """Return a working day about so many days ago."""
        day = workday_from(self.today - timedelta(days=days))
        return min(day, self.today)

    def ahead(self, days: int) -> date:
        return workday_from(self.today + timedelta(days=days))

    def soon(self) -> date:
        """Return a day around today: most steps are near, a few are late."""
        return self.ahead(self.dice.choice([-4, -1, 0, 0, 0, 0, 1, 2, 3, 6]))

    def tell(self, cast: Cast) -> Employer:
        """Create the employer and live its story."""
        first = self.coaches[0]
        coach = first if cast.story == "late" else self.dice.choice(self.coaches)
        started = self.ago(self.dice.randint(250, 360))
        employer = self._create(cast, coach, started)
        getattr(self, f"_{cast.story}")(employer, coach)
        return employer

    def _create(self, cast: Cast, coach: User, on: date) -> Employer:
        employer = Employer(
            name=cast.name,
            trade=cast.trade,
            business_id=next(self.ids),
            industry_code=cast.industry,
            municipality=self.places[cast.place],
            coach=coach if cast.story != "lead" or self.dice.random() < 0.5 else None,
            demo=True,
        )
        written(employer, on).begin(by=coach, on=on)
        site = Workplace(
            employer=employer,
            street=cast.street,
            postal_code="04400",
            post_office=self.places[cast.place].name_fi,
            municipality=self.places[cast.place],
            bus_stop=self.dice.choice(["Linja K99, Mallipysäkki", "Rautatieasema", ""]),
            walk_minutes=self.dice.choice([3, 5, 8, 12]),
            late_first_bus=self.dice.random() < 0.15,
            step_free=self.dice.choice([True, True, False, None]),
        )
        written(site, on).save()
        for index in range(self.dice.randint(1, 2)):
            name, role = next(self.people)
            person = ContactPerson(
                employer=employer,
                workplace=site,
                name=name,
                role=role,
                decides=index == 0,
                phone=f"+358400000{next(self.phones)}",
                email=f"{name.split()[0].lower()}@esimerkki.example",
                language="sv" if self.dice.random() < 0.1 else "fi",
            )
            written(person, on).save()
        return employer

    # --- single contacts ------------------------------------------------------

    def visit(
        self,
        employer: Employer,
        coach: User,
        kind: str,
        on: date,
        outcome: str,
        **how: Any,
    ) -> None:
        """Log one contact as the log screen would, closing the step that led to it."""
        contact = Contact(
            employer=employer,
            outcome=outcome,
            on=on,
            kind=kind,
            note=how.pop("note", self.dice.choice(NOTES.get(kind, NOTES["call"]))),
            closes=list(employer.follow_ups.pending().filter(due_on__lte=on)),
            people=list(employer.people.all()[:1]),
            workplace=employer.workplaces.first(),
            facts={
                "face_to_face": kind in Visit.IN_PERSON,
                "minutes": self.dice.choice([10, 15, 20, 30, 45]),
                "decision_maker": self.dice.random() < 0.6,
            },
            **how,
        )
        log_contact(contact, by=coach)

    def miss(self, employer: Employer, coach: User, on: date, step: NextStep) -> None:
        record = Visit(employer=employer, coach=coach, kind=Visit.Kind.CALL)
        reason = self.dice.choice(["no_answer", "absent", "closed"])
        record.perform("miss", by=coach, on=on, reason=reason, next_step=step)

    def step(self, text: str, day: date, kind: str = "call") -> NextStep:
        return NextStep(text, day, kind)

    def _begin_talks(self, employer: Employer, coach: User, start: int) -> None:
        """Make a cold visit and a call that lead to a dialogue."""
        self.visit(
            employer,
            coach,
            "cold",
            self.ago(start),
            "interested",
            next_step=self.step("Soita ja sovi tapaaminen", self.ago(start - 8)),
        )
        self.visit(
            employer,
            coach,
            "call",
            self.ago(start - 8),
            "meeting",
            next_step=self.step(
                "Tapaaminen työpaikalla", self.ago(start - 16), "visit"
            ),
        )

    def measure(self) -> None:
        """Tell what logging each contact took, as the log screen would."""
        days = Visit.objects.done().order_by("on").values_list("on", flat=True)
        LogEffort.objects.bulk_create(
            LogEffort(
                on=on,
                seconds=int(self.dice.triangular(12, 75, 24)),
                taps=self.dice.choice([4, 5, 5, 5, 6, 7, 9]),
            )
            for on in days
        )

    # --- stories --------------------------------------------------------------

    def _lead(self, employer: Employer, coach: User) -> None:
        """Known, not contacted."""

    def _contacted(self, employer: Employer, coach: User) -> None:
        days = self.dice.randint(3, 40)
        self.visit(
            employer,
            coach,
            "cold",
            self.ago(days),
            "wrong_person",
            note="Esihenkilö paikalla vain aamuisin.",
            next_step=self.step("Soita aamulla esihenkilölle", self.soon()),
        )

    def _unreached(self, employer: Employer, coach: User) -> None:
        self.miss(
            employer, coach, self.ago(21), self.step("Yritä uudelleen", self.ago(12))
        )
        for step in employer.follow_ups.pending():
            step.perform("complete", by=coach, on=self.ago(12), result="no_answer")
        self.miss(
            employer,
            coach,
            self.ago(12),
            self.step("Käy paikan päällä", self.ahead(2), "visit"),
        )
        employer.settle()

    def _engaged(self, employer: Employer, coach: User) -> None:
        start = self.dice.randint(40, 150)
        self._begin_talks(employer, coach, start)
        self.visit(
            employer,
            coach,
            "meeting",
            self.ago(start - 16),
            "inventory",
            next_step=self.step(
                self.dice.choice(
                    ["Soita: sopiiko kartoituspäivä?", "Lähetä esite palkkatuesta"]
                ),
                self.soon(),
                self.dice.choice(["call", "email"]),
            ),
        )

    def _late(self, employer: Employer, coach: User) -> None:
        self._begin_talks(employer, coach, 80)
        self.visit(
            employer,
            coach,
            "meeting",
            self.ago(13),
            "inventory",
            note="Pakkaaja tekee nyt laatikot ylitöinä perjantaisin. Aamu kiireisin.",
            next_step=self.step(
                "Soita Erkille: mitä mieltä ehdotuksesta?", self.ago(4)
            ),
        )

    def _meeting(self, employer: Employer, coach: User) -> None:
        self._begin_talks(employer, coach, 30)
        for step in employer.follow_ups.pending():
            step.perform("complete", by=coach, on=self.ago(14))
        planned = Visit(
            employer=employer,
            coach=coach,
            kind="meeting",
            on=self.ahead(next(self.meeting_days)),
            starts_at=self.dice.choice([time(9), time(10, 30), time(13)]),
            topic="Tehtäväkartoitus",
            workplace=employer.workplaces.first(),
        )
        planned.schedule(by=coach)

    def _stepless(self, employer: Employer, coach: User) -> None:
        self._begin_talks(employer, coach, 57)
        for step in employer.follow_ups.pending():
            step.perform("complete", by=coach, on=self.ago(41))
        employer.settle()

    def _silent(self, employer: Employer, coach: User) -> None:
        self._begin_talks(employer, coach, 200)
        for step in employer.follow_ups.pending():
            step.perform("complete", by=coach, on=self.ago(180))
        employer.contact_interval_days = 90
        employer.save()
        employer.settle()

    def _partner(self, employer: Employer, coach: User) -> None:
        start = self.dice.randint(190, 240)
        self._begin_talks(employer, coach, start)
        self.visit(
            employer,
            coach,
            "meeting",
            self.ago(start - 16),
            "trial",
            next_step=self.step("Sovi aloituspäivä", self.ago(start - 24)),
        )
        employer.record_open_work(1, by=coach, on=self.ago(start - 30))
        for days in range(start - 40, 10, -45):
            self.visit(
                employer,
                coach,
                "support",
                self.ago(days),
                "keeping_touch",
                next_step=self.step("Tukikäynti", self.ago(days - 45), "visit")
                if days > 55
                else self.step(
                    "Tukikäynti", self.ahead(self.dice.randint(1, 20)), "visit"
                ),
            )

    def _chain(self, employer: Employer, coach: User) -> None:
        for code, street in (("186", "Näytekatu 2"), ("106", "Mallitori 5")):
            site = Workplace(
                employer=employer,
                name=f"Demo-Marketti {self.places[code].name_fi}",
                street=street,
                postal_code="04400",
                post_office=self.places[code].name_fi,
                municipality=self.places[code],
            )
            written(site, employer.state_since).save()
        self._partner(employer, coach)
        ban = ContactBan(
            employer=employer,
            scope=ContactBan.Scope.WORKPLACE,
            workplace=employer.workplaces.last(),
            reason="Kauppias pyysi, ettei tähän myymälään tulla ennen remontin loppua.",
            requested_on=self.ago(60),
            imposed_by=coach,
        )
        written(ban, ban.requested_on).impose()

    def _declined(self, employer: Employer, coach: User) -> None:
        days = self.dice.randint(20, 120)
        self.visit(
            employer,
            coach,
            "cold",
            self.ago(days),
            "not_now",
            refusal=self.dice.choice(["no_need", "no_guidance", "money"]),
            note="Ei nyt. Kannattaa kysyä uudelleen keväällä.",
            revisit_on=self.ahead(self.dice.randint(20, 120)),
        )

    def _dormant(self, employer: Employer, coach: User) -> None:
        self.visit(
            employer,
            coach,
            "cold",
            self.ago(240),
            "wrong_person",
            no_next_reason="Odotetaan, että omistaja palaa.",
        )
        employer.perform(
            "rest", by=coach, on=self.ago(60), note="Hiljaista, ei kiirettä."
        )

    def _banned(self, employer: Employer, coach: User) -> None:
        self.visit(
            employer,
            coach,
            "call",
            self.ago(90),
            "forbidden",
            note="Omistaja pyysi, ettei enää soiteta.",
        )

    def _ceased(self, employer: Employer, coach: User) -> None:
        self.visit(
            employer,
            coach,
            "cold",
            self.ago(70),
            "ceased",
            note="Ovi lukossa, kyltti viety. Naapurin mukaan toiminta on loppunut.",
        )

    def _merged(self, employer: Employer, coach: User) -> None:
        """Entered twice: merged into the bakery it really is."""
        survivor = Employer.objects.get(name=CAST[0].name)
        merge(employer, survivor, by=self.manager)


def load(people: dict[str, list[User]]) -> None:
    """Create the demo's employers and their year."""
    teller = Storyteller(people["coach"], people["manager"][0])
    for cast in CAST:
        teller.tell(cast)
    demo_jobs.load(teller.today, teller.manager)
    teller.measure()
