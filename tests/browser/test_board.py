"""The board with a mouse, its menus and the keyboard: one form, the same rules."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from employers.models import TailoredJob
from tests.browser.keyboard import Keyboard
from tests.employers.jobs import brought_to
from tests.factories import TailoredJobFactory

State = TailoredJob.State
TITLE = "Leipomon apulainen"


def lane(page, name):
    return page.get_by_role("region", name=re.compile(rf"^{name} \d"))


def card(page):
    return page.get_by_role("article").filter(has_text=TITLE)


def by_drag(page, move, target):
    card(page).hover()
    page.mouse.down()
    card(page).hover(position={"x": 8, "y": 8})  # taken up before the board scrolls
    lane(page, target).hover()
    page.mouse.up()


def by_menu(page, move, target):
    page.get_by_label(f"Siirrä… {TITLE}").click()
    card(page).get_by_role("link", name=move).click()


def by_keyboard(page, move, target):
    keys = Keyboard(page)
    keys.enter(page.get_by_label(f"Siirrä… {TITLE}"))
    keys.enter(card(page).get_by_role("link", name=move))


WAYS = pytest.mark.parametrize("way", [by_drag, by_menu, by_keyboard])


@pytest.fixture
def board(finnish, login, coach):
    page = finnish(1280)
    login(page, coach)
    return page


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@WAYS
def test_card_moves_by_the_form_of_the_move(board, coach, way):
    job = brought_to(State.ANALYSED, coach)
    board.goto(reverse("employers:board"))

    way(board, "Aloita luonnos", "Räätälöintiluonnos")

    heading(board, "Aloita luonnos")
    assert TailoredJob.objects.get().state == State.ANALYSED
    board.get_by_role("button", name="Aloita luonnos").click()
    heading(board, "Räätälöidyt työt")
    expect(lane(board, "Räätälöintiluonnos")).to_contain_text(job.title)
    assert TailoredJob.objects.get().state == State.DRAFT


@WAYS
def test_move_that_must_wait_says_why(board, coach, way):
    TailoredJobFactory(coach=coach)
    board.goto(reverse("employers:board"))

    way(board, "Tehtävät on jaoteltu", "Tehtävät jaoteltu")

    heading(board, "Tehtävät on jaoteltu")
    expect(board.get_by_role("main")).to_contain_text("Ei vielä")
    expect(board.get_by_role("main")).to_contain_text("Kirjaa ainakin kolme tehtävää.")
    expect(board.get_by_role("button", name="Tehtävät on jaoteltu")).to_have_count(0)
    board.get_by_role("link", name="Takaisin").click()
    expect(lane(board, "Tehtäväkartoitus")).to_contain_text(TITLE)
    assert TailoredJob.objects.get().state == State.INVENTORY


def test_drop_on_a_lane_out_of_reach_says_where_the_card_may_go(board, coach):
    brought_to(State.DRAFT, coach)
    board.goto(reverse("employers:board"))
    url = board.url

    by_drag(board, None, "Sovittu")

    says = board.get_by_role("status").filter(has_text=TITLE)
    expect(says).to_contain_text("Siirtomahdollisuudet:")
    expect(says).to_contain_text("Lähetä työnantajalle")
    expect(says).to_be_in_viewport()
    assert board.url == url
    assert TailoredJob.objects.get().state == State.DRAFT


def test_acceptances_are_recorded_not_dragged_past(board, coach):
    brought_to(State.WITH_EMPLOYER, coach)
    board.goto(reverse("employers:board"))

    by_drag(board, None, "Sovittu")

    heading(board, "Hyväksy versio")
    assert TailoredJob.objects.get().state == State.WITH_EMPLOYER
