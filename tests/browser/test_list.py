"""The list of employers and the search in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import EmployerFactory

LIST = reverse("employers:list")


@pytest.fixture
def employers(coach):
    names = ("Leipomo Esimerkki Oy", "Åbo Öljy Ab", "Pesula Malli Ky")
    return [EmployerFactory(name=name, contacted=True, coach=coach) for name in names]


@pytest.fixture
def list_page(browser_page, login, coach, employers):
    def open_list(width=1280, scheme="light"):
        page = browser_page(width, scheme, language="en")
        login(page, coach)
        page.goto(LIST)
        return page

    return open_list


def test_list_narrows_while_one_types(list_page):
    page = list_page()

    page.locator("#id_q").press_sequentially("öljy")

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=%C3%B6ljy$"))
    expect(page.locator("#found")).to_have_text("1 found")
    expect(page.locator("#id_q")).to_be_focused()


def test_filters_are_in_a_sheet_on_the_phone(list_page):
    page = list_page(390)

    expect(page.locator("#id_state")).to_be_hidden()
    page.locator("#filters summary").click()
    page.locator("#id_coach").select_option("nobody")

    expect(page.locator("#results .empty")).to_have_count(1)
    expect(page.locator("#on")).to_contain_text("1")


def test_ticked_rows_are_counted_and_taken_along(list_page):
    page = list_page(390)

    expect(page.locator(".bulk")).to_be_hidden()
    for box in page.locator(".pick input").all()[:2]:
        box.check()
    shown = page.locator(".bulk b").evaluate(
        "element => getComputedStyle(element, '::after').content"
    )
    page.locator(".bulk button[value=plan]").click()

    assert "counter(ticked)" in shown
    expect(page.locator("details summary").first).to_have_text("2 employers")


def test_search_is_walked_by_keyboard(list_page, employers):
    page = list_page()
    field = page.locator("#palette input")

    page.keyboard.press("Control+k")
    expect(page.locator("#hits [role=option]").first).to_have_text("Log a contact")
    field.press_sequentially("malli")
    expect(page.locator("#hits mark").first).to_have_text("Malli")
    expect(field).to_have_attribute("aria-activedescendant", "hit-1-1")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "hit-2-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(employers[2].get_absolute_url() + "$"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ticked_list_and_open_search_are_accessible(list_page, axe, width, scheme):
    page = list_page(width, scheme)

    page.locator(".pick input").first.check()
    ticked = axe(page)
    page.locator("[data-palette]").click()
    page.locator("#palette input").press_sequentially("malli")
    expect(page.locator("#hits mark").first).to_be_visible()

    assert ticked == []
    assert axe(page) == []
