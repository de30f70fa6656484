"""Asking for a visit on the site: what it makes, what it refuses, who answers."""

from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.models import VisitRequestPage
from cms.sent import seal
from crm.models import FollowUp, Municipality
from employers.models import ContactPerson, Employer, VisitRequest
from tests.conftest import client_of, make_person
from tests.factories import ContactPersonFactory, EmployerFactory

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

TUESDAY = "2026-11-24T12:00:00+02:00"
ADDRESS = "/pyyda-kaynti/"


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def local_coach(coach):
    coach.phone = "+358400000100"
    coach.save()
    coach.municipalities.set([place("Tuusula")])
    return coach


def place(name):
    return Municipality.objects.get(name_fi=name)


@pytest.fixture
def send(client, clock):
    """Open the form, fill it in at a person's pace and send it."""

    def fill(*, wait=20, **changes):
        page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
        values = {
            "organisation": "Kulman Leipä",
            "municipality": place("Tuusula").pk,
            "name": "Anna Malli",
            "phone": "040 000 0190",
            "consent": "on",
            "opened": page.select_one("[name=opened]")["value"],
        }
        clock.shift(timedelta(seconds=wait))
        return client.post(ADDRESS, values | changes)

    return fill


def problems(response):
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    return [item.text for item in page.select(".errors li")]


def test_request_makes_a_lead_a_person_and_a_step_for_the_coach(send, local_coach):
    response = send(work=["packing", "kitchen"], times=["noon"], words="Pellit.")

    employer = Employer.objects.get(name="Kulman Leipä")
    person = employer.people.get()
    step = employer.follow_ups.get()
    request = VisitRequest.objects.get()
    assert response.status_code == 302
    assert (employer.state, employer.coach) == (Employer.State.LEAD, local_coach)
    assert employer.municipality.name_fi == "Tuusula"
    assert (person.name, person.phone, person.language) == (
        "Anna Malli",
        "+358400000190",
        "fi",
    )
    assert (step.assignee, step.due_on) == (local_coach, date(2026, 11, 26))
    assert (step.kind, step.priority) == (FollowUp.Kind.CALL, FollowUp.Priority.HIGH)
    assert employer.next_step_on == step.due_on
    assert (request.work, request.times) == (["packing", "kitchen"], ["noon"])
    assert request.follow_up == step


def test_thanks_name_the_day_and_the_coach(send, client, local_coach):
    response = send()

    page = BeautifulSoup(client.get(response.url).content, "html.parser")

    assert "26.11." in page.select_one(".lead").text
    assert "Aino Aalto" in page.select_one(".seam").text


def test_thanks_of_somebody_else_are_not_shown(send, client, local_coach):
    send()
    token = seal(VisitRequest.objects.get())

    page = BeautifulSoup(
        client.get(f"{ADDRESS}?sent={token[:-2]}").content, "html.parser"
    )

    assert page.select_one("form[method=post]") is not None


def test_coach_sees_what_was_asked_until_it_is_answered(
    send, local_coach, coach_client
):
    send(words="Pellit kasaantuvat.", work=["kitchen"])
    employer = Employer.objects.get(name="Kulman Leipä")

    assert "Pellit kasaantuvat." in coach_client.get(employer.get_absolute_url()).text

    employer.follow_ups.get().perform("complete", by=local_coach, result="contacted")

    assert (
        "Pellit kasaantuvat." not in coach_client.get(employer.get_absolute_url()).text
    )


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"name": "Oy Kulman Leipä Ab", "business_id": "0112038-9"}, "0112038-9"),
        ({"name": "Kulman Leipä Oy"}, ""),
        ({"name": "Kulman Leipä", "business_id": "0112038-9"}, ""),
    ],
    ids=["same Y-tunnus", "same name and place", "Y-tunnus not given"],
)
def test_known_employer_is_not_made_twice(send, local_coach, known, asked):
    employer = EmployerFactory(municipality=place("Tuusula"), **known)

    send(business_id=asked)

    assert Employer.objects.count() == 1
    assert VisitRequest.objects.get().employer == employer


def test_same_name_with_another_y_tunnus_is_another_employer(send, local_coach):
    EmployerFactory(
        name="Kulman Leipä", business_id="0112038-9", municipality=place("Tuusula")
    )

    send(business_id="2617416-4")

    assert Employer.objects.count() == 2


