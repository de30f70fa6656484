"""Writing tasks down in a back room: nothing lost without a network, all sent once."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from employers.models import Photo, WorkTask
from tests.employers.jobs import picture
from tests.factories import TailoredJobFactory

LOST = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "htmx:", "net::")
NAMES = ("Pahvien puristus", "Pöytien pyyhintä", "Pellit")


@pytest.fixture
def job(coach):
    return TailoredJobFactory(coach=coach, title="Varaston apulainen")


@pytest.fixture
def url(job):
    return reverse("employers:inventory", args=[job.pk])


@pytest.fixture
def phone(browser_page, login, coach, url):
    page = browser_page(390)
    page.expected_problems = list(LOST)
    login(page, coach)
    page.goto(url)
    expect(page.locator("#quick")).to_have_attribute("data-kept", "true")
    return page


def write(page, name, minutes="30", photo=None):
    page.locator("#quick [name=name]").fill(name)
    page.locator("#quick [name=minutes]").fill(minutes)
    if photo:
        page.locator("#quick [name=photo]").set_input_files(photo)


def a_photo():
    return {
        "name": "kuva.jpg",
        "mimeType": "image/jpeg",
        "buffer": picture(size=(2400, 1800)).read(),
    }


def not_a_photo():
    return {"name": "kuva.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7"}


def add(page, name, minutes="30", photo=None):
    write(page, name, minutes, photo)
    page.locator("#quick [type=submit]").tap()


def waiting(page):
    return page.locator("#outbox [data-rows] > li")


def stored():
    return list(WorkTask.objects.values_list("name", flat=True))


def test_row_is_added_in_place_and_the_next_can_be_typed(phone):
    phone.evaluate("window.stays = true")
    write(phone, "Pellit", "45")
    expect(phone.locator("#quick-week")).to_contain_text("3 h 45 min")
    phone.keyboard.press("Enter")
    expect(phone.locator("#quick [name=name]")).to_be_focused()
    phone.keyboard.type("Hyllytys")

    expect(phone.locator(".pile[data-tone=thread]")).to_contain_text("Pellit")
    expect(phone.locator("#sum")).to_contain_text("3 h 45 min")
    expect(phone.locator("#quick [name=name]")).to_have_value("Hyllytys")
    expect(phone.locator("#quick-says")).to_contain_text("Pellit")
    expect(phone.locator("#outbox")).to_be_hidden()
    assert phone.evaluate("window.stays"), "the page was not loaded anew"
    assert stored() == ["Pellit"]


def test_three_rows_written_offline_are_sent_once_in_order(phone, url, shot):
    phone.context.set_offline(True)
    add(phone, NAMES[0], photo=a_photo())
    add(phone, NAMES[1])
    expect(waiting(phone)).to_have_count(2)
    expect(phone.locator("#offline")).to_be_visible()

    phone.goto(url)  # the service worker opens the page

    expect(waiting(phone)).to_have_count(2)
    expect(waiting(phone).first.locator("img")).to_be_visible()
    add(phone, NAMES[2], photo=a_photo())
    expect(waiting(phone)).to_have_count(3)
    shot(phone, "inventory-offline")
    assert stored() == []
    phone.context.set_offline(False)

    expect(phone.locator("#outbox")).to_be_hidden()
    expect(phone.locator(".pile[data-tone=thread] .tasks > li")).to_have_count(3)
    assert stored() == list(NAMES)
    assert [photo.task.name for photo in Photo.objects.all()] == [NAMES[0], NAMES[2]]
    assert {photo.width for photo in Photo.objects.all()} == {1600}


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_what_waits_is_accessible(
    browser_page, login, axe, no_overflow, coach, url, width, scheme
):
    page = browser_page(width, scheme)
    page.expected_problems = [*LOST, "503"]
    login(page, coach)
    page.goto(url)
    page.route("**/tasks/add/", lambda route: route.fulfill(status=503, body=""))

    write(page, "Rullakoidentyhjennysjapalautuspisteensiivous", photo=a_photo())
    page.keyboard.press("Enter")
    expect(waiting(page)).to_have_count(1)
    page.locator("#outbox summary").click()

    assert axe(page) == []
    no_overflow(page)


def test_what_waits_is_sent_from_any_page(phone, url):
    phone.context.set_offline(True)
    add(phone, "Pellit", photo=a_photo())
    expect(waiting(phone)).to_have_count(1)
    phone.evaluate("window.stop()")
    phone.context.set_offline(False)

    phone.goto(reverse("follow-ups"))

    expect(phone.locator("[data-outbox]")).to_be_hidden()
    assert stored() == ["Pellit"]
    assert Photo.objects.count() == 1


def test_header_leads_to_where_it_waits(phone, url):
    phone.route(
        "**/tasks/add/", lambda route: route.fulfill(status=503, body="resting")
    )
    phone.expected_problems += ["503"]
    add(phone, "Pellit")
    expect(waiting(phone)).to_have_count(1)

    phone.goto(reverse("follow-ups"))

    link = phone.locator("[data-outbox]")
    expect(link).to_contain_text("1")
    expect(link).to_have_attribute("href", f"{url}#outbox")


def test_contact_log_lists_the_row_and_leads_to_it(phone, url):
    phone.route(
        "**/tasks/add/", lambda route: route.fulfill(status=503, body="resting")
    )
    phone.expected_problems += ["503"]
    add(phone, "Pellit", photo=a_photo())
    expect(waiting(phone)).to_have_count(1)

    phone.goto(reverse("employers:log"))
    expect(waiting(phone)).to_contain_text("Pellit")
    expect(waiting(phone).locator("img")).to_be_visible()
    waiting(phone).locator("[data-edit]").tap()

    expect(phone).to_have_url(re.compile(f"{url}#outbox$"))
    expect(waiting(phone)).to_be_in_viewport()
    waiting(phone).locator("[data-edit]").tap()
    expect(phone.locator("#quick [name=name]")).to_have_value("Pellit")


def test_lost_answer_stores_once_with_one_photo(phone):
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())  # the server stores it; the phone never hears
            route.abort()
        else:
            route.continue_()

    phone.route("**/tasks/add/", lose)
    add(phone, "Pellit", photo=a_photo())
    expect(waiting(phone)).to_have_count(1)
    assert stored() == ["Pellit"]

    phone.locator("#outbox [data-try]").tap()

    expect(phone.locator("#outbox")).to_be_hidden()
    expect(phone.locator("#piles")).to_contain_text("Pellit")
    assert stored() == ["Pellit"]
    assert Photo.objects.count() == 1


def test_double_tap_stores_once(phone):
    write(phone, "Pellit")

    phone.locator("#quick [type=submit]").dblclick()

    expect(phone.locator("#piles")).to_contain_text("Pellit")
    expect(phone.locator("#quick-wrong")).to_be_hidden()
    assert stored() == ["Pellit"]


def test_incomplete_row_is_told_at_once(phone):
    add(phone, "Pellit", minutes="")

    expect(phone.locator("#quick-wrong")).to_be_visible()
    expect(phone.locator("#quick [name=minutes]")).to_be_focused()
    phone.locator("#quick [name=minutes]").fill("20")
    phone.locator("#quick [type=submit]").tap()
    expect(phone.locator("#piles")).to_contain_text("Pellit")
    expect(phone.locator("#quick-wrong")).to_be_hidden()


def let_through(page, minutes):
    """Take away what the form checks, so that the server is the one to refuse."""
    page.locator("#quick [name=minutes]").evaluate(
        "(control) => control.removeAttribute('max')"
    )
    add(page, "Pellit", minutes=minutes, photo=a_photo())


def test_refused_row_comes_back_with_its_reason(phone):
    phone.expected_problems += ["422"]
    let_through(phone, "2401")

    expect(phone.locator("#quick-wrong")).to_contain_text("1 to 2400")
    expect(phone.locator("#quick [name=name]")).to_have_value("Pellit")
    expect(phone.locator("#quick-photo")).to_be_visible()
    expect(phone.locator("#quick [name=minutes]")).to_be_focused()
    phone.locator("#quick [name=minutes]").fill("24")
    phone.locator("#quick [type=submit]").tap()

    expect(phone.locator("#piles")).to_contain_text("Pellit")
    assert Photo.objects.count() == 1


def test_row_refused_later_waits_with_its_reason(phone):
    phone.expected_problems += ["422"]
    phone.context.set_offline(True)
    let_through(phone, "2401")
    add(phone, "Hyllytys")
    write(phone, "Kesken")
    phone.context.set_offline(False)

    row = waiting(phone)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("1 to 2400")
    assert stored() == ["Hyllytys"]
    row.locator("[data-edit]").tap()  # what is being typed must not be lost
    expect(phone.locator("#quick [name=name]")).to_have_value("Kesken")
    write(phone, "", "")
    row.locator("[data-edit]").tap()
    expect(phone.locator("#quick [name=minutes]")).to_have_value("2401")
    phone.locator("#quick [name=minutes]").fill("24")
    phone.locator("#quick [type=submit]").tap()
    expect(phone.locator("#outbox")).to_be_hidden()
    expect(phone.locator("#piles")).to_contain_text("Pellit")
    assert stored() == ["Hyllytys", "Pellit"]


def test_waiting_row_can_be_removed(phone):
    phone.context.set_offline(True)
    add(phone, "Pellit", photo=a_photo())

    phone.locator("#outbox summary").tap()
    phone.locator("#outbox [data-remove]").tap()

    expect(phone.locator("#outbox")).to_be_hidden()
    phone.context.set_offline(False)
    phone.wait_for_timeout(300)
    assert stored() == []


def test_photo_that_is_none_never_loses_the_row(phone):
    add(phone, "Pellit", photo=not_a_photo())

    expect(phone.locator("#piles")).to_contain_text("Pellit")
    expect(phone.locator(".toast")).to_contain_text("the photo was not")
    assert stored() == ["Pellit"]
    assert not Photo.objects.exists()


def test_half_a_row_survives_a_reload(phone):
    write(phone, "Pellit", "25", photo=a_photo())
    expect(phone.locator("#quick-photo")).to_be_visible()
    phone.wait_for_timeout(400)

    phone.reload()

    expect(phone.locator("#quick [name=name]")).to_have_value("Pellit")
    expect(phone.locator("#quick [name=minutes]")).to_have_value("25")
    expect(phone.locator("#quick-photo")).to_be_visible()
    phone.locator("#quick [type=submit]").tap()
    expect(phone.locator("#piles")).to_contain_text("Pellit")
    assert Photo.objects.count() == 1


def test_ended_session_keeps_the_row_until_login(phone, login, coach, url):
    phone.expected_problems += ["403"]
    phone.context.clear_cookies()
    add(phone, "Pellit", photo=a_photo())
    expect(phone.locator("#outbox [data-login]")).to_be_visible()
    assert stored() == []

    login(phone, coach)
    phone.goto(url)

    expect(phone.locator("#outbox")).to_be_hidden()
    assert stored() == ["Pellit"]
    assert Photo.objects.count() == 1


def test_another_user_never_sends_what_waits(phone, login, other_coach, url):
    phone.expected_problems += ["403", "409"]
    phone.context.clear_cookies()
    login(phone, other_coach)

    add(phone, "Pellit")  # on the page of the one who wrote it

    expect(phone.locator("#outbox [data-login]")).to_be_visible()
    phone.goto(url)
    expect(phone.locator("#outbox")).to_be_hidden()
    assert stored() == []


def test_full_storage_says_so_and_keeps_the_form(phone):
    phone.evaluate(
        """() => {
          Storage.prototype.setItem = () => {
            throw new DOMException("full", "QuotaExceededError");
          };
        }"""
    )
    phone.context.set_offline(True)

    add(phone, "Pellit")

    expect(phone.locator("#quick-wrong")).to_contain_text("full")
    expect(phone.locator("#quick [name=name]")).to_have_value("Pellit")
    phone.context.set_offline(False)
    phone.locator("#quick [type=submit]").tap()
    expect(phone.locator("#piles")).to_contain_text("Pellit")
    assert stored() == ["Pellit"]


def test_last_inventories_opened_are_kept(phone, coach, url):
    others = TailoredJobFactory.create_batch(10, coach=coach)
    addresses = [reverse("employers:inventory", args=[job.pk]) for job in others]
    for address in addresses:
        phone.goto(address)
        expect(phone.locator("#quick")).to_have_attribute("data-kept", "true")

    kept = phone.evaluate(
        "caches.open('raatali-pages-1').then((pages) => pages.keys())"
        ".then((keys) => keys.map(({ url }) => new URL(url).pathname))"
    )

    assert [path for path in kept if path.endswith("/inventory/")] == addresses


def test_signing_out_lets_the_kept_pages_go(phone):
    phone.context.clear_cookies()

    phone.goto(reverse("account_login"))

    phone.wait_for_timeout(300)
    assert phone.evaluate("caches.has('raatali-pages-1')") is False


def test_works_without_scripts(browser_page, login, coach, url):
    page = browser_page(390, java_script_enabled=False)
    login(page, coach)
    page.goto(url)

    write(page, "Pellit", photo=a_photo())
    page.locator("#quick [type=submit]").click()

    expect(page).to_have_url(re.compile(r"/inventory/#quick$"))
    assert stored() == ["Pellit"]
    assert Photo.objects.count() == 1
