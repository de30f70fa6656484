"""Who of a coach's candidates works at an employer, and that they were met there.

Being met counts as a contact with the person: silence begins anew (SEED-34).
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from crm.models import AccessLog, FollowUp, TransitionLog, User
from employers.models import Employer
from placements.access import note_all
from placements.models import Candidate, CandidateQuerySet, Placement, Trial

#: So many are offered at one employer.
MOST = 20


def works(model: Any, employer: Employer) -> Any:
    """Return the placements or trials that go on at the employer."""
    states = {Placement: Placement.WORKING, Trial: (Trial.State.RUNNING,)}
    return model.objects.filter(employer=employer, state__in=states[model])


def workers(employer: Employer, user: User) -> CandidateQuerySet:
    """Return those at work there whom the user looks after."""
    if not user.has_perm("placements.change_placement"):
        return Candidate.objects.none()
    at_work = [
        Exists(works(model, employer).filter(candidate=OuterRef("pk")))
        for model in (Placement, Trial)
    ]
    mine = Candidate.objects.cared_for_by(user).filter(at_work[0] | at_work[1])
    return mine.select_related("coach", "deputy").order_by("code")


def offer(employer: Employer, user: User) -> list[tuple[str, str]]:
    """Return whom the user may say to have met, by code."""
    found = list(workers(employer, user)[:MOST])
    note_all(user, found, "placement")
    return [(str(one.pk), str(one)) for one in found]


def meet(keys: Sequence[str], employer: Employer, entry: TransitionLog) -> None:
    """Write down a contact about the work of each who was met."""
    by: Any = entry.by
    found = list(workers(employer, by).filter(pk__in=keys))
    for candidate in found:
        for model in (Placement, Trial):
            for work in works(model, employer).filter(candidate=candidate):
                note_meeting(work, entry)
    note_all(by, found, "placement", kind=AccessLog.Kind.CHANGE)


def note_meeting(work: Any, entry: TransitionLog) -> None:
    step = work.plan(
        _("Met at the workplace"),
        entry.on,
        by=entry.by,
        kind=FollowUp.Kind.CHECK,
        cause=entry,
    )
    result = FollowUp.Result.CONTACTED
    step.perform("complete", by=entry.by, on=entry.on, result=result, cause=entry)
