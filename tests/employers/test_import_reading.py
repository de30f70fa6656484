"""Files as they come: formats, encodings, separators, and what is refused."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from employers.importing import reading
from employers.importing.columns import lay_out
from employers.importing.reading import read

TEXT = (
    "Yritys;Y-tunnus;Kunta\r\n"
    "Leipomo Esimerkki Oy;1234567-1;Järvenpää\r\n"
    "Öljy ja Äänet Ky;;Mäntsälä\r\n"
)


def workbook(*rows, sheets=("Taul1",)):
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(
                [
                    cell.replace("SHEET", name) if isinstance(cell, str) else cell
                    for cell in row
                ]
            )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("latin-1", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp850", "CP850"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_nordic_letters_survive_every_encoding(encoding, told):
    table = read(TEXT.encode(encoding))

    assert [row[2] for row in table.rows] == ["Kunta", "Järvenpää", "Mäntsälä"]
    assert table.format == f"CSV · {told} · ;"


def test_lines_pasted_from_two_programs_are_both_read():
    first, second, third = TEXT.splitlines(keepends=True)

    table = read(first.encode() + second.encode() + third.encode("cp1252"))

    assert [row[2] for row in table.rows] == ["Kunta", "Järvenpää", "Mäntsälä"]
    assert table.format == "CSV · UTF-8 + Windows-1252 · ;"


def test_text_spoilt_by_another_program_is_mended():
    spoilt = TEXT.encode().decode("cp1252", errors="replace").encode()

    table = read(spoilt)

    assert table.rows[1][2] == "Järvenpää"


@pytest.mark.parametrize(("separator", "told"), [(";", ";"), (",", ","), ("\t", "tab")])
def test_separator_is_found(separator, told):
    text = TEXT.replace(";", separator)

    table = read(text.encode())

    assert table.rows[1] == ["Leipomo Esimerkki Oy", "1234567-1", "Järvenpää"]
    assert table.format == f"CSV · UTF-8 · {told}"


def test_commas_inside_cells_do_not_mislead():
    text = 'Nimi;Huomiot\nA Oy;"yksi, kaksi, kolme"\nB Oy;"neljä, viisi\nkuusi"\n'

    table = read(text.encode())

    assert table.rows[2] == ["B Oy", "neljä, viisi\nkuusi"]


def test_excels_line_that_names_the_separator_is_no_row():
    table = read(b"sep=,\nNimi,Kunta\nA Oy,Tuusula\n")

    assert table.rows == [["Nimi", "Kunta"], ["A Oy", "Tuusula"]]


def test_empty_rows_and_columns_are_dropped_but_numbers_stay():
    table = read(b"Nimi;Kunta;;\n\n;;;\nA Oy;Tuusula;;\n")

    assert (table.rows, table.numbers) == (
        [["Nimi", "Kunta"], ["A Oy", "Tuusula"]],
        [1, 4],
    )


def test_disarmed_formula_comes_back_as_it_was():
    table = read(b"Nimi;Puhelin\n'=1+1;'+358 40 000 0101\n")

    assert table.rows[1] == ["=1+1", "+358 40 000 0101"]


# --- XLSX -----------------------------------------------------------------------


def test_workbook_gives_numbers_and_dates_as_text():
    content = workbook(
        ("Nimi", "Y-tunnus", "Puhelin", "Postinumero", "Päivä"),
        ("Leipomo Esimerkki Oy", 12345671, 400000101.0, 4400, None),
    )

    table = read(content)

    assert table.rows[1] == [
        "Leipomo Esimerkki Oy",
        "12345671",
        "400000101",
        "4400",
        "",
    ]
    assert table.format == "XLSX"


def test_formula_of_a_workbook_is_text_and_never_run():
    table = read(workbook(("Nimi",), ("=1+1",)))

    assert table.rows[1] == ["=1+1"]


def test_first_sheet_is_read_unless_another_is_chosen():
    content = workbook(("Nimi", "Kunta"), ("SHEET", "Tuusula"), sheets=("Eka", "Toka"))

    assert read(content).rows[1][0] == "Eka"
    assert read(content, "Toka").rows[1][0] == "Toka"
    assert read(content).sheets == ["Eka", "Toka"]


# --- What is refused ------------------------------------------------------------


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


def entities():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return file.getvalue()


def encrypted():
    file = bytearray(workbook(("Nimi",), ("A Oy",)))
    at = file.find(b"PK\x01\x02")
    file[at + 8] |= 1
    return bytes(file)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\r\n  \n", "empty"),
        (b";;;\n;;\n", "empty"),
        (reading.COMPOUND + b"old excel", "compound"),
        (b"Nimi\0\x01;\x02\n", "type"),
        (workbook(("Nimi",), ("A Oy",))[:-200], "broken"),
        (b"PK\x03\x04 this is no archive", "broken"),
        (bomb(), "bomb"),
        (entities(), "broken"),
        (encrypted(), "encrypted"),
        (b"x" * (reading.MAX_BYTES + 1), "size"),
        (";".join(["a"] * 61).encode(), "columns"),
        (b"Nimi;Kunta\n" + b"A;B\n" * 20_011, "rows"),
        (b'Nimi;Kunta\n"' + b"x" * 200_000, "broken"),
    ],
)
def test_unfit_file_is_refused_with_a_reason(content, code):
    with pytest.raises(ValidationError) as refusal:
        read(content)

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


# --- Headings --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "targets"),
    [
        (
            ["Yritys", "Ytunnus", "Paikkak.", "Huom"],
            ["name", "business_id", "municipality", "notes"],
        ),
        (
            ["FÖRETAG", "FO-nummer", "Kommun", "Telefon", "E-post"],
            ["name", "business_id", "municipality", "phone", "email"],
        ),
        (
            ["company name", "Business ID", "Town", "Street address", "Contact person"],
            ["name", "business_id", "municipality", "street", "person"],
        ),
        (
            ["  yrityksen NIMI ", "Sahkoposti", "postitoimi-paikka", "Yhteyshenkilo"],
            ["name", "email", "post_office", "person"],
        ),
        (["Nimi", "Puhelinnummero", "Jotain muuta"], ["name", "phone", ""]),
    ],
)
def test_headings_are_recognised(headings, targets):
    table = read((";".join(headings) + "\n" + ";".join("x" for _ in headings)).encode())

    layout = lay_out(table)

    assert [layout.mapping.get(str(n), "") for n in range(len(headings))] == targets


def test_title_above_the_headings_is_no_row():
    table = read(b"Lista 2026;;\n;;\nNimi;Kunta;Puhelin\nA Oy;Tuusula;040 000 0101\n")

    layout = lay_out(table)

    assert (layout.first, layout.headings) == (2, ["Nimi", "Kunta", "Puhelin"])


def test_without_headings_columns_are_told_by_what_they_hold():
    table = read(b"A Oy;1234567-1;info@esimerkki.example;040 000 0101\n" * 2)

    layout = lay_out(table)

    assert (layout.first, layout.mapping) == (
        0,
        {"0": "name", "1": "business_id", "2": "email", "3": "phone"},
    )


def test_strange_headings_are_headings_still():
    table = read(b"Foo;Bar\nA Oy;Tuusula\n")

    layout = lay_out(table)

    assert (layout.first, layout.headings, layout.mapping) == (1, ["Foo", "Bar"], {})


def test_the_same_field_is_mapped_once():
    table = read(b"Nimi;Yritys\nA;B\n")

    assert lay_out(table).mapping == {"0": "name"}
