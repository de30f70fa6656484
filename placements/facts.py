"""What stands around a candidate, by one question: consents, services, subsidies.

They are few rows of many tables; one UNION brings them, so that the page stays within
its number of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from crm.lifecycle import Look
from employers.models import Employer
from employers.timeline import name_of
from placements.models import (
    Candidate,
    Consent,
    Match,
    Matter,
    Officer,
    Official,
    OtherCoaching,
    Placement,
    SafetyQuestion,
    SubsidyProcess,
    Trial,
)
from placements.models.trial_types import name_field

COLUMNS = (
    "f_sort",
    "pk",
    "f_first",
    "f_second",
    "f_third",
    "f_since",
    "f_until",
    "f_ended",
    "f_entry",
)
#: So many rows at most are shown of one candidate.
MOST = 200


@dataclass(frozen=True)
class Row:
    """One row of any of the tables, in raw values."""

    sort: str
    pk: int
    first: str
    second: str
    third: str
    since: date
    until: date | None
    ended: date | None
    entry: int | None


@dataclass(frozen=True)
class Facts:
    """The rows of one candidate, told by their own models."""

    rows: list[Row]
    candidate: Candidate

    def of(self, sort: str) -> Iterator[Row]:
        return (row for row in self.rows if row.sort == sort)

    @property
    def consents(self) -> list[Consent]:
        return [
            Consent(
                pk=row.pk,
                what=row.first,
                recipient=row.second,
                given_on=row.since,
                until=row.until,
                withdrawn_on=row.ended,
            )
            for row in self.of("consent")
        ]

    @property
    def safety(self) -> list[SafetyQuestion]:
        return [
            SafetyQuestion(
                pk=row.pk,
                source=row.first,
                status=row.second,
                ground=row.third,
                on=row.since,
            )
            for row in self.of("safety")
        ]

    @property
    def others(self) -> list[OtherCoaching]:
        return [
            OtherCoaching(
                pk=row.pk, provider=row.first, since=row.since, until=row.until
            )
            for row in self.of("other")
        ]

    @property
    def matches(self) -> list[dict[str, Any]]:
        """Jobs the candidate is held against now, each with where that stands."""
        looks, labels = Match.looks, dict(Match.State.choices)
        return [
            {
                "pk": row.pk,
                "title": row.first,
                "since": row.since,
                "look": Look(labels[row.second], *looks[row.second]),
            }
            for row in self.of("match")
        ]

    @property
    def paid(self) -> list[Placement]:
        """Paid work; never added to the unpaid."""
        return [one for one in self._placements if one.is_paid]

    @property
    def unpaid(self) -> list[Placement]:
        """Open work activity."""
        return [one for one in self._placements if not one.is_paid]

    @property
    def _placements(self) -> list[Placement]:
        return [
            Placement(
                pk=row.pk,
                candidate=self.candidate,
                kind=row.first,
                state=row.second,
                employer=Employer(name=row.third) if row.third else None,
                starts_on=row.since,
                ended_on=row.ended,
            )
            for row in self.of("placement")
        ]

    @property
    def trials(self) -> list[dict[str, Any]]:
        """The candidate's trials, the latest first, each with where it stands."""
        looks, labels = Trial.looks, dict(Trial.State.choices)
        return [
            {
                "pk": row.pk,
                "employer": row.first,
                "kind": row.third,
                "since": row.since,
                "until": row.until,
                "look": Look(labels[row.second], *looks[row.second]),
            }
            for row in self.of("trial")
        ]

    @property
    def officers(self) -> list[Officer]:
        """Who at an authority deals with the matters."""
        return [
            Officer(
                pk=row.pk,
                authority=row.first,
                official=Official(name=row.second) if row.second else None,
                since=row.since,
                confirmed_on=row.ended,
            )
            for row in self.of("officer")
        ]

    @property
    def matters(self) -> list[Matter]:
        """What is asked of an authority and not settled."""
        return [
            Matter(
                pk=row.pk,
                authority=row.first,
                subject=row.second,
                opened_on=row.since,
                waiting_since=row.until,
            )
            for row in self.of("matter")
        ]

    @property
    def others_now(self) -> list[OtherCoaching]:
        """Services that coach the same person today."""
        today = timezone.localdate()
        return [
            one
            for one in self.others
            if one.since <= today and (one.until is None or one.until >= today)
        ]

    @property
    def subsidies(self) -> list[SubsidyProcess]:
        """Pay subsidies, with the name of the employer as ``where``."""
        found = []
        for row in self.of("subsidy"):
            one = SubsidyProcess(pk=row.pk, state=row.first, state_since=row.since)
            one.where = row.second or ""  # type: ignore[attr-defined] # for the page
            found.append(one)
        return found

    @property
    def taken_over(self) -> dict[int, str]:
        """Return for each log entry the name of the coach or deputy it brought."""
        rows = self.of("assignment")
        return {row.entry: row.second for row in rows if row.entry}


