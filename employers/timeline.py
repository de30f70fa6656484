"""Everything that has happened with an employer, newest first, by one question.

Contacts, moves, closed steps, jobs, bans and changed fields come from nine tables. One
UNION brings their keys and words in the order of the day, twenty at a time from a
cursor, so that the page costs the same whatever lies behind it. The words are told
in ``employers/telling.py``.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import (
    Coalesce,
    Concat,
    JSONObject,
    Trim,
    TruncDate,
)
from django.utils.translation import get_language

from crm.models import FollowUp, TransitionLog
from employers.models import (
    ContactBan,
    ContactPerson,
    Employer,
    TailoredJob,
    Visit,
    Workplace,
)

#: Rows on a page of the timeline.
PAGE = 20
COLUMNS = ("t_day", "t_at", "t_rank", "t_key", "t_who", "t_data")
NEWEST_FIRST = ("-t_day", "-t_at", "-t_rank", "-t_key")


class Row(NamedTuple):
    """One thing that happened: when, of which sort, who did it, in raw words."""

    day: date
    at: datetime
    rank: int
    key: int
    who: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: the next page begins after it."""

    day: date
    at: datetime
    rank: int
    key: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what ``str`` wrote; None for anything else."""
        try:
            day, at, rank, key = text.split("~")
            return cls(
                date.fromisoformat(day), datetime.fromisoformat(at), int(rank), int(key)
            )
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day}~{self.at.isoformat()}~{self.rank}~{self.key}"

    def older(self, rank: int) -> Q:
        """Keep the rows of the sort that come after this one."""
        here = Q(t_day=self.day, t_at=self.at)
        older = Q(t_day__lt=self.day) | Q(t_day=self.day, t_at__lt=self.at)
        if rank < self.rank:
            return older | here
        if rank == self.rank:
            return older | (here & Q(t_key__lt=self.key))
        return older


# --- The sorts of rows ------------------------------------------------------


def name_of(path: str) -> Trim:
    """Return the name of the user that ``path`` leads to; "" for nobody."""
    first, last = F(f"{path}__first_name"), F(f"{path}__last_name")
    empty = Value("")
    return Trim(
        Concat(Coalesce(first, empty), Value(" "), Coalesce(last, empty)),
        output_field=models.CharField(),
    )


def _place_of(path: str) -> F:
    return F(f"{path}__name_sv" if get_language() == "sv" else f"{path}__name_fi")


def _visits(pks: list[int]) -> models.QuerySet[Any]:
    fields = (
        "kind",
        "state",
        "outcome",
        "refusal",
        "missed",
        "note",
        "topic",
        "minutes",
        "face_to_face",
        "decision_maker",
        "no_next_reason",
    )
    return (
        Visit.objects.filter(employer__in=pks)
        .exclude(state=Visit.State.PLANNED)
        .annotate(
            t_day=F("on"),
            t_at=F("created_at"),
            t_who=name_of("coach"),
            t_data=JSONObject(**{name: name for name in fields}),
        )
    )


def _moves(pks: list[int]) -> models.QuerySet[Any]:
    fields = ("name", "source", "target", "reason", "note", "undone_at", "object_id")
    return TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(Employer), object_id__in=pks
    ).annotate(
        t_day=F("on"),
        t_at=F("at"),
        t_who=name_of("by"),
        t_data=JSONObject(**{name: name for name in fields}),
    )


def _jobs(pks: list[int]) -> models.QuerySet[Any]:
    """Ask for the begin and the moves of the employers' tailored jobs."""
    jobs = TailoredJob.objects.filter(employer__in=pks)
    title = jobs.filter(pk=OuterRef("object_id")).values("title")[:1]
    fields = ("source", "target", "reason", "note", "undone_at", "object_id")
    return TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(TailoredJob),
        object_id__in=jobs.values("pk"),
    ).annotate(
        t_day=F("on"),
        t_at=F("at"),
        t_who=name_of("by"),
        t_data=JSONObject(**{n: n for n in fields}, title=Subquery(title)),
    )


def _steps(pks: list[int]) -> models.QuerySet[Any]:
    log = TransitionLog.objects.standing().filter(
        content_type=ContentType.objects.get_for_model(FollowUp),
        object_id=OuterRef("pk"),
    )
    last = log.order_by("-pk")[:1]
    return (
        FollowUp.objects.filter(
            content_type=ContentType.objects.get_for_model(Employer),
            object_id__in=pks,
        )
        .exclude(state__in=[FollowUp.State.OPEN, FollowUp.State.SNOOZED])
        .annotate(
            t_day=F("state_since"),
            t_at=Coalesce(Subquery(last.values("at")), "done_at", "created_at"),
            t_who=name_of("assignee"),
            t_data=JSONObject(
                kind="kind",
                text="text",
                state="state",
                result="result",
                note=Subquery(last.values("note")),
            ),
        )
    )


