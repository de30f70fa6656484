"""Telling of an agreed job on the site: consent, its end, and nobody named."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from crm.lifecycle import Refused, undo
from crm.models import Municipality
from employers.models import JobExample, TailoredJob
from tests.employers.jobs import brought_to
from tests.factories import ContactPersonFactory, EmployerFactory, JobExampleFactory

State = TailoredJob.State
pytestmark = pytest.mark.django_db

FINNISH = {
    "title_fi": "Apukädet aamuun",
    "text_fi": "Peltien pesu ja laatikoiden taittelu. Leipuri ehtii leipoa.",
}
EMPTY = dict.fromkeys(JobExample.TEXTS, "")


@pytest.fixture
def job(coach):
    town = Municipality.objects.get(name_fi="Järvenpää")
    employer = EmployerFactory(
        coach=coach, name="Leipomo Virtanen Oy", municipality=town
    )
    ContactPersonFactory(employer=employer, name="Leena Lehtola")
    return brought_to(State.AGREED, coach, employer=employer)


def today():
    return timezone.localdate()


def publish(job, **changes):
    texts = EMPTY | FINNISH | {k: v for k, v in changes.items() if k in EMPTY}
    consent = {
        "allowed_by": job.employer.people.first(),
        "allowed_on": today(),
        "until": today() + timedelta(days=30),
        "by": job.coach,
    } | {k: v for k, v in changes.items() if k not in EMPTY}
    return job.publish_example(texts, **consent)


def told(language="fi", day=None):
    return [
        example.said("title", language)
        for example in JobExample.objects.told(language, day)
    ]


# --- the consent ----------------------------------------------------------------


def test_consent_says_who_when_and_until_when(job, coach):
    entry = publish(job)

    example = job.example()
    assert (example.allowed_by.name, example.allowed_on) == ("Leena Lehtola", today())
    assert (entry.record, entry.by, entry.name) == (example, coach, "begin")
    assert told() == ["Apukädet aamuun"]


def test_what_was_allowed_stays_when_the_job_changes(job, coach):
    publish(job)

    with job.changing(by=coach):
        job.week_minutes, job.kind = 610, "new"
        job.save()

    example = job.example()
    assert (example.week_minutes, example.kind) == (600, "carved")
    assert told() == ["Apukädet aamuun"]


@pytest.mark.parametrize("state", [State.DRAFT, State.WITH_EMPLOYER])
def test_only_an_agreed_job_is_told_of(coach, state):
    job = brought_to(state, coach)
    ContactPersonFactory(employer=job.employer)

    with pytest.raises(Refused, match="agreed job"):
        publish(job)


def test_filled_and_closed_jobs_may_be_told_of(coach):
    job = brought_to(State.FILLED, coach)
    ContactPersonFactory(employer=job.employer)
    job.perform("close", by=coach, note="Ohi.")

    publish(job)

    assert told()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"allowed_on": timedelta(days=1)}, "future"),
        ({"allowed_on": timedelta(days=-9), "until": timedelta(days=-1)}, "passed"),
        ({"title_fi": ""}, "Finnish"),
        ({"title_sv": "Morgonhjälp"}, "or neither"),
        ({"text_fi": "Auttaa 131052-308T."}, "identity code"),
    ],
)
def test_consent_that_cannot_be_is_refused(job, changes, why):
    values = {
        name: today() + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }

    with pytest.raises(Refused, match=why):
        publish(job, **values)

    assert not job.examples.exists()


def test_consent_is_of_the_employers_own_person(job):
    with pytest.raises(Refused, match="person of this employer"):
        publish(job, allowed_by=ContactPersonFactory())


def test_database_knows_the_order_of_days_and_the_finnish_words(job):
    for wrong in ({"until": today() - timedelta(days=1)}, {"text_fi": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            JobExampleFactory(job=job, **wrong)


# --- nobody is named ------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Virtasen peltien pesu.",
        "Leena näyttää työn.",
        "Työtä on Järvenpäässä.",
        "VIRTANEN tiesi.",
    ],
)
def test_text_that_tells_who_or_where_is_refused(job, text):
    with pytest.raises(Refused, match="tells who or where"):
        publish(job, text_fi=text)

    with pytest.raises(Refused, match="tells who or where"):
        publish(job, title_en="Help", text_en=text)


def test_form_asks_once_about_what_looks_like_a_name(job, coach_client):
    url = reverse("employers:example", args=[job.pk])
    data = {
        **EMPTY,
        **FINNISH,
        "text_fi": "Auttaa Matti Mallikasta aamulla.",
        "allowed_by": job.employer.people.first().pk,
        "allowed_on": today(),
        "until": today() + timedelta(days=30),
    }

    asked = coach_client.post(url, data)
    form = asked.context["form"]

    assert "Matti Mallikasta" in str(form.doubts)
    assert not JobExample.objects.exists()
    sure = coach_client.post(url, data | {"sure": form.mark})
    assert sure.status_code == 302
    assert told()


# --- its end --------------------------------------------------------------------


def test_last_day_is_told_and_the_next_is_not(job):
    publish(job, until=today())

    assert told(day=today())
    assert not told(day=today() + timedelta(days=1))


def test_withdrawing_takes_down_at_once_and_is_in_the_log(job, coach):
    publish(job)

    job.withdraw_example(by=coach, note="Työnantaja pyysi.")

    assert not told()
    entry = job.example().history.first()
    assert (entry.name, entry.by, entry.note) == (
        "withdraw",
        coach,
        "Työnantaja pyysi.",
    )


def test_withdrawing_can_be_undone(job, coach):
    publish(job)
    job.withdraw_example(by=coach)

    undo(job.example().history.standing().first(), by=coach)

    assert told()


def test_employer_that_withdraws_from_the_job_is_not_told_of(job, coach):
    publish(job)

    entry = job.perform("withdraw", by=coach, reason="no_time")

    assert not told()
    undo(entry, by=coach)
    assert told()


def test_new_consent_takes_the_place_of_the_old_and_undo_brings_it_back(job, coach):
    publish(job)
    entry = publish(job, title_fi="Iltapäivän apu")
    assert told() == ["Iltapäivän apu"]

    undo(entry, by=coach)

    assert told() == ["Apukädet aamuun"]


def test_example_is_told_in_the_languages_it_is_written_in(job):
    publish(job, title_sv="Morgonhjälp", text_sv="Diska plåtar.")

    assert (told("fi"), told("sv"), told("en")) == (
        ["Apukädet aamuun"],
        ["Morgonhjälp"],
        [],
    )


# --- the screens ----------------------------------------------------------------


def test_coach_publishes_on_the_form_and_the_job_says_so(job, coach_client):
    url = reverse("employers:example", args=[job.pk])
    page = coach_client.get(url).text
    assert "About 10 hours a week" in page

    data = {
        **EMPTY,
        **FINNISH,
        "allowed_by": job.employer.people.first().pk,
        "allowed_on": today(),
        "until": today() + timedelta(days=30),
    }
    shown = coach_client.post(url, data, follow=True).text

    assert "Apukädet aamuun" in shown
    assert "Leena Lehtola" in shown
    assert "Take down" in shown


def test_form_says_what_is_refused_and_keeps_the_words(job, coach_client):
    url = reverse("employers:example", args=[job.pk])
    data = {
        **EMPTY,
        **FINNISH,
        "title_fi": "Virtasen apu",
        "allowed_by": job.employer.people.first().pk,
        "allowed_on": today(),
        "until": today() + timedelta(days=30),
    }

    answer = coach_client.post(url, data)

    assert "This tells who or where it is: Virtasen." in answer.text
    assert not JobExample.objects.exists()


def test_next_consent_begins_with_the_words_of_the_last(job, coach_client):
    publish(job)

    form = coach_client.get(reverse("employers:example", args=[job.pk])).context["form"]

    assert form["text_fi"].value() == FINNISH["text_fi"]


def test_job_page_says_that_a_consent_has_ended(job, coach_client):
    JobExampleFactory(
        job=job,
        allowed_on=today() - timedelta(days=9),
        until=today() - timedelta(days=1),
    )

    assert "The consent has ended" in coach_client.get(job.get_absolute_url()).text


def test_coach_takes_an_example_down(job, coach_client):
    publish(job)
    url = reverse("employers:example-transition", args=[job.example().pk, "withdraw"])
    assert "at once" in coach_client.get(url).text

    coach_client.post(url, {"note": "Pyysi."})

    assert not told()


def test_job_that_is_not_agreed_says_nothing_of_examples(coach, coach_client):
    job = brought_to(State.DRAFT, coach)

    page = coach_client.get(job.get_absolute_url()).text

    assert 'id="example"' not in page
    form = coach_client.get(reverse("employers:example", args=[job.pk])).text
    assert "Only an agreed job can be told of." in form


def test_job_page_stays_within_its_queries(
    job, coach_client, django_assert_max_num_queries
):
    publish(job)
    coach_client.get(job.get_absolute_url())

    with django_assert_max_num_queries(25):
        coach_client.get(job.get_absolute_url())
