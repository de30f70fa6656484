"""The screens of matches: jobs for a person, persons for a job, a match's own page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog, TransitionLog
from employers.models import TailoredJob
from placements.models import Candidate, Match
from tests.employers.jobs import brought_to
from tests.factories import CandidateFactory, MatchFactory

pytestmark = pytest.mark.django_db
State = Match.State
Job = TailoredJob.State


@pytest.fixture
def job(coach):
    return brought_to(Job.OPEN, coach)


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach, active=True)


@pytest.fixture
def match(candidate, job):
    return MatchFactory(candidate=candidate, job=job, checked=True)


def of(name, match, *more):
    args = [match.candidate_id, match.pk, *more]
    return reverse(f"placements:{name}", args=args)


def post(client, match, name, **data):
    response = client.post(of("match-move", match, name), data)
    match.refresh_from_db()
    return response


def said(response):
    return [str(message) for message in response.context["messages"]]


# --- Jobs for a person --------------------------------------------------------


def test_open_jobs_are_held_against_the_person(coach_client, candidate, job, coach):
    brought_to(Job.DRAFT, coach, title="Luonnos")

    page = coach_client.get(reverse("placements:jobs", args=[candidate.pk]))

    assert [pair.job for pair in page.context["pairs"]] == [job]
    assert AccessLog.objects.latest("number").what == "matching"


def test_walkers_are_not_shown_what_is_far(coach_client, candidate, job):
    Candidate.objects.update(travel_modes=["walk"])

    page = coach_client.get(reverse("placements:jobs", args=[candidate.pk]))

    assert page.context["pairs"] == []
    assert "No open job in reach" in page.text


def test_propose_begins_a_match_and_may_be_undone(coach_client, candidate, job):
    url = reverse("placements:propose", args=[candidate.pk, job.pk])

    response = coach_client.post(url, follow=True)

    assert response.redirect_chain[0][0] == Match.objects.get().get_absolute_url()
    assert said(response) == ["Proposed for the job"]
    coach_client.post(reverse("undo", args=[TransitionLog.objects.latest("pk").pk]))
    assert not Match.objects.exists()


def test_propose_twice_says_so(coach_client, match, job):
    url = reverse("placements:propose", args=[match.candidate_id, job.pk])

    response = coach_client.post(url, follow=True)

    assert said(response) == ["This job has been proposed already."]
    assert Match.objects.count() == 1


# --- Persons for a job --------------------------------------------------------


def test_only_ones_own_active_candidates_are_held_against_a_job(
    coach_client, coach, candidate, job
):
    CandidateFactory(active=True)
    CandidateFactory(coach=coach, paused=True)

    page = coach_client.get(reverse("placements:for-job", args=[job.pk]))

    assert [pair.candidate for pair in page.context["pairs"]] == [candidate]
    rows = AccessLog.objects.values_list("kind", "what", "purpose")
    assert list(rows) == [("view", "matching", "own")]


def test_job_leads_to_who_could_suit(coach_client, job):
    page = coach_client.get(job.get_absolute_url())

    assert reverse("placements:for-job", args=[job.pk]) in page.text


def test_job_with_a_proposed_match_says_where_to_present(coach_client, match, job):
    why = "Candidates are proposed for this job: present on the page of the match."
    assert why in coach_client.get(job.get_absolute_url()).text

    url = reverse("employers:job-transition", args=[job.pk, "present"])
    response = coach_client.post(url, {"consent": "on", "travel": "on"})

    assert why in response.text
    job.refresh_from_db()
    assert job.state == Job.OPEN


# --- One match ----------------------------------------------------------------


def test_page_says_what_presenting_waits_for(coach_client, candidate, job):
    match = MatchFactory(candidate=candidate, job=job)

    page = coach_client.get(match.get_absolute_url())

    assert page.context["moves"]["main"].blockers == [
        "The candidate must first consent to be presented to this employer.",
        "Check the journey to work first.",
    ]
    assert of("match-move", match, "present") not in page.text


@pytest.mark.parametrize("state", ["proposed", "presented", "interested"])
def test_page_shows_every_living_state(coach_client, match, state):
    today = timezone.localdate()
    Match.objects.update(state=state, presented_on=today, interested_on=today)

    steps = coach_client.get(match.get_absolute_url()).context["steps"]

    assert [step["status"] for step in steps].index("now") == Match.PATH.index(state)


def test_consent_and_journey_open_the_way(coach_client, candidate, job, today):
    match = MatchFactory(candidate=candidate, job=job)

    coach_client.post(of("match-consent", match), {"given_on": today})
    journey = {"commute_mode": "transit", "commute_minutes": 25, "commute_changes": 0}
    coach_client.post(of("match-journey", match), journey)
    post(coach_client, match, "present")

    assert match.state == State.PRESENTED
    assert match.consent.recipient == str(job.employer)


def test_journey_is_not_practised_tomorrow(coach_client, match, today):
    data = {
        "commute_mode": "transit",
        "commute_minutes": 25,
        "commute_practised_on": today + timedelta(days=1),
    }

    page = coach_client.post(of("match-journey", match), data)

    assert list(page.context["form"].errors) == ["commute_practised_on"]


def test_benefit_trap_is_a_neutral_no_with_its_reason(coach_client, match, job):
    post(coach_client, match, "present")
    asked = coach_client.get(of("match-move", match, "decline")).text
    assert "Benefit trap" in asked
    assert "The job is open to others again." in asked

    post(coach_client, match, "decline", reason="benefits")

    job.refresh_from_db()
    assert (match.state, match.end_reason, job.state) == (
        State.DECLINED,
        "benefits",
        Job.OPEN,
    )
    page = coach_client.get(match.get_absolute_url()).text
    assert "The candidate: Benefit trap" in page
    assert "Non-discrimination Act" not in page


@pytest.mark.parametrize(("reason", "told"), [("support", True), ("tasks", False)])
def test_law_is_told_when_a_reason_sounds_like_discrimination(
    coach_client, match, reason, told
):
    post(coach_client, match, "present")
    post(coach_client, match, "turn_down", reason=reason)

    page = coach_client.get(match.get_absolute_url()).text

    assert ("Non-discrimination Act 1325/2014" in page) is told


def test_no_needs_a_reason_and_no_names(coach_client, match):
    page = post(coach_client, match, "decline", note="Matti ei halua.")
    assert list(page.context["form"].errors) == ["reason"]

    page = post(coach_client, match, "decline", reason="other", note="Matti ei halua.")

    assert page.context["form"].doubts
    assert match.state == State.PROPOSED


def test_withdrawn_consent_is_told_after_presenting(coach_client, match):
    post(coach_client, match, "present")
    match.consent.withdraw()

    page = coach_client.get(match.get_absolute_url())

    titles = [notice["title"] for notice in page.context["notices"]]
    assert titles == ["The consent is not in force"]


def test_match_of_another_candidate_is_not_found(coach_client, coach, match):
    other = CandidateFactory(coach=coach)
    url = reverse("placements:match", args=[other.pk, match.pk])

    assert coach_client.get(url).status_code == 404


def test_candidates_page_lists_what_is_open(coach_client, match, coach):
    ended = brought_to(Job.OPEN, coach, title="Ei tämä")
    other = MatchFactory(candidate=match.candidate, job=ended, checked=True)
    post(coach_client, other, "decline", reason="travel")

    page = coach_client.get(match.candidate.get_absolute_url())

    assert [one["pk"] for one in page.context["facts"].matches] == [match.pk]
    assert match.get_absolute_url() in page.text


# --- What it costs ------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_jobs_ask_few_queries(
    coach_client, coach, candidate, django_assert_max_num_queries, count
):
    for _number in range(count):
        job = brought_to(Job.OPEN, coach)
        MatchFactory(candidate=candidate, job=job, checked=True)
    url = reverse("placements:jobs", args=[candidate.pk])
    coach_client.get(url)

    with django_assert_max_num_queries(11):
        page = coach_client.get(url)

    assert len(page.context["pairs"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_ask_few_queries(
    coach_client, coach, job, django_assert_max_num_queries, count
):
    for _number in range(count):
        candidate = CandidateFactory(coach=coach, active=True)
        MatchFactory(candidate=candidate, job=job, checked=True)
    url = reverse("placements:for-job", args=[job.pk])
    coach_client.get(url)

    with django_assert_max_num_queries(12):
        page = coach_client.get(url)

    assert len(page.context["pairs"]) == count


@pytest.mark.parametrize("count", [1, 4])
def test_match_asks_few_queries(
    coach_client, coach, match, django_assert_max_num_queries, count
):
    post(coach_client, match, "present")
    for _number in range(count):
        match.log(name="present", by=coach, on=timezone.localdate()).save()
    coach_client.get(match.get_absolute_url())

    with django_assert_max_num_queries(12):
        page = coach_client.get(match.get_absolute_url())

    assert len(page.context["entries"]) == count + 1
