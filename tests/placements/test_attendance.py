"""Realised days of open work activity, their rates, and the sheet of a month."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from crm.models import AccessLog
from placements.models import AllowanceRate, AttendanceDay
from tests.factories import CandidateFactory, PlacementFactory

pytestmark = pytest.mark.django_db
#: A Wednesday.
NOW = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)
WEEKDAYS = [{"weekday": n, "starts": "09:00", "ends": "13:00"} for n in range(5)]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def activity(coach):
    return PlacementFactory(
        candidate=CandidateFactory(coach=coach, active=True),
        kind="open_activity",
        state="start_support",
        starts_on=date(2026, 10, 1),
        started_on=date(2026, 10, 1),
        shifts=WEEKDAYS,
    )


def of(name, placement, query=""):
    return reverse(
        f"placements:{name}", args=[placement.candidate_id, placement.pk]
    ) + (f"?{query}" if query else "")


def rate_of(placement, rate, **more):
    known = {"valid_from": date(2026, 1, 1), "source": "Päätös"} | more
    place = placement.candidate.municipality
    return AllowanceRate.objects.create(municipality=place, rate=rate, **known)


def marks(placement):
    return {day.on: day.mark for day in placement.attendance.all()}


def test_one_tap_marks_a_day_and_the_same_again_takes_it_away(coach_client, activity):
    tap = {"mark": "2026-11-16:present"}

    response = coach_client.post(of("attendance", activity, "week=2026-11-16"), tap)
    assert response.url == of("attendance", activity, "week=2026-11-16")
    assert marks(activity) == {MONDAY: "present"}

    coach_client.post(of("attendance", activity), {"mark": "2026-11-16:away"})
    assert marks(activity) == {MONDAY: "away"}
    coach_client.post(of("attendance", activity), {"mark": "2026-11-16:away"})
    assert marks(activity) == {}


def test_planned_days_are_marked_together_and_only_those_left(coach_client, activity):
    coach_client.post(of("attendance", activity), {"mark": "2026-11-16:away"})

    coach_client.post(of("attendance", activity), {"planned": "1"})

    assert marks(activity) == {
        MONDAY: "away",
        date(2026, 11, 17): "present",
        NOW: "present",
    }


@pytest.mark.parametrize("day", ["2026-11-19", "2026-09-30"])
def test_day_that_cannot_be_is_refused(coach_client, activity, day):
    coach_client.post(of("attendance", activity), {"mark": f"{day}:present"})

    assert marks(activity) == {}


@pytest.mark.parametrize("said", ["", "x:present", "2026-11-16:ill", "2026-13-01:away"])
def test_nonsense_is_not_found(coach_client, activity, said):
    answer = coach_client.post(of("attendance", activity), {"mark": said})

    assert answer.status_code == 404


def test_paid_work_has_no_days(coach_client, coach):
    paid = PlacementFactory(candidate=CandidateFactory(coach=coach), started=True)

    for name in ("attendance", "sheet", "sheet-pdf"):
        assert coach_client.get(of(name, paid)).status_code == 404


def sheet(client, placement, query="month=2026-11"):
    return client.get(of("sheet", placement, query)).context["sheet"]


def mark_days(placement, *days, mark="present"):
    for day in days:
        AttendanceDay.objects.create(placement=placement, on=day, mark=mark)


def november(*days):
    return [date(2026, 11, day) for day in days]


def test_sheet_counts_present_days_less_the_meal(coach_client, activity):
    rate_of(activity, 9, meal=5)
    mark_days(activity, *november(2, 3, 4))
    mark_days(activity, *november(5), mark="away")

    found = sheet(coach_client, activity)

    assert found.total == Decimal("12.00")
    assert found.counts == [("At work", 3), ("Away", 1), ("No work", 0)]


def test_meal_never_takes_below_zero_and_it_is_said(coach_client, activity):
    rate_of(activity, 5, meal=7)
    mark_days(activity, *november(2))

    response = coach_client.get(of("sheet", activity, "month=2026-11"))

    assert response.context["sheet"].total == 0
    assert "Nothing is left" in response.context["remarks"][0]


def test_rate_over_the_tax_free_day_is_flagged(coach_client, activity):
    # tuloverolaki 1535/1992 92 § 23 k.: 12 € a day on average
    rate_of(activity, 13)
    mark_days(activity, *november(2))

    remarks = coach_client.get(of("sheet", activity, "month=2026-11")).context[
        "remarks"
    ]

    assert "Taxable" in remarks[0]


def test_rate_of_each_day_holds_and_a_day_without_one_is_told(coach_client, activity):
    rate_of(activity, 8, meal=0, valid_from=date(2026, 11, 3))
    rate_of(activity, 10, meal=0, valid_from=date(2026, 11, 5))
    rate_of(activity, 99, meal=0, kind="centre")
    mark_days(activity, *november(2, 3, 4, 5))

    found = sheet(coach_client, activity)

    assert (found.total, found.without_rate) == (Decimal("26.00"), 1)


def test_month_without_figures_reckons_nothing(coach_client, activity):
    rate_of(activity, 8, valid_from=date(1990, 1, 1))
    activity.started_on = date(1990, 1, 1)
    activity.save()
    mark_days(activity, date(1995, 5, 5))

    found = sheet(coach_client, activity, "month=1995-05")

    assert (found.gap, found.parts) == (True, [])


def test_sheet_as_spreadsheet_tells_the_code_and_is_logged(coach_client, activity):
    rate_of(activity, 9, meal=5)
    mark_days(activity, *november(2, 3))

    response = coach_client.get(of("sheet-xlsx", activity, "month=2026-11"))

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [row[0] for row in book.active.iter_rows(values_only=True) if row]
    assert str(activity.candidate) in cells[0]
    assert "not payroll" in cells[2]
    assert ("export", "attendance") in AccessLog.objects.values_list("kind", "what")


def test_sheet_as_pdf(coach_client, activity):
    rate_of(activity, 13)
    mark_days(activity, *november(2, 3))

    response = coach_client.get(of("sheet-pdf", activity, "month=2026-11"))

    assert response.content.startswith(b"%PDF")
    assert str(activity.candidate).lower() in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["attendance", "sheet"])
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(
    coach_client, activity, django_assert_max_num_queries, name, count
):
    for number in range(count):
        rate_of(activity, 9 + number, valid_from=date(2026, 11, 2 + number))
    mark_days(activity, *november(*range(2, 2 + count)))
    coach_client.get(of(name, activity))

    with django_assert_max_num_queries(12):
        coach_client.get(of(name, activity))


def test_manager_keeps_the_rates(manager_client, activity):
    place = activity.candidate.municipality
    said = {
        "municipality": place.pk,
        "kind": "open_activity",
        "valid_from": "2026-01-01",
        "rate": "12,50",
        "source": "Lautakunta",
    }

    response = manager_client.post(reverse("placements:rate-new"), said, follow=True)

    rate = AllowanceRate.objects.get()
    assert (rate.rate, rate.meal) == (Decimal("12.50"), None)
    told = [str(message) for message in response.context["messages"]]
    assert any("Taxable" in text for text in told)
    again = manager_client.post(reverse("placements:rate-new"), said)
    assert "already" in str(again.context["form"].errors)


def test_rate_below_zero_is_refused(activity):
    rate = AllowanceRate(
        municipality=activity.candidate.municipality,
        valid_from=NOW - timedelta(days=1),
        rate=-1,
        source="Päätös",
    )

    with pytest.raises(ValidationError):
        rate.full_clean()
