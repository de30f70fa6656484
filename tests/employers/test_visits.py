"""Plan a visit, see it, move it, correct it."""

from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from employers.models import Employer, Visit
from employers.models.outcomes import NextStep
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    VisitFactory,
    WorkplaceFactory,
)

PLAN = reverse("employers:visit-plan")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def errors(response):
    found = soup(response).select(".notice[role=alert] li")
    return [" ".join(li.get_text().split()) for li in found]


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def plan_of(employer, **more):
    return {"kind": "meeting", "on": in_days(3).isoformat(), **more}


def address(employer):
    return f"{PLAN}?employer={employer.pk}"


def move(visit, name):
    return reverse("employers:visit-transition", args=[visit.pk, name])


def log(employer, coach, **more):
    visit = Visit(employer=employer, coach=coach)
    step = NextStep("Soita", in_days(1), "call")
    visit.perform("complete", by=coach, outcome="interested", next_step=step, **more)
    return visit


# --- Plan -------------------------------------------------------------------


def test_plan_asks_for_the_employer_first(coach, coach_client):
    mine = EmployerFactory(name="Näyte-Rauta Ky", coach=coach)
    EmployerFactory(name="Leipomo Esimerkki Oy")

    own = soup(coach_client.get(PLAN)).select(".pick")
    found = soup(coach_client.get(PLAN, {"q": "leipomo"})).select(".pick b")
    nothing = coach_client.get(PLAN, {"q": "zzz"})

    assert [link["href"] for link in own] == [address(mine)]
    assert [b.text for b in found] == ["Leipomo Esimerkki Oy"]
    assert "Nothing found" in soup(nothing).text
    assert coach_client.post(PLAN, plan_of(mine)).status_code == 422


def test_visit_is_planned_with_its_details(coach, coach_client):
    site = WorkplaceFactory()
    person = ContactPersonFactory(employer=site.employer)

    response = coach_client.post(
        address(site.employer),
        plan_of(
            site.employer,
            starts_at="10:30",
            workplace=site.pk,
            people=[person.pk],
            topic="Tehtävien kartoitus",
        ),
    )

    visit = Visit.objects.get()
    assert response.url == visit.get_absolute_url()
    assert (visit.state, visit.coach, visit.kind) == ("planned", coach, "meeting")
    assert (visit.on, visit.starts_at) == (in_days(3), time(10, 30))
    assert (visit.workplace, list(visit.people.all())) == (site, [person])
    assert fetch(site.employer).next_step_on == in_days(3)


def test_plan_is_prefilled_for_the_next_working_day(coach_client):
    page = soup(coach_client.get(f"{address(EmployerFactory())}&kind=cold"))

    assert page.select_one("[name=on]")["value"] > timezone.localdate().isoformat()
    assert page.select_one("[name=kind][checked]")["value"] == "cold"


def test_colleagues_visit_asks_why_go_too(coach_client, other_coach):
    employer = EmployerFactory(contacted=True)
    VisitFactory(employer=employer, coach=other_coach, done=True)

    refused = coach_client.post(address(employer), plan_of(employer))
    allowed = coach_client.post(
        address(employer), plan_of(employer, conflict_reason="Sovittu yhdessä")
    )

    assert errors(refused) == [
        "A colleague has been or is going there. Say why you go too."
    ]
    assert soup(refused).select_one("[name=conflict_reason]") is not None
    assert allowed.status_code == 302
    assert Visit.objects.planned().get().conflict_reason == "Sovittu yhdessä"


def test_forbidden_employer_cannot_be_planned(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="Kielsi puhelimessa")

    page = soup(coach_client.get(address(employer)))
    response = coach_client.post(address(employer), plan_of(employer))

    assert "Kielsi puhelimessa" in page.select_one("[data-closed]").text
    assert "Contact is forbidden" in errors(response)[0]
    assert Visit.objects.count() == 0


def test_banned_person_cannot_be_planned_to_be_met(coach_client):
    employer = EmployerFactory(contacted=True)
    person = ContactPersonFactory(employer=employer)
    ContactBanFactory(employer=employer, scope="person", person=person)
    employer.settle()

    response = coach_client.post(
        address(employer), plan_of(employer, people=[person.pk])
    )

    assert "This contact is forbidden" in errors(response)[0]
    assert coach_client.post(address(employer), plan_of(employer)).status_code == 302


def test_plan_keeps_what_was_typed(coach_client):
    employer = EmployerFactory()
    sent = plan_of(employer, on=in_days(-1).isoformat(), topic="Kartoitus")

    response = coach_client.post(address(employer), sent)

    assert errors(response) == ["Day: Choose today or a later day."]
    assert soup(response).select_one("[name=topic]")["value"] == "Kartoitus"


