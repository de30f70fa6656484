"""How long a trial may last, at the boundaries."""

from datetime import date
from decimal import Decimal

import pytest

from placements.trial_rules import (
    Period,
    Used,
    anniversary,
    checkpoint_days,
    counting,
    hours_fit,
    last_day,
    restarted_on,
    span,
    used,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_anniversary_is_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert anniversary(day, months) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), Used(0, 1)),
        (date(2026, 1, 1), date(2026, 1, 30), Used(0, 29)),
        (date(2026, 1, 1), date(2026, 1, 31), Used(1, 0)),
        (date(2026, 2, 1), date(2026, 2, 28), Used(1, 0)),
        (date(2026, 1, 1), date(2026, 6, 30), Used(6, 0)),
        (date(2026, 1, 1), date(2026, 7, 1), Used(6, 1)),
        (date(2026, 1, 2), date(2026, 1, 1), Used(0, 0)),
    ],
)
def test_span_counts_both_ends(starts, ends, expected):
    assert span(starts, ends) == expected


def test_time_of_several_trials_is_added_over_employers_and_years():
    periods = [
        Period(date(2025, 1, 1), date(2025, 2, 28)),
        Period(date(2026, 3, 1), date(2026, 3, 20), stopped=5),
    ]

    assert used(periods) == Used(2, 15)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (Used(), date(2026, 6, 30)),
        (Used(5, 29), date(2026, 1, 1)),
        (Used(2, 15), date(2026, 4, 15)),
        (Used(6), None),
        (Used(7, 3), None),
    ],
)
def test_last_day_uses_what_is_left(before, expected):
    assert last_day(date(2026, 1, 1), 6, before) == expected


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 15, 28])
@pytest.mark.parametrize("days", [0, 1, 29, 31, 89, 178])
def test_last_day_never_passes_the_maximum_and_wastes_little(month, day, days):
    starts, before = date(2027, month, day), Used.of(days)

    total = span(starts, last_day(starts, 6, before)).total + before.total

    # A day beyond a month of 31 does not count, one of February weighs three.
    assert 177 <= total <= 180


@pytest.mark.parametrize(
    ("on", "under_25", "used_up", "restarts"),
    [
        (date(2026, 12, 31), False, True, False),
        (date(2027, 1, 1), False, False, True),
        (date(2026, 3, 31), True, True, False),
        (date(2026, 4, 1), True, True, True),
        (date(2026, 4, 1), True, False, False),
    ],
)
def test_reckoning_begins_anew_after_unbroken_unemployment(
    on, under_25, used_up, restarts
):
    since = date(2026, 1, 1)

    found = restarted_on(since, on, under_25=under_25, used_up=used_up)

    assert found == (since if restarts else None)


def test_reckoning_goes_on_when_nobody_says_otherwise():
    day = date(2026, 1, 1)

    assert restarted_on(None, day, under_25=True, used_up=True) is None


def test_only_trials_after_the_restart_count():
    old = Period(date(2025, 1, 1), date(2025, 12, 31))
    new = Period(date(2026, 2, 1), date(2026, 2, 28))

    assert counting([old, new], None) == [old, new]
    assert counting([old, new], date(2026, 1, 1)) == [new]
    assert counting([old, new], date(2025, 12, 31)) == [old, new]


@pytest.mark.parametrize(
    ("hours", "fits"),
    [("3.9", False), ("4", True), ("8", True), ("8.1", False)],
)
def test_hours_a_day_have_bounds(hours, fits):
    assert hours_fit(Decimal(hours), Decimal(4), Decimal(8)) is fits
    assert hours_fit(Decimal(hours), None, None)


def test_checkpoints_are_closer_at_first_and_end_before_the_last_day():
    days = checkpoint_days(date(2026, 11, 10), date(2026, 12, 22))

    assert days == [
        (0, date(2026, 11, 10)),
        (1, date(2026, 11, 17)),
        (2, date(2026, 11, 24)),
        (4, date(2026, 12, 8)),
    ]
    assert checkpoint_days(date(2026, 11, 10), date(2026, 11, 10)) == days[:1]
