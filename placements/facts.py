"""What stands around a candidate, by one question: consents, safety, others, carers.

They are few rows of seven tables; one UNION brings them, so that the page stays within
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
from placements.models import (
    Candidate,
    Consent,
    Match,
    Matter,
    Officer,
    Official,
    OtherCoaching,
    SafetyQuestion,
)

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
    """One row of any of the seven tables, in raw values."""

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
    def taken_over(self) -> dict[int, str]:
        """Return for each log entry the name of the coach or deputy it brought."""
        rows = self.of("assignment")
        return {row.entry: row.second for row in rows if row.entry}


def facts_of(candidate: Candidate) -> Facts:
    """Fetch all seven tables' rows of the candidate."""
    first, *rest = (
        branch(candidate.consents.all(), "consent", "what", "recipient", "given_on")
        | {"f_until": F("until"), "f_ended": F("withdrawn_on")},
        branch(candidate.safety_questions.all(), "safety", "source", "status", "on")
        | {"f_third": text("ground")},
        branch(candidate.other_coaching.all(), "other", "provider", "", "since")
        | {"f_until": F("until")},
        branch(candidate.matches.live(), "match", "job__title", "state", "state_since"),
        branch(candidate.officers.standing(), "officer", "authority", "", "since")
        | {"f_second": text("official__name"), "f_ended": F("confirmed_on")},
        branch(candidate.matters.open(), "matter", "authority", "subject", "opened_on")
        | {"f_until": F("waiting_since")},
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
