"""The lifecycle of a trial: what it refuses, and what follows from its moves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from crm.lifecycle import Refused, undo
from employers.models import TailoredJob
from placements.models import Trial, TrialType
from placements.trial_rules import Used
from tests.employers.jobs import brought_to
from tests.factories import AssessmentFactory, ConsentFactory, TrialFactory

pytestmark = pytest.mark.django_db
State = Trial.State


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def reasons(refusal):
    return [str(reason) for reason in refusal.value.reasons]


def planned(coach, **values):
    trial = TrialFactory(candidate__coach=coach, **values)
    ConsentFactory(candidate=trial.candidate)
    return trial


def signed(trial):
    day = timezone.localdate().isoformat()
    trial.signatures = dict.fromkeys(trial.type.parties, day)
    trial.representative_told = True
    trial.save()


def brought(trial, coach, *names):
    for name in names:
        if name == "agree":
            signed(trial)
        trial.perform(name, by=coach)
    return trial


def texts(trial):
    return list(trial.follow_ups.pending().order_by("due_on", "pk"))


def test_trial_goes_from_plan_to_outcome(coach):
    trial = planned(coach)

    brought(trial, coach, "draft", "send", "agree", "start")
    trial.perform("finish", by=coach, note="Riitti.")
    trial.assess(AssessmentFactory.build(), "host", by=coach)
    trial.perform("complete", by=coach, reason="nothing", host_missing="Turha.")

    trial = Trial.objects.get()
    today = timezone.localdate()
    assert trial.state == State.COMPLETED
    assert (trial.outcome, trial.host_missing) == ("nothing", "")
    dates = {trial.drafted_on, trial.signing_on, trial.agreed_on, trial.started_on}
    assert dates == {trial.ended_on} == {trial.completed_on} == {today}
    assert not trial.follow_ups.pending().exists()


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"tasks": " "}, "Write down the workplace"),
        ({"workplace": None}, "Write down the workplace"),
        ({"guide": ""}, "Write down the workplace"),
        ({"kind": "tyokokeilu", "hours_a_day": 3}, "outside what this kind"),
        ({"kind": "tyokokeilu", "days_a_week": 6}, "outside what this kind"),
        ({"host_pays": True}, "signs of employment"),
        ({"kind": "tutustuminen"}, "last longer than is allowed"),
    ],
)
def test_draft_is_refused_with_the_reason(coach, values, part):
    trial = planned(coach, **values)

    with pytest.raises(Refused) as refusal:
        trial.perform("draft", by=coach)

    assert [reason for reason in reasons(refusal) if part in reason]


def test_draft_needs_a_consent_in_force(coach):
    trial = TrialFactory(candidate__coach=coach)

    with pytest.raises(Refused) as refusal:
        trial.perform("draft", by=coach)

    assert reasons(refusal) == [str(Trial.HAS_CONSENT.reason)]


def test_sign_of_employment_may_be_explained(coach):
    trial = planned(coach, host_sets_rota=True, why_unpaid="Vain aukioloaikojen takia")

    assert trial.perform("draft", by=coach).target == State.CONTRACT_DRAFT


def test_every_party_must_have_signed(coach):
    trial = brought(planned(coach, kind="tyokokeilu"), coach, "draft", "send")
    trial.signatures = {"candidate": "2026-11-01", "workplace": "2026-11-01"}
    trial.save()

    with pytest.raises(Refused) as refusal:
        trial.perform("agree", by=coach)

    assert reasons(refusal) == [str(Trial.IS_SIGNED.reason)]


def test_rework_voids_the_signatures(coach):
    trial = brought(planned(coach), coach, "draft", "send")
    signed(trial)

    trial.perform("rework", by=coach)

    assert Trial.objects.get().signatures == {}


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"insurer": ""}, "IS_INSURED"),
        ({"kind": "tyokokeilu"}, "HAS_TOLD"),
        ({"starts_on": date(2099, 1, 1)}, "START_REACHED"),
    ],
)
def test_start_is_refused_with_the_reason(coach, values, rule):
    trial = TrialFactory(candidate__coach=coach, agreed=True, **values)

    with pytest.raises(Refused) as refusal:
        trial.perform("start", by=coach)

    assert reasons(refusal) == [str(getattr(Trial, rule).reason)]


def test_start_lies_within_the_contract(coach):
    trial = TrialFactory(candidate__coach=coach, agreed=True, starts_on=ago(2))

    with pytest.raises(Refused):
        trial.perform("start", by=coach, on=ago(3))
    trial = Trial.objects.get()

    assert trial.perform("start", by=coach, on=ago(2)).on == ago(2)


def test_start_plans_checkpoints_until_the_end(coach):
    trial = TrialFactory(candidate__coach=coach, agreed=True)

    trial.perform("start", by=coach)

    today = timezone.localdate()
    steps = texts(trial)
    assert len(steps) == 4
    assert {step.assignee for step in steps} == {coach}
    assert (steps[0].due_on, steps[-1].due_on) == (today, today + timedelta(days=24))
    assert trial.next_step == steps[0].text


def test_pay_is_considered_when_work_activity_goes_on(coach):
    trial = TrialFactory(
        candidate__coach=coach,
        agreed=True,
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 12, 1),
    )

    assert trial.pay_review_on == date(2026, 12, 1)
    assert TrialFactory(kind="tyokokeilu").pay_review_on is None


def presented(coach):
    return brought_to("candidate_presented", coach)


def state_of(job):
    return TailoredJob.objects.get(pk=job.pk).state


def test_start_and_early_end_move_the_job_and_undo_takes_both_back(coach):
    job = presented(coach)
    trial = TrialFactory(
        candidate__coach=coach, agreed=True, job=job, employer=job.employer
    )

    trial.perform("start", by=coach)
    assert state_of(job) == TailoredJob.State.ON_TRIAL
    entry = trial.perform("terminate", by=coach, reason="together")
    assert state_of(job) == TailoredJob.State.OPEN

    undo(entry, by=coach)
    assert state_of(job) == TailoredJob.State.ON_TRIAL
    assert Trial.objects.get().state == State.RUNNING


@pytest.mark.parametrize(
    ("outcome", "state"), [("employment", "on_trial"), ("not_suited", "open")]
)
def test_outcome_frees_the_job_unless_it_leads_to_work(coach, outcome, state):
    job = presented(coach)
    trial = TrialFactory(
        candidate__coach=coach, agreed=True, job=job, employer=job.employer
    )
    trial.perform("start", by=coach)
    trial.perform("finish", by=coach, note="Riitti.")

    trial.perform("complete", by=coach, reason=outcome, host_missing="Ei vastattu")

    assert state_of(job) == state


def test_job_stays_on_trial_while_another_tries_it(coach):
    job = presented(coach)
    values = {"candidate__coach": coach, "job": job, "employer": job.employer}
    trial = TrialFactory(agreed=True, **values)
    trial.perform("start", by=coach)
    TrialFactory(running=True, **values)

    trial.perform("terminate", by=coach, reason="together")

    assert state_of(job) == TailoredJob.State.ON_TRIAL


def test_early_end_asks_to_talk_with_the_candidate_in_three_days(coach):
    trial = TrialFactory(candidate__coach=coach, running=True)

    trial.perform("terminate", by=coach, reason="absences")

    (step,) = texts(trial)
    assert step.due_on == timezone.localdate() + timedelta(days=3)
    assert Trial.objects.get().ended_on == timezone.localdate()


def test_interruption_stops_the_clock_only_where_the_kind_says_so(coach):
    kind = TrialType.objects.get(code="kela_tyokokeilu")
    trial = TrialFactory(candidate__coach=coach, running=True, type=kind)
    back = timezone.localdate() + timedelta(days=5)
    entry = trial.perform(
        "interrupt", by=coach, on=ago(7), reason="holiday", expected_back_on=back
    )
    assert [step.due_on for step in entry.follow_ups.all()] == [back]
    trial.perform("resume", by=coach)

    trial = Trial.objects.get()
    assert (trial.days_interrupted, trial.stopped) == (7, 0)
    assert (trial.break_reason, trial.expected_back_on) == ("", None)
    trial.type.stops_clock = True
    assert trial.stopped == 7


def test_return_from_an_interruption_is_later(coach):
    trial = TrialFactory(candidate__coach=coach, running=True)
    today = timezone.localdate()

    with pytest.raises(Refused):
        trial.perform("interrupt", by=coach, reason="other", expected_back_on=today)


def test_extension_is_within_the_maximum(coach):
    trial = TrialFactory(candidate__coach=coach, running=True, kind="tyokokeilu")
    last = trial.last_end()

    with pytest.raises(Refused) as refusal:
        trial.perform("extend", by=coach, ends_on=last + timedelta(days=1))
    assert len(reasons(refusal)) == 3
    with pytest.raises(Refused):
        trial.perform("extend", by=coach, ends_on=trial.ends_on, note="Syy.")
    entry = Trial.objects.get().perform(
        "extend", by=coach, ends_on=last, parties_agree=True, note="Syy."
    )

    assert (entry.source, entry.target) == (State.RUNNING, State.RUNNING)
    assert Trial.objects.get().ends_on == last


def test_time_is_counted_over_employers_and_a_restart(coach):
    first = TrialFactory(
        candidate__coach=coach,
        kind="tyokokeilu",
        over=True,
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 6, 30),
    )
    TrialFactory(candidate=first.candidate, kind="avotyo", running=True)
    trial = TrialFactory(candidate=first.candidate, kind="tyokokeilu")

    assert trial.used_before() == Used(6, 0)
    assert trial.last_end() == trial.starts_on - timedelta(days=1)
    assert not trial.fits_maximum()
    trial.unemployed_since = date(2024, 9, 1)
    assert trial.used_before() == Used()
    assert trial.fits_maximum()


def test_early_finish_needs_a_reason(coach):
    trial = TrialFactory(candidate__coach=coach, running=True)

    with pytest.raises(Refused):
        trial.perform("finish", by=coach)


def test_finish_after_the_last_day_keeps_the_last_day(coach):
    trial = TrialFactory(
        candidate__coach=coach, running=True, starts_on=ago(10), ends_on=ago(2)
    )

    trial.perform("finish", by=None)

    assert Trial.objects.get().ended_on == ago(2)


def test_outcome_needs_the_workplace_view_or_why_not(coach):
    trial = TrialFactory(candidate__coach=coach, over=True)

    with pytest.raises(Refused):
        trial.perform("complete", by=coach, reason="nothing", host_missing=" ")


def test_cancelled_before_the_start(coach):
    trial = planned(coach)

    trial.perform("cancel", by=coach, reason="candidate")

    assert Trial.objects.get().cancellation == "candidate"


def test_trials_are_seen_with_their_candidate(coach, other_coach, manager, editor):
    trial = TrialFactory(candidate__coach=coach)

    seen = [Trial.objects.visible_to(u).exists() for u in (coach, other_coach, manager)]

    assert seen == [True, False, True]
    assert not Trial.objects.visible_to(editor).exists()
    assert trial.type in TrialType.objects.all()


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.RUNNING},
        {"state": State.COMPLETED},
        {"state": State.TERMINATED},
        {"state": State.CANCELLED},
        {"outcome": "nothing"},
        {"break_reason": "other"},
        {"ends_on": date(2000, 1, 1)},
    ],
)
def test_database_refuses_what_cannot_be(values):
    with pytest.raises(IntegrityError):
        TrialFactory(**values)
