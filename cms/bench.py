"""What ``manage.py bench`` can measure about the public site."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.test import Client

from cms.models import EstimatorPage, GuidancePage, HomePage
from cms.page_cache import forget_all
from crm.bench import Figure, counted, median_ms

#: An estimate is asked in the address, so it is never kept.
ASKED = "?pay=1600&week_hours=20"


def bench_site(_rows: int) -> Iterator[Figure]:
    """Measure pages as an anonymous reader gets them, made anew and kept.

    Requests a second are those of one process that serves one reader at a time.
    """
    call_command("load_site", verbosity=0)
    finnish: dict[str, Any] = {"locale__language_code": "fi", "selko_of": None}
    home = HomePage.objects.get(**finnish).url
    guide = GuidancePage.objects.get(slug="palkkatuki", **finnish).url
    estimator = EstimatorPage.objects.get(**finnish).url
    pages = {"front page": home, "guidance page": guide, "estimator": estimator}
    for name, url in pages.items():
        yield measure(f"{name}, cold", url, before=forget_all)
        yield measure(f"{name}, cached", url)
    yield measure("estimator, an estimate", f"{estimator}{ASKED}")


def measure(name: str, url: str, *, before: Callable[[], Any] = lambda: None) -> Figure:
    """Measure one page for a reader who is not signed in."""
    client = Client()

    def visit() -> Any:
        before()
        return client.get(url)

    visit()
    queries, response = counted(visit)
    if response.status_code != 200:  # noqa: PLR2004 - OK, in HTTP's own words
        message = f"{url} answered {response.status_code}"
        raise RuntimeError(message)
    median = median_ms(visit)
    return Figure(
        name=name,
        median_ms=median,
        queries=queries,
        bytes=len(response.content),
        req_per_s=round(1000 / median, 1),
    )
