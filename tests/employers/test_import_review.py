"""The review page: decisions, corrections on the spot, its weight."""

import pytest
from django.urls import reverse

from employers.models import Employer, ImportRow
from tests.employers.imports import checked, fetch, url
from tests.factories import ContactPersonFactory, EmployerFactory, WorkplaceFactory

ID = "1234567-1"
Verdict = ImportRow.Verdict


def row_of(run, number=2):
    return run.rows.get(number=number)


def problems(run, number=2):
    return [p[1] for p in row_of(run, number).problems]


@pytest.fixture
def bakery(db):
    return EmployerFactory(
        name="Leipomo Esimerkki Oy", business_id=ID, no_business_id_reason=""
    )


# --- Decisions on the review page -------------------------------------------------


def test_decision_is_saved(coach_client, coach, bakery):
    run = checked(coach, "Leipomo Esimerki;;Järvenpää;;;;;")

    coach_client.post(url("import-row", run, 2), {"d2": "fill"})

    assert row_of(run).decision == "fill"
    assert fetch(run).counts["undecided"] == 0


def test_decision_that_is_not_offered_changes_nothing(coach_client, coach):
    run = checked(coach, "A Oy;;;;;;;")

    coach_client.post(url("import-row", run, 2), {"d2": "replace"})

    assert row_of(run).decision == ""


def test_rest_is_decided_alike(coach_client, coach, bakery):
    EmployerFactory(name="Pesula Näyte Oy")
    run = checked(coach, "Leipomo Esimerki;;Järvenpää;;;;;", "Pesula Näite;;;;;;;")
    coach_client.post(url("import-row", run, 2), {"d2": "fill"})

    coach_client.post(
        url("import-decide", run), {"rest": "create", "show": "duplicate"}
    )

    assert list(run.rows.values_list("decision", flat=True)) == ["fill", "create"]


def test_bad_value_is_corrected_on_the_spot(coach_client, coach):
    run = checked(coach, "A Oy;1234567-8;;;;;;")

    response = coach_client.post(
        url("import-row", run, 2),
        {"f2-business_id": ID, "show": "error"},
        headers={"HX-Request": "true"},
    )

    assert (row_of(run).verdict, row_of(run).cells[1]) == ("new", ID)
    assert "Row 2" in response.text


def test_corrected_row_is_compared_with_all_that_is_here(coach_client, coach, bakery):
    run = checked(coach, "A Oy;1234567-8;;;;;;", "Leipomo Esimerki;x;;;;;;")
    coach_client.post(url("import-row", run, 2), {"f2-business_id": ID})

    coach_client.post(url("import-row", run, 3), {"f3-business_id": ID})

    assert row_of(run).match == bakery
    assert (row_of(run, 3).verdict, problems(run, 3)) == ("error", ["twice"])


def test_new_site_and_person_of_a_known_employer_are_differences(coach, bakery):
    WorkplaceFactory(employer=bakery, street="Mallikatu 3")
    ContactPersonFactory(employer=bakery, name="Erkki Esimerkki")

    run = checked(
        coach, f"Leipomo Esimerkki Oy;{ID};Järvenpää;Toinen tie 9;Liisa;0400000111;;"
    )

    assert row_of(run).differences == [
        ["street", "", "Toinen tie 9"],
        ["person", "", "Liisa"],
        ["phone", "", "+358400000111"],
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "row", ["Leipomo Esimerki {n};;Järvenpää;;;;;", "A{n};x;;;;;;"]
)
def test_review_queries_do_not_grow(
    coach_client, coach, bakery, django_assert_num_queries, count, row
):
    for n in range(count):
        EmployerFactory(name=f"Leipomo Esimerkki {n} Oy")
    run = checked(coach, *(row.format(n=n) for n in range(count)))

    with django_assert_num_queries(6):
        response = coach_client.get(run.get_absolute_url())

    assert len(response.context["cards"]) == count


def test_review_page_of_fifty_rows_is_light(coach_client, coach):
    for n in range(60):
        EmployerFactory(name=f"Leipomo Esimerkki {n} Oy")
    rows = [
        f"Leipomo Esimerki {n};;Järvenpää;Katu 1;Erkki;0400000101;;" for n in range(60)
    ]
    run = checked(coach, *rows)

    response = coach_client.get(run.get_absolute_url())

    assert len(response.context["cards"]) == 50
    assert len(response.content) < 60_000
    assert response.context["next_url"] == "?show=duplicate&page=2"


def test_second_page_shows_the_rest(coach_client, coach):
    run = checked(coach, *(f"Työnantaja {n};;;;;;;" for n in range(51)))

    response = coach_client.get(run.get_absolute_url(), {"show": "new", "page": 2})

    assert (len(response.context["cards"]), response.context["shown"]) == (
        1,
        "51\u201351 / 51",
    )


def test_list_of_imports_queries_do_not_grow(
    coach_client, coach, django_assert_num_queries
):
    for n in range(3):
        checked(coach, f"A{n};;;;;;;")

    with django_assert_num_queries(4):
        coach_client.get(reverse("employers:imports"))


def test_employers_are_untouched_by_the_check(coach, bakery):
    checked(coach, f"Uusi nimi;{ID};Tuusula;;;;;")

    assert Employer.objects.get().name == "Leipomo Esimerkki Oy"
