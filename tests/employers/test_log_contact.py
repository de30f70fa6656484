"""Four answers store a contact, once, with all that follows from it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.lifecycle import undo
from crm.models import FollowUp
from crm.workdays import add_workdays, workday_from
from employers.models import ContactBan, Employer, Visit
from tests.employers.log_answers import URL, answers, errors, fetch, soup
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = Employer.State


def toasts(client):
    page = soup(client.get(URL))
    return [" ".join(t.get_text().split()) for t in page.select(".toast .text")]


def test_four_answers_store_a_contact(coach, coach_client, today):
    employer = EmployerFactory()

    response = coach_client.post(URL, answers(employer))

    visit = Visit.objects.get()
    step = FollowUp.objects.get()
    assert (response.status_code, response.url) == (302, reverse("day"))
    assert (visit.state, visit.outcome, visit.coach) == ("done", "interested", coach)
    assert (visit.on, visit.face_to_face, visit.spontaneous) == (today, True, True)
    assert (step.text, step.kind, step.assignee) == ("Call", "call", coach)
    assert step.due_on == workday_from(today + timedelta(days=7))
    assert fetch(employer).state == State.ENGAGED
    assert toasts(coach_client) == [f"Saved: {employer}."]


def test_toast_leads_on_to_what_is_due_next(coach, coach_client):
    other = EmployerFactory(name="Näyte-Rauta Ky", contacted=True)
    step = FollowUpFactory(subject=other, assignee=coach, text="Soita")
    employer = EmployerFactory()
    coach_client.post(URL, answers(employer))

    page = soup(coach_client.get(URL))

    link = page.select_one(".toast a")
    assert link["href"] == f"{URL}?followup={step.pk}"
    assert link.text == "Näyte-Rauta Ky"
    assert page.select_one(".toast form")["action"].startswith("/crm/undo/")


def test_everything_optional_is_stored(coach_client, today):
    site = WorkplaceFactory()
    employer = site.employer
    shop = WorkplaceFactory(employer=employer, name="Myymälä")
    person = ContactPersonFactory(employer=employer, decides=True)
    yesterday = today - timedelta(days=1)

    coach_client.post(
        URL,
        answers(
            employer,
            people=[str(person.pk)],
            person_name="Pekka Pakkaaja",
            person_role="vuoropäällikkö",
            minutes="20",
            on=yesterday.isoformat(),
            workplace=str(shop.pk),
            materials="Esite",
            travel_minutes="15",
            travel_km="12",
            note="Pakkaamossa ruuhkaa.",
            face_to_face="no",
        ),
    )

    visit = Visit.objects.get()
    assert [(p.name, p.role) for p in visit.people.order_by("pk")] == [
        (person.name, ""),
        ("Pekka Pakkaaja", "vuoropäällikkö"),
    ]
    assert (visit.on, visit.minutes, visit.workplace) == (yesterday, 20, shop)
    assert (visit.materials, visit.travel_minutes, visit.travel_km) == ("Esite", 15, 12)
    assert (visit.decision_maker, visit.face_to_face) == (True, False)
    assert visit.note == "Pakkaamossa ruuhkaa."


def test_only_workplace_is_taken_without_asking(coach_client):
    site = WorkplaceFactory()

    coach_client.post(URL, answers(site.employer))

    assert Visit.objects.get().workplace == site


@pytest.mark.parametrize(
    ("kind", "in_person"), [("cold", True), ("call", False), ("event", True)]
)
def test_kind_says_whether_it_was_face_to_face(coach_client, kind, in_person):
    coach_client.post(URL, answers(EmployerFactory(), kind=kind))

    assert Visit.objects.get().face_to_face is in_person


def test_attempt_in_vain_is_no_contact(coach, coach_client, today):
    employer = EmployerFactory()

    coach_client.post(
        URL, answers(employer, outcome="not_reached", missed="closed", step="retry")
    )

    visit, step, fresh = Visit.objects.get(), FollowUp.objects.get(), fetch(employer)
    assert (visit.state, visit.missed) == ("not_reached", "closed")
    assert (step.kind, step.due_on) == ("visit", add_workdays(today, 2))
    assert (fresh.state, fresh.attempts, fresh.last_contact_on) == (
        "contacted",
        1,
        None,
    )


def test_unanswered_call_is_tried_again_by_phone(coach_client):
    sent = answers(EmployerFactory(), kind="call", outcome="not_reached", step="retry")

    coach_client.post(URL, sent | {"missed": "no_answer"})

    assert FollowUp.objects.get().kind == "call"


def test_refusal_with_its_reason_closes_the_matter(coach_client):
    employer = EmployerFactory()

    coach_client.post(URL, answers(employer, outcome="refused", refusal="no_space"))

    fresh = fetch(employer)
    assert (fresh.state, fresh.refusal, fresh.revisit_on) == (
        "declined",
        "no_space",
        None,
    )
    assert FollowUp.objects.count() == 0


def test_refusal_can_be_asked_again(coach_client, today):
    employer = EmployerFactory()
    day = today + timedelta(days=200)

    sent = answers(employer, outcome="refused", refusal="money", again="pick")
    coach_client.post(URL, sent | {"again_on": day.isoformat()})

    assert fetch(employer).revisit_on == day
    assert FollowUp.objects.get().kind == "revisit"


def test_not_now_says_when_to_ask_again(coach_client):
    employer = EmployerFactory()

    coach_client.post(URL, answers(employer, outcome="not_now", again="quarter"))

    step = FollowUp.objects.get()
    assert (fetch(employer).state, step.kind) == ("declined", "revisit")
    assert 88 <= (step.due_on - Visit.objects.get().on).days <= 96


def test_partner_that_says_not_now_is_asked_again_and_stays(coach_client):
    employer = EmployerFactory(partner=True)

    coach_client.post(URL, answers(employer, outcome="not_now", again="month"))

    assert fetch(employer).state == State.PARTNER
    assert FollowUp.objects.get().kind == "revisit"


def test_meeting_agreed_needs_only_its_day(coach_client, today):
    day = today + timedelta(days=3)
    sent = answers(EmployerFactory(), outcome="meeting", step="other")

    coach_client.post(URL, sent | {"other_on": day.isoformat()})

    step = FollowUp.objects.get()
    assert (step.text, step.kind, step.due_on) == ("Meeting agreed", "visit", day)


def test_no_further_step_says_why(coach_client):
    sent = answers(EmployerFactory(), outcome="wrong_person", step="none")

    coach_client.post(URL, sent | {"none_reason": "Kysytään keskukselta"})

    assert Visit.objects.get().no_next_reason == "Kysytään keskukselta"
    assert FollowUp.objects.count() == 0


def test_ban_on_the_organisation_moves_the_employer(coach_client):
    employer = EmployerFactory()
    sent = answers(employer, outcome="forbidden", scope="organisation")

    coach_client.post(URL, sent | {"asked_by": "omistaja", "note": "Ei soittoja."})

    ban = ContactBan.objects.get()
    assert fetch(employer).state == State.DO_NOT_CONTACT
    assert (ban.scope, ban.reason) == (
        "organisation",
        "Asked by: omistaja\nEi soittoja.",
    )


@pytest.mark.parametrize("scope", ["workplace", "person", "channel"])
def test_narrow_ban_leaves_the_employer_open(coach, coach_client, scope):
    site = WorkplaceFactory()
    person = ContactPersonFactory(employer=site.employer)
    sent = answers(site.employer, outcome="forbidden", scope=scope, asked_by="johtaja")
    targets = {
        "ban_workplace": str(site.pk),
        "ban_person": str(person.pk),
        "ban_channel": "phone",
    }

    coach_client.post(URL, sent | targets)

    ban, fresh = ContactBan.objects.get(), fetch(site.employer)
    assert (fresh.state, fresh.has_bans) == (State.CONTACTED, True)
    assert (ban.scope, ban.reason) == (scope, "Asked by: johtaja")
    assert Visit.objects.get().outcome == "forbidden"
    assert FollowUp.objects.get().kind == "call"


def test_undo_of_a_narrow_ban_lifts_it(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    planned = VisitFactory(employer=employer, coach=coach, kind="call")
    sent = answers(employer, outcome="forbidden", scope="channel", ban_channel="phone")
    coach_client.post(URL, sent | {"asked_by": "johtaja", "step": ""})
    assert fetch(planned).state == Visit.State.CANCELLED
    entry = Visit.objects.get(outcome="forbidden").history.get()

    undo(entry, by=coach)

    assert ContactBan.objects.count() == 0
    assert fetch(employer).has_bans is False
    assert fetch(planned).state == Visit.State.PLANNED


def test_new_person_can_be_the_one_not_to_contact(coach_client):
    employer = EmployerFactory()
    sent = answers(employer, outcome="forbidden", scope="person", asked_by="hän itse")

    coach_client.post(URL, sent | {"person_name": "Pekka Pakkaaja"})

    assert ContactBan.objects.get().person.name == "Pekka Pakkaaja"


def test_ceased_employer_is_closed(coach_client):
    employer = EmployerFactory()

    coach_client.post(URL, answers(employer, outcome="ceased", step=""))

    assert fetch(employer).state == State.CEASED


def test_contact_closes_the_ticked_steps_and_undo_opens_them(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=employer, assignee=coach)
    other = FollowUpFactory(subject=employer, assignee=coach)
    coach_client.post(URL, answers(employer, closes=[str(step.pk)]))
    assert (fetch(step).state, fetch(step).result) == ("done", "contacted")
    assert fetch(other).state == FollowUp.State.OPEN

    undo(Visit.objects.get().history.get(), by=coach)

    assert fetch(step).state == FollowUp.State.OPEN
    assert Visit.objects.count() == 0


def test_attempt_in_vain_closes_a_call_without_an_answer(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=employer, assignee=coach)
    sent = answers(employer, outcome="not_reached", missed="no_answer", step="retry")

    coach_client.post(URL, sent | {"closes": [str(step.pk)]})

    assert fetch(step).result == "no_answer"
    assert fetch(employer).next_step_on > step.due_on


def test_somebody_elses_step_is_not_closed(coach_client):
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=employer)

    coach_client.post(URL, answers(employer, closes=[str(step.pk), "x"]))

    assert fetch(step).state == FollowUp.State.OPEN


def test_planned_visit_becomes_the_contact(coach, coach_client):
    visit = VisitFactory(coach=coach, kind="meeting")

    coach_client.post(URL, answers(visit.employer, kind="meeting", visit=str(visit.pk)))

    done = Visit.objects.get()
    assert (done.pk, done.state, done.spontaneous) == (visit.pk, "done", False)


def test_planned_visit_that_is_gone_is_told(coach, coach_client):
    visit = VisitFactory(coach=coach)
    visit.perform("cancel", by=coach, note="Sairastui")

    response = coach_client.post(URL, answers(visit.employer, visit=str(visit.pk)))

    assert errors(response) == ["The planned visit has been handled already."]
