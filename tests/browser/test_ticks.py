"""The sum of a job follows the ticks at once, and the server says the same."""

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.employers.jobs import inventoried
from tests.factories import WorkTaskFactory


@pytest.fixture
def page(browser_page, login, coach):
    job = inventoried(coach, week_minutes=720)
    WorkTaskFactory(
        job=job, pile="transferable", minutes=25, times_a_week=Decimal("0.5")
    )
    WorkTaskFactory(job=job, pile="transferable", minutes=35, times_a_week=4)
    page = browser_page(390)
    login(page, coach)
    page.goto(reverse("employers:job", args=[job.pk]))
    return page


def words(page):
    """Return what the sum says, and how far the line is sewn."""
    total = page.locator("#ticks-sum p").first.inner_text()
    ends = page.locator("#ticks-sum .sewn line").evaluate_all(
        "(lines) => lines.map((line) => line.getAttribute('x2'))"
    )
    return " ".join(total.split()), ends


def test_sum_follows_the_ticks_and_the_server_agrees(page):
    boxes = page.locator("#ticks [name=task]")
    before = words(page)

    for turn in ([3, 4], [3], [0, 1, 2], [4]):
        for number in turn:
            boxes.nth(number).click()
        expect(page.locator("#ticks-sum [data-unsaved]")).to_be_visible()
        at_once = words(page)
        page.locator("#ticks button[type=submit]").click()
        page.wait_for_load_state()
        expect(page.locator("#ticks-sum [data-unsaved]")).to_be_hidden()

        assert at_once != before
        assert words(page) == at_once
        before = at_once


def test_choice_taken_back_is_not_called_unsaved(page):
    box = page.locator("#ticks [name=task]").first

    box.click()
    box.click()

    expect(page.locator("#ticks-sum [data-unsaved]")).to_be_hidden()