def test_known_person_is_not_made_twice(send, local_coach):
    employer = EmployerFactory(name="Kulman Leipä", municipality=place("Tuusula"))
    person = ContactPersonFactory(employer=employer, phone="+358400000190")

    send()

    assert list(ContactPerson.objects.all()) == [person]


def test_employers_own_coach_answers(send, local_coach):
    own = make_person("coach", "Oskar", "Oksa")
    EmployerFactory(name="Kulman Leipä", municipality=place("Tuusula"), coach=own)

    send()

    assert FollowUp.objects.get().assignee == own


def test_deputy_answers_for_an_absent_coach(send, local_coach):
    deputy = make_person("coach", "Oskar", "Oksa")
    local_coach.deputy, local_coach.away_from = deputy, date(2026, 11, 20)
    local_coach.save()

    send()

    assert FollowUp.objects.get().assignee == deputy


def test_manager_answers_where_there_is_no_coach(send, manager):
    send()

    assert FollowUp.objects.get().assignee == manager


def test_request_is_kept_even_when_there_is_nobody_at_all(send):
    assert send().status_code == 302

    assert VisitRequest.objects.get().follow_up is None


def test_receipt_is_mailed_in_the_readers_language(
    send, local_coach, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(email="anna.malli@example.fi")

    (letter,) = mail.outbox
    with override("fi"):
        assert letter.to == ["anna.malli@example.fi"]
        assert "Aino Aalto" in letter.body
        assert "26.11." in letter.body


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation": ""},
        {"name": ""},
        {"municipality": ""},
        {"consent": ""},
        {"phone": ""},
        {"phone": "12"},
        {"email": "anna"},
        {"business_id": "1234567-2"},
        {"words": "Hän on 131052-308T."},
        {"website": "https://spam.example"},
        {"opened": "forged"},
        {"wait": 1},
        {"wait": 2 * 24 * 3600},
    ],
    ids=str,
)
def test_what_is_missing_or_odd_is_told_and_nothing_is_kept(send, changes):
    found = problems(send(**changes))

    assert len(found) == 1
    assert not Employer.objects.exists()


def test_every_problem_is_a_way_to_its_field(send, client):
    response = send(organisation="", name="")

    page = BeautifulSoup(response.content, "html.parser")
    targets = [link["href"][1:] for link in page.select(".errors a")]
    assert targets == ["id_organisation", "id_name"]
    assert all(page.find(id=target)["aria-invalid"] == "true" for target in targets)


def test_sixth_request_within_an_hour_is_refused(send, local_coach):
    for _ in range(5):
        assert send().status_code == 302

    assert len(problems(send())) == 1


def test_page_is_reached_from_the_front_page(see):
    page = VisitRequestPage.objects.get(locale__language_code="fi", selko_of=None)

    assert see("/").select_one(".hero a.button")["href"] == page.url


def asked_for(user):
    """Return the panel of the user's Day that tells of requests, if it is there."""
    page = BeautifulSoup(client_of(user).get(reverse("day")).content, "html.parser")
    return page.select_one("[aria-labelledby=asked-for]")


def test_coach_sees_the_request_on_the_day_before_its_answer_is_due(send, local_coach):
    send(words="Pellit kasaantuvat.")

    panel = asked_for(local_coach)

    assert "Kulman Leipä" in panel.text
    assert "Pellit kasaantuvat." in panel.text
    assert panel.select_one("a[href^=tel]")["href"] == "tel:+358400000190"


def test_request_is_shown_to_who_answers_and_until_it_is_answered(
    send, local_coach, other_coach, clock
):
    send()
    assert asked_for(other_coach) is None

    step = VisitRequest.objects.get().follow_up
    step.perform("complete", by=local_coach, result="contacted")

    assert asked_for(local_coach) is None


def test_request_that_is_due_stands_in_the_queue_alone(send, local_coach, clock):
    send()

    clock.shift(timedelta(days=2))

    assert asked_for(local_coach) is None


def test_other_urgent_steps_are_no_requests(local_coach, clock):
    EmployerFactory(coach=local_coach).plan(
        "Soita",
        timezone.localdate() + timedelta(days=1),
        assignee=local_coach,
        by=None,
        priority=FollowUp.Priority.HIGH,
    )

    assert asked_for(local_coach) is None
