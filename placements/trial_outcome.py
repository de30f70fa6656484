"""What comes after a trial: work, or another trial."""

from django.urls import reverse

from placements.models import Placement, Trial

Outcome = Trial.Outcome
#: Outcomes that lead to a placement, and what it then most likely is.
LEADS_ON: dict[str, str] = {
    Outcome.EMPLOYMENT: Placement.Kind.EMPLOYMENT,
    Outcome.OPEN_ACTIVITY: Placement.Kind.OPEN_ACTIVITY,
}


def has_led_on(trial: Trial) -> bool:
    """Whether work has begun there since, so that it is not recorded twice."""
    later = trial.candidate.placements.filter(employer_id=trial.employer_id)
    return later.filter(starts_on__gte=trial.started_on or trial.starts_on).exists()


def next_url(trial: Trial) -> str:
    """Return where the outcome leads; "" when the trial was the end of it."""
    if trial.state != Trial.State.COMPLETED:
        return ""
    if trial.outcome in LEADS_ON and not has_led_on(trial):
        url = reverse("placements:placement-new", args=[trial.candidate_id])
        return f"{url}?trial={trial.pk}"
    if trial.outcome == Outcome.ANOTHER:
        url = reverse("placements:host", args=[trial.candidate_id])
        return f"{url}?after={trial.pk}"
    return ""
