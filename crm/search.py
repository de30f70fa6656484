"""One casefolded column a record is found by, the same on both databases."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: More words than this narrow nothing and only cost.
MAX_WORDS = 6


def fold(text: str) -> str:
    """Return text as it is stored and asked for: one case, single spaces, no NUL."""
    return " ".join(text.replace("\0", " ").casefold().split())


def searchable(parts: Iterable[str]) -> str:
    """Join what a record is found by into its ``search_text``."""
    return fold(" ".join(part for part in parts if part))


def matching[Query: "QuerySet[Any]"](queryset: Query, text: str) -> Query:
    """Keep the records whose ``search_text`` holds every word of ``text``."""
    for word in fold(text).split()[:MAX_WORDS]:
        queryset = queryset.filter(search_text__contains=word)
    return queryset
