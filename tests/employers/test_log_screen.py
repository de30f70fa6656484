"""The log screen: prefilled as far as can be, and telling what one should know."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.workdays import add_workdays, workday_from
from employers.models import Employer, Visit
from tests.employers.log_answers import URL, answers, soup
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = Employer.State


# --- What is shown ----------------------------------------------------------


def test_screen_is_prefilled_by_the_employer(coach_client):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")
    ContactPersonFactory(employer=employer, name="Leena Leipuri", role="johtaja")

    page = soup(coach_client.get(URL, {"employer": employer.pk}))

    assert page.select_one("#employer")["value"] == str(employer.pk)
    assert page.select_one("[data-title]").text == "Leipomo Esimerkki Oy"
    assert page.select_one("[name=kind][checked]")["value"] == "cold"
    assert "Leena Leipuri · johtaja" in page.select_one("#met").text
    assert page.select_one("#suggested").has_attr("hidden")


def test_screen_is_prefilled_by_a_follow_up_that_it_will_close(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=employer, assignee=coach, kind="call")

    page = soup(coach_client.get(URL, {"followup": step.pk}))

    assert page.select_one("#employer")["value"] == str(employer.pk)
    assert page.select_one("[name=kind][checked]")["value"] == "call"
    assert page.select_one("[name=closes][checked]")["value"] == str(step.pk)


def test_screen_is_prefilled_by_a_planned_visit(coach, coach_client):
    site = WorkplaceFactory()
    other = WorkplaceFactory(employer=site.employer, name="Myymälä")
    person = ContactPersonFactory(employer=site.employer)
    visit = VisitFactory(
        employer=site.employer, coach=coach, kind="meeting", workplace=other
    )
    visit.people.add(person)

    page = soup(coach_client.get(URL, {"visit": visit.pk}))

    assert page.select_one("[name=kind][checked]")["value"] == "meeting"
    assert page.select_one("[name=visit][checked]")["value"] == str(visit.pk)
    assert page.select_one("[name=workplace] [selected]")["value"] == str(other.pk)
    assert page.select_one("[name=people][checked]")["value"] == str(person.pk)


@pytest.mark.parametrize(
    "query",
    [
        {"followup": 0},
        {"visit": 9},
        {"employer": "x"},
        *({name: "²"} for name in ("followup", "visit", "employer")),
    ],
)
def test_prefill_of_what_is_not_there_is_an_empty_form(coach_client, query):
    page = soup(coach_client.get(URL, query))

    assert page.select_one("#employer")["value"] == ""


def test_chips_carry_their_days(coach_client, today):
    page = soup(coach_client.get(URL))

    hints = {
        chip.input["value"]: chip.small.text
        for chip in page.select(".chip")
        if chip.input["name"] == "step"
    }
    week = workday_from(today + timedelta(days=7))
    retry = add_workdays(today, 2)
    assert hints["call_week"].split()[1:] == f"{week:%-d %b}".split()
    assert hints["retry"].split()[1:] == f"{retry:%-d %b}".split()


def test_recent_employers_are_offered_first(coach, coach_client):
    older, newer = EmployerFactory(), EmployerFactory()
    forbidden = EmployerFactory(state=State.DO_NOT_CONTACT)
    yesterday = VisitFactory.build().on - timedelta(days=1)
    VisitFactory(employer=older, coach=coach, on=yesterday, done=True)
    VisitFactory(employer=newer, coach=coach, done=True)
    VisitFactory(employer=forbidden, coach=coach, done=True)
    EmployerFactory()

    picks = soup(coach_client.get(URL)).select("[data-pick]")

    assert [pick["data-pick"] for pick in picks] == [str(newer.pk), str(older.pk)]


def test_newcomer_is_offered_own_employers(coach, coach_client):
    own = EmployerFactory(coach=coach)
    EmployerFactory()

    picks = soup(coach_client.get(URL)).select("[data-pick]")

    assert [pick["data-pick"] for pick in picks] == [str(own.pk)]


def test_search_finds_by_name_and_offers_a_new_one(coach_client):
    employer = EmployerFactory(name="Ålandin Näyterauta Oy")
    EmployerFactory(name="Leipomo Esimerkki Oy")
    url = reverse("employers:options")

    options = soup(coach_client.get(url, {"q": "NÄYTE"})).select("[role=option]")

    assert [option["data-value"] for option in options] == [str(employer.pk), ""]
    assert options[1]["data-new"] == "NÄYTE"


def test_search_puts_what_begins_with_the_text_first(coach, coach_client):
    for name, own in [
        ("Aito Näyte Oy", True),
        ("Näyte B Oy", False),
        ("Näyte C", True),
    ]:
        EmployerFactory(name=name, coach=coach if own else None)

    page = soup(coach_client.get(reverse("employers:options"), {"q": "näyte"}))

    titles = [option["data-title"] for option in page.select("[role=option]")]
    assert titles == ["Näyte C", "Näyte B Oy", "Aito Näyte Oy", "näyte"]


def test_search_queries_do_not_grow(coach_client, django_assert_num_queries):
    EmployerFactory(name="Näyte 1")
    url = reverse("employers:options")
    with django_assert_num_queries(5):
        coach_client.get(url, {"q": "näyte"})
    EmployerFactory(name="Näyte 2")
    EmployerFactory(name="Näyte 3")

    with django_assert_num_queries(5):
        coach_client.get(url, {"q": "näyte"})


@pytest.mark.parametrize("count", [1, 3])
def test_screen_queries_do_not_grow(
    coach, coach_client, django_assert_max_num_queries, count
):
    employer = EmployerFactory(contacted=True)
    for n in range(count):
        VisitFactory(employer=employer, done=True)
        VisitFactory(employer=employer, coach=coach, done=True)
        VisitFactory(employer=employer, coach=coach)
        FollowUpFactory(subject=employer, assignee=coach)
        ContactPersonFactory(employer=employer)
        WorkplaceFactory(employer=employer, name=f"Piste {n}")

    with django_assert_max_num_queries(12):
        coach_client.get(URL, {"employer": employer.pk})


def test_only_those_who_log_contacts_come_in(editor_client, admin_client):
    assert editor_client.get(URL).status_code == 403
    assert admin_client.get(URL).status_code == 403
    assert admin_client.post(URL, answers(EmployerFactory())).status_code == 403
    assert Visit.objects.count() == 0


# --- What one is told when the employer is chosen ---------------------------


def about(client, employer):
    headers = {"HX-Request": "true"}
    return soup(client.get(URL, {"employer": employer.pk}, headers=headers))


def test_choice_of_employer_brings_what_depends_on_it(coach, coach_client):
    employer = EmployerFactory(other_service="Työllisyysalueen työhönvalmennus")
    ContactPersonFactory(employer=employer, name="Leena Leipuri")
    FollowUpFactory(subject=employer, assignee=coach, text="Soita Leenalle")

    part = about(coach_client, employer)

    assert part.select_one("html") is None
    assert "Leena Leipuri" in part.select_one("#met[hx-swap-oob]").text
    assert "Soita Leenalle" in part.select_one(".closes").text
    assert "Työllisyysalueen työhönvalmennus" in part.text
    assert part.select_one("#states")["data-interested"] == "In dialogue"


def test_colleagues_fresh_contact_is_told(coach_client, other_coach):
    employer = EmployerFactory(contacted=True)
    VisitFactory(employer=employer, coach=other_coach, done=True, kind="call")

    part = about(coach_client, employer)

    notice = " ".join(part.select_one(".notice").get_text().split())
    assert notice == "Oskar Oksa has been in touch today Phone call · Interested"


def test_last_two_contacts_are_told(coach, coach_client, today):
    employer = EmployerFactory(contacted=True)
    for days in (1, 2, 3):
        on = today - timedelta(days=days)
        VisitFactory(employer=employer, coach=coach, on=on, done=True)

    part = about(coach_client, employer)

    assert len(part.select("li")) == 2


def test_ban_closes_the_form_and_says_who_lifts_it(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="Omistaja kielsi puhelimessa")

    part = about(coach_client, employer)

    closed = part.select_one("[data-closed]").text
    assert "Omistaja kielsi puhelimessa" in closed
    assert "Only a manager lifts the ban" in closed


def test_narrow_ban_is_told_and_leaves_the_form_open(coach_client):
    employer = EmployerFactory(contacted=True, has_bans=True)
    ContactBanFactory(employer=employer, scope="channel", channel="phone")

    part = about(coach_client, employer)

    assert part.select_one("[data-closed]") is None
    assert part.select_one(".notice strong").text == "Do not contact: Phone calls"


# --- Without scripts --------------------------------------------------------


def test_search_without_scripts_keeps_what_was_typed(coach_client):
    employer = EmployerFactory(name="Näyte-Rauta Ky")
    sent = answers(note="Muista esite", q="näyte", kind="call") | {"find": "1"}

    page = soup(coach_client.post(URL, sent))

    assert page.select_one("[name=pick]")["value"] == str(employer.pk)
    assert page.select_one("[name=note]").text.strip() == "Muista esite"
    assert page.select_one("[name=kind][checked]")["value"] == "call"
    assert page.select_one("[name=draft]")["value"] == sent["draft"]
    assert page.select(".error") == []


def test_search_without_a_hit_says_so(coach_client):
    page = soup(coach_client.post(URL, answers(q="zzz")))

    assert "Nothing found" in page.select_one("#suggested").text


def test_pick_without_scripts_shows_the_employer(coach_client):
    employer = EmployerFactory(other_service="Toinen palvelu")
    sent = answers(q="näyte") | {"pick": str(employer.pk)}

    page = soup(coach_client.post(URL, sent))

    assert page.select_one("#employer")["value"] == str(employer.pk)
    assert "Toinen palvelu" in page.text
    assert page.select_one("[name=outcome][checked]")["value"] == "interested"
