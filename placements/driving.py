"""Which moves of a job are made elsewhere: on its match, its trial, its placement.

A job that nobody here is proposed for moves by its own page; the verbs of employers
stay whole for teams that keep no candidates.
"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from placements.models import Match, Placement, Trial

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from employers.models import TailoredJob


def objections(job: "TailoredJob", name: str) -> "list[StrOrPromise]":
    """Return why the move is not the job's own now; nothing once its driver moved."""
    drives, reason = DRIVEN.get(name, (None, ""))
    return [reason] if drives and drives(job) else []


def is_proposed(job: "TailoredJob") -> bool:
    """Whether matches of the job wait, and none has been presented."""
    live = Match.objects.live().filter(job=job).values_list("state", flat=True)
    states = set(live)
    return bool(states) and not states & set(Match.TOLD)


def is_presented(job: "TailoredJob") -> bool:
    """Whether a match is presented whose trial has not begun."""
    told = Match.objects.told().filter(job=job).exists()
    return told and not is_tried(job)


def is_tried(job: "TailoredJob") -> bool:
    return Trial.objects.filter(job=job, state__in=Trial.BEGUN).exists()


def is_to_be_placed(job: "TailoredJob") -> bool:
    """Whether somebody is at the job by a match or a trial, and not placed there."""
    by_match = Match.objects.told().filter(job=job).exists()
    return (by_match or is_tried(job)) and not is_worked(job)


def is_worked(job: "TailoredJob") -> bool:
    standing = Placement.objects.filter(job=job, state__in=Placement.STANDING)
    return standing.exists()


#: Move of the job → whether something else drives it, and what is said then.
DRIVEN: dict[str, Any] = {
    "present": (
        is_proposed,
        _("Candidates are proposed for this job: present on the page of the match."),
    ),
    "begin_trial": (
        is_presented,
        _("A match is presented: begin the trial on the candidate's page."),
    ),
    "end_trial": (is_tried, _("The trial ends on its own page.")),
    "fill": (
        is_to_be_placed,
        _("Somebody is at the job: record the placement on the candidate's page."),
    ),
    "vacate": (is_worked, _("Somebody works in the job: the placement ends first.")),
}
