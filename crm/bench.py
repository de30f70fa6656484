"""Measuring: median server time, queries and bytes of a page, and a table of them."""

import json
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any, TypedDict

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.models import User

#: How the addresses of the people of a benchmark end.
BENCH_MAIL = "@bench.example.test"
#: Measuring ends early after so many seconds and at least so many runs.
ENOUGH_SECONDS, FEWEST = 4, 3


class Figure(TypedDict, total=False):
    """One measured thing; what does not apply is left out.

    ``ratio`` is to the floor: for a page how many times its time, for an import how
    many times its speed.
    """

    name: str
    median_ms: float
    queries: int
    bytes: int
    req_per_s: float
    rows_per_s: float
    floor_ms: float
    ratio: float


def median_ms(work: Callable[[], Any], runs: int = 15) -> float:
    """Return the median time of the work in milliseconds, after two warm-ups.

    Work that takes seconds is done fewer times.
    """
    times: list[float] = []
    for run in range(runs + 2):
        start = time.perf_counter()
        work()
        if run > 1:
            times.append(time.perf_counter() - start)
        if sum(times) > ENOUGH_SECONDS and len(times) >= FEWEST:
            break
    return round(statistics.median(times) * 1000, 2)


def counted[Answer](work: Callable[[], Answer]) -> tuple[int, Answer]:
    """Return how many queries the work asks, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = work()
    return len(captured), answer  # counted now: the next request empties the log


def measure_page(
    name: str,
    user: User,
    url: str,
    floor: Callable[[], Any] | None = None,
    **headers: Any,
) -> Figure:
    """Measure one page for one user; ``floor`` is the same answer in raw SQL."""
    client = Client(headers=headers)
    client.force_login(user, "crm.accounts.RoleBackend")
    client.get(url)
    queries, response = counted(lambda: client.get(url))
    if response.status_code != 200:  # noqa: PLR2004 - OK, in HTTP's own words
        message = f"{url} answered {response.status_code}"
        raise RuntimeError(message)
    figure = Figure(
        name=name,
        median_ms=median_ms(lambda: client.get(url)),
        queries=queries,
        bytes=len(response.content),
    )
    if floor:
        figure["floor_ms"] = median_ms(floor)
        figure["ratio"] = round(figure["median_ms"] / figure["floor_ms"], 2)
    return figure


def as_json(figures: Iterable[Figure]) -> Iterable[str]:
    """Return one JSON object a line."""
    return (json.dumps(figure) for figure in figures)


def as_table(figures: Iterable[Figure]) -> Iterable[str]:
    """Return aligned lines for people, as they come."""
    columns = (
        *("median_ms", "queries", "bytes", "req_per_s"),
        *("rows_per_s", "floor_ms", "ratio"),
    )
    yield f"{'name':44}" + "".join(f"{column:>12}" for column in columns)
    for figure in figures:
        cells = (str(figure.get(column, "")) for column in columns)
        yield f"{figure['name']:44}" + "".join(f"{cell:>12}" for cell in cells)
