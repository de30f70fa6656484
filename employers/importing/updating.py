"""Changes of employers that were here before, written together; and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm.search import searchable
from employers.importing import tables
from employers.importing.comparing import (
    EMPLOYER,
    PERSON,
    SITE,
    Comparer,
    person_for,
    site_for,
)
from employers.importing.matching import Current
from employers.industries import section_of
from employers.models import ContactPerson, Employer, ImportRow, Workplace
from employers.names import name_key

#: Columns of an employer that an import may change, and those that follow.
COLUMNS = (
    *EMPLOYER.values(),
    "no_business_id_reason",
    "industry_scheme",
    "municipality_id",
    "place",
    "coach_id",
)
DERIVED = ("industry_section", "name_key", "search_text", "changed_at")
#: The parts of an employer: their model and the columns that may change.
PARTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "site": (Workplace, tuple(SITE.values())),
    "person": (ContactPerson, tuple(PERSON.values())),
}


@dataclass
class Change:
    """What one row changes in one employer; ``before`` is enough to take it back."""

    row: ImportRow
    current: Current
    fields: dict[str, Any] = field(default_factory=dict)
    site: Workplace | None = None
    person: ContactPerson | None = None

    @property
    def is_one(self) -> bool:
        return bool(self.fields or self.site or self.person)


def change_of(
    row: ImportRow, current: Current, comparer: Comparer, coaches: dict[str, int]
) -> Change:
    """Apply the row to the records in memory and remember what was there."""
    replaces = row.decision == ImportRow.Decision.REPLACE
    told = {
        target: new
        for target, old, new in comparer.differences(row.values, current)
        if replaces or not old
    }
    change = Change(row, current)
    _change_employer(change, told, comparer, coaches)
    change.site = _change_part(change, "site", SITE, told)
    change.person = _change_part(change, "person", PERSON, told)
    row.employer_id = current.employer.pk
    outcome = ImportRow.Outcome
    row.outcome = outcome.UPDATED if change.is_one else outcome.KEPT
    return change


def _change_employer(
    change: Change, told: dict[str, str], comparer: Comparer, coaches: dict[str, int]
) -> None:
    employer, values = change.current.employer, change.row.values
    fields: dict[str, Any] = {
        attribute: told[target]
        for target, attribute in EMPLOYER.items()
        if target in told
    }
    town = comparer.places.by_name.get(values.get("municipality", ""))
    follows: dict[str, dict[str, Any]] = {
        "industry_code": {"industry_scheme": values.get("industry_scheme")},
        "business_id": {"no_business_id_reason": ""},
        "municipality": {
            "municipality_id": town.pk if town else None,
            "place": values.get("place", ""),
        },
        "coach": {"coach_id": coaches.get(told.get("coach", ""))},
    }
    for target in follows.keys() & told.keys():
        fields |= follows[target]
    change.fields = fields
    if fields:
        before = {name: getattr(employer, name) for name in fields}
        change.row.before["employer"] = before
    for name, value in fields.items():
        setattr(employer, name, value)


def _change_part(
    change: Change, part: str, targets: dict[str, str], told: dict[str, str]
) -> Any:
    """Change or add the workplace or the person; None if nothing changes."""
    fields = {targets[name]: told[name] for name in targets if name in told}
    if not fields:
        return None
    current, values = change.current, change.row.values
    found: Any = (site_for if part == "site" else person_for)(values, current)
    if found is None:
        return _add_part(change, part, targets)
    change.row.before[part] = [
        found.pk,
        {name: getattr(found, name) for name in fields},
    ]
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def _add_part(change: Change, part: str, targets: dict[str, str]) -> Any:
    current, values = change.current, change.row.values
    fields = {targets[name]: values[name] for name in targets if name in values}
    if part == "site":
        employer = current.employer
        site = Workplace(employer=employer, **fields)
        site.municipality_id = employer.municipality_id
        current.sites.append(site)
        return site
    person = ContactPerson(employer=current.employer, **fields)
    current.people.append(person)
    return person


def write_changes(changes: list[Change], *, user: int | None, at: datetime) -> None:
    """Write the changed records and their history."""
    for part, (model, columns) in PARTS.items():
        touched = [(c, getattr(c, part)) for c in changes if getattr(c, part)]
        old = [record for _change, record in touched if record.pk]
        tables.update(model, columns, map(_values(columns), old))
        new = [(change, record) for change, record in touched if not record.pk]
        _insert(model, [record for _change, record in new])
        for change, record in new:
            change.row.before[f"new_{part}"] = record.pk
        keys = [record.pk for _change, record in new]
        tables.copy_history(model, keys, "+", user=user, at=at)
        tables.copy_history(model, [r.pk for r in old], "~", user=user, at=at)
    write_employers([change.current for change in changes], user=user, at=at)


def _insert(model: Any, records: list[Any]) -> None:
    names = [f.column for f in model._meta.concrete_fields]
    for record, key in zip(
        records, tables.reserve_keys(model, len(records)), strict=True
    ):
        record.pk = key
    rows = (tuple(getattr(record, name) for name in names) for record in records)
    tables.insert(model, names, rows)


def write_employers(
    current: Iterable[Current], *, user: int | None, at: datetime
) -> None:
    """Write employers with the columns that follow from others, and their history."""
    stamp = tables.moment(at)
    rows = []
    for known in current:
        employer = known.employer
        rows.append(
            (
                *(getattr(employer, name) for name in COLUMNS),
                section_of(employer.industry_scheme, employer.industry_code),
                name_key(employer.name),
                found_by(known),
                stamp,
                employer.pk,
            )
        )
    tables.update(Employer, (*COLUMNS, *DERIVED), rows)
    keys = [row[-1] for row in rows]
    tables.copy_history(Employer, keys, "~", user=user, at=at)


def found_by(current: Current) -> str:
    """Return the search text, as ``Employer.reindex`` would."""
    employer = current.employer
    parts = employer._search_parts()  # noqa: SLF001 - many at once, from memory
    parts += [person.name for person in current.people]
    for site in current.sites:
        town = site.municipality.name_fi if site.municipality else ""
        parts += [site.name, site.street, site.post_office, town]
    return searchable(parts)


def _values(columns: tuple[str, ...]) -> Any:
    return lambda record: (*(getattr(record, name) for name in columns), record.pk)
