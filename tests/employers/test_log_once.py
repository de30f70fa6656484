"""A contact is stored once, however often and however late it is sent."""

from datetime import timedelta

from django.urls import reverse

from crm.lifecycle import undo
from crm.models import FollowUp
from crm.workdays import workday_from
from employers.models import Employer, Visit
from tests.employers.log_answers import URL, answers, errors, fetch, soup
from tests.factories import (
    EmployerFactory,
    VisitFactory,
)

State = Employer.State


def toasts(client):
    page = soup(client.get(URL))
    return [" ".join(t.get_text().split()) for t in page.select(".toast .text")]


def test_same_draft_is_stored_once_and_answers_the_same(coach_client):
    employer = EmployerFactory()
    sent = answers(employer)

    first = coach_client.post(URL, sent)
    second = coach_client.post(URL, sent)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (Visit.objects.count(), FollowUp.objects.count()) == (1, 1)
    assert toasts(coach_client) == [f"Saved: {employer}."]


def test_same_draft_with_a_new_employer_is_stored_once(coach_client):
    sent = answers(name="Malliravintola Kahvikulma Oy", business_id="0112038-9")

    responses = [coach_client.post(URL, sent) for _ in range(2)]

    assert [r.status_code for r in responses] == [302, 302]
    assert (Employer.objects.count(), Visit.objects.count()) == (1, 1)


def test_page_script_gets_its_answer_as_json(coach, coach_client):
    employer = EmployerFactory()
    sent = answers(employer, owner=str(coach.pk))
    headers = {"Accept": "application/json"}

    first = coach_client.post(URL, sent, headers=headers)
    again = coach_client.post(URL, sent, headers=headers)
    bad = coach_client.post(
        URL, answers(employer, outcome="", owner=coach.pk), headers=headers
    )

    assert first.json() == again.json() == {"saved": True, "url": reverse("day")}
    assert (bad.status_code, bad.json()["saved"]) == (422, False)
    assert Visit.objects.count() == 1


def test_anothers_draft_on_the_same_phone_is_not_sent(other_coach_client, coach):
    sent = answers(EmployerFactory(), owner=str(coach.pk))

    response = other_coach_client.post(
        URL, sent, headers={"Accept": "application/json"}
    )

    assert response.status_code == 409
    assert Visit.objects.count() == 0


def test_anothers_draft_asks_whose_it_is(other_coach_client, coach):
    sent = answers(EmployerFactory(), owner=str(coach.pk))

    response = other_coach_client.post(URL, sent)

    assert errors(response) == ["Somebody else began this. Is it yours?"]
    sure = soup(response).select_one("[name=sure]")["value"]
    assert other_coach_client.post(URL, sent | {"sure": sure}).status_code == 302


def test_step_of_what_waited_falls_on_the_day_that_was_shown(coach_client, today):
    written = today - timedelta(days=3)
    sent = answers(EmployerFactory(), written=written.isoformat())

    coach_client.post(URL, sent)
    coach_client.post(
        URL,
        answers(EmployerFactory(), step="call_soon")
        | {"written": (today - timedelta(days=9)).isoformat()},
    )

    days = sorted(FollowUp.objects.values_list("due_on", flat=True))
    assert days == [today, workday_from(written + timedelta(days=7))]


def test_worker_is_sent_as_a_script(coach_client):
    response = coach_client.get(reverse("employers:log-worker"))

    assert response["Content-Type"] == "text/javascript"
    assert b"respondWith" in b"".join(response.streaming_content)


def test_colleagues_planned_visit_is_logged_once(other_coach, coach_client):
    visit = VisitFactory(coach=other_coach)
    sent = answers(visit.employer, visit=str(visit.pk))

    responses = [coach_client.post(URL, sent) for _ in range(2)]

    assert [r.status_code for r in responses] == [302, 302]
    assert (fetch(visit).state, fetch(visit).coach) == ("done", other_coach)


def test_undone_visit_can_be_logged_anew(coach, coach_client):
    visit = VisitFactory(coach=coach)
    sent = answers(visit.employer, visit=str(visit.pk))
    coach_client.post(URL, sent)
    undo(fetch(visit).history.get(), by=coach)
    assert fetch(visit).state == Visit.State.PLANNED

    coach_client.post(URL, sent | {"outcome": "vacancy"})

    assert fetch(visit).outcome == "vacancy"
