"""What may be shown of numbers about people: worked out cell by cell."""

from itertools import product
from random import Random

import pytest

from placements.metrics.suppression import (
    Asked,
    Cell,
    Differencing,
    show_middle,
    show_one,
    show_parts,
    show_series,
    show_share,
    show_stages,
    show_table,
)

HIDDEN, DASH = "under 5", "\N{EN DASH}"


def people(*counts):
    return [Cell(count, count) for count in counts]


def texts(shown):
    return [one.text for one in shown]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (1, HIDDEN), (4, HIDDEN), (5, "5"), (31, "31")]
)
def test_one_to_four_people_are_under_five(count, text):
    assert show_one(Cell(count, count)).text == text


def test_threshold_is_persons_and_not_events():
    assert show_one(Cell(12, 3)).text == HIDDEN
    assert show_one(Cell(12, 6)).text == "12"


def test_what_is_about_no_person_is_shown():
    assert show_one(Cell(2)).text == "2"


def test_one_hidden_part_takes_the_next_smallest_along():
    shown = show_parts(people(3, 7, 12))

    assert texts(shown.parts) == [HIDDEN, DASH, "12"]
    assert shown.total.text == "about 20"  # 22 to the nearest five


def test_two_hidden_parts_need_no_third():
    shown = show_parts(people(3, 2, 7, 12))

    assert texts(shown.parts) == [HIDDEN, HIDDEN, "7", "12"]
    assert shown.total.text == "about 25"  # 24


def test_nought_beside_hidden_parts_is_a_dash():
    assert texts(show_parts(people(0, 3, 9)).parts) == [DASH, HIDDEN, DASH]
    assert texts(show_parts(people(0, 6, 9)).parts) == ["0", "6", "9"]


def test_sum_of_few_is_hidden_itself():
    assert show_parts(people(0, 3)).total.text == HIDDEN


def test_table_hides_no_cell_alone_in_its_row_or_column():
    table = show_table([people(3, 8, 9), people(6, 7, 20), people(11, 12, 13)])

    # 3 is small; its row takes 8 along, its column 6; 8 alone in its column takes 7,
    # which is then the second of the second row.
    assert [texts(row.parts) for row in table.rows] == [
        [HIDDEN, DASH, "9"],
        [DASH, DASH, "20"],
        ["11", "12", "13"],
    ]
    assert texts(row.total for row in table.rows) == ["about 20", "about 35", "36"]
    assert texts(table.columns) == ["about 20", "about 25", "42"]
    assert table.total.text == "about 90"  # 89


@pytest.mark.parametrize(
    ("top", "base", "expected"),
    [
        (14, 64, ["14", "64", "22\N{NO-BREAK SPACE}%"]),
        (0, 64, ["0", "64", "0\N{NO-BREAK SPACE}%"]),
        (64, 64, ["64", "64", "100\N{NO-BREAK SPACE}%"]),
        (3, 64, [HIDDEN, "about 65", DASH]),
        (61, 64, [DASH, "about 65", DASH]),  # three others could be told
        (2, 4, [HIDDEN, HIDDEN, DASH]),
        (0, 0, ["0", "0", DASH]),
    ],
)
def test_share_tells_neither_those_in_it_nor_those_left(top, base, expected):
    share = show_share(*people(top, base))

    assert texts([share.top, share.base, share.percent]) == expected


def test_median_of_few_is_hidden():
    assert show_middle(12.0, Cell(4, 4)).text == DASH
    assert show_middle(12.0, Cell(5, 5)).text == "12"
    assert show_middle(12.0, Cell(4)).text == "12"  # of jobs


def test_stages_before_any_candidate_are_exact():
    shown, lost = show_stages([Cell(64), Cell(52), *people(26, 19, 14)])

    assert texts(shown) == ["64", "52", "26", "19", "14"]
    assert texts(lost) == ["12", "26", "7", "5"]


def test_stage_that_would_tell_few_by_subtraction_is_rounded():
    shown, lost = show_stages([Cell(64), *people(26, 23, 14)])

    # Parts of the 26: 3 lost, 9 lost, 14 filled: 3 is small and takes 9 along.
    assert texts(lost) == ["about 40", HIDDEN, DASH]
    assert texts(shown) == ["64", "about 25", "about 25", "14"]


def test_small_last_stage_is_hidden_and_rounds_those_before():
    shown, lost = show_stages([Cell(20), *people(12, 3)])

    assert texts(shown) == ["20", "about 10", HIDDEN]
    assert texts(lost) == ["about 10", DASH]


def test_curve_leaves_out_points_between_which_few_were_lost():
    base = Cell(30, 30)
    points = [(cell, base) for cell in people(30, 28, 24, 22, 15)]

    shares = show_series(points, [2, 4])

    # 24 and 15 come first; 30 and 22 differ from 24 or 15 by 6, 2, 7; 28 hides two.
    assert texts(share.top for share in shares) == ["30", DASH, "24", DASH, "15"]


ALL = ("M13", "2026-01-01", "2026-12-31")


@pytest.mark.parametrize(
    ("first", "then", "reveals"),
    [
        # everybody, then one municipality: two live elsewhere
        (Asked(*ALL, (), 23), Asked(*ALL, (("municipality", "1"),), 21), True),
        (Asked(*ALL, (), 23), Asked(*ALL, (("municipality", "1"),), 17), False),
        (Asked(*ALL, (), 23), Asked(*ALL, (("municipality", "1"),), 23), False),
        # the other way round
        (Asked(*ALL, (("coach", "4"),), 20), Asked(*ALL, (), 24), True),
        # two municipalities: no one is within the other
        (
            Asked(*ALL, (("municipality", "1"),), 21),
            Asked(*ALL, (("municipality", "2"),), 23),
            False,
        ),
        # the year, then its last quarter
        (Asked(*ALL, (), 23), Asked("M13", "2026-10-01", "2026-12-31", (), 20), True),
        # another number
        (Asked("M12", *ALL[1:], (), 23), Asked(*ALL, (("coach", "4"),), 21), False),
    ],
)
def test_same_question_narrowed_by_one_must_not_single_few_out(first, then, reveals):
    told = []
    Differencing(told).remember(first)

    assert Differencing(told).reveals(then) is reveals


def test_session_remembers_no_more_than_so_many_questions():
    told = []
    for number in range(Differencing.MOST + 20):
        Differencing(told).remember(Asked("M1", "a", "b", (), number))

    assert len(told) == Differencing.MOST
    assert told[-1][-1] == Differencing.MOST + 19


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_cell_of_a_random_table_can_be_reckoned(seed):
    dice = Random(seed)  # noqa: S311 - a data set, not a secret
    size = range(dice.randint(2, 4)), range(dice.randint(2, 5))
    rows = [people(*(dice.randint(0, 12) for _ in size[1])) for _ in size[0]]

    table = show_table(rows)

    for r, c in product(*size):
        shown, cell = table.rows[r].parts[c], rows[r][c]
        assert cell.is_small <= shown.hidden
        assert shown.hidden or shown.value == cell.count
        if shown.hidden and cell.count:
            line_sums = table.rows[r].total, table.columns[c]
            assert all(total.rounded or total.hidden for total in line_sums)
    columns = zip(*(row.parts for row in table.rows), strict=True)
    lines = [*(row.parts for row in table.rows), *columns]
    for line, cells in zip(lines, [*rows, *zip(*rows, strict=True)], strict=True):
        hidden = [
            shown.hidden for shown, cell in zip(line, cells, strict=True) if cell.count
        ]
        assert sum(hidden) != 1 or len(hidden) == 1
