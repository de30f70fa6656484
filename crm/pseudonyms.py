"""What in a text could tell who a candidate is, or how their health is.

Candidates are known by codes only (domain.md 2.10). The texts about them are read more
strictly than notes about employers: single names, days of birth, phone numbers and
codes of diagnoses are noticed as well. It is a warning, not a lock: only an identity
code is refused, everything else can be confirmed.
"""

import re
from collections.abc import Iterable
from datetime import date

from crm.first_names import COMMON
from crm.privacy import (
    CAPITAL,
    LETTER,
    OPENERS,
    THINGS,
    Concern,
    Topic,
    begins_with_any,
    concerns,
    stems,
)

#: An identity code that is mistyped or half: its form alone says enough.
HALF_CODE = re.compile(r"(?<!\d)[0-3]\d[01]\d{3}[-+A-FU-Y]\d{2,3}", re.IGNORECASE)
BIRTHDAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})(?!\d)")
BORN = re.compile(r"\b(?:s\.|synt\.?|syntynyt|född|f\.|born)\s+\w*\s*\d", re.IGNORECASE)
CONTACT = re.compile(r"(?:\+358|(?<!\d)0[45]\d)[\s-]?\d[\d\s-]{4,}\d|\S+@\S+\.\w{2,}")
#: Codes of ICD-10: the chapters of mind, nerves and birth, or any with its decimals.
DIAGNOSIS = re.compile(r"\b(?:[FGQ]\d{2}(?:\.\d{1,2})?|[A-TV-Z]\d{2}\.\d{1,2})\b")
MEDICINE = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:mg|milligramma\w*)\b", re.IGNORECASE)
#: A word with a capital after one without, and no other beside it: a lone name.
INSIDE = re.compile(
    rf"(?<![\w-])[{LETTER}][\w-]*[,;]?\s+"
    rf"(?=([{CAPITAL}][{LETTER}]+)(?![\w-])(?!\s+[{CAPITAL}]))"
)
#: The beginning of a sentence counts only if it is a common first name.
FIRST = re.compile(rf"(?:^|[.!?:]\s+|\n)([{CAPITAL}][{LETTER}]+)(?![\w-])")
#: Endings that a first name takes in Finnish and Swedish.
ENDING = re.compile(r"(?:n|s|lla|llä|lle|lta|ltä|ssa|a|ä|kin)$")
#: Proper nouns that are no persons.
OFFICES = frozenset({"kela", "kelan", "kelaan", "kelalta", "kelalle", "räätäli"})
#: So old is a working-age person at least and at most.
AGES = range(15, 71)


def revealing(
    text: str, known_names: Iterable[str] = (), places: Iterable[str] = ()
) -> list[Concern]:
    """Return what a text about a candidate should not hold, the gravest first."""
    known, towns = list(known_names), list(places)
    found = {one.topic: list(one.found) for one in concerns(text, known, towns)}
    found.setdefault(Topic.NAME, []).extend(single_names(text, known, towns))
    found.setdefault(Topic.HEALTH, []).extend(
        match.group() for match in (*DIAGNOSIS.finditer(text), *MEDICINE.finditer(text))
    )
    if Topic.IDENTITY not in found and HALF_CODE.search(text):
        found[Topic.BIRTH] = ["…"]
    found.setdefault(Topic.BIRTH, []).extend(birthdays(text))
    found[Topic.CONTACT] = [match.group().strip() for match in CONTACT.finditer(text)]
    return [
        Concern(topic, tuple(dict.fromkeys(found[topic])))
        for topic in Topic
        if found.get(topic)
    ]


def birthdays(text: str) -> list[str]:
    """Return the days on which a person of working age could have been born."""
    this_year = date.today().year  # noqa: DTZ011 - the year is enough
    days = [
        match.group()
        for match in BIRTHDAY.finditer(text)
        if this_year - int(match.group(3)) in AGES
    ]
    return days + [match.group() for match in BORN.finditer(text)]


def single_names(text: str, known: Iterable[str], places: Iterable[str]) -> list[str]:
    """Return lone names: inside a sentence any, at its beginning the common ones."""
    friends, towns = stems(known), stems(places)
    inside = [match.group(1) for match in INSIDE.finditer(text)]
    first = [word for word in FIRST.findall(text) if is_common(word)]
    return [
        word
        for word in (*first, *inside)
        if word.casefold() not in OFFICES
        and not OPENERS.fullmatch(word)
        and not THINGS.search(word)
        and not begins_with_any(word, friends | towns)
    ]


def is_common(word: str) -> bool:
    """Whether a word is a common first name, inflected or not."""
    folded = word.casefold()
    return folded in COMMON or ENDING.sub("", folded) in COMMON
