"""The benchmarks run on a small data set; what they print is what was measured."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.bench import bench_site, measure
from crm.bench import Figure, as_json, as_table, measure_page
from crm.models import TransitionLog
from employers.bench import bench_import, bench_pages
from employers.models import Employer, TailoredJob, Visit
from placements.bench import (
    COUNTY,
    OWN,
    bench_metrics,
    bench_people_pages,
    measure_metric,
)
from placements.metrics.definitions import Measure, Metric
from placements.metrics.periods import Kind, period_of
from placements.metrics.registry import METRICS
from placements.metrics.scope import Scope
from placements.metrics.suppression import Cell
from placements.models import Candidate, Placement, Trial
from tests.factories import EmployerFactory
from tests.placements.metric_data import TODAY


@pytest.fixture(autouse=True)
def _measured_once(monkeypatch):
    """Do what is measured a few times only: the figures are not looked at."""
    monkeypatch.setattr("crm.bench.ENOUGH_SECONDS", 0)
    monkeypatch.setattr("placements.bench_data.NOW", 2)
    monkeypatch.setattr("placements.bench_data.BEFORE", 2)


@pytest.mark.django_db
def test_pages_are_measured_with_queries_and_bytes():
    figures = list(bench_pages(60))

    assert [figure["name"] for figure in figures] == [
        "employer list, all, 50 rows",
        "employer list, deep page",
        "employer list, partners",
        "employer list, search as you type",
        "search (Ctrl-K)",
        "day",
        "follow-ups",
        "log a contact",
        "board",
        "tailored job",
        "employer",
    ]
    most = {"tailored job": 16}  # needs, tasks, versions, links, comments, the example
    for figure in figures:
        assert 3 <= figure["queries"] <= most.get(figure["name"], 12), figure
    assert all(0 < figure["bytes"] <= 60_000 for figure in figures)
    assert (Employer.objects.count(), Visit.objects.count()) == (60, 600)


@pytest.mark.django_db
def test_pages_of_people_and_numbers_are_measured():
    names = [figure["name"] for figure in bench_people_pages(30)]

    assert names == [*OWN, "candidate", "candidate, whole path", *COUNTY]


@pytest.mark.django_db
def test_metrics_are_measured_beside_the_same_numbers_by_hand():
    figures = list(bench_metrics(300))

    assert [figure["name"] for figure in figures] == [f"metric {c}" for c in METRICS]
    assert all(figure["queries"] <= 4 for figure in figures)
    beside = {figure["name"] for figure in figures if "ratio" in figure}
    assert {f"metric {code}" for code in METRICS if code[0] != "Q"} == beside


@pytest.mark.django_db
def test_numbers_that_differ_from_those_by_hand_are_not_measured(manager, monkeypatch):
    scope = Scope(manager, period_of(Kind.YEAR, TODAY), TODAY)
    wrong = Metric(METRICS["M1"].definition, lambda _scope: Measure(Cell(7)))
    monkeypatch.setitem(METRICS, "M1", wrong)

    with pytest.raises(RuntimeError, match="M1 is"):
        measure_metric("M1", scope)


@pytest.mark.django_db
def test_big_data_set_is_valid_and_as_big_as_asked():
    out = StringIO()

    call_command("load_benchmark", employers=200, visits=2_000, stdout=out)

    assert (Employer.objects.count(), Visit.objects.count()) == (200, 2_000)
    assert TransitionLog.objects.count() >= 4_000
    assert "200 employers, 2,000 contacts" in out.getvalue()
    for model in (Employer, Visit, TailoredJob, Candidate, Trial, Placement):
        for row in model.objects.all()[:200]:
            row.full_clean(validate_unique=False)
    for employer in Employer.objects.exclude(last_contact_on=None):
        last = employer.visits.order_by("-on").first()
        assert employer.last_contact_on == last.on


@pytest.mark.django_db
def test_database_with_employers_is_left_alone():
    EmployerFactory()

    with pytest.raises(CommandError, match="There are employers here"):
        call_command("load_benchmark", employers=1, visits=1)


@pytest.mark.django_db
def test_database_of_real_work_is_not_measured():
    with pytest.raises(CommandError, match="not filled by load_benchmark"):
        call_command("bench", "pages", here=True, stdout=StringIO())


@pytest.mark.django_db
def test_import_is_measured_beside_bulk_create():
    figures = list(bench_import(40))

    assert [set(figure) for figure in figures] == [
        {"name", "median_ms", "rows_per_s", "floor_ms", "ratio"}
    ] * 3
    assert Employer.objects.count() == 40


@pytest.mark.django_db
def test_site_is_measured_cold_and_cached():
    figures = {figure["name"]: figure for figure in bench_site(0)}

    assert list(figures) == [
        "front page, cold",
        "front page, cached",
        "guidance page, cold",
        "guidance page, cached",
        "estimator, cold",
        "estimator, cached",
        "estimator, an estimate",
    ]
    for page in ("front page", "guidance page", "estimator"):
        cold, cached = figures[f"{page}, cold"], figures[f"{page}, cached"]
        assert cached["queries"] < cold["queries"] <= 30
        assert cached["bytes"] == cold["bytes"] <= 150_000
        assert cached["req_per_s"] > 0


def test_page_that_fails_is_not_measured(coach):
    with pytest.raises(RuntimeError, match="answered 404"):
        measure_page("nowhere", coach, "/crm/employers/0/")
    with pytest.raises(RuntimeError, match="answered 404"):
        measure("nowhere", "/ei-ole/")


def test_json_has_one_object_a_line_without_what_does_not_apply():
    lines = list(as_json([Figure(name="day", median_ms=1.5, queries=9)]))

    assert [json.loads(line) for line in lines] == [
        {"name": "day", "median_ms": 1.5, "queries": 9}
    ]


def test_table_has_a_heading_and_a_line_for_each_figure():
    lines = list(as_table([Figure(name="day", median_ms=1.5, queries=9)]))

    assert [line.split()[0] for line in lines] == ["name", "day"]


def test_bench_refuses_to_measure_in_debug_mode(settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("bench", "pages", stdout=StringIO())
