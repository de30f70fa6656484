"""Who has been left without contact, and saying that it is all right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog, FollowUp
from placements.models import SilenceDismissal
from placements.nightly import remind_of_pension
from placements.silence import silent
from tests.conftest import client_of
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    PlacementFactory,
    TrialFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
URL = "/crm/silence/"


def ago(days):
    return TODAY() - timedelta(days=days)


def kinds(user):
    return [(r.kind, r.subject) for group in silent(user, TODAY()) for r in group.rows]


def quiet_candidate(coach, days=60, **known):
    return CandidateFactory(coach=coach, active=True, state_since=ago(days), **known)


def quiet_placement(coach, days=60, **known):
    candidate = CandidateFactory(coach=coach, active=True, state_since=TODAY())
    return PlacementFactory(
        candidate=candidate, started=True, state_since=ago(days), **known
    )


def met(subject, coach, days):
    step = subject.plan("Tapaaminen", ago(days), assignee=coach, by=coach)
    step.perform("complete", by=coach)
    FollowUp.objects.filter(pk=step.pk).update(state_since=ago(days))
    subject.settle()


def test_each_kind_is_found_past_its_interval(coach):
    candidate, placement = quiet_candidate(coach), quiet_placement(coach)
    employer = EmployerFactory(
        coach=coach, partner=True, touch_due_on=ago(1), next_step_on=None
    )
    quiet_candidate(coach, days=29)
    quiet_placement(coach, days=29)

    found = kinds(coach)

    assert sorted(found, key=lambda one: one[0]) == [
        ("candidates", candidate),
        ("employers", employer),
        ("placements", placement),
    ]


def test_planned_step_is_not_silence_and_a_late_one_is(coach):
    candidate = quiet_candidate(coach)
    step = candidate.plan("Soita", TODAY(), assignee=coach, by=coach)
    candidate.settle()
    assert kinds(coach) == []

    FollowUp.objects.filter(pk=step.pk).update(due_on=ago(1))
    candidate.settle()
    assert kinds(coach) == [("candidates", candidate)]


@pytest.mark.parametrize("make", [PlacementFactory, TrialFactory])
def test_step_about_the_work_is_contact_with_the_candidate(coach, make):
    candidate = quiet_candidate(coach)

    make(candidate=candidate, next_step_on=TODAY())

    assert ("candidates", candidate) not in kinds(coach)


def test_contact_counts_from_the_last_real_one(coach):
    candidate = quiet_candidate(coach, days=90)
    met(candidate, coach, days=10)
    assert kinds(coach) == []

    FollowUp.objects.update(result="not_needed")
    assert kinds(coach) == [("candidates", candidate)]


def test_faded_support_has_its_own_interval(coach):
    faded = {"state": "faded", "established_on": TODAY(), "faded_on": TODAY()}
    quiet_placement(coach, days=50, contact_weeks=8, **faded)
    late = quiet_placement(coach, days=57, contact_weeks=8, **faded)

    assert kinds(coach) == [("placements", late)]


def test_those_in_time_leave_room_for_the_silent(coach, monkeypatch):
    monkeypatch.setattr("placements.silence.MOST", 1)
    faded = {"state": "faded", "established_on": TODAY(), "faded_on": TODAY()}
    quiet_placement(coach, days=100, contact_weeks=26, **faded)
    late = quiet_placement(coach, days=40)

    assert kinds(coach) == [("placements", late)]


def test_coach_sees_own_and_manager_all_by_coach(coach, other_coach, manager):
    mine, theirs = quiet_candidate(coach), quiet_candidate(other_coach)

    assert kinds(coach) == [("candidates", mine)]
    groups = silent(manager, TODAY())
    assert {group.name for group in groups} == {str(coach), str(other_coach)}
    assert {group.rows[0].subject for group in groups} == {mine, theirs}


def test_list_is_logged_as_a_look(coach_client, coach):
    quiet_candidate(coach)

    coach_client.get(URL)

    rows = AccessLog.objects.values_list("kind", "what", "purpose")
    assert list(rows) == [("view", "silence", "own")]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(coach_client, coach, django_assert_max_num_queries, count):
    for _number in range(count):
        quiet_candidate(coach)
        quiet_placement(coach)
    coach_client.get(URL)

    with django_assert_max_num_queries(10):
        response = coach_client.get(URL)

    assert response.context["count"] == 2 * count


def dismiss(client, candidate, **said):
    parts = ["candidates", candidate.pk]
    return client.post(reverse("placements:silence-dismiss", args=parts), said)


def test_dismissal_needs_a_day_and_a_reason(coach_client, coach):
    candidate = quiet_candidate(coach)
    soon = (TODAY() + timedelta(days=30)).isoformat()

    for said in ({}, {"until": soon}, {"reason": "Matkalla."}):
        assert dismiss(coach_client, candidate, **said).context["form"].errors
    past = {"until": TODAY().isoformat(), "reason": "Matkalla."}
    assert dismiss(coach_client, candidate, **past).context["form"].errors

    assert not SilenceDismissal.objects.exists()


def test_dismissal_is_kept_logged_and_ends_on_its_day(coach_client, coach):
    candidate = quiet_candidate(coach)
    until = TODAY() + timedelta(days=30)

    dismiss(coach_client, candidate, until=until.isoformat(), reason="Matkalla.")

    row = SilenceDismissal.objects.get()
    assert (row.subject, row.by, row.reason) == (candidate, coach, "Matkalla.")
    kinds_logged = AccessLog.objects.values_list("kind", "what")
    assert ("change", "silence") in kinds_logged
    assert kinds(coach) == []
    later = [r.subject for g in silent(coach, until) for r in g.rows]
    assert later == [candidate]
    with pytest.raises(TypeError):
        row.save()


def test_nothing_but_a_silent_record_can_be_dismissed(coach_client, coach):
    fresh = CandidateFactory(coach=coach, active=True, state_since=TODAY())

    assert dismiss(coach_client, fresh).status_code == 404
    url = reverse("placements:silence-dismiss", args=["visits", 1])
    assert coach_client.get(url).status_code == 404


# --- dismissals in force -----------------------------------------------------------

IN_FORCE = "/crm/silence/dismissed/"


def dismissed(subject, by, days=30, **said):
    until = TODAY() + timedelta(days=days)
    return SilenceDismissal.objects.create(
        subject=subject, until=until, reason="Sovittu niin.", by=by, **said
    )


def listed(client):
    return [row.subject for row in client.get(IN_FORCE).context["rows"]]


def test_dismissals_in_force_are_listed_the_next_to_end_first(coach_client, coach):
    employer = EmployerFactory(coach=coach, partner=True)
    placement, candidate = quiet_placement(coach), quiet_candidate(coach)
    dismissed(employer, coach, days=60)
    dismissed(placement, coach, days=20)
    dismissed(candidate, coach, days=40)
    SilenceDismissal.objects.bulk_create(
        [SilenceDismissal(subject=candidate, until=TODAY(), reason="Ohi.", by=coach)]
    )

    page = coach_client.get(IN_FORCE)

    rows = page.context["rows"]
    assert [row.subject for row in rows] == [placement, candidate, employer]
    assert [row.what for row in rows][1:] == ["candidate", "employer"]
    text = page.content.decode()
    assert "Sovittu niin." in text
    assert str(coach) in text
    looks = AccessLog.objects.filter(kind="view", what="silence")
    assert {row.subject for row in looks} == {placement.candidate, candidate}


def test_dismissals_follow_the_rules_of_the_silent(
    coach_client, other_coach_client, manager_client, editor, coach
):
    employer = EmployerFactory(coach=coach, partner=True)
    candidate = quiet_candidate(coach)
    own = [dismissed(candidate, coach), dismissed(employer, coach)]

    assert listed(coach_client) == [candidate, employer]
    assert listed(manager_client) == [candidate, employer]
    assert listed(other_coach_client) == []
    assert client_of(editor).get(IN_FORCE).status_code == 403
    for row in own:
        back = reverse("placements:silence-back", args=[row.pk])
        assert other_coach_client.post(back).status_code == 404
    assert SilenceDismissal.objects.in_force(TODAY()).count() == 2


def test_what_is_taken_back_is_silent_again_and_stays_as_history(
    manager_client, manager, coach
):
    candidate, other = quiet_candidate(coach), quiet_candidate(coach)
    dismissed(candidate, coach, days=10)
    last = dismissed(candidate, coach)
    dismissed(other, coach)
    assert kinds(coach) == []

    back = reverse("placements:silence-back", args=[last.pk])
    assert manager_client.post(back).url == IN_FORCE

    assert kinds(coach) == [("candidates", candidate)]
    assert listed(manager_client) == [other]
    rows = SilenceDismissal.objects.filter(object_id=candidate.pk)
    assert {row.taken_back_by for row in rows} == {manager}
    assert ("change", "silence") in AccessLog.objects.values_list("kind", "what")
    assert manager_client.post(back).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_dismissals_ask_few_queries(
    coach_client, coach, django_assert_max_num_queries, count
):
    for _number in range(count):
        dismissed(quiet_candidate(coach), coach)
        dismissed(quiet_placement(coach), coach)
        dismissed(EmployerFactory(coach=coach, partner=True), coach)
    coach_client.get(IN_FORCE)

    with django_assert_max_num_queries(10):
        response = coach_client.get(IN_FORCE)

    assert len(response.context["rows"]) == 3 * count


# --- the reminder about the pension ----------------------------------------------


def test_pension_is_talked_about_once_in_its_year(coach):
    year = TODAY().year
    candidate = CandidateFactory(coach=coach, active=True, turns_65_in=year)
    CandidateFactory(coach=coach, active=True, turns_65_in=year + 1)
    CandidateFactory(coach=coach, ended=True, turns_65_in=year)

    assert remind_of_pension(TODAY()) == 1
    step = candidate.follow_ups.get()
    step.perform("complete", by=coach)
    FollowUp.objects.update(state_since=ago(200))

    assert remind_of_pension(TODAY()) == 0
