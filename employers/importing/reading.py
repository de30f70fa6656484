"""A file becomes rows of text: which format, which encoding, which separator."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
#: Rows that may stand above the first row of data: a title, the headings.
HEAD = 10
#: A cell longer than this is cut; no field of ours holds more.
MAX_CELL = 4_000
#: What the parts of a workbook may come to when unpacked, and how much they may grow.
MAX_UNPACKED = 120 * 1024 * 1024
MAX_GROWTH = 200

ZIP = b"PK\x03\x04"
#: Old Excel and encrypted workbooks are both in Microsoft's compound format.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: Encodings of lists that are not UTF-8, the likeliest first.
LEGACY = {"cp1252": "Windows-1252", "cp850": "CP850", "mac_roman": "Mac Roman"}
SEPARATORS = {";": ";", ",": ",", "\t": "tab"}
NORDIC = re.compile(r"[äöåéÄÖÅ](?=[a-zA-ZäöåÄÖÅ])")
#: A text that a spreadsheet would run was disarmed by an apostrophe when exported.
DISARMED = re.compile(r"^'(?=[=+\-@\t\r])")
#: UTF-8 that was once read as Windows-1252 has it: "JÃ¤rvenpÃ¤Ã¤".
SPOILT = "Ã"
#: Shares of zero bytes that tell UTF-16 without a mark from other text.
WIDE, NARROW = 0.6, 0.1


@dataclass
class Table:
    """The filled rows of a file as texts, each with its number in the file."""

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    format: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


def read(content: bytes, sheet: str = "") -> Table:
    """Return the table in a CSV or XLSX file; ValidationError if there is none."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is too big: at most 10 MB."), code="size")
    if not content.strip(b"\0 \r\n\t"):
        raise ValidationError(_("The file is empty."), code="empty")
    if content.startswith(COMPOUND):
        raise ValidationError(
            _(
                "The file is locked with a password or in the old Excel format. Save it"
                " as XLSX without a password."
            ),
            code="compound",
        )
    table = _workbook(content, sheet) if content.startswith(ZIP) else _text(content)
    if not table.rows:
        raise ValidationError(_("There are no rows in the file."), code="empty")
    return table


def _fill(table: Table, rows: Iterable[list[str]]) -> Table:
    """Keep the filled rows, within bounds and all of one width."""
    for number, cells in enumerate(rows, 1):
        if any(cells):
            table.rows.append(cells)
            table.numbers.append(number)
        if len(table.rows) > MAX_ROWS + HEAD:
            raise too_many_rows()
    width = max((_filled(cells) for cells in table.rows), default=0)
    if width > MAX_COLUMNS:
        raise ValidationError(
            _("There are too many columns: at most %(most)d."),
            code="columns",
            params={"most": MAX_COLUMNS},
        )
    table.rows = [(cells + [""] * width)[:width] for cells in table.rows]
    return table


def _filled(cells: list[str]) -> int:
    return max((n for n, cell in enumerate(cells, 1) if cell), default=0)


def too_many_rows() -> ValidationError:
    return ValidationError(
        _("There are too many rows: at most 20,000. Split the list."), code="rows"
    )


# --- CSV ----------------------------------------------------------------------


