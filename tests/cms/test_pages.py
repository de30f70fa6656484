"""Every page of the starting content: it renders, its links lead on, its form holds."""

import json
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from cms.loading import load_site
from cms.models import FaqPage, GuidancePage, HomePage, SitePage, SiteSettings
from cms.page_cache import forget_all
from crm.models import Municipality
from tests.conftest import make_person

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]


def addresses():
    return [page.url for page in SitePage.objects.live()]


def page_at(slug):
    """Return the Finnish page of the slug, not the one in easy language."""
    return GuidancePage.objects.get(slug=slug, selko_of=None)


def levels(page):
    return [int(found.name[1]) for found in page.find_all(["h1", "h2", "h3", "h4"])]


def leaps(page):
    """Return the headings that skip a level."""
    found = levels(page)
    return [(before, after) for before, after in pairwise(found) if after > before + 1]


def ids(page):
    return [found["id"] for found in page.select("[id]")]


def test_every_page_renders_with_one_title_and_no_leap_between_headings(see):
    for address in addresses():
        page = see(address)

        assert (address, len(page.find_all("h1"))) == (address, 1)
        assert (address, leaps(page)) == (address, [])
        assert (address, len(ids(page))) == (address, len(set(ids(page))))
        assert page.select_one("meta[name=description]")["content"], address


def test_every_link_on_the_site_leads_somewhere(see, client):
    seen, queue = set(), addresses()
    pages = {}
    while queue:
        address = queue.pop()
        if address in seen:
            continue
        seen.add(address)
        pages[address] = page = see(address)
        for link in page.select("main a[href], header a[href], nav a[href]"):
            target, anchor = urldefrag(link["href"])
            if urlsplit(target).scheme or not target.startswith("/"):
                continue
            queue.append(target)
            if anchor:
                assert page_has(pages.get(target) or see(target), anchor), link["href"]

    assert len(seen) >= len(addresses())


def page_has(page, anchor):
    return page.find(id=anchor) is not None


def test_every_page_names_its_language_and_its_other_versions(see):
    for found in SitePage.objects.live().select_related("locale"):
        page = see(found.url)

        assert page.html["lang"] == found.locale.language_code
        current = page.select(".menu__langs [aria-current]")
        assert len(current) == 1, found.url


def test_nothing_on_a_page_is_inline(see):
    for address in addresses():
        page = see(address)

        assert page.select("style, [style], [onclick]") == []
        assert [
            s for s in page.select("script") if s["type"] != "application/ld+json"
        ] == []


def test_pages_tell_machines_who_and_what(see):
    faq = FaqPage.objects.filter(locale__language_code="fi", selko_of=None).get()

    rows = json.loads(see(faq.url).select_one("[type='application/ld+json']").string)

    kinds = {row["@type"]: row for row in rows}
    assert kinds["Organization"]["name"].startswith("Työvalmennus")
    first = kinds["FAQPage"]["mainEntity"][0]
    assert first["name"].startswith("Meillä ei ole avointa paikkaa")
    assert "[[" not in json.dumps(kinds)


def test_page_costs_a_fixed_number_of_questions(client, django_assert_max_num_queries):
    page = page_at("palkkatuki")
    client.get(page.url)
    forget_all()

    with django_assert_max_num_queries(21):
        client.get(page.url)


def test_loading_again_makes_nothing_and_keeps_what_editors_changed(see):
    page = page_at("palkkatuki")
    page.title = "Uusi otsikko"
    page.save_revision().publish()
    SiteSettings.objects.update(organisation_fi="Toinen alue")
    before = Page.objects.count()

    call_command("load_site")

    assert Page.objects.count() == before
    assert see(page.url).select_one("h1").text == "Uusi otsikko"
    assert SiteSettings.objects.get().organisation_fi == "Toinen alue"


def test_loading_makes_a_missing_page_anew():
    page_at("kohtuulliset-mukautukset").delete()

    assert load_site() == 1
    assert page_at("kohtuulliset-mukautukset").live


def test_late_check_is_told_to_the_reader(see):
    page = page_at("perehdytys")
    page.review_by = timezone.localdate()
    page.save()
    assert see(page.url).select(".article__text > .notice--check") == []

    page.review_by = timezone.localdate() - timedelta(days=1)
    page.checked_on = date(2026, 3, 1)
    page.save()

    assert "1.3.2026" in see(page.url).select_one(".notice--check").text


def test_contact_page_shows_the_coach_and_who_stands_in(see):
    coach = make_person("coach", "Aino", "Aalto", phone="+358400000100")
    deputy = make_person("coach", "Oskar", "Oksa", phone="+358400000101")
    coach.municipalities.set([place_named("Tuusula")])
    coach.deputy, coach.away_from = deputy, timezone.localdate()
    coach.save()

    person = see("/yhteystiedot/").find(id="tuusula")

    assert "Aino Aalto" in person.text
    assert person.select_one("a.person__phone")["href"] == "tel:+358400000100"
    assert "Oskar Oksa" in person.select_one("p strong").parent.text


def place_named(name):
    return Municipality.objects.get(name_fi=name)


def test_missing_page_speaks_the_sites_own_voice(see):
    page = see("/ei-ole/", status=404)

    assert page.select_one(".masthead") is not None
    assert page.select_one(".hero a.button")["href"] == "/"


def test_missing_staff_page_keeps_the_staff_voice(coach_client):
    response = coach_client.get("/crm/ei-ole/")

    assert response.status_code == 404
    assert b"masthead" not in response.content


def test_map_and_robots(client):
    sitemap = client.get("/sitemap.xml").text
    robots = client.get("/robots.txt").text

    assert sitemap.count("<loc>") == SitePage.objects.live().count()
    assert 'hreflang="fi"' in sitemap
    assert "Disallow: /crm/" in robots
    assert "/sitemap.xml" in robots


def test_colours_of_the_settings_reach_the_page(see):
    SiteSettings.objects.update(palette="lake")

    assert see("/").html["data-palette"] == "lake"
    assert HomePage.objects.filter(locale__language_code="fi").count() == 1
