"""Metrics of authorities and pay subsidies on a small data set, worked out by hand."""

from datetime import date

import pytest

from placements.metrics.authorities import merged, shared
from placements.metrics.lines import line_of
from placements.metrics.registry import METRICS
from placements.metrics.suppression import Cell
from tests.factories import CandidateFactory, OfficerFactory
from tests.placements.metric_data import (
    active_since,
    applied,
    message,
    moved,
    scope_of,
)
from tests.placements.test_metrics import counts, day, measured

pytestmark = pytest.mark.django_db
DASH = "\N{EN DASH}"


def told(code, scope):
    return line_of(METRICS[code], scope)


# --- the officer ------------------------------------------------------------


def test_days_without_a_known_officer_cell_by_cell(manager, coach):
    whole, paused, late, known = (active_since(day("1.3.26"), coach) for _ in range(4))
    moved(paused, "paused", day("11.4.26"), "active")
    # Of April: unknown on the first ten days, and from the 21st, twice on some of them.
    OfficerFactory(
        candidate=whole, official=None, since=day("20.3.26"), until=day("11.4.26")
    )
    OfficerFactory(candidate=whole, official=None, since=day("21.4.26"))
    OfficerFactory(
        candidate=whole,
        official=None,
        authority="tax",
        since=day("25.4.26"),
        until=day("27.4.26"),
    )
    # Unknown all the month, active for ten days of it.
    OfficerFactory(candidate=paused, official=None, since=day("1.1.26"))
    # Changed on the fifth, confirmed on the eighth: three days.
    OfficerFactory(candidate=late, since=day("5.4.26"), confirmed_on=day("8.4.26"))
    OfficerFactory(candidate=known, since=day("1.1.26"))

    found = measured("M22", scope_of(manager, "2026-04"))

    # 10 + 10 days, 10 days, 3 days; of 30 + 10 + 30 + 30 days.
    assert (found.top, found.base) == (Cell(33, 3), Cell(100, 4))
    assert found.rest == Cell(67, 3)  # one was never known
    assert set(found.rows) == {whole, paused, late}


def test_days_still_to_come_are_not_counted(manager, coach):
    one = active_since(day("1.3.26"), coach)
    OfficerFactory(candidate=one, official=None, since=day("9.4.26"))

    found = measured("M22", scope_of(manager, "2026-04", today=day("10.4.26")))

    assert (found.top.count, found.base.count) == (2, 10)


def test_share_of_days_is_told_though_all_lack_an_officer_some_day(manager, coach):
    for _ in range(6):
        one = active_since(day("1.4.26"), coach)
        OfficerFactory(
            candidate=one, official=None, since=day("1.4.26"), until=day("16.4.26")
        )

    line = told("M22", scope_of(manager, "2026-04"))

    assert line.value.text == "50\N{NO-BREAK SPACE}%"
    assert (line.top.text, line.base.text) == ("90", "180")


def test_spans_are_merged_and_shared():
    def span(first, last):
        return date(2026, 1, first), date(2026, 1, last)

    spans = merged([span(5, 9), span(1, 3), span(8, 12), span(12, 13)])

    assert spans == [span(1, 3), span(5, 13)]
    assert shared(spans, [span(2, 6)]) == 2  # the second and the fifth


# --- the answers ------------------------------------------------------------


@pytest.fixture
def asked(coach):
    """Eight messages of May for six candidates; two of them in vain."""
    people = [CandidateFactory(active=True, coach=coach) for _ in range(6)]
    first = day("1.5.26")
    for number, one in enumerate(people[:5]):
        message(one, first, day(f"{number + 3}.5.26"))  # 2 to 6 days
    message(people[0], first, day("31.5.26"), "stock")  # 30 days
    message(people[5], first, day("20.5.26"), "none", authority="tax")
    message(people[5], first, authority="tax")
    message(people[5], first, outcome="not_reached")
    message(people[5], day("30.4.26"), day("2.5.26"))
    return people


def test_answer_time_cell_by_cell(asked, manager):
    found = measured("M23", scope_of(manager, "2026-05"))

    assert found.top == Cell(6, 5)
    assert (found.spread.median, found.spread.upper) == (4.5, 6)  # 2 3 4 5 6 30
    assert counts(found.parts) == {"kela": 6}
    assert counts(found.beside) == {"waiting": 1, "never": 1}
    assert found.rows.count() == 6


