"""How long the staff pages take with many employers and ten times the visits."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from crm.bench import Figure, measure_page
from crm.models import User
from employers.bench_data import bench_people, load
from employers.models import TailoredJob

#: The pager's link to the next page.
NEXT = re.compile(r'href="([^"]+)" rel="next"')
#: How many "next" links are followed to stand deep in the list.
DEEP = 120
#: Contacts for each employer.
CONTACTS = 10


def sql(query: str, *values: Any) -> Callable[[], Any]:
    """Return the raw query as work to be timed."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            cursor.fetchall()

    return run


def bench_pages(rows: int) -> Iterator[Figure]:
    """Measure each staff page on ``rows`` employers and ten times the visits."""
    for _done in load(rows, rows * CONTACTS):
        pass
    coaches, manager = bench_people()
    coach = coaches[0]
    yield from _list_pages(manager, coach)
    yield measure_page("day", coach, reverse("day"))
    yield measure_page("follow-ups", coach, reverse("follow-ups"))
    yield measure_page("log a contact", coach, reverse("employers:log"))
    yield measure_page("board", coach, reverse("employers:board"))
    job = TailoredJob.objects.exclude(agreed_on=None).order_by("pk").first()
    if job is None:
        message = "So few employers have no agreed job to show."
        raise RuntimeError(message)
    yield measure_page("tailored job", job.coach, job.get_absolute_url())
    yield measure_page("employer", job.coach, job.employer.get_absolute_url())


def _list_pages(manager: User, coach: User) -> Iterator[Figure]:
    """Measure the list of employers and the searches, beside raw SQL."""
    everyone = reverse("employers:list") + "?view=all"
    first = sql("SELECT * FROM employers_employer ORDER BY name, id LIMIT 51")
    yield measure_page("employer list, all, 50 rows", manager, everyone, first)
    yield measure_page(
        "employer list, deep page", manager, _deep(manager, everyone), first
    )
    partners = everyone + "&state=partner"
    yield measure_page("employer list, partners", manager, partners)
    like = sql(
        "SELECT * FROM employers_employer WHERE search_text LIKE %s"
        " ORDER BY name, id LIMIT 51",
        "%åbo%",
    )
    htmx = {"HX-Request": "true"}
    search = everyone + "&q=%C3%85bo"
    yield measure_page(
        "employer list, search as you type", manager, search, like, **htmx
    )
    palette = reverse("search") + "?q=%C3%85bo"
    yield measure_page("search (Ctrl-K)", coach, palette, like, **htmx)


def _deep(user: User, url: str) -> str:
    """Follow the list's own next links many pages down."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    for _page in range(DEEP):
        following = NEXT.search(client.get(url).text)
        if following is None:
            break
        url = unescape(following[1])
    return url
