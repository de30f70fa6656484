"""The tailored jobs of one employer, as its page shows them."""

from typing import Any

from django.db.models import Q

from employers.models import Employer, TailoredJob

#: So many of them are named; the rest is on the board.
SHOWN = 10
FIELDS = ("title", "state", "state_since", "site_type", "next_step", "next_step_on")


def jobs_of(employer: Employer, user: Any) -> list[TailoredJob]:
    """Return the employer's jobs, those that go on first, then the newest."""
    aside = Q(state__in=[TailoredJob.State.CLOSED, TailoredJob.State.WITHDRAWN])
    jobs = (
        TailoredJob.objects.visible_to(user)
        .filter(employer=employer)
        .only(*FIELDS)
        .annotate(aside=aside)
        .order_by("aside", "-pk")
    )
    return list(jobs[:SHOWN])
