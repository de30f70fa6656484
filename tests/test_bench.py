"""The benchmarks run on a small data set; what they print is what was measured."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.bench import bench_site, measure
from crm.bench import Figure, as_json, as_table, measure_page
from employers.bench import bench_import, bench_pages
from employers.models import Employer, Visit


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
        "employer",
    ]
    assert all(3 <= figure["queries"] <= 12 for figure in figures)
    assert all(0 < figure["bytes"] <= 60_000 for figure in figures)
    assert (Employer.objects.count(), Visit.objects.count()) == (60, 600)


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