def _text(content: bytes) -> Table:
    text, encoding = decode(content)
    if "\0" in text:
        raise ValidationError(
            _("This is not a list. Send a CSV or an XLSX file."), code="type"
        )
    separator, text = _separator(text)
    table = Table(format=f"CSV · {encoding} · {SEPARATORS[separator]}")
    # A quote that nobody closes would swallow the rest of the file into one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _fill(table, ([_clean(cell) for cell in row] for row in reader))
    except csv.Error as problem:
        raise ValidationError(
            _("The file is broken: a quotation mark is left open."), code="broken"
        ) from problem


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding; "Järvenpää" stays as it is.

    What is not UTF-8 is decoded line by line: lists pasted together from several
    programs have both kinds of lines.
    """
    for bom, name in BOMS.items():
        if content.startswith(bom):
            text = content.decode(name, errors="replace")
            return text, "UTF-8" if bom == codecs.BOM_UTF8 else "UTF-16"
    if name := _wide(content):
        return content.decode(name, errors="replace"), "UTF-16"
    try:
        return content.decode(), "UTF-8"
    except UnicodeDecodeError:
        return _mixed(content)


def _wide(content: bytes) -> str:
    """Recognise UTF-16 without its mark: every other byte of plain text is zero."""
    head = content[:400]
    zeros = [head[offset::2].count(0) / max(len(head) // 2, 1) for offset in (0, 1)]
    if max(zeros) < WIDE or min(zeros) > NARROW:
        return ""
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _mixed(content: bytes) -> tuple[str, str]:
    lines = content.splitlines(keepends=True)
    odd = {n: line for n, line in enumerate(lines) if not _is_utf8(line)}
    encoding = _legacy(b"".join(odd.values()))
    text = "".join(
        line.decode(encoding, errors="replace") if n in odd else line.decode()
        for n, line in enumerate(lines)
    )
    pure = all(line.isascii() for n, line in enumerate(lines) if n not in odd)
    return text, LEGACY[encoding] if pure else f"UTF-8 + {LEGACY[encoding]}"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _legacy(content: bytes) -> str:
    """Choose the encoding that gives the most Nordic letters within words."""

    def score(name: str) -> int:
        return len(NORDIC.findall(content.decode(name, errors="replace")))

    return max(LEGACY, key=score)


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text without Excel's line that names it."""
    first, _newline, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=([;,\t])"?\s*', first)
    if named:
        return named[1], rest
    lines = text[:100_000].splitlines(keepends=True)[:60]
    return max(SEPARATORS, key=lambda s: _regularity(lines, s)), text


def _regularity(lines: list[str], separator: str) -> tuple[float, int]:
    """Say how regular the columns are with the separator: the share, the number."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if any(row)]
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows)
    (width, count), *_rest = widths.most_common(1) or [(1, 0)]
    return (count / len(rows) if width > 1 else 0, width)


def _clean(text: str) -> str:
    """Return a cell without what exports and mistaken encodings have added."""
    text = DISARMED.sub("", text[:MAX_CELL]).replace("\xa0", " ").strip()
    if SPOILT in text:
        try:
            return text.encode("cp1252").decode()
        except UnicodeError:
            return text
    return text


# --- XLSX ---------------------------------------------------------------------


def _workbook(content: bytes, sheet: str) -> Table:
    try:
        _refuse_bombs(content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            names = [s.title for s in book.worksheets]
            chosen = sheet if sheet in names else next(iter(names), "")
            table = Table(format="XLSX", sheet=chosen, sheets=names)
            return _fill(table, _cells(book[chosen])) if chosen else table
        finally:
            book.close()
    except BROKEN as problem:
        raise ValidationError(
            _("The file is broken or no spreadsheet. Save it again as XLSX or CSV."),
            code="broken",
        ) from problem


#: What openpyxl and zipfile raise for files that are cut off or something else.
BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    EOFError,
    OSError,
    RuntimeError,
    zlib.error,
)


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > min(MAX_UNPACKED, MAX_GROWTH * len(content)):
            raise ValidationError(_("The file grows too big when opened."), code="bomb")
        if any(part.flag_bits & 1 for part in parts):
            raise ValidationError(
                _("The file is locked with a password. Save it without one."),
                code="encrypted",
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    if b"<!DOCTYPE" in file.read(1024):
                        raise zipfile.BadZipFile(part.filename)


def _cells(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    empty = 0
    for row in sheet.iter_rows(values_only=True):
        cells = [_clean(as_text(value)) for value in row]
        empty = 0 if any(cells) else empty + 1
        if empty > MAX_ROWS:
            return
        yield cells


def as_text(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            # An array formula is an object that holds its text; nothing is evaluated.
            return str(getattr(value, "text", value))
