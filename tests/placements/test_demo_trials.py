"""The demo's trials come by the real verbs: one in each main state, none forgotten."""

import pytest

from placements import demo_trials
from placements.models import Trial
from tests.factories import (
    CandidateFactory,
    ConsentFactory,
    ContactPersonFactory,
    EmployerFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db


def test_demo_has_a_trial_in_each_main_state(coach, manager, today):
    for _number in range(3):
        ConsentFactory(candidate=CandidateFactory(coach=coach, active=True))
        employer = EmployerFactory(engaged=True)
        WorkplaceFactory(employer=employer)
        ContactPersonFactory(employer=employer)

    demo_trials.load(today, manager)

    trials = Trial.objects.all()
    assert {trial.state for trial in trials} == {
        "planned",
        "signing",
        "running",
        "assessment",
        "completed",
        "terminated",
    }
    assert not trials.live().filter(next_step_on__isnull=True).exists()
    away = trials.get(absences__isnull=False)
    assert away.untold_in_a_row() == 3