def facts_of(candidate: Candidate) -> Facts:
    """Fetch all the tables' rows of the candidate."""
    first, *rest = [*_records(candidate), *_paths(candidate)]
    union = rows_of(first).union(*map(rows_of, rest), all=True)
    rows = [Row(*values) for values in union.order_by("-f_since", "-pk")[:MOST]]
    return Facts(rows, candidate)


def _records(candidate: Candidate) -> Iterator[dict[str, Any]]:
    """Yield what has been agreed, asked and told, and who looks after them."""
    yield (
        branch(candidate.consents.all(), "consent", "what", "recipient", "given_on")
        | {"f_until": F("until"), "f_ended": F("withdrawn_on")}
    )
    yield (
        branch(candidate.safety_questions.all(), "safety", "source", "status", "on")
        | {"f_third": text("ground")}
    )
    yield (
        branch(candidate.other_coaching.all(), "other", "provider", "", "since")
        | {"f_until": F("until")}
    )
    yield (
        branch(candidate.officers.standing(), "officer", "authority", "", "since")
        | {"f_second": text("official__name"), "f_ended": F("confirmed_on")}
    )
    yield (
        branch(candidate.matters.open(), "matter", "authority", "subject", "opened_on")
        | {"f_until": F("waiting_since")}
    )
    who = {"f_second": name_of("coach"), "f_entry": F("begun_by")}
    yield (
        branch(candidate.assignments.all(), "assignment", "role", "", "since")
        | who
        | {"f_until": F("until")}
    )


def _paths(candidate: Candidate) -> Iterator[dict[str, Any]]:
    """Yield what leads to work, and the work."""
    yield branch(
        candidate.matches.live(), "match", "job__title", "state", "state_since"
    )
    yield (
        branch(candidate.trials.all(), "trial", "employer__name", "state", "starts_on")
        | {"f_third": text(f"type__{name_field()}"), "f_until": F("ends_on")}
    )
    yield (
        branch(candidate.placements.all(), "placement", "kind", "state", "starts_on")
        | {
            "f_third": Coalesce(text("employer__name"), text("")),
            "f_ended": F("ended_on"),
        }
    )
    yield (
        branch(candidate.subsidies.all(), "subsidy", "state", "", "state_since")
        | {"f_second": Cast(F("employer__name"), models.CharField(max_length=300))}
    )


def branch(rows: Any, sort: str, first: str, second: str, since: str) -> dict[str, Any]:
    """Return what one table says in the common columns."""
    nothing = Cast(Value(None), models.DateField())
    return {
        "rows": rows,
        "f_sort": Value(sort, models.CharField()),
        "f_first": text(first),
        "f_second": text(second),
        "f_third": text(""),
        "f_since": F(since),
        "f_until": nothing,
        "f_ended": nothing,
        "f_entry": Cast(Value(None), models.BigIntegerField()),
    }


def text(name: str) -> Any:
    source: Any = F(name) if name else Value("")
    return Cast(source, models.CharField(max_length=300))


def rows_of(columns: dict[str, Any]) -> Any:
    rows = columns.pop("rows")
    return rows.annotate(**columns).order_by().values_list(*COLUMNS)