def test_job_seekers_name_in_the_topic_is_asked_about(coach_client):
    employer = EmployerFactory()
    sent = plan_of(employer, topic="Matti Meikäläinen tutustuu")

    response = coach_client.post(address(employer), sent)

    sure = soup(response).select_one("[name=sure]")["value"]
    assert Visit.objects.count() == 0
    assert (
        coach_client.post(address(employer), sent | {"sure": sure}).status_code == 302
    )


def test_plan_queries_do_not_grow(coach, coach_client, django_assert_max_num_queries):
    employer = EmployerFactory(contacted=True)
    for n in range(3):
        VisitFactory(employer=employer, done=True)
        WorkplaceFactory(employer=employer, name=f"Piste {n}")
        ContactPersonFactory(employer=employer)

    with django_assert_max_num_queries(12):
        coach_client.get(address(employer))


def test_only_those_who_log_contacts_plan(admin_client):
    employer = EmployerFactory()

    assert admin_client.get(PLAN).status_code == 403
    assert admin_client.post(address(employer), plan_of(employer)).status_code == 403
    assert Visit.objects.count() == 0


# --- See --------------------------------------------------------------------


def test_planned_visit_offers_to_log_move_and_cancel(coach, coach_client):
    visit = VisitFactory(coach=coach)

    page = soup(coach_client.get(visit.get_absolute_url()))

    assert [a["href"] for a in page.select("main .actions a")] == [
        f"{reverse('employers:log')}?visit={visit.pk}",
        move(visit, "cancel"),
        move(visit, "reschedule"),
    ]


def test_button_that_would_only_refuse_is_not_there(
    coach, coach_client, other_coach_client, manager_client
):
    visit = log(EmployerFactory(), coach)
    correct = f"a[href='{reverse('employers:visit-correct', args=[visit.pk])}']"

    own, others, managers = (
        soup(client.get(visit.get_absolute_url())).select(correct)
        for client in (coach_client, other_coach_client, manager_client)
    )

    assert [len(own), len(others), len(managers)] == [1, 0, 1]


def test_logged_contact_tells_what_it_led_to(coach, coach_client):
    visit = log(EmployerFactory(), coach, note="Uunilla ruuhkaa")

    page = soup(coach_client.get(visit.get_absolute_url()))

    titles = [h3.text for h3 in page.select(".timeline h3")]
    assert sorted(titles) == [
        "Contacted → In dialogue",
        "Identified → Contacted",
        "Soita",
    ]
    assert "Uunilla ruuhkaa" in page.select_one(".facts").text
    assert "Interested" in page.select_one(".facts").text


def test_attempt_in_vain_tells_what_was_in_the_way(coach, coach_client):
    visit = Visit(employer=EmployerFactory(), coach=coach)
    visit.perform("miss", by=coach, reason="closed")

    page = soup(coach_client.get(visit.get_absolute_url()))

    assert "Closed" in page.select_one(".facts").text


def test_reader_sees_a_visit_without_buttons(coach, admin_client):
    visit = log(EmployerFactory(), coach)

    page = soup(admin_client.get(visit.get_absolute_url()))

    assert page.select("main .actions a") == []
    assert [h3.text for h3 in page.select(".timeline h3")] != []


@pytest.mark.parametrize("people", [1, 3])
def test_visit_queries_do_not_grow(
    coach, coach_client, django_assert_max_num_queries, people
):
    visit = log(EmployerFactory(), coach)
    for _n in range(people):
        visit.people.add(ContactPersonFactory(employer=visit.employer))
        visit.perform("correct", by=coach, values={"minutes": 5})

    with django_assert_max_num_queries(12):
        coach_client.get(visit.get_absolute_url())


# --- Move -------------------------------------------------------------------


def test_visit_is_moved_to_another_day(coach, coach_client):
    visit = VisitFactory(coach=coach, topic="Kartoitus")

    page = soup(coach_client.get(move(visit, "reschedule")))
    response = coach_client.post(
        move(visit, "reschedule"), {"to": in_days(5).isoformat()}
    )

    later = Visit.objects.planned().get()
    assert page.select_one("[name=to]")["value"] == in_days(7).isoformat()
    assert response.status_code == 302
    assert fetch(visit).state == Visit.State.RESCHEDULED
    assert (later.on, later.topic, later.rescheduled_from) == (
        in_days(5),
        "Kartoitus",
        visit,
    )
    old = soup(coach_client.get(visit.get_absolute_url()))
    assert old.select_one(f"a[href='{later.get_absolute_url()}']") is not None


def test_visit_is_not_moved_to_the_past(coach, coach_client):
    visit = VisitFactory(coach=coach)

    response = coach_client.post(
        move(visit, "reschedule"), {"to": in_days(-1).isoformat()}
    )

    assert "Choose today or a later day." in errors(response)
    assert fetch(visit).state == Visit.State.PLANNED


