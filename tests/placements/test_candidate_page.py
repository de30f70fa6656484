"""The candidate's page: what it shows, to whom, at which cost; each look is logged."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog
from placements.models import Candidate
from tests.factories import (
    CandidateFactory,
    ConsentFactory,
    FollowUpFactory,
    MatterFactory,
    OfficerFactory,
    OtherCoachingFactory,
    SafetyQuestionFactory,
)

pytestmark = pytest.mark.django_db


def log():
    rows = AccessLog.objects.order_by("number")
    return list(rows.values_list("kind", "what", "purpose"))


def url(name, candidate, *more):
    return reverse(f"placements:{name}", args=[candidate.pk, *more])


def test_own_candidate_opens_and_the_look_is_logged(coach_client, coach):
    candidate = CandidateFactory(coach=coach)

    response = coach_client.get(candidate.get_absolute_url())

    assert response.status_code == 200
    assert log() == [("view", "page", "own")]
    assert AccessLog.objects.get().subject == candidate


def test_deputy_opens_and_is_logged_as_such(coach_client, coach):
    candidate = CandidateFactory(deputy=coach)

    coach_client.get(candidate.get_absolute_url())

    assert log() == [("view", "page", "deputy")]


def test_stand_in_for_an_absent_colleague_opens(coach_client, coach, other_coach):
    other_coach.deputy = coach
    other_coach.save()
    candidate = CandidateFactory(coach=other_coach)

    assert coach_client.get(candidate.get_absolute_url()).status_code == 404
    other_coach.away_from = timezone.localdate()
    other_coach.save()
    assert coach_client.get(candidate.get_absolute_url()).status_code == 200

    assert log() == [("refused", "page", ""), ("view", "page", "deputy")]


@pytest.mark.parametrize(
    "name", ["candidate", "edit", "profile", "step", "log", "consent", "disclose"]
)
def test_candidate_of_somebody_else_does_not_exist_and_is_logged(coach_client, name):
    candidate = CandidateFactory()

    assert coach_client.get(url(name, candidate)).status_code == 404

    (row,) = AccessLog.objects.all()
    assert (row.kind, row.subject) == ("refused", candidate)


def test_role_without_the_right_is_refused_and_logged(admin_client):
    candidate = CandidateFactory()

    assert admin_client.get(candidate.get_absolute_url()).status_code == 403
    assert log() == [("refused", "page", "")]


def test_manager_states_a_purpose_first(manager_client):
    candidate = CandidateFactory()
    page = candidate.get_absolute_url()

    asked = manager_client.get(page)
    assert (asked.status_code, asked.url) == (
        302,
        f"{url('purpose', candidate)}?next={page.replace('/', '%2F')}",
    )
    assert log() == []

    manager_client.post(asked.url, {"why": "check", "next": page})
    assert manager_client.get(page).status_code == 200
    assert log() == [("view", "purpose", "check"), ("view", "page", "check")]


def test_purpose_holds_for_one_candidate_and_for_a_time(manager_client):
    candidate, other = CandidateFactory(), CandidateFactory()
    manager_client.post(url("purpose", candidate), {"why": "request"})

    assert manager_client.get(other.get_absolute_url()).status_code == 302
    assert manager_client.get(candidate.get_absolute_url()).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert manager_client.get(candidate.get_absolute_url()).status_code == 302


def test_another_purpose_needs_words(manager_client):
    candidate = CandidateFactory()

    response = manager_client.post(url("purpose", candidate), {"why": "other"})
    assert response.context["form"].errors == {"words": ["Say for what purpose."]}

    words = {"why": "other", "words": "Siirto toiseen yksikköön"}
    manager_client.post(url("purpose", candidate), words)
    assert log() == [("view", "purpose", "Siirto toiseen yksikköön")]


def test_coach_has_no_purpose_to_state(coach_client):
    candidate = CandidateFactory()

    assert coach_client.get(url("purpose", candidate)).status_code == 403
    assert log() == [("refused", "purpose", "")]


def test_page_warns_of_what_is_missing(coach_client, coach):
    candidate = CandidateFactory(coach=coach, active=True)
    OtherCoachingFactory(candidate=candidate)

    response = coach_client.get(candidate.get_absolute_url())

    titles = [notice["title"] for notice in response.context["notices"]]
    assert titles == ["No plan", "No decision", "Coached twice?"]


def test_page_tells_reviews_that_are_due(coach_client, coach, today):
    candidate = CandidateFactory(
        coach=coach,
        active=True,
        complete=True,
        plan_review_due_on=today,
        profile_ready_on=today - timedelta(days=366),
        decision_until=today + timedelta(days=30),
    )

    response = coach_client.get(candidate.get_absolute_url())

    titles = [notice["title"] for notice in response.context["notices"]]
    assert titles == [
        "Time to review the plan",
        "Time to review the profile",
        "The decision ends soon",
    ]


@pytest.mark.parametrize("state", ["agreed", "active", "paused", "ended"])
def test_page_shows_every_state(coach_client, coach, state):
    candidate = CandidateFactory(coach=coach, **{state: True})

    response = coach_client.get(candidate.get_absolute_url())

    assert response.context["steps"][-1]["label"]
    assert candidate.get_state_display() in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_page_queries_do_not_grow(
    coach_client, coach, django_assert_max_num_queries, count
):
    candidate = CandidateFactory(coach=coach, active=True, income="pension")
    for _number in range(count):
        ConsentFactory(candidate=candidate)
        OtherCoachingFactory(candidate=candidate)
        OfficerFactory(candidate=candidate)
        MatterFactory(candidate=candidate)
        FollowUpFactory(subject=candidate, assignee=coach)
        candidate.log(name="pause", by=coach, on=timezone.localdate()).save()
    SafetyQuestionFactory(candidate=candidate)
    coach_client.get(candidate.get_absolute_url())

    with django_assert_max_num_queries(12):
        response = coach_client.get(candidate.get_absolute_url())

    facts = response.context["facts"]
    assert len(facts.consents) == len(facts.officers) == len(facts.matters) == count


def test_pages_of_the_timeline_tell_hand_overs(manager, manager_client, other_coach):
    candidate = CandidateFactory(coach=manager)
    candidate.hand_over(other_coach, by=manager, note="Leipomo odottaa soittoa.")
    Candidate.objects.get(pk=candidate.pk).name_deputy(manager, by=manager)

    response = manager_client.get(candidate.get_absolute_url())

    titles = [entry["title"] for entry in response.context["entries"]]
    assert f"Handed over to {other_coach}" in titles
    assert f"Deputy: {manager}" in titles
