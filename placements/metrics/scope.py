"""Of what a number is asked: whose records, which period, which dimensions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from crm.models import TransitionLog, User
from employers.industries import Scheme
from employers.models import Employer, TailoredJob, Visit
from placements.metrics.definitions import Dimension
from placements.metrics.periods import Period
from placements.models import (
    Assignment,
    Attempt,
    Candidate,
    Match,
    Placement,
    SubsidyProcess,
    Trial,
)

#: Model → the path to its employer, with the separator.
EMPLOYER = {Employer: "", Candidate: None, Match: "job__employer__"}
#: Model → the day of the event that decides who was the responsible coach.
EVENT = {
    Trial: "starts_on",
    Placement: "starts_on",
    Match: "ended_on",
    Attempt: "on",
    SubsidyProcess: "submitted_on",
}
#: Model → the path to its candidate, where it is not the usual one.
CANDIDATE = {Attempt: "matter__candidate"}


@dataclass(frozen=True)
class Scope:
    """Who asks, on which day, about which period and part of the work.

    A coach is answered about people only of the own candidates (domain.md 5.3).
    """

    user: User
    period: Period
    today: date
    municipality: int | None = None
    coach: int | None = None
    industry: str = ""
    #: What has been read already: several numbers are made of it.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """Read something that several numbers are made of one time only."""
        if name not in self.known:
            self.known[name] = read()
        return self.known[name]

    @property
    def until(self) -> date:
        """The day of a snapshot: the period's last, or today."""
        return min(self.period.last, self.today)

    @property
    def filters(self) -> dict[Dimension, Any]:
        """The dimensions that narrow it."""
        asked = {
            Dimension.MUNICIPALITY: self.municipality,
            Dimension.COACH: self.coach,
            Dimension.INDUSTRY: self.industry,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def sees_everybody(self) -> bool:
        """Whether the numbers about people are of people whom the user does not know.

        They are suppressed then; one's own candidates are seen in the clear.
        """
        return self.user.has_perm("placements.open_any_candidate")

    def visits(self) -> Any:
        return self.narrow(Visit.objects.visible_to(self.user))

    def employers(self) -> Any:
        return self.narrow(Employer.objects.visible_to(self.user).current())

    def jobs(self) -> Any:
        return self.narrow(TailoredJob.objects.visible_to(self.user))

    def candidates(self) -> Any:
        return self.narrow(Candidate.objects.visible_to(self.user))

    def matches(self) -> Any:
        return self.narrow(Match.objects.visible_to(self.user))

    def trials(self) -> Any:
        return self.narrow(Trial.objects.visible_to(self.user))

    def placements(self) -> Any:
        return self.narrow(Placement.objects.visible_to(self.user))

    def attempts(self) -> Any:
        seen = Candidate.objects.visible_to(self.user)
        rows = Attempt.objects.filter(matter__candidate__in=seen.values("pk"))
        return self.narrow(rows)

    def subsidies(self, event: str = "submitted_on") -> Any:
        return self.narrow(SubsidyProcess.objects.visible_to(self.user), event)

    def narrow(self, rows: Any, event: str = "") -> Any:
        """Keep what the dimensions leave of the rows.

        ``event`` is the column of the day that decides who was the coach.
        """
        kept = rows.order_by()
        for dimension, value in self.filters.items():
            kept = kept.alias(**{f"by_{dimension}": path(rows.model, dimension, event)})
            kept = kept.filter(**{f"by_{dimension}": value})
        if self.industry:
            at = employer_of(rows.model)
            kept = kept.filter(**{f"{at}industry_scheme": Scheme.TOL2025})
        return kept

    @property
    def days(self) -> tuple[date, date]:
        return (self.period.first, self.period.last)


def path(model: Any, dimension: Dimension, event: str = "") -> Any:
    """Return what tells the dimension of a record (domain.md 5.1 rule 4).

    An employer's municipality is the site's, a candidate's is the own; the coach is
    the responsible one on the day of the event.
    """
    if dimension == Dimension.MUNICIPALITY:
        return _place(model)
    if dimension == Dimension.COACH:
        return _coach(model, event or EVENT.get(model, ""))
    return F(f"{employer_of(model)}industry_section")


def employer_of(model: Any) -> str:
    """Return the path to the employer; ValueError for what has none."""
    at = EMPLOYER.get(model, "employer__")
    if at is None:
        message = f"{model.__name__} has no employer."
        raise ValueError(message)
    return at


def _place(model: Any) -> Any:
    if model in {Visit, TailoredJob}:
        return Coalesce("workplace__municipality", "employer__municipality")
    own = model in {Employer, Candidate}
    return F("municipality" if own else f"{person_of(model)}__municipality")


def person_of(model: Any) -> str:
    """Return the path from a record about a candidate to the candidate."""
    return CANDIDATE.get(model, "candidate")


def _coach(model: Any, event: str) -> Any:
    if not event:
        return F("coach")
    on = OuterRef(event)
    held = Assignment.objects.filter(
        candidate=OuterRef(person_of(model)), role=Assignment.Role.COACH, since__lte=on
    ).filter(Q(until__isnull=True) | Q(until__gt=on))
    return Subquery(held.order_by("-since", "-pk").values("coach")[:1])


def log_of(model: Any) -> "QuerySet[TransitionLog]":
    """Return the standing moves of the model's records."""
    kind = ContentType.objects.get_for_model(model)
    return TransitionLog.objects.standing().filter(content_type=kind).order_by()


def latest_moves(model: Any, day: date) -> "QuerySet[TransitionLog]":
    """Return each record's last move by the end of the day: where it stood then."""
    moves = log_of(model).filter(on__lte=day)
    last = moves.values("object_id").annotate(last=Max("pk")).values("last")
    return moves.filter(pk__in=last)


def moves_of(rows: Any, moves: "QuerySet[TransitionLog]") -> "QuerySet[TransitionLog]":
    """Keep the moves of these records; all of them when nothing narrows the records."""
    if not rows.query.has_filters():
        return moves
    return moves.filter(Exists(rows.filter(pk=OuterRef("object_id"))))
