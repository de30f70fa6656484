"""Every metric by its code; importing this module registers them all."""

from placements.metrics import contacts, jobs, people, retention, steps
from placements.metrics.definitions import METRICS, NOT_YET

__all__ = ["METRICS", "NOT_YET", "contacts", "jobs", "people", "retention", "steps"]
