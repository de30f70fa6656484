"""Working times of a week: sums, overlaps, words and the picture."""

from random import Random

import pytest
from django.utils.translation import override

from employers import week
from employers.week import grid, hours_text, minutes_text


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def shift(weekday, starts, ends, **more):
    return {"weekday": weekday, "starts": starts, "ends": ends, **more}


def kinds(drawn):
    """Return the picture as one row of (kind, rowspan) an hour."""
    return [[(cell.kind, cell.rowspan) for cell in row.cells] for row in drawn.rows]


def unfolded(drawn):
    """Return the kind of every hour of every day, whatever reaches over it."""
    hours = [[None] * len(drawn.days) for _row in drawn.rows]
    for at, row in enumerate(drawn.rows):
        for cell in row.cells:
            day = hours[at].index(None)
            for below in range(at, at + cell.rowspan):
                assert hours[below][day] is None
                hours[below][day] = cell.kind
    return hours


def random_shifts(random, days=7):
    found = []
    for _number in range(random.randint(0, 6)):
        start = random.randrange(0, 23 * 60, 15)
        end = random.randrange(start + 15, 24 * 60 + 1, 15)
        times = [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (start, end)]
        found.append(shift(random.randrange(days), *times))
    return found


def test_minutes_of_a_week_are_the_sum_of_its_shifts():
    shifts = [shift(0, "06:00", "09:00"), shift(5, "08:30", "12:00")]

    assert week.total_minutes(shifts) == 390
    assert week.total_minutes([]) == 0
    assert week.total_minutes([shift(0, "09:00", "07:00")]) == 0


def test_overlaps_are_pairs_of_the_same_day():
    long, inside = shift(0, "06:00", "12:00"), shift(0, "07:00", "08:00")
    late, after = shift(0, "11:00", "13:00"), shift(0, "13:00", "14:00")
    elsewhere = shift(1, "06:00", "12:00")

    found = week.overlaps([after, late, elsewhere, inside, long])

    assert found == [(long, inside), (long, late)]


def test_shifts_are_sorted_by_day_and_hour():
    first, second, third = (
        shift(0, "07:00", "09:00"),
        shift(0, "10:00", "11:00"),
        shift(3, "06:00", "07:00"),
    )

    assert week.sorted_shifts([third, second, first]) == [first, second, third]


@pytest.mark.parametrize(
    ("times", "flags"),
    [
        ((0, "07:00", "18:00"), (False, False, False)),
        ((0, "06:59", "09:00"), (True, False, False)),
        ((4, "12:00", "18:01"), (False, True, False)),
        ((5, "08:00", "12:00"), (False, False, True)),
        ((6, "06:00", "19:00"), (True, True, True)),
    ],
)
def test_early_evening_and_weekend(times, flags):
    shifts = [shift(*times)]

    found = week.early(shifts), week.evening(shifts), week.weekend(shifts)

    assert found == flags


@pytest.mark.parametrize(
    ("language", "starts", "ends", "text"),
    [
        ("fi", "07:00", "09:00", "7-9"),
        ("fi", "06:30", "09:00", "6.30-9"),
        ("sv", "06:05", "24:00", "6.05-24"),
        ("en", "06:30", "09:15", "6:30-9:15"),
    ],
)
def test_hours_are_written_as_the_language_does(language, starts, ends, text):
    with override(language):
        assert hours_text(shift(0, starts, ends)) == text.replace("-", "\N{EN DASH}")


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (150, "2 h 30 min"),
        (120, "2 h"),
        (40, "40 min"),
        (0, "0 min"),
        (680, "11 h 20 min"),
    ],
)
def test_minutes_are_written_as_hours(minutes, text):
    assert minutes_text(minutes) == text


def test_day_is_written_as_a_heading():
    with override("fi"):
        assert week.day_name(0) == "Maanantai"


def test_possible_week_has_no_problems():
    shifts = [shift(0, "06:00", "09:00"), shift(0, "09:00", "16:00")]

    assert week.problems(shifts) == []


