"""For and against, line by line: nothing is guessed, every line names its sides."""

from datetime import date, time
from decimal import Decimal

import pytest

from employers.earnings import Headroom
from placements.matching import (
    AGAINST,
    FOR,
    UNKNOWN,
    Journey,
    Person,
    Work,
    alike,
    counts,
    lines,
)

MORNINGS = [{"weekday": day, "starts": "07:00", "ends": "09:00"} for day in range(5)]


def limit(pay, *, confirmed=True):
    euros = Decimal("990.90") - Decimal(pay)
    return Headroom(
        limit=Decimal("990.90"),
        limit_from=date(2026, 1, 1),
        confirmed=confirmed,
        pay=Decimal(pay),
        euros=euros,
        hours_a_week=None,
        over=euros < 0,
        pay_x=0,
        extra_x=0,
        limit_x=0,
    )


def tone(item, person=None, work=None, journey=None):
    (found,) = [
        line
        for line in lines(
            Person({}, **(person or {})), Work({}, **(work or {})), journey
        )
        if line.item == item
    ]
    return found.tone


def test_nobody_and_nothing_is_all_unknown():
    found = lines(Person({}), Work({}))

    assert {line.tone for line in found} == {UNKNOWN}
    assert counts(found) == {FOR: 0, AGAINST: 0, UNKNOWN: len(found)}


@pytest.mark.parametrize(
    ("asks", "can", "expected"),
    [(1, 2, FOR), (2, 2, FOR), (3, 2, AGAINST), (2, None, UNKNOWN)],
)
def test_levels_are_held_against_each_other(asks, can, expected):
    person = Person({} if can is None else {"pace": can})
    (line,) = [one for one in lines(person, Work({"pace": asks})) if one.item == "pace"]

    assert line.tone == expected
    assert line.asks
    assert bool(line.has) == (can is not None)


@pytest.mark.parametrize(
    ("least", "most", "minutes", "expected"),
    [
        (10, 15, 600, FOR),
        (10, 15, 599, AGAINST),
        (10, 15, 900, FOR),
        (10, 15, 901, AGAINST),
        (None, 15, 60, FOR),
        (10, None, 6000, FOR),
        (None, None, 600, UNKNOWN),
        (10, 15, 0, UNKNOWN),
    ],
)
def test_hours_a_week(least, most, minutes, expected):
    person = {"hours_min": least, "hours_max": most}

    assert tone("hours", person, {"week_minutes": minutes}) == expected


@pytest.mark.parametrize(
    ("times", "starts", "ends", "weekday", "expected"),
    [
        (["morning"], "07:00", "09:00", 0, FOR),
        (["morning"], "10:00", "14:00", 0, AGAINST),
        (["morning", "day"], "07:00", "15:00", 0, FOR),
        (["morning", "evening"], "07:00", "18:00", 0, AGAINST),
        (["day"], "07:00", "09:00", 0, AGAINST),
        (["day", "evening"], "16:00", "21:00", 0, FOR),
        (["morning"], "07:00", "09:00", 5, AGAINST),
        (["morning", "weekend"], "07:00", "09:00", 6, FOR),
        (["weekend"], "15:00", "20:00", 5, FOR),
        (["weekend"], "07:00", "09:00", 0, AGAINST),
        ([], "07:00", "09:00", 0, UNKNOWN),
    ],
)
def test_times_of_day(times, starts, ends, weekday, expected):
    shift = {"weekday": weekday, "starts": starts, "ends": ends}

    assert tone("times", {"times": times}, {"shifts": [shift]}) == expected


def test_a_time_outside_is_named():
    late = {"weekday": 1, "starts": "16:00", "ends": "20:00"}
    person = Person({}, times=["morning"])
    work = Work({}, shifts=[*MORNINGS, late])
    (line,) = [one for one in lines(person, work) if one.item == "times"]

    assert "16\N{EN DASH}20" in line.words
    assert "7\N{EN DASH}9" not in line.words


@pytest.mark.parametrize(
    ("wish", "task", "expected"),
    [
        ("taittelu", "Laatikoiden taittelu", True),
        ("lajittelu", "Lajittelee pullot", True),
        ("pesu", "Pesulan koneet", True),
        ("taittelu", "Taikinan teko", False),
        ("te", "Tehtävä", False),
        ("", "", False),
    ],
)
def test_words_of_tasks_are_alike_by_their_beginning(wish, task, expected):
    assert alike(wish, task) is expected


@pytest.mark.parametrize(
    ("likes", "dislikes", "tones"),
    [
        (["taittelu"], ["melu"], (FOR, FOR)),
        (["piha"], ["taittelu"], (UNKNOWN, AGAINST)),
        ([], [], (UNKNOWN, UNKNOWN)),
    ],
)
def test_wishes(likes, dislikes, tones):
    person = {"likes": likes, "dislikes": dislikes}
    work = {"tasks": ["Laatikoiden taittelu"]}

    assert tone("likes", person, work) == tones[0]
    assert tone("dislikes", person, work) == tones[1]


@pytest.mark.parametrize(
    ("journey", "modes", "most", "expected"),
    [
        (None, ["transit"], 30, UNKNOWN),
        (Journey("transit", 30), ["transit"], 30, FOR),
        (Journey("transit", 31), ["transit"], 30, AGAINST),
        (Journey("car", 5), ["transit"], 30, AGAINST),
        (Journey("transit", 30), ["transit"], None, UNKNOWN),
    ],
)
def test_journey(journey, modes, most, expected):
    person = {"modes": modes, "most_minutes": most}

    assert tone("journey", person, journey=journey) == expected


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        (["transit"], AGAINST),
        (["bike", "transit"], FOR),
        (["walk", "transit"], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_first_bus_that_comes_too_late(modes, expected):
    assert tone("bus", {"modes": modes}, {"late_first_bus": True}) == expected


def test_first_bus_in_time_is_no_line():
    found = lines(Person({}), Work({}, late_first_bus=False))

    assert "bus" not in {line.item for line in found}


@pytest.mark.parametrize(("hour", "expected"), [(8, AGAINST), (9, FOR), (22, FOR)])
def test_last_bus(hour, expected):
    journey = Journey("transit", 20, last_bus=time(hour))

    assert tone("last_bus", work={"shifts": MORNINGS}, journey=journey) == expected


@pytest.mark.parametrize(
    ("limited", "pay", "expected"),
    [
        (True, limit("644.80"), FOR),
        (True, limit("990.90"), FOR),
        (True, limit("990.91"), AGAINST),
        (True, limit("0.00"), UNKNOWN),
        (True, None, UNKNOWN),
        (False, limit("644.80"), UNKNOWN),
        (None, limit("644.80"), UNKNOWN),
    ],
)
def test_pay_against_the_limit_of_the_day(limited, pay, expected):
    assert tone("earnings", {"limited": limited}, {"pay": pay}) == expected


def test_pay_line_says_both_figures_and_that_one_is_unconfirmed():
    person = Person({}, limited=True)
    work = Work({}, pay=limit("1000.00", confirmed=False))
    (line,) = [one for one in lines(person, work) if one.item == "earnings"]

    assert "9.10" in line.words
    assert "1,000.00" in line.asks or "1000.00" in line.asks
    assert "990.90" in line.has
    assert "unconfirmed" in line.has


def test_unpaid_work_has_no_line_of_pay():
    found = lines(Person({}, limited=True), Work({}, unpaid=True))

    assert "earnings" not in {line.item for line in found}
