"""Contact persons: added, corrected, left, come back; nobody is deleted."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from employers.models import ContactPerson, Employer
from tests.factories import ContactPersonFactory, EmployerFactory, WorkplaceFactory


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def new_url(employer):
    return reverse("employers:person-create", args=[employer.pk])


def edit_url(person):
    return reverse("employers:person", args=[person.pk])


def leave_url(person):
    return reverse("employers:person-leave", args=[person.pk])


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def filled(client, url, **changes):
    """Return what a browser would send from the form at ``url``, changed."""
    form = page_of(client.get(url)).select_one("main form[method=post]")
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type")
        if kind in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        else:
            data[field["name"]] = field.get("value", field.get_text())
    return {k: v for k, v in (data | changes).items() if v is not None}


def test_person_is_added_with_phone_and_email_in_one_form(coach_client):
    employer = EmployerFactory()
    data = filled(
        coach_client,
        new_url(employer),
        name="Erkki Esimerkki",
        role="owner",
        decides="on",
        phone="040 000 0101",
        email="Erkki@ESIMERKKI.Example",
        language="sv",
        best_time="mornings",
    )

    response = coach_client.post(new_url(employer), data)

    person = employer.people.get()
    assert response.url == employer.get_absolute_url()
    assert (person.phone, person.email) == (
        "+358400000101",
        "Erkki@esimerkki.example",
    )
    assert (person.decides, person.language, person.best_time) == (
        True,
        "sv",
        "mornings",
    )
    assert "erkki esimerkki" in fetch(employer).search_text


def test_only_workplace_is_proposed(coach_client):
    site = WorkplaceFactory()

    data = filled(coach_client, new_url(site.employer))

    assert data["workplace"] == str(site.pk)


def test_bad_number_is_told_and_kept(coach_client):
    employer = EmployerFactory()
    data = filled(coach_client, new_url(employer), name="Erkki", phone="call me")

    page = page_of(coach_client.post(new_url(employer), data))

    assert page.find(id="id_phone")["value"] == "call me"
    assert [p.get_text(strip=True) for p in page.select("p.error")] == [
        "This is not a phone number. Write it as 040 123 4567."
    ]


@pytest.mark.parametrize(
    "same", [{"phone": "0400000101"}, {"email": "ERKKI@esimerkki.example"}]
)
def test_same_phone_or_email_is_warned_and_can_be_confirmed(coach_client, same):
    there = ContactPersonFactory(email="erkki@esimerkki.example")
    url = new_url(there.employer)
    data = filled(coach_client, url, name="E. Esimerkki", **same)

    page = page_of(coach_client.post(url, data))
    coach_client.post(url, data | {"anyway": "on"})

    assert [p.get_text(strip=True) for p in page.select("p.error")] == [
        "Erkki Esimerkki has the same phone or e-mail here."
    ]
    assert page.find(attrs={"name": "anyway"})["type"] == "checkbox"
    assert there.employer.people.count() == 2


def test_same_phone_elsewhere_is_no_double(coach_client):
    ContactPersonFactory()
    employer = EmployerFactory()
    data = filled(coach_client, new_url(employer), name="Erkki", phone="0400000101")

    coach_client.post(new_url(employer), data)

    assert employer.people.count() == 1


def test_person_is_corrected_and_the_change_is_kept(coach_client, coach):
    person = ContactPersonFactory()
    data = filled(coach_client, edit_url(person), role="shop manager")

    coach_client.post(edit_url(person), data)

    fresh = fetch(person)
    assert (fresh.role, fresh.phone) == ("shop manager", "+358400000101")
    assert fresh.changes.first().history_user == coach


def test_faster_colleague_is_named_and_nothing_typed_is_lost(
    coach_client, other_coach_client
):
    person = ContactPersonFactory()
    mine = filled(coach_client, edit_url(person), role="owner")
    theirs = filled(other_coach_client, edit_url(person), role="shop manager")
    other_coach_client.post(edit_url(person), theirs)

    page = page_of(coach_client.post(edit_url(person), mine))

    assert page.find(id="id_role")["value"] == "owner"
    assert "Oskar Oksa changed this to: shop manager" in page.get_text()
    assert fetch(person).role == "shop manager"


def test_number_as_shown_counts_as_unchanged(coach_client, other_coach_client):
    person = ContactPersonFactory()
    mine = filled(coach_client, edit_url(person), role="owner")
    theirs = filled(other_coach_client, edit_url(person), phone="040 000 0102")
    other_coach_client.post(edit_url(person), theirs)

    coach_client.post(edit_url(person), mine)

    assert (fetch(person).role, fetch(person).phone) == ("owner", "+358400000102")


# --- Leaving ----------------------------------------------------------------


def test_leaving_closes_the_person_and_plans_to_find_the_next(coach_client, coach):
    person = ContactPersonFactory()

    coach_client.post(leave_url(person), {"on": timezone.localdate()})

    step = person.employer.follow_ups.get()
    assert fetch(person).left_on == timezone.localdate()
    assert (step.kind, step.assignee) == ("person", coach)
    assert fetch(person.employer).next_step == step.text


def test_leaving_twice_plans_once(coach_client):
    person = ContactPersonFactory()

    coach_client.post(leave_url(person), {"on": timezone.localdate()})
    response = coach_client.post(
        leave_url(person), {"on": timezone.localdate()}, follow=True
    )

    assert [m.level_tag for m in response.context["messages"]][-1] == "error"
    assert person.employer.follow_ups.count() == 1


def test_nobody_leaves_tomorrow(coach_client):
    person = ContactPersonFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = coach_client.post(leave_url(person), {"on": tomorrow})

    assert "The day cannot be in the future." in response.content.decode()
    assert fetch(person).left_on is None


def test_who_left_can_come_back(coach_client):
    person = ContactPersonFactory(left_on=timezone.localdate())
    data = filled(coach_client, edit_url(person), back="on")

    coach_client.post(edit_url(person), data)

    assert fetch(person).left_on is None


# --- Who may ----------------------------------------------------------------


def test_admin_reads_but_does_not_write(admin_client):
    person = ContactPersonFactory()

    assert admin_client.get(new_url(person.employer)).status_code == 403
    assert admin_client.post(edit_url(person), {"name": "x"}).status_code == 403
    assert admin_client.post(leave_url(person)).status_code == 403
    assert fetch(person).name == "Erkki Esimerkki"


def test_person_is_not_added_to_a_tombstone(coach_client):
    target = EmployerFactory()
    source = EmployerFactory(state=Employer.State.MERGED, merged_into=target)

    response = coach_client.post(new_url(source), {"name": "Erkki"})

    assert response.url == target.get_absolute_url()
    assert not ContactPerson.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_person_form_queries_do_not_grow(
    coach_client, django_assert_max_num_queries, rows
):
    person = ContactPersonFactory()
    for _ in range(rows):
        WorkplaceFactory(employer=person.employer)

    with django_assert_max_num_queries(12):
        coach_client.get(edit_url(person))
