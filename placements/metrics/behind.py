"""The records behind a number, in words: whom they are about, where they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from employers.models import Employer, TailoredJob, Visit
from placements.metrics.definitions import Measure
from placements.metrics.lines import refusal
from placements.metrics.registry import METRICS
from placements.metrics.scope import Scope
from placements.metrics.stays import OPEN
from placements.models import (
    Attempt,
    Candidate,
    Match,
    Placement,
    SubsidyProcess,
    Trial,
)

#: What a record calls the day that the list shows; the first that it has.
DAYS = ("on", "submitted_on", "started_on", "ended_on", "due_on", "state_since")
#: What a row of each kind needs beside its own columns.
RELATED: dict[Any, tuple[str, ...]] = {
    Employer: ("municipality", "coach"),
    Visit: ("employer", "coach"),
    TailoredJob: ("employer", "coach"),
    Candidate: ("municipality", "coach", "deputy"),
    Match: ("candidate__coach", "candidate__deputy", "job"),
    Trial: ("candidate__coach", "candidate__deputy", "employer"),
    Placement: ("candidate__coach", "candidate__deputy", "employer"),
    SubsidyProcess: ("candidate__coach", "candidate__deputy", "employer"),
    Attempt: ("matter__candidate__coach", "matter__candidate__deputy"),
}
#: What is told of a record beside whom it is about; else its own words.
ABOUT: dict[Any, Callable[[Any], Any]] = {
    Visit: lambda visit: visit.get_kind_display(),
    Employer: lambda employer: employer.where,
    Candidate: lambda candidate: candidate.municipality,
    Match: lambda match: match.job,
    Trial: lambda trial: trial.employer,
    Placement: lambda placement: placement.employer,
    SubsidyProcess: lambda process: process.employer,
    Attempt: lambda attempt: attempt.matter,
}


@dataclass(frozen=True)
class Row:
    """One record behind a number."""

    title: str
    url: str
    about: str
    on: date | None
    coach: Any
    look: Any


def behind(code: str, scope: Scope, part: str = "") -> Any:
    """Return the records behind a number or one of its parts; None when there are none.

    ``part`` is a part's key. No records stand behind what may not be asked.
    """
    metric = METRICS[code]
    if refusal(metric.definition, scope):
        return None
    measure = metric.measure(scope)
    rows = _of_part(measure, part) if part else measure.rows
    if rows is None:
        return None
    related = RELATED.get(rows.model)
    return rows.select_related(*related) if related else rows


def _of_part(measure: Measure, part: str) -> Any:
    known = part in {one.key for one in (*measure.parts, *measure.going)}
    return measure.of_part(part) if measure.of_part and known else None


def candidate_of(record: Any) -> Candidate | None:
    """Return the candidate whom a record is about; None for a record of work alone."""
    if isinstance(record, Candidate):
        return record
    if isinstance(record, Attempt):
        return record.matter.candidate
    found: Candidate | None = getattr(record, "candidate", None)
    return found


def row_of(record: Any) -> Row:
    """Tell one record in words."""
    person = candidate_of(record)
    own = getattr(record, "coach", None) or getattr(record, "assignee", None)
    coach = person.coach if person else own
    return Row(
        str(person or getattr(record, "employer", record)),
        (person or record).get_absolute_url(),
        _about(record),
        day_of(record),
        coach,
        record.look if isinstance(record, Attempt) else record.state_look,
    )


def _about(record: Any) -> str:
    told = ABOUT.get(type(record), str)
    return str(told(record) or "")


def order_of(model: Any, part: str = "") -> list[str]:
    """Return the order of the list: the newest day that it shows first.

    Of what stands in a state, what has stood there the longest comes first.
    """
    if part.startswith(OPEN):
        return ["state_since", "pk"]
    columns = {field.name for field in model._meta.concrete_fields}
    days = [f"-{name}" for name in DAYS if name in columns]
    return [*days[:1], "-pk"]


def day_of(record: Any) -> date | None:
    """Return the day that the list shows: the event's own, else since when it is so."""
    for name in DAYS:
        value: date | None = getattr(record, name, None)
        if value is not None:
            return value
    return None
