"""Stories are told while allowed; examples narrow only where enough are left."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.models import ExamplesPage, StoriesPage, StoryPage
from crm.nightly import run_all

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]


@pytest.fixture
def told():
    """Return a true story that is allowed until today."""
    story = StoryPage(
        title="Tosi tarina",
        slug="tosi",
        lead="Näin se meni.",
        search_description="Tosi tarina.",
        consent_by="Kaupan esihenkilö",
        consent_until=timezone.localdate(),
    )
    StoriesPage.objects.get(locale__language_code="fi", selko_of=None).add_child(
        instance=story
    )
    return story


def test_invented_story_says_so(see):
    beside = see("/tarinoita/laatikot/").select_one(".article__side").text

    assert "invented" in beside or "keksittyjä" in beside


def test_true_story_names_who_allowed_it_and_until_when(see, told):
    page = see(told.url)

    assert "Kaupan esihenkilö" in page.select_one(".article__side").text
    assert told.title in see("/tarinoita/").select_one(".cards").text


def test_story_ends_with_its_permission(see, told):
    StoryPage.objects.filter(pk=told.pk).update(
        consent_until=timezone.localdate() - timedelta(days=1)
    )

    see(told.url, status=404)
    assert told.title not in see("/tarinoita/").select_one("main").text


def test_night_takes_down_what_is_no_longer_allowed(told):
    tomorrow = timezone.localdate() + timedelta(days=1)

    done = dict(run_all(tomorrow))

    told.refresh_from_db()
    assert done["Stories without permission taken down"] == 1
    assert not told.live
    assert StoryPage.objects.live().filter(is_invented=True).exists()


def test_wagtail_takes_it_down_after_the_last_day(told):
    assert timezone.localdate(told.expire_at) == told.consent_until + timedelta(days=1)


@pytest.mark.parametrize(
    "fields", [{"consent_by": ""}, {"consent_until": None}], ids=str
)
def test_story_needs_its_permission_or_to_be_invented(told, fields):
    for name, value in fields.items():
        setattr(told, name, value)

    with pytest.raises(ValidationError):
        told.clean()


def example(field):
    values = {"field": field, "title": "Työ", "text": "Tehtäviä.", "facts": ["10 t"]}
    return {"type": "example", "value": values}


@pytest.mark.parametrize(("count", "offered"), [(4, []), (5, ["?field=food"])])
def test_filter_is_offered_only_where_enough_are_left(see, count, offered):
    page = ExamplesPage.objects.get(locale__language_code="fi", selko_of=None)
    page.examples = json.dumps([example("food")] * count + [example("shop")] * 2)
    page.save()

    shown = see(page.url)
    narrowed = see(f"{page.url}?field=food")
    refused = see(f"{page.url}?field=shop")

    links = [a["href"] for a in shown.select(".chips a")]
    assert [link.removeprefix(page.url) for link in links if "?" in link] == offered
    assert len(narrowed.select(".card")) == (count if offered else count + 2)
    assert len(refused.select(".card")) == count + 2
