"""The piles of an inventory in a browser: by tap, by key and by drag the same."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from employers.models import WorkTask
from tests.employers.jobs import inventoried
from tests.factories import WorkTaskFactory


@pytest.fixture
def job(coach):
    return inventoried(coach)


@pytest.fixture
def task(job):
    return WorkTaskFactory(job=job, name="Pellit", pile="")


@pytest.fixture
def desk(browser_page, login, coach, task):
    page = browser_page(1280)
    login(page, coach)
    page.goto(reverse("employers:inventory", args=[task.job_id]))
    return page


def pile_of(task):
    return WorkTask.objects.get(pk=task.pk).pile


def button(page, task, pile):
    return page.locator(f"#sort-{task.pk}-{pile}")


def test_key_sorts_keeps_focus_and_says_so(desk, task):
    desk.evaluate("window.stays = true")
    button(desk, task, "core").focus()
    desk.keyboard.press("Enter")

    expect(desk.locator("#pile-core")).to_contain_text("Pellit")
    expect(button(desk, task, "core")).to_be_focused()
    expect(button(desk, task, "core")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#piles-says")).to_contain_text("Pellit")
    expect(desk.locator("#ready a.btn.primary")).to_be_visible()
    assert desk.evaluate("window.stays"), "the page was not loaded anew"
    assert pile_of(task) == "core"


def drag(page, target):
    """Take the row of the task and let it go over the target."""
    handle = page.locator(".tasks > li", has_text="Pellit").locator(".min")
    handle.hover()
    box = handle.bounding_box()
    page.mouse.down()
    page.mouse.move(box["x"] + 5, box["y"] + 15, steps=3)
    target.scroll_into_view_if_needed()
    target.hover()
    target.hover()
    page.mouse.up()


def test_task_is_dragged_into_a_pile(desk, task):
    drag(desk, desk.locator("#pile-transferable h3"))

    expect(desk.locator("#pile-transferable")).to_contain_text("Pellit")
    assert pile_of(task) == "transferable"


def test_empty_pile_shows_while_something_is_dragged(desk, task):
    expect(desk.locator("#pile-unsuitable")).to_be_hidden()

    drag(desk, desk.locator("#pile-unsuitable"))

    expect(desk.locator("#pile-unsuitable")).to_contain_text("Pellit")
    assert pile_of(task) == "unsuitable"


def test_folded_pile_opens_for_what_was_put_there(desk, job, task):
    WorkTaskFactory.create_batch(3, job=job, pile="")
    desk.reload()
    expect(desk.locator("#pile-core > ul")).to_be_hidden()

    button(desk, task, "core").click()

    expect(desk.locator("#pile-core > ul")).to_be_visible()
    expect(button(desk, task, "core")).to_be_focused()
    button(desk, task, "transferable").click()
    expect(desk.locator("#pile-transferable")).to_contain_text("Pellit")
    expect(desk.locator("#pile-core > ul")).to_be_visible()


def test_lost_connection_is_told(desk, task):
    desk.expected_problems += ["ERR_INTERNET_DISCONNECTED", "htmx:", "net::"]
    desk.context.set_offline(True)

    button(desk, task, "core").click()

    expect(desk.locator("#piles-lost")).to_be_visible()
    assert pile_of(task) == ""
    desk.context.set_offline(False)
    button(desk, task, "core").click()
    expect(desk.locator("#piles-lost")).to_be_hidden()
    expect(desk.locator("#pile-core")).to_contain_text("Pellit")


def test_piles_are_sorted_without_scripts(browser_page, login, coach, task):
    page = browser_page(390, java_script_enabled=False)
    login(page, coach)
    page.goto(reverse("employers:inventory", args=[task.job_id]))

    button(page, task, "core").click()

    expect(page.locator("#pile-core")).to_contain_text("Pellit")
