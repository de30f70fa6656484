"""What the plan of a trial begins with: a tailored job, or the trial before it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from crm.workdays import add_workdays
from employers.models import Employer, TailoredJob, WorkTask
from employers.week import total_minutes
from placements.models import Candidate, Trial

#: What a trial takes over from the one before it.
CARRIED = (
    "type",
    "tasks",
    "goals",
    "guide",
    "hours_a_day",
    "days_a_week",
    "unemployed_since",
    "under_25",
)
MINUTES = 60


def prefill(
    employer: Employer, job: TailoredJob | None, before: Trial | None
) -> dict[str, Any]:
    """Return initial values; what the job says wins over the trial before."""
    found = {name: getattr(before, name) for name in CARRIED} if before else {}
    if before and before.employer_id == employer.pk:
        found["workplace"] = before.workplace
    if job:
        found |= {name: value for name, value in _of(job).items() if value}
    found.setdefault("starts_on", add_workdays(timezone.localdate(), 1))
    return found


def _of(job: TailoredJob) -> dict[str, Any]:
    days = len({shift["weekday"] for shift in job.shifts})
    return {
        "workplace": job.workplace,
        "tasks": _tasks(job),
        "guide": job.guide,
        "starts_on": _ahead(job.start_on),
        "days_a_week": days,
        "hours_a_day": _hours(total_minutes(job.shifts), days),
    }


def _tasks(job: TailoredJob) -> str:
    ticked = job.tasks.filter(pile=WorkTask.Pile.TRANSFERABLE, ticked=True)
    return ", ".join(ticked.values_list("name", flat=True))


def _ahead(day: date | None) -> date | None:
    return day if day and day >= timezone.localdate() else None


def _hours(minutes: int, days: int) -> Decimal | None:
    """Return the mean hours of a day, to half an hour."""
    if not days:
        return None
    return round(minutes / (days * MINUTES) * 2) / Decimal(2)


def jobs_for(candidate: Candidate, user: Any) -> list[TailoredJob]:
    """Return the jobs that the candidate is held against now."""
    pks = candidate.matches.live().values("job")
    jobs = TailoredJob.objects.visible_to(user).filter(pk__in=pks)
    return list(jobs.select_related("employer").order_by("title", "pk")[:20])
