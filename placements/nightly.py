"""What happens to candidates by itself every night: what is due becomes a step."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from crm.models import FollowUp, User
from crm.nightly import nightly
from placements.erasure import due
from placements.models import (
    Candidate,
    CandidateQuerySet,
    Placement,
    SubsidyClaim,
    SubsidyProcess,
    Trial,
)
from placements.models.subsidy_effects import CLAIM_URGENT

#: So long before a decision ends its renewal is planned.
RENEW_BEFORE = 90


@nightly("Reviews of plans and profiles planned")
def plan_reviews(today: date) -> int:
    """Make a review a step of its own: silence is not satisfaction (SEED-34)."""
    due = Candidate.objects.review_due(today)
    return planned(due, _("Review the plan and the work profile"), today)


@nightly("Renewals of decisions planned")
def plan_renewals(today: date) -> int:
    ending = Candidate.objects.renewing_within(RENEW_BEFORE, today)
    return planned(ending, _("The decision ends: ask the person to renew it"), today)


@nightly("Candidates without a coach told to a manager")
def tell_of_the_left(today: date) -> int:
    """Ask a manager to name the next coach where the last one has left (SEED-33)."""
    manager = User.objects.active().with_role("manager").order_by("pk").first()
    if manager is None:
        return 0
    alone = Candidate.objects.live().without_coach()
    return planned(alone, _("Name a new coach"), today, manager)


@nightly("Erasures proposed to a manager")
def propose_erasures(today: date) -> int:
    """Ask a manager to look at those whose time has passed; nothing goes by itself."""
    manager = User.objects.active().with_role("manager").order_by("pk").first()
    if manager is None:
        return 0
    return planned(due(today), _("The time to keep it is over: erase?"), today, manager)


@nightly("Reminders about the old-age pension planned")
def remind_of_pension(today: date) -> int:
    """Plan one talk about the old-age pension, in the year given for it (SEED-25)."""
    due = Candidate.objects.live().filter(turns_65_in=today.year)
    text = _("Talk about the old-age pension (%(year)d)") % {"year": today.year}
    asked = FollowUp.objects.filter(
        content_type=ContentType.objects.get_for_model(Candidate), text=text
    )
    return planned(due.exclude(pk__in=asked.values("object_id")), text, today)


@nightly("Placements established after 90 days")
def establish(today: date) -> int:
    """Count who has stayed 90 days as established (domain.md 4.6)."""
    lasting = Placement.objects.to_establish(today).select_related("candidate__coach")
    count = 0
    for placement in lasting:
        placement.perform("establish", by=None, on=today)
        count += 1
    return count


@nightly("Payment claims of pay subsidies opened")
def open_claims(today: date) -> int:
    """Open the claim of each month that is over (decree 385/2024 18 §)."""
    running = SubsidyProcess.objects.filter(
        state__in=[SubsidyProcess.State.PAYING, SubsidyProcess.State.EXTENSION]
    )
    found = running.select_related("candidate__coach").order_by("pk")
    return sum(process.open_claims(today) for process in found)


@nightly("Payment claims of pay subsidies made urgent")
def hasten_claims(today: date) -> int:
    """Make the step of a claim urgent when its last day is near."""
    near = SubsidyClaim.objects.unsent().filter(due_on__lte=today + CLAIM_URGENT)
    steps = FollowUp.objects.pending().filter(subsidy_claim__in=near)
    normal = steps.filter(priority=FollowUp.Priority.NORMAL)
    return normal.update(priority=FollowUp.Priority.HIGH)


@nightly("Trials whose last day has passed, now to be assessed")
def finish_trials(today: date) -> int:
    """Let the assessment follow the last day, even if nobody remembers it."""
    count = 0
    for trial in Trial.objects.overdue(today).for_page():
        trial.perform("finish", by=None, on=today)
        count += 1
    return count


def planned(
    candidates: CandidateQuerySet, text: str, today: date, carrier: User | None = None
) -> int:
    """Plan the step for each that has a carrier and no such step; return how many."""
    count = 0
    for candidate in candidates.select_related("coach"):
        who = carrier or (candidate.coach if candidate.has_coach() else None)
        there = candidate.follow_ups.pending().filter(text=text)
        # One that was answered lately is not asked again the next night.
        lately = candidate.follow_ups.filter(
            text=text, state_since__gt=today - timedelta(days=RENEW_BEFORE)
        )
        if who is None or (there | lately).exists():
            continue
        candidate.plan(text, today, assignee=who, by=None, kind=FollowUp.Kind.CHECK)
        candidate.settle()
        count += 1
    return count
