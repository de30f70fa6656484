"""What happens by itself every night: each app's steps, one after another."""

import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from crm.lifecycle import STALE
from crm.models import AccessLog, FollowUp, Reminders, User
from crm.tasks import mail_morning
from crm.workdays import is_workday

logger = logging.getLogger(__name__)
Run = Callable[[date], int]


@dataclass(frozen=True)
class Step:
    """One thing done at night; running it twice does it once."""

    label: str
    run: Run
    atomic: bool


STEPS: list[Step] = []


def nightly(label: str, *, atomic: bool = True) -> Callable[[Run], Run]:
    """Register a function of an app's ``nightly`` module; it returns how many.

    A step that talks to the network is not ``atomic``: it would hold the database.
    """

    def register(run: Run) -> Run:
        STEPS.append(Step(label, run, atomic))
        return run

    return register


def run_all(today: date | None = None) -> Iterator[tuple[str, int | None]]:
    """Run every step in its own transaction; yield how many, None if it failed."""
    autodiscover_modules("nightly")
    for step in STEPS:
        try:
            with transaction.atomic() if step.atomic else nullcontext():
                count = step.run(today or timezone.localdate())
        except Exception:
            logger.exception("Nightly step failed: %s", step.label)
            yield step.label, None
        else:
            yield step.label, count


@nightly("Follow-ups woken")
def wake(today: date) -> int:
    """Open the snoozed follow-ups whose day has come."""
    snoozed = FollowUp.objects.filter(state=FollowUp.State.SNOOZED, due_on__lte=today)
    return sum(_woken(step) for step in snoozed)


def _woken(step: FollowUp) -> bool:
    try:
        step.perform("wake", by=None)
    except STALE:  # somebody has just handled it
        return False
    return True


@nightly("Follow-ups moved on from people who have left")
def move_on(_today: date) -> int:
    """Give what is due from inactive people to their deputy, the coach or a manager."""
    pending = FollowUp.objects.pending()
    pending.filter(offered_to__is_active=False).update(offered_to=None)
    able = {user.pk: user for user in User.objects.assignable()}
    managers = User.objects.active().with_role("manager").order_by("pk")
    manager = managers.first()
    moved = 0
    left = pending.filter(assignee__is_active=False).select_related("assignee")
    for step in left.prefetch_related("subject"):
        coach = getattr(step.subject, "coach_id", None)
        heir = able.get(step.assignee.deputy_id or 0) or able.get(coach or 0) or manager
        moved += heir is not None and _moved(step, heir)
    return moved


def _moved(step: FollowUp, heir: User) -> bool:
    note = _("%(name)s no longer works here.") % {"name": step.assignee}
    try:
        step.perform("hand_over", by=None, to=heir, note=note)
    except STALE:  # somebody has just handled it
        return False
    return True


@nightly("Access log rows removed after their twelve years")
def let_accesses_go(_today: date) -> int:
    """Remove what the law no longer has us keep (domain.md 2.10)."""
    return AccessLog.objects.let_go()


@nightly("Morning lists sent")
def mail_mornings(today: date) -> int:
    """Send the day's list to those at work who want it, on working days."""
    if not is_workday(today):
        return 0
    wanting = list(Reminders.objects.to_mail(today))
    for reminders in wanting:
        mail_morning.enqueue(reminders.pk, today.isoformat())
    Reminders.objects.filter(pk__in=[row.pk for row in wanting]).update(mailed_on=today)
    return len(wanting)