def _changes(
    model: Any, owner: str, fields: dict[str, Any]
) -> Callable[[list[int]], models.QuerySet[Any]]:
    """Return how to ask for the field changes of ``model``, with what was before."""

    def ask(pks: list[int]) -> models.QuerySet[Any]:
        history = model.changes.model.objects
        words = {k: v() if callable(v) else F(v) for k, v in fields.items()}
        earlier = history.filter(
            id=OuterRef("id"), history_id__lt=OuterRef("history_id")
        ).order_by("-history_id")
        rows = history.filter(**{f"{owner}__in": pks}).annotate(
            t_day=TruncDate("history_date"),
            t_at=F("history_date"),
            t_who=name_of("history_user"),
            t_data=JSONObject(
                how="history_type",
                now=JSONObject(**words),
                before=Subquery(earlier.values(words=JSONObject(**words))[:1]),
            ),
        )
        return cast("models.QuerySet[Any]", rows)

    return ask


EMPLOYER_WORDS: dict[str, Any] = {
    **{
        name: name
        for name in (
            "name",
            "other_names",
            "business_id",
            "no_business_id_reason",
            "trade",
            "industry_code",
            "place",
            "website",
            "notes",
            "other_service",
            "contact_interval_days",
        )
    },
    "municipality": lambda: _place_of("municipality"),
    "coach": lambda: name_of("coach"),
    "deputy": lambda: name_of("deputy"),
    "successor_of": "successor_of__name",
}
PERSON_WORDS: dict[str, Any] = {
    **{
        name: name
        for name in (
            "name",
            "role",
            "decides",
            "phone",
            "email",
            "language",
            "best_time",
            "left_on",
        )
    },
    "workplace": "workplace__name",
}
WORKPLACE_WORDS: dict[str, Any] = {
    **{
        name: name
        for name in (
            "name",
            "street",
            "postal_code",
            "post_office",
            "bus_stop",
            "walk_minutes",
            "late_first_bus",
            "step_free",
            "travel_notes",
            "closed_on",
        )
    },
    "municipality": lambda: _place_of("municipality"),
}
BAN_WORDS: dict[str, Any] = {
    "scope": "scope",
    "channel": "channel",
    "workplace": "workplace__name",
    "street": "workplace__street",
    "person": "person__name",
    "reason": "reason",
    "lifted_on": "lifted_on",
    "lift_reason": "lift_reason",
}


def _narrow_bans(pks: list[int]) -> models.QuerySet[Any]:
    rows = _changes(ContactBan, "employer", BAN_WORDS)(pks)
    return rows.exclude(scope=ContactBan.Scope.ORGANISATION)


def _employer_changes(pks: list[int]) -> models.QuerySet[Any]:
    return _changes(Employer, "id", EMPLOYER_WORDS)(pks).exclude(history_type="+")


@dataclass(frozen=True)
class Sort:
    """A sort of rows: how to ask for them, and under which filter they show."""

    name: str
    ask: Callable[[list[int]], models.QuerySet[Any]]
    shown_as: str
    permission: str = "employers.view_employer"


#: By rank: of two rows at the same moment, the later one here is shown first.
SORTS = (
    Sort("visit", _visits, "contacts", "employers.view_visit"),
    Sort("step", _steps, "", "crm.view_followup"),
    Sort("employer", _employer_changes, "changes"),
    Sort("workplace", _changes(Workplace, "employer", WORKPLACE_WORDS), "changes"),
    Sort(
        "person",
        _changes(ContactPerson, "employer", PERSON_WORDS),
        "changes",
        "employers.view_contactperson",
    ),
    Sort("ban", _narrow_bans, "changes"),
    Sort("job", _jobs, "changes", "employers.view_tailoredjob"),
    Sort("move", _moves, "changes"),
)
FILTERS = ("all", "contacts", "changes")


# --- A page -----------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """Some rows of the timeline and the cursor to what is older, if anything is."""

    rows: list[Row]
    older: Cursor | None


def read_page(
    pks: list[int], user: Any, shown: str = "all", after: Cursor | None = None
) -> Page:
    """Return the next rows about the employers ``pks`` that the user may see."""
    sorts = [
        _branch(rank, sort, pks, after)
        for rank, sort in enumerate(SORTS)
        if shown in {"all", sort.shown_as} and user.has_perm(sort.permission)
    ]
    first, *rest = sorts
    rows = first.union(*rest, all=True).order_by(*NEWEST_FIRST)[: PAGE + 1]
    found = [_row(values) for values in rows]
    older = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Cursor(*older[:4]) if older else None)


def _branch(
    rank: int, sort: Sort, pks: list[int], after: Cursor | None
) -> models.QuerySet[Any]:
    rows = sort.ask(pks).annotate(
        t_rank=Value(rank, models.IntegerField()),
        t_key=F("history_id" if _is_history(sort) else "pk"),
    )
    if after:
        rows = rows.filter(after.older(rank))
    return cast("models.QuerySet[Any]", rows.order_by().values_list(*COLUMNS))


def _is_history(sort: Sort) -> bool:
    return sort.name in {"employer", "workplace", "person", "ban"}


def _row(values: Iterable[Any]) -> Row:
    row = Row(*values)
    before = row.data.get("before")
    if isinstance(before, str):  # SQLite nests what a subquery gives as text
        row.data["before"] = json.loads(before)
    return row
