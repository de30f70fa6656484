"""Placements: guards, checkpoints, interruptions, ends, and the job that follows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.lifecycle import Refused, undo
from crm.models import FollowUp
from employers.models import TailoredJob
from placements import start_checks
from placements.models import Checkpoint, Placement
from placements.nightly import establish
from tests.employers.jobs import brought_to
from tests.factories import CandidateFactory, PlacementFactory, TailoredJobFactory

pytestmark = pytest.mark.django_db
State = Placement.State
TODAY = timezone.localdate
SHIFT = {"weekday": 0, "starts": "08:00", "ends": "12:00"}
BREAK = {"reason": "study"}


def ago(days):
    return TODAY() - timedelta(days=days)


def agreed(coach, **known):
    candidate = known.pop("candidate", None) or CandidateFactory(
        coach=coach, active=True
    )
    job = known.get("job") or TailoredJobFactory(coach=coach)
    placement = PlacementFactory.build(
        candidate=candidate,
        employer=job.employer,
        **known,
    )
    placement.begin(by=coach, on=min(placement.starts_on, TODAY()))
    return placement


def working(coach, days=0, **known):
    placement = agreed(coach, starts_on=ago(days), **known)
    placement.perform("start", by=coach, on=ago(days))
    return placement


def test_contact_before_the_first_day_is_planned(coach):
    placement = agreed(coach, starts_on=TODAY() + timedelta(days=20))

    assert placement.checkpoints.get().days == -7
    assert placement.next_step_on == TODAY() + timedelta(days=13)


def test_start_plans_every_checkpoint_as_a_step(coach):
    placement = working(coach)

    days = list(placement.checkpoints.values_list("days", flat=True))
    assert days == [3, 10, 17, 24, 30, 60, 90, 180, 365]
    assert placement.follow_ups.pending().count() == len(days)
    assert placement.next_step_on == TODAY() + timedelta(days=3)


def test_no_start_before_the_agreed_day(coach):
    placement = agreed(coach, starts_on=TODAY() + timedelta(days=2))

    with pytest.raises(Refused, match="later than that"):
        placement.perform("start", by=coach)


def test_no_start_without_counselling_or_a_no_to_it(coach):
    placement = agreed(coach, counselled_on=None)
    with pytest.raises(Refused, match="benefits"):
        placement.perform("start", by=coach)

    placement.counselling_declined = True
    placement.perform("start", by=coach)

    assert placement.state == State.START_SUPPORT


def test_other_parts_can_forbid_the_start(coach, monkeypatch):
    monkeypatch.setattr(start_checks, "CHECKS", [lambda _placement, _on: ["No yet."]])
    placement = agreed(coach)

    with pytest.raises(Refused, match="No yet"):
        placement.perform("start", by=coach)


def test_established_from_day_90_on_and_not_before(coach):
    early, due = working(coach, 13), working(coach)
    with pytest.raises(Refused, match="90 days"):
        early.perform("establish", by=coach)
    Placement.objects.filter(pk=due.pk).update(started_on=ago(90), state_since=ago(90))

    assert establish(TODAY()) == 1
    due.refresh_from_db()
    assert (due.state, due.established_on) == (State.ESTABLISHED, TODAY())


def lasting(coach, **known):
    placement = working(coach, **known)
    placement.started_on = ago(100)
    placement.save()
    placement.perform("establish", by=coach)
    return placement


def test_support_fades_with_an_interval_and_can_come_closer(coach):
    placement = lasting(coach)
    with pytest.raises(Refused, match="Both"):
        placement.perform("fade", by=coach, contact_weeks=8)
    with pytest.raises(Refused, match="weeks"):
        placement.perform("fade", by=coach, contact_weeks=0, both_agree=True)

    placement.perform("fade", by=coach, contact_weeks=8, both_agree=True)
    assert placement.contact_weeks == 8
    with pytest.raises(Refused, match="changed"):
        placement.perform("intensify", by=coach)
    placement.perform("intensify", by=coach, note="Uusi esihenkilö.")

    assert placement.state == State.START_SUPPORT
    assert establish(TODAY()) == 0


def test_interruption_pauses_checkpoints_and_not_the_time_at_work(coach):
    placement = working(coach, 10)
    back = TODAY() + timedelta(days=30)
    planned = dict(placement.checkpoints.values_list("days", "step__due_on"))
    placement.perform("interrupt", by=coach, on=ago(4), expected_back_on=back, **BREAK)
    assert not placement.checkpoints.filter(step__state=FollowUp.State.OPEN)

    entry = placement.perform("resume", by=coach)

    assert placement.state == State.START_SUPPORT
    again = placement.checkpoints.filter(step__state=FollowUp.State.OPEN)
    due = dict(again.values_list("days", "step__due_on"))
    assert due == {days: on + timedelta(days=4) for days, on in planned.items()}
    assert placement.days_employed() == 10

    undo(entry, by=coach)
    assert not placement.checkpoints.filter(step__state=FollowUp.State.OPEN)


@pytest.mark.parametrize("reason", Placement.EndReason)
def test_every_end_is_classed_and_asks_for_contact(coach, reason):
    placement = working(coach)

    placement.perform("end", by=coach, reason=reason)

    assert placement.end_class in Placement.EndClass
    step = placement.follow_ups.pending().get()
    assert step.due_on == TODAY() + timedelta(days=3)


def test_retiring_from_work_is_no_failure():
    assert Placement(end_reason="retired").end_class == "positive"


def test_job_is_filled_and_vacated(coach):
    job = brought_to(TailoredJob.State.CANDIDATE_PRESENTED, coach)
    placement = agreed(coach, job=job)
    job = TailoredJob.objects.get(pk=job.pk)
    assert job.state == TailoredJob.State.FILLED

    placement.perform("end", by=coach, reason="own_wish")

    assert TailoredJob.objects.get(pk=job.pk).state == TailoredJob.State.OPEN


def test_job_that_nobody_was_presented_for_is_refused(coach):
    with pytest.raises(Refused, match="Present a candidate"):
        agreed(coach, job=TailoredJobFactory(coach=coach))

    assert not Placement.objects.exists()


@pytest.mark.parametrize(("gap", "kept"), [(0, True), (30, True), (31, False)])
def test_job_change_within_30_days_is_retained(coach, gap, kept):
    old = working(coach)
    Placement.objects.filter(pk=old.pk).update(
        state=State.ENDED, ended_on=ago(40), end_reason="new_job"
    )
    new = working(coach, candidate=old.candidate)
    Placement.objects.filter(pk=new.pk).update(started_on=ago(40 - gap))
    old = Placement.objects.get(pk=old.pk)

    assert old.continued_by() == (new if kept else None)


def test_open_activity_is_unpaid_and_reviews_pay_in_half_a_year(coach):
    placement = agreed(coach, kind="open_activity")

    assert not placement.is_paid
    assert (placement.pay_review_on - placement.starts_on).days in range(181, 189)
    assert list(Placement.objects.unpaid()) == [placement]
    assert not Placement.objects.paid().exists()


def test_overlap_in_the_week_is_seen(coach):
    first = agreed(coach, shifts=[SHIFT])
    later = SHIFT | {"starts": "11:00", "ends": "14:00"}
    second = agreed(coach, candidate=first.candidate, shifts=[later])
    third = SHIFT | {"weekday": 1}
    free = agreed(coach, candidate=first.candidate, shifts=[third])

    assert second.clashes() == [(first, [(later, SHIFT)])]
    assert free.clashes() == []


def test_checkpoint_keeps_what_was_found(coach):
    point = working(coach).checkpoints.first()

    point.mark_done(by=coach, on=TODAY(), hours_a_week=12, satisfaction=3)

    point = Checkpoint.objects.get(pk=point.pk)
    assert (point.outcome, point.satisfaction) == ("done", 3)
    assert point.step.state == FollowUp.State.DONE


def test_checkpoint_can_be_put_off_and_left_out(coach):
    first, second = working(coach).checkpoints.all()[:2]

    first.postpone(by=coach, on=TODAY(), until=TODAY() + timedelta(days=9))
    with pytest.raises(Refused):
        second.skip(by=coach, on=TODAY(), note="")
    second.skip(by=coach, on=TODAY(), note="Valmentaja oli poissa.")

    assert (first.outcome, first.is_open) == ("postponed", True)
    assert (second.outcome, second.is_open) == ("not_done", False)


def test_after_a_year_the_next_year_is_planned(coach):
    placement = working(coach)

    placement.checkpoints.get(days=365).mark_done(by=coach, on=TODAY())

    step = placement.checkpoints.get(days=730).step
    assert step.due_on == TODAY() + timedelta(days=730)


def test_hand_over_takes_the_checkpoints_along(coach, other_coach, manager):
    placement = working(coach)

    placement.candidate.hand_over(other_coach, by=manager, note="Kaikki sujuu.")

    points = placement.checkpoints.all()
    assert {point.present_step.assignee for point in points} == {other_coach}
    assert all(point.is_open for point in points)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "start_support"},
        {"state": "ended"},
        {"state": "interrupted", "started_on": ago(1)},
        {"employer": None},
        {"ends_on": ago(1)},
        {"counselling_declined": True},
    ],
)
def test_database_refuses_what_cannot_be(coach, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacementFactory(candidate__coach=coach, **wrong)
