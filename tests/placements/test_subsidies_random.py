"""Random verbs, users and days: no sequence of a pay subsidy breaks a promise."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone

from crm.lifecycle import STALE, Refused, undo
from placements.models import SubsidyProcess
from tests.factories import CandidateFactory, SubsidyFactory

pytestmark = pytest.mark.django_db
State = SubsidyProcess.State
VERBS = sorted({move.name for move in SubsidyProcess().get_all_state_transitions()})
STEPS = 60


def details(name, dice, today):
    on = today - timedelta(days=dice.choice([-1, 0, 0, 1, 30, 200]))
    later = on + timedelta(days=dice.choice([-3, 1, 40, 200, 900]))
    decided = {"percent": 70, "cap": Decimal(1770)}
    some = {
        "note_plan": {"delivered_on": dice.choice([None, on])},
        "ask_more": {"due_on": later},
        "grant": decided
        | {"granted_from": on + timedelta(days=1), "granted_to": later},
        "grant_more": decided | {"granted_to": later},
        "refuse": {"reason": "money", "refused_by": dice.choice(["", "Alue"])},
        "refuse_more": {"reason": "other"},
        "withdraw": {"reason": "other"},
        "suspend": {"stopped_on": on, "expected_back_on": later},
        "extend": {"certificate_needless": True, "accommodated": dice.random() < 0.8},
    }
    return {"on": on, "note": dice.choice(["", "Syy."]), **some.get(name, {})}


def act(process, dice, users):
    """Do one thing at random; what is refused must leave no trace."""
    by = dice.choice(users)
    if dice.random() < 0.1:
        undo(process.history.standing().first(), by=by)
        return
    if dice.random() < 0.2 and (claim := process.claims.unsent().first()):
        claim.send(by=by)
        return
    forward = [m.name for m in process.get_available_state_transitions()]
    name = dice.choice(VERBS if dice.random() < 0.1 else forward or VERBS)
    process.perform(name, by=by, **details(name, dice, timezone.localdate()))


def snapshot(process):
    fresh = SubsidyProcess.objects.get(pk=process.pk)
    steps = list(fresh.follow_ups.order_by("pk").values_list("pk", "state"))
    claims = list(fresh.claims.values_list("month", "claimed_on"))
    return fresh.state, fresh.granted_to, fresh.started_on, steps, claims


def check(process):
    """See that what the constraints and the rules promise holds."""
    if process.started_on:
        assert process.started_on > process.decided_on
        assert process.started_on >= process.granted_from
    if process.state in SubsidyProcess.AWAITING:
        assert process.follow_ups.pending().exists()
    if process.state == State.FINISHED:
        assert process.has_claimed_all()
        assert not process.follow_ups.pending().exists()
    months = list(process.claims.values_list("month", flat=True))
    assert len(months) == len(set(months))
    step = process.follow_ups.pending().order_by("due_on").first()
    assert process.next_step_on == (step and step.due_on)


def replay(process):
    state = ""
    for entry in process.history.standing().order_by("pk"):
        assert entry.source == state
        state = entry.target
    return state


@pytest.mark.parametrize("seed", range(8))
def test_random_sequences_keep_every_promise(seed, coach, manager):
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    process = SubsidyFactory.build(
        candidate=CandidateFactory(coach=coach, active=True),
        employer=SubsidyFactory().employer,
        ground=dice.choice(["reduced", "general", "senior"]),
    )
    process.begin(by=manager, on=timezone.localdate() - timedelta(days=300))
    pk, moved = process.pk, 0
    for _step in range(STEPS):
        process = SubsidyProcess.objects.filter(pk=pk).first()
        if process is None:  # its beginning was undone
            break
        before = snapshot(process)
        try:
            act(process, dice, [coach, manager])
        except (Refused, *STALE):
            assert snapshot(process) == before
            continue
        moved += 1
        if fresh := SubsidyProcess.objects.filter(pk=pk).first():
            check(fresh)

    assert moved
    assert all(replay(one) == one.state for one in SubsidyProcess.objects.filter(pk=pk))
