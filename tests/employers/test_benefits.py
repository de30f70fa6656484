"""What is left of the pay when benefits give way (domain.md 2.6 and 2.7)."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from crm.models import Parameter
from employers.benefits import (
    Basis,
    Housing,
    Offer,
    Situation,
    compare,
    not_counted,
)

pytestmark = pytest.mark.django_db

IN_2026 = date(2026, 11, 24)


@pytest.fixture
def figures():
    return Parameter.objects.of_day(IN_2026)


def month(pay):
    return Offer("month", Decimal(pay), None, 0)


def one(figures, pay, **situation):
    return compare([month(pay)], Situation(**situation), figures)[0]


def told(found):
    return [(row.key, row.euros and str(row.euros)) for row in found.rows]


def test_without_benefits_the_pay_is_left(figures):
    found = one(figures, "676")

    assert told(found) == [("pay", "676.00")]
    assert (str(found.left), found.complete, found.room) == ("676.00", True, None)


@pytest.mark.parametrize(
    ("housing", "pay", "lost"),
    [
        (Housing.PENSIONER, "100", "-36.98"),
        (Housing.PENSIONER, "676", "-249.95"),
        (Housing.GENERAL, "100", "-35.00"),
        (Housing.GENERAL, "0", "0.00"),
    ],
)
def test_housing_allowance_gives_way(figures, housing, pay, lost):
    found = one(figures, pay, housing=housing)

    assert str(found.rows[-1].euros) == lost
    assert found.left == Decimal(pay) + Decimal(lost)
    assert found.rows[-1].source
    assert found.rows[-1].confirmed


def test_no_more_housing_allowance_is_lost_than_there_is(figures):
    found = one(figures, "900", housing="general", allowance=Decimal("200.50"))

    assert str(found.rows[-1].euros) == "-200.50"
    assert found.rows[-1].detail == "The whole of it"


@pytest.mark.parametrize(
    ("pay", "lost", "confirmed"),
    [("100", "-50.00", True), ("1599.98", "-799.99", True), ("2400", "-800.00", False)],
)
def test_half_of_the_pay_is_taken_off_general_support(figures, pay, lost, confirmed):
    found = one(figures, pay, basis=Basis.SUPPORT)

    assert told(found)[-1] == ("basis", lost)
    assert found.rows[-1].confirmed is confirmed


def test_pension_stays_at_the_limit_and_is_suspended_above_it(figures):
    at = one(figures, "990.90", basis=Basis.PENSION, pension=Decimal(1100))
    over = one(figures, "990.91", basis=Basis.PENSION, pension=Decimal(1100))

    assert (at.room.over, str(at.left)) == (False, "990.90")
    assert (over.room.over, str(over.left)) == (True, "-109.09")
    assert "Stays" in at.rows[-1].detail
    assert "suspended" in over.rows[-1].detail


def test_suspended_pension_of_unknown_amount_leaves_no_sum(figures):
    found = one(figures, "1500", basis=Basis.PENSION)

    assert told(found)[-1] == ("basis", None)
    assert (found.left, found.complete) == (None, False)


def test_housing_allowance_is_not_guessed_when_pay_replaces_the_pension(figures):
    situation = {"basis": Basis.PENSION, "housing": Housing.PENSIONER}
    found = one(figures, "1500", pension=Decimal(1000), **situation)

    assert told(found)[1:] == [("basis", "-1000.00"), ("housing", None)]
    assert (str(found.left), found.complete) == ("500.00", False)


def test_options_stand_side_by_side(figures):
    offers = [
        Offer("hour", Decimal("12.40"), Decimal("31.20"), 12 * 60),
        Offer("hour", Decimal("12.40"), None, 20 * 60),
    ]
    situation = Situation(Basis.PENSION, Housing.PENSIONER)
    less, more = compare(offers, situation, figures)

    assert str(less.room.euros) == "314.90"
    assert less.rows[0].detail == "12 h a week, 12.40 € an hour, supplements 31.20 €"
    assert str(less.left) == "426.05"
    assert more.room.over
    assert more.left is None


@pytest.mark.parametrize(
    ("on", "limit"),
    [
        (date(2022, 7, 31), "855.48"),
        (date(2022, 8, 1), "885.63"),
        (date(2026, 12, 31), "990.90"),
    ],
)
def test_limit_is_that_of_the_day(on, limit):
    found = one(Parameter.objects.of_day(on), "100", basis=Basis.PENSION)

    assert str(found.room.limit) == limit


def test_day_without_a_limit_says_so():
    figures = Parameter.objects.of_day(date(2027, 1, 1))
    found = one(figures, "100", basis=Basis.PENSION, housing=Housing.PENSIONER)

    assert found.room is None
    assert found.rows[1].detail == "No earnings limit is known for that day."
    assert found.left is None


@pytest.mark.parametrize(
    ("first", "situation"),
    [
        (date(2025, 1, 1), {"housing": Housing.PENSIONER}),
        (date(2024, 4, 1), {"housing": Housing.GENERAL}),
        (date(2026, 5, 1), {"basis": Basis.SUPPORT}),
    ],
)
def test_rule_holds_from_the_day_of_its_law(first, situation):
    eve = first - timedelta(days=1)
    before = one(Parameter.objects.of_day(eve), "100", **situation)
    after = one(Parameter.objects.of_day(first), "100", **situation)

    assert before.rows[-1].euros is None
    assert before.rows[-1].detail == "No figure is known for that day."
    assert not before.complete
    assert after.complete


def test_what_is_not_counted_is_listed():
    pensioner = not_counted(Situation(basis=Basis.PENSION))
    others = not_counted(Situation())

    assert len(pensioner) == len(others) + 1
    assert any("Tax" in text for text in others)
    assert "earnings-related pension" in pensioner[0]


def test_more_pay_never_leaves_less_while_no_limit_is_passed(figures):
    random = Random(5)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(100):
        pay = Decimal(random.randint(0, 98000)).scaleb(-2)
        situation = {
            "basis": random.choice(list(Basis)),
            "housing": random.choice(list(Housing)),
        }
        found = one(figures, pay, **situation)
        more = one(figures, pay + Decimal("10.00"), **situation)

        assert found.complete
        assert found.left <= more.left
        assert found.left == sum(row.euros for row in found.rows)
        assert all(row.euros <= 0 for row in found.rows[1:])
