"""The export of the list: exactly what is filtered, for those who may have it."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from crm.roles import sync_roles
from employers.models import Employer
from tests.factories import ContactPersonFactory, EmployerFactory, WorkplaceFactory

EXPORT = reverse("employers:export")


def content(response):
    return b"".join(response.streaming_content)


def read_csv(response):
    text = content(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def read_xlsx(response):
    sheet = load_workbook(io.BytesIO(content(response))).active
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def names(client, **query):
    rows = read_csv(client.get(EXPORT, query | {"format": "csv"}))
    return [row["Employer"] for row in rows]


def test_export_asks_a_stranger_to_log_in(client):
    assert client.get(EXPORT).url == f"{reverse('account_login')}?next={EXPORT}"


def test_export_is_not_for_editors(editor_client):
    assert editor_client.get(EXPORT).status_code == 403


def test_export_needs_its_own_permission(coach_client, coach):
    sync_roles()
    group = coach.groups.get()
    group.permissions.remove(group.permissions.get(codename="export_employer"))

    assert coach_client.get(EXPORT).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"state": "lead"},
        {"coach": "me", "sort": "-name"},
        {"q": "äiti"},
        {"sort": "step"},
        {"sort": "-contact"},
        {"step": "none"},
    ],
)
def test_export_holds_what_the_list_shows_in_its_order(coach_client, coach, query):
    today = timezone.localdate()
    survivor = EmployerFactory(name="b", contacted=True, coach=coach)
    EmployerFactory(name="a Äiti", next_step_on=today, last_contact_on=today)
    EmployerFactory(name="c", coach=coach, next_step_on=today - timedelta(days=1))
    EmployerFactory(name="d", state=Employer.State.DO_NOT_CONTACT)
    EmployerFactory(name="e", state=Employer.State.MERGED, merged_into=survivor)

    page = coach_client.get(reverse("employers:list"), query).context["page"]

    assert names(coach_client, **query) == [row["name"] for row in page.rows]


def test_csv_opens_in_a_spreadsheet(coach_client):
    EmployerFactory(name="Äänekäs; Oy", notes="first\nsecond")

    response = coach_client.get(EXPORT, {"format": "csv"})

    day = timezone.localdate().isoformat()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'attachment; filename="employers-{day}.csv"'
    )
    raw = content(response)
    assert raw.startswith(b"\xef\xbb\xbfEmployer;")
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert next(row for row in rows if "Oy" in row[0])[0] == "Äänekäs; Oy"


def test_workbook_is_the_default(coach_client):
    EmployerFactory(name="Äänekäs Oy")

    response = coach_client.get(EXPORT, {"format": "nonsense"})

    assert response["Content-Disposition"].endswith('.xlsx"')
    assert [row["Employer"].value for row in read_xlsx(response)] == ["Äänekäs Oy"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1"])
def test_formula_in_a_name_stays_text(coach_client, name):
    EmployerFactory(name=name)

    assert names(coach_client) == [f"'{name}"]
    [row] = read_xlsx(coach_client.get(EXPORT))
    assert row["Employer"].data_type == "s"
    assert row["Employer"].value == f"'{name}"


def test_control_characters_break_no_workbook(coach_client):
    EmployerFactory(name="Bell\x07 Oy")

    assert [r["Employer"].value for r in read_xlsx(coach_client.get(EXPORT))] == [
        "Bell Oy"
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_queries_do_not_grow(
    coach_client, django_assert_num_queries, count, kind
):
    for _ in range(count):
        ContactPersonFactory(employer=WorkplaceFactory().employer)

    with django_assert_num_queries(6):
        content(coach_client.get(EXPORT, {"format": kind}))
