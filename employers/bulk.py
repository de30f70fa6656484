"""The same verb for several employers at once: the rules of one, one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from crm.models import User
from employers.models import ContactBan, Employer, EmployerQuerySet
from employers.stages import step_refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    #: Says why an employer is left out; nothing when it is not.
    Judge = Callable[[Employer], "StrOrPromise | None"]

#: More than this at once is a hand-over of a whole desk, which has its own tool.
LIMIT = 200


@dataclass
class Outcome:
    """How many were changed, and for which reasons the others were left out."""

    done: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def reasons(self) -> str:
        often = sorted(self.refused.items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(f"{reason} ({count})" for reason, count in often)


def chosen(user: User, picks: Iterable[int]) -> EmployerQuerySet:
    """Return the ticked employers among those that the user may see."""
    return Employer.objects.visible_to(user).filter(pk__in=picks).order_by("name", "pk")


def closed(employer: Employer) -> "StrOrPromise | None":
    return employer.get_state_display() if employer.state in Employer.CLOSED else None


def taken(employer: Employer) -> "StrOrPromise | None":
    return closed(employer) or (_("has a coach already") if employer.coach_id else None)


def sort_out(
    employers: EmployerQuerySet, judge: "Judge"
) -> tuple[list[Employer], Outcome]:
    """Lock the employers and part them: whom it concerns, who is left out and why."""
    outcome = Outcome()
    kept = []
    for employer in employers.select_for_update():
        if reason := judge(employer):
            outcome.refused[str(reason)] += 1
        else:
            kept.append(employer)
    outcome.done = len(kept)
    return kept, outcome


@transaction.atomic
def assign(
    employers: EmployerQuerySet, to: User, *, by: User, judge: "Judge" = closed
) -> Outcome:
    """Make ``to`` the responsible coach of each; only the field history tells of it."""
    kept, outcome = sort_out(employers, judge)
    changed = [employer for employer in kept if employer.coach_id != to.pk]
    for employer in changed:
        employer.coach = to
        employer.changed_at = timezone.now()
    if changed:
        bulk_update_with_history(
            changed, Employer, ["coach", "changed_at"], default_user=by
        )
    return outcome


def take(employers: EmployerQuerySet, *, by: User) -> Outcome:
    """Take responsibility for those that nobody has."""
    return assign(employers, by, by=by, judge=taken)


@transaction.atomic
def plan(
    employers: EmployerQuerySet, text: str, due_on: date, kind: str, *, by: User
) -> Outcome:
    """Plan the same step for each: the responsible coach's, if one may assign it."""
    bans = _bans(employers)
    assigns = by.has_perm("crm.assign_work")

    def judge(employer: Employer) -> "StrOrPromise | None":
        if reason := closed(employer):
            return reason
        forbidden = step_refusal(employer, kind, bans.get(employer.pk, []))
        return _("this way of contact is forbidden") if forbidden else None

    coaches = employers.prefetch_related("coach") if assigns else employers
    kept, outcome = sort_out(coaches, judge)
    for employer in kept:
        assignee = employer.coach if assigns and employer.coach else by
        employer.plan(text, due_on, assignee=assignee, by=by, kind=kind)
        employer.consider_step(due_on, text)
        employer.save_derived()
    return outcome


def _bans(employers: EmployerQuerySet) -> dict[int, list[ContactBan]]:
    """Return the standing bans of each employer that has any."""
    bans: dict[int, list[ContactBan]] = {}
    chosen = employers.order_by().values("pk")
    for ban in ContactBan.objects.standing().filter(employer__in=chosen):
        bans.setdefault(ban.employer_id, []).append(ban)
    return bans
