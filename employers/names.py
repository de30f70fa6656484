"""Employer names made comparable."""

import re
import unicodedata

#: Company forms and fillers that do not tell two employers apart.
FILLERS = frozenset(
    [
        "oy",
        "oyj",
        "ab",
        "abp",
        "ky",
        "kommandiittiyhtiö",
        "tmi",
        "toiminimi",
        "ay",
        "avoin",
        "yhtiö",
        "osk",
        "osuuskunta",
        "ry",
        "rf",
        "rs",
        "säätiö",
        "ltd",
        "oy:n",
        "the",
        "ja",
        "och",
        "and",
        "&",
    ]
)
WORD = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """Return the name without case, accents, company forms and punctuation.

    "Leipomo Esimerkki Oy" and "OY LEIPOMO-ESIMERKKI AB" have the same key.
    """
    words = WORD.findall(name.casefold())
    kept = [word for word in words if word not in FILLERS] or words
    plain = unicodedata.normalize("NFKD", " ".join(kept))
    return "".join(c for c in plain if not unicodedata.combining(c))[:200]
