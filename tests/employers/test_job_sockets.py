"""Where tailored jobs show elsewhere: the Day, the search, the employer's page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.context import PLACES
from employers.before_contact import open_steps
from employers.log_contact import Contact, log_contact
from employers.models import TailoredJob
from tests.employers.jobs import inventoried
from tests.factories import ContactPersonFactory, EmployerFactory, TailoredJobFactory

DAY = "/crm/"
State = TailoredJob.State


@pytest.fixture
def bakery(coach):
    return EmployerFactory(name="Leipomo Öljymäki", coach=coach)


def aged(coach, days, **values):
    since = timezone.localdate() - timedelta(days=days)
    return TailoredJobFactory(coach=coach, state_since=since, **values)


# --- The navigation -----------------------------------------------------------


def test_the_board_is_in_the_tab_bar_of_five(coach_client):
    response = coach_client.get(DAY)
    shown = [p for p in response.context["navigation"]() if p.kind != "more"]

    assert [place.name for place in shown][3] == "employers:board"
    assert len(shown) + 1 == 5
    assert len([place for place in PLACES if place.kind != "more"]) + 1 == 5


# --- The Day ------------------------------------------------------------------


def test_a_step_of_a_job_shows_its_name_and_employer(coach_client, coach, bakery):
    job = TailoredJobFactory(employer=bakery, coach=coach, title="Äänipöydän apu")
    ContactPersonFactory(employer=bakery, phone="+358401234567")
    job.plan("Ask the hours", timezone.localdate(), by=coach)
    text = coach_client.get(DAY).text

    assert "Äänipöydän apu · Leipomo Öljymäki" in text
    assert f'href="{job.get_absolute_url()}"' in text
    assert 'href="tel:+358401234567"' in text


@pytest.mark.parametrize("count", [1, 4])
def test_steps_of_jobs_cost_the_same(
    coach_client, coach, django_assert_max_num_queries, count
):
    for number in range(count):
        job = TailoredJobFactory(coach=coach, title=f"Job {number}")
        job.plan("Ask the hours", timezone.localdate(), by=coach)
    coach_client.get(DAY)

    with django_assert_max_num_queries(13):
        assert f"Job {count - 1}" in coach_client.get(DAY).text


def test_the_day_tells_the_stuck_and_the_unplanned(coach_client, coach, other_coach):
    aged(coach, 60, title="Stuck one")
    aged(coach, 2, title="Bare one")
    aged(coach, 60, title="Late one", next_step_on=timezone.localdate())
    aged(coach, 60, title="Over", state=State.CLOSED, closed_on=timezone.localdate())
    aged(other_coach, 60, title="Theirs")
    text = coach_client.get(DAY).text

    stuck, bare = text.index("Stuck jobs"), text.index("Jobs without a next step")
    assert stuck < text.index("Stuck one") < bare < text.index("Bare one")
    for title in ("Late one", "Over", "Theirs"):
        assert title not in text
    assert reverse("employers:board") + "?coach=me&amp;stuck=yes" in text


def test_a_day_without_worries_has_no_panel(coach_client):
    text = coach_client.get(DAY).text
    assert "Stuck jobs" not in text
    assert "Jobs without a next step" not in text


# --- The search ---------------------------------------------------------------


@pytest.mark.parametrize("text", ["äänip", "ÄÄNIPÖYTÄ", "öljymäki ään"])
def test_a_job_is_found_by_title_and_employer(coach_client, coach, bakery, text):
    job = TailoredJobFactory(employer=bakery, coach=coach, title="Äänipöytä")
    found = coach_client.get("/crm/search/", {"q": text}).text

    assert f'href="{job.get_absolute_url()}"' in found


def test_jobs_that_go_on_are_found_first(coach_client, coach, bakery, today):
    TailoredJobFactory(employer=bakery, coach=coach, title="Apu elossa")
    over = {"state": State.CLOSED, "closed_on": today}
    TailoredJobFactory(employer=bakery, coach=coach, title="Apu ohi", **over)
    found = coach_client.get("/crm/search/", {"q": "apu"}).text

    assert found.index("</mark> elossa") < found.index("</mark> ohi")


# --- The employer's page ------------------------------------------------------


def test_the_employer_shows_its_jobs(coach_client, coach, bakery, today):
    job = inventoried(coach, employer=bakery, title="Äänipöydän apu")
    job.plan("Ask the hours", today, by=coach)
    job.settle()
    text = coach_client.get(bakery.get_absolute_url()).text

    assert f'<a class="who" href="{job.get_absolute_url()}">Äänipöydän apu</a>' in text
    assert "today: Ask the hours" in text
    assert reverse("employers:job-create", args=[bakery.pk]) in text


def test_who_only_reads_cannot_begin_a_job(admin_client, bakery):
    text = admin_client.get(bakery.get_absolute_url()).text
    assert "Tailor a job" not in text


def test_the_timeline_tells_begin_and_moves(coach_client, coach, bakery):
    job = TailoredJobFactory.build(
        employer=bakery, coach=coach, title="Äänipöydän apu", workplace=None
    )
    job.begin(by=coach)
    job.perform("withdraw", by=coach, reason="money", note="No money this year")
    text = coach_client.get(bakery.get_absolute_url()).text

    assert "Äänipöydän apu: tailoring began" in text
    assert "Äänipöydän apu: Task inventory → Employer withdrew" in text
    assert "No money this year" in text


def test_anothers_jobs_are_not_on_the_timeline(coach_client, coach, bakery):
    job = inventoried(coach, title="Elsewhere")
    job.perform("analyse", by=coach)

    assert "Elsewhere" not in coach_client.get(bakery.get_absolute_url()).text


# --- The next step ------------------------------------------------------------


def test_job_without_a_step_offers_to_plan_and_to_log(coach_client, coach, bakery):
    job = TailoredJobFactory(employer=bakery, coach=coach)
    page = coach_client.get(job.get_absolute_url()).text

    assert "Without one a job is easily forgotten." in page
    assert reverse("employers:job-step", args=[job.pk]) in page
    assert f"{reverse('employers:log')}?employer={bakery.pk}" in page


def test_step_is_planned_on_the_page_of_a_job(coach_client, coach, bakery):
    job = TailoredJobFactory(employer=bakery, coach=coach)
    url = reverse("employers:job-step", args=[job.pk])
    day = coach_client.get(url).context["form"].fields["when"].choices[0][0]

    response = coach_client.post(url, {"kind": "call", "text": "Ääni", "when": day})

    job.refresh_from_db()
    bakery.refresh_from_db()
    assert response.url == job.get_absolute_url()
    assert (job.next_step, job.next_step_on.isoformat()) == ("Ääni", day)
    page = coach_client.get(job.get_absolute_url()).text
    assert f"{reverse('employers:log')}?followup={job.follow_ups.get().pk}" in page


def test_contact_with_the_employer_closes_the_step_of_the_job(
    coach_client, coach, bakery
):
    job = TailoredJobFactory(employer=bakery, coach=coach)
    step = job.plan("Ask the hours", timezone.localdate(), by=coach)
    job.settle()
    screen = coach_client.get(reverse("employers:log"), {"followup": step.pk})
    assert screen.context["closing"] == {step.pk}
    assert "Ask the hours" in screen.text

    found = open_steps(bakery, coach)
    contact = Contact(
        draft=uuid4(),
        employer=bakery,
        kind="call",
        on=timezone.localdate(),
        outcome="not_reached",
        missed="no_answer",
        no_next_reason="Nothing more",
        closes=list(found),
    )
    log_contact(contact, by=coach)

    job.refresh_from_db()
    step.refresh_from_db()
    assert (step.state, job.next_step_on) == ("done", None)


def test_step_of_a_job_is_not_planned_where_contact_is_banned(coach_client, coach):
    employer = EmployerFactory(coach=coach, state="ceased")
    job = TailoredJobFactory(employer=employer, coach=coach)
    url = reverse("employers:job-step", args=[job.pk])
    day = coach_client.get(url).context["form"].fields["when"].choices[0][0]

    page = coach_client.post(url, {"kind": "call", "when": day})

    assert page.status_code == 200
    assert page.context["form"].errors["kind"]
    assert not job.follow_ups.exists()
