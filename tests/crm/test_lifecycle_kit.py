"""The state-machine kit, on the follow-ups and employers that use it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from crm.lifecycle import STALE, Refused, undo
from crm.models import FollowUp, TransitionLog
from employers.models import Employer
from tests.factories import EmployerFactory, FollowUpFactory, VisitFactory

State = FollowUp.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def step(coach):
    return FollowUpFactory(assignee=coach, subject=EmployerFactory(contacted=True))


# --- perform ----------------------------------------------------------------


def test_perform_moves_saves_and_records(step, coach, today):
    entry = step.perform("complete", by=coach, note="Soitettu")

    fresh = fetch(step)
    assert (fresh.state, fresh.result, fresh.state_since) == (
        State.DONE,
        FollowUp.Result.TAKEN_CARE,
        today,
    )
    assert fetch(entry).record == step
    assert (entry.name, entry.source, entry.target) == ("complete", "open", "done")
    assert (entry.by, entry.on, entry.note) == (coach, today, "Soitettu")


def test_log_keeps_what_the_move_changed_and_nothing_else(step, coach, today):
    due = step.due_on

    entry = step.perform("snooze", by=coach, until=today + timedelta(days=3))

    assert fetch(entry).before == {
        "due_on": due.isoformat(),
        "snooze_count": 0,
    }


def test_perform_on_an_earlier_day_records_that_day(step, coach, today):
    step.state_since = today - timedelta(days=9)
    step.save()
    yesterday = today - timedelta(days=1)

    entry = step.perform("complete", by=coach, on=yesterday)

    assert (entry.on, fetch(step).state_since) == (yesterday, yesterday)
    assert entry.at.date() >= yesterday


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (1, "cannot be in the future"),
        (-40, "before the previous change"),
        (-20, "Only a manager"),
    ],
)
def test_perform_refuses_an_impossible_day(coach, today, days, reason):
    step = FollowUpFactory(assignee=coach, state_since=today - timedelta(days=30))

    with pytest.raises(Refused, match=reason):
        step.perform("complete", by=coach, on=today + timedelta(days=days))

    assert (fetch(step).state, step.history.count()) == (State.OPEN, 0)


def test_unknown_name_is_refused(step, coach):
    with pytest.raises(TransitionNotAllowed):
        step.perform("explode", by=coach)


def test_move_out_of_another_state_is_refused(step, coach):
    step.perform("complete", by=coach)

    with pytest.raises(TransitionNotAllowed):
        step.perform("snooze", by=coach, until=timezone.localdate())


# --- refused ----------------------------------------------------------------


def test_rule_that_does_not_hold_refuses_with_its_reason(coach):
    employer = EmployerFactory(contacted=True)

    with pytest.raises(Refused) as refusal:
        employer.perform("engage", by=coach)

    assert [str(reason) for reason in refusal.value.reasons] == [
        "Set the next step first."
    ]
    assert fetch(employer).state == Employer.State.CONTACTED


def test_refusal_inside_the_move_leaves_no_trace(step, coach):
    with pytest.raises(Refused, match="Say why"):
        step.perform("cancel", by=coach, note="  ")

    assert (fetch(step).state, TransitionLog.objects.count()) == (State.OPEN, 0)


def test_every_refusal_counts_as_stale_at_the_edge():
    assert issubclass(Refused, STALE)


def test_failure_in_what_follows_takes_the_whole_move_back(step, coach, monkeypatch):
    def fail(self, **details):
        message = "broken"
        raise RuntimeError(message)

    monkeypatch.setattr(FollowUp, "after_complete", fail)

    with pytest.raises(RuntimeError, match="broken"):
        step.perform("complete", by=coach)

    assert (fetch(step).state, TransitionLog.objects.count()) == (State.OPEN, 0)


# --- permissions ------------------------------------------------------------


def test_role_without_the_permission_may_not(step, admin_user):
    with pytest.raises(TransitionNotAllowed):
        step.perform("complete", by=admin_user)


def test_system_may_only_what_is_automatic(step):
    with pytest.raises(TransitionNotAllowed):
        step.perform("complete", by=None)

    step.perform("cancel", by=None, note="Työnantaja lopetti")

    assert fetch(step).state == State.CANCELLED


def test_options_are_those_the_user_may_run_now(step, coach, admin_user):
    names = [option.name for option in step.options_for(coach)]

    assert sorted(names) == ["cancel", "complete", "hand_over", "snooze"]
    assert list(step.options_for(admin_user)) == []


def test_option_carries_what_stands_in_its_way(coach):
    employer = EmployerFactory(contacted=True, next_step_on=timezone.localdate())
    options = {option.name: option for option in employer.options_for(coach)}

    assert [str(reason) for reason in options["rest"].blockers] == [
        "A next step is still open. Do it or cancel it first."
    ]
    assert "engage" not in options, "it only follows from a contact"


# --- two copies -------------------------------------------------------------


def test_second_of_two_copies_loses(step, coach, manager):
    mine, theirs = fetch(step), fetch(step)
    theirs.perform("complete", by=manager)

    with pytest.raises(ConcurrentTransition):
        mine.perform("cancel", by=coach, note="Turha")

    assert fetch(step).state == State.DONE
    assert step.history.get().by == manager


def test_saving_an_old_copy_does_not_bring_the_old_state_back(step, coach):
    old = fetch(step)
    step.perform("complete", by=coach)
    old.text = "Toinen teksti"

    with pytest.raises(ConcurrentTransition), transaction.atomic():
        old.save()

    assert (fetch(step).state, fetch(step).text) == (State.DONE, "Soita")


def test_state_cannot_be_assigned(step):
    with pytest.raises(AttributeError):
        step.state = State.DONE


# --- begin ------------------------------------------------------------------


def test_begin_saves_and_records_the_birth(coach, today):
    employer = EmployerFactory.build(municipality=None)

    entry = employer.begin(by=coach, note="Messuilta")

    assert (entry.name, entry.source, entry.target) == ("begin", "", "lead")
    assert (fetch(employer).state_since, entry.note) == (today, "Messuilta")


def test_undo_of_a_birth_removes_the_record(coach):
    employer = EmployerFactory.build(municipality=None)
    entry = employer.begin(by=coach)

    undo(entry, by=coach)

    assert not Employer.objects.exists()


# --- undo -------------------------------------------------------------------


def test_undo_brings_back_every_value(step, coach, today):
    due = step.due_on
    entry = step.perform("snooze", by=coach, until=today + timedelta(days=3))

    undo(entry, by=coach)

    fresh = fetch(step)
    assert (fresh.state, fresh.due_on, fresh.snooze_count) == (State.OPEN, due, 0)
    assert fetch(entry).undone_at is not None
    assert list(step.history.standing()) == []


def test_undo_of_a_tick_brings_the_next_step_back(step, coach):
    employer = step.subject
    entry = step.perform("complete", by=coach)
    assert fetch(employer).next_step_on is None

    undo(entry, by=coach)

    assert fetch(employer).next_step_on == step.due_on
    assert (fetch(step).result, fetch(step).done_at) == ("", None)


def test_undo_of_a_hand_over_removes_the_successor(step, manager, other_coach):
    entry = step.perform("hand_over", by=manager, to=other_coach)

    undo(entry, by=manager)

    assert (fetch(step).state, FollowUp.objects.count()) == (State.OPEN, 1)


def test_undo_is_refused_when_something_has_followed(step, coach, today):
    first = step.perform("snooze", by=coach, until=today + timedelta(days=1))
    step.perform("complete", by=coach)

    with pytest.raises(Refused, match="Something else has happened since"):
        undo(first, by=coach)


def test_undo_is_refused_to_others_and_after_ten_minutes(step, coach, manager):
    entry = step.perform("complete", by=coach)

    with pytest.raises(Refused, match="Only the one who made"):
        undo(entry, by=manager)

    entry.at -= timedelta(minutes=11)
    with pytest.raises(Refused, match="for 10 minutes"):
        undo(entry, by=coach)


def test_undone_entry_may_be_followed_by_a_new_move(step, coach):
    undo(step.perform("complete", by=coach), by=coach)

    fetch(step).perform("cancel", by=coach, note="Ei tarvita")

    assert [entry.name for entry in step.history.standing()] == ["cancel"]


def test_undo_of_a_visits_planning_settles_the_employer(coach, today):
    employer = EmployerFactory(contacted=True)
    visit = VisitFactory.build(employer=employer, coach=coach, on=today)
    entry = visit.schedule(by=coach)
    assert fetch(employer).next_step_on == today

    undo(entry, by=coach)

    assert fetch(employer).next_step_on is None
