"""The pay-subsidy process: guards, deadlines, claims, and the job that must wait."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.lifecycle import Refused, undo
from crm.models import FollowUp
from employers.money import months_on
from placements import nightly
from placements.models import Placement, SubsidyProcess
from placements.subsidy_rules import last_day, reminders
from tests.factories import CandidateFactory, PlacementFactory, SubsidyFactory

pytestmark = pytest.mark.django_db
State = SubsidyProcess.State
Refusal = SubsidyProcess.Refusal
TODAY = timezone.localdate
DAY = timedelta(days=1)


def ago(days):
    return TODAY() - timedelta(days=days)


def ahead(days):
    return TODAY() + timedelta(days=days)


def fetch(process):
    return SubsidyProcess.objects.get(pk=process.pk)


def made(coach, **known):
    return SubsidyFactory(candidate__coach=coach, **known)


def decision(first, months=10, **more):
    last = last_day(first, months)
    known = {"percent": 70, "cap": Decimal(1770)}
    return known | {"granted_from": first, "granted_to": last} | more


def granted(coach, first=None, on=None, **known):
    on = on or ago(5)
    process = made(coach, sent=True, state_since=on - DAY, **known)
    process.perform("grant", by=coach, on=on, **decision(first or on + DAY))
    return process


def paying(manager, begun, **known):
    """Return one whose job began on a day; a manager writes of the past."""
    process = granted(manager, begun, begun - DAY, **known)
    process.perform("begin_paying", by=manager, on=begun)
    return fetch(process)


def texts(process):
    pending = process.follow_ups.pending().order_by("due_on", "pk")
    return list(pending.values_list("text", flat=True))


# --- The way to the application ----------------------------------------------


def test_whole_way_of_reduced_work_ability(coach):
    process = made(coach, state_since=TODAY())
    for name, more in (
        ("screen", {}),
        ("confirm", {}),
        ("ask_doctor", {"appointment_on": ahead(9)}),
        ("note_plan", {"delivered_on": TODAY()}),
        ("hand_to_employer", {}),
        ("submit", {"reference": "2026-17"}),
        ("ask_more", {"due_on": ahead(10)}),
        ("answer", {}),
        ("grant", decision(ahead(5))),
    ):
        process.perform(name, by=coach, **more)
        assert len(texts(process)) == 1, name

    process = fetch(process)
    assert process.state == State.GRANTED
    assert process.statement_on == process.submitted_on == TODAY()
    assert process.asked_doctor_on == process.delivered_on == TODAY()
    assert (process.reference, process.more_due_on) == ("2026-17", None)


@pytest.mark.parametrize("missing", ["payer", "pay"])
def test_nothing_goes_on_without_an_estimate(coach, missing):
    process = made(coach, **{missing: "" if missing == "payer" else None})

    with pytest.raises(Refused, match="estimate"):
        process.perform("screen", by=coach)


@pytest.mark.parametrize("missing", [{"jobseeker_since": None}, {"authority": " "}])
def test_jobseeking_has_a_day_and_an_authority(coach, missing):
    process = made(coach, state=State.JOBSEEKER, **missing)

    with pytest.raises(Refused, match="since when"):
        process.perform("confirm", by=coach)


def test_reduced_work_ability_waits_for_the_persons_b_statement(coach):
    process = made(coach, state=State.STATEMENT)

    with pytest.raises(Refused, match="B statement"):
        process.perform("note_plan", by=coach)


def test_other_grounds_ask_no_doctor(coach):
    process = made(coach, state=State.STATEMENT, ground="general")
    with pytest.raises(Refused, match="doctor"):
        process.perform("ask_doctor", by=coach)

    process.perform("note_plan", by=coach)

    assert (process.state, process.delivered_on) == (State.PLAN_NOTED, None)


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({"employer": None}, "employer"),
        ({"mandate_ok": False}, "mandate"),
        ({"job_described": False}, "description"),
        ({"pay": None}, "pay"),
        ({"collective": ""}, "collective agreement"),
        ({"starts_on": None}, "first day"),
    ],
)
def test_application_is_whole_before_it_is_sent(coach, missing, reason):
    process = made(coach, state=State.APPLICATION, **missing)

    with pytest.raises(Refused, match=reason):
        process.perform("submit", by=coach)


def test_planned_first_day_comes_after_the_application(coach):
    process = made(coach, state=State.APPLICATION, starts_on=TODAY())

    with pytest.raises(Refused, match="later than the application"):
        process.perform("submit", by=coach)


def test_more_information_has_a_day_and_an_urgent_step(coach):
    process = made(coach, sent=True)
    with pytest.raises(Refused, match="due after"):
        process.perform("ask_more", by=coach, due_on=ago(1))

    process = fetch(process)
    process.perform("ask_more", by=coach, due_on=ahead(20))

    step = process.follow_ups.pending().get()
    assert step.priority == FollowUp.Priority.HIGH
    assert step.due_on <= ahead(20)
    assert process.deadline() == (ahead(20), "more asked for")


# --- The decision -------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "months"),  # law 380/2023 86-89, 95-96 § (domain.md 2.1)
    [("reduced", 10), ("general", 10), ("association", 10), ("senior", 24)],
)
def test_no_longer_than_the_ground_allows(coach, ground, months):
    process = made(coach, sent=True, ground=ground)
    too_long = decision(ahead(1), months)
    too_long["granted_to"] += DAY
    with pytest.raises(Refused, match=f"At most {months} months"):
        process.perform("grant", by=coach, **too_long)

    process = fetch(process)
    process.perform("grant", by=coach, **decision(ahead(1), months))

    assert process.granted_to == last_day(ahead(1), months)


@pytest.mark.parametrize("first", [0, -3])
def test_job_begins_after_the_day_of_the_decision(coach, first):
    process = made(coach, sent=True)

    with pytest.raises(Refused, match="after the decision"):
        process.perform("grant", by=coach, **decision(ahead(first)))


def test_period_does_not_end_before_it_begins(coach):
    process = made(coach, sent=True)

    with pytest.raises(Refused, match="ends before"):
        process.perform("grant", by=coach, **decision(ahead(9), granted_to=ahead(8)))


def test_database_refuses_a_start_on_the_day_of_the_decision(coach):
    process = granted(coach)

    with pytest.raises(IntegrityError), transaction.atomic():
        SubsidyProcess.objects.filter(pk=process.pk).update(
            granted_from=process.decided_on
        )


@pytest.mark.parametrize(
    ("reason", "review"),  # law 380/2023 chapter 17 (domain.md 2.1)
    [
        (Refusal.MONEY, None),
        (Refusal.DISCRETION, False),
        (Refusal.EMPLOYER, True),
        (Refusal.JOB, True),
        (Refusal.STARTED, True),
        (Refusal.JOBSEEKER, True),
        (Refusal.GROUPS, True),
        (Refusal.EARLIER, True),
        (Refusal.OTHER, None),
    ],
)
def test_refusal_says_whether_a_review_can_be_asked_for(coach, reason, review):
    process = made(coach, sent=True)
    process.perform("refuse", by=coach, reason=reason, refused_by="Esimerkin alue")

    process = fetch(process)
    assert (process.state, process.decided_on) == (State.REFUSED, TODAY())
    assert process.may_ask_review is review
    assert process.history.standing().first().reason == reason


def test_money_that_has_run_out_is_somebodys(coach):
    process = made(coach, sent=True)

    with pytest.raises(Refused, match="which area"):
        process.perform("refuse", by=coach, reason=Refusal.MONEY)


def test_withdrawal_ends_the_steps(coach):
    process = made(coach, state_since=TODAY())
    process.perform("screen", by=coach)

    process.perform("withdraw", by=coach, reason="employer")

    assert (texts(process), process.next_step_on) == ([], None)


# --- The hard guard: no job before the decision --------------------------------


def placed(process, kind=Placement.Kind.SUBSIDISED, **known):
    return PlacementFactory(
        candidate=process.candidate,
        employer=process.employer,
        kind=kind,
        starts_on=ago(20),
        state_since=ago(20),
        **known,
    )


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"state": State.SCREENING}, "no decision"),
        ({"state": State.APPLICATION}, "waits for its decision"),
        ({"sent": True}, "waits for its decision"),
    ],
)
def test_subsidised_job_does_not_start_without_a_decision(coach, known, reason):
    placement = placed(made(coach, **known))

    with pytest.raises(Refused, match=reason):
        placement.perform("start", by=coach)


@pytest.mark.parametrize("days", [5, 6, 12])
def test_subsidised_job_does_not_start_by_the_day_of_the_decision(coach, days):
    placement = placed(granted(coach, on=ago(5)))

    with pytest.raises(Refused, match="decided on"):
        placement.perform("start", by=coach, on=ago(days))


def test_subsidised_job_starts_from_the_day_that_was_granted(coach):
    process = granted(coach, ago(2), ago(5))
    placement = placed(process)
    with pytest.raises(Refused, match="not before it"):
        placement.perform("start", by=coach, on=ago(3))

    Placement.objects.get(pk=placement.pk).perform("start", by=coach, on=ago(2))

    process = fetch(process)
    assert (process.state, process.started_on) == (State.PAYING, ago(2))
    assert process.placement == placement


def test_ordinary_job_waits_too_while_an_application_is_open(coach):
    process = made(coach, sent=True)
    placement = placed(process, Placement.Kind.EMPLOYMENT)
    with pytest.raises(Refused, match="waits for its decision"):
        placement.perform("start", by=coach)

    process.perform("withdraw", by=coach, reason="without")
    Placement.objects.get(pk=placement.pk).perform("start", by=coach)

    assert Placement.objects.get(pk=placement.pk).started_on == TODAY()


def test_unpaid_activity_and_other_employers_are_no_matter_of_the_subsidy(coach):
    process = made(coach, sent=True)
    placed(process, Placement.Kind.OPEN_ACTIVITY).perform("start", by=coach)
    elsewhere = PlacementFactory(candidate=process.candidate, state_since=ago(1))

    elsewhere.perform("start", by=coach)

    assert Placement.objects.filter(started_on=TODAY()).count() == 2


def test_nothing_is_applied_for_once_the_job_has_begun(coach):
    process = made(coach, sent=True)
    placement = PlacementFactory(
        candidate=process.candidate,
        state=Placement.State.START_SUPPORT,
        started_on=ago(3),
    )
    process.placement = placement
    process.save()

    with pytest.raises(Refused, match="begun already"):
        process.perform("grant", by=coach, **decision(ahead(1)))


def test_start_of_the_payment_is_undone_with_the_start_of_the_job(coach):
    process = granted(coach)
    placement = placed(process)
    entry = placement.perform("start", by=coach)

    undo(entry, by=coach)

    process = fetch(process)
    assert (process.state, process.started_on) == (State.GRANTED, None)
    assert not process.claims.exists()


def test_job_of_the_process_itself_does_not_begin_early(coach):
    process = granted(coach, ahead(4), TODAY())

    with pytest.raises(Refused, match="decided on"):
        process.perform("begin_paying", by=coach)


# --- Continuations --------------------------------------------------------------


def test_continuation_is_planned_in_time(manager):
    process = paying(manager, ago(40))
    last = process.granted_to
    early, urgent = reminders(last)

    pending = process.follow_ups.pending().filter(subsidy_claim__isnull=True)
    steps = list(pending.order_by("due_on").values_list("due_on", "priority"))

    assert steps[:2] == [(early, 2), (urgent, 1)]
    assert steps[2][0] > last


def test_ground_without_continuation_plans_none(manager):
    process = paying(manager, ago(3), ground="general")

    assert texts(process) == ["The period has ended: claim the last payment"]
    with pytest.raises(Refused, match="cannot be continued"):
        process.perform("extend", by=manager)


def proofs(**more):
    return {"certificate_on": TODAY(), "accommodated": True} | more


def test_continuation_is_applied_for_before_the_period_ends(manager):
    process = paying(manager, ago(40))
    last = process.granted_to
    with time_machine.travel(last + DAY), pytest.raises(Refused, match="too late"):
        process.perform("extend", by=manager, **proofs(certificate_on=last))

    with time_machine.travel(last):
        fetch(process).perform("extend", by=manager, **proofs(certificate_on=last))

    assert fetch(process).state == State.EXTENSION


@pytest.mark.parametrize(
    ("said", "reason"),  # law 380/2023 87 §
    [
        ({"certificate_on": None}, "certificate"),
        ({"certificate_on": date(2020, 1, 1)}, "during the present period"),
        ({"accommodated": False}, "accommodations"),
    ],
)
def test_continuation_of_reduced_work_ability_needs_its_proofs(manager, said, reason):
    process = paying(manager, ago(40))

    with pytest.raises(Refused, match=reason):
        process.perform("extend", by=manager, **proofs(**said))


def test_certificate_may_be_plainly_needless(manager):
    process = paying(manager, ago(40))

    process.perform(
        "extend",
        by=manager,
        **proofs(certificate_on=None, certificate_needless=True),
    )

    assert process.state == State.EXTENSION


def test_continuation_follows_the_period_for_at_most_24_months(manager):
    process = paying(manager, ago(40))
    old = process.granted_to
    process.perform("extend", by=manager, **proofs())
    longest = last_day(old + DAY, 24)
    more = {"percent": 70, "cap": Decimal(1770)}
    with pytest.raises(Refused, match="At most 24 months"):
        process.perform("grant_more", by=manager, granted_to=longest + DAY, **more)
    with pytest.raises(Refused, match="later than the old one"):
        fetch(process).perform("grant_more", by=manager, granted_to=old, **more)

    process = fetch(process)
    process.perform("grant_more", by=manager, granted_to=longest, **more)

    assert (process.state, process.granted_to) == (State.PAYING, longest)
    assert reminders(longest)[1] in set(
        process.follow_ups.pending().values_list("due_on", flat=True)
    )


def test_refused_continuation_leaves_the_old_last_day(manager):
    process = paying(manager, ago(40))
    old = process.granted_to
    process.perform("extend", by=manager, **proofs())

    process.perform("refuse_more", by=manager, reason=Refusal.MONEY)

    assert (process.state, process.granted_to) == (State.PAYING, old)
    assert "No continuation: how does the job go on without the subsidy?" in texts(
        process
    )


# --- Interruptions ---------------------------------------------------------------


def test_short_break_does_not_suspend(manager):
    process = paying(manager, ago(60))

    with pytest.raises(Refused, match="month or more"):
        process.perform(
            "suspend", by=manager, stopped_on=ago(3), expected_back_on=ahead(20)
        )


def test_break_outside_the_job_does_not_suspend(manager):
    process = paying(manager, ago(60))

    with pytest.raises(Refused, match="while the job goes on"):
        process.perform(
            "suspend", by=manager, stopped_on=ago(61), expected_back_on=ahead(20)
        )


def test_return_from_a_long_break_makes_the_period_longer(manager):
    process = paying(manager, ago(100))
    last = process.granted_to
    process.perform(
        "suspend",
        by=manager,
        on=ago(50),
        stopped_on=ago(55),
        expected_back_on=ago(5),
    )
    assert "Tell the employment authority of the break, in writing" in texts(process)

    process.perform("resume", by=manager, on=ago(5))

    process = fetch(process)
    assert process.granted_to == last + timedelta(days=50)
    assert (process.stopped_on, process.claims_from) == (None, ago(5))


# --- Claims -----------------------------------------------------------------------


def test_month_that_is_over_becomes_a_claim_with_the_decrees_last_day(manager):
    with time_machine.travel("2026-11-30 12:00+02:00"):
        process = paying(manager, date(2026, 10, 5))
        assert [str(claim) for claim in process.claims.all()] == ["10/2026"]

    with time_machine.travel("2026-12-01 03:00+02:00"):
        assert nightly.open_claims(TODAY()) == 1
        assert nightly.open_claims(TODAY()) == 0

    # decree 385/2024 18 §: three months from the end of the calendar month
    days = list(process.claims.values_list("due_on", flat=True))
    assert days == [date(2027, 1, 31), date(2027, 2, 28)]


def test_claim_becomes_urgent_before_its_last_day(manager):
    with time_machine.travel("2026-11-10 12:00+02:00"):
        process = paying(manager, date(2026, 10, 5))
    claim = process.claims.get()

    assert nightly.hasten_claims(date(2027, 1, 16)) == 0
    assert nightly.hasten_claims(date(2027, 1, 17)) == 1
    claim.step = FollowUp.objects.get(pk=claim.step_id)
    assert claim.step.priority == FollowUp.Priority.HIGH


def test_sent_claim_closes_its_step_and_is_sent_once(manager):
    with time_machine.travel("2026-11-10 12:00+02:00"):
        process = paying(manager, date(2026, 10, 5))
        claim = process.claims.get()
        claim.send(by=manager)

        assert FollowUp.objects.get(pk=claim.step_id).state == FollowUp.State.DONE
        with pytest.raises(Refused, match="already"):
            process.claims.get().send(by=manager)


def test_months_of_a_break_are_not_claimed(manager):
    with time_machine.travel("2026-06-10 12:00+03:00"):
        process = paying(manager, date(2026, 5, 1))
        process.perform(
            "suspend",
            by=manager,
            stopped_on=date(2026, 6, 8),
            expected_back_on=date(2026, 9, 1),
        )
    with time_machine.travel("2026-09-01 12:00+03:00"):
        assert nightly.open_claims(TODAY()) == 0
        process.perform("resume", by=manager)
    with time_machine.travel("2026-10-02 12:00+03:00"):
        assert nightly.open_claims(TODAY()) == 1

    months = [str(claim) for claim in process.claims.all()]
    assert months == ["5/2026", "6/2026", "9/2026"]


def test_it_ends_when_the_last_claim_has_been_sent(manager):
    process = paying(manager, months_on(TODAY(), -2))
    with pytest.raises(Refused, match="last payment claim"):
        process.perform("finish", by=manager)
    for claim in process.claims.all():
        claim.send(by=manager)
    with pytest.raises(Refused, match="before its last day"):
        fetch(process).perform("finish", by=manager)

    process = fetch(process)
    process.perform("finish", by=manager, note="Työsuhde päättyi.")

    assert (process.state, process.finished_on) == (State.FINISHED, TODAY())
    assert texts(process) == []


def test_nearest_deadline_is_told(manager):
    process = paying(manager, months_on(TODAY(), -2))
    claim = process.claims.unsent().order_by("due_on").first()
    assert process.deadline() == (claim.due_on, "payment claim")

    for each in process.claims.all():
        each.send(by=manager)

    assert process.deadline() == (process.granted_to, "continuation")
    assert made(manager).deadline() is None


# --- Whose it is ---------------------------------------------------------------


def test_process_is_seen_by_those_who_see_the_candidate(
    coach, other_coach, manager, editor
):
    process = made(coach)

    seen = [
        list(SubsidyProcess.objects.visible_to(user))
        for user in (coach, manager, other_coach, editor)
    ]

    assert seen == [[process], [process], [], []]


def test_steps_go_along_when_the_candidate_is_handed_over(coach, other_coach, manager):
    process = made(coach, state_since=TODAY())
    process.perform("screen", by=coach)

    process.candidate.hand_over(other_coach, by=manager, note="Tuki vireillä.")

    assert process.follow_ups.pending().get().assignee == other_coach


def test_process_without_a_coach_or_actor_plans_nothing(manager):
    process = paying(manager, months_on(TODAY(), -1))
    candidate = CandidateFactory(coach=None)
    SubsidyProcess.objects.filter(pk=process.pk).update(candidate=candidate)
    process.claims.all().delete()

    assert nightly.open_claims(TODAY()) == 1

    assert process.claims.get().step is None


def test_begun_process_can_be_undone(coach):
    process = SubsidyFactory.build(
        candidate=CandidateFactory(coach=coach, active=True),
        employer=None,
    )
    entry = process.begin(by=coach)

    undo(entry, by=coach)

    assert not SubsidyProcess.objects.exists()
