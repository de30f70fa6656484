"""Random verbs, users and days: no sequence breaks a constraint, the log replays."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from crm.lifecycle import STALE, Refused
from employers.models import TailoredJob
from tests.employers.jobs import inventoried

pytestmark = pytest.mark.django_db
State = TailoredJob.State
VERBS = sorted({move.name for move in TailoredJob().get_all_state_transitions()})
STEPS = 45


def details(name, dice, today):
    on = today - timedelta(days=dice.choice([-1, 0, 0, 0, 1, 20]))
    some = {
        "send": {"channel": dice.choice(["link", "paper"])},
        "present": {"consent": dice.random() < 0.8, "travel": True},
        "release": {"reason": "travel"},
        "withdraw": {"reason": "money"},
        "hold": {"revisit_on": today + timedelta(days=dice.choice([-3, 5, 40]))},
    }
    note = dice.choice(["", "Syy.", "Toinen syy."])
    return {"on": on, "note": note, **some.get(name, {})}


def accept(job, dice, users):
    version = dice.choice(list(job.versions.all()) or [None])
    if version is None:
        return
    side = dice.choice(["coach", "employer"])
    by = dice.choice(users) if side == "coach" else None
    job.accept(version, side=side, name="Joku Esimerkki", by=by)


def change(job, dice, users):
    with job.changing(by=dice.choice([u for u in users if u])):
        task = dice.choice(list(job.tasks.filter(pile="transferable")))
        task.area = dice.choice(["Takahuone", "Myymälä"])
        task.save()


def act(job, dice, users):
    """Do one thing at random; what is refused must leave no trace."""
    kind = dice.random()
    if kind < 0.25:
        accept(job, dice, users)
    elif kind < 0.35:
        change(job, dice, users)
    else:
        forward = [m.name for m in job.get_available_state_transitions()]
        name = dice.choice(VERBS if dice.random() < 0.3 else forward or VERBS)
        job.perform(
            name,
            by=dice.choice(users),
            **details(name, dice, timezone.localdate()),
        )


def snapshot(job):
    fresh = TailoredJob.objects.get(pk=job.pk)
    return fresh.state, fresh.history.count(), fresh.versions.count()


def check(job):
    """See that what the constraints and the rules promise holds."""
    agreed = job.state in TailoredJob.AT_WORK
    assert not agreed or job.accepted_version() == job.agreed_version
    assert (job.state == State.ON_HOLD) == bool(job.held_from)
    assert (job.state == State.WITHDRAWN) == bool(job.withdrawal)
    assert len({link.person_id for link in job.links.standing()}) <= 1
    assert job.employer.open_jobs == TailoredJob.objects.at_work().count()


def replay(job):
    state = State.INVENTORY
    for entry in job.history.standing().order_by("pk"):
        assert entry.source == state
        state = entry.target
    return state


@pytest.mark.parametrize("seed", range(12))
def test_random_sequences_keep_every_promise(seed, coach, other_coach, manager, editor):
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    users = [coach, other_coach, manager, editor, None]
    job = inventoried(coach)
    moved = 0
    for _step in range(STEPS):
        before = snapshot(job)
        job = TailoredJob.objects.get(pk=job.pk)
        try:
            act(job, dice, users)
        except (Refused, *STALE):
            assert snapshot(job) == before
        else:
            moved += snapshot(job)[0] != before[0]
        job = TailoredJob.objects.get(pk=job.pk)
        check(job)

    assert moved
    assert replay(job) == job.state
