"""Candidates of the demo, lived by the real verbs: evidently invented, codes only."""

from datetime import date, timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone

from crm.models import Access, AccessLog, Municipality, User
from crm.workdays import workday_from
from employers.demo import written
from placements import (
    demo_authorities,
    demo_history,
    demo_matches,
    demo_officials,
    demo_subsidies,
    demo_trials,
    demo_work,
)
from placements.demo_tales import TALES, Tale
from placements.models import (
    Candidate,
    Consent,
    LegalBasis,
    OtherCoaching,
    SafetyQuestion,
)

State = Candidate.State
#: The moves from the beginning to each state.
WAYS: dict[str, tuple[str, ...]] = {
    State.NEW: (),
    State.AGREED: ("agree",),
    State.ACTIVE: ("agree", "activate"),
    State.PAUSED: ("agree", "activate", "pause"),
    State.ENDED: ("agree", "activate", "end"),
}


class Guide:
    """Leads each candidate along its way."""

    def __init__(self, coaches: list[User], manager: User) -> None:
        self.today = timezone.localdate()
        self.coaches = cycle(coaches)
        self.manager = manager
        self.places = {place.code: place for place in Municipality.objects.all()}
        self.bases = {basis.code: basis for basis in LegalBasis.objects.all()}

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def tell(self, tale: Tale) -> None:
        coach = next(self.coaches)
        candidate = self._create(tale, coach)
        for name in WAYS[tale.state]:
            last = name == WAYS[tale.state][-1]
            on = self.ago(tale.since if last else min(tale.age, tale.since + 30))
            candidate.perform(name, by=coach, on=on, **self._details(name, tale))
        self._surround(candidate, tale)
        self._plan(candidate, tale)
        access = Access(candidate, "page", "own")
        AccessLog.objects.append(coach, [access])

    def _create(self, tale: Tale, coach: User) -> Candidate:
        known: dict[str, Any] = dict(tale.more)
        if tale.more:
            known["profile_ready_on"] = self.ago(400 if tale.how == "old" else 40)
            known["profile_reviewer"] = coach
        if tale.basis and tale.how != "nobody":
            known["plan_reviewed_on"] = self.ago(min(tale.age, 350))
            known["plan_review_due_on"] = self.ago(min(tale.age, 350) - 365)
        basis = self.bases.get(tale.basis)
        ends = self.today + timedelta(days=60) if tale.how == "ends" else None
        candidate = Candidate(
            municipality=self.places[tale.place],
            coach=coach,
            deputy=coach.deputy,
            goal=tale.goal,
            goal_words=tale.words,
            legal_basis=basis,
            decision_until=ends or (basis.valid_to if basis else None),
            referral="disability_services",
            demo=True,
            **known,
        )
        written(candidate, self.ago(tale.age)).begin(by=coach, on=self.ago(tale.age))
        return candidate

    def _details(self, name: str, tale: Tale) -> dict[str, Any]:
        if name == "pause":
            back = self.today + timedelta(days=90)
            return {"reason": tale.reason, "expected_back_on": back}
        return {"reason": tale.reason} if name == "end" else {}

    def _surround(self, candidate: Candidate, tale: Tale) -> None:
        """Give consents, safety questions and other services to those far enough."""
        if candidate.state not in {State.ACTIVE, State.PAUSED}:
            return
        Consent.objects.create(
            candidate=candidate,
            what=Consent.What.PROFILE,
            recipient="Työnantajat, joille työtä haetaan",
            given_on=self.ago(tale.since),
            until=self.today + timedelta(days=365),
        )
        SafetyQuestion.objects.create(
            candidate=candidate,
            source=SafetyQuestion.Source.HOUSING,
            status=SafetyQuestion.Status.ASKED
            if tale.how == "late"
            else SafetyQuestion.Status.RECEIVED,
            ground=SafetyQuestion.Ground.CONSENT,
            on=self.ago(tale.since),
        )
        if tale.how == "two":
            OtherCoaching.objects.create(
                candidate=candidate,
                provider=OtherCoaching.Provider.EMPLOYMENT,
                since=self.ago(45),
            )

    def _plan(self, candidate: Candidate, tale: Tale) -> None:
        """Plan what comes next; one is late, one has nothing planned."""
        if candidate.state != State.ACTIVE:
            return
        coach = candidate.coach
        for step in candidate.follow_ups.pending():
            step.perform("complete", by=coach, on=self.ago(max(tale.since - 20, 0)))
        if tale.how != "old":
            soon = workday_from(self.today + timedelta(days=4))
            due = self.ago(1) if tale.how == "late" else soon
            candidate.plan(
                "Käydään yhdessä läpi sopivat työt", due, assignee=coach, by=coach
            )
        candidate.settle()


def load(people: dict[str, list[User]]) -> None:
    """Bring the candidates; one is left without a coach, as happens."""
    manager = people["manager"][0]
    part_time = people["coach"][-1]
    part_time.work_percent = 60
    part_time.save(update_fields=["work_percent"])
    demo_officials.load(timezone.localdate(), people["coach"][0])
    guide = Guide(people["coach"], manager)
    for tale in TALES:
        guide.tell(tale)
    demo_trials.load(timezone.localdate(), manager)
    first = Candidate.objects.filter(state=State.ACTIVE).order_by("pk")[3]
    first.hand_over(
        people["coach"][1],
        by=manager,
        note="Asiakas tuntee jo Niinan. Autopesula odottaa soittoa.",
    )
    demo_matches.load(guide.today)
    demo_subsidies.load(guide.today)
    demo_work.load()
    demo_authorities.load(guide.today)
    demo_history.load(people)
