"""What the check says of each row."""

import pytest

from crm.models import Municipality
from employers.importing import checking, running
from employers.importing.showing import Card
from employers.importing.values import Places, quick_phone
from employers.models import ImportRow
from employers.phones import clean_phone
from tests.employers.imports import checked, fetch, uploaded, verdicts
from tests.factories import ContactPersonFactory, EmployerFactory

ID = "1234567-1"
Verdict = ImportRow.Verdict


def row_of(run, number=2):
    return run.rows.get(number=number)


def problems(run, number=2):
    return [p[1] for p in row_of(run, number).problems]


@pytest.fixture
def bakery(db):
    return EmployerFactory(
        name="Leipomo Esimerkki Oy", business_id=ID, no_business_id_reason=""
    )


def test_unknown_employer_is_new(coach):
    run = checked(coach, f"Leipomo Esimerkki Oy;{ID};Järvenpää;;;;;")

    assert (run.stage, run.row_count, verdicts(run)) == ("checked", 1, [(2, "new")])
    assert row_of(run).values == {
        "name": "Leipomo Esimerkki Oy",
        "business_id": ID,
        "municipality": "Järvenpää",
    }


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A Oy;1234567-8;;;;;;", "business_id"),
        ("A Oy;;;;Erkki;12;;", "phone"),
        ("A Oy;;;;Erkki;kysy vaihteesta;;", "phone"),
        ("A Oy;;;;Erkki;;info(at)esimerkki;", "email"),
        (";;Järvenpää;;;;;", "name_missing"),
        ("=1+1;;;;;;;", "formula"),
        (f"{'A' * 201};;;;;;;", "too_long"),
        ("A Oy;;;;;;;soita 131052-308T", "secret"),
    ],
)
def test_bad_row_is_an_error_with_its_reason(coach, row, code):
    run = checked(coach, row)

    assert (verdicts(run), problems(run)) == ([(2, "error")], [code])
    assert Card(row_of(run), run).errors[0].endswith(".")


def test_personal_identity_code_is_not_kept(coach):
    run = checked(coach, "A Oy;;;;;;;soita 131052-308T")

    assert row_of(run).cells[7] == ""


def test_employer_with_the_same_id_and_other_values_is_changed(coach, bakery):
    ContactPersonFactory(employer=bakery, name="Erkki", phone="+358400000190")

    run = checked(coach, f"Leipomo Esimerkki Oy;{ID};Järvenpää;;Erkki;040 000 0191;;")

    row = row_of(run)
    assert (row.verdict, row.match, row.similarity) == ("changed", bakery, 100)
    assert row.differences == [["phone", "+358400000190", "+358400000191"]]


def test_employer_with_the_same_values_is_the_same(coach, bakery):
    run = checked(coach, f"LEIPOMO Esimerkki Oy;{ID};järvenpää;;;;;")

    assert verdicts(run) == [(2, "same")]


def test_alike_name_in_the_same_place_is_a_possible_duplicate(coach, bakery):
    run = checked(coach, "Leipomo Esimerki;;Järvenpää;;;;;")

    row = row_of(run)
    assert (row.verdict, row.match) == ("duplicate", bakery)
    assert row.similarity >= 85
    assert run.counts["undecided"] == 1


def test_another_business_id_tells_two_alike_names_apart(coach, bakery):
    run = checked(coach, "Leipomo Esimerkki Oy;2345678-0;Järvenpää;;;;;")

    assert verdicts(run) == [(2, "new")]


def test_second_row_about_the_same_employer_is_a_double(coach):
    run = checked(
        coach,
        f"A Oy;{ID};;;;;;",
        f"Aivan muu;{ID};;;;;;",
        "B Oy;;Tuusula;;;;;",
        "OY B AB;;Tusby;;;;;",
    )

    assert verdicts(run) == [(2, "new"), (3, "error"), (4, "new"), (5, "error")]
    assert Card(row_of(run, 5), run).errors == [
        "Name: The same employer is on row 4 of the list already."
    ]


def test_employer_that_forbade_contact_is_left_out_and_it_says_so(coach, bakery):
    bakery.perform("forbid", by=coach, note="Kielsi puhelimessa")

    run = checked(coach, f"Leipomo Esimerkki Oy;{ID};Järvenpää;;;;;uusi tieto")

    assert verdicts(run) == [(2, "banned")]
    choices = Card(row_of(run), run).choices
    assert [c["value"] for c in choices if c["checked"]] == ["skip"]


