"""The estimator: the vectors of domain.md 2.1 through the page, and every refusal."""

import pytest
from django.test import Client

from cms.models import EstimatorPage
from crm.models import Parameter

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

ADDRESS = "/palkkatuki/laskuri/"


def sums(page):
    """Return what stands at the end of each row of the ledger, without spaces."""
    return ["".join(cell.text.split()) for cell in page.select(".ledger td")]


def subsidy(page):
    return "".join(page.select_one(".ledger__result td").text.split())


@pytest.mark.parametrize(
    ("asked", "euros"),
    [
        ("pay=900", "630,00€"),
        ("pay=2528,57", "1770,00€"),
        ("pay=3 000", "1770,00€"),
        ("pay=1600&ground=general", "800,00€"),
        ("pay=2520&ground=general", "1260,00€"),
        ("pay=1500&ground=association&payer=association", "1845,00€"),
        ("pay=1642.28&ground=association&payer=association", "2020,00€"),
        ("pay=676&week_hours=12", "473,20€"),
    ],
)
def test_page_tells_the_subsidy_of_a_month(see, asked, euros):
    assert subsidy(see(f"{ADDRESS}?{asked}")) == euros


def test_every_euro_has_its_row_and_its_source(see):
    page = see(f"{ADDRESS}?pay=676&week_hours=12")

    pay, share, cap, aid, own, *uncovered = sums(page)
    assert (pay, share, aid, own) == ("676,00€", "473,20€", "473,20€", "202,80€")
    assert cap == "1770,00€"
    assert len(uncovered) == 2
    assert "380/2023" in page.select_one(".ledger").text
    assert not any("€" in cell for cell in uncovered)


def test_unconfirmed_cap_is_marked_and_the_stop_stands_beside(see):
    page = see(f"{ADDRESS}?pay=900")

    marked = [row for row in page.select(".ledger tr") if row.select_one(".mark")]
    assert ["".join(row.td.text.split()) for row in marked] == ["1770,00€"]
    assert len(page.select("#answer .notice--stop")) == 1
    assert len(page.select("#answer .notice--check")) == 1


def test_untouched_page_answers_nothing_and_tells_no_errors(see):
    page = see(ADDRESS)

    assert page.select("#answer, .errors") == []
    assert "70 %" in page.select_one("#id_ground").text


@pytest.mark.parametrize(
    ("asked", "field", "typed"),
    [
        ("pay=", "pay", ""),
        ("pay=paljon", "pay", "paljon"),
        ("pay=-5", "pay", "-5"),
        ("pay=1e400", "pay", "1e400"),
        ("pay=nan", "pay", "nan"),
        ("pay=900&week_hours=200", "week_hours", "200"),
    ],
)
def test_bad_input_is_told_and_kept(see, asked, field, typed):
    page = see(f"{ADDRESS}?{asked}")

    assert [link["href"] for link in page.select(".errors a")] == [f"#id_{field}"]
    assert page.find(id=f"id_{field}").get("value", "") == typed
    assert page.select("#answer") == []


def test_ground_that_is_none_is_told(see):
    page = see(f"{ADDRESS}?pay=900&ground=wish")

    assert page.select_one(".errors a")["href"] == "#id_ground"
    assert page.select_one("#id_ground .field__error")
    assert page.find(id="id_pay")["value"] == "900"


@pytest.mark.parametrize(
    "asked",
    [
        "payer=state",
        "payer=municipality&ground=general",
        "payer=private&business=no",
        "payer=company&ground=association",
    ],
)
def test_employer_who_gets_none_gets_no_sum(see, asked):
    page = see(f"{ADDRESS}?pay=900&{asked}")

    assert page.select(".ledger") == []
    assert len(page.select("#answer .notice--stop li")) == 1


def test_missing_figure_is_said_and_not_guessed(see):
    Parameter.objects.filter(
        key__in=("subsidy-cap-70", "subsidy-percent-reduced")
    ).delete()

    page = see(f"{ADDRESS}?pay=900")

    assert page.select(".ledger") == []
    assert len(page.select("#answer .notice--check")) == 1


@pytest.mark.parametrize(
    ("home", "aid", "estimator"),
    [
        ("/", "/palkkatuki/", ADDRESS),
        ("/sv/", "/sv/lonesubvention/", "/sv/lonesubvention/raknare/"),
        ("/en/", "/en/pay-subsidy/", "/en/pay-subsidy/estimator/"),
    ],
)
def test_estimator_is_found_in_every_language(see, home, aid, estimator):
    for address in (home, aid):
        links = [link["href"] for link in see(address).select("main a[href]")]
        assert estimator in links, address

    assert subsidy(see(f"{estimator}?pay=900")).replace(".", ",") == "630,00€"


def test_only_the_untouched_page_is_kept(client, django_assert_max_num_queries):
    client.get(ADDRESS)
    with django_assert_max_num_queries(8):
        client.get(ADDRESS)

    first = client.get(f"{ADDRESS}?pay=900").text
    second = Client().get(f"{ADDRESS}?pay=1000").text

    assert "630,00" in first
    assert "700,00" in second


def test_answer_costs_a_fixed_number_of_questions(
    client, django_assert_max_num_queries
):
    client.get(ADDRESS)

    with django_assert_max_num_queries(22):
        client.get(f"{ADDRESS}?pay=900")


def test_page_stands_below_the_wage_subsidy():
    page = EstimatorPage.objects.get(locale__language_code="fi")

    assert page.get_parent().slug == "palkkatuki"
    assert not page.has_form
