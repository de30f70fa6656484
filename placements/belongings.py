"""What belongs to a candidate: its matches, trials, placements and pay subsidies.

Each has a lifecycle of its own, with moves and steps that point at it by type and key.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from placements.models import Candidate, Match, Placement, SubsidyProcess, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

PARTS: "tuple[type[models.Model], ...]" = (Match, Trial, Placement, SubsidyProcess)


def subjects(candidate: Candidate) -> "Iterator[tuple[type[models.Model], Any]]":
    """Yield each kind of record of the candidate, with their keys."""
    yield Candidate, [candidate.pk]
    for model in PARTS:
        rows: Any = model._default_manager.filter(candidate=candidate)
        yield model, rows.order_by().values("pk")


def about(model: Any, candidate: Candidate) -> Any:
    """Return the rows that point at the candidate or what it has, by type and key."""
    found = model.objects.none()
    for kind, keys in subjects(candidate):
        content_type = ContentType.objects.get_for_model(kind)
        found |= model.objects.filter(content_type=content_type, object_id__in=keys)
    return found
