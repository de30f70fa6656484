"""Asking on the site not to be contacted: the link, the ban, the silence about both."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from crm.models import FollowUp, Municipality
from employers.models import ContactBan, Employer
from tests.factories import EmployerFactory, FollowUpFactory

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

TUESDAY = "2026-11-24T12:00:00+02:00"
ADDRESS = "/ala-ota-yhteytta/"
State = Employer.State


def place(name="Tuusula"):
    return Municipality.objects.get(name_fi=name)


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def local_coach(coach):
    coach.municipalities.set([place()])
    return coach


@pytest.fixture
def ask(client, clock, django_capture_on_commit_callbacks):
    """Fill in the form at a person's pace: ``ask(organisation="...")``."""

    def fill(*, address=ADDRESS, wait=20, **changes):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        values = {
            "organisation": "Kulman Leipä",
            "municipality": place().pk,
            "name": "Anna Malli",
            "email": "anna@kulma.example",
            "opened": page.select_one("[name=opened]")["value"],
        }
        clock.shift(timedelta(seconds=wait))
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, values | changes)

    return fill


def link():
    """Return the path of the link in the newest mail."""
    url = re.search(r"https?://\S+", mail.outbox[-1].body)[0]
    return url.split("/", 3)[3].join(("/", ""))


@pytest.fixture
def confirm(client, django_capture_on_commit_callbacks):
    """Open the link of the newest mail and press its button."""

    def press(path=None):
        path = path or link()
        page = BeautifulSoup(client.get(path).content, "html.parser")
        assert page.select_one("main form[method=post]")["action"] == path
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path)

    return press


def bans():
    return list(ContactBan.objects.values_list("employer__name", "scope"))


def fetch(employer):
    return Employer.objects.get(pk=employer.pk)


def test_nothing_is_kept_before_the_button_is_pressed(ask, client):
    EmployerFactory(name="Kulman Leipä", municipality=place())

    response = ask()
    client.get(link())

    assert response.url == f"{ADDRESS}?sent=1"
    assert bans() == []
    assert mail.outbox[0].to == ["anna@kulma.example"]
    assert "Kulman" not in mail.outbox[0].body


def test_known_employer_is_forbidden_and_its_plans_fall(ask, confirm, local_coach):
    employer = EmployerFactory(name="Kulman Leipä", municipality=place())
    step = FollowUpFactory(subject=employer, assignee=local_coach)

    ask(words="Ei kiitos.")
    response = confirm()

    ban = employer.bans.get()
    assert response.url == f"{ADDRESS}?done=1"
    assert fetch(employer).state == State.DO_NOT_CONTACT
    assert "Anna Malli, anna@kulma.example\nEi kiitos." in ban.reason
    assert ban.requested_on == timezone.localdate()
    assert FollowUp.objects.get(pk=step.pk).state == FollowUp.State.CANCELLED


def test_y_tunnus_finds_the_employer_under_another_name(ask, confirm):
    employer = EmployerFactory(name="Aivan Muu Oy", business_id="1234567-1")

    ask(business_id="12345671")
    confirm()

    assert bans() == [("Aivan Muu Oy", "organisation")]
    assert fetch(employer).state == State.DO_NOT_CONTACT


def test_unknown_employer_is_kept_as_forbidden(ask, confirm):
    ask()
    confirm()

    employer = Employer.objects.get(name="Kulman Leipä")
    assert (employer.state, employer.municipality) == (State.DO_NOT_CONTACT, place())


@pytest.mark.parametrize("towns", [("Tuusula", "Tuusula"), ("Hyvinkää",)])
def test_unsure_employer_is_a_step_for_the_coach(ask, confirm, local_coach, towns):
    for town in towns:
        EmployerFactory(name="Kulman Leipä", municipality=place(town))

    ask()
    confirm()

    step = FollowUp.objects.get()
    assert bans() == []
    assert step.assignee == local_coach
    assert "anna@kulma.example" in step.text
    assert step.priority == FollowUp.Priority.HIGH


def test_unsure_employer_without_any_staff_stays_as_it_is(ask, confirm):
    EmployerFactory(name="Kulman Leipä", municipality=place("Hyvinkää"))

    ask()

    assert confirm().status_code == 302
    assert not FollowUp.objects.exists()


def test_link_pressed_twice_forbids_once(ask, confirm):
    employer = EmployerFactory(name="Kulman Leipä", municipality=place())
    ask()
    path = link()
    confirm(path)

    confirm(path)

    assert employer.bans.count() == 1


def test_answers_are_the_same_for_known_and_unknown(ask, confirm, client):
    EmployerFactory(name="Tuttu Leipomo", municipality=place())
    told = []
    for name in ("Tuttu Leipomo", "Outo Paja"):
        sent = ask(organisation=name)
        done = confirm()
        receipt = mail.outbox[-1].body.replace(name, "X")
        told.append((sent.url, done.url, client.get(done.url).text, receipt))

    assert told[0] == told[1]


def test_old_and_broken_links_say_so(ask, client, clock):
    ask()
    path = link()

    broken = client.post(f"{path}x")
    clock.shift(timedelta(days=3, seconds=1))
    old = client.post(path)

    assert (broken.status_code, old.status_code) == (410, 410)
    assert bans() == []


def test_mail_speaks_the_readers_language(ask, confirm):
    ask(address="/sv/kontakta-oss-inte/")

    assert link().startswith("/sv/kontakta-oss-inte/?confirm=")
    confirm()
    assert [message.body[:4] for message in mail.outbox] == ["Hej,", "Hej,"]


def problems(response):
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    return [link.get("href", "") for link in page.select(".errors a")]


def test_missing_answers_are_told(ask):
    response = ask(organisation="", municipality="", name="", email="ei")

    assert problems(response) == [
        "#id_organisation",
        "#id_municipality",
        "#id_name",
        "#id_email",
    ]
    assert mail.outbox == []


@pytest.mark.parametrize("changes", [{"website": "x"}, {"wait": 1}, {"opened": ""}])
def test_machines_are_refused(ask, changes):
    response = ask(**changes)

    assert response.status_code == 422
    assert mail.outbox == []


def test_one_address_gets_three_links_a_day(ask):
    codes = [ask(name=f"Anna {n}").status_code for n in range(4)]

    assert codes == [302, 302, 302, 422]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("said", ["sent", "done"])
def test_what_comes_after_is_no_place_for_search_machines(see, said):
    page = see(f"{ADDRESS}?{said}=1")

    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("main form") == []
