"""The screens of pay subsidies: what is shown, asked, refused, and at what cost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from crm.models import AccessLog, FollowUp, Parameter
from employers.money import months_on
from placements.models import Consent, SubsidyClaim, SubsidyProcess
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    FollowUpFactory,
    MatchFactory,
    PlacementFactory,
    SubsidyFactory,
)

pytestmark = pytest.mark.django_db
State = SubsidyProcess.State
TODAY = timezone.localdate
LIST = "/crm/subsidies/"


def url(name, process, *more):
    args = [process.candidate_id, process.pk, *more]
    return reverse(f"placements:{name}", args=args)


def made(coach, **known):
    return SubsidyFactory(candidate__coach=coach, **known)


def fetch(process):
    return SubsidyProcess.objects.get(pk=process.pk)


def answers(**over):
    given = {
        "ground": "reduced",
        "payer": "company",
        "pay": "1 200,50",
        "authority": "Esimerkin työllisyysalue",
    }
    return given | over


# --- Beginning and editing -------------------------------------------------------


def test_begins_with_what_is_agreed_on_of_the_work(coach_client, coach):
    candidate = CandidateFactory(coach=coach, active=True)
    terms = {"pay_form": "month", "pay_amount": 780, "hours_a_week": 15}
    work = PlacementFactory(candidate=candidate, kind="subsidised", **terms)
    PlacementFactory(candidate=candidate, kind="employment")
    address = reverse("placements:subsidy-new", args=[candidate.pk])

    form = coach_client.get(address).context["form"]

    known = {name: form[name].value() for name in ("employer", "placement", "pay")}
    assert known == {"employer": work.employer_id, "placement": work.pk, "pay": 780}
    assert form["starts_on"].value() == work.starts_on
    assert f"{work.get_kind_display()}, {work.employer}" in str(form["placement"])

    SubsidyFactory(candidate=candidate, placement=work)
    assert coach_client.get(address).context["form"]["placement"].value() is None


def test_begins_on_the_candidates_page_without_an_employer(coach_client, coach):
    candidate = CandidateFactory(coach=coach, active=True, jobseeker_since=TODAY())
    page = coach_client.get(candidate.get_absolute_url()).content.decode()
    address = reverse("placements:subsidy-new", args=[candidate.pk])
    assert address in page

    form = coach_client.get(address)
    assert form.context["form"].initial["jobseeker_since"] == TODAY()
    response = coach_client.post(address, answers())

    process = SubsidyProcess.objects.get()
    assert response.url == process.get_absolute_url()
    assert (process.candidate, process.state) == (candidate, State.SCREENING)
    assert str(process.pay) == "1200.50"
    assert process.history.get().name == "begin"
    kinds = AccessLog.objects.filter(what="subsidy").values_list("kind", flat=True)
    assert sorted(kinds) == ["change", "view"]


def test_employer_comes_with_the_chosen_work(coach_client, coach):
    process = made(coach, employer=None)
    match = MatchFactory(candidate=process.candidate, job__coach=coach)
    placement = PlacementFactory(
        candidate=process.candidate, employer=match.job.employer
    )

    coach_client.post(
        url("subsidy-edit", process), answers(job=match.job.pk, placement=placement.pk)
    )

    process = fetch(process)
    assert process.employer == match.job.employer
    assert (process.job, process.placement) == (match.job, placement)


def test_work_and_employer_must_agree(coach_client, coach):
    process = made(coach)
    placement = PlacementFactory(candidate=process.candidate)

    response = coach_client.post(
        url("subsidy-edit", process),
        answers(employer=process.employer_id, placement=placement.pk),
    )

    assert response.context["form"].errors == {
        "employer": ["The chosen work is at another employer."]
    }


def test_typed_employer_is_found_without_javascript(coach_client, coach):
    process = made(coach, employer=None)
    EmployerFactory(name="Leipomo Yksi Oy")
    wanted = EmployerFactory(name="Leipomo Kaksi Oy")
    edit = url("subsidy-edit", process)

    unsure = coach_client.post(edit, answers(q="leipomo"))
    coach_client.post(edit, answers(q="kaksi"))

    assert unsure.context["form"].errors == {
        "employer": ["Choose the employer from the list."]
    }
    assert fetch(process).employer == wanted


def test_jobseeking_cannot_begin_tomorrow(coach_client, coach):
    process = made(coach)
    day = TODAY() + timedelta(days=1)

    response = coach_client.post(
        url("subsidy-edit", process), answers(jobseeker_since=day.isoformat())
    )

    assert "jobseeker_since" in response.context["form"].errors


# --- The page ----------------------------------------------------------------------


def test_page_shows_way_estimate_and_warning(coach_client, coach):
    process = made(coach)

    response = coach_client.get(process.get_absolute_url())

    context = response.context
    assert [step["label"] for step in context["steps"]][:4] == [
        "Estimate",
        "Jobseeking",
        "Statement",
        "Doctor",
    ]
    assert context["notices"][0]["title"] == (
        "The job must not start before the decision."
    )
    # law 380/2023 87 and 94 §: 70 % of 1 200 € (domain.md 2.1)
    rows = {row.key: row.euros for row in context["money"]["estimate"].rows}
    assert str(rows["subsidy"]) == "840.00"
    assert AccessLog.objects.get().what == "subsidy"


def test_other_grounds_have_no_doctor_on_their_way(coach_client, coach):
    process = made(coach, ground="general")

    response = coach_client.get(process.get_absolute_url())

    labels = [step["label"] for step in response.context["steps"]]
    assert "Doctor" not in labels


@pytest.mark.parametrize(
    ("known", "word"),
    [
        ({"state": State.REFUSED, "refusal": "employer"}, "review can be asked for"),
        ({"state": State.REFUSED, "refusal": "discretion"}, "no review"),
        ({"state": State.REFUSED, "refusal": "money"}, "See the decision"),
    ],
)
def test_refusal_says_on_the_page_what_can_be_done(coach_client, coach, known, word):
    process = made(coach, submitted_on=TODAY(), decided_on=TODAY(), **known)

    response = coach_client.get(process.get_absolute_url())

    assert word in response.context["notices"][-1]["text"]
    assert response.context["steps"][-1]["status"] == "off"


def test_near_deadline_is_warned_of_and_a_passed_one_too(coach_client, coach):
    process = made(coach, granted=True)
    for days, month in ((-3, 9), (200, 10)):
        SubsidyClaim.objects.create(
            process=process,
            month=TODAY().replace(day=1, month=month),
            due_on=TODAY() + timedelta(days=days),
        )

    response = coach_client.get(process.get_absolute_url())

    notice = response.context["notices"][-1]
    assert (notice["tone"], notice["text"]) == ("berry", "3 days late")


def test_page_without_a_pay_or_a_figure_says_so(coach_client, coach):
    bare = made(coach, pay=None)
    assert coach_client.get(bare.get_absolute_url()).context["money"] == {}
    Parameter.objects.filter(key="subsidy-percent-reduced").delete()

    response = coach_client.get(made(coach).get_absolute_url())

    assert response.context["money"] == {"gap": TODAY()}
    assert "are not known" in response.content.decode()


def test_manager_states_a_purpose_first(manager_client, coach):
    process = made(coach)

    response = manager_client.get(process.get_absolute_url())

    assert response.status_code == 302
    assert response.url.startswith(
        reverse("placements:purpose", args=[process.candidate_id])
    )


def test_process_of_another_candidate_is_not_there(coach_client, coach):
    process, other = made(coach), CandidateFactory(coach=coach)
    address = reverse("placements:subsidy", args=[other.pk, process.pk])

    assert coach_client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_few_queries(
    coach_client, coach, django_assert_max_num_queries, count
):
    process = made(coach, granted=True)
    for number in range(count):
        month = months_on(TODAY().replace(day=1), -number)
        process.claims.create(month=month, due_on=TODAY())
        FollowUpFactory(subject=process, assignee=coach)
        process.log(name="screen", by=coach, on=TODAY()).save()
    coach_client.get(process.get_absolute_url())

    with django_assert_max_num_queries(12):
        response = coach_client.get(process.get_absolute_url())

    assert len(response.context["claims"]) == count


# --- Moves ------------------------------------------------------------------------


def move(client, process, name, **data):
    return client.post(url("subsidy-move", process, name), data)


def test_moves_ask_what_they_need(coach_client, coach):
    process = made(coach)
    first = TODAY() + timedelta(days=30)
    for name, data in (
        ("screen", {}),
        ("confirm", {}),
        ("ask_doctor", {"appointment_on": first.isoformat()}),
        ("note_plan", {"delivered_on": TODAY().isoformat()}),
        ("hand_to_employer", {}),
        ("submit", {"reference": "17"}),
        ("ask_more", {"due_on": first.isoformat()}),
        ("answer", {}),
        (
            "grant",
            {
                "percent": "70",
                "cap": "1770",
                "granted_from": first.isoformat(),
                "granted_to": (first + timedelta(days=100)).isoformat(),
            },
        ),
    ):
        assert coach_client.get(url("subsidy-move", process, name)).status_code == 200
        response = move(coach_client, process, name, **data)
        assert response.status_code == 302, (name, response.context["form"].errors)

    process = fetch(process)
    assert (process.state, process.percent) == (State.GRANTED, 70)
    assert response.url == process.get_absolute_url()


def test_decision_is_offered_as_the_law_of_the_day_has_it(coach_client, coach):
    process = made(coach, sent=True)

    form = coach_client.get(url("subsidy-move", process, "grant")).context["form"]

    assert (form.initial["percent"], int(form.initial["cap"])) == (70, 1770)
    assert form.initial["granted_from"] == process.starts_on
    last = months_on(process.starts_on, 10) - timedelta(days=1)
    assert form.initial["granted_to"] == last


def test_decision_without_figures_offers_nothing(coach_client, coach):
    process = made(coach, sent=True)
    Parameter.objects.filter(key__startswith="subsidy-").delete()

    form = coach_client.get(url("subsidy-move", process, "grant")).context["form"]

    assert set(form.initial) == {"granted_from"}


def test_refused_move_says_why_and_changes_nothing(coach_client, coach):
    process = made(coach, sent=True)

    response = move(
        coach_client,
        process,
        "grant",
        percent="70",
        cap="1770",
        granted_from=TODAY().isoformat(),
        granted_to=(TODAY() + timedelta(days=10)).isoformat(),
    )

    assert "after the decision" in str(response.context["form"].non_field_errors())
    assert fetch(process).state == State.SUBMITTED


@pytest.mark.parametrize("name", ["suspend", "extend"])
def test_moves_while_it_is_paid(coach_client, coach, name):
    day = TODAY() - timedelta(days=10)
    process = made(coach, granted=True, state_since=day - timedelta(days=1))
    process.perform("begin_paying", by=coach, on=day)
    data = {
        "suspend": {
            "stopped_on": TODAY().isoformat(),
            "expected_back_on": (TODAY() + timedelta(days=60)).isoformat(),
        },
        "extend": {"certificate_needless": "on", "accommodated": "on"},
    }[name]

    assert coach_client.get(url("subsidy-move", process, name)).status_code == 200
    move(coach_client, process, name, **data)

    assert fetch(process).state in {State.SUSPENDED, State.EXTENSION}


@pytest.mark.parametrize("name", ["grant_more", "refuse_more"])
def test_answers_to_a_continuation(coach_client, coach, name):
    process = made(
        coach,
        granted=True,
        state=State.EXTENSION,
        started_on=TODAY() - timedelta(days=5),
    )
    last = process.granted_to + timedelta(days=100)
    data = {"reason": "money", "percent": "70", "cap": "1770"}

    assert coach_client.get(url("subsidy-move", process, name)).status_code == 200
    move(coach_client, process, name, granted_to=last.isoformat(), **data)

    assert fetch(process).state == State.PAYING


def test_other_grounds_are_not_asked_for_a_doctor(coach_client, coach):
    process = made(coach, state=State.STATEMENT, ground="senior")

    form = coach_client.get(url("subsidy-move", process, "note_plan")).context["form"]
    assert "delivered_on" not in form.fields

    paid = made(
        coach,
        granted=True,
        state=State.PAYING,
        ground="senior",
        started_on=TODAY() - timedelta(days=5),
    )
    form = coach_client.get(url("subsidy-move", paid, "extend")).context["form"]
    assert "certificate_on" not in form.fields


def test_money_that_has_run_out_is_somebodys(coach_client, coach):
    process = made(coach, sent=True)
    form = coach_client.get(url("subsidy-move", process, "refuse")).context["form"]
    assert form.initial["refused_by"] == process.authority

    move(coach_client, process, "refuse", reason="money", refused_by="Alue")

    assert fetch(process).refused_by == "Alue"


def test_who_was_slower_is_told(coach_client, coach):
    process = made(coach, sent=True)
    process.perform("withdraw", by=coach, reason="other")

    response = move(coach_client, process, "refuse", reason="other")

    assert response.status_code == 302
    assert fetch(process).state == State.WITHDRAWN


# --- Steps, deadlines, claims -----------------------------------------------------


def test_step_is_planned_on_the_process(coach_client, coach):
    process = made(coach)
    due = TODAY() + timedelta(days=3)

    response = coach_client.post(
        url("subsidy-step", process),
        {"text": "Soita työnantajalle", "kind": "call", "due_on": due.isoformat()},
    )

    assert response.url == process.get_absolute_url()
    assert process.follow_ups.get().due_on == due


@pytest.mark.parametrize(
    ("timer", "months"), [("transfer", 1), ("arrangement", 1), ("help", 2)]
)
def test_other_deadline_becomes_an_urgent_step_in_time(
    coach_client, coach, timer, months
):
    process = made(coach)

    coach_client.get(url("subsidy-timer", process))
    coach_client.post(
        url("subsidy-timer", process), {"timer": timer, "on": TODAY().isoformat()}
    )

    step = process.follow_ups.get()
    assert step.priority == FollowUp.Priority.HIGH
    assert step.due_on <= months_on(TODAY(), months) - timedelta(days=7)


def test_claim_is_sent_with_one_tap(coach_client, coach):
    process = made(coach, granted=True)
    claim = process.claims.create(month=TODAY().replace(day=1), due_on=TODAY())

    for _time in range(2):
        response = coach_client.post(url("subsidy-claim", process, claim.pk))
        assert response.url == process.get_absolute_url()

    assert process.claims.get().claimed_on == TODAY()
    page = coach_client.get(process.get_absolute_url()).content.decode()
    assert "This claim has been sent already." in page


# --- The list ---------------------------------------------------------------------


def test_list_has_what_runs_out_first_on_top(coach_client, coach):
    later, sooner, none = (made(coach, granted=True) for _n in range(3))
    for process, days in ((later, 50), (sooner, 5)):
        process.claims.create(
            month=TODAY().replace(day=1), due_on=TODAY() + timedelta(days=days)
        )
    SubsidyFactory()

    response = coach_client.get(LIST)

    assert list(response.context["page"]) == [sooner, later, none]
    assert set(AccessLog.objects.values_list("what", flat=True)) == {"subsidies"}


def test_list_shows_ended_ones_when_asked(coach_client, coach):
    ended = made(coach, state=State.WITHDRAWN, withdrawal="other")

    assert list(coach_client.get(LIST).context["page"]) == []
    assert list(coach_client.get(f"{LIST}?all").context["page"]) == [ended]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_few_queries(
    coach_client, coach, django_assert_max_num_queries, count
):
    for _number in range(count):
        process = made(coach, granted=True)
        process.claims.create(month=TODAY().replace(day=1), due_on=TODAY())
    coach_client.get(LIST)

    with django_assert_max_num_queries(12):
        response = coach_client.get(LIST)

    assert len(response.context["page"].object_list) == count


def test_day_leads_to_the_process(coach_client, coach):
    process = made(coach, state_since=TODAY())
    process.perform("screen", by=coach)
    step = process.follow_ups.get()
    FollowUp.objects.filter(pk=step.pk).update(due_on=TODAY())

    page = coach_client.get("/crm/").content.decode()

    assert f"{process.candidate.code}, pay subsidy" in page
    assert process.get_absolute_url() in page


def test_candidates_page_lists_its_subsidies(coach_client, coach):
    process = made(coach, granted=True)
    bare = SubsidyFactory(candidate=process.candidate, employer=None)

    response = coach_client.get(process.candidate.get_absolute_url())

    found = {one.pk: one.where for one in response.context["facts"].subsidies}
    assert found == {process.pk: process.employer.name, bare.pk: ""}


# --- The coach's statement ---------------------------------------------------------


def test_statement_is_by_code_and_has_room_to_write(coach_client, coach):
    process = made(coach)
    process.candidate.strengths = "Tarkka"
    process.candidate.save()

    page = coach_client.get(url("subsidy-statement", process)).content.decode()
    pdf = coach_client.get(url("subsidy-statement-pdf", process))

    assert process.candidate.code in page
    assert "Tarkka" in page
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(pdf.content)).pages)
    assert process.candidate.code in text
    assert "Name, written by hand" in text
    assert AccessLog.objects.filter(what="statement").count() == 2
    assert not Consent.objects.exists()
