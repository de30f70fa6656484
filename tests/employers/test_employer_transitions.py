"""The employer's transitions by their screens: forms, consequences, refusals."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from crm.models import FollowUp
from employers.models import Employer
from employers.steps import in_months
from tests.factories import (
    ContactBanFactory,
    EmployerFactory,
    FollowUpFactory,
    UserFactory,
    VisitFactory,
)

State = Employer.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def url(employer, name):
    return reverse("employers:transition", args=[employer.pk, name])


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def levels(response):
    return [m.level_tag for m in response.context["messages"]]


# --- Decline ----------------------------------------------------------------


def test_decline_asks_why_and_when_to_ask_again(coach_client, coach):
    employer = EmployerFactory(engaged=True, coach=coach)
    step = FollowUpFactory(subject=employer, assignee=coach)

    coach_client.post(
        url(employer, "decline"),
        {"reason": "no_space", "again": "3", "note": "The oven is broken"},
    )

    fresh = fetch(employer)
    again = in_months(timezone.localdate(), 3)
    assert (fresh.state, fresh.refusal, fresh.revisit_on) == (
        State.DECLINED,
        "no_space",
        again,
    )
    assert fetch(step).state == FollowUp.State.CANCELLED
    assert (fresh.next_step_on, fresh.next_step) == (again, "Ask again")
    assert fresh.history.first().note == "The oven is broken"


def test_decline_takes_a_day_of_ones_own(coach_client, coach):
    employer = EmployerFactory(engaged=True, coach=coach)
    data = {"reason": "money", "again": "other", "revisit_on": in_days(40)}

    coach_client.post(url(employer, "decline"), data)

    assert fetch(employer).revisit_on == in_days(40)


def test_decline_without_asking_again_plans_nothing(coach_client):
    employer = EmployerFactory(contacted=True)

    coach_client.post(url(employer, "decline"), {"reason": "chain", "again": "none"})

    assert (fetch(employer).revisit_on, employer.follow_ups.count()) == (None, 0)


def test_refused_decline_keeps_what_was_typed(coach_client):
    employer = EmployerFactory(engaged=True)
    data = {"on": in_days(-30), "again": "other", "note": "The oven is broken"}

    response = coach_client.post(url(employer, "decline"), data)

    page = page_of(response)
    assert page.select_one(".notice strong").get_text() == (
        "The state was not changed. Correct what is marked."
    )
    assert [p.get_text(strip=True) for p in page.select("p.error")] == [
        f"Choose a day from {shown(in_days(-14))} to {shown(in_days(0))}.",
        "Choose a reason. It is needed when we ask again.",
        "Choose the day to ask again.",
    ]
    assert page.find("textarea").get_text(strip=True) == "The oven is broken"
    assert fetch(employer).state == State.ENGAGED


def test_identity_code_is_never_saved(coach_client):
    employer = EmployerFactory(engaged=True)
    data = {"reason": "money", "again": "none", "note": "Asked for 131052-308T"}

    response = coach_client.post(url(employer, "decline"), data)

    assert "A personal identity code does not belong here. Remove it." in (
        response.content.decode()
    )
    assert fetch(employer).state == State.ENGAGED


def test_decline_without_a_coach_gives_the_new_step_to_who_declined(
    coach_client, coach
):
    employer = EmployerFactory(engaged=True)

    coach_client.post(url(employer, "decline"), {"reason": "money", "again": "6"})

    assert employer.follow_ups.pending().get().assignee == coach


def shown(day):
    weekday = f"{day:%a}"
    this_year = day.year == timezone.localdate().year
    return f"{weekday} {day.day} {day:%b}" + ("" if this_year else f" {day.year}")


@pytest.mark.parametrize("when", [1, -1000])
def test_day_outside_the_range_is_refused(manager_client, when):
    employer = EmployerFactory(engaged=True)
    data = {"on": in_days(when), "reason": "money", "again": "none"}

    response = manager_client.post(url(employer, "decline"), data)

    assert response.status_code == 200
    assert fetch(employer).state == State.ENGAGED


def test_day_to_ask_again_lies_ahead(coach_client):
    employer = EmployerFactory(engaged=True)
    data = {"reason": "money", "again": "other", "revisit_on": in_days(0)}

    response = coach_client.post(url(employer, "decline"), data)

    assert "The day to ask again must be later." in response.content.decode()


def test_page_says_where_to_and_what_follows(coach_client, coach):
    employer = EmployerFactory(engaged=True)
    for n in range(6):
        FollowUpFactory(subject=employer, assignee=coach, text=f"Step {n}")
    VisitFactory(employer=employer, on=in_days(2))

    page = page_of(coach_client.get(url(employer, "decline")))

    assert [b.get_text() for b in page.select(".seam b")] == ["In dialogue", "Not now"]
    told = [li.get_text() for li in page.select(".notice li")]
    assert told[0] == "The open step “Step 0” is cancelled."
    assert told[5:] == [
        "And 2 more.",
        "If you choose a day, a new step “Ask again” is made.",
    ]


def test_second_click_is_told_that_it_is_too_late(coach_client):
    employer = EmployerFactory(engaged=True)
    data = {"reason": "money", "again": "none"}

    coach_client.post(url(employer, "decline"), data)
    response = coach_client.post(url(employer, "decline"), data, follow=True)

    assert levels(response)[-1] == "error"
    assert fetch(employer).history.filter(name="decline").count() == 1


def test_stale_page_says_who_was_faster(coach_client, manager):
    employer = EmployerFactory(engaged=True)
    employer.perform("decline", by=manager, reason="money")

    shown_page = coach_client.get(url(employer, "decline"))
    response = coach_client.post(
        url(employer, "decline"), {"reason": "money", "again": "none"}, follow=True
    )

    assert "This is no longer possible" in shown_page.content.decode()
    assert [str(m) for m in response.context["messages"]] == [
        "Maija Mänty was faster. Your change was not saved. See what changed."
    ]


# --- Rest, cease, lift, partner ---------------------------------------------


def test_rest_is_blocked_while_a_step_is_open(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, assignee=coach)
    employer.settle()

    page = page_of(coach_client.get(url(employer, "rest")))
    response = coach_client.post(url(employer, "rest"))

    reason = "A next step is still open. Do it or cancel it first."
    assert [li.get_text() for li in page.select(".notice li")] == [reason]
    assert page.select("main form button[type=submit]") == []
    assert reason in response.content.decode()
    assert fetch(employer).state == State.CONTACTED


def test_rest_stops_keeping_in_touch(coach_client):
    employer = EmployerFactory(contacted=True, touch_due_on=in_days(3))

    coach_client.post(url(employer, "rest"))

    assert (fetch(employer).state, fetch(employer).touch_due_on) == (
        State.DORMANT,
        None,
    )


def test_cease_asks_how_one_knows(coach_client):
    employer = EmployerFactory(contacted=True)

    refused = coach_client.post(url(employer, "cease"))
    coach_client.post(url(employer, "cease"), {"note": "The register says so"})

    assert "Say how you know that they have ceased." in refused.content.decode()
    assert fetch(employer).state == State.CEASED


def test_cease_waits_for_those_who_work_there(coach_client):
    employer = EmployerFactory(partner=True)

    page = page_of(coach_client.get(url(employer, "cease")))

    assert [li.get_text() for li in page.select(".notice li")] == [
        "Somebody works here through us. Handle that first."
    ]


def test_partner_is_only_explained(coach_client):
    employer = EmployerFactory(engaged=True)

    response = coach_client.post(url(employer, "become_partner"))

    assert "A partner is born when" in response.content.decode()
    assert fetch(employer).state == State.ENGAGED


def test_manager_lifts_the_ban_of_the_whole_organisation(
    manager_client, coach_client, coach
):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")

    refused = coach_client.post(url(employer, "lift_ban"), {"note": "They called"})
    manager_client.post(url(employer, "lift_ban"), {"note": "They called"})

    fresh = fetch(employer)
    assert refused.status_code == 403
    assert (fresh.state, fresh.episode, fresh.has_bans) == (State.LEAD, 2, False)
    assert fresh.bans.get().lift_reason == "They called"


@pytest.mark.parametrize("name", ["contact", "engage", "merge_into", "save", "delete"])
def test_only_offered_moves_have_an_address(manager_client, name):
    assert manager_client.get(url(EmployerFactory(), name)).status_code == 404


def test_tombstones_moves_lead_to_the_survivor(coach_client):
    target = EmployerFactory()
    source = EmployerFactory(state=State.MERGED, merged_into=target)

    assert coach_client.get(url(source, "cease")).url == target.get_absolute_url()


def test_forbidding_asks_on_its_own_page(coach_client):
    employer = EmployerFactory()

    response = coach_client.get(url(employer, "forbid"))

    assert response.url == reverse("employers:ban", args=[employer.pk])


# --- Plan the next step -----------------------------------------------------


def step_url(employer):
    return reverse("employers:plan-step", args=[employer.pk])


def test_step_is_planned_for_me_on_a_working_day(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    page = page_of(coach_client.get(step_url(employer)))
    week = page.select("[name=when]")[1]["value"]

    coach_client.post(
        step_url(employer), {"kind": "call", "text": "Ring Erkki", "when": week}
    )

    step = employer.follow_ups.get()
    assert (step.kind, step.text, step.assignee) == ("call", "Ring Erkki", coach)
    assert (step.due_on.isoformat(), step.created_by) == (week, coach)
    assert fetch(employer).next_step == "Ring Erkki"


def test_step_without_words_is_called_by_its_kind(coach_client):
    employer = EmployerFactory()
    data = {"kind": "visit", "when": "other", "due_on": in_days(20)}

    coach_client.post(step_url(employer), data)

    step = employer.follow_ups.get()
    assert (step.text, step.due_on) == ("Go and see", in_days(20))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Choose what is done next."),
        ({"kind": "call"}, "Choose the day."),
        ({"kind": "call", "when": "other"}, "Choose the day."),
        (
            {"kind": "call", "when": "other", "due_on": "2020-01-01"},
            "Choose today or a later day, at most two years on.",
        ),
    ],
)
def test_step_says_what_is_missing(coach_client, data, error):
    employer = EmployerFactory()

    response = coach_client.post(step_url(employer), data)

    assert error in response.content.decode()
    assert not FollowUp.objects.exists()


def test_manager_plans_for_anyone_a_coach_only_for_oneself(
    manager_client, coach_client, coach, other_coach
):
    employer = EmployerFactory()
    data = {
        "kind": "check",
        "when": "other",
        "due_on": in_days(3),
        "assignee": other_coach.pk,
    }

    manager_client.post(step_url(employer), data)
    coach_client.post(step_url(employer), data)

    assert [s.assignee for s in employer.follow_ups.order_by("pk")] == [
        other_coach,
        coach,
    ]


@pytest.mark.parametrize("kind", ["call", "visit", "email"])
def test_forbidden_employer_takes_no_step_that_reaches_for_it(
    coach_client, coach, kind
):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")
    data = {"kind": kind, "when": "other", "due_on": in_days(3), "text": "Try"}

    response = coach_client.post(step_url(employer), data)

    page = page_of(response)
    assert "Contact is forbidden here. Only our own checks can be planned." in (
        page.get_text()
    )
    assert page.find(attrs={"name": "text"})["value"] == "Try"
    assert not employer.follow_ups.exists()


@pytest.mark.parametrize("kind", ["check", "person"])
def test_own_checks_are_allowed_even_when_contact_is_forbidden(
    coach_client, coach, kind
):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")

    coach_client.post(
        step_url(employer), {"kind": kind, "when": "other", "due_on": in_days(3)}
    )

    assert employer.follow_ups.get().kind == kind


def test_ceased_employer_takes_only_checks(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("cease", by=coach, note="Gone")
    data = {"kind": "call", "when": "other", "due_on": in_days(3)}

    response = coach_client.post(step_url(employer), data)

    assert "They have ceased trading. Only checks can be planned." in (
        response.content.decode()
    )


def test_banned_channel_takes_no_step_of_its_kind(coach_client):
    employer = EmployerFactory(contacted=True, has_bans=True)
    ContactBanFactory(
        employer=employer, scope="channel", channel="phone", reason="Always busy"
    )
    day = {"when": "other", "due_on": in_days(3)}

    refused = coach_client.post(step_url(employer), {"kind": "call", **day})
    coach_client.post(step_url(employer), {"kind": "visit", **day})

    assert "Forbidden here: Phone calls. Always busy" in refused.content.decode()
    assert employer.follow_ups.get().kind == "visit"


def test_going_there_stays_allowed_while_somebody_works_there(coach_client, coach):
    employer = EmployerFactory(partner=True)
    employer.perform("forbid", by=coach, note="No new ones")
    data = {"kind": "visit", "when": "other", "due_on": in_days(3)}

    coach_client.post(step_url(employer), data)

    assert employer.follow_ups.pending().count() == 1


# --- Open work --------------------------------------------------------------


def work_url(employer):
    return reverse("employers:work", args=[employer.pk])


def test_first_one_at_work_makes_a_partner_and_the_last_one_ends_it(coach_client):
    employer = EmployerFactory(contacted=True)

    coach_client.post(work_url(employer), {"count": 2})
    partner = fetch(employer)
    coach_client.post(work_url(employer), {"count": 0})

    assert (partner.state, partner.open_work) == (State.PARTNER, 2)
    assert (fetch(employer).state, fetch(employer).open_work) == (State.ENGAGED, 0)


def test_work_wakes_a_resting_employer(coach_client):
    employer = EmployerFactory(dormant=True)

    coach_client.post(work_url(employer), {"count": 1})

    assert fetch(employer).state == State.PARTNER


def test_no_work_where_there_was_none_moves_nothing(coach_client):
    employer = EmployerFactory(contacted=True)

    coach_client.post(work_url(employer), {"count": 0})

    assert fetch(employer).state == State.CONTACTED
    assert not employer.history.exists()


def test_ceased_employer_has_no_work(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("cease", by=coach, note="Gone")

    response = coach_client.post(work_url(employer), {"count": 1})

    assert "They have ceased trading." in response.content.decode()
    assert fetch(employer).open_work == 0


def test_odd_number_is_refused_and_kept(coach_client):
    employer = EmployerFactory(contacted=True)

    response = coach_client.post(work_url(employer), {"count": -1})

    assert page_of(response).find(id="id_count")["value"] == "-1"
    assert fetch(employer).open_work == 0


@pytest.mark.parametrize("name", ["plan-step", "work", "ban"])
def test_tombstone_takes_nothing(coach_client, name):
    target = EmployerFactory()
    source = EmployerFactory(state=State.MERGED, merged_into=target)

    response = coach_client.post(reverse(f"employers:{name}", args=[source.pk]))

    assert response.url == target.get_absolute_url()


@pytest.mark.parametrize("rows", [1, 3])
def test_transition_page_queries_do_not_grow(
    coach_client, django_assert_max_num_queries, rows
):
    employer = EmployerFactory(engaged=True)
    for _ in range(rows):
        FollowUpFactory(subject=employer, assignee=UserFactory(role="coach"))
        VisitFactory(employer=employer, on=in_days(3))

    with django_assert_max_num_queries(12):
        coach_client.get(url(employer, "decline"))
