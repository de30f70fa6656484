"""What happens by itself every night."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm import nightly
from crm.models import FollowUp
from employers.models import Employer
from tests.factories import EmployerFactory, FollowUpFactory, UserFactory

State = FollowUp.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def run():
    out = StringIO()
    call_command("nightly", stdout=out)
    return dict(line.split(": ") for line in out.getvalue().splitlines())


def leave(user, **fields):
    user.is_active = False
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()


WOKEN = "Follow-ups woken"
MOVED = "Follow-ups moved on from people who have left"
RESTED = "Quiet employers laid to rest"
NEWS = "News from the business register"
FORGOTTEN = "Old imports forgotten"
REVIEWS = "Reviews of plans and profiles planned"
RENEWALS = "Renewals of decisions planned"
ALONE = "Candidates without a coach told to a manager"
LET_GO = "Access log rows removed after their twelve years"
MORNINGS = "Morning lists sent"
ERASURES = "Erasures proposed to a manager"
PENSION = "Reminders about the old-age pension planned"
ESTABLISHED = "Placements established after 90 days"
CLAIMS = "Payment claims of pay subsidies opened"
URGENT = "Payment claims of pay subsidies made urgent"
TRIALS = "Trials whose last day has passed, now to be assessed"
TAKEN_DOWN = "Stories without permission taken down"
STEPS = (
    WOKEN,
    MOVED,
    LET_GO,
    MORNINGS,
    RESTED,
    NEWS,
    FORGOTTEN,
    REVIEWS,
    RENEWALS,
    ALONE,
    ERASURES,
    PENSION,
    ESTABLISHED,
    CLAIMS,
    URGENT,
    TRIALS,
    TAKEN_DOWN,
)
NOTHING = dict.fromkeys(STEPS, "0")


@pytest.mark.django_db
def test_empty_night_does_nothing():
    assert run() == NOTHING


def test_snoozed_step_wakes_on_its_day(today, coach):
    asleep = FollowUpFactory(state=State.SNOOZED, due_on=today, assignee=coach)
    later = FollowUpFactory(state=State.SNOOZED, due_on=today + timedelta(days=1))

    counts = run()

    assert counts[WOKEN] == "1"
    assert (fetch(asleep).state, fetch(later).state) == (State.OPEN, State.SNOOZED)
    entry = asleep.history.get()
    assert (entry.name, entry.by) == ("wake", None)


def test_second_run_of_a_night_changes_nothing(today, coach):
    FollowUpFactory(state=State.SNOOZED, due_on=today, assignee=coach)
    gone = UserFactory(role="coach", deputy=coach)
    FollowUpFactory(assignee=gone)
    leave(gone)
    run()

    assert run() == NOTHING


def test_step_of_somebody_gone_moves_to_the_deputy(coach, other_coach):
    gone = UserFactory(role="coach", deputy=other_coach, first_name="Niina")
    step = FollowUpFactory(assignee=gone, subject=EmployerFactory(coach=coach))
    leave(gone)

    run()

    assert fetch(step).state == State.HANDED_OVER
    entry = step.history.get()
    assert (entry.name, entry.by) == ("hand_over", None)
    assert entry.note == "Niina Näyte no longer works here."
    heir = step.continuations.get()
    assert (heir.assignee, heir.text, heir.due_on) == (
        other_coach,
        step.text,
        step.due_on,
    )


def test_step_without_a_deputy_moves_to_the_employers_coach(coach):
    gone = UserFactory(role="coach")
    step = FollowUpFactory(assignee=gone, subject=EmployerFactory(coach=coach))
    leave(gone)

    run()

    assert step.continuations.get().assignee == coach


def test_step_without_anybody_near_moves_to_a_manager(manager):
    gone = UserFactory(role="coach")
    deputy_gone_too = UserFactory(role="coach")
    step = FollowUpFactory(assignee=gone, subject=EmployerFactory(coach=gone))
    leave(deputy_gone_too)
    leave(gone, deputy=deputy_gone_too)

    run()

    assert step.continuations.get().assignee == manager


@pytest.mark.django_db
def test_step_waits_where_it_is_when_nobody_can_take_it():
    gone = UserFactory(role="coach")
    step = FollowUpFactory(assignee=gone)
    leave(gone)

    counts = run()

    assert (counts[MOVED], fetch(step).state) == ("0", State.OPEN)


def test_employer_keeps_its_next_step_when_it_moves_on(coach):
    gone = UserFactory(role="coach", deputy=coach)
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(assignee=gone, subject=employer)
    employer.settle()
    leave(gone)

    run()

    assert fetch(employer).next_step_on == step.due_on


def test_offer_to_somebody_gone_is_taken_back(coach):
    gone = UserFactory(role="coach")
    step = FollowUpFactory(assignee=coach, offered_to=gone)
    leave(gone)

    run()

    assert fetch(step).offered_to is None


def quiet(today, **fields):
    long_ago = today - timedelta(days=400)
    defaults = {"last_contact_on": long_ago, "state_since": long_ago}
    return EmployerFactory(contacted=True, **defaults | fields)


@pytest.mark.django_db
def test_employer_quiet_for_a_year_is_laid_to_rest(today):
    employer = quiet(today)

    counts = run()

    assert (counts[RESTED], fetch(employer).state) == ("1", Employer.State.DORMANT)
    assert employer.history.get().by is None


@pytest.mark.parametrize(
    "fields",
    [{"open_work": 1}, {"last_contact_on": "recent"}, {"next_step_on": "soon"}],
)
@pytest.mark.django_db
def test_employer_with_work_contact_or_plan_stays(today, fields):
    days = {
        "recent": today - timedelta(days=300),
        "soon": today + timedelta(days=30),
    }
    employer = quiet(today, **{k: days.get(v, v) for k, v in fields.items()})

    run()

    assert fetch(employer).state == Employer.State.CONTACTED


@pytest.mark.django_db
def test_failing_step_stops_neither_the_others_nor_hides(today, monkeypatch, caplog):
    employer = quiet(today)

    def fail(_today):
        employer.follow_ups.model.objects.all().delete()
        message = "no luck"
        raise RuntimeError(message)

    broken = nightly.Step("Broken", fail, atomic=True)
    monkeypatch.setattr(nightly, "STEPS", [broken, *nightly.STEPS])
    out = StringIO()

    with pytest.raises(CommandError, match="Broken"):
        call_command("nightly", stdout=out)

    assert "Broken: failed" in out.getvalue()
    assert "no luck" in caplog.text
    assert fetch(employer).state == Employer.State.DORMANT