def test_stock_phrases_cell_by_cell(asked, manager):
    found = measured("M23b", scope_of(manager, "2026-05"))

    assert (found.top, found.base, found.rest) == (Cell(1, 1), Cell(8, 6), Cell(7, 6))


def test_few_peoples_answers_are_not_told(asked, manager, coach):
    everybodys = scope_of(manager, "2026-05")

    times, stock = told("M23", everybodys), told("M23b", everybodys)

    assert (times.value.text, times.top.text) == ("4", "6")  # of 4.5 the even one
    assert (stock.top.text, stock.value.value) == ("under 5", None)
    assert told("M23b", scope_of(coach, "2026-05")).top.text == "1"  # the own ones


def test_answers_are_told_by_authority_only_of_many(manager, coach):
    people = [CandidateFactory(active=True, coach=coach) for _ in range(9)]
    for number, one in enumerate(people):
        where = "kela" if number < 6 else "tax"
        message(one, day("1.5.26"), day("8.5.26"), authority=where)

    line = told("M23", scope_of(manager, "2026-05"))

    shown = {part.key: (part.top.text, part.median.text) for part in line.parts}
    assert shown["tax"] == ("under 5", DASH)
    assert shown["kela"][0] == DASH  # else the others could be reckoned


# --- pay subsidies ----------------------------------------------------------


def test_applications_cell_by_cell(manager, coach):
    one, two, three, four, five = (
        CandidateFactory(active=True, coach=coach) for _ in range(5)
    )
    applied(one, day("1.4.26"), granted=day("11.4.26"))
    stopped = applied(two, day("1.4.26"), granted=day("1.5.26"))
    moved(stopped, "suspended", day("1.6.26"), "paying")
    moved(stopped, "paying", day("20.6.26"), "suspended")
    applied(three, day("2.4.26"), refused=day("22.4.26"))
    applied(four, day("3.4.26"))
    applied(four, day("3.4.26"), state="withdrawn", withdrawal="other")
    applied(five, day("31.3.26"), granted=day("30.4.26"))

    quarter = scope_of(manager, "2026-Q2")
    found, why = measured("M24", quarter), measured("M24b", quarter)

    assert (found.top, found.base) == (Cell(2, 2), Cell(5, 4))
    assert counts(found.parts) == {
        "granted": 2,
        "refused": 1,
        "withdrawn": 1,
        "waiting": 1,
    }
    assert (found.spread.median, found.spread.count) == (20, 3)  # 10 20 30
    assert counts(found.beside) == {"suspended": 1}
    assert counts(why.parts) == {"discretion": 1}
    assert measured("M24c", quarter).top == Cell(3 * 1770, 3)


def test_applications_tell_of_no_few(manager):
    for number in range(15):
        one = CandidateFactory(active=True)
        decided = {"granted": day("2.5.26")} if number < 5 else {}
        if number >= 9:
            decided = {"refused": day("2.5.26")}
        applied(one, day("1.4.26"), **decided)

    line = told("M24", scope_of(manager, "2026-Q2"))

    # Four wait: hidden, and with them the five granted, and so the share.
    assert {part.key: part.top.text for part in line.parts} == {
        "granted": DASH,
        "refused": "6",
        "withdrawn": DASH,
        "waiting": "under 5",
    }
    assert (line.top.value, line.value.value) == (None, None)
    assert line.base.text == "about 15"


@pytest.mark.parametrize(
    ("count", "text"), [(4, DASH), (5, "8,850\N{NO-BREAK SPACE}€")]
)
def test_money_is_told_as_a_sum_of_five_or_more(count, text, manager):
    for _ in range(count):
        applied(CandidateFactory(active=True), day("1.4.26"), granted=day("2.5.26"))

    assert told("M24c", scope_of(manager, "2026-Q2")).value.text == text


def test_subsidies_follow_the_coach_of_the_day_of_the_event(manager, coach):
    one = active_since(day("1.2.26"), coach)
    applied(one, day("1.4.26"), granted=day("2.5.26"))
    one.assignments.update(until=day("20.4.26"))
    one.assignments.create(coach=manager, role="coach", since=day("20.4.26"))

    def of(code, who):
        scope = scope_of(manager, "2026-Q2", coach=who.pk)
        return bool(measured(code, scope).top.count)

    assert (of("M24", coach), of("M24", manager)) == (True, False)
    assert (of("M24c", coach), of("M24c", manager)) == (False, True)
