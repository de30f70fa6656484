"""Pages are kept for anonymous readers, and forgotten when anything changes."""

import gzip

import pytest
from django.test import Client

from cms.models import GuidancePage, SiteSettings
from cms.page_cache import forget_all
from crm.models import Parameter

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

ADDRESS = "/muut-tuet/"


def page():
    return GuidancePage.objects.get(url_path__endswith=ADDRESS, selko_of=None)


def test_kept_page_costs_little_and_is_the_same(client, django_assert_max_num_queries):
    first = client.get(ADDRESS)

    with django_assert_max_num_queries(8):
        again = client.get(ADDRESS)

    assert again.content == first.content
    assert again["Content-Type"] == first["Content-Type"]
    assert "'unsafe-inline'" not in again["Content-Security-Policy"]


@pytest.mark.parametrize("what", ["page", "figure", "settings"])
def test_change_shows_at_once(client, what):
    client.get(ADDRESS)

    if what == "page":
        changed = page()
        changed.lead = "Uusi ingressi"
        changed.save_revision().publish()
    elif what == "figure":
        figure = Parameter.objects.named("arrangement-most")
        figure.value = 4321
        figure.save()
    else:
        own = SiteSettings.objects.get()
        own.footer_fi = "Uusi alatunniste"
        own.save()

    text = client.get(ADDRESS).text
    words = {
        "page": "Uusi ingressi",
        "figure": "4\xa0321",
        "settings": "Uusi alatunniste",
    }
    assert words[what] in text


def test_unpublished_page_is_gone_at_once(client):
    client.get(ADDRESS)

    page().unpublish()

    assert client.get(ADDRESS).status_code == 404


def test_page_with_a_form_is_never_kept(client):
    first = client.get("/pyyda-kaynti/")

    assert Client().get("/pyyda-kaynti/").content != first.content


def test_staff_get_their_own(client, coach_client):
    assert client.get(ADDRESS).status_code == 200
    assert coach_client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("time", ["made anew", "kept"])
def test_page_travels_compressed_to_who_can_read_it(client, time):
    whole = client.get(ADDRESS).content
    if time == "made anew":
        forget_all()

    packed = client.get(ADDRESS, headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(whole) / 3
    assert gzip.decompress(packed.content) == whole
