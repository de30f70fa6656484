"""What helps editors: reports of what to check, and a word on hard easy texts."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.blocks import ListBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.images.tests.utils import get_test_image_file

from cms.models import Feedback, GuidancePage, PlainPage
from cms.readability import long_sentences, long_words
from cms.reports import UntranslatedPages
from cms.start import Waiting
from cms.wagtail_hooks import look_at_easy_text
from crm.models import Parameter

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]


def test_report_names_pages_whose_check_is_late(editor_client):
    long_ago = timezone.localdate() - timedelta(days=9999)  # on the report's first page
    GuidancePage.objects.filter(slug="perehdytys").update(review_by=long_ago)

    listed = editor_client.get(reverse("late_pages"))

    assert "Perehdytys ja tuki työpaikalla" in listed.text


def test_report_names_pages_that_lack_a_language(editor_client):
    GuidancePage.objects.get(slug="authorities").delete()

    listed = editor_client.get(reverse("untranslated_pages")).text

    assert "Viranomaiskumppaneille" in listed
    assert "Kohtuulliset mukautukset" not in listed


def test_starting_content_lacks_no_language():
    assert not UntranslatedPages().get_queryset().exists()


def test_report_names_doubtful_figures(editor_client):
    Parameter.objects.filter(key="work-trial-months").update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )
    Parameter.objects.filter(key="probation-months").update(
        check_by=timezone.localdate() + timedelta(days=30)
    )

    listed = editor_client.get(reverse("doubtful_figures")).text

    assert "Palkkatuen enimmäismäärä, 70 %" in listed
    assert "Työkokeilun enimmäiskesto" in listed
    assert "Koeajan enimmäiskesto" not in listed


def test_report_names_pictures_that_no_words_describe(editor_client):
    model = get_image_model()
    for title, words in (("DSC_0001", ""), ("Hylly", "Hylly, jolla on laatikoita")):
        model.objects.create(
            title=title, description=words, file=get_test_image_file(f"{title}.png")
        )

    listed = editor_client.get(reverse("undescribed_pictures")).text
    answer = editor_client.get(reverse("undescribed_pictures"), {"export": "csv"})

    assert "DSC_0001" in listed
    assert "Hylly" not in listed
    assert "DSC_0001" in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(
    "name", ["late_pages", "doubtful_figures", "undescribed_pictures"]
)
def test_reports_are_for_editors(coach_client, name):
    assert coach_client.get(reverse(name)).status_code == 403


def test_long_sentence_and_long_word_are_hard():
    easy = "Valmentaja auttaa sinua. Hän soittaa."
    hard = (
        "Valmentaja auttaa sinua löytämään työn joka sopii sinulle ja myös muille"
        " työpaikalla oleville. Työllistymisedellytykset."
    )

    assert (long_sentences(easy), long_words(easy)) == ([], [])
    assert len(long_sentences(hard)) == 1
    assert long_words(hard) == ["Työllistymisedellytykset"]


def test_editor_of_easy_text_is_told_what_is_long(rf):
    page = GuidancePage.objects.get(slug="tuettu-tyo")
    words = "Tämä virke on aivan liian pitkä ja siinä on liikaa asioita yhdessä "
    page.body = json.dumps([{"type": "prose", "value": f"<p>{words}virkkeessä.</p>"}])
    request = rf.get("/")
    request._messages = CookieStorage(request)

    look_at_easy_text(request, page)

    assert [words[:20] in str(message) for message in request._messages] == [True]


def test_editor_of_other_text_is_not_bothered(rf):
    request = rf.get("/")
    request._messages = CookieStorage(request)

    look_at_easy_text(request, GuidancePage.objects.get(slug="perehdytys"))

    assert list(request._messages) == []


def test_every_kind_of_page_opens_in_the_editor(editor_client):
    for kind in (GuidancePage, PlainPage):
        page = kind.objects.first()
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])

        assert editor_client.get(address).status_code == 200


def test_figures_are_listed_with_their_value_of_the_day(editor_client, coach_client):
    figures = editor_client.get(reverse("figure_list")).json()["figures"]

    names = [figure["name"] for figure in figures]
    found = {figure["key"]: figure for figure in figures}
    assert names == sorted(names)
    assert found["subsidy-share-70"]["value"].startswith("70")
    assert {f["doubt"] for f in figures} > {""}
    assert coach_client.get(reverse("figure_list")).status_code == 403


def test_every_rich_text_offers_the_figures(editor_client):
    page = GuidancePage.objects.first()

    shown = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert "cms/js/figures" in shown
    assert "cms/css/figures" in shown


def test_lead_refuses_figures():
    page = GuidancePage.objects.first()
    page.lead = "Raja on [[subsidy-share-70]]."

    with pytest.raises(ValidationError, match="lead"):
        page.full_clean()


def unlabelled(block, path=""):
    """Return our own blocks that Wagtail would call by their English names."""
    if isinstance(block, ListBlock):
        return unlabelled(block.child_block, path)
    found = []
    for name, child in getattr(block, "child_blocks", {}).items():
        ours = not isinstance(block, ImageBlock)
        if ours and not isinstance(child.meta.label, Promise):
            found.append(f"{path}.{name}")
        found += unlabelled(child, f"{path}.{name}")
    return found


def test_every_part_of_a_page_has_a_name_in_the_editors_language():
    fields = [
        field
        for model in apps.get_app_config("cms").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]

    assert fields
    assert {
        part for field in fields for part in unlabelled(field.stream_block)
    } == set()


def test_first_page_tells_what_waits_and_leads_there(editor_client):
    Feedback.objects.create(what="Valikko ei aukea.")

    page = BeautifulSoup(
        editor_client.get(reverse("wagtailadmin_home")).content, "html.parser"
    )

    links = page.select("[aria-labelledby=waiting-title] a")
    assert links[0].text.endswith(": 1")
    assert links[0]["href"] == reverse("feedback:index")
    assert reverse("doubtful_figures") in [link["href"] for link in links]
    for link in links:
        assert editor_client.get(link["href"]).status_code == 200


def test_first_page_says_when_nothing_waits():
    shown = Waiting([]).render_html({})

    assert "Nothing waits" in shown
