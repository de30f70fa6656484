"""What ``manage.py bench`` can measure about people and metrics."""

from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from crm.bench import Figure, counted, measure_page, median_ms
from employers.bench_data import bench_people
from placements.bench_data import load_all
from placements.by_hand import agrees, asking, is_written
from placements.metrics.definitions import Measure
from placements.metrics.periods import Kind, period_of
from placements.metrics.registry import METRICS
from placements.metrics.scope import Scope

#: Contacts for each employer.
CONTACTS = 10


#: Pages of one's own candidates, and of the whole county's.
OWN = {
    "candidates": "placements:list",
    "silence": "placements:silence",
    "authorities": "placements:waiting",
}
COUNTY = {
    "caseloads": "placements:caseloads",
    "funnel": "placements:funnel",
    "funnel, contacts": "placements:funnel-contacts",
    "funnel, work": "placements:funnel-work",
    "meeting pack": "placements:funnel-meeting",
}


def bench_people_pages(rows: int) -> Iterator[Figure]:
    """Measure the pages about candidates and the manager's pages of numbers."""
    for _done in load_all(rows, rows * CONTACTS):
        pass
    coaches, manager = bench_people()
    coach = coaches[0]
    for name, view in OWN.items():
        yield measure_page(name, coach, reverse(view))
    candidate = coach.candidates.active()[0]
    yield measure_page("candidate", coach, candidate.get_absolute_url())
    path = reverse("placements:path", args=[candidate.pk])
    yield measure_page("candidate, whole path", coach, path)
    for name, view in COUNTY.items():
        yield measure_page(name, manager, reverse(view))


def bench_metrics(rows: int) -> Iterator[Figure]:
    """Measure each metric of the last whole year beside its SQL by hand."""
    for _done in load_all(rows, rows * CONTACTS):
        pass
    _coaches, manager = bench_people()
    today = timezone.localdate()
    year = period_of(Kind.YEAR, today).previous
    scope = Scope(manager, year, today)
    for code in METRICS:
        yield measure_metric(code, scope)


def measure_metric(code: str, scope: Scope) -> Figure:
    """Measure one metric; RuntimeError when the SQL by hand gives other numbers."""

    def ask() -> Measure:  # a scope keeps what it has read, so each time a new one
        return METRICS[code].measure(replace(scope, known={}))

    queries, measure = counted(ask)
    figure = Figure(name=f"metric {code}", median_ms=median_ms(ask), queries=queries)
    if not is_written(code):
        return figure
    by_hand = asking(code, scope)
    rows = by_hand()
    if not agrees(code, measure, rows):
        message = f"{code} is {measure.top}, {measure.base}; by hand {rows[:1]}"
        raise RuntimeError(message)
    figure["floor_ms"] = median_ms(by_hand)
    figure["ratio"] = round(figure["median_ms"] / figure["floor_ms"], 2)
    return figure
