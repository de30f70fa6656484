"""The meeting pack: every number of one question, in sections, as plain text.

The printed page, the files and the frozen reports are made of this one thing.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from placements.metrics.registry import METRICS
from placements.metrics.stays import PATHS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from placements.metrics.asking import Question
    from placements.metrics.lines import Line, LinePart
    from placements.metrics.suppression import Shown

#: The sections in the order in which a meeting goes through them.
SECTIONS: "tuple[tuple[StrOrPromise, tuple[str, ...]], ...]" = (
    (_("Contacts"), ("M3", "M1", "M2", "M5", "M6", "M7", "M18", "M19", "M25")),
    (_("Tailored jobs"), ("M8", "M9", "M25b")),
    (_("Trials and work"), ("M10", "M11", "M12", "M12b", "M16", "M26", "M4")),
    (_("Candidates"), ("M17", "M13", "M14", "M25c", "M27")),
    (_("Time in each state"), tuple(path.code for path in PATHS)),
    (_("Authorities"), ("M23", "M23b", "M22", "M24", "M24b", "M24c")),
    (_("Quality"), ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9")),
    (_("What waits"), ("M20", "M21", "A1", "A2")),
)
#: What may follow a value.
SIGNS = ("%", "€")
#: A cell of a pack: a number that may be shown, or its words.
Value = float | str


@dataclass(frozen=True)
class PackRow:
    """One line of the pack; ``part`` is empty for the number itself."""

    code: str
    title: str
    part: str
    top: Value
    base: Value
    value: Value
    median: Value
    window: str
    note: str = ""
    #: What follows the value: one of SIGNS or nothing.
    sign: str = ""


@dataclass(frozen=True)
class PackSection:
    """Some numbers under one heading."""

    title: str
    rows: list[PackRow] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    """A definition as it is printed."""

    code: str
    title: str
    numerator: str
    denominator: str
    unit: str
    form: str
    view: str
    note: str
    version: int


@dataclass(frozen=True)
class Pack:
    """Everything that is told of one period, with the words that explain it."""

    period: str
    about: str
    sections: list[PackSection]
    words: list[Words]

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept: plain lists, texts and numbers."""
        return asdict(self)


def pack_of(question: "Question") -> Pack:
    """Measure everything; a cohort in the newest period that is followed in full."""
    sections = []
    for title, codes in SECTIONS:
        lines = [question.followed_line(code) for code in codes]
        rows = [row for line in lines for row in rows_of(line)]
        sections.append(PackSection(str(title), rows))
    words = [words_of(code) for _title, codes in SECTIONS for code in codes]
    period = question.scope.period.label
    return Pack(period, question.about, sections, words)


def rows_of(line: "Line") -> list[PackRow]:
    """Return the number, its parts and what stands beside it, a row each."""
    title, code = str(line.definition.title), line.code
    known = cells(line) if not line.why_not else ("", "", "", "")
    head = PackRow(
        code, title, "", *known, line.window, line.why_not, sign_of(line.value)
    )
    parts = [_part(part, head) for part in (*line.parts, *line.beside)]
    going = [_part(replace(part, label=goes_on(part)), head) for part in line.going]
    return [head, *(row for row in (*parts, *going) if 0 not in (row.top, row.base))]


def goes_on(part: "LinePart") -> str:
    """Return the words of a state in which something still is."""
    return str(_("%(state)s, goes on") % {"state": part.label})


def _part(part: "LinePart", head: PackRow) -> PackRow:
    sign = sign_of(part.value)
    return PackRow(
        head.code, head.title, part.label, *cells(part), head.window, sign=sign
    )


def cells(shown: "Line | LinePart") -> tuple[Value, Value, Value, Value]:
    """Return the four numbers of a line."""
    top, base, value, median = shown.top, shown.base, shown.value, shown.median
    return cell(top), cell(base), cell(value), cell(median)


def sign_of(shown: "Shown | None") -> str:
    """Return the sign of a number that is a share, or a sum of euros."""
    sign = shown.text[-1:] if shown and shown.value is not None else ""
    return sign if sign in SIGNS else ""


def cell(shown: "Shown | None") -> Value:
    """Return a number that may be reckoned with, or what stands in its place."""
    if shown is None:
        return ""
    if shown.value is None or shown.rounded:
        return shown.text
    whole = int(shown.value)
    return whole if whole == shown.value else shown.value


def words_of(code: str) -> Words:
    known = METRICS[code].definition
    return Words(
        known.code,
        str(known.title),
        str(known.numerator),
        str(known.denominator),
        str(known.unit.label),
        str(known.form.label),
        str(known.view.label),
        str(known.note),
        known.version,
    )
