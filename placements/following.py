"""What a move of a job, a candidate or a step means to matches and placements.

A job moves by its own verbs too, on its own page, and a step is closed anywhere;
neither knows of these, so they listen to the log.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver

from crm.models import FollowUp, TransitionLog
from employers.models import TailoredJob
from placements.models import Candidate, Match, Placement
from placements.models.match_states import AT_WORK, MatchStates

#: States of a job in which somebody has been presented to it.
WITH_SOMEBODY = (TailoredJob.State.CANDIDATE_PRESENTED, *AT_WORK)


@receiver(post_save, sender=TransitionLog, dispatch_uid="placements.matches")
def follow(instance: TransitionLog, *, created: bool, **_signal: Any) -> None:
    """End what the move has left behind, in the same transaction."""
    if not created:
        return
    record = instance.record
    if isinstance(record, TailoredJob):
        end_with_the_job(record, instance)
    elif isinstance(record, Candidate):
        end_with_the_candidate(record, instance)
    elif isinstance(record, FollowUp):
        carry_on_after(record, instance)


def end_with_the_job(job: TailoredJob, entry: TransitionLog) -> None:
    """End the matches that the job left behind by a move of its own."""
    found = Match.objects.select_related("candidate__coach", "job")
    if entry.target == TailoredJob.State.WITHDRAWN or is_lapsed(entry):
        found = found.live().filter(job=job)
    elif entry.target == TailoredJob.State.OPEN and entry.source in WITH_SOMEBODY:
        found = found.told().filter(job=job)
    else:
        return
    for match in found:
        end_match(match, entry)


def is_lapsed(entry: TransitionLog) -> bool:
    """Whether a job was closed that had not been filled: nobody got it."""
    closed = entry.target == TailoredJob.State.CLOSED
    return closed and entry.source != TailoredJob.State.FILLED


def end_match(match: Match, entry: TransitionLog) -> None:
    said: dict[str, Any] = {"by": entry.by, "on": entry.on, "cause": entry}
    if entry.name == "release" and entry.reason in MatchStates.Reason:
        match.perform("decline", reason=entry.reason, **said)
    elif entry.name == "release":
        match.perform("turn_down", reason=MatchStates.EmployerReason.OTHER, **said)
    else:
        over = entry.source in AT_WORK
        kinds = MatchStates.Withdrawal
        match.perform("withdraw", reason=kinds.OVER if over else kinds.JOB, **said)


def end_with_the_candidate(candidate: Candidate, entry: TransitionLog) -> None:
    """Take back what is still open when the coaching ends."""
    if entry.target != Candidate.State.ENDED:
        return
    found = Match.objects.live().filter(candidate=candidate).select_related("job")
    held_at_work = Q(job__state=TailoredJob.State.ON_HOLD, job__held_from__in=AT_WORK)
    for match in found.exclude(Q(job__state__in=AT_WORK) | held_at_work):
        reason = MatchStates.Withdrawal.CHANGED
        match.perform("withdraw", by=entry.by, on=entry.on, cause=entry, reason=reason)


def carry_on_after(step: FollowUp, entry: TransitionLog) -> None:
    """Plan what comes after a step that somebody has closed about work that goes on."""
    closed = entry.target in {FollowUp.State.DONE, FollowUp.State.CANCELLED}
    kind = ContentType.objects.get_for_model(Placement)
    if not closed or entry.cause_id or step.content_type_id != kind.pk:
        return
    found = Placement.objects.select_related("candidate__coach")
    placement = found.filter(pk=step.object_id).first()
    if placement:
        placement.carry_on(entry)
