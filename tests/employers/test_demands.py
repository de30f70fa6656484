"""What a job asks of the worker, and how a profile meets it."""

from random import Random

import pytest
from django.utils.translation import override

from employers.demands import LABELS, LEVELS, combined, compare, demands_of, level_word

TRAYS = {
    "name": "Wash trays",
    "literacy": 0,
    "load": 3,
    "pace": 2,
    "interaction": 1,
    "noise": 2,
}
SHELVES = {
    "name": "Fill shelves",
    "literacy": 2,
    "load": 2,
    "pace": 2,
    "interaction": 3,
    "noise": 1,
}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def random_levels(random):
    return {item: random.choice(list(levels)) for item, levels in LEVELS.items()}


def test_every_level_has_a_word():
    assert set(LABELS) == set(LEVELS)
    assert list(LEVELS["literacy"]) == [0, 1, 2, 3]
    assert all(list(v) == [1, 2, 3] for k, v in LEVELS.items() if k != "literacy")
    assert level_word("pace", 9) == ""


def test_combined_is_the_highest_of_the_tasks():
    assert combined([TRAYS, SHELVES]) == {
        "literacy": 2,
        "load": 3,
        "pace": 2,
        "interaction": 3,
        "noise": 2,
    }
    assert combined([]) == {}


def test_task_that_does_not_say_asks_the_least():
    assert combined([{"name": "Fold"}]) == {
        "literacy": 0,
        "load": 1,
        "pace": 1,
        "interaction": 1,
        "noise": 1,
    }


def test_combined_of_any_tasks_is_set_by_one_and_passed_by_none():
    random = Random(3)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(100):
        tasks = [random_levels(random) for _n in range(random.randint(1, 6))]

        for item, level in combined(tasks).items():
            assert any(task[item] == level for task in tasks)
            assert all(task[item] <= level for task in tasks)


def test_demands_name_the_tasks_that_set_them():
    found = demands_of({}, [TRAYS, SHELVES])

    assert [(d.item, d.level, d.top, d.word, d.why) for d in found] == [
        ("literacy", 2, 3, "Reads short text", ("Fill shelves",)),
        ("load", 3, 3, "Heavy", ("Wash trays",)),
        ("pace", 2, 3, "Brisk at times", ("Wash trays", "Fill shelves")),
        ("interaction", 3, 3, "With customers", ("Fill shelves",)),
        ("noise", 2, 3, "Some noise, heat or cold", ("Wash trays",)),
    ]


def test_lowest_level_is_set_by_no_task():
    found = {demand.item: demand.why for demand in demands_of({}, [TRAYS])}

    assert found["literacy"] == ()
    assert found["interaction"] == ()


def test_frozen_demands_go_before_those_of_the_tasks():
    content = {"demands": {"load": 2}}

    (load,) = demands_of(content, [TRAYS, SHELVES])

    assert (load.level, load.why) == (2, ("Fill shelves",))


@pytest.mark.parametrize(
    ("shifts", "word"),
    [
        ([(0, "07:00", "09:00")], "weekdays in the daytime"),
        ([(0, "06:00", "09:00")], "early mornings"),
        ([(0, "06:00", "09:00"), (5, "12:00", "19:00")], "early mornings, evenings, w"),
    ],
)
def test_times_are_told_in_words(shifts, word):
    keys = ("weekday", "starts", "ends")
    rows = [dict(zip(keys, shift, strict=True)) for shift in shifts]
    content = {"week_minutes": 680, "shifts": rows}

    hours, times = demands_of(content, [])

    assert (hours.item, hours.word, hours.top) == ("hours", "11 h 20 min", 0)
    assert times.item == "times"
    assert times.word.startswith(word)


@pytest.mark.parametrize(
    ("late", "walk", "word"),
    [
        (True, None, "the first bus comes too late"),
        (False, 1, "1 minute's walk from the stop"),
        (True, 12, "the first bus comes too late, 12 minutes' walk from the stop"),
    ],
)
def test_journey_is_told_when_something_is_known_of_it(late, walk, word):
    (journey,) = demands_of({}, [], late_first_bus=late, walk_minutes=walk)

    assert (journey.item, journey.word) == ("travel", word)


def test_nothing_known_asks_nothing():
    assert demands_of({}, []) == []


def test_profile_is_held_against_demands_line_by_line():
    fits = compare(combined([TRAYS]), {"literacy": 1, "load": 2, "pace": 2})

    assert [(fit.item, fit.needs, fit.can, fit.verdict) for fit in fits] == [
        ("literacy", 0, 1, "for"),
        ("load", 3, 2, "against"),
        ("pace", 2, 2, "for"),
        ("interaction", 1, None, "unknown"),
        ("noise", 2, None, "unknown"),
    ]
    assert (fits[1].needs_word, fits[1].can_word) == (
        "Heavy",
        "Some lifting and carrying",
    )
    assert fits[3].can_word == ""


def test_any_job_fits_who_can_just_what_it_asks():
    random = Random(5)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(50):
        levels = random_levels(random)

        assert {fit.verdict for fit in compare(levels, levels)} == {"for"}
        assert {fit.verdict for fit in compare(levels, {})} == {"unknown"}
