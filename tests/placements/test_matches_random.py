"""Random moves of matches, jobs and candidates: no promise breaks, the log replays."""

from random import Random

import pytest

from crm.lifecycle import STALE, Refused, undo
from employers.models import TailoredJob
from placements.models import Candidate, Match
from tests.employers.jobs import brought_to
from tests.factories import CandidateFactory, MatchFactory

pytestmark = pytest.mark.django_db
STEPS = 40
REASONS = {
    Match: {
        "decline": ["benefits", "travel", "other"],
        "turn_down": ["tasks", "person", "other"],
        "withdraw": ["mistake", "changed"],
    },
    TailoredJob: {"release": ["travel", "employer"], "withdraw": ["money"]},
    Candidate: {"end": ["work", "moved"]},
}
#: The moves of others that concern a match; it has all of its own.
VERBS = {
    TailoredJob: {"release", "begin_trial", "end_trial", "fill", "vacate", "withdraw"},
    Candidate: {"end"},
}


def act(record, dice, by):
    """Do one thing at random; what is refused must leave no trace."""
    if dice.random() < 0.25:
        entry = record.history.standing().first()
        # What followed from another record's move is undone with that one.
        if entry and entry.cause is None:
            undo(entry, by=by)
        return
    names = sorted({m.name for m in record.get_available_state_transitions()})
    if limit := VERBS.get(type(record)):
        names = [name for name in names if name in limit]
    if names:
        name = dice.choice(names)
        reasons = REASONS[type(record)].get(name)
        details = {"reason": dice.choice(reasons)} if reasons else {}
        record.perform(name, by=by, **details)


def snapshot():
    return [
        list(model.objects.order_by("pk").values_list("pk", "state"))
        for model in (Match, TailoredJob, Candidate)
    ]


def check():
    """See that what the constraints and the rules promise holds."""
    for match in Match.objects.select_related("job"):
        told = match.state in Match.TOLD
        with_somebody = {"candidate_presented", "on_trial", "filled"}
        assert not told or match.job.state in with_somebody
        assert (match.state in Match.LIVE) == (match.ended_on is None)
    jobs = [match.job_id for match in Match.objects.told()]
    assert len(jobs) == len(set(jobs))
    for job in TailoredJob.objects.filter(state="candidate_presented"):
        assert Match.objects.told().filter(job=job).exists()


def replay(record):
    state = record.history.standing().order_by("pk").first()
    state = state.source if state else record.state
    for entry in record.history.standing().order_by("pk"):
        assert entry.source == state
        state = entry.target
    return state


@pytest.mark.parametrize("seed", range(8))
def test_random_sequences_keep_every_promise(seed, coach, manager):
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    jobs = [brought_to("open", coach) for _number in range(2)]
    flock = [CandidateFactory(coach=coach, active=True) for _number in range(2)]
    for candidate in flock:
        for job in jobs:
            MatchFactory(candidate=candidate, job=job, checked=True)
    moved = 0
    for _step in range(STEPS):
        model = dice.choice([Match, Match, Match, TailoredJob, Candidate])
        record = dice.choice(list(model.objects.order_by("pk")))
        before = snapshot()
        try:
            act(record, dice, dice.choice([coach, manager]))
        except (Refused, *STALE):
            assert snapshot() == before
        else:
            moved += 1
        check()

    assert moved
    assert all(replay(one) == one.state for one in Match.objects.all())
