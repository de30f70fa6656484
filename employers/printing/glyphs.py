"""Which characters the papers can print: PDF/UA forbids one without a glyph."""

import struct
from functools import cache
from pathlib import Path

import font_source_sans_pro

#: Stands for a character that the typeface does not have, such as an emoji.
UNKNOWN = "\u25a1"
#: Shape a neighbour and print nothing alone: joiners and variation selectors.
SILENT = {"\u200b", "\u200c", "\u200d", "\ufe0e", "\ufe0f", "\u00ad"}
SEGMENTED = 12  # the format of a character map that covers all of Unicode


def printable(text: str) -> str:
    """Return the text with a box for each character that cannot be printed."""
    return "".join(_glyph(each) for each in text if each not in SILENT)


def _glyph(character: str) -> str:
    if character in "\n\t":
        return " "
    if not character.isprintable() and not character.isspace():
        return ""
    return character if ord(character) in _covered() else UNKNOWN


@cache
def _covered() -> frozenset[int]:
    """Read the OpenType table ``cmap`` of the regular weight."""
    font = Path(font_source_sans_pro.font_files_ttf["SourceSansPro"]).read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
    cmap = next(offset for tag, _sum, offset, _size in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    starts = [
        cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * n)[2]
        for n in range(count)
    ]
    start = next(
        at for at in starts if struct.unpack_from(">H", font, at)[0] == SEGMENTED
    )
    (groups,) = struct.unpack_from(">L", font, start + 12)
    spans = (
        struct.unpack_from(">LLL", font, start + 16 + 12 * n) for n in range(groups)
    )
    return frozenset(
        code for first, last, _gid in spans for code in range(first, last + 1)
    )
