"""The Undo button."""

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from crm.models import TransitionLog
from employers.models import Employer
from tests.factories import EmployerFactory

State = Employer.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def press(client, entry):
    return client.post(reverse("undo", args=[entry.pk]), follow=True)


def test_undo_restores_state_and_values(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    entry = employer.perform("decline", by=coach, reason="no_need", note="Ei nyt")

    response = press(coach_client, entry)

    fresh = fetch(employer)
    assert (fresh.state, fresh.refusal) == (State.CONTACTED, "")
    assert [m.message for m in response.context["messages"]] == ["Undone."]
    assert TransitionLog.objects.get(pk=entry.pk).undone_at is not None


def test_undo_twice_finds_nothing_the_second_time(coach_client, coach):
    entry = EmployerFactory(contacted=True).perform(
        "decline", by=coach, reason="no_need"
    )
    press(coach_client, entry)

    assert press(coach_client, entry).status_code == 404


def test_undo_after_ten_minutes_is_refused(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    entry = employer.perform("decline", by=coach, reason="no_need")

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = press(coach_client, entry)

    assert fetch(employer).state == State.DECLINED
    assert [m.level_tag for m in response.context["messages"]] == ["error"]


def test_somebody_elses_change_is_not_there_to_undo(other_coach_client, coach):
    entry = EmployerFactory(contacted=True).perform(
        "decline", by=coach, reason="no_need"
    )

    assert press(other_coach_client, entry).status_code == 404


def test_undo_of_a_new_employer_removes_it(coach_client, coach):
    employer = Employer(name="Kioski Malli", no_business_id_reason="test")
    entry = employer.begin(by=coach)

    response = press(coach_client, entry)

    assert not Employer.objects.exists()
    assert response.status_code == 200


def test_undo_needs_a_post(coach_client, coach):
    entry = EmployerFactory(contacted=True).perform(
        "decline", by=coach, reason="no_need"
    )

    assert coach_client.get(reverse("undo", args=[entry.pk])).status_code == 405
