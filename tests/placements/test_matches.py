"""How a match moves, what it asks first, and how job and candidate follow."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.lifecycle import Refused, undo
from employers.models import TailoredJob
from placements.models import Candidate, Match
from tests.employers.jobs import brought_to
from tests.factories import (
    CandidateFactory,
    MatchFactory,
    PlacementFactory,
    TrialFactory,
)

pytestmark = pytest.mark.django_db
State = Match.State
Job = TailoredJob.State
WEEK = timedelta(days=7)


@pytest.fixture
def job(coach):
    return brought_to(Job.OPEN, coach)


@pytest.fixture
def match(coach, job):
    candidate = CandidateFactory(coach=coach, active=True)
    return MatchFactory(candidate=candidate, job=job, checked=True)


def move(match, name, by, **details):
    fresh = Match.objects.get(pk=match.pk)
    return fresh.perform(name, by=by, **details)


def tried(match):
    """Begin a trial of the candidate in the job; return how it ends."""
    coach, job = match.candidate.coach, match.job
    trial = TrialFactory(
        candidate=match.candidate, job=job, employer=job.employer, running=True
    )
    TailoredJob.objects.get(pk=job.pk).perform("begin_trial", by=coach)
    return lambda: trial.perform("terminate", by=coach, reason="other")


def placed(match):
    """Place the candidate in the job; return how it ends."""
    coach, job = match.candidate.coach, match.job
    placement = PlacementFactory.build(
        candidate=match.candidate, job=job, employer=job.employer
    )
    placement.begin(by=coach)
    placement.perform("start", by=coach)
    return lambda: placement.perform("end", by=coach, reason="own_wish")


def state(record):
    return type(record).objects.get(pk=record.pk).state


def reasons(match):
    fresh = Match.objects.get(pk=match.pk)
    return [str(reason) for reason in fresh.blockers(fresh.move_named("present"))]


# --- What presenting asks -----------------------------------------------------


def test_presenting_moves_the_job_and_plans_a_step_of_the_candidate(match, job, coach):
    move(match, "present", coach)

    job.refresh_from_db()
    assert (state(match), job.state) == (State.PRESENTED, Job.CANDIDATE_PRESENTED)
    assert job.presented_on == timezone.localdate()
    assert match.candidate.follow_ups.pending().count() == 1


def test_the_job_keeps_nothing_of_the_candidate(match, job, coach):
    move(match, "present", coach, note="Aloittaisi aamuisin.")
    move(match, "turn_down", coach, reason="person", note="Ei sopinut.")

    told = job.history.values_list("name", "note", "reason")[:2]
    steps = job.follow_ups.values_list("text", flat=True)
    code = match.candidate.code
    assert list(told) == [("release", "", "employer"), ("present", "", "")]
    assert not [text for text in steps if code in text]


@pytest.mark.parametrize("goal", ["", "not_now", "open_activity"])
def test_a_paid_job_is_for_those_who_want_one(match, goal):
    Candidate.objects.update(goal=goal)

    assert reasons(match) == ["The job is not what the person has set as a goal."]


def test_an_unpaid_job_is_not_for_those_who_want_pay(match):
    TailoredJob.objects.update(pay_form="unpaid")
    assert len(reasons(match)) == 1

    Candidate.objects.update(goal="open_activity")
    assert reasons(match) == []


def test_one_on_a_break_is_not_presented(coach, job):
    candidate = CandidateFactory(coach=coach, paused=True)
    match = MatchFactory(candidate=candidate, job=job, checked=True)

    assert reasons(match) == ["The candidate is not active now."]


def test_full_caseload_blocks(match, coach, settings):
    settings.CASELOAD_CAP = 0

    assert reasons(match) == ["The coach has more active candidates than permitted."]


def test_consent_must_be_given_and_in_force(match):
    consent = match.consent
    consent.withdraw()
    assert len(reasons(match)) == 1

    match.allow(on=timezone.localdate(), until=None)

    assert reasons(match) == []
    assert match.consent.recipient == str(match.job.employer)


@pytest.mark.parametrize("field", ["commute_mode", "commute_minutes"])
def test_journey_must_be_checked(match, field):
    Match.objects.update(**{field: "" if field == "commute_mode" else None})

    assert reasons(match) == ["Check the journey to work first."]


def test_a_minute_of_nothing_is_a_checked_journey(match):
    Match.objects.update(commute_minutes=0)

    assert reasons(match) == []


def test_one_candidate_at_a_time(match, job, coach):
    other = MatchFactory(
        candidate=CandidateFactory(coach=coach, active=True), job=job, checked=True
    )
    move(match, "present", coach)

    assert "The job is not looking for a worker now." in reasons(other)
    with pytest.raises(Refused):
        move(other, "present", coach)
    assert state(other) == State.PROPOSED


def test_database_keeps_one_presented_and_one_pair(match, job, coach):
    move(match, "present", coach)
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory(job=job, state=State.PRESENTED, presented_on=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory(job=job, candidate=match.candidate)


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.PRESENTED},
        {"state": State.DECLINED, "end_reason": "other", "declined_by": "candidate"},
        {"state": State.DECLINED, "end_reason": "other", "ended_on": "2026-01-01"},
        {"state": State.PROPOSED, "declined_by": "employer"},
        {"state": State.WITHDRAWN, "ended_on": "2026-01-01"},
    ],
)
def test_database_refuses_half_a_state(job, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory(job=job, **values)


# --- Proposing ----------------------------------------------------------------


def test_proposing_is_once_at_a_time_and_again_after_a_no(coach, job):
    candidate = CandidateFactory(coach=coach, active=True)
    first = Match.propose(candidate, job, by=coach).record
    with pytest.raises(Refused, match="proposed already"):
        Match.propose(candidate, job, by=coach)
    move(first, "decline", coach, reason="travel")

    assert Match.propose(candidate, job, by=coach).record.state == State.PROPOSED
    assert state(job) == Job.OPEN


@pytest.mark.parametrize("where", [Job.DRAFT, Job.FILLED])
def test_proposing_needs_a_job_that_seeks(coach, where):
    candidate = CandidateFactory(coach=coach, active=True)

    with pytest.raises(Refused, match="not looking"):
        Match.propose(candidate, brought_to(where, coach), by=coach)


def test_proposing_is_undone_without_a_trace(coach, job):
    candidate = CandidateFactory(coach=coach, active=True)
    entry = Match.propose(candidate, job, by=coach)

    undo(entry, by=coach)

    assert not Match.objects.exists()


# --- A no, from either side ---------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason", "side", "jobs_reason"),
    [
        ("decline", "benefits", "candidate", "benefits"),
        ("turn_down", "tasks", "employer", "employer"),
        ("withdraw", "changed", "", "other"),
    ],
)
@pytest.mark.parametrize("interested", [False, True])
def test_a_no_opens_the_job(
    match, job, coach, name, reason, side, jobs_reason, interested
):
    move(match, "present", coach)
    if interested:
        move(match, "take_interest", coach)
    move(match, name, coach, reason=reason)

    match.refresh_from_db()
    assert (match.declined_by, match.end_reason) == (side, reason)
    assert match.end_words
    assert state(job) == Job.OPEN
    assert job.history.first().reason == jobs_reason


def test_a_no_after_it_cancels_the_step_of_presenting(match, coach):
    move(match, "present", coach)
    move(match, "decline", coach, reason="other")

    assert not match.candidate.follow_ups.pending().exists()


def test_a_no_to_a_job_that_has_another_leaves_it_alone(match, job, coach):
    other = MatchFactory(
        candidate=CandidateFactory(coach=coach, active=True), job=job, checked=True
    )
    move(match, "present", coach)
    move(other, "decline", coach, reason="hours")

    assert state(job) == Job.CANDIDATE_PRESENTED


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("begin", [tried, placed])
def test_what_goes_on_ends_first(match, coach, begin, held, today):
    move(match, "present", coach)
    begin(match)
    if held:
        TailoredJob.objects.get().perform(
            "hold", by=coach, note="Remontti", revisit_on=today + WEEK
        )

    with pytest.raises(Refused, match="ends first"):
        move(match, "decline", coach, reason="other")


def test_undo_of_a_no_presents_again(match, job, coach):
    move(match, "present", coach)
    entry = move(match, "turn_down", coach, reason="support")

    undo(entry, by=coach)

    assert (state(match), state(job)) == (State.PRESENTED, Job.CANDIDATE_PRESENTED)
    assert match.candidate.follow_ups.pending().count() == 1


def test_undo_of_presenting_opens_the_job(match, job, coach):
    entry = move(match, "present", coach)

    undo(entry, by=coach)

    assert (state(match), state(job)) == (State.PROPOSED, Job.OPEN)
    assert not match.candidate.follow_ups.exists()


@pytest.mark.parametrize(
    ("reason", "suspect"),
    [("support", True), ("person", True), ("others", True), ("tasks", False)],
)
def test_reason_that_sounds_discriminatory_is_known(match, coach, reason, suspect):
    move(match, "present", coach)
    move(match, "turn_down", coach, reason=reason)

    match.refresh_from_db()
    assert match.is_suspect is suspect


# --- What the job and the candidate do on their own ---------------------------


@pytest.mark.parametrize(
    ("reason", "side", "kept"),
    [("travel", "candidate", "travel"), ("employer", "employer", "other")],
)
def test_release_on_the_jobs_own_page_ends_the_match(
    match, job, coach, reason, side, kept
):
    move(match, "present", coach)
    job.refresh_from_db()
    entry = job.perform("release", by=coach, reason=reason)

    match.refresh_from_db()
    ended = (match.state, match.declined_by, match.end_reason)
    assert ended == (State.DECLINED, side, kept)
    undo(entry, by=coach)
    assert (state(match), state(job)) == (State.PRESENTED, Job.CANDIDATE_PRESENTED)


@pytest.mark.parametrize("begin", [tried, placed])
def test_end_of_what_came_of_it_ends_the_match(match, job, coach, begin):
    move(match, "present", coach)
    end = begin(match)
    end()

    match.refresh_from_db()
    assert (match.state, match.end_reason) == (State.WITHDRAWN, "over")
    assert state(job) == Job.OPEN


def test_job_that_the_employer_withdraws_ends_the_match(match, job, coach):
    move(match, "present", coach)
    job.refresh_from_db()
    job.perform("withdraw", by=coach, reason="money")

    match.refresh_from_db()
    assert (match.state, match.end_reason) == (State.WITHDRAWN, "job")


def test_job_closed_after_it_was_filled_keeps_the_match(match, job, coach):
    move(match, "present", coach)
    placed(match)
    job.refresh_from_db()
    job.perform("close", by=coach, note="Työ päättyi.")

    assert state(match) == State.PRESENTED


@pytest.mark.parametrize(
    ("name", "reason"), [("decline", "travel"), ("turn_down", "tasks")]
)
def test_a_no_during_a_hold_brings_the_job_back_to_the_search(
    match, job, coach, today, name, reason
):
    move(match, "present", coach)
    job.refresh_from_db()
    job.perform("hold", by=coach, note="Remontti", revisit_on=today + WEEK)
    entry = move(match, name, coach, reason=reason)

    job.refresh_from_db()
    assert (job.state, job.held_from) == (Job.ON_HOLD, Job.OPEN)
    undo(entry, by=coach)
    job.refresh_from_db()
    assert job.held_from == Job.CANDIDATE_PRESENTED
    move(match, name, coach, reason=reason)
    job.refresh_from_db()
    job.perform("resume", by=coach)
    assert state(job) == Job.OPEN


def test_what_followed_from_a_match_is_not_undone_alone(match, job, coach):
    entry = move(match, "present", coach)

    with pytest.raises(Refused, match="undo that one"):
        undo(job.history.get(cause=entry), by=coach)

    assert (state(match), state(job)) == (State.PRESENTED, Job.CANDIDATE_PRESENTED)


# --- Moves of the job that are made elsewhere ---------------------------------


def refusal(job, name, by, **details):
    fresh = TailoredJob.objects.get(pk=job.pk)
    with pytest.raises(Refused) as refused:
        fresh.perform(name, by=by, **details)
    return refused.value.reasons


def test_job_without_matches_presents_by_itself(job, coach):
    job.perform("present", by=coach, consent=True, travel=True)

    assert state(job) == Job.CANDIDATE_PRESENTED


def test_job_with_matches_is_presented_to_by_them(match, job, coach):
    why = refusal(job, "present", coach, consent=True, travel=True)
    assert why == [
        "Candidates are proposed for this job: present on the page of the match."
    ]

    move(match, "decline", coach, reason="travel")
    TailoredJob.objects.get(pk=job.pk).perform(
        "present", by=coach, consent=True, travel=True
    )
    assert state(job) == Job.CANDIDATE_PRESENTED


def test_begun_and_filled_follow_from_trial_and_placement(match, job, coach):
    move(match, "present", coach)

    for name in ("begin_trial", "fill"):
        assert len(refusal(job, name, coach)) == 1


@pytest.mark.parametrize(
    ("begin", "name"), [(tried, "end_trial"), (tried, "fill"), (placed, "vacate")]
)
def test_job_does_not_end_what_goes_on_in_it(match, job, coach, begin, name):
    move(match, "present", coach)
    begin(match)

    assert len(refusal(job, name, coach)) == 1


def test_end_of_coaching_takes_back_what_is_open(match, job, coach):
    move(match, "present", coach)
    candidate = Candidate.objects.get(pk=match.candidate_id)
    entry = candidate.perform("end", by=coach, reason="moved")

    assert (state(match), state(job)) == (State.WITHDRAWN, Job.OPEN)
    undo(entry, by=coach)
    assert (state(match), state(job)) == (State.PRESENTED, Job.CANDIDATE_PRESENTED)


def test_end_of_coaching_leaves_who_has_the_job(match, job, coach):
    move(match, "present", coach)
    placed(match)
    Candidate.objects.get(pk=match.candidate_id).perform("end", by=coach, reason="work")

    assert (state(match), state(job)) == (State.PRESENTED, Job.FILLED)


# --- Questions ----------------------------------------------------------------


def test_benefit_traps_count_persons_who_said_so(match, coach, job):
    def ended(candidate, by, reason):
        MatchFactory(
            candidate=candidate,
            job=job,
            state=State.DECLINED,
            ended_on=timezone.localdate(),
            declined_by=by,
            end_reason=reason,
        )

    ended(match.candidate, "candidate", "benefits")
    ended(match.candidate, "candidate", "benefits")
    ended(CandidateFactory(), "candidate", "benefits")
    ended(CandidateFactory(), "candidate", "travel")

    assert Match.objects.benefit_traps().count() == 3
    assert Match.objects.benefit_traps().count_candidates() == 2


def test_matches_are_seen_by_those_who_see_the_candidate(
    match, coach, other_coach, manager, admin_user
):
    seen = [
        list(Match.objects.visible_to(user))
        for user in (coach, other_coach, manager, admin_user)
    ]

    assert seen == [[match], [], [match], []]
