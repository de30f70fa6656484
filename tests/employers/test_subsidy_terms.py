"""What a pay subsidy asks of employer, job and jobseeker (domain.md 2.1)."""

from datetime import date
from decimal import Decimal

import pytest

from crm.models import Parameter
from employers.subsidy import Age, Case, Ground, Payer
from employers.subsidy_terms import reminders, requirements, unmet

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures():
    return Parameter.objects.of_day(date(2026, 11, 24))


def met(figures, ground=Ground.REDUCED, payer=Payer.COMPANY, **values):
    case = Case(pay=Decimal(900), ground=ground, payer=payer, **values)
    return {one.key: one.met for one in requirements(case, figures)}


@pytest.mark.parametrize("ground", Ground)
def test_state_agency_gets_nothing(figures, ground):
    case = Case(pay=Decimal(900), ground=ground, payer=Payer.STATE)

    assert "state" in [one.key for one in unmet(requirements(case, figures))]


@pytest.mark.parametrize(
    ("ground", "may"),
    [
        (Ground.REDUCED, True),
        (Ground.SENIOR, True),
        (Ground.GENERAL, False),
        (Ground.ASSOCIATION, False),
        (Ground.AGED_55, None),  # not established
    ],
)
def test_municipality_gets_it_on_two_grounds(figures, ground, may):
    assert met(figures, ground, Payer.MUNICIPALITY)["municipality"] is may


@pytest.mark.parametrize("business", [True, False, None])
def test_private_person_gets_it_for_business_only(figures, business):
    assert met(figures, payer=Payer.PRIVATE, business=business)["private"] is business


@pytest.mark.parametrize("payer", [Payer.COMPANY, Payer.COUNTY, Payer.ASSOCIATION])
def test_company_county_and_association_may_ask(figures, payer):
    assert set(met(figures, payer=payer)) == {"jobseeker", "reduced"}


@pytest.mark.parametrize("payer", Payer)
def test_full_subsidy_is_for_associations(figures, payer):
    found = met(figures, Ground.ASSOCIATION, payer)

    assert found["association"] is (payer == Payer.ASSOCIATION)


@pytest.mark.parametrize(
    ("business", "may"), [(True, False), (False, True), (None, None)]
)
def test_full_subsidy_is_for_other_than_business(figures, business, may):
    found = met(figures, Ground.ASSOCIATION, Payer.ASSOCIATION, business=business)

    assert found["outside-business"] is may


@pytest.mark.parametrize("answer", [True, False, None])
def test_what_nobody_has_said_is_not_taken_for_a_yes(figures, answer):
    assert met(figures, jobseeker=answer)["jobseeker"] is answer
    assert met(figures, Ground.SENIOR, long=answer)["long"] is answer
    assert met(figures, Ground.AGED_55, longest=answer)["longest"] is answer
    assert met(figures, Ground.ASSOCIATION, longest=answer)["longest"] is answer


def test_long_unemployment_is_no_longest_and_the_other_way_round(figures):
    assert met(figures, Ground.SENIOR, longest=True)["long"] is None
    assert met(figures, Ground.AGED_55, long=True)["longest"] is None


@pytest.mark.parametrize(
    ("age", "general", "fifty_five", "sixty"),
    [
        (None, None, None, None),
        (Age.UNDER_25, True, False, False),
        (Age.UNDER_50, None, False, False),
        (Age.UNDER_55, True, False, False),
        (Age.UNDER_60, True, True, False),
        (Age.OVER_60, True, True, True),
    ],
)
def test_age_opens_grounds(figures, age, general, fifty_five, sixty):
    assert met(figures, Ground.GENERAL, age=age)["group"] is general
    assert met(figures, Ground.AGED_55, age=age)["age-55"] is fifty_five
    assert met(figures, Ground.SENIOR, age=age)["age-60"] is sixty


@pytest.mark.parametrize(
    ("age", "in_group", "general"),
    [
        (Age.UNDER_50, True, True),
        (Age.UNDER_50, False, False),
        (None, False, None),  # the age could still do
        (None, True, True),
        (Age.UNDER_25, False, True),
    ],
)
def test_general_subsidy_asks_for_one_of_five_groups(figures, age, in_group, general):
    found = met(figures, Ground.GENERAL, age=age, in_group=in_group)

    assert found["group"] is general


@pytest.mark.parametrize(
    ("hours", "full", "enough"),
    [
        (None, None, None),
        ("25", None, True),
        ("24.9", None, None),
        ("24.9", "40", False),
        ("24.375", "37.5", True),
        ("24.37", "37.5", False),
    ],
)
def test_employment_subsidy_asks_for_enough_hours(figures, hours, full, enough):
    asked = {"week_hours": hours, "full_hours": full}
    values = {name: value and Decimal(value) for name, value in asked.items()}

    assert met(figures, Ground.AGED_55, **values)["hours"] is enough


def test_hours_of_an_association_must_be_told(figures):
    hours = {"week_hours": Decimal(20), "full_hours": Decimal(40)}

    assert met(figures, Ground.ASSOCIATION)["hours"] is None
    assert met(figures, Ground.ASSOCIATION, **hours)["hours"] is True


@pytest.mark.parametrize("ground", Ground)
def test_same_person_is_barred_for_three_years_but_for_reduced_ability(figures, ground):
    case = Case(pay=Decimal(900), ground=ground, payer=Payer.COMPANY)
    told = " ".join(reminders(case, figures))

    assert ("last 3 years" in told) is (ground != Ground.REDUCED)
    assert ("continuation" in told) is (ground == Ground.REDUCED)
    assert "12 months" in told


def test_sentences_name_the_figures_of_the_day(figures):
    case = Case(pay=Decimal(900), ground=Ground.AGED_55, payer=Payer.COMPANY)

    texts = [one.text for one in requirements(case, figures)]
    assert "At least 25 hours a week, or 65 % of full hours." in texts
    assert "Unemployed for 24 of the last 28 months." in texts
