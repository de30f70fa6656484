"""What a logged contact brings about, in one transaction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.lifecycle import Refused, undo
from crm.models import FollowUp
from employers.models import Employer, Visit
from employers.models.visits import NextStep
from tests.factories import EmployerFactory, FollowUpFactory, UserFactory, VisitFactory

State = Employer.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def log(employer, coach, outcome, **details):
    visit = Visit(employer=employer, coach=coach)
    return visit, visit.perform("complete", by=coach, outcome=outcome, **details)


def test_interest_at_first_contact_moves_a_lead_into_dialogue(coach):
    employer = EmployerFactory()

    log(employer, coach, "interested", next_step=NextStep("Soita", tomorrow(), "call"))

    fresh = fetch(employer)
    today = timezone.localdate()
    assert (fresh.state, fresh.coach, fresh.next_step) == (
        State.ENGAGED,
        coach,
        "Soita",
    )
    assert (fresh.contacted_on, fresh.engaged_on) == (today, today)
    assert (fresh.last_contact_on, fresh.next_step_on) == (today, tomorrow())
    assert list(fresh.history.values_list("name", "source", "target")) == [
        ("engage", "contacted", "engaged"),
        ("contact", "lead", "contacted"),
    ]
    assert fresh.follow_ups.get().assignee == coach


def test_logging_takes_at_most_eight_queries(coach, django_assert_max_num_queries):
    pk = EmployerFactory().pk
    coach.has_perm("employers.change_visit")
    step = NextStep("Soita", tomorrow(), "call")
    VisitFactory()

    with django_assert_max_num_queries(8 + 2) as captured:
        log(Employer.objects.get(pk=pk), coach, "interested", next_step=step)

    savepoints = [q for q in captured.captured_queries if "SAVEPOINT" in q["sql"]]
    assert len(captured.captured_queries) - len(savepoints) == 8


@pytest.mark.parametrize(
    ("outcome", "details", "target"),
    [
        ("refused", {"reason": "no_need"}, State.DECLINED),
        (
            "not_now",
            {"revisit_on": timezone.localdate() + timedelta(days=90)},
            State.DECLINED,
        ),
        ("forbidden", {"note": "Omistaja kielsi"}, State.DO_NOT_CONTACT),
        ("ceased", {"note": "Ovi kiinni, kyltti poissa"}, State.CEASED),
        ("wrong_person", {"no_next_reason": "Kysytään keskukselta"}, State.CONTACTED),
    ],
)
def test_outcome_moves_the_employer(coach, outcome, details, target):
    employer = EmployerFactory()

    log(employer, coach, outcome, **details)

    assert fetch(employer).state == target


def test_undo_of_a_logged_contact_leaves_nothing_behind(coach):
    employer = EmployerFactory()
    step = FollowUpFactory(subject=employer, assignee=coach)
    _visit, entry = log(employer, coach, "refused", reason="no_need")
    assert fetch(step).state == FollowUp.State.CANCELLED

    undo(entry, by=coach)

    fresh = fetch(employer)
    assert (fresh.state, fresh.contacted_on, fresh.coach) == (State.LEAD, None, None)
    assert fresh.last_contact_on is None
    assert fetch(step).state == FollowUp.State.OPEN
    assert fresh.next_step_on == step.due_on
    assert not Visit.objects.exists()


def test_undo_of_a_ban_removes_the_ban(coach):
    employer = EmployerFactory(contacted=True)
    entry = employer.perform("forbid", by=coach, note="Kielsi puhelimessa")

    undo(entry, by=coach)

    assert fetch(employer).state == State.CONTACTED
    assert (fetch(employer).has_bans, employer.bans.count()) == (False, 0)


def test_undo_is_refused_once_the_next_step_was_handled(coach):
    employer = EmployerFactory()
    _visit, entry = log(
        employer, coach, "interested", next_step=NextStep("Soita", tomorrow())
    )
    employer.follow_ups.get().perform("complete", by=coach)

    with pytest.raises(Refused, match="already been handled"):
        undo(entry, by=coach)


def test_undo_is_refused_to_others(coach):
    entry = EmployerFactory(contacted=True).perform(
        "decline", by=coach, reason="no_need"
    )

    with pytest.raises(Refused, match="Only the one who made"):
        undo(entry, by=UserFactory(role="coach"))


def test_contact_with_a_forbidden_employer_is_refused(coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="Kielsi")

    with pytest.raises(Refused, match="forbidden"):
        log(fetch(employer), coach, "interested", next_step=NextStep("x", tomorrow()))

    assert not Visit.objects.exists()


def test_colleagues_fresh_contact_asks_for_a_reason_to_go(coach):
    employer = EmployerFactory(contacted=True)
    VisitFactory(employer=employer, done=True)

    with pytest.raises(Refused, match="colleague"):
        Visit(employer=employer, coach=coach, on=tomorrow()).schedule(by=coach)


def test_backdating_over_two_weeks_takes_a_manager(coach, manager):
    long_ago = timezone.localdate() - timedelta(days=20)

    with pytest.raises(Refused, match="Only a manager"):
        log(EmployerFactory(), coach, "wrong_person", no_next_reason="-", on=long_ago)

    visit, _entry = log(
        EmployerFactory(), manager, "wrong_person", no_next_reason="-", on=long_ago
    )
    assert fetch(visit).on == long_ago
