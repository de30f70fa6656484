"""Several employers at once: the rules of one, and a word about those left out."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from crm.models import FollowUp
from employers.models import ContactBan, Employer
from tests.factories import ContactBanFactory, EmployerFactory

BULK = reverse("employers:bulk")
LIST = reverse("employers:list")
State = Employer.State


def press(client, action, employers, **answer):
    picks = [employer.pk for employer in employers]
    data = {"action": action, "pick": picks, "next": f"{LIST}?sort=step"}
    return client.post(BULK, data | answer)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def fetch(employer):
    return Employer.objects.get(pk=employer.pk)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def closed():
    survivor = EmployerFactory(name="Survivor Oy")
    return [
        EmployerFactory(state=State.DO_NOT_CONTACT),
        EmployerFactory(state=State.DO_NOT_CONTACT),
        EmployerFactory(state=State.CEASED),
        EmployerFactory(state=State.MERGED, merged_into=survivor),
    ]


LEFT_OUT = "4 were left out: Do not contact (2), Ceased trading (1), Merged (1)."


# --- Who ----------------------------------------------------------------------


def test_stranger_is_asked_to_log_in(client):
    assert client.post(BULK).url == f"{reverse('account_login')}?next={BULK}"


@pytest.mark.parametrize("action", ["take", "plan", "export", "assign"])
def test_neither_editor_nor_admin_changes_employers(
    editor_client, admin_client, action
):
    employer = EmployerFactory()

    assert press(editor_client, action, [employer]).status_code == 403
    assert press(admin_client, action, [employer]).status_code == 403


def test_coach_hands_nothing_over(coach_client, other_coach):
    employer = EmployerFactory()

    response = press(coach_client, "assign", [employer], answer=1, to=other_coach.pk)

    assert response.status_code == 403
    assert fetch(employer).coach is None


def test_bar_offers_a_coach_to_take_and_a_manager_to_assign(
    coach_client, manager_client
):
    EmployerFactory()

    buttons = [
        [b["value"] for b in BeautifulSoup(page, "html.parser").select(".bulk button")]
        for page in (coach_client.get(LIST).content, manager_client.get(LIST).content)
    ]

    assert buttons == [["take", "plan", "export"], ["assign", "plan", "export"]]


# --- Nothing to do ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({}, "Choose employers first."),
        ({"action": "take"}, "Choose employers first."),
        ({"action": "take", "pick": ["x", "²", "9" * 30]}, "Choose employers first."),
        ({"action": "nonsense", "pick": ["1"]}, "Choose employers first."),
        (
            {"action": "take", "pick": [str(n) for n in range(201)]},
            "At most 200 employers at a time.",
        ),
    ],
)
def test_odd_requests_are_sent_back_with_a_word(coach_client, data, complaint):
    response = coach_client.post(BULK, data)

    assert response.url == LIST
    assert said(response) == [complaint]


# --- Take ---------------------------------------------------------------------


def test_coach_takes_those_that_nobody_has(coach_client, coach, other_coach, closed):
    free = [EmployerFactory(), EmployerFactory()]
    theirs = EmployerFactory(coach=other_coach)

    response = press(coach_client, "take", [*free, theirs, *closed])

    assert response.url == f"{LIST}?sort=step"
    assert [fetch(employer).coach for employer in free] == [coach, coach]
    assert fetch(theirs).coach == other_coach
    assert [fetch(employer).coach for employer in closed] == [None] * 4
    left_out = LEFT_OUT.replace("4", "5").replace(".", ", has a coach already (1).")
    assert said(response) == ["2 employers are now yours.", left_out]


# --- Hand over ----------------------------------------------------------------


def test_manager_is_asked_to_whom(manager_client, other_coach):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")

    response = press(manager_client, "assign", [employer])

    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1.text == "Hand over"
    assert page.select_one("[name=pick]")["value"] == str(employer.pk)
    assert page.select_one("[name=next]")["value"] == f"{LIST}?sort=step"
    assert "Oskar Oksa" in [option.text for option in page.select("option")]


def test_missing_answer_is_asked_for_again(manager_client):
    employer = EmployerFactory()

    response = press(manager_client, "assign", [employer], answer=1)

    assert response.status_code == 200
    assert response.context["form"].errors == {"to": ["This field is required."]}


def test_hand_over_is_kept_in_history_and_makes_nothing_else(
    manager_client, manager, coach, other_coach, closed
):
    mine = EmployerFactory(contacted=True, coach=coach)
    already = EmployerFactory(coach=other_coach)
    before = [mine.changes.count(), already.changes.count()]

    response = press(
        manager_client, "assign", [mine, already, *closed], answer=1, to=other_coach.pk
    )

    assert fetch(mine).coach == other_coach
    assert fetch(mine).changed_at > mine.changed_at
    latest = mine.changes.latest()
    assert (latest.coach, latest.history_user) == (other_coach, manager)
    assert [mine.changes.count(), already.changes.count()] == [before[0] + 1, before[1]]
    assert not mine.history.exists()
    assert not FollowUp.objects.exists()
    assert said(response) == ["2 employers handed over.", LEFT_OUT]


def test_nobody_hands_over_to_an_editor(manager_client, editor):
    employer = EmployerFactory()

    response = press(manager_client, "assign", [employer], answer=1, to=editor.pk)

    assert response.status_code == 200
    assert fetch(employer).coach is None


# --- Plan ---------------------------------------------------------------------


def test_coach_plans_the_same_step_for_several(
    coach_client, coach, other_coach, closed
):
    later = EmployerFactory(contacted=True, next_step="Käy", next_step_on=in_days(30))
    sooner = EmployerFactory(
        coach=other_coach, next_step_on=in_days(1), next_step="Käy"
    )

    response = press(
        coach_client,
        "plan",
        [later, sooner, *closed],
        answer=1,
        kind="call",
        text="Kutsu aamukahville",
        due_on=in_days(7).isoformat(),
    )

    steps = FollowUp.objects.order_by("object_id")
    assert [(s.subject, s.text, s.kind, s.due_on, s.assignee) for s in steps] == [
        (later, "Kutsu aamukahville", "call", in_days(7), coach),
        (sooner, "Kutsu aamukahville", "call", in_days(7), coach),
    ]
    assert [fetch(later).next_step, fetch(later).next_step_on] == [
        "Kutsu aamukahville",
        in_days(7),
    ]
    assert fetch(sooner).next_step == "Käy"
    assert said(response) == ["Next step planned for 2 employers.", LEFT_OUT]


def test_manager_plans_for_the_responsible_coach(manager_client, manager, coach):
    theirs, nobodys = EmployerFactory(coach=coach), EmployerFactory()

    press(
        manager_client,
        "plan",
        [theirs, nobodys],
        answer=1,
        kind="visit",
        due_on=in_days(7).isoformat(),
    )

    steps = FollowUp.objects.order_by("object_id")
    assert [(s.assignee, s.created_by, s.text) for s in steps] == [
        (coach, manager, "Go and see"),
        (manager, manager, "Go and see"),
    ]


def test_forbidden_channel_is_respected(coach_client):
    employer = EmployerFactory(contacted=True, has_bans=True)
    ContactBanFactory(
        employer=employer,
        scope=ContactBan.Scope.CHANNEL,
        channel=ContactBan.Channel.PHONE,
    )
    day = in_days(7).isoformat()

    call = press(coach_client, "plan", [employer], answer=1, kind="call", due_on=day)
    mail = press(coach_client, "plan", [employer], answer=1, kind="email", due_on=day)

    assert said(call) == ["1 was left out: this way of contact is forbidden (1)."]
    assert said(mail)[-1] == "Next step planned for 1 employer."
    assert [step.kind for step in FollowUp.objects.all()] == ["email"]


@pytest.mark.parametrize("days", [-1, 800])
def test_step_lies_ahead_but_not_out_of_sight(coach_client, days):
    response = press(
        coach_client,
        "plan",
        [EmployerFactory()],
        answer=1,
        kind="call",
        due_on=in_days(days).isoformat(),
    )

    assert response.status_code == 200
    assert not FollowUp.objects.exists()


def test_form_keeps_what_was_typed(coach_client):
    response = press(
        coach_client, "plan", [EmployerFactory()], answer=1, kind="call", text="Kutsu"
    )

    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[name=text]")["value"] == "Kutsu"
    assert len(page.select("[name=pick]")) == 1


# --- Export -------------------------------------------------------------------


def test_ticked_ones_are_exported_alone(coach_client):
    ticked = [EmployerFactory(name="a"), EmployerFactory(name="b")]
    EmployerFactory(name="c")

    response = press(coach_client, "export", ticked)

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["a", "b"]


# --- Cost ---------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_hand_over_queries_do_not_grow(
    manager_client, other_coach, django_assert_num_queries, count
):
    employers = [EmployerFactory() for _ in range(count)]

    with django_assert_num_queries(9):
        press(manager_client, "assign", employers, answer=1, to=other_coach.pk)
