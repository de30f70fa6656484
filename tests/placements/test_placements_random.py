"""Random verbs, users and days: no sequence of a placement breaks a promise."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from crm.lifecycle import STALE, Refused, undo
from placements.models import Placement
from tests.factories import PlacementFactory

pytestmark = pytest.mark.django_db
State = Placement.State
VERBS = sorted({move.name for move in Placement().get_all_state_transitions()})
STEPS = 60


def details(name, dice, today):
    on = today - timedelta(days=dice.choice([-1, 0, 0, 0, 1, 20]))
    ahead = today + timedelta(days=dice.choice([-3, 5, 40]))
    some = {
        "fade": {
            "contact_weeks": dice.choice([0, 4, 8]),
            "both_agree": dice.random() < 0.8,
        },
        "interrupt": {"reason": "study", "expected_back_on": ahead},
        "end": {"reason": dice.choice(Placement.EndReason.values)},
    }
    return {"on": on, "note": dice.choice(["", "Syy."]), **some.get(name, {})}


def act(placement, dice, users):
    """Do one thing at random; what is refused must leave no trace."""
    by = dice.choice(users)
    chance = dice.random()
    if chance < 0.12:
        undo(placement.history.standing().first(), by=by)
    elif chance < 0.35 and placement.follow_ups.pending().exists():
        step = dice.choice(list(placement.follow_ups.pending()))
        step.perform(dice.choice(["complete", "cancel"]), by=by, note="Hoidettu.")
    else:
        forward = [m.name for m in placement.get_available_state_transitions()]
        name = dice.choice(VERBS if chance > 0.9 else forward or VERBS)
        if name == "end" and dice.random() < 0.8:
            name = "interrupt"
        known = details(name, dice, timezone.localdate())
        placement.perform(name, by=by, **known)


def snapshot(placement):
    fresh = Placement.objects.get(pk=placement.pk)
    steps = list(fresh.follow_ups.order_by("pk").values_list("pk", "state"))
    days = fresh.started_on, fresh.ended_on, fresh.pay_review_on
    return fresh.state, days, steps, fresh.checkpoints.count()


def check(placement):
    """See that what the constraints and the rules promise holds."""
    assert (placement.state == State.INTERRUPTED) == bool(placement.break_reason)
    assert (placement.state == State.ENDED) == bool(placement.end_class)
    assert placement.state == State.AGREED or placement.started_on or placement.ended_on
    if placement.state == State.FADED:
        last = timezone.localdate() + timedelta(weeks=placement.contact_weeks)
        assert placement.follow_ups.pending().filter(due_on__lte=last).exists()
    if placement.state == State.ENDED:
        assert not placement.at_risk
    step = placement.follow_ups.pending().order_by("due_on").first()
    assert placement.next_step_on == (step and step.due_on)


def replay(placement):
    state = ""
    for entry in placement.history.standing().order_by("pk"):
        assert entry.source == state
        state = entry.target
    return state


def begun(coach, kind):
    since = timezone.localdate() - timedelta(days=120)
    like = PlacementFactory(
        candidate__coach=coach, kind=kind, starts_on=since, started_on=since
    )
    like.pk = None
    like._state.adding = True
    Placement.objects.all().delete()
    like.begin(by=coach, on=since)
    return like


@pytest.mark.parametrize("kind", ["employment", "open_activity"])
@pytest.mark.parametrize("seed", range(6))
def test_random_sequences_keep_every_promise(seed, kind, coach, manager):
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    pk, moved = begun(coach, kind).pk, 0
    for _step in range(STEPS):
        placement = Placement.objects.filter(pk=pk).first()
        if placement is None:  # its beginning was undone
            break
        before = snapshot(placement)
        try:
            act(placement, dice, [coach, manager])
        except (Refused, *STALE):
            assert snapshot(placement) == before
            continue
        moved += 1
        for fresh in Placement.objects.all():
            check(fresh)

    assert moved
    assert all(replay(one) == one.state for one in Placement.objects.all())
