"""The demo's year before: its funnel and its curve are there to be seen."""

import pytest
from django.contrib.sessions.backends.base import SessionBase

from crm.models import FollowUp
from placements import demo_history
from placements.metrics.asking import Question
from placements.metrics.periods import Kind
from placements.metrics.showing import FunnelPicture, curve_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rf, manager):
    """Live the year, and ask as the screens do: ``ask(kind, days of follow-up)``."""
    coaches = [UserFactory(role="manager") for _ in range(3)]
    demo_history.load({"coach": coaches, "manager": [manager]})
    request = rf.get("/")
    request.user, request.session = manager, SessionBase()
    return lambda kind, followed: Question(request, kind, followed)


def test_year_before_shows_a_leak_and_who_stays_at_work(ask):
    funnel = FunnelPicture(ask(Kind.QUARTER, 365).line("M8"))
    kept = ask(Kind.YEAR, 0).followed_line("M16")

    assert (funnel.worst.key, funnel.worst.lost.value) == ("with_employer", 5)
    assert funnel.line.top.value == 6
    assert curve_of(kept, 365) is not None
    assert not FollowUp.objects.pending().late().exists()
