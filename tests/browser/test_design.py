"""The design system in a browser: readable, reachable, closable."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture
def design(browser_page, login, coach):
    """Open the component page: ``design(390, "dark")``."""

    def open_design(width=1280, scheme="light"):
        page = browser_page(width, scheme, "en")
        login(page, coach)
        page.goto(reverse("design"))
        return page

    return open_design


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_components_are_accessible(design, axe, no_overflow, shot, width, scheme):
    page = design(width, scheme)

    assert axe(page) == []
    no_overflow(page)
    shot(page, f"design-{scheme}")

    page.locator(".top summary").click()
    expect(page.locator(".top .menu > div")).to_be_visible()
    assert axe(page) == []


def test_menu_on_a_phone_is_a_sheet_above_the_tab_bar(design):
    page = design(390)
    summary = page.locator(".queue summary")
    sheet = page.locator(".queue .menu > div")

    summary.click()

    box = sheet.bounding_box()
    assert round(box["y"] + box["height"]) == 844
    assert box["width"] == 390
    top = page.evaluate("document.elementFromPoint(195, 830).closest('.menu > div')")
    assert top is not None


def test_menu_closes_on_the_scrim_on_escape_and_by_another(design):
    page = design(390)
    menus = page.locator("details.menu[open]")

    page.locator(".top summary").click()
    page.mouse.click(195, 80)
    expect(menus).to_have_count(0)

    page.locator(".nav summary").click()
    page.keyboard.press("Escape")
    expect(menus).to_have_count(0)
    expect(page.locator(".nav summary")).to_be_focused()


def test_targets_on_a_phone_are_large_enough(design):
    page = design(390)

    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .btn, .chip, summary, .tick')]
            .filter(e => e.checkVisibility() && !e.closest('.switch'))
            .map(e => [e.className, e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
            .map(([name, box]) => `${name} ${box.width} by ${box.height}`)"""
    )

    assert small == []


def test_choice_reveals_what_it_asks_for(design):
    page = design(390)
    why = page.locator("[data-shown=none]")

    expect(why).to_be_hidden()
    page.locator(".chip", has_text="No further step").click()

    expect(why).to_be_visible()


def test_combo_is_chosen_by_keyboard(design):
    page = design()

    page.locator("[data-change]").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("[data-picked]")).to_contain_text("Kahvikulma")
    expect(page.locator("input[name=employer]")).to_have_value("1")
    expect(page.locator("[data-list]")).to_be_hidden()


def test_blocked_option_cannot_be_chosen(design):
    page = design()

    page.locator("[data-change]").click()
    page.locator("[role=option]", has_text="Mallikkaan").click(force=True)

    expect(page.locator("[data-picked]")).to_be_hidden()
    expect(page.locator("input[name=employer]")).to_have_value("")


def test_message_is_hidden_by_its_button(design):
    page = design()
    toasts = page.locator(".toast")
    before = toasts.count()

    page.locator("[data-dismiss]").first.click()

    expect(toasts).to_have_count(before - 1)


def test_search_opens_by_keyboard_and_closes(design):
    page = design()
    palette = page.locator("#palette")

    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    expect(palette.locator("input")).to_be_focused()
    page.keyboard.press("Escape")

    expect(palette).to_be_hidden()
