"""What leaves the pages: the calendar feed and the morning's mail."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from crm.models import Reminders
from crm.nightly import mail_mornings
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    FollowUpFactory,
    UserFactory,
    VisitFactory,
    WorkplaceFactory,
)

PAGE = reverse("reminders")
TUESDAY, SATURDAY, MONDAY = date(2026, 12, 1), date(2026, 12, 5), date(2026, 11, 30)


def make_address(client):
    page = client.post(PAGE, {"verb": "make"}, follow=True)
    return urlsplit(page.context["address"]).path


def events(path):
    answer = Client().get(path)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def bakery(coach):
    return EmployerFactory(name="Leipomo Kärnä Oy", coach=coach)


def test_feed_holds_visits_at_their_hour_and_steps_as_days(
    coach_client, coach, bakery, today
):
    site = WorkplaceFactory(employer=bakery, name="Myymälä", street="Näytetie 1")
    day = today + timedelta(days=10)
    VisitFactory(
        employer=bakery,
        coach=coach,
        on=day,
        starts_at=time(9, 30),
        workplace=site,
        state="planned",
        kind="cold",
        topic="",
    )
    FollowUpFactory(subject=bakery, assignee=coach, text="Soita", due_on=day)
    FollowUpFactory(assignee=UserFactory(role="coach"), text="Toisen", due_on=day)
    FollowUpFactory(assignee=coach, text="Kaukana", due_on=today + timedelta(days=90))

    found = events(make_address(coach_client))

    assert len(found) == 2
    step = found["Leipomo Kärnä Oy: Soita"]
    assert step["dtstart"].dt == day
    visit = next(event for name, event in found.items() if "Soita" not in name)
    helsinki = ZoneInfo("Europe/Helsinki")
    assert visit["dtstart"].dt == datetime.combine(day, time(9, 30), helsinki)
    assert visit["dtend"].dt - visit["dtstart"].dt == timedelta(hours=1)
    assert "Myymälä" in visit["location"]


def test_nothing_about_a_candidate_leaves(coach_client, coach, today):
    candidate = CandidateFactory(active=True, coach=coach)
    FollowUpFactory(
        subject=candidate, assignee=coach, text="Kysy matkasta", due_on=today
    )
    path = make_address(coach_client)

    content = Client().get(path).content.decode()

    assert len(events(path)) == 1
    assert candidate.code not in content
    assert "Kysy" not in content


def test_identity_of_an_event_stays_when_it_is_put_off(
    coach_client, coach, bakery, today
):
    step = FollowUpFactory(subject=bakery, assignee=coach, text="Soita", due_on=today)
    path = make_address(coach_client)
    before = events(path)["Leipomo Kärnä Oy: Soita"]

    step.perform("snooze", by=coach, until=today + timedelta(days=7))

    after = events(path)["Leipomo Kärnä Oy: Soita"]
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) == int(before["sequence"]) + 1


def test_new_address_ends_the_old_one_and_is_shown_once(coach_client):
    first = make_address(coach_client)
    second = make_address(coach_client)

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert coach_client.get(PAGE).context["address"] == ""


def test_ended_address_answers_no_more(coach_client):
    path = make_address(coach_client)
    coach_client.post(PAGE, {"verb": "end"})
    assert Client().get(path).status_code == 404


def test_address_of_somebody_who_has_left_or_lost_the_role_is_dead(coach_client, coach):
    path = make_address(coach_client)
    coach.groups.clear()
    assert Client().get(path).status_code == 404
    coach.is_active = False
    coach.save()
    assert Client().get(path).status_code == 404


def test_key_is_not_kept_and_the_last_reading_is(coach_client, coach, today):
    path = make_address(coach_client)
    key = path.rsplit("/", 1)[-1].removesuffix(".ics")
    events(path)

    kept = Reminders.objects.get(user=coach)
    assert key not in str(vars(kept))
    assert kept.fetched_on == today


def test_unknown_verb_changes_nothing(coach_client):
    assert coach_client.post(PAGE, {"verb": "frobnicate"}).status_code == 404
    assert not Reminders.objects.exists()


def test_feed_takes_a_fixed_number_of_queries(
    coach_client, coach, bakery, today, django_assert_num_queries
):
    path = make_address(coach_client)
    for number in range(30):
        FollowUpFactory(
            subject=bakery, assignee=coach, text=f"Askel {number}", due_on=today
        )
    client = Client()
    client.get(path)
    with django_assert_num_queries(7):
        client.get(path)


# --- The morning's mail -------------------------------------------------------


def wants_mail(user):
    return Reminders.objects.create(user=user, language="fi", morning_mail=True)


def late_step(coach, subject, text="Soita"):
    return FollowUpFactory(
        subject=subject, assignee=coach, text=text, due_on=date(2026, 11, 2)
    )


def mornings(day):
    with time_machine.travel(datetime.combine(day, time(5), UTC), tick=False):
        return mail_mornings(day)


def test_morning_mail_tells_the_day_without_candidates(coach, bakery):
    wants_mail(coach)
    late_step(coach, bakery)
    candidate = CandidateFactory(active=True, coach=coach)
    late_step(coach, candidate, "Kysy matkasta")

    assert mornings(TUESDAY) == 1

    (sent,) = mail.outbox
    assert sent.to == [coach.email]
    assert "Leipomo Kärnä Oy: Soita" in sent.body
    assert candidate.code not in sent.body
    assert "Kysy" not in sent.body


def test_morning_mail_comes_once_and_not_on_days_off(coach, bakery):
    wants_mail(coach)
    late_step(coach, bakery)
    assert (mornings(SATURDAY), mornings(TUESDAY), mornings(TUESDAY)) == (0, 1, 0)
    assert len(mail.outbox) == 1


def test_who_is_away_gets_none_and_an_empty_day_sends_none(coach, bakery):
    wants_mail(coach)
    assert mornings(TUESDAY) == 1
    coach.away_from = coach.away_until = date(2026, 12, 2)
    coach.save()
    late_step(coach, bakery)
    assert mornings(date(2026, 12, 2)) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(("day", "told"), [(MONDAY, True), (TUESDAY, False)])
def test_managers_hear_on_mondays_what_the_team_has_left(
    manager, coach, bakery, day, told
):
    wants_mail(manager)
    late_step(coach, bakery)
    mornings(day)
    assert bool(mail.outbox) is told
    if told:
        assert "1" in mail.outbox[0].body


def test_mail_is_switched_on_and_off_on_the_page(coach_client, coach):
    coach_client.post(PAGE, {"verb": "mail"})
    assert Reminders.objects.get(user=coach).morning_mail
    coach_client.post(PAGE, {"verb": "stop"})
    assert not Reminders.objects.get(user=coach).morning_mail
