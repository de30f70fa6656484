"""What each column of a list is: headings in three languages, or by what it holds."""

import csv
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from employers.business_ids import clean_business_id

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from employers.importing.reading import Table

#: Rows in which the headings are looked for; lists often begin with a title.
HEAD = 10
#: Samples shown beside each column, and rows that tell what a column holds.
SAMPLES, LOOKED_AT = 3, 40
#: A heading this alike is a slip of the finger.
ALIKE = 88
#: A slip in a shorter one would make another word.
SHORTEST_SLIP = 6

DATA = Path(__file__).parent.parent / "data" / "import-headings.csv"

EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.\w{2,}$")
PHONE = re.compile(r"^(\+|00|0)[\d\s().-]{6,18}$")
POSTAL = re.compile(r"^\d{5}$")


@dataclass(frozen=True)
class Target:
    """A field that a column can go to."""

    name: str
    group: "StrOrPromise"
    label: "StrOrPromise"


EMPLOYER, PLACE, PERSON = _("Employer"), _("First workplace"), _("Contact person")
TARGETS = {
    target.name: target
    for target in (
        Target("name", EMPLOYER, _("Name")),
        Target("other_names", EMPLOYER, _("Other names")),
        Target("business_id", EMPLOYER, _("Y-tunnus")),
        Target("no_business_id_reason", EMPLOYER, _("Why no Y-tunnus")),
        Target("trade", EMPLOYER, _("What they do")),
        Target("industry_code", EMPLOYER, _("Industry code (TOL)")),
        Target("municipality", EMPLOYER, _("Municipality")),
        Target("website", EMPLOYER, _("Website")),
        Target("notes", EMPLOYER, _("Notes")),
        Target("coach", EMPLOYER, _("Responsible coach (e-mail)")),
        Target("workplace", PLACE, _("Name of the workplace")),
        Target("street", PLACE, _("Street address")),
        Target("postal_code", PLACE, _("Postal code")),
        Target("post_office", PLACE, _("Post office")),
        Target("bus_stop", PLACE, _("Bus stop or station")),
        Target("travel_notes", PLACE, _("Travel notes")),
        Target("person", PERSON, _("Contact person")),
        Target("role", PERSON, _("Role")),
        Target("phone", PERSON, _("Phone")),
        Target("email", PERSON, _("E-mail")),
        Target("language", PERSON, _("Language")),
    )
}
#: Only those who assign work may say who is responsible.
ASSIGNING = "coach"


def plain(heading: str) -> str:
    """Return a heading without case, accents, spaces and punctuation."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(c for c in letters if c.isalnum())


@lru_cache
def known() -> dict[str, str]:
    """Return the headings we know, plain, in three languages → their target."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {plain(row["heading"]): row["target"] for row in csv.DictReader(file)}


def recognise(heading: str) -> str:
    """Return the target that a heading means, "" if none."""
    key = plain(heading)
    if not key:
        return ""
    if key in known() or len(key) < SHORTEST_SLIP:
        return known().get(key, "")
    near = process.extractOne(key, list(known()), score_cutoff=ALIKE, scorer=fuzz.ratio)
    return known()[near[0]] if near else ""


@dataclass(frozen=True)
class Layout:
    """Where the rows of a table begin, its headings, and what they mean."""

    first: int
    headings: list[str]
    mapping: dict[str, str]


def lay_out(table: "Table") -> Layout:
    """Find the headings and what each column is; without headings, by its values."""
    head = table.rows[:HEAD]
    scores = [len({recognise(cell) for cell in row} - {""}) for row in head]
    best = max(scores)
    at = scores.index(best) if best else _undescribed(table)
    names = table.rows[at] if at is not None else [""] * table.width
    headings = [name[:100] for name in names]
    first = 0 if at is None else at + 1
    return Layout(first, headings, _guess(table, headings, first))


def _undescribed(table: "Table") -> int | None:
    """Tell a row of unknown headings (its number) from data without any (None)."""
    return None if any(_kind_of([cell]) for cell in table.rows[0]) else 0


def _guess(table: "Table", headings: list[str], first: int) -> dict[str, str]:
    """Map each column once: by its heading, then by what it holds."""
    mapping: dict[str, str] = {}
    for column, heading in enumerate(headings):
        target = recognise(heading)
        if target and target not in mapping.values():
            mapping[str(column)] = target
    rows = table.rows[first : first + LOOKED_AT]
    for column in range(len(headings)):
        target = _kind_of([row[column] for row in rows])
        if str(column) not in mapping and target not in {"", *mapping.values()}:
            mapping[str(column)] = target
    if "name" not in mapping.values() and not any(headings):
        free = (c for c in range(len(headings)) if str(c) not in mapping)
        named = next((c for c in free if any(row[c] for row in rows)), None)
        mapping |= {} if named is None else {str(named): "name"}
    return mapping


def _kind_of(cells: list[str]) -> str:
    """Return the target whose form most of the filled cells have, "" if none."""
    filled = [cell for cell in cells if cell]
    for target, test in FORMS.items():
        if filled and sum(test(cell) for cell in filled) > len(filled) / 2:
            return target
    return ""


def _is_business_id(text: str) -> bool:
    try:
        return bool("-" in text and clean_business_id(text))
    except ValidationError:
        return False


#: What the values of a field look like.
FORMS: dict[str, Callable[[str], bool]] = {
    "business_id": _is_business_id,
    "email": lambda text: bool(EMAIL.match(text)),
    "phone": lambda text: bool(PHONE.match(text)),
    "postal_code": lambda text: bool(POSTAL.match(text)),
}


def headings_key(headings: list[str]) -> str:
    """Return a short key that the same set of headings always has."""
    joined = "\x1f".join(plain(heading) for heading in headings)
    return sha256(joined.encode()).hexdigest()[:32]


def samples(table: "Table", first: int) -> list[list[str]]:
    """Return a few different filled values of each column."""
    rows = table.rows[first : first + 500]
    columns = [
        dict.fromkeys(row[column][:80] for row in rows if row[column])
        for column in range(table.width)
    ]
    return [list(values)[:SAMPLES] for values in columns]
