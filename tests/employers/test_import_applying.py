"""What an import writes, all or nothing, and how it is taken back."""

import pytest
from django.utils import timezone

from employers.importing import running
from employers.models import (
    ContactPerson,
    Employer,
    Workplace,
)
from tests.employers.imports import (
    applied,
    checked,
    fetch,
)
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
)

ID = "1234567-1"
FULL = f"Leipomo Esimerkki Oy;{ID};Tusby;Mallikatu 3;Leena;040 000 0101;l@l.example;Hei"


@pytest.fixture
def bakery(db):
    return EmployerFactory(
        name="Leipomo Esimerkki Oy", business_id=ID, no_business_id_reason=""
    )


def again(record):
    return type(record).objects.get(pk=record.pk)


# --- New employers -------------------------------------------------------------------


def test_new_employer_is_written_with_place_person_and_beginning(coach):
    run = applied(coach, FULL)

    employer = Employer.objects.get()
    site, person = employer.workplaces.get(), employer.people.get()
    assert (run.stage, run.counts["created"], run.counts["left"]) == ("applied", 1, 0)
    assert (employer.name, employer.state, employer.where) == (
        "Leipomo Esimerkki Oy",
        "lead",
        "Tuusula",
    )
    assert (site.street, site.municipality) == ("Mallikatu 3", employer.municipality)
    assert (person.name, person.phone, person.language) == (
        "Leena",
        "+358400000101",
        "fi",
    )
    assert list(
        employer.history.values_list("name", "source", "target", "by", "on", "note")
    ) == [
        ("begin", "", "lead", coach.pk, timezone.localdate(), "Imported from lista.csv")
    ]


def test_new_employer_is_like_one_that_was_saved_by_hand(coach):
    applied(coach, f"{FULL}", "Öljy Äänet Ky;;Kerava;;;;;")

    for employer in Employer.objects.all():
        found_by = employer.search_text
        employer.reindex()
        employer.full_clean()
        assert found_by == employer.search_text
        assert employer.name_key


def test_history_begins_with_the_import(coach):
    applied(coach, FULL)

    for model in (Employer, Workplace, ContactPerson):
        entry = model.changes.get()
        assert (entry.history_type, entry.history_user) == ("+", coach)
        assert entry.instance.pk == model.objects.get().pk


def test_saving_an_imported_employer_later_works(coach):
    applied(coach, FULL)
    employer = Employer.objects.get()

    employer.perform("contact", by=coach)

    assert again(employer).state == "contacted"


def test_employer_without_an_id_says_why(coach):
    applied(coach, "A Oy;;;;;;;")

    assert Employer.objects.get().no_business_id_reason == "Not in the imported list"


def test_industry_has_its_section(coach):
    applied(coach, "A Oy;10711", "B Oy;58", head="Nimi;TOL 2008")

    assert list(
        Employer.objects.order_by("name").values_list(
            "industry_scheme", "industry_section"
        )
    ) == [("TOL2008", "C"), ("TOL2008", "J")]


def test_manager_gives_the_responsible_coach(manager, coach):
    applied(manager, f"A Oy;{coach.email}", head="Nimi;Valmentaja")

    assert Employer.objects.get().coach == coach


def test_phone_without_a_name_makes_a_general_contact(coach):
    applied(coach, "A Oy;;;;;0400000101;;")

    assert ContactPerson.objects.get().name == "General contact"


# --- Employers that are here ---------------------------------------------------------


def test_by_itself_only_what_is_missing_is_filled(coach, bakery):
    applied(coach, FULL)

    fresh = again(bakery)
    assert (fresh.notes, fresh.where) == ("Hei", "Järvenpää")
    assert (fresh.workplaces.get().street, fresh.people.get().name) == (
        "Mallikatu 3",
        "Leena",
    )
    assert "leena" in fresh.search_text


def test_new_values_are_taken_when_so_decided(coach, bakery):
    person = ContactPersonFactory(employer=bakery, name="Leena", phone="+358400000199")
    run = checked(coach, FULL)
    run.rows.update(decision="replace")

    running.apply_later(run)

    assert (again(bakery).where, again(person).phone) == ("Tuusula", "+358400000101")
    assert bakery.changes.latest().history_type == "~"
    assert person.changes.latest().phone == "+358400000101"


def test_employer_that_keeps_its_values_is_left_alone(coach):
    bakery = EmployerFactory(name="Leipomo Esimerkki Oy", business_id=ID, notes="Vanha")

    run = applied(coach, f"Leipomo Esimerkki Oy;{ID};;;;;;Uusi")

    assert (run.counts["updated"], run.counts["kept"], run.counts["left"]) == (0, 1, 0)
    assert (again(bakery).notes, bakery.changes.count()) == ("Vanha", 1)


@pytest.mark.parametrize(
    ("decision", "employers", "notes"),
    [("fill", 1, "Hei"), ("create", 2, ""), ("skip", 1, ""), ("", 1, "")],
)
def test_possible_duplicate_goes_as_decided(coach, bakery, decision, employers, notes):
    run = checked(coach, "Leipomo Esimerki;;Järvenpää;;;;;Hei")
    run.rows.update(decision=decision)

    running.apply_later(run)

    assert (Employer.objects.count(), again(bakery).notes) == (employers, notes)
    assert fetch(run).counts["left"] == (decision in {"skip", ""})


def test_duplicate_that_is_the_same_gets_its_id(coach):
    bakery = EmployerFactory(name="Leipomo Esimerkki Oy")
    run = checked(coach, f"Leipomo Esimerki;{ID};Järvenpää;;;;;")
    run.rows.update(decision="fill")

    running.apply_later(run)

    fresh = again(bakery)
    assert (fresh.business_id, fresh.no_business_id_reason) == (ID, "")


def test_state_is_never_moved(coach, bakery):
    bakery.perform("forbid", by=coach, note="Kielsi")
    run = checked(coach, FULL)
    run.rows.update(decision="fill")

    running.apply_later(run)

    assert (again(bakery).state, again(bakery).notes) == ("do_not_contact", "Hei")
    assert again(bakery).has_bans


def test_two_rows_never_change_the_same_employer(coach, bakery):
    run = checked(
        coach, "Leipomo Esimerki;;Järvenpää;;;;;yksi", "Leipomo Esimerkk;;;;;;;kaksi"
    )
    run.rows.update(decision="fill")

    running.apply_later(run)

    assert again(bakery).notes == "yksi"
    assert run.rows.get(number=3).problems[-1][1] == "matched_twice"
