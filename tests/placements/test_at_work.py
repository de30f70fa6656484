"""A contact with an employer that is one with the worker there too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.lifecycle import undo
from crm.models import AccessLog, FollowUp
from employers.models import Visit
from placements.silence import silent
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    PlacementFactory,
    TrialFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
LOG = "/crm/log/"


def long_ago():
    return TODAY() - timedelta(days=60)


@pytest.fixture
def employer(coach):
    return EmployerFactory(coach=coach, contacted=True)


def at_work(employer, coach, **known):
    """Return somebody at work there whom nobody has met for two months."""
    since = {"state_since": long_ago()}
    candidate = CandidateFactory(coach=coach, active=True, **since)
    PlacementFactory(
        candidate=candidate, employer=employer, started=True, **since, **known
    )
    return candidate


def offered(client, employer):
    form = client.get(LOG, {"employer": employer.pk}).context["form"]
    return [label for _key, label in form.known_workers]


def log(client, employer, *workers, **said):
    form = client.get(LOG, {"employer": employer.pk}).context["form"]
    data = {
        "draft": form["draft"].value(),
        "employer": employer.pk,
        "kind": "support",
        "outcome": "interested",
        "step": "call_week",
        "workers": [one.pk for one in workers],
        "on": TODAY().isoformat(),
    }
    return client.post(LOG, data | said)


def quiet(user):
    return {row.subject for group in silent(user, TODAY()) for row in group.rows}


def test_only_ones_own_at_work_there_are_offered(
    coach_client, coach, other_coach, manager_client, employer
):
    mine = at_work(employer, coach)
    on_trial = CandidateFactory(coach=coach, active=True)
    TrialFactory(candidate=on_trial, employer=employer, running=True)
    TrialFactory(candidate__coach=coach, employer=employer)
    at_work(EmployerFactory(), coach)
    at_work(employer, other_coach)
    PlacementFactory(
        candidate__coach=coach,
        employer=employer,
        state="ended",
        ended_on=TODAY(),
        end_reason="other",
    )

    assert offered(coach_client, employer) == [str(mine), str(on_trial)]
    looks = AccessLog.objects.values_list("subject_name", "kind", "what")
    assert set(looks) == {(str(one), "view", "placement") for one in (mine, on_trial)}
    assert offered(manager_client, employer) == []


def test_meeting_ends_the_silence_about_work_and_person(coach_client, coach, employer):
    met, other = at_work(employer, coach), at_work(employer, coach)
    assert {met, met.placements.get(), other} <= quiet(coach)

    assert log(coach_client, employer, met).status_code == 302

    still = quiet(coach)
    assert not {met, met.placements.get()} & still
    assert {other, other.placements.get()} <= still
    (step,) = met.placements.get().follow_ups.all()
    assert (step.state, step.result, step.text) == (
        "done",
        "contacted",
        "Met at the workplace",
    )
    changes = AccessLog.objects.filter(kind="change").values_list("subject_name")
    assert list(changes) == [(str(met),)]


def test_attempt_in_vain_is_no_meeting(coach_client, coach, employer):
    candidate = at_work(employer, coach)

    log(coach_client, employer, candidate, outcome="not_reached", missed="no_answer")

    assert Visit.objects.get().state == "not_reached"
    assert not candidate.placements.get().follow_ups.exists()


def test_undoing_the_contact_takes_the_meeting_back(coach_client, coach, employer):
    candidate = at_work(employer, coach)
    log(coach_client, employer, candidate)

    undo(Visit.objects.get().history.latest("pk"), by=coach)

    assert not candidate.placements.get().follow_ups.exists()
    assert candidate in quiet(coach)


def test_somebody_elses_worker_cannot_be_told_as_met(
    coach_client, coach, other_coach, employer
):
    at_work(employer, coach)
    theirs = at_work(employer, other_coach)

    response = log(coach_client, employer, theirs)

    assert "workers" in response.context["form"].errors
    assert not Visit.objects.exists()


def test_page_of_the_contact_names_nobody(
    coach_client, other_coach_client, coach, employer
):
    candidate = at_work(employer, coach)
    log(coach_client, employer, candidate)
    address = reverse("employers:visit", args=[Visit.objects.get().pk])

    page = other_coach_client.get(address).content.decode()

    assert candidate.code not in page
    assert "Met at the workplace" not in page
    assert FollowUp.objects.filter(text="Met at the workplace").exists()
