"""The quality self-audit: each answer worked out by hand, the rest said to be none."""

import pytest
from django.urls import reverse

from placements.metrics.audit import EUSE, IPS, points_of
from placements.metrics.lines import line_of
from placements.metrics.registry import METRICS
from placements.metrics.suppression import Cell
from tests.factories import (
    CheckpointFactory,
    ConsentFactory,
    EmployerFactory,
    MatchFactory,
    UserFactory,
)
from tests.placements.metric_data import active_since, contact, placement, scope_of
from tests.placements.test_metrics import day, measured

pytestmark = pytest.mark.django_db
URL = reverse("placements:funnel-quality")


def people(coach, count, **values):
    return [active_since(day("1.2.26"), coach, **values) for _ in range(count)]


def test_begun_in_good_order_takes_all_of_it(manager, coach):
    good, old_consent, no_goal = people(coach, 3, complete=True)
    (no_basis,) = people(coach, 1)
    for one in (good, no_goal, no_basis):
        ConsentFactory(candidate=one, given_on=day("1.3.26"))
    ConsentFactory(candidate=old_consent, given_on=day("1.3.26"), until=day("1.4.26"))
    no_goal.goal = ""
    no_goal.save()

    found = measured("Q1", scope_of(manager, "2026-Q2"))

    assert (found.top, found.base) == (Cell(1, 1), Cell(4, 4))
    assert list(found.rows) == [good]


def test_profile_is_up_to_date_for_a_year(manager, coach):
    for ready in ("30.6.25", "29.6.25", None):
        people(coach, 1, profile_ready_on=ready and day(ready))

    found = measured("Q2", scope_of(manager, "2026-Q2"))

    assert (found.top.count, found.base.count) == (1, 3)


def test_support_is_planned_while_the_work_goes_on(manager, coach):
    planned, bare, over = people(coach, 3)
    placement(planned, day("1.5.26"), support_plan="Viikoittain")
    placement(bare, day("1.5.26"))
    placement(over, day("1.5.26"), day("1.6.26"), support_plan="Viikoittain")

    found = measured("Q3", scope_of(manager, "2026-Q2"))

    assert (found.top, found.base) == (Cell(1, 1), Cell(2, 2))


def checked(work, **points):
    """Give a placement checkpoints: ``d3="done"``; "" is not looked at yet."""
    for name, outcome in points.items():
        known = {"recorded_on": day("1.6.26")} if outcome else {}
        CheckpointFactory(placement=work, days=int(name[1:]), outcome=outcome, **known)


def test_checkpoints_are_held_when_every_one_of_the_period_is(manager, coach):
    held, put_off, left, later = (
        placement(one, day("1.5.26")) for one in people(coach, 4)
    )
    checked(held, d3="done", d10="done", d90="")  # the last one after the quarter
    checked(put_off, d3="done", d10="postponed")
    checked(left, d3="done", d10="not_done")
    checked(later, d90="")
    over = placement(people(coach, 1)[0], day("1.5.26"), day("8.5.26"))
    checked(over, d3="done", d10="")  # it had ended by then

    found = measured("Q4", scope_of(manager, "2026-Q2"))

    assert (found.top, found.base) == (Cell(2, 2), Cell(4, 4))
    assert set(found.rows) == {held, over}


def test_caseload_is_per_full_time_coach(manager, coach):
    UserFactory(role="coach", work_percent=50)
    people(coach, 6)

    line = line_of(METRICS["Q5"], scope_of(manager, "2026-Q2"))

    assert (line.top.text, line.base.text, line.value.text) == ("6", "1.5", "4.0")


@pytest.mark.parametrize(
    ("load", "points"),
    [(12, 5), (20, 5), (20.5, 4), (25, 4), (30, 3), (40, 2), (41, 1)],
)
def test_points_of_a_caseload(load, points):
    assert points_of(load) == points


def test_contacts_where_the_employer_is(manager, coach):
    bakery = EmployerFactory()
    contact(bakery, day("1.5.26"), coach=coach)
    contact(bakery, day("2.5.26"), coach=coach, kind="support")
    contact(bakery, day("3.5.26"), coach=coach, kind="call", face_to_face=False)

    found = measured("Q6", scope_of(manager, "2026-Q2"))

    assert (found.top.count, found.base.count) == (2, 3)


def test_paid_work_and_its_benefits(manager, coach):
    before, after, declined, unpaid = people(coach, 4)
    placement(before, day("2.5.26"), counselled_on=day("2.5.26"))
    placement(after, day("2.5.26"), counselled_on=day("3.5.26"))
    placement(declined, day("2.5.26"), counselled_on=None, counselling_declined=True)
    placement(unpaid, day("2.5.26"), kind="open_activity")

    quarter = scope_of(manager, "2026-Q2")
    paid, counselled = measured("Q7", quarter), measured("Q8", quarter)

    assert (paid.top, paid.base) == (Cell(3, 3), Cell(4, 4))
    assert (counselled.top, counselled.base) == (Cell(2, 2), Cell(3, 3))


def test_presented_with_consent(manager, coach):
    one, other = people(coach, 2)
    consent = ConsentFactory(candidate=one, what="present")
    MatchFactory(candidate=one, presented_on=day("2.5.26"), consent=consent)
    MatchFactory(candidate=other, presented_on=day("2.5.26"))

    found = measured("Q9", scope_of(manager, "2026-Q2"))

    assert (found.top, found.base) == (Cell(1, 1), Cell(2, 2))


# --- the screen ---------------------------------------------------------------


@pytest.mark.parametrize("item", [*EUSE, *IPS], ids=lambda item: str(item.title))
def test_every_item_is_answered_or_said_to_be_unanswerable(item):
    assert item.codes or item.untold
    assert set(item.codes) <= set(METRICS)


def test_screen_names_every_item_and_what_cannot_be_answered(manager_client, coach):
    people(coach, 6)

    page = manager_client.get(URL)

    for item in (*EUSE, *IPS):
        assert str(item.title) in page.text
    assert page.text.count("Cannot be answered from the data.") == 2
    assert "The time of other work is not recorded." in page.text
    assert "5 points" in page.text


def test_screen_tells_of_no_few_people(manager_client, coach):
    people(coach, 3)

    page = manager_client.get(URL)

    (answer,) = (one for one in page.context["items"] if one.item.codes == ("Q5",))
    assert answer.points is None
