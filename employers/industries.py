"""The industry classifications TOL 2008 and TOL 2025: sections by division.

Letters J-U mean different things in the two, so a letter never stands without its
scheme (domain.md section 6.2).
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db import models
from django.utils.translation import get_language

DATA = Path(__file__).parent / "data" / "tol-sections.csv"

#: The register's code set → our scheme (domain.md 6.2; TOIMI4 goes with TOL 2025).
REGISTER_SCHEMES = {"TOIMI2": "TOL2008", "TOIMI3": "TOL2008", "TOIMI4": "TOL2025"}


class Scheme(models.TextChoices):
    """Which version of the classification a code belongs to."""

    TOL2008 = "TOL2008", "TOL 2008"
    TOL2025 = "TOL2025", "TOL 2025"


@dataclass(frozen=True)
class Section:
    """One section letter of one scheme, and the divisions in it."""

    scheme: str
    letter: str
    first: int
    last: int
    names: dict[str, str]

    @property
    def key(self) -> str:
        return f"{self.scheme}:{self.letter}"

    def __str__(self) -> str:
        return self.names.get((get_language() or "fi")[:2], self.names["fi"])


@lru_cache
def sections() -> tuple[Section, ...]:
    """Return all sections of both schemes in the classification's order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Section(
                row["scheme"],
                row["section"],
                int(row["from"]),
                int(row["to"]),
                {language: row[language] for language in ("fi", "sv", "en")},
            )
            for row in csv.DictReader(file)
        )


def section_of(scheme: str, code: str) -> str:
    """Return the section letter of a code ("10711" or "C"), "" when there is none."""
    if not scheme or not code:
        return ""
    if code[0].isalpha():
        wanted = code[0].upper()
        return next(
            (s.letter for s in sections() if (s.scheme, s.letter) == (scheme, wanted)),
            "",
        )
    division = int(code[:2]) if code[:2].isdecimal() else 0
    return next(
        (
            s.letter
            for s in sections()
            if s.scheme == scheme and s.first <= division <= s.last
        ),
        "",
    )


def section_named(scheme: str, letter: str) -> Section | None:
    """Return the section, or None."""
    found = (s for s in sections() if (s.scheme, s.letter) == (scheme, letter))
    return next(found, None)


def section_choices(scheme: str = Scheme.TOL2025) -> list[tuple[str, str]]:
    """Return (letter, name) pairs of one scheme for a select."""
    return [(s.letter, f"{s.letter} {s}") for s in sections() if s.scheme == scheme]