def test_merged_employer_leads_to_the_survivor(manager, bakery):
    survivor = EmployerFactory(name="Uusi Leipomo Oy")
    bakery.perform("merge_into", by=manager, survivor=survivor)

    run = checked(manager, f"Leipomo Esimerkki Oy;{ID};Järvenpää;;;;;")

    assert row_of(run).match == survivor
    assert "merged" in problems(run)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Järvenpää", "Järvenpää"),
        ("JÄRVENPÄÄ", "Järvenpää"),
        ("Jarvenpaa", "Järvenpää"),
        ("Järvenpa", "Järvenpää"),
        ("Träskända", "Järvenpää"),
        ("Tusby", "Tuusula"),
        ("Hyvinkää ", "Hyvinkää"),
        ("Hyvinkään kaupunki", "Hyvinkää"),
        ("Nurmijarvi", "Nurmijärvi"),
        ("Borgnäs", "Pornainen"),
        ("Kerava", None),
        ("Vantaa", None),
    ],
)
def test_misspelt_municipality_is_read_as_ours(db, written, read):
    municipality, _exactly = Places(Municipality.objects.all()).find(written.strip())

    assert (municipality and municipality.name_fi) == read


def test_other_place_is_kept_and_said(coach):
    run = checked(coach, "A Oy;;Kerava;;;;;")

    assert (row_of(run).verdict, row_of(run).values["place"]) == ("new", "Kerava")
    assert Card(row_of(run), run).notes == [
        "Municipality: Kerava is none of our municipalities; kept as the place."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "040 000 0101",
        "0400000101",
        "+358 40 000 0101",
        "00358400000101",
        "(040) 000-0101",
        "050 1234567",
        "045 123 4567",
        "09 310 1691",
        "+46 8 123 456 78",
    ],
)
def test_quick_phone_agrees_with_the_library(text):
    assert quick_phone(text) == clean_phone(text)


@pytest.mark.parametrize("text", ["400000101", "358400000101"])
def test_phone_that_a_spreadsheet_made_a_number_is_read(text):
    assert quick_phone(text) == "+358400000101"


def test_every_field_has_its_place(manager, coach):
    head = (
        "name;other names;business id;trade;industry code;municipality;website;notes;"
        "job coach;workplace;street;zip;post office;bus stop;directions;contact;role;"
        "phone;email;language"
    )

    run = checked(
        manager,
        f"A Oy;Alfa;{ID};Leivonta;TOL 10.711;Tuusula;a.example;n;{coach.email};Myymälä;"
        "Mallikatu 1;4400;Järvenpää;Asema;Ovi takana;Erkki;Johtaja;0400000101;"
        "E@esimerkki.example;ruotsi",
        head=head,
    )

    assert verdicts(run) == [(2, "new")]
    assert row_of(run).values == {
        "name": "A Oy",
        "other_names": "Alfa",
        "business_id": ID,
        "trade": "Leivonta",
        "industry_code": "10711",
        "industry_scheme": "TOL2025",
        "municipality": "Tuusula",
        "website": "https://a.example",
        "notes": "n",
        "coach": coach.email,
        "workplace": "Myymälä",
        "street": "Mallikatu 1",
        "postal_code": "04400",
        "post_office": "Järvenpää",
        "bus_stop": "Asema",
        "travel_notes": "Ovi takana",
        "person": "Erkki",
        "role": "Johtaja",
        "phone": "+358400000101",
        "email": "E@esimerkki.example",
        "language": "sv",
    }


def test_only_managers_set_the_responsible_coach(coach):
    run = uploaded(coach, "Yritys;Valmentaja\nA Oy;x@example.fi\n")

    assert run.mapping == {"0": "name"}


def test_unknown_coach_is_an_error(manager):
    run = checked(manager, "A Oy;nobody@example.fi", head="Yritys;Valmentaja")

    assert problems(run) == ["coach"]


def test_what_cannot_be_read_is_left_out_and_said(coach):
    run = checked(coach, "A Oy;Erkki;klingon;foo", head="Nimi;Henkilö;Kieli;TOL")

    assert (verdicts(run), sorted(problems(run))) == (
        [(2, "new")],
        ["industry", "language"],
    )


def test_mapping_is_remembered_for_the_same_headings(coach, other_coach):
    run = uploaded(coach, "Foo;Bar\nA Oy;Tuusula\n")
    running.check_later(run, {"0": "name", "1": "municipality"})

    again = uploaded(coach, "Foo;Bar\nB Oy;Tuusula\n")
    others = uploaded(other_coach, "Foo;Bar\nB Oy;Tuusula\n")

    assert again.mapping == {"0": "name", "1": "municipality"}
    assert others.mapping == {}


def test_import_of_the_same_list_finds_all_the_same(coach):
    rows = ("A Oy;;Tuusula;Mallikatu 1;Erkki;0400000101;;n", f"B Oy;{ID};;;;;;")
    run = checked(coach, *rows)
    running.apply_later(run)

    again = checked(coach, *rows)

    assert verdicts(again) == [(2, "same"), (3, "same")]


def test_check_that_breaks_off_goes_a_step_back(coach, monkeypatch):
    run = uploaded(coach, "Yritys\nA Oy\n")
    monkeypatch.setattr(checking, "recount", None)

    running.check_later(run, run.mapping)

    assert (fetch(run).stage, run.rows.count()) == ("uploaded", 0)
    assert fetch(run).problem.startswith("It broke off")
