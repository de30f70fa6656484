"""Officers of candidates and matters with authorities: what counts, what follows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.lifecycle import Refused
from placements.models import Matter, Officer, Official
from placements.models.officers import succeed
from tests.factories import (
    CandidateFactory,
    MatterFactory,
    OfficerFactory,
    OfficialFactory,
)

pytestmark = pytest.mark.django_db
Status = Officer.Status
UNKNOWN = {"name": "", "phone": "", "email": ""}
KNOWN = UNKNOWN | {"name": "Uusi Malli"}


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach, active=True)


@pytest.fixture
def matter(candidate):
    return MatterFactory(candidate=candidate, opened_on=ago(60))


def ask(matter, coach, days, answer="", outcome="sent"):
    return matter.log_attempt(
        by=coach, channel="secure", outcome=outcome, on=ago(days), answer=answer
    )


def steps(candidate):
    return [step.text for step in candidate.follow_ups.pending()]


# --- Officers -----------------------------------------------------------------


def test_unknown_officer_counts_days_and_plans_a_step(candidate, coach):
    officer = Officer.appoint(candidate, "kela", None, by=coach, on=ago(12))

    assert (officer.status, officer.unsure_days) == (Status.UNKNOWN, 12)
    assert steps(candidate) == ["Find out who deals with the matters: Kela"]
    assert list(Officer.objects.unsure()) == [officer]


def test_one_who_is_found_out_takes_the_place_of_the_unknown(candidate, coach):
    unknown = Officer.appoint(candidate, "kela", None, by=coach, on=ago(12))
    elsewhere = Officer.appoint(candidate, "tax", None, by=coach)

    known = Officer.appoint(candidate, "kela", OfficialFactory(), by=coach)

    unknown.refresh_from_db()
    assert (unknown.until, unknown.unsure_days) == (ago(0), 12)
    assert known.status == Status.KNOWN
    assert set(candidate.officers.standing()) == {known, elsewhere}
    assert steps(candidate) == [elsewhere.step.text]


def test_office_without_a_name_is_unknown_too(candidate, coach):
    office = OfficialFactory(name="")

    officer = Officer.appoint(candidate, "kela", office, by=coach)

    assert officer.status == Status.UNKNOWN
    with pytest.raises(Refused):
        officer.confirm(by=coach)


@pytest.mark.parametrize("named", [True, False])
def test_same_officer_is_written_down_once(candidate, coach, named):
    official = OfficialFactory() if named else None
    Officer.appoint(candidate, "kela", official, by=coach)

    with pytest.raises(Refused, match="already"):
        Officer.appoint(candidate, "kela", official, by=coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerFactory(candidate=candidate, official=official)


def test_database_refuses_what_is_confirmed_of_nobody(candidate):
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerFactory(candidate=candidate, official=None, confirmed_on=ago(0))


def test_change_keeps_the_time_of_the_one_before(candidate, coach):
    first = Officer.appoint(candidate, "kela", OfficialFactory(), by=coach, on=ago(90))

    changed = first.change("kela", None, on=ago(8), by=coach)

    first.refresh_from_db()
    assert (first.until, changed.since) == (ago(8), ago(8))
    assert changed.unsure_days == 8
    with pytest.raises(Refused):
        changed.change("kela", None, on=ago(0), by=coach)


def test_ended_coaching_gets_no_step(coach):
    candidate = CandidateFactory(coach=coach, ended=True)

    Officer.appoint(candidate, "kela", None, by=coach)

    assert steps(candidate) == []


# --- One official follows another ---------------------------------------------


def test_successor_takes_every_candidate_along(candidate, coach, other_coach):
    official = OfficialFactory(confirmed_on=ago(3))
    others = CandidateFactory(coach=other_coach, active=True)
    untouched = OfficerFactory(candidate=candidate)
    for one in (candidate, others):
        Officer.appoint(one, "kela", official, by=coach, on=ago(30))
    waiting = MatterFactory(candidate=candidate)
    ask(waiting, coach, 9)

    new, moved = succeed(official, by=coach, on=ago(2), **KNOWN)

    assert set(moved) == {candidate, others}
    officers = Officer.objects.standing().filter(official=new)
    assert {officer.status for officer in officers} == {Status.CHANGED}
    assert [officer.unsure_days for officer in officers] == [2, 2]
    assert not official.officers.standing().exists()
    untouched.refresh_from_db()
    assert untouched.until is None
    assert Matter.objects.waiting().get() == waiting
    text = "Make sure that the new officer knows: Kela"
    assert text in steps(candidate)
    assert others.follow_ups.get().assignee == other_coach


def test_confirming_makes_sure_and_closes_the_step(candidate, coach):
    official = OfficialFactory()
    Officer.appoint(candidate, "kela", official, by=coach, on=ago(30))
    succeed(official, by=coach, on=ago(5), **KNOWN)
    officer = candidate.officers.standing().get()

    officer.confirm(by=coach)

    assert officer.status == Status.KNOWN
    assert steps(candidate) == []
    assert Official.objects.get(name="Uusi Malli").confirmed_by == coach


def test_unknown_successor_leaves_candidates_with_nobody(candidate, coach):
    official = OfficialFactory()
    Officer.appoint(candidate, "kela", official, by=coach, on=ago(30))

    succeed(official, by=coach, on=ago(4), **UNKNOWN)

    officer = candidate.officers.standing().get()
    assert (officer.status, officer.unsure_days) == (Status.UNKNOWN, 4)


def test_second_successor_is_refused_without_a_trace(candidate, coach):
    official = OfficialFactory()
    Officer.appoint(candidate, "kela", official, by=coach)
    succeed(official, by=coach, on=ago(0), **KNOWN)

    with pytest.raises(Refused):
        succeed(official, by=coach, on=ago(0), **UNKNOWN)

    assert Official.objects.count() == 2
    assert candidate.officers.standing().get().official.name == "Uusi Malli"


# --- Matters ------------------------------------------------------------------


def test_matter_waits_from_its_first_unanswered_attempt(matter, coach):
    assert matter.waiting_since is None
    ask(matter, coach, 30)
    ask(matter, coach, 10, outcome="not_reached")

    assert (matter.waiting_since, matter.days_waited) == (ago(30), 30)
    assert steps(matter.candidate) == ["Ask again: Kela: Housing allowance"]


@pytest.mark.parametrize("answer", ["partly", "stock", "contradictory", "none"])
def test_half_an_answer_is_still_waited_for(matter, coach, answer):
    attempt = ask(matter, coach, 30)

    matter.take_answer(attempt, by=coach, answer=answer, on=ago(25))

    assert attempt.days == 5
    assert matter.days_waited == 30


def test_answer_ends_the_wait_and_its_step(matter, coach):
    ask(matter, coach, 30)
    attempt = ask(matter, coach, 10)

    matter.take_answer(attempt, by=coach, answer="answered", on=ago(3))

    assert (matter.waiting_since, matter.days_waited) == (None, 0)
    assert steps(matter.candidate) == []


def test_asking_after_an_answer_waits_anew(matter, coach):
    ask(matter, coach, 30, answer="answered")
    ask(matter, coach, 4)

    assert matter.days_waited == 4


def test_attempt_that_is_written_down_late_counts_from_its_day(matter, coach):
    ask(matter, coach, 10)
    ask(matter, coach, 20)

    assert matter.days_waited == 20


def test_settled_matter_waits_for_nothing_until_it_is_open_again(matter, coach):
    attempt = ask(matter, coach, 30)
    matter.close(by=coach)

    assert (matter.waiting_since, steps(matter.candidate)) == (None, [])
    for act in (
        lambda: ask(matter, coach, 0),
        lambda: matter.take_answer(attempt, by=coach, answer="none", on=ago(0)),
        lambda: matter.close(by=coach),
    ):
        with pytest.raises(Refused, match="settled"):
            act()
    matter.reopen(by=coach)
    assert matter.days_waited == 30


def test_longest_wait_comes_first(matter, coach, candidate):
    ask(matter, coach, 5)
    longer = MatterFactory(candidate=candidate, subject="pension")
    ask(longer, coach, 40)
    MatterFactory(candidate=candidate, subject="tax")

    assert list(Matter.objects.waiting()) == [longer, matter]


@pytest.mark.parametrize(
    "values", [{"answer": "partly"}, {"answered_on": ago(0)}, {"answered_on": ago(9)}]
)
def test_database_refuses_half_an_answer(matter, coach, values):
    attempt = ask(matter, coach, 2)

    with pytest.raises(IntegrityError), transaction.atomic():
        matter.attempts.filter(pk=attempt.pk).update(**values)


def test_database_refuses_a_settled_matter_that_waits(matter):
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.update(closed_on=ago(0), waiting_since=ago(3))
