"""Feedback on accessibility: kept, answered within two weeks, seen by editors."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from cms.models import Feedback

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

ADDRESS = "/saavutettavuus/"


@pytest.fixture
def send(client):
    def fill(**values):
        with time_machine.travel("2026-11-24T12:00:00+02:00", tick=False) as clock:
            page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
            opened = page.select_one("[name=opened]")["value"]
            clock.shift(timedelta(seconds=20))
            return client.post(ADDRESS, {"opened": opened} | values)

    return fill


def test_feedback_is_kept_with_its_last_day(send, client):
    response = send(what="Kontrasti on heikko.", where="Etusivu")

    feedback = Feedback.objects.get()
    page = BeautifulSoup(client.get(response.url).content, "html.parser")
    assert response.status_code == 302
    assert feedback.answer_by == feedback.received_on + timedelta(days=14)
    assert page.select_one("[role=status]") is not None
    assert list(Feedback.objects.open()) == [feedback]


@pytest.mark.parametrize(
    "values",
    [{"what": ""}, {"what": "x", "email": "ei"}, {"what": "x", "website": "spam"}],
    ids=str,
)
def test_feedback_that_is_odd_is_not_kept(send, values):
    response = send(**values)

    assert response.status_code == 422
    assert not Feedback.objects.exists()


def test_editor_answers_feedback(editor_client, send):
    send(what="Kontrasti on heikko.")
    feedback = Feedback.objects.get()

    listed = editor_client.get(reverse("feedback:index"))
    editor_client.post(
        reverse("feedback:edit", args=[feedback.pk]),
        {"answer": "Korjattu.", "answered_on": timezone.localdate().isoformat()},
    )

    assert "Kontrasti on heikko." in listed.text
    assert Feedback.objects.get().answer == "Korjattu."
    assert not Feedback.objects.open().exists()


def test_editor_neither_adds_nor_deletes_feedback(editor_client, send):
    send(what="Kontrasti on heikko.")
    feedback = Feedback.objects.get()

    editor_client.post(reverse("feedback:add"), {"what": "x"})
    editor_client.post(reverse("feedback:delete", args=[feedback.pk]))

    assert list(Feedback.objects.all()) == [feedback]
