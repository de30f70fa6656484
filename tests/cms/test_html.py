"""Every page of the starting content is valid HTML, and every link of it leads on."""

from functools import cache
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from html5lib import HTMLParser
from html5lib.constants import E

from cms.models import SitePage

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

#: What a page looks like after something was asked of it, and the pages that are none.
ALSO = [
    "/haku/?q=palkkatuen",
    "/palkkatuki/laskuri/?pay=1600&week_hours=20",
    "/palkkatuki/laskuri/?pay=paljon",
    "/elake-ja-ansiot/tuntilaskuri/?pay=12&hours=20&extra=50",
    "/tyon-muodot/valitsin/?aim=work&rota=needed&seeker=no",
    "/ala-ota-yhteytta/?sent=1",
    "/saavutettavuus/?sent=1",
]


def problems(html):
    """Return what a strict parser says of a page, with the line it says it of."""
    parser = HTMLParser()
    parser.parse(html)
    return [f"line {line}: {E[code] % data}" for (line, _), code, data in parser.errors]


@pytest.fixture
def pages(client):
    """Return each live page's address and text, in every language."""
    addresses = [page.url for page in SitePage.objects.live()]
    return {url: client.get(url).text for url in [*addresses, *ALSO]}


def test_every_page_is_valid_html(pages):
    told = {url: problems(html) for url, html in pages.items()}

    assert {url: found for url, found in told.items() if found} == {}
    assert len(pages) > len(ALSO)


def test_every_link_of_every_page_resolves(client, pages):
    broken = {
        url: lost for url, html in pages.items() if (lost := lost_links(client, html))
    }

    assert broken == {}


def lost_links(client, html):
    """Return the links of a page, its frame included, that lead nowhere."""
    links = BeautifulSoup(html, "html.parser").select("a[href], link[href]")
    return [link["href"] for link in links if not leads(client, link["href"])]


@cache
def leads(client, address):
    """Whether an address of ours answers and has the place that it names."""
    url, anchor = urldefrag(address)
    if not url.startswith("/") or url.startswith("/static/"):
        return True
    response = client.get(url)
    if response.status_code == 302:
        return not anchor
    return response.status_code == 200 and (
        not anchor or f'id="{anchor}"' in response.text
    )
