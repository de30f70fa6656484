"""The employer's own page: next step, moves, timeline, people, places, facts."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import FollowUp
from employers.merge import merge
from employers.models import ContactBan, Employer
from employers.stages import stepper
from tests.employers.test_employer_timeline import live, soup, texts
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    UserFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = Employer.State


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


# --- Next step --------------------------------------------------------------


def test_nearest_step_stands_first_with_call_log_and_put_off(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    ContactPersonFactory(employer=employer, decides=True)
    FollowUpFactory(subject=employer, assignee=coach, text="Later", due_on=in_days(9))
    FollowUpFactory(subject=employer, assignee=coach, text="Ring Erkki", kind="call")

    page = soup(coach_client, employer)

    assert texts(page, ".next .what") == ["Ring Erkki"]
    assert texts(page, ".next > .actions > a") == ["Call", "Log"]
    assert page.select_one(".next .primary")["href"] == "tel:+358400000101"
    assert len(page.select(".next button[name=until]")) == 3


def test_late_step_says_so(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, assignee=coach, due_on=in_days(-2))

    page = soup(coach_client, employer)

    assert page.select_one(".next")["data-tone"] == "berry"
    assert texts(page, ".next h2") == ["Next step · 2 days late"]


def test_planned_visit_before_the_step_is_the_next(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, assignee=coach, due_on=in_days(5))
    VisitFactory(employer=employer, coach=coach, on=in_days(1), topic="The oven hall")

    page = soup(coach_client, employer)

    assert texts(page, ".next .what") == ["Cold visit · The oven hall"]
    assert texts(page, ".next .actions a") == ["Log", "Open", "Move"]


def test_colleagues_step_is_shown_but_not_mine_to_close(coach_client):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, text="Ring them")

    page = soup(coach_client, employer)

    assert texts(page, ".next .what") == ["Ring them"]
    assert page.select(".next .actions") == []


def test_third_putting_off_asks_why_on_its_own_page(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, assignee=coach, snooze_count=2)

    page = soup(coach_client, employer)

    assert page.select(".next button[name=until]") == []


def test_employer_without_a_step_asks_for_one(coach_client):
    page = soup(coach_client, EmployerFactory(contacted=True))

    assert texts(page, ".next .what") == ["No next step"]
    assert texts(page, ".next .actions a") == ["Add a step", "Plan a visit"]


def test_closed_employer_asks_for_no_step(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("cease", by=coach, note="The sign is gone")

    page = soup(coach_client, employer)

    assert page.select(".next") == []
    assert texts(page, ".notice strong") == ["Ceased trading"]


# --- Stage and moves --------------------------------------------------------


def test_stepper_shows_passed_present_and_coming_stages(db):
    employer = EmployerFactory(engaged=True)

    steps = [(str(s["label"]), s["status"]) for s in stepper(employer)]

    assert steps == [
        ("Identified", "done"),
        ("Contacted", "done"),
        ("In dialogue", "now"),
        ("Partner", "ahead"),
    ]
    assert stepper(employer)[2]["meta"] == "30 days"


def test_declined_employer_is_off_the_way_with_its_reason(db):
    last = stepper(EmployerFactory(declined=True))[-1]

    assert (str(last["label"]), last["status"]) == ("Not now", "off")
    assert last["meta"] == "No need · 30 days"


def test_blocked_move_is_dashed_with_its_reason(coach_client):
    page = soup(coach_client, EmployerFactory(engaged=True))

    blocked = page.select_one(".main-col button[aria-disabled=true]")
    assert blocked.get_text(strip=True) == "Make a partner"
    assert page.find(id=blocked["aria-describedby"]).get_text() == (
        "A partner is born when a tailored job is agreed or a trial begins."
    )


def test_menu_holds_the_rarer_moves_and_merging_is_for_managers(
    coach_client, manager_client
):
    employer = EmployerFactory(engaged=True)

    coachs = texts(soup(coach_client, employer), ".head .menu > div > *")
    managers = texts(soup(manager_client, employer), ".head .menu > div > a")

    assert coachs == [
        "Log a contact here",
        "Edit the details",
        "Plan the next step",
        "Plan a visit",
        "Lay to rest",
        "Merge into another managers only",
        "",
        "Mark as ceased",
        "Do not contact",
    ]
    assert "Merge into another" in managers


def test_admin_reads_without_buttons(admin_client):
    employer = EmployerFactory(engaged=True)
    FollowUpFactory(subject=employer, text="Secret of the coaches")

    page = soup(admin_client, employer)

    assert page.select(".main-col .actions, .head .menu") == []
    assert "Secret of the coaches" not in page.get_text()


# --- What to mind -----------------------------------------------------------


def test_ban_says_why_and_managers_can_lift_it(coach_client, manager_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="The owner said no more visits")

    coachs, managers = soup(coach_client, employer), soup(manager_client, employer)

    assert texts(coachs, ".notice strong") == ["Do not contact: The whole organisation"]
    assert texts(coachs, ".notice p")[0] == "The owner said no more visits"
    assert texts(coachs, ".notice a") == []
    assert texts(managers, ".notice a") == ["Lift the ban"]


def test_banned_person_has_no_call_button(coach_client):
    employer = EmployerFactory(contacted=True, has_bans=True)
    person = ContactPersonFactory(employer=employer)
    ContactBanFactory(employer=employer, scope=ContactBan.Scope.PERSON, person=person)

    page = soup(coach_client, employer)

    assert "does not want contact" in page.get_text()
    assert page.select('a[href^="tel:"]') == []


def test_forbidden_employer_shows_numbers_that_do_not_call(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    ContactPersonFactory(employer=employer, email="erkki@esimerkki.example")
    employer.perform("forbid", by=coach, note="No")

    page = soup(coach_client, employer)

    assert "040 000 0101" in page.get_text()
    assert page.select('a[href^="tel:"], a[href^="mailto:"]') == []


def test_ban_on_phone_calls_takes_the_call_buttons_away(coach_client, coach):
    employer = EmployerFactory(contacted=True, has_bans=True)
    ContactPersonFactory(employer=employer)
    FollowUpFactory(subject=employer, assignee=coach, kind="call")
    ContactBanFactory(employer=employer, scope="channel", channel="phone")

    page = soup(coach_client, employer)

    assert texts(page, ".next > .actions > a") == ["Log"]
    assert page.select('.head a[href^="tel:"]') == []


def test_colleagues_plan_is_told(coach_client, other_coach):
    employer = EmployerFactory(contacted=True)
    VisitFactory(employer=employer, coach=other_coach, on=in_days(3))

    [told] = texts(soup(coach_client, employer), ".notice strong")

    assert told.startswith("Oskar Oksa has a contact planned here: Cold visit")


def test_only_the_responsible_coachs_own_contact_is_no_news(coach_client, other_coach):
    theirs = EmployerFactory(contacted=True, coach=other_coach)
    nobodys = EmployerFactory(contacted=True)
    for employer in (theirs, nobodys):
        VisitFactory(employer=employer, coach=other_coach, done=True, on=in_days(-2))

    assert texts(soup(coach_client, theirs), ".notice strong") == []
    [told] = texts(soup(coach_client, nobodys), ".notice strong")
    assert told.startswith("Oskar Oksa was in touch: Cold visit")


def test_passed_pace_is_told_unless_something_is_planned(coach_client, coach):
    employer = EmployerFactory(partner=True, touch_due_on=in_days(-1))

    silent = texts(soup(coach_client, employer), ".notice strong")
    FollowUpFactory(subject=employer, assignee=coach, due_on=in_days(2))
    Employer.objects.filter(pk=employer.pk).update(next_step_on=in_days(2))
    planned = texts(soup(coach_client, employer), ".notice strong")

    assert (silent, planned) == (["Time to get in touch"], [])


# --- Who, where, whose ------------------------------------------------------


def test_people_and_places_say_how_to_reach_them(coach_client):
    employer = EmployerFactory()
    ContactPersonFactory(
        employer=employer, role="owner", decides=True, best_time="mornings"
    )
    ContactPersonFactory(employer=employer, name="Teppo Testaaja", left_on=in_days(-3))
    WorkplaceFactory(
        employer=employer,
        bus_stop="Bus K99",
        walk_minutes=5,
        late_first_bus=True,
        step_free=True,
    )

    page = soup(coach_client, employer)

    people, places = page.select(".side-col .panel")[:2]
    assert texts(people, "a.who") == ["Erkki Esimerkki", "Teppo Testaaja"]
    assert texts(people, "span.soft")[0] == "owner, decides"
    assert "040 000 0101" in people.get_text()
    assert len(people.select("a.btn.square")) == 1
    assert texts(places, ".line-icon") == [
        "Bus K99, 5 minutes on foot",
        "The shift starts before the first bus.",
        "Step-free",
    ]
    assert places.select_one("a.btn.square")["href"].startswith(
        "https://www.openstreetmap.org/search?query=Mallikatu"
    )


def test_long_lists_are_cut_until_one_asks_for_all(coach_client):
    employer = EmployerFactory()
    for _ in range(12):
        ContactPersonFactory(employer=employer)

    assert len(texts(soup(coach_client, employer), ".rows a.who")) == 10
    assert len(texts(soup(coach_client, employer, "?all=1"), ".rows a.who")) == 12


def test_coach_takes_an_employer_that_nobody_has(coach_client, coach):
    employer = EmployerFactory()

    coach_client.post(reverse("employers:take", args=[employer.pk]))

    fresh = Employer.objects.get(pk=employer.pk)
    assert fresh.coach == coach
    assert fresh.changes.first().coach == coach


def test_second_coach_is_told_that_it_is_taken(coach_client, other_coach):
    employer = EmployerFactory(coach=other_coach)

    response = coach_client.post(
        reverse("employers:take", args=[employer.pk]), follow=True
    )

    assert [m.level_tag for m in response.context["messages"]] == ["error"]
    assert Employer.objects.get(pk=employer.pk).coach == other_coach


def test_manager_assigns_the_coach_and_the_open_steps(
    manager_client, coach, other_coach
):
    employer = EmployerFactory(coach=coach)
    mine = FollowUpFactory(subject=employer, assignee=coach, text="Ring")
    done = FollowUpFactory(subject=employer, assignee=coach)
    done.perform("complete", by=coach)

    address = reverse("employers:assign", args=[employer.pk])
    asked = manager_client.get(address).content.decode()
    manager_client.post(address, {"coach": other_coach.pk, "steps": "on"})

    assert "The open steps of the previous coach go along" in asked
    assert Employer.objects.get(pk=employer.pk).coach == other_coach
    assert FollowUp.objects.get(pk=mine.pk).state == FollowUp.State.HANDED_OVER
    assert [
        s.text for s in FollowUp.objects.pending().filter(assignee=other_coach)
    ] == ["Ring"]


def test_open_steps_stay_with_the_previous_coach_if_so_chosen(
    manager_client, coach, other_coach
):
    employer = EmployerFactory(coach=coach)
    step = FollowUpFactory(subject=employer, assignee=coach)

    manager_client.post(
        reverse("employers:assign", args=[employer.pk]), {"coach": other_coach.pk}
    )

    assert Employer.objects.get(pk=employer.pk).coach == other_coach
    assert FollowUp.objects.get(pk=step.pk).assignee == coach


# --- Tombstones and speed ---------------------------------------------------


def test_tombstone_leads_to_its_survivor_through_a_chain(coach_client, manager):
    first, second, third = (EmployerFactory() for _ in range(3))
    merge(first, second, by=manager)
    merge(second, third, by=manager)

    response = coach_client.get(first.get_absolute_url(), follow=True)

    assert response.redirect_chain == [(third.get_absolute_url(), 302)]
    assert [str(m) for m in response.context["messages"]] == [
        f"{first} has been merged into this employer."
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_employer_page_queries_do_not_grow(
    coach_client, coach, manager, django_assert_max_num_queries, rows
):
    employer = EmployerFactory(contacted=True, coach=coach, industry_code="10710")
    for _ in range(rows):
        live(employer, coach)
        VisitFactory(employer=employer, coach=UserFactory(role="coach"), on=in_days(1))
        merge(EmployerFactory(), employer, by=manager)
    coach_client.get(employer.get_absolute_url())

    with django_assert_max_num_queries(13):
        response = coach_client.get(employer.get_absolute_url())

    assert response.status_code == 200


def test_full_page_is_light(coach_client, coach):
    employer = EmployerFactory(contacted=True, coach=coach)
    for _ in range(10):
        live(employer, coach)

    assert len(coach_client.get(employer.get_absolute_url()).content) < 60_000


# --- Rarer sights -----------------------------------------------------------


def test_check_on_a_forbidden_employer_is_done_without_a_contact(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")
    FollowUpFactory(subject=employer, assignee=coach, kind="check")

    page = soup(coach_client, employer)

    assert texts(page, ".next > .actions > a") == ["Done"]


def test_check_is_done_first_and_logged_second(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, assignee=coach, kind="check")

    page = soup(coach_client, employer)

    assert texts(page, ".next > .actions > a") == ["Done", "Log"]


def test_admin_may_only_open_a_planned_visit(admin_client, coach):
    visit = VisitFactory(coach=coach, on=in_days(2), starts_at=time(10, 30))

    page = soup(admin_client, visit.employer)

    assert texts(page, ".next .actions a") == ["Open"]
    assert "at 10:30" in page.select_one(".next").get_text()


def test_passed_stage_of_another_year_says_the_year(db):
    employer = EmployerFactory(contacted=True)
    employer.contacted_on = date(2020, 3, 2)

    assert stepper(employer)[0]["meta"] == "03/02/2020"


def test_facts_say_what_is_known(coach_client, other_coach):
    before = EmployerFactory(name="Vanha Leipomo")
    employer = EmployerFactory(
        partner=True,
        deputy=other_coach,
        industry_code="10",
        website="https://leipomo.example",
        successor_of=before,
        notes="Back door\nby the yard",
        other_names="Pulla",
        trade="Bakery",
        demo=True,
        business_id="1234567-1",
        no_business_id_reason="",
        last_contact_on=in_days(-1),
        touch_due_on=in_days(89),
        register_checked_at=timezone.now(),
    )

    page = soup(coach_client, employer)

    facts = dict(zip(texts(page, ".facts dt"), texts(page, ".facts dd"), strict=True))
    assert facts["Deputy"] == "Oskar Oksa"
    assert facts["Successor of"] == "Vanha Leipomo"
    assert facts["Website"] == "https://leipomo.example"
    assert facts["Keep in touch"].startswith("every 90 days, next by ")
    assert facts["Working here"] == "1 · Update"
    assert texts(page, ".notes") == ["Back door by the yard"]
    assert texts(page, ".head p") == [
        f"demo · Bakery · {employer.where} · 1234567-1",
        "Also known as Pulla",
    ]


def test_swedish_speaker_mail_and_closed_or_banned_places_are_marked(coach_client):
    employer = EmployerFactory(has_bans=True)
    ContactPersonFactory(
        employer=employer, language="sv", phone="", email="a@esimerkki.example"
    )
    ContactPersonFactory(employer=employer, phone="", best_time="mornings")
    banned = WorkplaceFactory(employer=employer, step_free=False)
    WorkplaceFactory(employer=employer, closed_on=in_days(-9))
    ContactBanFactory(employer=employer, scope="workplace", workplace=banned)

    page = soup(coach_client, employer)

    people, places = page.select(".side-col .panel")[:2]
    assert "Swedish" in people.get_text()
    assert people.select_one("a.btn.square")["href"] == "mailto:a@esimerkki.example"
    assert texts(places, ".mark") == ["do not contact"]
    assert texts(places, ".line-icon") == ["Not step-free"]
    assert len(places.select("a.btn.square")) == 1
