"""Whether words could tell at which employer, or by whom, something was said."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import override

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
    said = {stem for text in texts for stem in _stems(text)}
    return bool(said & (_own_names(employer) - common_stems()))


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
