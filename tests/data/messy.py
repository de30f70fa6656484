"""A list as a new team brings it: 200 rows, pasted together, with every fault.

    python -m tests.data.messy messy.csv

Most lines are Windows-1252, some UTF-8; names, people and companies are made up.
"""

import csv
import io
import sys
from pathlib import Path
from random import Random

from stdnum.fi import ytunnus

ROWS = 200
#: Row number in the file (the title, an empty line and the headings come first) → what.
BAD_IDS = (20, 60, 100)
DOUBLES = {30: 10, 70: 15, 110: 40}
FORMULAS = (45, 145)
NAMELESS = (55, 155)
BAD_PHONES = (65, 165)
BAD_EMAILS = (75,)
WRONG_PLACES = {12: "Jarvenpaa", 22: "Tusby", 32: "Hyvinkää ", 42: "HYVINGE"}
ELSEWHERE = {52: "Kerava", 62: "Vantaa"}
UTF8_LINES = range(120, 160)
HEADINGS = [
    *("Yritys", "Ytunnus", "Toimiala", "Paikkak.", "Katuosoite", "Postinumero"),
    *("Yhteyshenkilö", "Puh.", "Sähköposti", "Huom", "Sisäinen koodi"),
]
KINDS = {
    "Leipomo": "Leivonta",
    "Pesula": "Pesulapalvelu",
    "Kukkakauppa": "Kukkakauppa",
    "Äänipaja": "Äänentoisto",
    "Varasto": "Varastointi",
    "Kahvila": "Kahvila",
}
TOWNS = ("Järvenpää", "Tuusula", "Hyvinkää", "Mäntsälä", "Nurmijärvi", "Pornainen")
MADE_UP = (
    *("Esimerkki", "Kuvitelma", "Näyte", "Mallila", "Keksitty", "Koekangas"),
    *("Harjoitelma", "Luonnos", "Tekaistu", "Satuilija", "Olematon", "Mielikuva"),
)
ENDINGS = ("Oy", "Ky", "Tmi", "Osk")


def business_id(number: int, *, good: bool = True) -> str:
    """Return a Y-tunnus that nobody has, with a right or a wrong check digit."""
    for digits in range(9_500_000 + number * 3, 9_999_999):
        right = [d for d in range(10) if ytunnus.is_valid(f"{digits}{d}")]
        if right:
            return f"{digits}-{right[0] if good else (right[0] + 1) % 10}"
    raise ValueError(number)


def rows() -> list[list[str]]:
    """Return the rows of the list, the one numbered 4 in the file first."""
    dice = Random(200)  # noqa: S311 - always the same list
    made: dict[int, list[str]] = {}
    kinds = list(KINDS)
    for number in range(4, 4 + ROWS):
        kind = kinds[number % len(kinds)]
        word = MADE_UP[(number // len(kinds)) % len(MADE_UP)]
        name = f"{kind} {word} {number} {ENDINGS[number % len(ENDINGS)]}"
        town = TOWNS[number % len(TOWNS)]
        made[number] = [
            name,
            business_id(number) if number % 3 else "",
            KINDS[kind],
            town,
            f"Mallikatu {dice.randint(1, 90)}" if number % 4 else "",
            f"{4000 + number}" if number % 4 else "",
            f"Erkki Esimerkki {number}" if number % 5 else "",
            f"040 000 0{number:03}" if number % 7 else "",
            f"info{number}@esimerkki.example" if number % 6 else "",
            "soitettu 3.5., ei vastausta" if number % 9 == 0 else "",
            f"X{number}",
        ]
    spoil(made)
    return [made[number] for number in sorted(made)]


#: Column → rows → what stands there instead.
FAULTS = {
    0: dict.fromkeys(FORMULAS, '=HYPERLINK("http://huijaus.example";"Leipomo")')
    | dict.fromkeys(NAMELESS, ""),
    3: {**WRONG_PLACES, **ELSEWHERE},
    7: dict.fromkeys(BAD_PHONES, "kysy vaihteesta"),
    8: dict.fromkeys(BAD_EMAILS, "info(at)esimerkki"),
}


def spoil(made: dict[int, list[str]]) -> None:
    """Put the faults in."""
    for number in BAD_IDS:
        made[number][1] = business_id(number, good=False)
    for number, earlier in DOUBLES.items():
        made[number] = [*made[earlier]]
    for column, faults in FAULTS.items():
        for number, text in faults.items():
            made[number][column] = text


def content() -> bytes:
    """Return the file."""
    lines = ["Työnantajat, koottu monesta lähteestä\r\n", ";;;\r\n", line_of(HEADINGS)]
    lines += [line_of(row) for row in rows()]
    return b"".join(
        line.encode("utf-8" if number in UTF8_LINES else "cp1252")
        for number, line in enumerate(lines, 1)
    )


def line_of(row: list[str]) -> str:
    """Return a row as a line of the file."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerow(row)
    return file.getvalue()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(content())