def test_cancelling_says_why(coach, coach_client):
    visit = VisitFactory(coach=coach)

    refused = coach_client.post(move(visit, "cancel"), {"note": ""})
    coach_client.post(move(visit, "cancel"), {"note": "Sairastuin"})

    assert "Why?: This field is required." in errors(refused)
    assert fetch(visit).state == Visit.State.CANCELLED
    assert fetch(visit.employer).next_step_on is None


@pytest.mark.parametrize("name", ["complete", "miss", "dance"])
def test_logging_has_no_page_of_its_own_here(coach_client, name):
    assert coach_client.get(move(VisitFactory(), name)).status_code == 404


def test_correcting_has_its_own_page(coach, coach_client):
    visit = log(EmployerFactory(), coach)

    response = coach_client.get(move(visit, "correct"))

    assert response.url == reverse("employers:visit-correct", args=[visit.pk])


# --- Correct ----------------------------------------------------------------


def correction(client, visit, **more):
    url = reverse("employers:visit-correct", args=[visit.pk])
    page = soup(client.get(url))
    sent = {
        "seen": page.select_one("[name=seen]")["value"],
        "kind": "cold",
        "on": visit.on.isoformat(),
        "note": visit.note,
        "face_to_face": "on",
    }
    return client.post(url, sent | more)


def test_own_contact_is_corrected(coach, coach_client):
    employer = EmployerFactory()
    person = ContactPersonFactory(employer=employer)
    visit = log(employer, coach, note="Uunila ruuhkaa")
    yesterday = in_days(-1)

    response = correction(
        coach_client,
        visit,
        kind="call",
        note="Uunilla ruuhkaa",
        on=yesterday.isoformat(),
        people=[person.pk],
    )

    fresh = fetch(visit)
    entry = fresh.history.first()
    assert response.url == visit.get_absolute_url()
    assert (fresh.kind, fresh.note, fresh.on) == ("call", "Uunilla ruuhkaa", yesterday)
    assert (entry.name, entry.before["note"]) == ("correct", "Uunila ruuhkaa")
    assert list(fresh.people.all()) == [person]
    assert fetch(employer).last_contact_on == yesterday


def test_colleagues_contact_is_not_corrected(coach, other_coach_client):
    visit = log(EmployerFactory(), coach)

    response = correction(other_coach_client, visit, note="Muuta", why="Näin muistan")

    assert errors(response) == ["You can correct your own contacts for 7 days."]
    assert fetch(visit).note == ""


def test_manager_corrects_with_a_reason(coach, manager_client):
    visit = log(EmployerFactory(), coach)

    refused = correction(manager_client, visit, minutes="20")
    allowed = correction(manager_client, visit, minutes="20", why="Unohtui")

    assert errors(refused) == ["Why is it corrected?: This field is required."]
    assert allowed.status_code == 302
    assert fetch(visit).minutes == 20
    assert fetch(visit).history.first().note == "Unohtui"


def test_old_contact_takes_a_manager(coach, coach_client):
    visit = log(EmployerFactory(), coach)
    long_ago = timezone.now() - timedelta(days=8)
    Visit.objects.filter(pk=visit.pk).update(created_at=long_ago)

    response = correction(coach_client, visit, note="Myöhässä")

    assert errors(response) == ["You can correct your own contacts for 7 days."]


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (1, "Day: The day cannot be in the future."),
        (-20, "Day: Only a manager can record what happened over 14 days ago."),
    ],
)
def test_corrected_day_keeps_to_the_rules(coach, coach_client, days, message):
    visit = log(EmployerFactory(), coach)

    response = correction(coach_client, visit, on=in_days(days).isoformat())

    assert errors(response) == [message]


def test_two_corrections_do_not_overwrite_each_other(coach, coach_client):
    visit = log(EmployerFactory(), coach, note="Alku")
    url = reverse("employers:visit-correct", args=[visit.pk])
    seen = soup(coach_client.get(url)).select_one("[name=seen]")["value"]
    visit.perform("correct", by=coach, values={"note": "Toinen ehti"})

    response = correction(coach_client, visit, note="Minun", seen=seen)

    assert "was faster" in errors(response)[0]
    assert soup(response).select_one("[name=note]").text.strip() == "Minun"
    assert fetch(visit).note == "Toinen ehti"


def test_planned_visit_is_not_corrected(coach, coach_client):
    visit = VisitFactory(coach=coach)
    url = reverse("employers:visit-correct", args=[visit.pk])

    page = soup(coach_client.get(url))
    response = coach_client.post(url, {"kind": "call", "on": visit.on.isoformat()})

    assert page.select("main form") == []
    assert response.status_code == 302
    assert fetch(visit).kind == "cold"


def test_state_of_the_employer_stays_in_a_correction(coach, coach_client):
    visit = log(EmployerFactory(), coach)

    correction(coach_client, visit, note="Tarkennus")

    assert fetch(visit.employer).state == Employer.State.ENGAGED
    assert fetch(visit).outcome == "interested"
