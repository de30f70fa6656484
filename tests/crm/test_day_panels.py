"""The panels of the Day, the week, and what both cost."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import FollowUp
from employers.models import Employer
from tests.conftest import client_of
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    UserFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = FollowUp.State
DAY = reverse("day")


def queue(client):
    return client.get(DAY).context["queue"]


def whats(lines):
    return [line.what for line in lines]


def panels(client):
    return {type(p).__name__: p.context for p in client.get(DAY).context["side"]}


# --- The panels -------------------------------------------------------------


def test_own_employers_without_a_plan_are_listed(coach_client, coach, today):
    silent = EmployerFactory(contacted=True, coach=coach, touch_due_on=today)
    bare = EmployerFactory(engaged=True, coach=coach)
    EmployerFactory(engaged=True, coach=coach, next_step_on=today)
    EmployerFactory(coach=coach)
    EmployerFactory(engaged=True)

    found = panels(coach_client)

    assert [e.pk for e in found["Silent"]["employers"]] == [silent.pk]
    assert [e.pk for e in found["Unplanned"]["employers"]] == [bare.pk]
    assert "WithoutCoach" not in found


@pytest.mark.parametrize(
    ("panel", "fields"),
    [
        ("Silent", {"touch_due_on": timezone.localdate()}),
        ("Unplanned", {}),
        ("WithoutCoach", {"coach": None}),
    ],
)
def test_panels_link_lists_what_the_panel_counts(manager, panel, fields):
    client = client_of(manager)
    wanted = EmployerFactory(**{"engaged": True, "coach": manager} | fields)
    EmployerFactory(
        engaged=True, coach=manager, next_step_on=timezone.localdate(), name="Muu Oy"
    )

    url = panels(client)[panel]["list_url"]

    page = client.get(url).text
    assert (wanted.name in page, "Muu Oy" in page) == (True, False)


def test_panel_is_bounded_and_links_to_the_rest(coach_client, coach):
    for _n in range(8):
        EmployerFactory(engaged=True, coach=coach)

    found = panels(coach_client)["Unplanned"]

    assert (len(found["employers"]), found["count"], found["more"]) == (5, 8, 3)
    listed = coach_client.get(found["list_url"])
    assert listed.text.count("Leipomo Esimerkki") >= 8


def test_planned_visit_whose_day_has_passed_is_asked_about(coach_client, coach, today):
    visit = VisitFactory(coach=coach, on=today - timedelta(days=2))

    response = coach_client.get(DAY)

    (line,) = panels(coach_client)["LateVisits"]["lines"]
    assert line.pk == visit.pk
    cancel = reverse("employers:visit-transition", args=[visit.pk, "cancel"])
    assert "Did the visit happen?" in response.text
    assert cancel in response.text
    assert response.context["queue"].left == 0


def test_news_tells_what_others_did_at_ones_own(coach_client, coach, other_coach):
    mine = EmployerFactory(contacted=True, coach=coach, name="Oma Esimerkki Oy")
    others = EmployerFactory(contacted=True)
    by_me = EmployerFactory(contacted=True, coach=coach)
    mine.perform("decline", by=other_coach, reason="no_need")
    others.perform("decline", by=other_coach, reason="no_need")
    by_me.perform("decline", by=coach, reason="no_need")

    (item,) = panels(coach_client)["News"]["news"]

    assert (item.reach.title, str(item.look.label)) == ("Oma Esimerkki Oy", "Not now")


def test_manager_sees_what_is_stuck_and_whose_coach_is_missing(
    manager, today, coach_client
):
    EmployerFactory(contacted=True)
    EmployerFactory(contacted=True, coach=UserFactory(role="coach"))
    old = FollowUpFactory(due_on=today - timedelta(days=30), text="Vanha")
    thrice = FollowUpFactory(snooze_count=3, due_on=today + timedelta(days=5))
    FollowUpFactory(due_on=today - timedelta(days=3))

    found = panels(client_of(manager))

    assert [line.pk for line in found["TeamPanel"]["lines"]] == [old.pk, thrice.pk]
    assert found["WithoutCoach"]["count"] >= 1
    assert not {"TeamPanel", "WithoutCoach"} & panels(coach_client).keys()


# --- Queries ----------------------------------------------------------------


def fill(user, today, count):
    """Give the user so many of everything that the Day shows."""
    absent = UserFactory(role="coach", deputy=user, away_from=today)
    for _n in range(count):
        employer = EmployerFactory(contacted=True, coach=user)
        ContactPersonFactory(employer=employer)
        site = WorkplaceFactory(employer=employer)
        for days in (-20, -1, 0, 1):
            due = today + timedelta(days=days)
            FollowUpFactory(assignee=user, subject=employer, due_on=due)
        FollowUpFactory(assignee=absent, subject=employer)
        FollowUpFactory(assignee=absent, offered_to=user, subject=employer)
        FollowUpFactory(assignee=absent, snooze_count=3).perform(
            "complete", by=UserFactory(role="coach")
        )
        for on in (today - timedelta(days=1), today, today + timedelta(days=1)):
            VisitFactory(employer=employer, workplace=site, coach=user, on=on)
        EmployerFactory(engaged=True, coach=user)
        EmployerFactory(engaged=True, coach=user, touch_due_on=today)
        EmployerFactory(contacted=True)
        EmployerFactory(contacted=True, coach=user).perform(
            "decline", by=absent, reason="no_need"
        )


@pytest.mark.parametrize("count", [1, 3, 20])
@pytest.mark.parametrize("role", ["coach", "manager"])
@pytest.mark.django_db
def test_day_queries_do_not_grow(role, count, today, django_assert_max_num_queries):
    user = UserFactory(role=role)
    client = client_of(user)
    client.get(DAY)
    fill(user, today, count)

    with django_assert_max_num_queries(12) as captured:
        response = client.get(DAY)

    assert response.status_code == 200
    assert len(captured) == {"coach": 11, "manager": 12}[role]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_week_queries_do_not_grow(
    coach_client, coach, count, today, django_assert_max_num_queries
):
    fill(coach, today, count)
    coach_client.get(DAY)

    with django_assert_max_num_queries(9):
        coach_client.get(reverse("week"))


# --- The week ---------------------------------------------------------------


def test_week_shows_two_weeks_by_day(coach_client, coach, today):
    for days in (-1, 0, 5, 13, 14):
        due = today + timedelta(days=days)
        FollowUpFactory(assignee=coach, text=f"{days} pv", due_on=due)
    VisitFactory(coach=coach, on=today + timedelta(days=5), starts_at=time(8))

    days = coach_client.get(reverse("week")).context["week"].days

    assert [(day, whats(lines)) for day, lines in days] == [
        (today, ["0 pv"]),
        (today + timedelta(days=5), ["Cold visit", "5 pv"]),
        (today + timedelta(days=13), ["13 pv"]),
    ]


def test_long_week_is_cut_and_leads_to_the_rest(coach_client, coach):
    subject = EmployerFactory()
    for _n in range(38):
        FollowUpFactory(assignee=coach, subject=subject)

    response = coach_client.get(reverse("week"))

    ((_day, lines),) = response.context["week"].days
    assert len(lines) == 36
    assert "The rest is among the follow-ups" in response.text
    assert len(response.content) < 60_000


def test_empty_week_says_so(coach_client):
    page = coach_client.get(reverse("week")).text

    assert "Nothing planned for two weeks" in page


def test_closed_employers_line_still_leads_to_it(coach_client, coach):
    employer = EmployerFactory(state=Employer.State.CEASED)
    FollowUpFactory(assignee=coach, subject=employer)

    (line,) = queue(coach_client).today

    assert line.reach.url == employer.get_absolute_url()
