"""Random verbs, users and days: no sequence of a trial breaks a promise."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from crm.lifecycle import STALE, Refused, undo
from employers.models import TailoredJob
from placements.models import Trial
from tests.employers.jobs import brought_to
from tests.factories import ConsentFactory, TrialFactory

pytestmark = pytest.mark.django_db
State = Trial.State
VERBS = sorted({move.name for move in Trial().get_all_state_transitions()})
STEPS = 60


def details(name, dice, today):
    on = today - timedelta(days=dice.choice([-1, 0, 0, 0, 1, 20]))
    ahead = today + timedelta(days=dice.choice([-3, 5, 40, 400]))
    some = {
        "interrupt": {"reason": "study", "expected_back_on": ahead},
        "extend": {"ends_on": ahead, "parties_agree": dice.random() < 0.8},
        "complete": {"reason": "nothing", "host_missing": dice.choice(["", "Kiire"])},
        "terminate": {"reason": "together"},
        "cancel": {"reason": "other"},
    }
    return {"on": on, "note": dice.choice(["", "Syy."]), **some.get(name, {})}


def act(trial, dice, users):
    """Do one thing at random; what is refused must leave no trace."""
    by = dice.choice(users)
    if dice.random() < 0.15:
        undo(trial.history.standing().first(), by=by)
        return
    if dice.random() < 0.3 and trial.state == State.SIGNING:
        trial.signatures = dict.fromkeys(trial.type.parties, "2026-11-01")
        trial.save()
    forward = [m.name for m in trial.get_available_state_transitions()]
    name = dice.choice(VERBS if dice.random() < 0.1 else forward or VERBS)
    trial.perform(name, by=by, **details(name, dice, timezone.localdate()))


def snapshot(trial):
    fresh = Trial.objects.get(pk=trial.pk)
    steps = list(fresh.follow_ups.order_by("pk").values_list("pk", "state"))
    job = TailoredJob.objects.get(pk=fresh.job_id).state
    return fresh.state, fresh.ends_on, fresh.ended_on, job, steps


def check(trial):
    """See that what the constraints and the rules promise holds."""
    assert (trial.state == State.INTERRUPTED) == bool(trial.break_reason)
    assert (trial.state == State.COMPLETED) == bool(trial.outcome)
    assert (trial.state in Trial.OVER) == bool(trial.ended_on)
    assert trial.state == State.PLANNED or trial.fits_maximum()
    if trial.state in Trial.BEGUN:
        assert state_of(trial) == TailoredJob.State.ON_TRIAL
        assert trial.follow_ups.pending().exists()
    if trial.state == State.TERMINATED:
        assert state_of(trial) == TailoredJob.State.OPEN
    step = trial.follow_ups.pending().order_by("due_on").first()
    assert trial.next_step_on == (step and step.due_on)


def state_of(trial):
    return TailoredJob.objects.get(pk=trial.job_id).state


def replay(trial):
    state = ""
    for entry in trial.history.standing().order_by("pk"):
        assert entry.source == state
        state = entry.target
    return state


def begun(coach):
    since = timezone.localdate() - timedelta(days=30)
    job = brought_to("candidate_presented", coach)
    like = TrialFactory(
        candidate__coach=coach, job=job, employer=job.employer, kind="kela_tyokokeilu"
    )
    ConsentFactory(candidate=like.candidate)
    like.pk = None
    like._state.adding = True
    Trial.objects.all().delete()
    like.begin(by=coach, on=since)
    return like


@pytest.mark.parametrize("seed", range(12))
def test_random_sequences_keep_every_promise(seed, coach, manager):
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    pk, moved = begun(coach).pk, 0
    for _step in range(STEPS):
        trial = Trial.objects.filter(pk=pk).first()
        if trial is None:  # its beginning was undone
            break
        before = snapshot(trial)
        try:
            act(trial, dice, [coach, manager])
        except (Refused, *STALE):
            assert snapshot(trial) == before
            continue
        moved += 1
        for fresh in Trial.objects.all():
            check(fresh)

    assert moved
    assert all(replay(one) == one.state for one in Trial.objects.all())
