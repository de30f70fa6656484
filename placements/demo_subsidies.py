"""Pay subsidies of the demo, lived by the real verbs: one at each turn of the way."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from employers.models import Employer
from employers.money import months_on
from placements.models import Candidate, SubsidyProcess
from placements.subsidy_rules import last_day

CAP = Decimal(1770)


@dataclass(frozen=True)
class Tale:
    """How far one pay subsidy is; moves with the days since each, and what they say."""

    moves: tuple[tuple[str, int], ...]
    known: dict[str, Any] = field(default_factory=dict)
    #: Months ago from which it was granted.
    granted: int | None = None
    reason: str = ""


SOUGHT = (("screen", 40), ("confirm", 38), ("ask_doctor", 30))
APPLIED = (*SOUGHT, ("note_plan", 20), ("hand_to_employer", 14), ("submit", 9))
LONG = (
    ("screen", 330),
    ("confirm", 325),
    ("ask_doctor", 318),
    ("note_plan", 300),
    ("hand_to_employer", 296),
    ("submit", 290),
)
#: Before the first day of a job, in days.
BEFORE = (
    ("screen", 60),
    ("confirm", 55),
    ("ask_doctor", 48),
    ("note_plan", 30),
    ("hand_to_employer", 26),
    ("submit", 20),
)
TALES = (
    Tale(SOUGHT, {"employer": None}),
    Tale(APPLIED),
    Tale((*APPLIED, ("refuse", 2)), reason="money"),
    Tale(LONG, granted=9),
)


def load(today: date) -> None:
    """Let the first active candidates with a coach look for a pay subsidy."""
    candidates = Candidate.objects.active().order_by("pk").select_related("coach")
    partners = Employer.objects.filter(state=Employer.State.PARTNER).order_by("pk")
    people = candidates[: len(TALES)]
    for tale, candidate, employer in zip(TALES, people, partners, strict=False):
        tell(tale, candidate, employer, today)


def tell(
    tale: Tale, candidate: Candidate, employer: Employer, today: date
) -> SubsidyProcess:
    """Lead one process along its way."""
    coach = candidate.coach
    began = today - timedelta(days=tale.moves[0][1] + 3)
    known = {"employer": employer} | tale.known
    process = SubsidyProcess(
        candidate=candidate,
        payer="company",
        pay=Decimal(1180),
        week_hours=Decimal(18),
        full_hours=Decimal("37.5"),
        jobseeker_since=began - timedelta(days=200),
        authority="Esimerkin työllisyysalue",
        mandate_ok=True,
        job_described=True,
        collective="Kaupan alan työehtosopimus",
        starts_on=today + timedelta(days=45),
        demo=True,
        **known,
    )
    process.begin(by=coach, on=began)
    for name, days in tale.moves:
        on = today - timedelta(days=days)
        process.perform(name, by=coach, on=on, **said(tale, process, name, on))
    if tale.granted:
        pay_for(process, months_on(today, -tale.granted))
    return process


def grant_before(candidate: Candidate, employer: Employer, first: date) -> None:
    """Have the decision in hand when a job begins; the job begins the payment."""
    grant(tell(Tale(BEFORE), candidate, employer, first), first)


def said(tale: Tale, process: SubsidyProcess, name: str, on: date) -> dict[str, Any]:
    """Return what a move is told."""
    told: dict[str, dict[str, Any]] = {
        "ask_doctor": {"appointment_on": on + timedelta(days=9)},
        "note_plan": {"delivered_on": on},
        "submit": {"reference": f"ESIM-{process.pk}"},
        "refuse": {"reason": tale.reason, "refused_by": process.authority},
    }
    return told.get(name, {})


def pay_for(process: SubsidyProcess, first: date) -> None:
    """Grant it, begin the job, and send all claims but the newest ones."""
    grant(process, first)
    process.perform("begin_paying", by=process.candidate.coach, on=first)
    send_claims(process)


def send_claims(process: SubsidyProcess) -> None:
    """Send the claims by their last days, the newest two not yet; end what is over."""
    coach: Any = process.candidate.coach
    claims = list(process.claims.select_related("process", "step").order_by("month"))
    today = timezone.localdate()
    over = bool(claims) and claims[-1].due_on < today
    for claim in claims if over else claims[:-2]:
        claim.send(by=coach, on=min(claim.due_on, today))
    if over:
        fresh = SubsidyProcess.objects.get(pk=process.pk)
        fresh.perform("finish", by=coach, on=claims[-1].due_on)


def grant(process: SubsidyProcess, first: date) -> None:
    process.perform(
        "grant",
        by=process.candidate.coach,
        on=first - timedelta(days=4),
        percent=70,
        cap=CAP,
        granted_from=first,
        granted_to=last_day(first, 10),
    )
