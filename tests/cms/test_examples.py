"""Agreed jobs on the examples page: while allowed, in its language, without names."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from cms.examples import FIELDS, Choosing, real_card
from cms.models import ExamplesPage
from employers.models import JobExample, TailoredJob
from tests.cms.test_html import problems
from tests.factories import EmployerFactory, JobExampleFactory, TailoredJobFactory

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

FI, SV, EN = "/esimerkkeja/", "/sv/exempel/", "/en/examples/"
SWEDISH = {"title_sv": "Morgonhjälp", "text_sv": "Diska plåtar och vika lådor."}


@pytest.fixture
def job():
    employer = EmployerFactory(name="Leipomo Virtanen Oy")
    return TailoredJobFactory(employer=employer, title="Virtasen apulainen")


def titles(page):
    return [title.text for title in page.select(".cards .card__title")]


def filters(page):
    """Return the offered answers of the page by the name of their question."""
    return {
        group["aria-label"]: [link.text for link in group.select("a")]
        for group in page.select(".chips")
    }


def test_agreed_job_stands_beside_the_editors_own(see, job):
    written = titles(see(FI))
    example = JobExampleFactory(job=job)

    page = see(FI)

    assert titles(page) == [example.title_fi, *written]
    card = page.select_one(".card")
    assert "Sovittu työ" in card.text
    assert "hyvinvointialue." in page.select_one("main .quiet").text
    assert "Keksitty esimerkki" in page.select(".card")[1].text


def test_card_holds_nothing_by_which_the_place_is_known(see, job):
    example = JobExampleFactory(job=job)

    text = see(FI).text

    secret = [
        job.title,
        job.employer.name,
        "Virta",
        example.allowed_by.name,
        str(job.coach),
    ]
    assert [word for word in secret if word in text] == []


def test_hours_are_told_to_the_nearest_whole(job):
    card = real_card(JobExampleFactory(job=job, week_minutes=735), "fi")

    assert card.hours == 12


def test_swedish_page_shows_what_is_written_in_swedish(see, job):
    JobExampleFactory(job=job)
    JobExampleFactory(job=job, **SWEDISH)

    assert "Morgonhjälp" in titles(see(SV))
    assert len(titles(see(SV))) == len(titles(see(EN))) + 1
    assert "Bageri" in see(SV).select_one(".card__facts").text


def test_consent_that_ends_is_gone_with_its_day(see, job):
    until = timezone.localdate()
    JobExampleFactory(job=job, until=until, allowed_on=until - timedelta(days=1))
    assert "Apukädet aamuun" in titles(see(FI))

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert "Apukädet aamuun" not in titles(see(FI))


def test_example_taken_down_is_gone_from_the_kept_page_at_once(see, job):
    example = JobExampleFactory(job=job)
    assert "Apukädet aamuun" in titles(see(FI))

    example.perform("withdraw", by=None)

    assert "Apukädet aamuun" not in titles(see(FI))


def test_kept_page_is_forgotten_again_when_the_change_can_be_seen(
    see, job, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        JobExampleFactory(job=job)
        see(FI)

    assert callbacks


def test_easy_page_keeps_to_easy_words(job):
    JobExampleFactory(job=job)
    page = ExamplesPage.objects.get(locale__language_code="fi", selko_of=None)
    easy = ExamplesPage(title="Selko", slug="selko", selko_of=page, locale=page.locale)

    with override("fi"):
        assert [card.title for card in easy.cards()] == []
        assert "Apukädet aamuun" in [card.title for card in page.cards()]


# --- narrowing ------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3])
def test_answer_is_offered_only_when_five_are_behind_it(see, job, count):
    # Two of the editors' own are of food.
    JobExampleFactory.create_batch(count, job=job)

    page = see(FI)

    offered = filters(page).get("Alat", [])
    assert ("Ruoka ja leipomo" in offered) is (count == 3)
    narrowed = see(f"{FI}?field=food")
    assert len(titles(narrowed)) == (5 if count == 3 else len(titles(page)))


def test_answers_together_never_leave_fewer_than_five(see, job):
    JobExampleFactory.create_batch(5, job=job, week_minutes=300)
    JobExampleFactory.create_batch(4, job=job, week_minutes=1500, kind="new")

    page = see(f"{FI}?field=food&hours=1")
    assert len(titles(page)) == 5
    # Of food there are nine, of twenty hours or more five, of both only those four
    # and one of the editors'; of new work four.
    both = see(f"{FI}?field=food&hours=20")
    assert len(titles(both)) == 5
    assert len(titles(see(f"{FI}?field=food&hours=20&change=new"))) == 5
    assert "change=new" not in str(both.select(".chips"))


def test_links_keep_the_other_choices_and_mark_the_chosen(see, job):
    JobExampleFactory.create_batch(5, job=job)

    page = see(f"{FI}?field=food&change=carved")

    chosen = [a.text for a in page.select('.chips a[aria-current="true"]')]
    assert chosen == ["Ruoka ja leipomo", "Kaikki", "Pilkottu nykyisestä työstä"]
    assert f"{FI}?change=carved" in [a["href"] for a in page.select(".chips a")]


@pytest.mark.parametrize("query", ["field=nothing", "hours=9", "change=", "x=1"])
def test_unknown_answer_narrows_nothing(see, query):
    assert titles(see(f"{FI}?{query}")) == titles(see(FI))


def test_every_kind_of_workplace_has_its_field_and_picture():
    assert set(FIELDS) == set(TailoredJob.Site)


def test_nothing_is_offered_of_nothing():
    assert Choosing([], {"field": "food"}).groups() == []
    assert not JobExample.objects.exists()


def test_page_with_agreed_jobs_and_choices_is_valid_html(client, job):
    JobExampleFactory.create_batch(5, job=job, **SWEDISH)

    for address in (FI, f"{FI}?field=food&change=carved", SV):
        assert problems(client.get(address).text) == [], address
