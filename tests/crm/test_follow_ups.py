"""Follow-ups: their rules, the list, one of them, moving and offering them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.lifecycle import Refused
from crm.models import FollowUp
from employers.models import Employer
from tests.conftest import client_of
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    UserFactory,
)

State = FollowUp.State
LIST = reverse("follow-ups")


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def move(step, name):
    return reverse("follow-up-transition", args=[step.pk, name])


def tell(response):
    return [str(message) for message in response.context["messages"]]


def texts(response):
    return [line.what for line in response.context["lines"]]


@pytest.fixture
def step(coach):
    return FollowUpFactory(assignee=coach, subject=EmployerFactory(contacted=True))


# --- The rules (domain.md 4.3) ----------------------------------------------


@pytest.mark.parametrize("days", [1, 45, 90])
def test_step_may_be_put_off_up_to_ninety_days(step, coach, today, days):
    step.perform("snooze", by=coach, until=today + timedelta(days=days))

    assert fetch(step).due_on == today + timedelta(days=days)


@pytest.mark.parametrize("days", [-1, 0, 91, 400])
def test_step_may_not_be_put_off_to_another_day(step, coach, today, days):
    with pytest.raises(Refused, match="from tomorrow to 90 days ahead"):
        step.perform("snooze", by=coach, until=today + timedelta(days=days))

    assert fetch(step).state == State.OPEN


def test_third_time_needs_a_reason(step, coach, today):
    for days in (1, 2):
        step.perform("snooze", by=coach, until=today + timedelta(days=days))

    with pytest.raises(Refused, match="put off twice already"):
        step.perform("snooze", by=coach, until=today + timedelta(days=3))
    fetch(step).perform(
        "snooze", by=coach, until=today + timedelta(days=3), note="Remontti"
    )

    assert fetch(step).snooze_count == 3


def test_done_step_is_no_longer_the_next_one(step, coach, today):
    employer = step.subject
    later = employer.plan("Tapaa", today + timedelta(days=7), assignee=coach, by=coach)
    employer.settle()
    assert fetch(employer).next_step == "Soita"

    step.perform("complete", by=coach)

    fresh = fetch(employer)
    assert (fresh.next_step, fresh.next_step_on) == ("Tapaa", later.due_on)


def test_coach_cannot_give_a_step_away(step, coach, other_coach):
    with pytest.raises(Refused, match="Offer it to your colleague"):
        step.perform("hand_over", by=coach, to=other_coach)


def test_coach_cannot_take_what_was_not_offered(step, other_coach):
    with pytest.raises(Refused, match="Offer it to your colleague"):
        step.perform("hand_over", by=other_coach, to=other_coach)


def test_manager_gives_a_step_to_anybody(step, manager, other_coach):
    step.perform("hand_over", by=manager, to=other_coach)

    successor = step.continuations.get()
    assert (fetch(step).state, successor.assignee) == (State.HANDED_OVER, other_coach)
    assert (successor.text, successor.due_on) == (step.text, step.due_on)


# --- Who sees what ----------------------------------------------------------


def test_coach_sees_own_deputised_offered_and_created(coach, other_coach):
    FollowUpFactory(assignee=coach, text="oma")
    FollowUpFactory(assignee=UserFactory(role="coach", deputy=coach), text="sijainen")
    FollowUpFactory(offered_to=coach, text="tarjottu")
    FollowUpFactory(created_by=coach, text="tehty")
    FollowUpFactory(assignee=other_coach, text="muiden")

    seen = FollowUp.objects.visible_to(coach).values_list("text", flat=True)

    assert sorted(seen) == ["oma", "sijainen", "tarjottu", "tehty"]


def test_others_step_does_not_exist_for_a_coach(other_coach_client, step):
    assert other_coach_client.get(step.get_absolute_url()).status_code == 404
    assert other_coach_client.post(move(step, "complete")).status_code == 404


def test_admin_has_no_follow_ups(admin_client, step):
    assert admin_client.get(LIST).status_code == 403
    assert admin_client.get(step.get_absolute_url()).status_code == 403


# --- The list ---------------------------------------------------------------


@pytest.fixture
def several(coach, other_coach, today):
    def plan(text, days, **fields):
        due = today + timedelta(days=days)
        return FollowUpFactory(text=text, due_on=due, **{"assignee": coach} | fields)

    plan("Ensi viikolla", 7, kind=FollowUp.Kind.CALL)
    plan("Eilen", -1)
    plan("Kauan sitten", -40)
    plan("Tehty", -1).perform("complete", by=coach)
    plan("Muiden", 0, assignee=other_coach)
    plan("Tarjottu", 0, assignee=other_coach, offered_to=coach)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Kauan sitten", "Eilen", "Ensi viikolla"]),
        ({"state": "late"}, ["Kauan sitten", "Eilen"]),
        ({"state": "stuck"}, ["Kauan sitten"]),
        ({"state": "closed"}, ["Tehty"]),
        ({"kind": "call"}, ["Ensi viikolla"]),
        ({"whose": "offered"}, ["Tarjottu"]),
        ({"whose": "team"}, ["Kauan sitten", "Eilen", "Ensi viikolla"]),
        (
            {"whose": "nobody", "state": "odd"},
            ["Kauan sitten", "Eilen", "Ensi viikolla"],
        ),
    ],
)
def test_list_is_narrowed_and_sorted_by_due_day(coach_client, several, query, found):
    assert texts(coach_client.get(LIST, query)) == found


def test_manager_sees_the_team_and_chooses_one_person(manager, several, other_coach):
    client = client_of(manager)

    everybody = client.get(LIST, {"whose": "team"})
    one = client.get(LIST, {"whose": "team", "who": other_coach.pk})

    assert texts(everybody) == [
        "Kauan sitten",
        "Eilen",
        "Muiden",
        "Tarjottu",
        "Ensi viikolla",
    ]
    assert texts(one) == ["Muiden", "Tarjottu"]


def test_list_answers_htmx_with_the_rows_alone(coach_client, several):
    response = coach_client.get(LIST, headers={"HX-Request": "true"})

    assert response.text.strip().startswith("<section")
    assert response.headers["Vary"].count("HX-Request") == 1


def test_long_list_comes_in_pages_that_keep_the_filter(coach_client, coach):
    subject = EmployerFactory()
    for _n in range(53):
        FollowUpFactory(assignee=coach, subject=subject)

    first = coach_client.get(LIST, {"kind": "other"})
    second = coach_client.get(LIST, {"kind": "other", "page": 2})

    assert (len(texts(first)), len(texts(second))) == (50, 3)
    assert f"{LIST}?kind=other&amp;page=2" in first.text
    assert len(first.content) < 60_000


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({}, "No follow-ups here"),
        ({"state": "late"}, "Nothing is late"),
        ({"state": "stuck"}, "Nothing is stuck"),
        ({"whose": "offered"}, "Nobody has offered you anything"),
    ],
)
def test_empty_list_says_what_it_means(coach_client, query, title):
    assert title in coach_client.get(LIST, query).text


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.django_db
def test_list_queries_do_not_grow(manager, count, django_assert_max_num_queries):
    client = client_of(manager)
    client.get(LIST)
    for _n in range(count):
        person = ContactPersonFactory()
        FollowUpFactory(subject=person.employer)

    with django_assert_max_num_queries(10):
        response = client.get(LIST, {"whose": "team"})

    assert len(texts(response)) == count


# --- One of them ------------------------------------------------------------


def test_page_says_what_about_whom_and_what_can_be_done(coach_client, step):
    ContactPersonFactory(employer=step.subject)

    response = coach_client.get(step.get_absolute_url())

    labels = [str(action["label"]) for action in response.context["actions"]]
    assert labels == ["Done", "Log", "Call", "Put off", "More"]
    (more,) = [a["menu"] for a in response.context["actions"] if "menu" in a]
    assert sorted(str(a["label"]) for a in more) == ["Cancel", "Offer to a colleague"]
    assert step.subject.name in response.text


def test_manager_hands_over_where_a_coach_offers(manager, step):
    response = client_of(manager).get(step.get_absolute_url())

    (more,) = [a["menu"] for a in response.context["actions"] if "menu" in a]
    assert {a["url"] for a in more} == {move(step, "cancel"), move(step, "hand_over")}


def test_page_tells_who_did_what_and_why(coach_client, coach, step, today):
    until = today + timedelta(days=2)
    step.perform("snooze", by=coach, until=until, note="Lomalla")

    timeline = coach_client.get(step.get_absolute_url()).context["timeline"]

    snoozed, planned = timeline
    assert str(snoozed["title"]) == "Snoozed"
    assert snoozed["text"].endswith("Lomalla")
    assert "Was due" in snoozed["text"]
    assert snoozed["meta"].startswith("Aino Aalto · ")
    assert planned["title"] == "Planned"


def test_done_step_asks_for_the_next_one(coach_client, coach, step):
    step.perform("complete", by=coach)

    page = coach_client.get(step.get_absolute_url()).text

    assert f"Next step for {step.subject.name}?" in page


def test_page_queries_are_few(coach_client, coach, step, django_assert_max_num_queries):
    for days in (1, 2):
        step.perform("snooze", by=coach, until=step.due_on + timedelta(days=days))
    coach_client.get(LIST)

    with django_assert_max_num_queries(12):
        coach_client.get(step.get_absolute_url())


# --- Moving it on -----------------------------------------------------------


@pytest.mark.parametrize("name", ["complete", "snooze", "cancel", "hand_over"])
def test_every_move_has_its_page(manager, step, name):
    assert client_of(manager).get(move(step, name)).status_code == 200


def test_done_records_result_and_note(coach_client, step):
    coach_client.post(
        move(step, "complete"), {"result": "no_answer", "note": "Varattu"}
    )

    fresh = fetch(step)
    assert (fresh.state, fresh.result) == (State.DONE, "no_answer")
    assert step.history.get().note == "Varattu"


def test_cancel_without_a_reason_changes_nothing(coach_client, step):
    response = coach_client.post(move(step, "cancel"), {"note": ""})

    assert response.context["form"].errors.keys() == {"note"}
    assert fetch(step).state == State.OPEN


def test_put_off_too_far_keeps_what_was_typed(coach_client, step, today):
    until = (today + timedelta(days=200)).isoformat()

    response = coach_client.post(
        move(step, "snooze"), {"until": until, "note": "Katsotaan keväällä"}
    )

    form = response.context["form"]
    assert form.non_field_errors() == ["Choose a day from tomorrow to 90 days ahead."]
    assert form["note"].value() == "Katsotaan keväällä"


def test_stale_page_says_who_was_faster(coach_client, step, manager):
    fetch(step).perform("complete", by=manager)

    response = coach_client.post(move(step, "cancel"), {"note": "Turha"}, follow=True)

    assert tell(response) == [
        "Maija Mänty was faster. Your change was not saved. See what changed."
    ]
    assert fetch(step).state == State.DONE


def test_double_click_says_it_is_done(coach_client, step):
    coach_client.post(move(step, "complete"), {"result": "taken_care"})

    response = coach_client.post(
        move(step, "complete"), {"result": "taken_care"}, follow=True
    )

    assert tell(response) == ["Done: Soita", "This has been done already."]
    assert step.history.count() == 1


def test_manager_hands_over_on_the_page(manager, step, other_coach):
    response = client_of(manager).post(
        move(step, "hand_over"), {"to": other_coach.pk, "note": "Loma"}
    )

    assert response.status_code == 302
    assert step.continuations.get().assignee == other_coach


def test_unknown_move_is_not_found(coach_client, step):
    assert coach_client.get(move(step, "explode")).status_code == 404


# --- Offering it ------------------------------------------------------------


def offer_url(step):
    return reverse("follow-up-offer", args=[step.pk])


def test_offered_step_stays_until_it_is_accepted(coach_client, step, other_coach):
    response = coach_client.post(offer_url(step), {"to": other_coach.pk}, follow=True)

    fresh = fetch(step)
    assert (fresh.offered_to, fresh.state) == (other_coach, State.OPEN)
    assert tell(response) == [
        "Offered to Oskar Oksa. It stays with you until they accept."
    ]


def test_accepting_moves_it_to_the_colleague(other_coach_client, step, other_coach):
    step.offer(other_coach)

    response = other_coach_client.post(offer_url(step), {"answer": "accept"})

    mine = step.continuations.get()
    assert response.status_code == 302
    assert (mine.assignee, mine.state) == (other_coach, State.OPEN)
    entry = step.history.get()
    assert (entry.name, entry.by) == ("hand_over", other_coach)


def test_accepting_twice_says_so(other_coach_client, step, other_coach):
    step.offer(other_coach)
    other_coach_client.post(offer_url(step), {"answer": "accept"}, follow=True)

    again = other_coach_client.post(offer_url(step), {"answer": "accept"}, follow=True)

    assert tell(again) == ["This is no longer offered to you."]
    assert step.continuations.count() == 1


def test_accepting_can_be_undone(other_coach_client, step, other_coach):
    step.offer(other_coach)
    other_coach_client.post(offer_url(step), {"answer": "accept"})

    other_coach_client.post(reverse("undo", args=[step.history.get().pk]))

    fresh = fetch(step)
    assert (fresh.state, fresh.offered_to) == (State.OPEN, other_coach)
    assert not step.continuations.exists()


def test_declining_leaves_it_where_it_was(other_coach_client, step, other_coach):
    step.offer(other_coach)

    response = other_coach_client.post(
        offer_url(step), {"answer": "decline"}, follow=True
    )

    assert (fetch(step).offered_to, fetch(step).state) == (None, State.OPEN)
    assert tell(response) == ["Declined. It stays with Aino Aalto."]
    assert fetch(step).declined_by == other_coach


def test_who_carries_it_sees_that_a_colleague_could_not(
    coach_client, step, other_coach
):
    step.offer(other_coach)
    step.decline_offer(other_coach)

    day = coach_client.get(reverse("day")).content.decode()
    page = coach_client.get(step.get_absolute_url()).content.decode()

    assert f"{other_coach} cannot take this now" in day
    assert f"{other_coach} cannot take this now. It stays with" in page


def test_new_offer_forgets_who_could_not(step, other_coach, manager):
    step.offer(other_coach)
    step.decline_offer(other_coach)

    step.offer(manager)

    assert fetch(step).declined_by is None


def test_offer_is_shown_with_its_answers_to_whom_it_was_made(
    other_coach_client, coach_client, step, other_coach
):
    step.offer(other_coach)

    asked = other_coach_client.get(step.get_absolute_url()).content.decode()
    asking = coach_client.get(step.get_absolute_url()).content.decode()

    assert "asks you to take this over." in asked
    assert "who has not answered yet." in asking


def test_offer_can_be_taken_back(coach_client, step, other_coach):
    step.offer(other_coach)

    response = coach_client.post(offer_url(step), {"answer": "decline"}, follow=True)

    assert fetch(step).offered_to is None
    assert tell(response) == ["The offer was taken back."]


def test_offer_that_was_taken_back_cannot_be_accepted(step, manager, other_coach):
    client = client_of(manager)

    response = client.post(offer_url(step), {"answer": "accept"}, follow=True)

    assert tell(response) == ["This is no longer offered to you."]
    assert fetch(step).state == State.OPEN


def test_colleague_cannot_pass_an_offer_on(other_coach_client, step, other_coach):
    step.offer(other_coach)
    third = UserFactory(role="coach")

    response = other_coach_client.post(offer_url(step), {"to": third.pk}, follow=True)

    assert tell(response) == ["Accept or decline it first."]
    assert fetch(step).offered_to == other_coach


def test_handled_step_cannot_be_offered(coach_client, coach, step, other_coach):
    step.perform("complete", by=coach)

    response = coach_client.post(offer_url(step), {"to": other_coach.pk}, follow=True)

    assert tell(response) == ["This has been handled already."]
    assert fetch(step).offered_to is None


def test_step_is_not_offered_to_its_owner_nor_to_an_editor(coach_client, step, editor):
    form = coach_client.get(offer_url(step)).context["form"]

    assert set(form.fields["to"].queryset) & {step.assignee, editor} == set()


def test_closing_the_employer_cancels_its_steps(coach, step):
    employer = step.subject

    employer.perform("forbid", by=coach, note="Kielsi")

    assert fetch(step).state == State.CANCELLED
    assert fetch(employer).state == Employer.State.DO_NOT_CONTACT
