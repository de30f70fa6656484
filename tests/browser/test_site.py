"""The public site in a real browser: readable by all, on a phone and on a desk."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from crm.models import Municipality
from tests.browser.conftest import DESKTOP, PHONE
from tests.conftest import make_person

#: One page of each kind, and one in each language.
ADDRESSES = [
    "/",
    "/miten-se-toimii/",
    "/tehtavien-raatalointi/",
    "/palkkatuki/",
    "/palkkatuki/laskuri/",
    "/palkkatuki/laskuri/?pay=3000&week_hours=12",
    "/palkkatuki/laskuri/?pay=paljon",
    "/palkkatuki/laskuri/?pay=900&payer=state",
    "/elake-ja-ansiot/tuntilaskuri/?pay=12&hours=20&extra=50",
    "/tyon-muodot/valitsin/?aim=try&rota=extra&seeker=yes",
    "/tyon-muodot/valitsin/?aim=see",
    "/ala-ota-yhteytta/",
    "/tyon-muodot/",
    "/usein-kysyttya/",
    "/yhteystiedot/",
    "/saavutettavuus/",
    "/pyyda-kaynti/",
    "/esimerkkeja/",
    "/tarinoita/laatikot/",
    "/haku/?q=palkkatuen",
    "/selkosuomeksi/",
    "/selkosuomeksi/miten-se-toimii/",
    "/selkosuomeksi/esimerkkeja/",
    "/sv/",
    "/en/pay-subsidy/",
]


@pytest.fixture(autouse=True)
def site(db):
    cache.clear()
    call_command("load_site")
    coach = make_person("coach", "Aino", "Aalto", phone="+358400000100")
    coach.municipalities.set(Municipality.objects.all())
    yield
    cache.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE[0], DESKTOP[0]])
def test_every_kind_of_page_is_accessible(
    browser_page, axe, no_overflow, shot, width, scheme
):
    page = browser_page(width, scheme)
    problems = []
    for address in ADDRESSES:
        page.goto(address)
        problems += [f"{address} {problem}" for problem in axe(page)]
        no_overflow(page)
        shot(page, f"site{address.replace('/', '-')}{scheme}")

    assert problems == []


def test_menu_opens_on_a_phone_and_leads_on(browser_page, axe):
    page = browser_page(PHONE[0])
    page.goto("/")
    menu = page.locator("#menu")
    assert not menu.is_visible()

    page.locator("[popovertarget=menu]").first.click()

    assert menu.is_visible()
    assert axe(page) == []
    menu.get_by_role("link", name="Palkkatuki").click()
    page.wait_for_url("**/palkkatuki/")


def test_language_switch_leads_to_the_same_page(browser_page):
    page = browser_page(DESKTOP[0])
    page.goto("/palkkatuki/")

    page.get_by_role("link", name="Svenska").first.click()

    page.wait_for_url("**/sv/lonesubvention/")
    assert page.locator("html").get_attribute("lang") == "sv"


def test_form_tells_what_is_missing_and_where(browser_page, axe):
    page = browser_page(PHONE[0])
    page.expected_problems.append("422")
    page.goto("/pyyda-kaynti/")
    page.wait_for_timeout(4000)  # the form refuses whoever is faster than a person

    page.locator("form.form button[type=submit]").click()

    page.locator(".errors").wait_for()
    assert axe(page) == []
    page.locator(".errors a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_organisation"
