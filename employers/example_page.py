"""What the site shows of a job beside the words that the coach writes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from employers.models import JobExample, TailoredJob


def whole_hours(minutes: int) -> int:
    """Return hours a week to the nearest hour: exact times could tell of a place."""
    return max(1, round(minutes / 60))


def published_facts(job: TailoredJob) -> list[str]:
    """Say what is published, and in what words it is told."""
    return [
        _("Kind of workplace: %s")
        % (job.get_site_type_display() or job.Site.OTHER.label),
        _("What changed: %s") % job.get_kind_display(),
        _("About %(hours)d hours a week") % {"hours": whole_hours(job.week_minutes)},
        _("Place: the wellbeing services county only"),
        _("The name and the text below"),
    ]


def example_panel(job: TailoredJob, user: Any) -> dict[str, Any] | None:
    """Return what the job's page says of its example; nothing if there is no say."""
    example, blocked = job.example(), job.example_blockers()
    if example is None and blocked:
        return None
    return {
        "record": example,
        "url": "" if blocked else reverse("employers:example", args=[job.pk]),
        "moves": moves(example, user) if example else [],
    }


def moves(example: JobExample, user: Any) -> list[dict[str, Any]]:
    """Return the links of the moves that may be made with an example."""
    return [
        {
            "label": option.label,
            "url": reverse(
                "employers:example-transition", args=[example.pk, option.name]
            ),
        }
        for option in example.options_for(user)
    ]
