"""Whether words could tell at which employer, or by whom, something was said."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import override

from crm.models import Municipality
from crm.privacy import begins_with_any, stems
from employers.names import FILLERS, WORD

if TYPE_CHECKING:
    from employers.models import Employer

#: Finnish words bend at their end: so many first letters tell a name.
STEM = 4
SHORTEST = 3


def names_somebody(texts: Iterable[str], employer: "Employer") -> bool:
    """Whether a text holds a word of the employer's, its places' or people's names.

    Better one task too many left out than one name let through: words are compared by
    their first letters.
    """
    return bool(naming_words(texts, employer))


def naming_words(texts: Iterable[str], employer: "Employer") -> list[str]:
    """Return the words of texts that could tell of the employer or its people."""
    own = _own_names(employer) - common_stems()
    return [
        word
        for text in texts
        for word in WORD.findall(text)
        if own.intersection(_stems(word))
    ]


def placing_words(texts: Iterable[str], employer: "Employer") -> list[str]:
    """Return the words of texts that tell in which municipality its places are."""
    homes = Municipality.objects.filter(
        Q(employers=employer) | Q(workplaces__employer=employer)
    )
    towns = stems(
        [name for town in homes.distinct() for name in (town.name_fi, town.name_sv)]
    )
    words = (word for text in texts for word in WORD.findall(text))
    return [word for word in words if begins_with_any(word, towns)]


def _own_names(employer: "Employer") -> set[str]:
    names = [employer.name, employer.other_names]
    names += employer.workplaces.values_list("name", flat=True)
    names += employer.people.values_list("name", flat=True)
    return {stem for name in names for stem in _stems(name)}


def _stems(text: str) -> set[str]:
    words = WORD.findall(text.casefold())
    return {w[:STEM] for w in words if len(w) >= SHORTEST and w not in FILLERS}


@lru_cache
def common_stems() -> frozenset[str]:
    """Return the words for kinds of workplaces: they name nobody."""
    from employers.models import TailoredJob  # noqa: PLC0415 - the models import us

    said = set()
    for language in ("fi", "sv", "en"):
        with override(language):
            said |= _stems(" ".join(str(label) for label in TailoredJob.Site.labels))
    return frozenset(said)
