"""The page of a tailored job, its forms and its boxes."""

import pytest

from employers.models import TailoredJob
from tests.employers.jobs import brought_to, inventoried
from tests.factories import EmployerFactory, WorkplaceFactory

STATES = [*TailoredJob.PATH, "negotiation"]


@pytest.mark.parametrize("state", STATES)
def test_page_shows_every_state(coach, coach_client, state):
    job = brought_to(state, coach)
    assert "Laatikoiden taittelu" in coach_client.get(f"/crm/jobs/{job.pk}/").text


def test_page_asks_few_queries(coach, coach_client, django_assert_max_num_queries):
    job = brought_to("negotiation", coach)
    with django_assert_max_num_queries(25):
        coach_client.get(job.get_absolute_url())


def test_begin_a_job(coach, coach_client):
    place = WorkplaceFactory(employer=EmployerFactory())
    url = f"/crm/employers/{place.employer_id}/jobs/new/"
    assert "selected" in coach_client.get(url).text
    data = {"title": "Pöytien pyyhkijä", "workplace": place.pk}
    data |= {"origin": "employer_first"}
    response = coach_client.post(url, data)
    job = TailoredJob.objects.get()
    assert response.url == f"/crm/jobs/{job.pk}/inventory/"
    assert (job.title, job.coach) == ("Pöytien pyyhkijä", coach)


def test_another_coach_ticks(coach, other_coach_client):
    job = inventoried(coach)
    first = job.tasks.ticked().first()
    url = f"/crm/jobs/{job.pk}/tick/"

    other_coach_client.post(url, {"task": [first.pk, "x"]})
    assert list(job.tasks.ticked()) == [first]

    other_coach_client.post(url)
    assert not job.tasks.ticked().exists()


def test_ticking_what_was_agreed_makes_a_draft(coach, coach_client):
    job = brought_to("agreed", coach)

    coach_client.post(f"/crm/jobs/{job.pk}/tick/")

    assert TailoredJob.objects.get().state == "draft"


def test_ticking_too_late_says_why(coach, coach_client):
    job = brought_to("on_trial", coach)

    page = coach_client.post(f"/crm/jobs/{job.pk}/tick/", follow=True).text

    assert "The content cannot change now: the job is “On trial”." in page
    assert job.tasks.ticked().count() == 3


def test_terms_are_saved_and_refused_too_late(coach, coach_client):
    job = brought_to("draft", coach)
    data = {"title": "Äyskäri", "kind": "new", "workplace": job.workplace_id}
    data |= {"hours": "11", "minutes": "20", "pay_form": "unpaid", "pay_amount": "9"}
    data |= {"what_0": "Kärry", "payer_0": "employer"}
    url = f"/crm/jobs/{job.pk}/edit/"
    assert coach_client.get(url).status_code == 200
    coach_client.post(url, data)
    job.refresh_from_db()
    assert (job.week_minutes, job.pay_amount) == (680, None)
    assert job.adjustments == [{"what": "Kärry", "payer": "employer"}]
    trial = brought_to("on_trial", coach)
    url = f"/crm/jobs/{trial.pk}/edit/"
    response = coach_client.post(url, data | {"workplace": trial.workplace_id})
    assert "Äyskäri" in response.text
    trial = TailoredJob.objects.get(pk=trial.pk)
    assert trial.title == "Leipomon apulainen"


def test_only_what_a_proposal_can_do_without_is_called_optional(coach, coach_client):
    job = inventoried(coach)
    assert "optional" not in coach_client.get(f"/crm/jobs/{job.pk}/week/").text
    terms = coach_client.get(f"/crm/jobs/{job.pk}/edit/").context["form"]
    assert "optional" not in str(terms["guide"].as_field_group())
    assert "optional" in str(terms["agreement"].as_field_group())


def test_week_is_saved_and_problems_are_shown(coach, coach_client):
    job = brought_to("draft", coach)
    url = f"/crm/jobs/{job.pk}/week/"
    assert "07:00" in coach_client.get(url).text
    bad = {"starts_0_0": "09:00", "ends_0_0": "08:00"}
    assert coach_client.post(url, bad).status_code == 200
    coach_client.post(url, {"starts_0_0": "08:00", "ends_0_0": "09:30"})
    job.refresh_from_db()
    assert job.shifts == [{"weekday": 0, "starts": "08:00", "ends": "09:30"}]


def test_editor_may_not(coach, editor_client):
    job = inventoried(coach)
    response = editor_client.post(f"/crm/jobs/{job.pk}/tick/", {})
    assert response.status_code in {403, 404}
