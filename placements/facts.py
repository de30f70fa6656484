"""What stands around a candidate, by one question: consents, safety, others, carers.

They are few rows of five tables; one UNION brings them, so that the page stays within
its number of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast
from django.utils import timezone

from crm.lifecycle import Look
from employers.timeline import name_of
from placements.models import Candidate, Consent, OtherCoaching, SafetyQuestion, Trial
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
    """One row of any of the five tables, in raw values."""

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
    def others_now(self) -> list[OtherCoaching]:
        """Services that coach the same person today."""
        today = timezone.localdate()
        return [
            one
            for one in self.others
            if one.since <= today and (one.until is None or one.until >= today)
        ]

    @property
    def taken_over(self) -> dict[int, str]:
        """Return for each log entry the name of the coach or deputy it brought."""
        rows = self.of("assignment")
        return {row.entry: row.second for row in rows if row.entry}


def facts_of(candidate: Candidate) -> Facts:
    """Fetch all five tables' rows of the candidate."""
    first, *rest = (
        branch(candidate.consents.all(), "consent", "what", "recipient", "given_on")
        | {"f_until": F("until"), "f_ended": F("withdrawn_on")},
        branch(candidate.safety_questions.all(), "safety", "source", "status", "on")
        | {"f_third": text("ground")},
        branch(candidate.other_coaching.all(), "other", "provider", "", "since")
        | {"f_until": F("until")},
        branch(candidate.trials.all(), "trial", "employer__name", "state", "starts_on")
        | {"f_third": text(f"type__{name_field()}"), "f_until": F("ends_on")},
        branch(candidate.assignments.all(), "assignment", "role", "", "since")
        | {
            "f_second": name_of("coach"),
            "f_until": F("until"),
            "f_entry": F("begun_by"),
        },
    )
    union = rows_of(first).union(*map(rows_of, rest), all=True)
    return Facts([Row(*values) for values in union.order_by("-f_since", "-pk")[:MOST]])


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
