"""Searching the site: word forms, å ä ö, languages, what is found first."""

import pytest
from bs4 import BeautifulSoup

from cms.models import GuidancePage
from cms.searching import squeeze, stem, stems_of

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]


def titles(client, text, address="/haku/"):
    page = BeautifulSoup(client.get(address, {"q": text}).content, "html.parser")
    return [link.text for link in page.select(".hits h2 a")]


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("palkkatuen", "palkatu"),
        ("PALKKATUKEA", "palkatuk"),
        ("valmentajat", "valmentaja"),
        ("työkokeilun", "työkokeilu"),
        ("tuki", "tuki"),
        ("öljy", "öljy"),
    ],
)
def test_stem_is_what_the_forms_of_a_word_share(word, part):
    assert stem(word) == part


def test_doubled_letters_and_case_fold():
    assert squeeze("Eläkkeen") == "eläkeen"
    assert stems_of("Eläke, palkka!") == ["eläke", "palk"]


@pytest.mark.parametrize(
    ("text", "first", "address"),
    [
        ("palkkatuen", "Palkkatuki", "/haku/"),
        ("ELÄKKEESTÄ", "Eläke ja ansiot", "/haku/"),
        ("räätälöinnin tehtävistä", "Tehtävien räätälöinti", "/haku/"),
        ("lönesubventionen", "Lönesubvention", "/sv/haku/"),
        ("pay subsidy", "Pay subsidy", "/en/haku/"),
    ],
)
def test_page_about_it_comes_first_in_any_form(client, text, first, address):
    assert titles(client, text, address)[0] == first


def test_every_word_must_be_there(client):
    assert titles(client, "palkkatuki kvanttifysiikka") == []


def test_nothing_typed_finds_nothing(client):
    assert titles(client, " ") == []
    assert client.get("/haku/", {"q": "a" * 5000}).status_code == 200


def test_found_words_are_shown_around(client):
    page = BeautifulSoup(client.get("/haku/?q=oppisopimus").content, "html.parser")

    assert any("oppisopimu" in p.text.lower() for p in page.select(".hits p"))


def test_text_typed_is_escaped(client):
    assert b"<b>x</b>" not in client.get("/haku/", {"q": "<b>x</b>"}).content


def test_words_follow_the_page(client):
    page = GuidancePage.objects.get(slug="perehdytys")
    page.lead = "Tässä puhutaan kvanttifysiikasta."
    page.save_revision().publish()

    assert titles(client, "kvanttifysiikka") == [page.title]
