"""How long records stand in their states, worked out by hand and by walking the log."""

import itertools
from collections import defaultdict
from datetime import timedelta
from statistics import median

import pytest

from placements.metrics.lines import line_of
from placements.metrics.registry import METRICS
from placements.metrics.suppression import Cell
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    PlacementFactory,
    SubsidyFactory,
    TrialFactory,
)
from tests.placements.metric_data import moved, scope_of
from tests.placements.test_metrics import counts, day, measured
from tests.placements.test_metrics_random import dice_of, some_day

pytestmark = pytest.mark.django_db


def middles(parts):
    return {part.key: part.spread.median for part in parts if part.top.count}


def lived(record, *path):
    """Write the moves of a record, given as (state, day)."""
    source = ""
    for state, on in path:
        moved(record, state, day(on), source)
        source = state
    return record


def test_candidates_paused_time_belongs_to_no_state(manager):
    one = lived(
        CandidateFactory(),
        ("new", "1.3.26"),
        ("agreed", "11.3.26"),
        ("active", "10.4.26"),
        ("paused", "30.4.26"),
        ("active", "30.5.26"),
    )
    other = lived(CandidateFactory(), ("new", "1.4.26"), ("agreed", "21.4.26"))

    found = measured("M15c", scope_of(manager, "2026-Q2"))

    # Ended in the quarter: agreed 30 days, active 20, new 20; the pause is left out.
    assert middles(found.parts) == {"new": 20, "agreed": 30, "active": 20}
    assert (found.top, found.spread.median) == (Cell(3, 2), 20)
    # On 30 June: active since 30 May, agreed since 21 April.
    assert middles(found.going) == {"open-active": 31, "open-agreed": 70}
    assert set(found.of_part("agreed")) == {one}
    assert set(found.of_part("open-agreed")) == {other}


def test_employers_at_rest_are_in_no_state(manager):
    lived(
        EmployerFactory(),
        ("lead", "1.3.26"),
        ("contacted", "1.4.26"),
        ("dormant", "1.5.26"),
        ("contacted", "1.6.26"),
    )

    found = measured("M15b", scope_of(manager, "2026-Q2"))

    assert middles(found.parts) == {"lead": 31, "contacted": 30}
    assert middles(found.going) == {"open-contacted": 29}
    assert found.top == Cell(2)


def test_trials_placements_and_subsidies_each_have_their_states(manager):
    lived(
        TrialFactory(),
        ("planned", "1.4.26"),
        ("contract_draft", "5.4.26"),
        ("signing", "12.4.26"),
        ("agreed", "14.4.26"),
        ("running", "20.4.26"),
        ("interrupted", "1.5.26"),
        ("running", "10.5.26"),
    )
    lived(PlacementFactory(), ("agreed", "1.4.26"), ("start_support", "1.5.26"))
    lived(SubsidyFactory(), ("screening", "1.4.26"), ("jobseeker", "3.4.26"))
    quarter = scope_of(manager, "2026-Q2")

    trials, works, subsidies = (
        measured(code, quarter) for code in ("M15e", "M15f", "M15g")
    )

    assert middles(trials.parts) == {
        "planned": 4,
        "contract_draft": 7,
        "signing": 2,
        "agreed": 6,
        "running": 11,
    }
    assert middles(works.parts) == {"agreed": 30}
    assert counts(works.going) == {"open-start_support": 1}
    assert middles(subsidies.parts) == {"screening": 2}


def test_stays_of_few_people_are_hidden_and_so_is_what_tells_them(manager):
    for number in range(12):
        one = lived(CandidateFactory(), ("new", "1.4.26"))
        if number < 3:
            moved(one, "agreed", day("21.4.26"), "new")
    for _ in range(6):
        lived(CandidateFactory(), ("agreed", "1.4.26"), ("active", "11.4.26"))

    line = line_of(METRICS["M15c"], scope_of(manager, "2026-Q2"))

    ended = {part.key: (part.top.text, part.median.text) for part in line.parts}
    assert ended["new"] == ("under 5", "\N{EN DASH}")
    assert ended["agreed"][0] == "\N{EN DASH}"
    going = {part.key: part.top.text for part in line.going}
    assert going == {
        "open-new": "9",
        "open-agreed": "under 5",
        "open-active": "\N{EN DASH}",
    }


@pytest.mark.parametrize("seed", range(3))
def test_stays_agree_with_a_walk_through_the_log(seed, manager):
    dice = dice_of(seed)
    scope = scope_of(manager, "2026-Q1")
    first, last = scope.days
    ended, going = defaultdict(list), defaultdict(list)
    for _ in range(25):
        one, on, state = PlacementFactory(), some_day(dice, 500), "agreed"
        moved(one, state, on)
        path = [(state, on)]
        for _move in range(dice.randint(0, 4)):
            state = dice.choice(
                [s for s in ("start_support", "faded", "interrupted") if s != state]
            )
            on += timedelta(days=dice.randint(0, 90))
            moved(one, state, on, path[-1][0])
            path.append((state, on))
        for (state, since), (_next, until) in itertools.pairwise(path):
            if first <= until <= last and state != "interrupted":
                ended[state].append((until - since).days)
        stood = [step for step in path if step[1] <= last]
        if stood and stood[-1][0] != "interrupted":
            state, since = stood[-1]
            going[f"open-{state}"].append((last - since).days)

    found = METRICS["M15f"].measure(scope)

    assert middles(found.parts) == {s: median(days) for s, days in ended.items()}
    assert middles(found.going) == {s: median(days) for s, days in going.items()}
    assert found.top.count == sum(map(len, ended.values()))
