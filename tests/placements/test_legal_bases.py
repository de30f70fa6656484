"""The code list of legal bases, as a manager keeps it."""

from datetime import date

import pytest
from django.urls import reverse

from placements.models import LegalBasis
from tests.factories import CandidateFactory

pytestmark = pytest.mark.django_db
LIST = "/crm/legal-bases/"


def answers(**over):
    given = {
        "code": "UUSI",
        "name_fi": "Uusi laki",
        "name_sv": "Ny lag",
        "name_en": "New law",
        "is_decision": "on",
        "order": 50,
    }
    return given | over


def test_list_shows_when_a_ground_ends_and_whom_it_concerns(manager_client):
    special = LegalBasis.objects.get(code="EHO")
    CandidateFactory.create_batch(2, active=True, legal_basis=special)
    CandidateFactory(ended=True, legal_basis=special)

    response = manager_client.get(LIST)

    live = {row.code: row.live for row in response.context["rows"]}
    assert (live["EHO"], live["SHL27D"]) == (2, 0)
    # law 675/2023: decisions keep their force to 31.12.2027 at most (domain.md 2.9)
    assert special.valid_to == date(2027, 12, 31)


def test_new_ground_comes_into_the_list(manager_client):
    response = manager_client.post(
        f"{LIST}new/", answers(valid_from="2027-01-01", source="Laki 1/2027")
    )

    assert response.url == LIST
    basis = LegalBasis.objects.get(code="UUSI")
    assert (basis.valid_from, basis.is_decision) == (date(2027, 1, 1), True)


def test_ground_ends_but_its_code_stays(manager_client):
    basis = LegalBasis.objects.get(code="SHL27E")
    address = reverse("placements:legal-basis", args=[basis.pk])

    assert manager_client.get(address).status_code == 200
    manager_client.post(address, answers(valid_to="2028-12-31"))

    basis = LegalBasis.objects.get(pk=basis.pk)
    assert (basis.code, basis.valid_to) == ("SHL27E", date(2028, 12, 31))


def test_validity_ends_after_it_begins(manager_client):
    response = manager_client.post(
        f"{LIST}new/", answers(valid_from="2027-01-02", valid_to="2027-01-01")
    )

    assert "ends before it begins" in str(response.context["form"].errors)


@pytest.mark.parametrize("count", [0, 3])
def test_list_asks_few_queries(manager_client, django_assert_max_num_queries, count):
    for number in range(count):
        LegalBasis.objects.create(code=f"X{number}", name_fi="a", name_sv="b")
    manager_client.get(LIST)

    with django_assert_max_num_queries(8):
        manager_client.get(LIST)
