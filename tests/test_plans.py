"""The database reads no big table from end to end where an index serves.

The rows are few here, so PostgreSQL is told to shun reading from end to end, and
SQLite plans without looking at the rows: what is left has no index that serves.
"""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from employers.bench_data import bench_people
from employers.models import Employer
from placements.bench_data import load_all
from placements.metrics.periods import Kind, period_of
from placements.metrics.registry import METRICS
from placements.metrics.scope import Scope
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
#: Tables that grow with every working day.
BIG = {
    "crm_followup",
    "crm_transitionlog",
    "employers_contactperson",
    "employers_employer",
    "employers_tailoredjob",
    "employers_visit",
    "employers_workplace",
}
#: What SQLite calls a reading from end to end; a covering index is none.
SCAN = re.compile(r"SCAN (\w+)(?! USING)")


@pytest.fixture
def people(monkeypatch):
    # A list that is known to be short is found first and sorted then.
    monkeypatch.setattr("crm.keyset.FENCE", ())
    monkeypatch.setattr("placements.bench_data.NOW", 2)
    monkeypatch.setattr("placements.bench_data.BEFORE", 1)
    list(load_all(30, 300))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")  # forget that they are few
    return bench_people()


def read_whole(queries):
    """Return the big tables that the queries read from end to end, with the query."""
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries:
            sql = query["sql"]
            if sql.startswith(("SELECT", "(SELECT")):
                found += [(table, sql) for table in scanned(cursor, sql) & BIG]
    return found


def scanned(cursor, sql):
    if connection.vendor == "postgresql":
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return set(sequential(plan[0]["Plan"]))
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    names = aliases(sql)
    lines = [row[3] for row in cursor.fetchall()]
    return {names.get(m[1], m[1]) for line in lines if (m := SCAN.fullmatch(line))}


def aliases(sql):
    """Return the tables by the names that the query gives them."""
    return {new: table for table, new in re.findall(r'"(\w+)" "?(\w+)"?', sql)}


def sequential(node):
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from sequential(inner)


def queries_of(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return captured.captured_queries


def test_what_reads_a_table_whole_is_found(people):
    noted = Employer.objects.filter(notes="x").order_by()

    queries = queries_of(lambda: list(noted))

    assert [table for table, _sql in read_whole(queries)] == ["employers_employer"]


LISTS = ["view=all", "view=all&state=partner", "view=all&sort=-last_contact_on"]


@pytest.mark.parametrize("query", LISTS)
def test_employer_list(people, query):
    client = client_of(people[1])
    url = f"{reverse('employers:list')}?{query}"

    assert read_whole(queries_of(lambda: client.get(url))) == []


PAGES = [
    "day",
    "follow-ups",
    "employers:log",
    "employers:board",
    "placements:list",
    "placements:silence",
]


@pytest.mark.parametrize("page", PAGES)
def test_page_of_a_coach(people, page):
    client = client_of(people[0][0])

    assert read_whole(queries_of(lambda: client.get(reverse(page)))) == []


def test_page_of_an_employer(people):
    employer = Employer.objects.filter(open_jobs=1).first()
    client = client_of(people[1])

    queries = queries_of(lambda: client.get(employer.get_absolute_url()))

    assert read_whole(queries) == []


@pytest.mark.parametrize("code", METRICS)
def test_metric_of_a_year(people, code):
    today = timezone.localdate()
    scope = Scope(people[1], period_of(Kind.YEAR, today).previous, today)

    queries = queries_of(lambda: METRICS[code].measure(scope))

    assert read_whole(queries) == []
