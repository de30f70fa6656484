"""The coach's Day: the queue, absent colleagues, empty states, who comes in."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from crm.models import FollowUp
from employers.models import Visit
from tests.conftest import client_of
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    UserFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = FollowUp.State
DAY = reverse("day")


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def queue(client):
    return client.get(DAY).context["queue"]


def whats(lines):
    return [line.what for line in lines]


def htmx(client, step, name, path=DAY, **data):
    return client.post(
        reverse("follow-up-transition", args=[step.pk, name]),
        data,
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"},
    )


# --- The queue --------------------------------------------------------------


def test_late_and_todays_work_is_in_the_queue_by_hour_and_urgency(
    coach_client, coach, today
):
    def plan(text, days, **fields):
        due = today + timedelta(days=days)
        FollowUpFactory(assignee=coach, text=text, due_on=due, **fields)

    plan("Myöhässä", -2)
    plan("Tavallinen", 0)
    plan("Kiireinen", 0, priority=FollowUp.Priority.HIGH)
    plan("Lykätty tähän", 0, state=State.SNOOZED)
    plan("Myöhemmin", 9)
    VisitFactory(coach=coach, on=today, starts_at=time(13), topic="Iltapäivä")
    VisitFactory(coach=coach, on=today, starts_at=time(9, 30), topic="Aamu")
    FollowUpFactory(text="Jonkun muun")

    found = queue(coach_client)

    assert whats(found.late) == ["Myöhässä"]
    assert whats(found.today) == [
        "Cold visit: Aamu",
        "Cold visit: Iltapäivä",
        "Kiireinen",
        "Tavallinen",
        "Lykätty tähän",
    ]
    assert (found.late_count, found.today_count, found.left) == (1, 5, 6)


def test_line_calls_who_decides_and_logs_against_itself(coach_client, coach):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")
    ContactPersonFactory(employer=employer, name="Aino Apu", phone="+358400000109")
    ContactPersonFactory(
        employer=employer, name="Erkki Esimerkki", phone="+358400000101", decides=True
    )
    step = FollowUpFactory(assignee=coach, subject=employer)

    page = coach_client.get(DAY).text

    assert 'href="tel:+358400000101"' in page
    assert "Call Erkki Esimerkki, 040 000 0101" in page
    assert f"{reverse('employers:log')}?followup={step.pk}&amp;next=/crm/" in page


@pytest.mark.parametrize(
    ("scope", "fields", "called"),
    [
        ("organisation", {}, ""),
        ("channel", {"channel": "phone"}, ""),
        ("channel", {"channel": "email"}, "Aino Apu"),
        ("person", {"person": "Aino Apu"}, "Erkki Esimerkki"),
        ("organisation", {"lifted_on": timezone.localdate()}, "Aino Apu"),
    ],
)
def test_nobody_is_called_against_a_ban(coach_client, coach, scope, fields, called):
    employer = EmployerFactory()
    names = {
        name: ContactPersonFactory(employer=employer, name=name, decides=decides)
        for name, decides in (("Aino Apu", True), ("Erkki Esimerkki", False))
    }
    fields = {key: names.get(value, value) for key, value in fields.items()}
    ContactBanFactory(employer=employer, scope=scope, **fields)
    FollowUpFactory(assignee=coach, subject=employer)

    (line,) = queue(coach_client).today

    assert line.reach.person == called


def test_visit_has_directions_to_its_own_workplace(coach_client, coach, today):
    employer = EmployerFactory()
    WorkplaceFactory(employer=employer, street="Muukatu 1")
    site = WorkplaceFactory(employer=employer, street="Mallikatu 3")
    visit = VisitFactory(employer=employer, workplace=site, coach=coach, on=today)

    (line,) = queue(coach_client).today

    assert line.map_url == site.map_url
    assert line.log_url == f"{reverse('employers:log')}?visit={visit.pk}"


def test_what_is_done_today_stays_in_sight_and_counts(coach_client, coach, today):
    step = FollowUpFactory(assignee=coach, text="Lähetä esite")
    step.perform("complete", by=coach)
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        FollowUpFactory(assignee=coach).perform("complete", by=coach)

    found = queue(coach_client)

    assert (whats(found.done), found.done_count) == (["Lähetä esite"], 1)


def test_planned_visit_that_was_logged_counts_as_done(coach_client, coach, today):
    visit = VisitFactory.build(employer=EmployerFactory(), coach=coach, on=today)
    visit.schedule(by=coach)
    visit.perform("miss", by=coach, reason=Visit.Missed.CLOSED)
    spontaneous = Visit(employer=EmployerFactory(), coach=coach)
    spontaneous.perform("miss", by=coach, reason=Visit.Missed.CLOSED)

    found = queue(coach_client)

    assert (found.done_count, found.today_count) == (1, 0)


def test_long_queue_is_cut_and_says_how_many_more(coach_client, coach, today):
    subject = EmployerFactory()
    ContactPersonFactory(employer=subject)
    for days in [1] * 28 + [0] * 26:
        due = today - timedelta(days=days)
        FollowUpFactory(assignee=coach, subject=subject, due_on=due)

    response = coach_client.get(DAY)

    found = response.context["queue"]
    assert (len(found.late), found.late_count, found.late_more) == (18, 28, 10)
    assert (len(found.today), found.today_count, found.today_more) == (18, 26, 8)
    assert "10 more" in response.text
    assert len(response.content) < 60_000


@time_machine.travel("2026-11-27T09:00+02:00")  # a Friday
def test_foot_counts_the_next_two_working_days(coach_client, coach):
    monday = timezone.localdate() + timedelta(days=3)
    FollowUpFactory(assignee=coach)
    FollowUpFactory(assignee=coach, due_on=monday)
    VisitFactory(coach=coach, on=monday)

    response = coach_client.get(DAY)

    assert [(c.name, c.count) for c in response.context["queue"].coming] == [
        ("Monday", 2),
        ("Tuesday", 0),
    ]
    assert "Monday 2, Tuesday 0" in response.text


@pytest.mark.parametrize(
    ("clock", "greeting"),
    [
        ("2026-11-24T07:30+02:00", "Good morning, Aino."),
        ("2026-11-24T12:00+02:00", "Good day, Aino."),
        ("2026-11-24T18:00+02:00", "Good evening, Aino."),
    ],
)
def test_day_greets_by_first_name_and_names_the_week(coach, clock, greeting):
    with time_machine.travel(clock):
        page = client_of(coach).get(DAY).text

    assert f"{greeting} Week 48." in page
    assert "<h1>Tuesday 24 November</h1>" in page or "<h1>Tuesday 24 Nov</h1>" in page


# --- Deputies and offers ----------------------------------------------------


@pytest.fixture
def absent(coach, today):
    return UserFactory(
        role="coach",
        first_name="Niina",
        deputy=coach,
        away_from=today - timedelta(days=1),
        away_until=today,
    )


def test_absent_colleagues_work_comes_to_the_deputy(coach_client, absent, today):
    FollowUpFactory(assignee=absent, text="Soita Niinan puolesta")
    VisitFactory(coach=absent, on=today)

    response = coach_client.get(DAY)

    lines = response.context["queue"].today
    assert sorted(whats(lines)) == ["Cold visit", "Soita Niinan puolesta"]
    assert response.text.count("you stand in for Niina Näyte") == 2


def test_colleagues_work_goes_home_when_the_absence_ends(coach_client, absent, today):
    FollowUpFactory(assignee=absent)
    absent.away_until = today - timedelta(days=1)
    absent.save()

    assert queue(coach_client).today == []


def test_deputy_ticks_an_absent_colleagues_step(coach_client, absent):
    step = FollowUpFactory(assignee=absent)

    htmx(coach_client, step, "complete", result="taken_care")

    assert fetch(step).state == State.DONE


def test_offered_step_asks_and_is_not_in_the_queue(coach_client, coach):
    niina = UserFactory(role="coach", first_name="Niina")
    FollowUpFactory(assignee=niina, offered_to=coach, text="Ota sinä tämä")

    response = coach_client.get(DAY)

    found = response.context["queue"]
    assert (whats(found.offered), found.today) == (["Ota sinä tämä"], [])
    assert "Niina Näyte asks you to take this over" in response.text


# --- Empty ------------------------------------------------------------------


def test_nothing_left_says_so_and_tells_of_tomorrow(coach_client, coach):
    EmployerFactory(coach=coach)
    with time_machine.travel("2026-11-24T15:00+02:00"):
        client = client_of(coach)
        tomorrow = timezone.localdate() + timedelta(days=1)
        employer = EmployerFactory(name="Näyte-Rauta Ky")
        VisitFactory(coach=coach, employer=employer, on=tomorrow, starts_at=time(9))

        page = " ".join(client.get(DAY).text.split())

    assert "All done for today" in page
    assert "Tomorrow: 1 thing. The first at 9 a.m., Näyte-Rauta Ky." in page


def test_somebody_new_is_told_what_to_do_first(coach_client):
    response = coach_client.get(DAY)

    assert "You have no employers yet" in response.text
    assert reverse("employers:imports") in response.text
    assert "All done" not in response.text


def test_somebody_with_employers_is_not_new(coach_client, coach):
    EmployerFactory(coach=coach)

    page = coach_client.get(DAY).text

    assert ("You have no employers yet" in page, "All done for today" in page) == (
        False,
        True,
    )


# --- Who --------------------------------------------------------------------


def test_editor_is_sent_to_the_pages(editor_client):
    response = editor_client.get(DAY)

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_admin_reads_the_day_without_verbs(admin_client):
    response = admin_client.get(DAY)

    assert response.status_code == 200
    assert response.context["queue"].whole == 0


def test_admin_may_not_tick(admin_client):
    step = FollowUpFactory()
    url = reverse("follow-up-transition", args=[step.pk, "complete"])

    assert admin_client.post(url, {"result": "taken_care"}).status_code == 403
