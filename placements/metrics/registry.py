"""Every metric by its code; importing this module registers them all."""

from placements.metrics import (
    authorities,
    contacts,
    effort,
    jobs,
    people,
    quality,
    retention,
    stays,
    steps,
    subsidies,
)
from placements.metrics.definitions import METRICS

__all__ = [
    "METRICS",
    "authorities",
    "contacts",
    "effort",
    "jobs",
    "people",
    "quality",
    "retention",
    "stays",
    "steps",
    "subsidies",
]
