"""The coach's Day: the queue, one-tap verbs, the panels, the empty states."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from crm.models import FollowUp
from employers.models import Employer, Visit
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


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def queue(client):
    return client.get(DAY).context["queue"]


def whats(lines):
    return [line.what for line in lines]


def panels(client):
    return {type(p).__name__: p.context for p in client.get(DAY).context["side"]}


def htmx(client, step, name, path=DAY, **data):
    return client.post(
        reverse("follow-up-transition", args=[step.pk, name]),
        data,
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"},
    )


def tell(response):
    return [str(message) for message in response.context["messages"]]


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


# --- One tap ----------------------------------------------------------------


def test_tick_answers_with_the_done_line_counts_and_undo(coach_client, coach):
    step = FollowUpFactory(assignee=coach, text="Soita Erkille")
    FollowUpFactory(assignee=coach)

    response = htmx(coach_client, step, "complete", result="taken_care")

    entry = step.history.get()
    assert fetch(step).state == State.DONE
    assert f'<li id="step-{step.pk}" class="done">' in response.text
    assert "Done 1, left 1" in response.text
    assert reverse("undo", args=[entry.pk]) in response.text
    assert response.text.strip().startswith("<li")


def test_undo_from_the_day_returns_to_the_day(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    htmx(coach_client, step, "complete", result="taken_care")

    url = reverse("undo", args=[step.history.get().pk])
    response = coach_client.post(url, {"next": DAY})

    assert response.url == DAY
    assert fetch(step).state == State.OPEN


def test_tick_of_the_last_one_says_that_all_is_done(coach_client, coach):
    step = FollowUpFactory(assignee=coach)

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert "All done for today" in response.text


def test_tick_offers_the_next_step_when_none_is_left(coach_client, coach):
    employer = EmployerFactory(contacted=True, name="Leipomo Esimerkki Oy")
    step = FollowUpFactory(assignee=coach, subject=employer)

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert "Next step for Leipomo Esimerkki Oy?" in response.text
    assert reverse("employers:plan-step", args=[employer.pk]) in response.text


def test_tick_asks_nothing_when_another_step_is_left(coach_client, coach, today):
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(assignee=coach, subject=employer)
    later = today + timedelta(days=7)
    FollowUpFactory(assignee=coach, subject=employer, due_on=later)

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert "Next step for" not in response.text


def test_tick_works_without_javascript(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    url = reverse("follow-up-transition", args=[step.pk, "complete"])

    response = coach_client.post(url, {"result": "taken_care", "next": DAY})

    assert (response.status_code, response.url) == (302, DAY)
    assert fetch(step).state == State.DONE


def test_double_tick_does_it_once_and_blames_nobody(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    htmx(coach_client, step, "complete", result="taken_care")

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert step.history.count() == 1
    assert tell(response) == ["This has been done already."]
    assert 'class="done"' in response.text


def test_tick_after_a_colleague_says_who_was_faster(coach_client, coach, manager):
    step = FollowUpFactory(assignee=coach)
    fetch(step).perform("cancel", by=manager, note="Turha")

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert step.history.get().name == "cancel"
    assert tell(response) == [
        "Maija Mänty was faster. Your change was not saved. See what changed."
    ]


def test_put_off_writes_the_day_and_leaves_the_line(coach_client, coach, today):
    step = FollowUpFactory(assignee=coach)
    until = today + timedelta(days=3)

    response = htmx(coach_client, step, "snooze", until=until.isoformat())

    fresh = fetch(step)
    assert (fresh.state, fresh.due_on, fresh.snooze_count) == (State.SNOOZED, until, 1)
    assert "Put off to" in response.text
    assert queue(coach_client).today == []


def test_third_time_asks_why_before_anything_is_sent(coach_client, coach):
    step = FollowUpFactory(assignee=coach, snooze_count=2)
    url = reverse("follow-up-transition", args=[step.pk, "snooze"])

    page = coach_client.get(DAY).text

    assert f'href="{url}?next=/crm/"' in page
    assert "data-snooze" not in page


def test_third_time_without_a_reason_is_sent_to_say_it(coach_client, coach, today):
    step = FollowUpFactory(assignee=coach, snooze_count=2)
    until = (today + timedelta(days=1)).isoformat()

    response = htmx(coach_client, step, "snooze", until=until, next=DAY)
    page = coach_client.get(response.headers["HX-Redirect"])

    assert fetch(step).state == State.OPEN
    assert page.context["form"]["until"].value() == until
    assert page.context["form"].fields["note"].required


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

    assert "No employers yet" in response.text
    assert reverse("employers:imports") in response.text
    assert "All done" not in response.text


def test_somebody_with_employers_is_not_new(coach_client, coach):
    EmployerFactory(coach=coach)

    page = coach_client.get(DAY).text

    assert ("No employers yet" in page, "All done for today" in page) == (False, True)


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
