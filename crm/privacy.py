"""What does not belong in a free text: job seekers' names, codes, identity, health.

Räätäli holds no client documents (domain.md 2.10). A note about an employer can still
say too much, so the forms ask this module what in a text looks like it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Topic(StrEnum):
    """What a text seems to tell."""

    IDENTITY = "identity"
    BIRTH = "birth"
    CONTACT = "contact"
    CANDIDATE = "candidate"
    NAME = "name"
    HEALTH = "health"


@dataclass(frozen=True)
class Concern:
    """Something in a text that should not be there."""

    topic: Topic
    found: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        """Whether the text may not be saved at all."""
        return self.topic == Topic.IDENTITY

    @property
    def message(self) -> str:
        """Say what is wrong; the identity code itself is never repeated."""
        words = ", ".join(self.found)
        match self.topic:
            case Topic.IDENTITY:
                return _("A personal identity code does not belong here. Remove it.")
            case Topic.BIRTH:
                return _("Looks like a day of birth or an identity code.")
            case Topic.CONTACT:
                return _("Looks like somebody's contact details: %(words)s.") % {
                    "words": words
                }
            case Topic.CANDIDATE:
                return _("A job seeker's code: %(words)s.") % {"words": words}
            case Topic.NAME:
                text = ngettext(
                    "Looks like a person's name: %(words)s.",
                    "Look like persons' names: %(words)s.",
                    len(self.found),
                )
                return text % {"words": words}
            case _:
                return _("Looks like health information: %(words)s.") % {"words": words}


#: Day, month, year, sign of the century (the new ones of 2023 too), number, check.
IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])(\d{2})(\d{2})(\d{2})[-+A-FU-Y](\d{3})([0-9A-Y])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CANDIDATE = re.compile(r"\bKU[-\s]?\d{3,5}\b", re.IGNORECASE)
CAPITAL = "A-ZÅÄÖÉÜŠŽ"
LETTER = "a-zåäöéüšž"
PART = rf"[{CAPITAL}][{LETTER}]+(?:-[{CAPITAL}][{LETTER}]+)?"
NAME = re.compile(rf"(?<![\w-])({PART})\s+({PART}(?:\s+{PART})?)(?![\w-])")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Words that stand before a name with a capital and are no first names.
OPENERS = re.compile(
    r"(?:hän|he|me|se|ne|nyt|kun|jos|ja|tai|mutta|myös|sovittu|soita|soitin|kävin"
    r"|tapasin|puhuin|lähetä|lähetin|kysy|kysyin|yhteyshenkilö|johtaja|chef|herra"
    r"|toimitusjohtaja|päällikkö|esihenkilö|esimies|omistaja|yrittäjä|rouva|neiti"
    r"|kylmäkäynti|käynti|ringde|träffade|pratade|skicka|ägare|han|hon|och|om|när)",
    re.IGNORECASE,
)
#: Endings of companies, streets and offices: not a person.
THINGS = re.compile(
    r"(?:katu|tie|kuja|polku|aukio|tori|gatan|vägen|talo|koti|keskus|kauppa|koulu"
    r"|kunta|kaupunki|alue|leipomo|ravintola|kahvila|pesula|puutarha|varasto|rauta"
    r"|sähkö|oy|ab|ky|tmi|ry|oyj|osk|pakkaus|huolto|palvelu|palvelut)$",
    re.IGNORECASE,
)
#: Beginnings of words about health, in Finnish and Swedish; inflection follows.
HEALTH = re.compile(
    r"^(?:diagnoosi|diagnos|kehitysvamma|vammadiagn|autis|asperger|adhd|skitsofren"
    r"|schizofren|masennu|masentu|depressi|psykoo|psykos|psykiatri|bipola"
    r"|kaksisuuntai|epilepsi|downin|lääkity|lääkkee|lääkehoi|medicin|mielenterv"
    r"|mielisair|psykisk|sairaslom|sairausl|sairauskert|sjukskriv|sjukdom|sairau"
    r"|päihde|päihteid|alkoholisti|alkoholism|missbruk|ahdistuneisuushäir|ångest"
    r"|cp-vamma|aivovamma|hjärnskad|utvecklingsstör|funktionsned|neuropsyk"
    r"|näkövamma|kuulovamma|terveydentila|hälsotillstånd|työkyvyttöm|b-lausun"
    r"|b-todistus|läkarintyg)",
    re.IGNORECASE,
)
#: What an employer itself says of its work and people, not of a job seeker.
HARMLESS = re.compile(r"sairaust(?:uura|apau)", re.IGNORECASE)
#: The part of a name that inflection leaves alone is at least so long.
STEM = 3


def concerns(
    text: str, known_names: Iterable[str] = (), places: Iterable[str] = ()
) -> list[Concern]:
    """Return what in ``text`` looks like personal data, the gravest first.

    ``known_names`` may stand there (the employer, its people, colleagues); what is
    together with one of ``places`` is no person.
    """
    found = {
        Topic.IDENTITY: identity_codes(text),
        Topic.CANDIDATE: [match.group() for match in CANDIDATE.finditer(text)],
        Topic.NAME: unknown_names(text, known_names, places),
        Topic.HEALTH: [word for word in WORD.findall(text) if is_about_health(word)],
    }
    return [
        Concern(topic, tuple(dict.fromkeys(words)))
        for topic, words in found.items()
        if words
    ]


def identity_codes(text: str) -> list[str]:
    """Return the personal identity codes: a real day and the right check character."""
    return [match.group() for match in IDENTITY.finditer(text) if _is_code(match)]


def _is_code(match: re.Match[str]) -> bool:
    day, month, year, number, check = match.groups()
    try:
        date(2000 + int(year), int(month), int(day))
    except ValueError:
        return False
    return CHECKS[int(day + month + year + number) % len(CHECKS)] == check.upper()


def unknown_names(
    text: str, known_names: Iterable[str] = (), places: Iterable[str] = ()
) -> list[str]:
    """Return what is written as a first and a last name and is not among the known."""
    people, towns = stems(known_names), stems(places)
    found = (_without_opener(match.group().split()) for match in NAME.finditer(text))
    return [
        " ".join(words)
        for words in found
        if len(words) > 1 and not _is_known(words, people, towns)
    ]


def _without_opener(words: list[str]) -> list[str]:
    return words[1:] if OPENERS.fullmatch(words[0]) else words


def _is_known(words: list[str], people: set[str], towns: set[str]) -> bool:
    if any(THINGS.search(word) or begins_with_any(word, towns) for word in words):
        return True
    return all(begins_with_any(word, people) for word in words)


def begins_with_any(word: str, beginnings: set[str]) -> bool:
    """Whether the word begins with one of the stems."""
    folded = word.casefold()
    return any(folded.startswith(beginning) for beginning in beginnings)


def stems(names: Iterable[str]) -> set[str]:
    """Return of each word of the names what inflection leaves alone."""
    # Finnish inflects names (Leenan, Leenalle): the beginning is what is compared.
    words = (word.casefold() for name in names for word in WORD.findall(name))
    return {word[: max(STEM, len(word) - 2)] for word in words if len(word) >= STEM}


def is_about_health(word: str) -> bool:
    return bool(HEALTH.match(word)) and not HARMLESS.match(word)
