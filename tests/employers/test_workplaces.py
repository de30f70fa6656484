"""Workplaces: address, how one gets there, closing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from employers.models import Employer
from tests.employers.test_people import fetch, filled
from tests.factories import EmployerFactory, MunicipalityFactory, WorkplaceFactory


def new_url(employer):
    return reverse("employers:workplace-create", args=[employer.pk])


def edit_url(site):
    return reverse("employers:workplace", args=[site.pk])


def errors(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [p.get_text(strip=True) for p in page.select("p.error")]


def test_workplace_is_added_with_its_travel_notes(coach_client):
    employer = EmployerFactory()
    data = filled(
        coach_client,
        new_url(employer),
        name="Bakery",
        street="Mallikatu 3",
        postal_code="04 400",
        post_office="Järvenpää",
        bus_stop="Bus K99",
        walk_minutes="5",
        late_first_bus="on",
        step_free="true",
        travel_notes="The first bus on Saturdays is at 7.10.",
    )

    response = coach_client.post(new_url(employer), data)

    site = employer.workplaces.get()
    assert response.url == employer.get_absolute_url()
    assert (site.town, site.walk_minutes) == ("04400 Järvenpää", 5)
    assert (site.late_first_bus, site.step_free) == (True, True)
    assert site.municipality == employer.municipality
    assert "mallikatu 3" in fetch(employer).search_text


def test_postal_code_has_five_digits(coach_client):
    employer = EmployerFactory()
    data = filled(
        coach_client, new_url(employer), street="Mallikatu 3", postal_code="44"
    )

    assert errors(coach_client.post(new_url(employer), data)) == [
        "A postal code has five digits."
    ]


def test_workplace_needs_a_name_or_a_place(coach_client):
    employer = EmployerFactory()
    data = filled(coach_client, new_url(employer), municipality="")

    assert errors(coach_client.post(new_url(employer), data)) == [
        "Give a name, an address or a municipality."
    ]


def test_workplace_is_closed_and_stays_in_the_history(coach_client):
    site = WorkplaceFactory()
    today = timezone.localdate()
    data = filled(coach_client, edit_url(site), closed_on=today.isoformat())

    coach_client.post(edit_url(site), data)

    assert fetch(site).closed_on == today
    page = coach_client.get(site.employer.get_absolute_url()).content.decode()
    assert "closed on" in page


def test_workplace_does_not_close_tomorrow(coach_client):
    site = WorkplaceFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = filled(coach_client, edit_url(site), closed_on=tomorrow.isoformat())

    assert errors(coach_client.post(edit_url(site), data)) == [
        "The day cannot be in the future."
    ]


def test_former_municipality_is_no_choice_but_keeps_its_places(coach_client):
    former = MunicipalityFactory(
        code="999", name_fi="Entinen", name_sv="Tidigare", valid_to="2020-12-31"
    )
    site = WorkplaceFactory(municipality=former)

    assert filled(coach_client, edit_url(site))["municipality"] == str(former.pk)
    new = coach_client.get(new_url(site.employer)).content.decode()
    assert "Entinen" not in new


def test_workplace_is_not_added_to_a_tombstone(coach_client):
    target = EmployerFactory()
    source = EmployerFactory(state=Employer.State.MERGED, merged_into=target)

    response = coach_client.post(new_url(source), {"name": "Shop"})

    assert response.url == target.get_absolute_url()
    assert not source.workplaces.exists()


def test_admin_reads_but_does_not_write(admin_client):
    site = WorkplaceFactory()

    assert admin_client.get(edit_url(site)).status_code == 403
    assert admin_client.post(new_url(site.employer)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_workplace_form_queries_do_not_grow(
    coach_client, django_assert_max_num_queries, rows
):
    site = WorkplaceFactory()
    for n in range(rows):
        MunicipalityFactory(code=f"00{n}", name_fi=f"Kunta {n}", name_sv=f"Ort {n}")

    with django_assert_max_num_queries(12):
        coach_client.get(edit_url(site))


def test_second_workplace_needs_a_name_or_an_address(coach_client):
    employer = EmployerFactory()
    WorkplaceFactory(employer=employer)
    data = filled(coach_client, new_url(employer))

    response = coach_client.post(new_url(employer), data)

    assert errors(response) == ["Give a name or an address: there are others."]
    assert employer.workplaces.count() == 1
