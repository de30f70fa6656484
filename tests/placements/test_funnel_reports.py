"""The meeting pack: on paper, as files, frozen; never more than the screens show."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from crm.models import AccessLog
from placements.metrics.registry import METRICS
from placements.models import Report
from tests.factories import CandidateFactory, EmployerFactory
from tests.placements.metric_data import contact, placement

pytestmark = pytest.mark.django_db
MEETING, FREEZE = "/crm/funnel/meeting/", "/crm/funnel/freeze/"


def today():
    return timezone.localdate()


def exported(client, kind):
    return client.get(reverse("placements:funnel-export", args=[kind]))


def rows_of(pack):
    return {
        (row["code"], row["part"]): row
        for section in pack["sections"]
        for row in section["rows"]
    }


@pytest.fixture
def few(coach):
    """Three people begin to work today; seven contacts are made."""
    for _ in range(3):
        placement(CandidateFactory(active=True), today())
    for _ in range(7):
        contact(EmployerFactory(), today(), coach=coach)


def test_pack_has_every_number_once(manager_client):
    pack = manager_client.get(MEETING).context["pack"]

    assert {code for code, _part in rows_of(pack)} == set(METRICS)
    assert {words["code"] for words in pack["words"]} == set(METRICS)


def test_workbook_has_numbers_as_numbers_and_hides_few_people(few, manager_client):
    book = load_workbook(BytesIO(exported(manager_client, "xlsx").content))

    numbers, definitions = book.worksheets
    known = {row[0]: row for row in numbers.iter_rows(values_only=True) if not row[2]}
    assert known["M2"][3] == 7
    assert known["M12"][3] == "under 5"
    codes = [row[0] for row in definitions.iter_rows(values_only=True)]
    assert set(METRICS) <= set(codes)


def test_lines_of_text_say_the_same(few, manager_client):
    text = exported(manager_client, "csv").content.decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text), delimiter=";"))

    known = {row[0]: row for row in rows[1:] if len(row) > 3 and not row[2]}
    assert (known["M2"][3], known["M12"][3]) == ("7", "under 5")


def test_unknown_kind_of_file_is_not_there(manager_client):
    assert exported(manager_client, "pdf").status_code == 404


def test_frozen_report_never_changes(few, coach, manager_client):
    page = manager_client.post(FREEZE, follow=True)
    report = Report.objects.get()
    contact(EmployerFactory(), today(), coach=coach)

    later = manager_client.get(report.get_absolute_url())

    assert page.status_code == 200
    assert rows_of(later.context["pack"])["M2", ""]["top"] == 7
    report.period = "another"
    with pytest.raises(PermissionDenied):
        report.save()


def test_frozen_report_holds_nothing_of_few_people(few, manager_client):
    manager_client.post(FREEZE)

    kept = Report.objects.get().data

    row = rows_of(kept)["M12", ""]
    assert (row["top"], row["value"]) == ("under 5", "under 5")
    assert "KU-" not in str(kept)
    assert not AccessLog.objects.exists()


def test_coach_takes_the_pack_along_and_freezes_nothing(coach_client):
    assert coach_client.get(MEETING).status_code == 200
    assert exported(coach_client, "xlsx").status_code == 200
    assert coach_client.post(FREEZE).status_code == 403
    assert coach_client.get(reverse("placements:reports")).status_code == 403


def test_reports_are_listed(few, manager_client):
    listed = reverse("placements:reports")
    assert "Nothing has been frozen yet" in manager_client.get(listed).text
    manager_client.post(FREEZE)

    assert Report.objects.get().get_absolute_url() in manager_client.get(listed).text


def test_pack_asks_a_bounded_number_of_queries(
    few, manager_client, django_assert_max_num_queries
):
    manager_client.get(MEETING)

    with django_assert_max_num_queries(73):
        manager_client.get(MEETING)


def test_coach_takes_no_colleagues_numbers_along(coach_client, other_coach):
    contact(EmployerFactory(), today(), coach=other_coach)

    text = exported(coach_client, "csv").content.decode("utf-8-sig")

    assert str(other_coach) not in text


def test_share_of_the_pack_carries_its_sign(few, manager_client):
    rows = rows_of(manager_client.get(MEETING).context["pack"])

    assert (rows["M18", ""]["value"], rows["M18", ""]["sign"]) == (0, "%")
    assert (rows["M2", ""]["value"], rows["M2", ""]["sign"]) == (7, "")