def test_problems_say_what_cannot_be():
    shifts = [
        shift(0, "09:00", "07:00"),
        shift(1, "08:00", "08:00"),
        shift(2, "07:00", "10:00"),
        shift(2, "09:30", "12:00"),
        shift(3, "07:00", "17:15"),
    ]
    dash = "\N{EN DASH}"

    assert week.problems(shifts) == [
        f"Monday 9{dash}7: the end must be later than the beginning.",
        f"Tuesday 8{dash}8: the end must be later than the beginning.",
        f"Wednesday: 7{dash}10 and 9:30{dash}12 overlap.",
        "Thursday: over 10 hours of work.",
    ]


def test_long_shift_is_only_advised_about():
    shifts = [shift(0, "07:00", "13:00"), shift(1, "07:00", "13:15")]

    assert week.problems(shifts) == []
    assert week.advice(shifts) == [
        "Tuesday 7\N{EN DASH}13:15: over 6 hours, agree on a break."
    ]


# --- the picture --------------------------------------------------------------


def test_picture_reaches_from_the_first_hour_to_the_last():
    drawn = grid([shift(0, "06:00", "09:00"), shift(5, "08:30", "10:30")])

    assert drawn.days == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert [row.hour for row in drawn.rows] == [6, 7, 8, 9, 10]
    free = ("", 1)
    assert kinds(drawn) == [
        [("on", 3), free, free, free, free, free],
        [free, free, free, free, free],
        [free, free, free, free, ("on", 3)],
        [free, free, free, free, free],
        [free, free, free, free, free],
    ]
    assert drawn.rows[0].cells[0].label == "Work"


def test_sunday_is_drawn_only_if_it_is_used():
    assert len(grid([], [shift(6, "10:00", "12:00")]).days) == 7


@pytest.mark.parametrize(
    ("shifts", "hours"),
    [
        ([], [8, 9, 10, 11]),
        ([shift(0, "07:00", "08:00")], [7, 8, 9, 10]),
        ([shift(0, "22:30", "24:00")], [20, 21, 22, 23]),
    ],
)
def test_picture_has_four_rows_at_least(shifts, hours):
    assert [row.hour for row in grid(shifts).rows] == hours


def test_other_things_are_drawn_and_clashes_named():
    drawn = grid(
        [shift(0, "09:00", "11:00")],
        [shift(0, "10:00", "14:00", label="Day centre"), shift(1, "09:00", "10:00")],
    )

    monday = [(c.kind, c.label, c.rowspan) for c in (r.cells[0] for r in drawn.rows)]
    assert monday[:3] == [
        ("on", "Work", 1),
        ("clash", "Work + Day centre", 1),
        ("other", "Day centre", 3),
    ]
    assert drawn.rows[0].cells[1].label == "Other"


def test_hour_in_which_two_only_meet_is_no_clash():
    drawn = grid([shift(0, "07:00", "09:15")], [shift(0, "09:15", "11:00")])

    assert [kind for kind, *_rest in unfolded(drawn)] == ["on", "on", "other", "other"]


def test_shifts_that_overlap_clash_with_each_other():
    drawn = grid([shift(0, "07:00", "09:00"), shift(0, "08:00", "10:00")])

    assert [kind for kind, *_rest in unfolded(drawn)] == ["on", "clash", "on", ""]
    assert drawn.rows[1].cells[0].label == "Work + Work"


def test_shift_that_ends_too_early_is_not_drawn():
    assert kinds(grid([shift(0, "09:00", "07:00")])) == [[("", 1)] * 6] * 4


def test_any_week_is_drawn_whole_and_says_its_overlaps():
    random = Random(11)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(150):
        shifts, others = random_shifts(random), random_shifts(random)
        drawn = grid(shifts, others)
        hours = unfolded(drawn)

        assert len(hours) >= 4
        assert all(kind is not None for row in hours for kind in row)
        clash = any(kind == "clash" for row in hours for kind in row)
        mixed = week.overlaps([*shifts, *others])
        assert clash == any(
            any(one is mine or other is mine for mine in shifts) for one, other in mixed
        )
        assert bool(week.overlaps(shifts)) == any(
            "overlap" in text for text in week.problems(shifts)
        )
