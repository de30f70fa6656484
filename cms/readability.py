"""How hard an easy text is: long sentences and long words, for the editor to look at.

A warning, not a rule: Selkokeskus gives the symbol, a program does not (domain.md 7).
"""

import re
from typing import Any

from cms.searching import plain_text_of

SENTENCE = re.compile(r"[^.!?:]+[.!?:]?")
WORD = re.compile(r"[^\W\d_]+")
MOST_WORDS, MOST_LETTERS = 12, 16
#: So many of each are named.
NAMED = 3


def long_sentences(text: str) -> list[str]:
    """Return the sentences of more words than are easy to hold."""
    found = (part.strip() for part in SENTENCE.findall(text))
    return [part for part in found if len(WORD.findall(part)) > MOST_WORDS]


def long_words(text: str) -> list[str]:
    """Return the words that are long to read, each once, in reading order."""
    words = [word for word in WORD.findall(text) if len(word) > MOST_LETTERS]
    return list(dict.fromkeys(words))


def hard_parts(page: Any) -> list[str]:
    """Return what an editor might make easier on a page in easy language."""
    text = plain_text_of(page)
    sentences = [f"”{part[:80]}”" for part in long_sentences(text)[:NAMED]]
    return sentences + long_words(text)[:NAMED]
