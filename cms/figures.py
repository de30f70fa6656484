"""Dated figures in texts: ``[[key]]`` becomes the value of the day, doubts and all.

A page never holds a figure itself; it names a ``Parameter`` (design.md 1.5). A figure
whose validity has ended, or that nobody has confirmed, says so to the reader.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.models import Parameter

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

#: What rich texts call the choice of a figure among their features.
FEATURE = "figure"
TOKEN = re.compile(r"\[\[([\w-]+)\]\]")
#: A check older than this is late, unless the figure names its own day (domain.md 2.0).
CHECK_AFTER = timedelta(days=183)
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Figure:
    """A figure as a reader meets it on a day."""

    parameter: Parameter
    today: date

    def __str__(self) -> str:
        value = self.parameter.value
        whole = value == value.to_integral_value()
        places = 0 if whole else max(2, -int(value.normalize().as_tuple().exponent))
        number = number_format(value, places, use_l10n=True, force_grouping=True)
        return f"{number}{NO_BREAK}{self.parameter.get_unit_display()}"

    @property
    def has_expired(self) -> bool:
        """Whether its validity has ended and no newer figure is known."""
        end = self.parameter.valid_to
        return end is not None and end < self.today

    @property
    def is_unchecked(self) -> bool:
        """Whether it should have been checked again by now."""
        due = self.parameter.check_by
        if due is None and self.parameter.checked_on is not None:
            due = self.parameter.checked_on + CHECK_AFTER
        return due is not None and due < self.today

    @property
    def doubt(self) -> str:
        """Say in words why not to rely on it; empty if there is no reason."""
        end = self.parameter.valid_to
        if end is not None and self.has_expired:
            words = _("Out of date since %(day)s")
            return words % {"day": date_format(end, "j.n.Y")}
        return "" if self.parameter.confirmed else _("Not confirmed")

    @property
    def rest(self) -> str:
        """What is left of a hundred, for a percentage."""
        number = number_format((100 - self.parameter.value).normalize(), use_l10n=True)
        return f"{number}{NO_BREAK}{self.parameter.get_unit_display()}"

    def draw(self) -> "SafeString":
        """Return the value, and its doubt as a mark beside it."""
        value = format_html('<span class="number">{}</span>', str(self))
        if not self.doubt:
            return value
        kind = " mark--old" if self.has_expired else ""
        return format_html('{} <span class="mark{}">{}</span>', value, kind, self.doubt)


Figures = Mapping[str, Figure]


def figures_of(day: date | None = None) -> dict[str, Figure]:
    """Return for each key the figure of the day, or the last one that held before."""
    today = day or timezone.localdate()
    begun = Parameter.objects.filter(valid_from__lte=today).order_by("valid_from", "pk")
    return {row.key: Figure(row, today) for row in begun}


def keys_in(text: str) -> set[str]:
    """Return the keys of the figures that a text names."""
    return set(TOKEN.findall(text))


def unknown_keys(text: str) -> set[str]:
    """Return the keys that a text names and that no figure has."""
    keys = keys_in(text)
    if not keys:
        return keys
    known = Parameter.objects.filter(key__in=keys).values_list("key", flat=True)
    return keys - set(known)


def draw_figures(html: str, figures: Figures) -> str:
    """Put the figures into safe HTML; one that is not there leaves a marked gap."""

    def draw(found: re.Match[str]) -> str:
        figure = figures.get(found.group(1))
        if figure is None:
            return format_html('<span class="mark">{}</span>', _("Figure missing"))
        return figure.draw()

    return TOKEN.sub(draw, html)


def plain_figures(text: str, figures: Figures) -> str:
    """Put the figures into plain text, as search and machines read it."""

    def write(found: re.Match[str]) -> str:
        return str(figures.get(found.group(1), ""))

    return TOKEN.sub(write, text)
