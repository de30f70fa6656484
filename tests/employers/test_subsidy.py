"""The pay subsidy of a month: the vectors of domain.md 2.1, bounds and law changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from crm.models import NoFigureError, Parameter
from employers.money import cents
from employers.subsidy import WARNINGS, Case, Ground, Payer, estimate, payment_claim_by

pytestmark = pytest.mark.django_db

IN_2026 = date(2026, 11, 24)


@pytest.fixture
def figures():
    return Parameter.objects.of_day(IN_2026)


def case(pay, ground=Ground.REDUCED, **values):
    return Case(**{"pay": Decimal(pay), "ground": ground, "payer": "company"} | values)


def row(result, key):
    return next(row for row in result.rows if row.key == key)


@pytest.mark.parametrize(
    ("pay", "ground", "subsidy"),
    [
        ("900.00", Ground.REDUCED, "630.00"),
        ("2528.57", Ground.REDUCED, "1770.00"),
        ("3000", Ground.REDUCED, "1770.00"),
        ("1600", Ground.GENERAL, "800.00"),
        ("2520", Ground.GENERAL, "1260.00"),
        ("1500", Ground.ASSOCIATION, "1845.00"),
        ("1642.28", Ground.ASSOCIATION, "2020.00"),
        ("1600", Ground.SENIOR, "800.00"),
        ("3000", Ground.AGED_55, "1770.00"),
        ("676.00", Ground.REDUCED, "473.20"),
        ("0", Ground.REDUCED, "0.00"),
        ("0.01", Ground.GENERAL, "0.01"),  # half a cent: half up
    ],
)
def test_subsidy_of_a_month(figures, pay, ground, subsidy):
    assert str(estimate(case(pay, ground), figures).subsidy) == subsidy


@pytest.mark.parametrize(
    ("ground", "days", "cap"),
    [
        (Ground.REDUCED, 17, "1003.00"),
        (Ground.GENERAL, 17, "714.00"),
        (Ground.ASSOCIATION, 17, "1144.67"),
        (Ground.REDUCED, 1, "59.00"),
        (Ground.REDUCED, 31, "1829.00"),
    ],
)
def test_part_period_has_its_part_of_the_cap(figures, ground, days, cap):
    result = estimate(case("5000", ground, days=days), figures)

    assert (str(result.cap), str(result.subsidy)) == (cap, cap)


def test_estimate_is_told_row_by_row(figures):
    result = estimate(case("676.00", week_hours=Decimal(12)), figures)

    assert [(r.key, r.euros and str(r.euros)) for r in result.rows] == [
        ("pay", "676.00"),
        ("share", "473.20"),
        ("cap", "1770.00"),
        ("subsidy", "473.20"),
        ("own", "202.80"),
        ("side-costs", None),
        ("holiday", None),
    ]
    assert row(result, "share").source == "Laki 380/2023 87 §"
    assert "70 %" in row(result, "share").detail
    assert row(result, "pay").detail == "12 hours a week"
    assert not result.capped


def test_cap_that_nobody_has_confirmed_is_flagged(figures):
    result = estimate(case("900"), figures)

    assert not row(result, "cap").confirmed
    assert row(result, "share").confirmed
    cap = row(result, "cap")
    assert result.unconfirmed == (f"Palkkatuen enimmäismäärä, 70 %: {cap.source}",)


def test_cap_of_2025_was_confirmed():
    before = Parameter.objects.of_day(date(2025, 12, 31))
    after = Parameter.objects.of_day(date(2026, 1, 1))

    general = case("900", Ground.GENERAL)
    assert estimate(general, before).unconfirmed == ()
    assert estimate(general, after).unconfirmed != ()


def test_cap_says_when_it_is_reached(figures):
    assert not estimate(case("2519.99", Ground.GENERAL), figures).capped
    assert estimate(case("2520.00", Ground.GENERAL), figures).capped


def test_association_is_paid_for_part_of_full_hours(figures):
    hours = {"week_hours": Decimal(40), "full_hours": Decimal(40)}
    result = estimate(case("1000", Ground.ASSOCIATION, **hours), figures)

    assert str(row(result, "covered").euros) == "650.00"
    assert str(result.subsidy) == "799.50"
    assert str(result.own) == "200.50"


@pytest.mark.parametrize("hours", ["26", "20"])
def test_association_within_its_hours_is_paid_in_full(figures, hours):
    asked = {"week_hours": Decimal(hours), "full_hours": Decimal(40)}
    result = estimate(case("1000", Ground.ASSOCIATION, **asked), figures)

    assert str(result.subsidy) == "1230.00"
    assert str(result.own) == "0.00"


@pytest.mark.parametrize(
    ("ground", "values", "months", "continued"),
    [
        (Ground.GENERAL, {}, 5, None),
        (Ground.GENERAL, {"long": False}, 5, None),
        (Ground.GENERAL, {"long": True}, 10, None),
        (Ground.REDUCED, {}, 10, 24),
        (Ground.ASSOCIATION, {}, 10, None),
        (Ground.SENIOR, {}, 24, 24),
        (Ground.AGED_55, {}, 10, None),
    ],
)
def test_ground_decides_how_long(figures, ground, values, months, continued):
    result = estimate(case("900", ground, **values), figures)

    assert (result.months, result.continued) == (months, continued)


def test_no_subsidy_is_guessed_for_a_day_without_figures():
    figures = Parameter.objects.of_day(date(2024, 12, 31))

    with pytest.raises(NoFigureError):
        estimate(case("900"), figures)


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        (date(2026, 3, 15), date(2026, 6, 30)),
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2025, 11, 1), date(2026, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_payment_is_claimed_within_three_months_of_the_month(figures, ended, last):
    assert payment_claim_by(ended, figures) == last


def test_what_must_always_be_said_is_there():
    assert list(WARNINGS) == ["estimate", "discretionary", "uncovered", "start"]
    assert all(str(text) for text in WARNINGS.values())


SHARES = {
    Ground.REDUCED: "0.7",
    Ground.GENERAL: "0.5",
    Ground.ASSOCIATION: "1.23",
    Ground.SENIOR: "0.5",
    Ground.AGED_55: "0.7",
}


def test_subsidy_is_never_above_share_or_cap_and_grows_with_the_pay(figures):
    random = Random(11)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(200):
        ground = random.choice(list(Ground))
        days = random.choice([None, random.randint(1, 62)])
        hours = random.choice([None, Decimal(random.randint(1, 400)).scaleb(-1)])
        full = random.choice([None, Decimal("37.5"), Decimal(40)])
        pay = Decimal(random.randint(0, 600000)).scaleb(-2)
        asked = case(pay, ground, days=days, week_hours=hours, full_hours=full)
        result = estimate(asked, figures)
        more = estimate(replace(asked, pay=pay + Decimal("0.01")), figures)

        assert 0 <= result.subsidy <= result.cap
        assert result.subsidy <= cents(pay * Decimal(SHARES[ground]))
        assert result.subsidy <= more.subsidy
        assert result.own >= 0
        assert result.own == max(0, result.pay - result.subsidy)
        assert {r.key for r in result.rows} >= {"pay", "share", "cap", "subsidy", "own"}


def test_every_ground_and_payer_has_a_word():
    assert all(str(label) for label in [*Ground.labels, *Payer.labels])
