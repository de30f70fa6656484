"""What of authorities is shown: a candidate's own rows, and what waits over several."""

from typing import Any

from django.db.models import Count, Prefetch

from placements.models import Attempt, Candidate, Matter, MatterCorrection, Officer

#: So many rows at most are shown.
MOST = 200


def officers_of(candidate: Candidate) -> list[Officer]:
    """Return who deals with what now."""
    standing = candidate.officers.standing().select_related("official")
    return list(standing[:MOST])


def matters_of(candidate: Candidate) -> list[Matter]:
    """Return the newest matters, each with its attempts and what was corrected."""
    attempts = Prefetch("attempts", Attempt.objects.select_related("by"))
    earlier = Prefetch("corrections", MatterCorrection.objects.select_related("by"))
    return list(candidate.matters.prefetch_related(attempts, earlier)[:MOST])


def waiting(candidates: Any) -> list[Matter]:
    """Return what waits for an answer, the longest first, with how often asked."""
    found = Matter.objects.waiting().filter(candidate__in=candidates)
    asked = found.annotate(asked=Count("attempts"))
    return list(asked.select_related("candidate__coach")[:MOST])


def unsure(candidates: Any) -> list[Officer]:
    """Return the officers nobody is sure of, the longest unsure first."""
    found = Officer.objects.unsure().filter(candidate__in=candidates)
    related = found.select_related("candidate__coach", "official")
    return list(related.order_by("since", "pk")[:MOST])
