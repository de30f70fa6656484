"""Rows and imports as the screens show them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from tablib import Dataset

from crm.lifecycle import Look
from employers.importing.columns import TARGETS
from employers.importing.undoing import REASONS
from employers.importing.values import is_error, words_of
from employers.models import Import, ImportRow
from employers.phones import show_phone
from employers.resources import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

Verdict, Decision = ImportRow.Verdict, ImportRow.Decision
PAGE = 50

#: Verdict → tone and shape of its badge.
LOOKS = {
    Verdict.NEW: ("spruce", "todo"),
    Verdict.CHANGED: ("lake", "half"),
    Verdict.SAME: ("plain", "full"),
    Verdict.DUPLICATE: ("thread", "half"),
    Verdict.BANNED: ("berry", "stop"),
    Verdict.ERROR: ("berry", "stop"),
}
#: Verdict → what can be decided; the first is what happens by itself, if anything.
CHOICES: "dict[str, list[tuple[str, StrOrPromise]]]" = {
    Verdict.NEW: [
        (Decision.CREATE, pgettext_lazy("import", "Add")),
        (Decision.SKIP, Decision.SKIP.label),
    ],
    Verdict.CHANGED: [
        (Decision.FILL, gettext_lazy("Keep old")),
        (Decision.REPLACE, Decision.REPLACE.label),
        (Decision.SKIP, Decision.SKIP.label),
    ],
    Verdict.DUPLICATE: [
        (Decision.FILL, Decision.FILL.label),
        (Decision.CREATE, Decision.CREATE.label),
        (Decision.SKIP, Decision.SKIP.label),
    ],
    Verdict.BANNED: [
        (Decision.SKIP, Decision.SKIP.label),
        (Decision.FILL, gettext_lazy("Fill in what is missing")),
    ],
}
#: In which order the verdicts are offered as filters.
FILTERS = (
    (Verdict.DUPLICATE, gettext_lazy("To decide")),
    (Verdict.ERROR, Verdict.ERROR.label),
    (Verdict.CHANGED, Verdict.CHANGED.label),
    (Verdict.BANNED, Verdict.BANNED.label),
    (Verdict.NEW, Verdict.NEW.label),
    (Verdict.SAME, Verdict.SAME.label),
)


def label_of(target: str) -> str:
    """Return what a field is called."""
    return str(TARGETS[target].label) if target in TARGETS else target


@dataclass
class Card:
    """One row with what is to be said and decided about it."""

    row: ImportRow
    run: Import

    @property
    def look(self) -> Look:
        return Look(Verdict(self.row.verdict).label, *LOOKS[Verdict(self.row.verdict)])

    @property
    def name(self) -> str:
        return self.row.values.get("name") or self._cell("name") or _("no name")

    @property
    def facts(self) -> str:
        """Say the rest of the row in one line."""
        values = self.row.values
        names = ("business_id", "municipality", "place", "street", "person", "phone")
        told = [show(name, values[name]) for name in names if values.get(name)]
        return ", ".join(told)

    @property
    def is_double(self) -> bool:
        """Whether two versions stand side by side."""
        return self.row.verdict == Verdict.DUPLICATE and self.row.match is not None

    @property
    def facts_here(self) -> str:
        """Say in one line what is known of the employer that is here."""
        here = self.row.match
        told = [here.business_id, here.where] if here else []
        told += [
            show(name, old)
            for name, old, _new in self.row.differences
            if name != "name"
        ]
        return ", ".join(dict.fromkeys(filter(None, told)))

    @property
    def errors(self) -> list[str]:
        return [self._told(p) for p in self.row.problems if is_error(p)]

    @property
    def notes(self) -> list[str]:
        return [self._told(p) for p in self.row.problems if not is_error(p)]

    @property
    def fixes(self) -> list[dict[str, str]]:
        """The cells that can be corrected on the spot."""
        if self.row.verdict != Verdict.ERROR:
            return []
        wrong = dict.fromkeys(p[0] for p in self.row.problems if is_error(p))
        return [
            {"name": name, "label": label_of(name), "value": self._cell(name)}
            for name in wrong
            if name in self.run.mapping.values()
        ]

    @property
    def differences(self) -> list[dict[str, str]]:
        return [
            {"label": label_of(name), "old": show(name, old), "new": show(name, new)}
            for name, old, new in self.row.differences
        ]

    @property
    def choices(self) -> list[dict[str, Any]]:
        choices = CHOICES.get(self.row.verdict, [])
        waits = self.row.verdict == Verdict.DUPLICATE
        chosen = self.row.decision or ("" if waits or not choices else choices[0][0])
        return [
            {"value": str(value), "label": label, "checked": value == chosen}
            for value, label in choices
            if value != Decision.REPLACE
            or any(old for _n, old, _w in self.row.differences)
        ]

    @property
    def undo_reason(self) -> "StrOrPromise":
        return REASONS.get(self.row.undo_problem, "")

    @property
    def why_left(self) -> str:
        """Say why the row was not written."""
        if self.row.verdict == Verdict.ERROR:
            return " ".join(self.errors)
        if self.row.verdict == Verdict.BANNED:
            return str(Verdict.BANNED.label)
        if self.row.decision == Decision.SKIP:
            return _("Skipped")
        return _("Possible duplicate of %(name)s, not decided") % {
            "name": self.row.match or "?"
        }

    def _told(self, problem: list[str]) -> str:
        return f"{label_of(problem[0])}: {words_of(problem)}"

    def _cell(self, target: str) -> str:
        column = next((c for c, t in self.run.mapping.items() if t == target), None)
        return self.row.cells[int(column)] if column is not None else ""


def show(target: str, value: str) -> str:
    """Return a value as people write it."""
    return show_phone(value) if target == "phone" else value


def plan_of(run: Import) -> dict[str, int]:
    """Count what the import would do as things are decided now."""
    groups = run.rows.order_by().values_list("verdict", "decision")
    plan = {"create": 0, "change": 0, "same": 0, "undecided": 0, "left": 0}
    for verdict, decision, count in groups.annotate(n=Count("pk")):
        plan[_fate(verdict, decision)] += count
    return plan


def _fate(verdict: str, decision: str) -> str:
    if verdict == Verdict.SAME:
        return "same"
    if verdict == Verdict.DUPLICATE and not decision:
        return "undecided"
    by_itself = {Verdict.NEW: Decision.CREATE, Verdict.CHANGED: Decision.FILL}
    chosen = decision or by_itself.get(Verdict(verdict), Decision.SKIP)
    fates = {Decision.CREATE: "create", Decision.SKIP: "left"}
    return fates.get(Decision(chosen), "change")


def steps_of(run: Import) -> list[dict[str, Any]]:
    """Return where the import is: file, columns, review, import."""
    Stage = Import.Stage  # noqa: N806 - a class
    now = {Stage.UPLOADED: 1, Stage.CHECKING: 2, Stage.CHECKED: 2, Stage.APPLYING: 3}
    at = now.get(Stage(run.stage), 4)
    mapped = f"{len(run.mapping)}/{len(run.headings)}" if at > 1 else ""
    labels = (
        (_("File"), ""),
        (_("Columns"), mapped),
        (_("Review"), ""),
        (pgettext_lazy("import step", "Import"), ""),
    )
    return [
        {
            "label": label,
            "meta": meta,
            "status": "done" if n < at else "now" if n == at else "ahead",
        }
        for n, (label, meta) in enumerate(labels)
    ]


def left_over(run: Import, rows: "Iterable[ImportRow]") -> Dataset:
    """Return the rows that were not written, as in the file, with the reasons."""
    names = [name or _("Column %d") % n for n, name in enumerate(run.headings, 1)]
    data = Dataset(headers=[*names, _("Why it was left out")])
    for row in rows:
        data.append([*row.cells, Card(row, run).why_left])
    return escaped(data)
