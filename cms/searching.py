"""Finding pages by words, in the forms in which people write them.

A site has tens of pages a language, so they are read and weighed here: å, ä and ö fold
alike on every database, and Finnish endings do not hide a page.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from cms.figures import TOKEN
from crm.search import MAX_WORDS, fold

#: More pages than this are not weighed.
MOST_PAGES = 500
#: Characters shown on each side of what was found.
AROUND = 90
SHORTEST_STEM = 4
DOUBLED = re.compile(r"([kptlnrs])\1")
WORD = re.compile(r"[\w-]+")
#: Case and number endings of Finnish nouns and the commonest of Swedish, longest first.
ENDINGS = (
    *("issa", "issä", "ista", "istä", "illa", "illä", "ille", "ilta", "iltä"),
    *("iden", "ien", "een", "ssa", "ssä", "sta", "stä", "lla", "llä", "lle"),
    *("lta", "ltä", "ksi", "erna", "arna", "orna", "ita", "itä", "den", "ea"),
    *("eä", "en", "in", "na", "nä", "ta", "tä", "ja", "jä", "et", "er", "ar", "or"),
    *("n", "t", "a", "ä", "s"),
)
IN_TITLE, IN_LEAD, IN_TEXT = 8, 3, 1


@dataclass(frozen=True)
class Hit:
    """A page that was found, how well it fits, and the words around the first one."""

    page: Any
    weight: int
    snippet: str


def squeeze(text: str) -> str:
    """Fold case and doubled letters: "eläkkeen" and "eläke" begin alike."""
    return DOUBLED.sub(r"\1", fold(text))


def stem(word: str) -> str:
    """Return the part of a word that its forms share, roughly."""
    bare = squeeze(word)
    ending = next((end for end in map(squeeze, ENDINGS) if bare.endswith(end)), "")
    cut = bare.removesuffix(ending)
    return cut if len(cut) >= SHORTEST_STEM else bare


def stems_of(text: str) -> list[str]:
    """Return the stems of what was typed."""
    return [stem(word) for word in WORD.findall(text)[:MAX_WORDS]]


def find(home: Page, pages: Any, text: str) -> list[Hit]:
    """Return the pages below a front page that hold every word, the best first."""
    stems = stems_of(text)
    if not stems:
        return []
    rows = pages.descendant_of(home).live().public().order_by("path")[:MOST_PAGES]
    hits = [Hit(page, weigh(page, stems), snippet(page, stems)) for page in rows]
    found = [hit for hit in hits if hit.weight]
    return sorted(found, key=lambda hit: (hit.page.is_easy, -hit.weight))


def weigh(page: Any, stems: list[str]) -> int:
    """Return how well a page fits; 0 unless every word is somewhere on it."""
    title, lead, text = map(squeeze, (page.title, page.lead, page.plain_text))
    if not all(part in title or part in lead or part in text for part in stems):
        return 0
    return sum(
        IN_TITLE * (part in title)
        + IN_LEAD * (part in lead)
        + IN_TEXT * min(text.count(part), IN_TITLE)
        for part in stems
    )


def snippet(page: Any, stems: list[str]) -> str:
    """Return the words around the first one found, else the page's lead."""
    words = list(WORD.finditer(page.plain_text))
    at = next((w for w in words if squeeze(w[0]).startswith(tuple(stems))), None)
    if at is None:
        return str(page.search_description or page.lead)
    begins, ends = max(0, at.start() - AROUND), at.end() + AROUND
    text = page.plain_text[begins:ends].strip()
    return (
        f"{'… ' if begins else ''}{text}{' …' if ends < len(page.plain_text) else ''}"
    )


def plain_text_of(page: Any) -> str:
    """Return every word of a page's own fields, its figures' keys left out."""
    parts = [
        part for field in page._meta.get_fields() for part in words_in(page, field)
    ]
    text = " ".join(parts).replace("|", "")
    return " ".join(TOKEN.sub("", text).split())


def words_in(page: Any, field: models.Field) -> list[str]:
    if isinstance(field, StreamField):
        block = getattr(page, field.name).stream_block
        content: list[str] = block.get_searchable_content(getattr(page, field.name))
        return [get_text_for_indexing(part) for part in content]
    if isinstance(field, RichTextField):
        return [get_text_for_indexing(getattr(page, field.name))]
    return []
