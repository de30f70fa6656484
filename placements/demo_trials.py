"""Trials of the demo, one in each main state, lived by the real verbs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crm.models import User
from crm.workdays import workdays_back
from employers.models import Employer
from placements.models import (
    Absence,
    Assessment,
    Candidate,
    Consent,
    Trial,
    TrialType,
)

State, Side = Trial.State, Assessment.Side
PATH = ("draft", "send", "agree", "start", "finish", "complete")
#: From the first day on which a trial was talked about to its first day.
TALKED = timedelta(days=10)


@dataclass(frozen=True)
class Tale:
    """A trial: of which kind, how far it has come, since when."""

    kind: str
    #: How many of the moves of the path have been made.
    moves: int
    #: Days since the first day, negative for one ahead; and how long it lasts.
    since: int
    days: int
    tasks: str
    goals: str
    outcome: str = ""
    #: The last move, if it leaves the path, and what it is told.
    aside: str = ""
    more: dict[str, Any] = field(default_factory=dict)


TALES = (
    Tale("avotyo", 4, 14, 28, "Pullokoneen hoito, hyllyjen etuvetö", "Sopiiko tahti"),
    Tale(
        "tyokokeilu",
        4,
        25,
        60,
        "Pyykin lajittelu ja taittelu",
        "Millainen ohjaus auttaa parhaiten",
        more={"days_a_week": 4, "away": True},
    ),
    Tale(
        "tutustuminen", 0, -7, 10, "Kasvien kastelu ja siistiminen", "Mikä kiinnostaa"
    ),
    Tale("tyokokeilu", 2, -5, 30, "Skannaus ja postitus", "Sopiiko toimistotyö"),
    Tale("avotyo", 5, 40, 38, "Autojen sisäpesu", "Riittävätkö voimat aamuun"),
    Tale("avotyo", 6, 90, 28, "Leipien pakkaus", "Sopiiko palkkatyöksi", "employment"),
    Tale(
        "tutustuminen",
        4,
        30,
        14,
        "Piha- ja lumityöt",
        "Millaista on työskennellä ulkona",
        aside="terminate",
        more={"reason": Trial.Termination.TOGETHER},
    ),
)


class TrialGuide:
    """Lives each trial's story at one employer."""

    def __init__(self, today: date, manager: User) -> None:
        self.today = today
        self.manager = manager
        self.kinds = {kind.code: kind for kind in TrialType.objects.all()}

    def tell(self, tale: Tale, candidate: Candidate, employer: Employer) -> None:
        trial = self._planned(tale, candidate, employer)
        for name in PATH[: tale.moves]:
            getattr(self, f"_{name}", self._move)(trial, name, tale)
        if tale.aside:
            self._perform(trial, tale.aside, self.today, reason=tale.more["reason"])
        self._tick(trial)
        if tale.more.get("away"):
            self._away(trial)

    def _planned(self, tale: Tale, candidate: Candidate, employer: Employer) -> Trial:
        kind, starts = self.kinds[tale.kind], self.today - timedelta(days=tale.since)
        trial = Trial(
            candidate=candidate,
            employer=employer,
            workplace=employer.workplaces.first(),
            type=kind,
            insurer=kind.insurer,
            starts_on=starts,
            ends_on=starts + timedelta(days=tale.days - 1),
            hours_a_day=Decimal(4),
            days_a_week=tale.more.get("days_a_week", 3),
            tasks=tale.tasks,
            goals=tale.goals,
            guide=str(employer.people.first() or "Niilo Näyte"),
            representative_told=kind.tells_representative and tale.moves > 3,
            demo=True,
        )
        trial.begin(by=candidate.coach, on=min(starts, self.today) - TALKED)
        return trial

    def _perform(self, trial: Trial, name: str, on: date, **details: Any) -> None:
        on = min(max(on, trial.state_since), self.today)
        trial.perform(name, by=self.manager, on=on, **details)

    def _move(self, trial: Trial, name: str, tale: Tale) -> None:
        before = {"draft": 8, "send": 6}.get(name, 0)
        self._perform(trial, name, trial.starts_on - timedelta(days=before))

    def _agree(self, trial: Trial, name: str, tale: Tale) -> None:
        day = min(
            max(trial.starts_on - timedelta(days=3), trial.state_since), self.today
        )
        days = dict.fromkeys(trial.type.parties, day)
        trial.sign(days, by=self.manager)

    def _finish(self, trial: Trial, name: str, tale: Tale) -> None:
        self._perform(trial, name, trial.ends_on)
        host = Assessment(tasks=3, pace=2, people=3, goes_on=Assessment.GoOn.YES)
        host.words = "Työn jälki on hyvää. Tahti paranee, kun ohje on näkyvillä."
        host.name = trial.guide
        trial.assess(host, Side.HOST, by=self.manager)
        if tale.moves > len(PATH) - 1:
            own = Assessment(tasks=3, pace=3, people=2, goes_on=Assessment.GoOn.YES)
            trial.assess(own, Side.CANDIDATE, by=self.manager)

    def _complete(self, trial: Trial, name: str, tale: Tale) -> None:
        self._perform(trial, name, trial.ends_on, reason=tale.outcome)

    def _tick(self, trial: Trial) -> None:
        """Do the steps of the past on their days, unless nothing else is planned."""
        steps = list(trial.follow_ups.pending().order_by("due_on", "pk"))
        past = [step for step in steps if step.due_on < self.today]
        for step in past if len(past) < len(steps) else past[:-1]:
            on = max(step.due_on, step.state_since)
            step.perform("complete", by=self.manager, on=on)

    def _away(self, trial: Trial) -> None:
        """Three days without a word, up to the last working day."""
        last = workdays_back(self.today, 1)
        first = max(workdays_back(last, 2), trial.started_on or last)
        away = Absence(first_on=first, last_on=last, kind=Absence.Kind.UNTOLD)
        trial.note_absence(away, by=trial.candidate.coach)


def load(today: date, manager: User) -> None:
    """Bring the trials, each to an active candidate of its own at a partner."""
    guide = TrialGuide(today, manager)
    active = Candidate.objects.filter(state=Candidate.State.ACTIVE, coach__isnull=False)
    allowed = active.filter(consents__what=Consent.What.PROFILE).distinct()
    candidates = list(allowed.select_related("coach").order_by("pk"))
    kinds = (Employer.State.PARTNER, Employer.State.ENGAGED)
    hosts = list(Employer.objects.filter(state__in=kinds).order_by("-state", "pk"))
    for number, tale in enumerate(TALES):
        candidate = candidates[number % len(candidates)]
        guide.tell(tale, candidate, hosts[number % len(hosts)])
