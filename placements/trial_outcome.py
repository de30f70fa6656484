"""What comes after a trial: work, or another trial, with what is known carried over."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from employers.models import TailoredJob
from placements.models import Placement, Trial

Outcome = Trial.Outcome
#: Outcomes that lead to a placement, and the kinds that it can be.
LEADS_ON: dict[str, tuple[str, ...]] = {
    Outcome.EMPLOYMENT: (
        Placement.Kind.EMPLOYMENT,
        Placement.Kind.SUBSIDISED,
        Placement.Kind.APPRENTICESHIP,
    ),
    Outcome.OPEN_ACTIVITY: (Placement.Kind.OPEN_ACTIVITY,),
}
#: States of a job that a placement can fill.
FILLABLE = (TailoredJob.State.CANDIDATE_PRESENTED, TailoredJob.State.ON_TRIAL)


def placement_after(trial: Trial) -> Placement:
    """Return the placement to be, unsaved: place, job, days and hours of the trial."""
    job = trial.job if trial.job and trial.job.state in FILLABLE else None
    ended = trial.ended_on or trial.ends_on
    hours, days = trial.hours_a_day, trial.days_a_week
    return Placement(
        candidate=trial.candidate,
        kind=LEADS_ON[trial.outcome][0],
        employer=trial.employer,
        workplace=trial.workplace,
        job=job,
        starts_on=max(ended + timedelta(days=1), timezone.localdate()),
        hours_a_week=hours * days if hours and days else None,
        shifts=trial.job.shifts if trial.job else [],
    )


def has_led_on(trial: Trial) -> bool:
    """Whether work has begun there since, so that it is not recorded twice."""
    later = trial.candidate.placements.filter(employer_id=trial.employer_id)
    return later.filter(starts_on__gte=trial.started_on or trial.starts_on).exists()


def next_url(trial: Trial) -> str:
    """Return where the outcome leads; "" when the trial was the end of it."""
    if trial.state != Trial.State.COMPLETED:
        return ""
    if trial.outcome in LEADS_ON and not has_led_on(trial):
        return reverse(
            "placements:trial-placement", args=[trial.candidate_id, trial.pk]
        )
    if trial.outcome == Outcome.ANOTHER:
        url = reverse("placements:host", args=[trial.candidate_id])
        return f"{url}?after={trial.pk}"
    return ""
