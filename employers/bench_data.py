"""A big, valid, evidently synthetic data set, written in bulk."""

from datetime import timedelta
from itertools import batched
from random import Random

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from crm.models import FollowUp, Municipality, TransitionLog, User
from crm.search import searchable
from employers.models import ContactPerson, Employer, Visit, Workplace
from employers.names import name_key

WORDS = [
    "Leipomo",
    "Pesula",
    "Puutarha",
    "Varasto",
    "Kahvila",
    "Ravintola",
    "Hotelli",
    "Kauppa",
    "Pakkaamo",
    "Tehdas",
    "Huolto",
    "Keittiö",
    "Åbo",
    "Öljy",
    "Äänitys",
    "Kirjasto",
    "Kukka",
    "Rauta",
    "Paperi",
    "Taimisto",
]
SECOND = [
    "Esimerkki",
    "Malli",
    "Näyte",
    "Kuvitelma",
    "Testi",
    "Harjoitus",
    "Kokeilu",
    "Demo",
    "Luonnos",
    "Keksitty",
]
BATCH = 2_000
#: Share of living relationships with a planned step.
PLANNED = 0.8


def bench_people() -> tuple[list[User], User]:
    """Create ten coaches and a manager; return them."""
    people = []
    for index in range(11):
        user = User.objects.create_user(
            f"bench{index}@example.test", first_name=f"Niina {index}", last_name="Näyte"
        )
        role = "manager" if index == 10 else "coach"  # noqa: PLR2004 - the eleventh
        user.groups.add(Group.objects.get(name=role))
        people.append(user)
    return people[:-1], people[-1]


def load_employers(count: int, coaches: list[User]) -> list[int]:
    """Write so many employers with a site and a person each; return their keys."""
    dice = Random(count)  # noqa: S311 - a benchmark, not a secret
    today = timezone.localdate()
    places = list(Municipality.objects.all())
    kind = Employer.State
    states = [kind.LEAD] * 4 + [kind.CONTACTED, kind.ENGAGED] * 2
    states += [kind.PARTNER, kind.DORMANT]
    rows = []
    for number in range(count):
        place = dice.choice(places)
        name = f"{dice.choice(WORDS)} {dice.choice(SECOND)} {number} Oy"
        state = dice.choice(states)
        contacted = today - timedelta(days=dice.randint(1, 700))
        planned = state in Employer.LIVING and dice.random() < PLANNED
        rows.append(
            Employer(
                name=name,
                name_key=name_key(name),
                search_text=searchable([name, place.name_fi, place.name_sv, "Erkki"]),
                no_business_id_reason="Synthetic",
                trade=name.split(maxsplit=1)[0],
                industry_code=dice.choice(["10", "47", "56", "81", "96"]),
                industry_section=dice.choice("CGIOT"),
                municipality=place,
                coach=dice.choice(coaches),
                state=state,
                state_since=contacted,
                contacted_on=None if state == kind.LEAD else contacted,
                engaged_on=contacted if state in {kind.ENGAGED, kind.PARTNER} else None,
                partner_on=contacted if state == kind.PARTNER else None,
                open_work=int(state == kind.PARTNER),
                last_contact_on=None if state == kind.LEAD else contacted,
                next_step="Soita" if planned else "",
                next_step_on=(
                    today + timedelta(days=dice.randint(-3, 40)) if planned else None
                ),
                demo=True,
            )
        )
    Employer.objects.bulk_create(rows, batch_size=BATCH)
    Workplace.objects.bulk_create(
        (
            Workplace(employer=row, street="Mallikatu 3", municipality=row.municipality)
            for row in rows
        ),
        batch_size=BATCH,
    )
    ContactPerson.objects.bulk_create(
        (
            ContactPerson(employer=row, name="Erkki Esimerkki", phone="+358400000101")
            for row in rows
        ),
        batch_size=BATCH,
    )
    _load_steps(rows)
    return [row.pk for row in rows]


def _load_steps(employers: list[Employer]) -> None:
    kind = ContentType.objects.get_for_model(Employer)
    FollowUp.objects.bulk_create(
        (
            FollowUp(
                content_type=kind,
                object_id=row.pk,
                text="Soita",
                kind=FollowUp.Kind.CALL,
                due_on=row.next_step_on,
                assignee_id=row.coach_id,
            )
            for row in employers
            if row.next_step_on and row.coach_id
        ),
        batch_size=BATCH,
    )


def load_visits(employers: list[int], count: int, coaches: list[User]) -> None:
    """Write so many done contacts, each with its log entry."""
    dice = Random(count)  # noqa: S311 - a benchmark, not a secret
    today = timezone.localdate()
    kind = ContentType.objects.get_for_model(Visit)
    for numbers in batched(range(count), BATCH * 5, strict=False):
        visits = [
            Visit(
                employer_id=dice.choice(employers),
                coach=dice.choice(coaches),
                kind=dice.choice(["cold", "call", "meeting"]),
                on=today - timedelta(days=dice.randint(1, 700)),
                state=Visit.State.DONE,
                outcome=Visit.Outcome.INTERESTED,
                minutes=15,
                note="Synteettinen muistiinpano.",
            )
            for _number in numbers
        ]
        Visit.objects.bulk_create(visits, batch_size=BATCH)
        TransitionLog.objects.bulk_create(
            (
                TransitionLog(
                    on=visit.on,
                    by_id=visit.coach_id,
                    content_type=kind,
                    object_id=visit.pk,
                    name="complete",
                    target="done",
                )
                for visit in visits
            ),
            batch_size=BATCH,
        )
