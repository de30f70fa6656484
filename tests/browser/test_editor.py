"""An editor's day in a real browser: write, translate, send for review, publish."""

import json

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from cms.models import GuidancePage, HomePage, PlainPage
from tests.browser.conftest import DESKTOP
from tests.conftest import PASSWORD, make_person

#: Milliseconds; the editors' admin is heavy, and saving mails the reviewers.
PATIENCE = 60_000
LEAD = "Vuoro voi alkaa, kun bussi on tullut."


@pytest.fixture(autouse=True)
def site(db):
    cache.clear()
    call_command("load_site")
    yield
    cache.clear()


@pytest.fixture
def hours():
    """Return a live Finnish page that no other language has yet."""
    home = HomePage.objects.get(locale__language_code="fi")
    page = PlainPage(title="Työajan joustot", slug="joustot", locale=home.locale)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def guide():
    """Return the page of guidance on the pay subsidy, in standard Finnish."""
    return GuidancePage.objects.get(slug="palkkatuki", selko_of=None)


def sign_in(page, user):
    page.goto(reverse("wagtailadmin_home"))
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{reverse('wagtailadmin_home')}")


def edit(page, found):
    page.goto(reverse("wagtailadmin_pages:edit", args=[found.pk]))


def open_editor(page, found):
    """Sign an editor in and open a page for editing."""
    page.set_default_timeout(PATIENCE)
    sign_in(page, make_person("editor", "Eeva", "Eloranta"))
    edit(page, found)
    return page


def press(page, selector):
    """Press a button of the editor's bar, behind its arrow if it is there."""
    button = page.locator(selector).first
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").click()
    button.click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=PATIENCE)


def translate_into_swedish(page, found):
    page.goto(reverse("simple_translation:submit_page_translation", args=[found.pk]))
    swedish = Locale.objects.get(language_code="sv")
    page.locator(f"[name=locales][value='{swedish.pk}']").check()
    page.locator("main input[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=PATIENCE)


def write_and_submit(page, found, shot):
    edit(page, found)
    page.locator("#id_lead").fill(LEAD)
    shot(page, "editor-1-writes", full_page=False)
    press(page, "[name=action-submit]")
    shot(page, "editor-2-submitted", full_page=False)


def approve(page, found, shot):
    page.goto(reverse("wagtailadmin_home"))
    expect(page.get_by_role("link", name=found.title).first).to_be_visible(
        timeout=PATIENCE
    )
    shot(page, "editor-4-waiting", full_page=False)
    edit(page, found)
    expect(page.locator("#id_lead")).to_have_value(LEAD, timeout=PATIENCE)
    press(
        page,
        "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])",
    )
    shot(page, "editor-5-published", full_page=False)


def test_editor_writes_and_an_administrator_publishes(finnish, hours, shot):
    editor = make_person("editor", "Eeva", "Eloranta")
    admin = make_person("admin", "Anna", "Ahola")
    desk, other, reader = (finnish(DESKTOP[0]) for _ in range(3))
    for page in (desk, other, reader):
        page.set_default_timeout(PATIENCE)

    sign_in(desk, editor)
    translate_into_swedish(desk, hours)
    shot(desk, "editor-3-translated", full_page=False)
    write_and_submit(desk, hours, shot)

    reader.goto("/joustot/")
    expect(reader.locator("main")).not_to_contain_text(LEAD)

    sign_in(other, admin)
    approve(other, hours, shot)

    reader.goto("/joustot/")
    expect(reader.locator("main .lead")).to_have_text(LEAD)
    shot(reader, "editor-6-read")
    swedish = PlainPage.objects.get(slug="joustot", locale__language_code="sv")
    assert (swedish.live, swedish.get_parent().locale.language_code) == (False, "sv")


def test_figure_is_put_in_by_keyboard_alone(finnish, guide, shot):
    desk = open_editor(finnish(DESKTOP[0]), guide)
    text = desk.locator("[contenteditable=true]").first
    text.click()
    desk.keyboard.press("Control+End")

    desk.keyboard.type(" Raja on /luku")
    expect(desk.get_by_role("option", name="Päivätty luku")).to_be_visible()
    desk.keyboard.press("Enter")
    dialog = desk.get_by_role("dialog", name="Valitse luku")
    expect(dialog.get_by_role("button", name="earnings-limit")).to_be_visible()
    assert "€/kk" in dialog.inner_text()
    shot(desk, "editor-7-figures", full_page=False)
    desk.keyboard.type("earnings-limit")
    shot(desk, "editor-8-figure-found", full_page=False)
    desk.keyboard.press("Enter")

    expect(text).to_contain_text("Raja on [[earnings-limit]]")
    expect(text).to_be_focused()
    desk.wait_for_timeout(500)  # the editor takes the cursor back a moment later
    desk.keyboard.type(" tänä vuonna.", delay=20)
    expect(text).to_contain_text("[[earnings-limit]] tänä vuonna.")
    desk.wait_for_timeout(500)  # the editor hands its text over a moment later
    # Saving by itself is refused if it comes after the submission.
    desk.expected_problems.append("400")
    press(desk, "[name=action-submit]")
    guide.refresh_from_db()
    saved = str(guide.get_latest_revision().content["body"])
    assert json.dumps("[[earnings-limit]] tänä vuonna.")[1:-1] in saved


def test_figures_can_be_left_without_choosing(finnish, guide):
    desk = open_editor(finnish(DESKTOP[0]), guide)
    text = desk.locator("[contenteditable=true]").first
    before = text.inner_text()
    text.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("/luku")
    desk.get_by_role("option", name="Päivätty luku").click()
    box = desk.get_by_label("Hae nimellä tai tunnuksella")
    expect(desk.locator("dialog.figures li")).not_to_have_count(0)

    box.fill("ei tällaista")
    expect(desk.get_by_role("status").filter(has_text="ei ole")).to_be_visible()
    desk.keyboard.press("Escape")  # empties the search field
    desk.keyboard.press("Escape")

    expect(desk.locator("dialog.figures")).to_have_count(0)
    assert text.inner_text().strip() == before.strip()
