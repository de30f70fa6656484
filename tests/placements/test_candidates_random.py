"""Random verbs, users and days: no sequence breaks a promise, the log replays."""

from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from crm.lifecycle import STALE, Refused, undo
from placements.models import Assignment, Candidate
from tests.factories import CandidateFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
State = Candidate.State
VERBS = sorted({move.name for move in Candidate().get_all_state_transitions()})
STEPS = 40
CAP = 2


def details(name, dice, today):
    on = today - timedelta(days=dice.choice([-1, 0, 0, 0, 1, 20]))
    back = today + timedelta(days=dice.choice([-3, 5, 40]))
    some = {
        "pause": {"reason": "study", "expected_back_on": back},
        "end": {"reason": dice.choice(["work", "not_now", "no_contact"])},
    }
    return {"on": on, "note": dice.choice(["", "Syy."]), **some.get(name, {})}


def act(candidate, dice, users):
    """Do one thing at random; what is refused must leave no trace."""
    kind, by = dice.random(), dice.choice(users)
    if kind < 0.15:
        candidate.hand_over(dice.choice(users), by=by, note=dice.choice(["", "Syy."]))
    elif kind < 0.25:
        candidate.name_deputy(dice.choice([*users, None]), by=by)
    elif kind < 0.35:
        entry = candidate.history.standing().first()
        undo(entry, by=by)
    else:
        forward = [m.name for m in candidate.get_available_state_transitions()]
        name = dice.choice(VERBS if dice.random() < 0.2 else forward or VERBS)
        candidate.perform(name, by=by, **details(name, dice, timezone.localdate()))


def snapshot(candidate):
    fresh = Candidate.objects.get(pk=candidate.pk)
    spans = list(Assignment.objects.filter(candidate=fresh).values_list("pk", "until"))
    steps = list(fresh.follow_ups.order_by("pk").values_list("pk", "state"))
    return fresh.state, fresh.coach_id, fresh.deputy_id, spans, steps


def check(candidate):
    """See that what the constraints and the rules promise holds."""
    assert (candidate.state == State.PAUSED) == bool(candidate.pause_reason)
    assert (candidate.state == State.ENDED) == bool(candidate.end_reason)
    standing = candidate.assignments.standing()
    named = {"coach": candidate.coach_id, "deputy": candidate.deputy_id}
    expected = {role: pk for role, pk in named.items() if pk}
    if candidate.state == State.ENDED:
        expected = {}
    assert dict(standing.values_list("role", "coach_id")) == expected
    active = Candidate.objects.active().filter(coach=candidate.coach)
    assert active.count() <= CAP


def replay(candidate):
    state = ""
    for entry in candidate.history.standing().order_by("pk"):
        assert entry.source == state
        state = entry.target
    return state


def begin_with(count, coach):
    place, on = MunicipalityFactory(), timezone.localdate() - timedelta(days=30)
    flock = [
        CandidateFactory.build(municipality=place, coach=coach) for _ in range(count)
    ]
    for one in flock:
        one.begin(by=coach, on=on)
    return [one.pk for one in flock]


def step(dice, flock, users):
    """Let one of the flock live a little; return whether it did."""
    candidate = Candidate.objects.filter(pk=dice.choice(flock)).first()
    if candidate is None:  # its beginning was undone
        return False
    before = snapshot(candidate)
    try:
        act(candidate, dice, users)
    except (Refused, PermissionDenied, *STALE):
        assert snapshot(candidate) == before
        return False
    for fresh in Candidate.objects.all():
        check(fresh)
    return True


@pytest.mark.parametrize("seed", range(12))
def test_random_sequences_keep_every_promise(
    seed, coach, other_coach, manager, editor, settings
):
    settings.CASELOAD_CAP = CAP
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    users = [coach, other_coach, manager, editor]
    flock = begin_with(4, coach)
    moved = sum(step(dice, flock, users) for _step in range(STEPS))

    assert moved
    assert all(replay(one) == one.state for one in Candidate.objects.all())
