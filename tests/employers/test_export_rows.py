"""What an export holds: the given employers, nothing a spreadsheet would run."""

import pytest

from employers.models import Employer
from employers.resources import EmployerResource, escape
from tests.factories import ContactPersonFactory, EmployerFactory, WorkplaceFactory


def test_export_holds_the_employer_with_its_place_and_person(coach):
    site = WorkplaceFactory(employer__name="Leipomo Esimerkki Oy")
    ContactPersonFactory(employer=site.employer, name="Leena Leipuri")
    ContactPersonFactory(employer=site.employer, name="Pekka Pomo", decides=True)
    EmployerFactory(name="Toinen Oy")

    data = EmployerResource(coach).export(Employer.objects.filter(pk=site.employer.pk))

    row = data.dict[0]
    assert len(data) == 1
    assert (row["Employer"], row["Street address"]) == (
        "Leipomo Esimerkki Oy",
        "Mallikatu 3",
    )
    assert (row["Contact person"], row["Phone"], row["State"]) == (
        "Pekka Pomo",
        "040 000 0101",
        "Identified",
    )


def test_export_never_holds_more_than_the_user_may_see(editor):
    EmployerFactory()

    data = EmployerResource(editor).export(Employer.objects.all())

    assert len(data) == 0
    assert "Phone" not in data.headers


def test_export_makes_formulas_plain_text(coach):
    EmployerFactory(name="=HYPERLINK(0)", notes="+1")

    row = EmployerResource(coach).export(Employer.objects.all()).dict[0]

    assert (row["Employer"], row["Notes"]) == ("'=HYPERLINK(0)", "'+1")


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_escape_disarms(value):
    assert escape(value) == f"'{value}"


@pytest.mark.parametrize("count", [1, 3])
def test_export_queries_do_not_grow(coach, django_assert_num_queries, count):
    for _ in range(count):
        ContactPersonFactory(employer=WorkplaceFactory().employer)
    coach.has_perm("x")

    with django_assert_num_queries(4):
        EmployerResource(coach).export(Employer.objects.all())
