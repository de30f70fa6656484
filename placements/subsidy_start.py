"""A job with pay subsidy begins after the decision, and its payment with the job.

The hard guard of law 380/2023 84 § (domain.md 2.1, 4.6, 4.7): nobody begins on the day
of the decision or before it, and nobody begins while an application waits.
"""

from datetime import date
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from crm.models import TransitionLog
from placements.models import Placement, SubsidyProcess
from placements.start_checks import start_check

State = SubsidyProcess.State
Kind = Placement.Kind
#: Kinds of work that an application can be about.
EMPLOYED = {Kind.EMPLOYMENT, Kind.SUBSIDISED, Kind.APPRENTICESHIP}
#: An application that is being made or waits.
WAITING = (State.APPLICATION, *SubsidyProcess.AWAITING)


@start_check
def decision_first(placement: Placement, on: date) -> list[str]:
    """Refuse a first day that would lose the subsidy."""
    if placement.kind not in EMPLOYED:
        return []
    found = SubsidyProcess.objects.about(placement).order_by("-pk")
    if found.filter(state__in=WAITING).exists():
        return [_("A pay subsidy waits for its decision: the job must not start yet.")]
    if placement.kind != Kind.SUBSIDISED:
        return []
    granted = found.filter(state__in=SubsidyProcess.IN_FORCE).first()
    if granted is None:
        return [_("There is no decision on a pay subsidy: the job must not start yet.")]
    return granted.start_problems(on)


@receiver(post_save, sender=TransitionLog, dispatch_uid="placements.subsidies")
def follow(instance: TransitionLog, *, created: bool, **_signal: Any) -> None:
    """Begin the payment when the job begins, in the same transaction."""
    if not created or instance.name != "start":
        return
    record = instance.record
    if not isinstance(record, Placement) or record.kind != Kind.SUBSIDISED:
        return
    granted = SubsidyProcess.objects.about(record).filter(state=State.GRANTED)
    process = granted.select_related("candidate__coach").order_by("-pk").first()
    if process:
        process.placement = record
        process.perform("begin_paying", by=instance.by, on=instance.on, cause=instance)
