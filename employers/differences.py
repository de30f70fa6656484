"""What has changed between two contents of a job, in words and in reading order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.demands import LABELS, LEVELS, level_word
from employers.week import day_name, hours_text, minutes_text, sorted_shifts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["Difference", "differences", "minutes_text", "money_text"]

type Content = Mapping[str, Any]
#: Part, key, label and value of a line.
type Row = tuple[str, Any, str, str]

KINDS: "dict[str, StrOrPromise]" = {
    "carved": gettext_lazy("Carved out of present work"),
    "new": gettext_lazy("New work"),
    "shared": gettext_lazy("Shared by two"),
    "modified": gettext_lazy("A present post made to fit"),
    "resource": gettext_lazy("The worker brings the equipment"),
}
PAYERS: "dict[str, StrOrPromise]" = {
    "employer": gettext_lazy("the employer pays"),
    "county": gettext_lazy("the wellbeing services county pays"),
    "state": gettext_lazy("the state pays"),
    "nobody": gettext_lazy("no cost"),
}
FREQUENCIES: "dict[str, StrOrPromise]" = {
    "daily": gettext_lazy("Every day"),
    "weekly": gettext_lazy("Every week"),
    "monthly": gettext_lazy("Every month"),
    "seasonal": gettext_lazy("In season"),
    "varies": gettext_lazy("As needed"),
}
TIMES_OF_DAY: "dict[str, StrOrPromise]" = {
    "any": gettext_lazy("Any time"),
    "morning": gettext_lazy("In the morning"),
    "day": gettext_lazy("In the daytime"),
    "evening": gettext_lazy("In the evening"),
    "opening": gettext_lazy("Before opening"),
    "closing": gettext_lazy("After closing"),
}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was; an empty side means that it is not there."""

    #: The section it belongs to: tasks, times, pay, help or other.
    part: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class _Line:
    """One thing of a content, in words; lines of two contents meet by their key."""

    part: str
    key: tuple[str, Any]
    label: str
    value: str


def differences(old: Content, new: Content) -> list[Difference]:
    """Tell in words what differs, in the order in which a proposal is read."""
    before = {line.key: line for line in _lines(old)}
    after = {line.key: line for line in _lines(new)}
    return [
        _difference(before.get(key), after.get(key))
        for key in _in_order(old, new)
        if _said(before.get(key)) != _said(after.get(key))
    ]


def money_text(form: str, amount: Decimal | str | None) -> str:
    """Write a pay: "12,40 €/h", "Unpaid"; nothing when it is not stated."""
    if form == "unpaid":
        return _("Unpaid")
    if not form or amount in {"", None}:
        return ""
    euros = number_format(Decimal(str(amount)), 2, force_grouping=True)
    text = _("%(euros)s €/h") if form == "hour" else _("%(euros)s €/month")
    return text % {"euros": euros}


def _difference(old: _Line | None, new: _Line | None) -> Difference:
    part, label = next((line.part, line.label) for line in (new, old) if line)
    renamed = bool(old and new and old.label != new.label)
    return Difference(
        part, label, _side(old, renamed=renamed), _side(new, renamed=renamed)
    )


def _said(line: _Line | None) -> tuple[str, str] | None:
    return (line.label, line.value) if line and line.value else None


def _side(line: _Line | None, *, renamed: bool) -> str:
    if line is None:
        return ""
    return f"{line.label}, {line.value}" if renamed else line.value


def _in_order(old: Content, new: Content) -> list[tuple[str, Any]]:
    """Return the keys of both in reading order; what is gone stands after what is."""
    keys = list(dict.fromkeys(line.key for each in (new, old) for line in _lines(each)))
    kinds = [kind for kind, _lines_of in SECTIONS]
    return sorted(
        keys, key=lambda key: (kinds.index(key[0]), key[1] if key[0] == "day" else 0)
    )


# --- a content as lines -------------------------------------------------------


def _lines(content: Content) -> Iterator[_Line]:
    """Tell a content in lines; what is empty keeps its place."""
    for kind, lines_of in SECTIONS:
        for part, key, label, value in lines_of(content):
            yield _Line(part, (kind, key), label, value)


def _tasks(content: Content) -> Iterator[Row]:
    for task in content.get("tasks", ()):
        words = (
            minutes_text(task["minutes"]),
            task.get("area", ""),
            _word(FREQUENCIES, task.get("frequency", "")),
            _word(TIMES_OF_DAY, task.get("time_of_day", "")),
        )
        text = " \N{MIDDLE DOT} ".join(word for word in words if word)
        yield "tasks", task["id"], task["name"], text


def _demands(content: Content) -> Iterator[Row]:
    levels = content.get("demands", {})
    for item in LEVELS:
        if item in levels:
            yield "tasks", item, str(LABELS[item]), level_word(item, levels[item])


def _times(content: Content) -> Iterator[Row]:
    minutes = content.get("week_minutes", 0)
    yield "times", "week", _("Hours a week"), minutes_text(minutes) if minutes else ""
    start = content.get("start_on", "")
    day = date_format(date.fromisoformat(start), _("D j M Y")) if start else ""
    yield "times", "start", _("Begins"), day


def _days(content: Content) -> Iterator[Row]:
    days: dict[int, list[str]] = {}
    for shift in sorted_shifts(content.get("shifts", ())):
        days.setdefault(shift["weekday"], []).append(hours_text(shift))
    for weekday, hours in days.items():
        yield "times", weekday, day_name(weekday), ", ".join(hours)


def _pay(content: Content) -> Iterator[Row]:
    pay = content.get("pay", {})
    amount = money_text(pay.get("form", ""), pay.get("amount", ""))
    yield "pay", "amount", _("Pay"), amount
    supplements = money_text("month", pay.get("supplements", ""))
    yield "pay", "supplements", _("Supplements"), supplements
    yield "pay", "agreement", _("Collective agreement"), pay.get("agreement", "")
    yield "pay", "subsidies", _("Planned subsidies"), content.get("subsidies", "")


def _help(content: Content) -> Iterator[Row]:
    yield "help", "guide", _("Guide at the workplace"), content.get("guide", "")
    payers: dict[str, list[str]] = {}
    for adjustment in content.get("adjustments", ()):
        word = _word(PAYERS, adjustment.get("payer", ""))
        payers.setdefault(adjustment["what"], []).append(word)
    for what, words in payers.items():
        text = ", ".join([what, *filter(None, words)])
        yield "help", ("adjustment", what), _("Adjustment"), text
    yield "help", "support", _("Our support"), content.get("support", "")


def _other(content: Content) -> Iterator[Row]:
    yield "other", "title", _("Name of the job"), content.get("title", "")
    yield "other", "site", _("Workplace"), content.get("site", "")
    kind = _word(KINDS, content.get("kind", ""))
    yield "other", "kind", _("Kind of tailoring"), kind
    yield "other", "needs", _("Needs"), "; ".join(content.get("needs", ()))


def _word(words: "Mapping[str, StrOrPromise]", code: str) -> str:
    return str(words.get(code, code))


#: What a content is told in, in the order of the letter.
SECTIONS: "tuple[tuple[str, Callable[[Content], Iterator[Row]]], ...]" = (
    ("tasks", _tasks),
    ("demands", _demands),
    ("times", _times),
    ("day", _days),
    ("pay", _pay),
    ("help", _help),
    ("other", _other),
)
