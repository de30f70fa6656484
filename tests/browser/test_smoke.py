"""The few things that must work in a browser on either database."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.conftest import PASSWORD

LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.smoke
def test_coach_logs_in_by_the_form_and_lands_on_the_day(browser_page, coach, shot):
    page = browser_page(390)

    page.goto(reverse("day"))
    shot(page, "login")
    page.locator("input[name=login]").fill(coach.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], form button[type=submit]").first.click()

    expect(page).to_have_url(re.compile(re.escape(reverse("day")) + "$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    shot(page, "day")


@pytest.mark.smoke
def test_pages_work_without_scripts(browser_page, login, coach):
    page = browser_page(390, java_script_enabled=False)
    login(page, coach)

    for name in ("day", "follow-ups"):
        response = page.goto(reverse(name))

        assert response.status == 200
        expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_login_page_is_accessible(browser_page, axe, no_overflow, width, scheme):
    page = browser_page(width, scheme)

    page.goto(reverse("account_login"))

    assert axe(page) == []
    no_overflow(page)
