"""The cards of the examples page: written by editors, or drawn from agreed jobs.

A filter is offered only where at least five cards are left by it together with the
others that are chosen: fewer could tell of one workplace (domain.md 5.3 and 7).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from cms.blocks import ExamplesBlock
from employers.example_page import whole_hours
from employers.models import JobExample, TailoredJob

ENOUGH = 5
Site = TailoredJob.Site
#: Kind of workplace → field of work and picture of its examples.
FIELDS: dict[str, tuple[str, str]] = {
    Site.BAKERY: ("food", "bakery"),
    Site.CAFE: ("food", "kitchen"),
    Site.KITCHEN: ("food", "kitchen"),
    Site.SHOP: ("shop", "shelves"),
    Site.FACTORY: ("stock", "boxes"),
    Site.WAREHOUSE: ("stock", "boxes"),
    Site.CLEANING: ("cleaning", "laundry"),
    Site.HOTEL: ("cleaning", "laundry"),
    Site.LAUNDRY: ("cleaning", "laundry"),
    Site.CAR: ("garden", "garden"),
    Site.PROPERTY: ("garden", "garden"),
    Site.OFFICE: ("office", "office"),
    Site.CARE: ("care", "support"),
    Site.DAYCARE: ("care", "support"),
    Site.OTHER: ("", "piles"),
}
#: From so many hours a week: the band's value and words.
BANDS = (
    (20, "20", gettext_lazy("20 hours or more")),
    (10, "10", gettext_lazy("10 to 19 hours")),
    (1, "1", gettext_lazy("Under 10 hours")),
)


@dataclass(frozen=True)
class Card:
    """An example as the page shows it."""

    illustration: str
    title: str
    text: str
    facts: tuple[str, ...]
    hours: int | None
    field: str
    change: str = ""
    is_real: bool = False

    @property
    def band(self) -> str:
        """Return the band of its hours; nothing if they are not told."""
        hours = self.hours or 0
        return next((band for least, band, _words in BANDS if hours >= least), "")


@dataclass(frozen=True)
class Group:
    """A question by which the examples are narrowed: its parameter and its answers."""

    name: str
    label: Any
    of: Callable[[Card], str]
    choices: tuple[tuple[str, Any], ...]


GROUPS = (
    Group(
        "field",
        gettext_lazy("Fields of work"),
        lambda card: card.field,
        tuple(ExamplesBlock.FIELDS),
    ),
    Group(
        "hours",
        pgettext_lazy("examples", "Hours a week"),
        lambda card: card.band,
        tuple((band, words) for _least, band, words in reversed(BANDS)),
    ),
    Group(
        "change",
        gettext_lazy("How the job came about"),
        lambda card: card.change,
        tuple(TailoredJob.Kind.choices),
    ),
)


def written_card(value: Any) -> Card:
    """Return the card of an example that an editor has written."""
    return Card(
        illustration=value["illustration"] or "",
        title=value["title"],
        text=value["text"],
        facts=tuple(value["facts"]),
        hours=value["hours"],
        field=value["field"],
    )


def real_card(example: JobExample, language: str) -> Card:
    """Return the card of an agreed job: what its employer has consented to."""
    field, picture = FIELDS[example.site_type]
    return Card(
        illustration=picture,
        title=example.said("title", language),
        text=example.said("text", language),
        facts=(example.get_site_type_display(), example.get_kind_display()),
        hours=whole_hours(example.week_minutes),
        field=field,
        change=example.kind,
        is_real=True,
    )


def real_cards() -> list[Card]:
    """Return the cards of the jobs that may be told of today, the newest first."""
    language = (get_language() or "fi")[:2]
    return [
        real_card(example, language) for example in JobExample.objects.told(language)
    ]


class Choosing:
    """What a reader has narrowed the examples to, as far as enough are left."""

    def __init__(self, cards: list[Card], asked: Mapping[str, str]) -> None:
        self.cards = cards
        self.chosen: dict[str, str] = {}
        for group in GROUPS:
            value = asked.get(group.name, "")
            if value and self._is_enough(group, value):
                self.chosen[group.name] = value

    def left(self, but: str = "") -> list[Card]:
        """Return the cards that the choices leave, one group not counted."""
        return [
            card
            for card in self.cards
            if all(
                group.of(card) == self.chosen[group.name]
                for group in GROUPS
                if group.name in self.chosen and group.name != but
            )
        ]

    def _is_enough(self, group: Group, value: str) -> bool:
        cards = self.left(but=group.name)
        return sum(group.of(card) == value for card in cards) >= ENOUGH

    def groups(self) -> list[dict[str, Any]]:
        """Return the questions that have an answer to offer, each answer a link."""
        shown = []
        for group in GROUPS:
            offered = [c for c in group.choices if self._is_enough(group, c[0])]
            if offered:
                answers = [("", _("All")), *offered]
                links = [self._link(group, value, words) for value, words in answers]
                shown.append({"label": group.label, "links": links})
        return shown

    def _link(self, group: Group, value: str, words: Any) -> dict[str, Any]:
        asked = self.chosen | {group.name: value}
        query = urlencode({name: asked[name] for name in asked if asked[name]})
        return {
            "words": words,
            "query": f"?{query}" if query else "",
            "is_chosen": self.chosen.get(group.name, "") == value,
        }
