"""Pay of a month against the earnings limit (738/2009 3 and 5 §, domain.md 2.6)."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from crm.models import Parameter
from employers.earnings import TAPE, headroom, monthly_pay

HALF_DAY = 12 * 60
IN_2026 = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("form", "amount", "supplements", "minutes", "pay"),
    [
        ("hour", "12.40", None, HALF_DAY, "644.80"),
        ("hour", "12.40", "31.20", HALF_DAY, "676.00"),
        ("hour", "12.00", None, 19 * 60, "988.00"),
        ("hour", "10.00", None, 30, "21.67"),
        ("hour", "0.03", None, 30, "0.07"),  # 0.065: half up
        ("hour", None, "31.20", HALF_DAY, "31.20"),
        ("month", "900.00", "31.20", HALF_DAY, "931.20"),
        ("unpaid", "12.40", "31.20", HALF_DAY, "0.00"),
        ("", None, None, HALF_DAY, "0.00"),
    ],
)
def test_pay_of_a_month(form, amount, supplements, minutes, pay):
    amount = amount and Decimal(amount)
    supplements = supplements and Decimal(supplements)

    assert str(monthly_pay(form, amount, supplements, minutes)) == pay


@pytest.mark.django_db
def test_headroom_says_what_is_left_below_the_limit():
    room = headroom("hour", Decimal("12.40"), Decimal("31.20"), HALF_DAY, on=IN_2026)

    assert (room.limit, room.limit_from) == (Decimal("990.90"), date(2026, 1, 1))
    assert not room.confirmed
    assert (room.pay, room.euros) == (Decimal("676.00"), Decimal("314.90"))
    assert room.hours_a_week == Decimal("5.8")
    assert not room.over
    assert (room.pay_x, room.pay_x + room.extra_x, room.limit_x) == (651, 682, 1000)


@pytest.mark.django_db
def test_twelve_euros_an_hour_reach_the_limit_at_nineteen_hours():
    room = headroom("hour", Decimal(12), None, 0, on=IN_2026)

    assert room.hours_a_week == Decimal("19.0")


@pytest.mark.django_db
def test_headroom_is_negative_above_the_limit():
    room = headroom("hour", Decimal(12), None, 30 * 60, on=IN_2026)

    assert room.over
    assert room.euros == Decimal("-569.10")
    assert room.hours_a_week == Decimal("0.0")
    assert room.pay_x == 1143


@pytest.mark.django_db
def test_pay_of_exactly_the_limit_is_not_over():
    room = headroom("month", Decimal("990.90"), None, HALF_DAY, on=IN_2026)

    assert (room.over, room.euros) == (False, Decimal("0.00"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "amount"), [("month", "900"), ("unpaid", None), ("hour", None)]
)
def test_hours_are_not_told_without_an_hourly_pay(form, amount):
    room = headroom(form, amount and Decimal(amount), None, HALF_DAY, on=IN_2026)

    assert room.hours_a_week is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "limit"),
    [
        (date(2021, 6, 1), "837.59"),
        (date(2022, 7, 31), "855.48"),
        (date(2022, 8, 1), "885.63"),
        (date(2024, 12, 31), "976.59"),
    ],
)
def test_limit_is_that_of_the_day(on, limit):
    assert headroom("unpaid", None, None, 0, on=on).limit == Decimal(limit)


@pytest.mark.django_db
def test_there_is_no_headroom_when_no_limit_is_known():
    day = date(2027, 1, 11)

    assert headroom("hour", Decimal(12), None, HALF_DAY, on=day) is None


@pytest.mark.django_db
def test_tape_stays_whole_when_there_is_neither_pay_nor_limit():
    Parameter.objects.filter(key="earnings-limit").update(value=0)

    room = headroom("unpaid", None, None, 0, on=IN_2026)

    assert (room.pay_x, room.extra_x, room.limit_x) == (0, 0, 0)


@pytest.mark.django_db
def test_any_pay_fits_the_tape_and_its_hours_the_limit():
    random = Random(7)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(100):
        amount = Decimal(random.randint(1, 4000)).scaleb(-2)
        extra = Decimal(random.randint(0, 30000)).scaleb(-2)
        minutes = random.randint(0, 40 * 60)
        room = headroom("hour", amount, extra, minutes, on=IN_2026)

        assert room.euros == room.limit - room.pay
        assert room.over == (room.euros < 0)
        assert 0 <= room.pay_x <= room.pay_x + room.extra_x < TAPE
        assert room.limit_x < TAPE
        if not room.over:
            more = minutes + int(room.hours_a_week * 60)
            assert monthly_pay("hour", amount, extra, more) <= room.limit
