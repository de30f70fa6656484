"""From an employer's phone to a coach's day, and one figure through the whole product.

An employer finds the estimator, estimates, and asks for a visit in Swedish; the coach
of the municipality has the lead on the day. An editor changes the earnings limit once:
the pages, the site's helper and the coach's gauge follow.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from crm.models import Municipality, Parameter
from employers.models import Employer, VisitRequest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_editor import PATIENCE, press, sign_in
from tests.conftest import make_person
from tests.factories import TailoredJobFactory

#: Pages that say the earnings limit, in every language and in easy Finnish.
SAYING = [
    "/elake-ja-ansiot/",
    "/usein-kysyttya/",
    "/sv/pension-och-inkomster/",
    "/en/pension-and-earnings/",
    "/selkosuomeksi/elake-ja-palkka/",
]
HELPER = "/elake-ja-ansiot/tuntilaskuri/?pay=12&hours=20"
OLD, NEW, TYPED = "990,90", "995,50", "995.5"


@pytest.fixture(autouse=True)
def site(db):
    cache.clear()
    call_command("load_site")
    yield
    cache.clear()


@pytest.fixture
def local_coach():
    coach = make_person("coach", "Aino", "Aalto", phone="+358400000100")
    coach.municipalities.set(Municipality.objects.filter(name_fi="Tuusula"))
    return coach


def find_the_estimator(page, shot):
    """From the front page in two taps: the link below the pay subsidy, the button."""
    page.goto("/")
    shot(page, "employer-1-front")
    page.get_by_role("link", name="Laske arvio omilla luvuillasi").first.tap()
    page.wait_for_url("**/palkkatuki/laskuri/")


def estimate(page, shot):
    page.locator("[name=pay]").fill("1600")
    page.locator("[name=week_hours]").fill("20")
    page.locator("form.form button[type=submit]").tap()
    expect(page.locator("main")).to_contain_text("ennen päätöstä")
    expect(page.locator("main")).to_contain_text(re.compile(r"1\s120"))
    shot(page, "employer-2-estimate")


def turn_to_swedish(page):
    page.locator("[popovertarget=menu]").first.tap()
    page.locator("#menu").get_by_role("link", name="Svenska").tap()
    page.wait_for_url("**/sv/**/raknare/**")


def ask_for_a_visit(page, shot):
    page.get_by_role("link", name="Be om ett besök").last.tap()
    page.wait_for_url("**/sv/be-om-besok/")
    page.locator("[name=organisation]").fill("Kulmans Bageri")
    page.locator("[name=municipality]").select_option(label="Tusby")
    page.locator("[name=name]").fill("Anna Malli")
    page.locator("[name=phone]").fill("040 000 0190")
    page.locator("[name=email]").fill("anna@raatali.example")
    page.locator("[name=consent]").check()
    page.wait_for_timeout(4000)  # the form refuses whoever is faster than a person
    shot(page, "employer-3-asks")
    page.locator("form.form button[type=submit]").tap()
    expect(page.locator("main h1")).to_contain_text("Tack")
    shot(page, "employer-4-thanks")


def test_employer_on_a_phone_reaches_the_coachs_day(
    browser_page, finnish, login, local_coach, shot
):
    phone = browser_page(PHONE[0])
    find_the_estimator(phone, shot)
    estimate(phone, shot)
    turn_to_swedish(phone)
    ask_for_a_visit(phone, shot)

    asked = VisitRequest.objects.get()
    assert asked.language == "sv"
    assert [letter.to for letter in mail.outbox] == [["anna@raatali.example"]]
    assert "Hej" in mail.outbox[0].body
    own = finnish(PHONE[0])
    login(own, local_coach)
    own.goto(reverse("day"))
    expect(own.locator("main")).to_contain_text("Kulmans Bageri")
    expect(own.locator("main")).to_contain_text("Anna Malli")
    shot(own, "employer-5-day")
    employer = Employer.objects.get(name="Kulmans Bageri")
    assert (employer.state, employer.coach) == (Employer.State.LEAD, local_coach)
    own.get_by_role("link", name=re.compile("Kulmans Bageri")).first.tap()
    expect(own.locator("h1")).to_have_text("Kulmans Bageri")
    shot(own, "employer-6-lead")


def text_of(page, address):
    """Return all words of a page, folded ones too, with plain spaces."""
    page.goto(address)
    return re.sub(r"\s", " ", page.locator("main").text_content())


def change_the_limit(page):
    page.set_default_timeout(PATIENCE)
    sign_in(page, make_person("editor", "Eeva", "Eloranta"))
    figure = Parameter.objects.named("earnings-limit")
    page.goto(reverse("parameter:edit", args=[figure.pk]))
    page.locator("[name=value]").fill(TYPED)
    press(page, "main form footer [type=submit]")


def test_figure_changed_once_is_followed_everywhere(
    browser_page, finnish, login, local_coach, shot
):
    job = TailoredJobFactory(coach=local_coach, complete=True)
    reader, own, desk = browser_page(PHONE[0]), finnish(DESKTOP[0]), finnish(DESKTOP[0])
    login(own, local_coach)
    followers = [
        *((reader, address) for address in (*SAYING, HELPER)),
        (own, job.get_absolute_url()),
    ]
    for page, address in followers:
        assert as_read(OLD, address) in text_of(page, address), address

    change_the_limit(desk)
    shot(desk, "employer-7-limit", full_page=False)

    for page, address in followers:
        text = text_of(page, address)
        assert as_read(NEW, address) in text, address
        assert as_read(OLD, address) not in text, address
    shot(own, "employer-8-gauge")


def as_read(number, address):
    """Return a Finnish number as the page's language writes it."""
    return number.replace(",", ".") if address.startswith("/en/") else number
