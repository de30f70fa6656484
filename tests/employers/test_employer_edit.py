"""Changing what we know of an employer, also when two people do it at once."""

import pytest
from bs4 import BeautifulSoup
from django.db.models.signals import pre_save
from django.urls import reverse

from employers.models import Employer
from employers.register import Company
from tests.conftest import client_of, make_person
from tests.employers.register_server import ID, register_server
from tests.factories import EmployerFactory, MunicipalityFactory


def url_of(employer):
    return reverse("employers:edit", args=[employer.pk])


def fetch(employer):
    return Employer.objects.get(pk=employer.pk)


def typed(client, employer, **changes):
    """Return what the browser would send: the form as it was opened, then changed."""
    page = BeautifulSoup(client.get(url_of(employer)).content, "html.parser")
    return fields_of(page) | changes


def fields_of(page):
    sent = {}
    for field in page.select("main form :is(input, select, textarea)[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            sent[field["name"]] = field.text.strip("\n")
        elif field.get("type") not in {"radio", "checkbox"} or field.has_attr(
            "checked"
        ):
            sent[field["name"]] = field.get("value", "")
    return sent


def shown(response):
    return fields_of(BeautifulSoup(response.content, "html.parser"))


def errors_of(response):
    return {name: list(e) for name, e in response.context["form"].errors.items()}


@pytest.fixture
def employer(coach):
    return EmployerFactory(
        name="Leipomo Esimerkki Oy",
        business_id="1234567-1",
        no_business_id_reason="",
        industry_code="10",
        industry_scheme="TOL2008",
        coach=coach,
        notes="Vanha",
    )


# --- One person -------------------------------------------------------------------


def test_untouched_form_changes_nothing(coach_client, employer):
    before = Employer.objects.values().get()

    coach_client.post(url_of(employer), typed(coach_client, employer))

    after = Employer.objects.values().get()
    del before["changed_at"], after["changed_at"]
    assert after == before


def test_change_is_saved_found_and_remembered_with_who_did_it(
    coach_client, coach, employer
):
    response = coach_client.post(
        url_of(employer),
        typed(coach_client, employer, name="Uusi Nimi Oy", contact_interval_days="30"),
    )

    fresh = fetch(employer)
    change = fresh.changes.first()
    assert response.url == employer.get_absolute_url()
    assert (fresh.name, fresh.name_key) == ("Uusi Nimi Oy", "uusi nimi")
    assert Employer.objects.matching("uusi nimi").get() == employer
    assert (change.name, change.history_user) == ("Uusi Nimi Oy", coach)
    assert (fresh.touch_due_on - fresh.state_since).days == 30


def test_industry_of_the_old_scheme_is_kept_and_can_be_changed(coach_client, employer):
    data = typed(coach_client, employer)
    assert data["industry"] == "TOL2008:10"

    coach_client.post(url_of(employer), data | {"industry": "TOL2025:I"})

    fresh = fetch(employer)
    assert (fresh.industry_scheme, fresh.industry_code) == ("TOL2025", "I")


def test_industry_can_be_taken_away(coach_client, employer):
    coach_client.post(url_of(employer), typed(coach_client, employer, industry=""))

    assert fetch(employer).industry_code == ""


def test_stored_reason_is_shown_as_the_choice_it_came_from(coach_client, employer):
    Employer.objects.update(
        business_id="", no_business_id_reason="Sole trader, Y-tunnus not known"
    )

    data = typed(coach_client, employer)

    assert data["no_id"] == "sole_trader"
    coach_client.post(url_of(employer), data)
    assert fetch(employer).no_business_id_reason == "Sole trader, Y-tunnus not known"


def test_same_name_is_asked_about_only_when_the_name_changes(coach_client, employer):
    EmployerFactory(name="Leipomo Esimerkki Oy")
    data = typed(coach_client, employer)

    coach_client.post(url_of(employer), data | {"trade": "Leipä"})
    refused = coach_client.post(
        url_of(employer), typed(coach_client, employer, name="Leipomo-Esimerkki")
    )

    assert fetch(employer).trade == "Leipä"
    assert "not_duplicate" in errors_of(refused)


def test_business_id_of_another_is_refused(coach_client, employer):
    EmployerFactory(business_id=ID, name="Muu Oy")

    response = coach_client.post(
        url_of(employer), typed(coach_client, employer, business_id=ID)
    )

    assert list(errors_of(response)) == ["business_id"]


def test_business_id_taken_at_the_same_moment_is_refused(coach_client, employer):
    def competitor(sender, instance, **kwargs):
        pre_save.disconnect(competitor, sender=Employer)
        EmployerFactory(business_id=ID)

    data = typed(coach_client, employer, business_id=ID)
    pre_save.connect(competitor, sender=Employer)
    response = coach_client.post(url_of(employer), data)

    assert errors_of(response) == {
        "business_id": ["Somebody else just added this Y-tunnus."]
    }


def test_look_up_on_the_page_keeps_what_was_typed(coach_client, employer, settings):
    data = typed(coach_client, employer, business_id=ID, name="", trade="Puhelimet")

    with register_server() as settings.REGISTER_URL:
        response = coach_client.post(url_of(employer), data | {"look_up": "1"})

    form = shown(response)
    assert (form["name"], form["trade"], form["seen"]) == (
        "Nokia Oyj",
        "Puhelimet",
        data["seen"],
    )
    assert fetch(employer).name == "Leipomo Esimerkki Oy"


def test_what_the_register_once_said_is_shown(coach_client, employer):
    company = Company("1234567-1", "Leipomo Esimerkki Oy")
    Employer.objects.update(register_data=company.data)

    page = BeautifulSoup(coach_client.get(url_of(employer)).content, "html.parser")

    assert page.select_one("#register strong").text == "Leipomo Esimerkki Oy"


# --- Two people -------------------------------------------------------------------


def test_fields_changed_by_different_people_are_both_kept(
    coach_client, other_coach_client, employer
):
    mine = typed(coach_client, employer, trade="Leipä ja pulla")
    theirs = typed(other_coach_client, employer, notes="Uusi")

    other_coach_client.post(url_of(employer), theirs)
    coach_client.post(url_of(employer), mine)

    fresh = fetch(employer)
    assert (fresh.trade, fresh.notes) == ("Leipä ja pulla", "Uusi")


def test_same_field_asks_and_shows_both(coach_client, other_coach_client, employer):
    mine = typed(coach_client, employer, notes="Minun", trade="Minun")
    theirs = typed(other_coach_client, employer, notes="Toisen", place="Vantaa")
    other_coach_client.post(url_of(employer), theirs)

    response = coach_client.post(url_of(employer), mine)

    assert errors_of(response) == {
        "notes": ["Oskar Oksa changed this to: Toisen"],
        "__all__": ["Oskar Oksa was faster. Save again if yours should stand."],
    }
    form = shown(response)
    assert (form["notes"], form["trade"], form["place"]) == ("Minun", "Minun", "Vantaa")
    assert fetch(employer).notes == "Toisen"


def test_second_save_overrides_knowingly(coach_client, other_coach_client, employer):
    mine = typed(coach_client, employer, notes="Minun")
    theirs = typed(other_coach_client, employer, notes="Toisen", place="Vantaa")
    other_coach_client.post(url_of(employer), theirs)

    again = shown(coach_client.post(url_of(employer), mine))
    coach_client.post(url_of(employer), again)

    fresh = fetch(employer)
    assert (fresh.notes, fresh.place) == ("Minun", "Vantaa")


def test_same_change_by_both_asks_nothing(coach_client, other_coach_client, employer):
    mine = typed(coach_client, employer, notes="Sama")
    theirs = typed(other_coach_client, employer, notes="Sama")
    other_coach_client.post(url_of(employer), theirs)

    response = coach_client.post(url_of(employer), mine)

    assert (response.status_code, fetch(employer).notes) == (302, "Sama")


def test_every_kind_of_field_can_be_asked_about_and_taken_over(
    coach_client, manager_client, manager, coach, employer
):
    town = MunicipalityFactory(code="858", name_fi="Tuusula", name_sv="Tusby")
    mine = typed(
        coach_client, employer, industry="TOL2025:C", contact_interval_days="9"
    )
    mine |= {"municipality": ""}
    theirs = typed(manager_client, employer, industry="", contact_interval_days="")
    theirs |= {
        "municipality": town.pk,
        "coach": manager.pk,
        "contact_interval_days": "8",
    }
    manager_client.post(url_of(employer), theirs)

    response = coach_client.post(url_of(employer), mine)

    errors = errors_of(response)
    assert errors["industry"] == ["Maija Mänty changed this to: empty"]
    assert errors["municipality"] == ["Maija Mänty changed this to: Tuusula"]
    assert errors["contact_interval_days"] == ["Maija Mänty changed this to: 8"]
    assert shown(response)["coach"] == str(manager.pk)


def test_move_by_a_colleague_is_no_conflict_and_not_overwritten(
    manager_client, coach, employer
):
    Employer.objects.update(coach=None)
    mine = typed(manager_client, employer, trade="Leipä")
    fetch(employer).perform("contact", by=coach)

    manager_client.post(url_of(employer), mine)

    fresh = fetch(employer)
    assert (fresh.coach, fresh.trade, fresh.state) == (coach, "Leipä", "contacted")


def test_claim_by_a_colleague_is_named(manager_client, manager, coach, employer):
    Employer.objects.update(coach=None)
    mine = typed(manager_client, employer, coach=manager.pk)
    fetch(employer).perform("contact", by=coach)

    response = manager_client.post(url_of(employer), mine)

    assert errors_of(response)["coach"] == ["Aino Aalto changed this to: Aino Aalto"]


def test_change_by_nobody_in_particular_is_told_as_such(coach_client, employer):
    mine = typed(coach_client, employer, notes="Minun")
    changed = fetch(employer)
    changed.notes = "Yöajo"
    changed.save()

    response = coach_client.post(url_of(employer), mine)

    assert errors_of(response)["notes"] == ["Somebody changed this to: Yöajo"]


def test_invalid_field_is_told_before_any_conflict(
    coach_client, other_coach_client, employer
):
    mine = typed(coach_client, employer, name="")
    theirs = typed(other_coach_client, employer, name="Toisen nimi")
    other_coach_client.post(url_of(employer), theirs)

    response = coach_client.post(url_of(employer), mine)

    assert errors_of(response) == {"name": ["This field is required."]}


@pytest.mark.parametrize("seen", ["", "nonsense", "[1]", '{"other": "1"}'])
def test_broken_hidden_field_only_switches_the_guard_off(coach_client, employer, seen):
    coach_client.post(
        url_of(employer), typed(coach_client, employer, seen=seen, notes="Uusi")
    )

    assert fetch(employer).notes == "Uusi"


# --- Who may ----------------------------------------------------------------------


def test_coach_edits_a_colleagues_employer_but_does_not_reassign_it(
    other_coach_client, other_coach, coach, employer
):
    data = typed(other_coach_client, employer, coach=other_coach.pk, trade="Leipä")

    other_coach_client.post(url_of(employer), data | {"coach": other_coach.pk})

    fresh = fetch(employer)
    assert (fresh.coach, fresh.trade) == (coach, "Leipä")


def test_manager_reassigns(manager_client, other_coach, employer):
    manager_client.post(
        url_of(employer), typed(manager_client, employer, coach=other_coach.pk)
    )

    assert fetch(employer).coach == other_coach


def test_coach_who_has_left_stays_until_changed(coach_client, coach, employer):
    gone = make_person("coach", "Lauri", "Lähtenyt", is_active=False)
    Employer.objects.update(coach=coach, deputy=gone)

    data = typed(coach_client, employer)

    assert data["deputy"] == str(gone.pk)


@pytest.mark.parametrize(
    ("role", "status"),
    [("coach", 200), ("manager", 200), ("editor", 403), ("admin", 403)],
)
def test_only_those_who_change_employers_get_in(db, employer, role, status):
    client = client_of(make_person(role, "Riku", "Rooli"))

    assert client.get(url_of(employer)).status_code == status


def test_merged_employer_is_not_there_to_be_edited(coach_client, employer):
    tombstone = EmployerFactory(state="merged", merged_into=employer)

    assert coach_client.get(url_of(tombstone)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_edit_page_queries_do_not_grow(
    coach_client, employer, django_assert_max_num_queries, rows
):
    for n in range(rows):
        make_person("coach", f"Aino{n}", "Apu")

    with django_assert_max_num_queries(12):
        coach_client.get(url_of(employer))


def test_predecessor_is_chosen_among_those_that_are_here(coach_client, employer):
    page = BeautifulSoup(coach_client.get(url_of(employer)).content, "html.parser")
    address = page.select_one("#id_successor_of")["hx-get"]

    response = coach_client.get(f"{address}&q=leipomo")

    found = BeautifulSoup(response.content, "html.parser").select("[role=option]")
    assert [option["data-value"] for option in found] == [str(employer.pk)]
