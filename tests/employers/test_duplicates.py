"""Possible duplicates: by Y-tunnus exactly, else by name and place alike."""

import pytest

from employers.duplicates import LIKELY, NameIndex, alike, similarity
from employers.names import name_key
from tests.factories import EmployerFactory, MunicipalityFactory

ID = "0112038-9"


def score(name_a, place_a, name_b, place_b):
    return similarity(name_key(name_a), place_a, name_key(name_b), place_b)


# --- How alike two names are ------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Leipomo Esimerkki Oy", "OY Leipomo-Esimerkki Ab"),
        ("Leipomo Esimerkki Oy", "LEIPOMO ESIMERKKI"),
        ("Leipomo Esimerkki", "Esimerkki Leipomo"),
        ("Leipomo Esimerkki", "Leipomoesimerkki Oy"),
        ("Kahvila Näyte", "Kahvila Nayte"),
    ],
)
def test_same_name_written_otherwise_in_the_same_place_scores_the_top(a, b):
    assert score(a, "Järvenpää", b, "JÄRVENPÄÄ") == 98


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Leipomo Esimerkki Oy", "Leipomo Esimerkki Tuusula Oy"),
        ("Leipomo Esimerkki Oy", "Leipomo Esimerki"),
        ("Mallin Kahvila", "Kahvila Malli Oy"),
        ("K-Market Esimerkki", "K-market Esimerki"),
    ],
)
def test_names_with_a_slip_or_a_place_are_likely(a, b):
    assert score(a, "Järvenpää", b, "Tuusula") >= LIKELY


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Pesula Malli", "Peltola Malli"),
        ("Järvenpään Kukka", "Järvenpään Kello"),
        ("Kahvila Malli 1", "Kahvila Malli 2"),
        ("Pesula", "Pesula Malli"),
        ("", "Pesula Malli"),
    ],
)
def test_different_names_are_not_alike(a, b):
    assert alike_in_memory(a, b) == []


def alike_in_memory(a, b):
    index = NameIndex([(1, name_key(b), "Tuusula")])
    return index.alike(name_key(a), "Tuusula")


def test_another_place_makes_the_same_name_less_sure():
    same = score("Leipomo Esimerkki", "Tuusula", "Leipomo Esimerkki", "Tuusula")
    unknown = score("Leipomo Esimerkki", "", "Leipomo Esimerkki", "Tuusula")
    other = score("Leipomo Esimerkki", "Vantaa", "Leipomo Esimerkki", "Tuusula")

    assert (same, unknown, other) == (98, 96, 88)


def test_index_finds_the_likeliest_first():
    index = NameIndex(
        (n, name_key(name), place)
        for n, (name, place) in enumerate(
            [
                ("Pesula Malli", "Tuusula"),
                ("Leipomo Esimerkki Tuusula Oy", "Tuusula"),
                ("Leipomo Esimerkki Oy", "Järvenpää"),
            ]
        )
    )

    found = index.alike(name_key("Leipomo-Esimerkki Ab"), "Järvenpää")

    assert found == [(2, 98), (1, 87)]


# --- What the database knows ------------------------------------------------


def test_same_business_id_is_certain_whatever_the_name(db):
    employer = EmployerFactory(business_id=ID, name="Vanha Nimi Oy")

    found = alike("Uusi Nimi", "", ID)

    assert [(e, s, why) for e, s, why in found] == [
        (employer, 100, "The same Y-tunnus")
    ]
    assert found[0].is_same


def test_merged_employer_leads_to_its_survivor(db, manager):
    survivor = EmployerFactory(name="Jäljelle Jäävä Oy")
    EmployerFactory(
        business_id=ID, name="Sulautunut Oy", state="merged", merged_into=survivor
    )

    found = alike("", "", ID)

    assert [(e, s, why) for e, s, why in found] == [
        (survivor, 100, "Sulautunut Oy was merged into this")
    ]
    assert alike("", "", ID, exclude=survivor.pk) == []
    assert alike("Sulautunut", "", "") == []


def test_name_and_place_alike_are_found_and_explained(db):
    tuusula = MunicipalityFactory(code="858", name_fi="Tuusula", name_sv="Tusby")
    same = EmployerFactory(name="Leipomo Esimerkki Oy", municipality=tuusula)
    longer = EmployerFactory(name="Uusi Leipomo Esimerkki Oy", municipality=tuusula)
    EmployerFactory(name="Pesula Malli Oy", municipality=tuusula)

    found = alike("OY LEIPOMO-ESIMERKKI AB", "Tusby", "")

    assert [(e, s, why) for e, s, why in found] == [
        (same, 98, "The same name and place"),
        (longer, 89, "The name is alike"),
    ]


def test_former_name_counts_too(db):
    employer = EmployerFactory(name="Uusi Oy", other_names="Vanha Esimerkki Oy, Toinen")

    found = alike("Vanha Esimerkki", "", "")

    assert [(e, s, why) for e, s, why in found] == [(employer, 96, "The same name")]


def test_the_record_itself_is_not_its_duplicate(db):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy", business_id=ID)

    assert alike(employer.name, "", ID, exclude=employer.pk) == []


@pytest.mark.parametrize("name", ["", "Oy", "K"])
def test_too_short_a_name_finds_nothing(db, name):
    EmployerFactory(name="Oy")

    assert alike(name, "", "") == []


def test_at_most_so_many_are_returned(db):
    EmployerFactory.create_batch(4, name="Leipomo Esimerkki Oy")

    assert len(alike("Leipomo Esimerkki", "", "", limit=3)) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_duplicates_queries_do_not_grow(db, django_assert_num_queries, rows):
    EmployerFactory.create_batch(rows, name="Leipomo Esimerkki Oy")

    with django_assert_num_queries(4):
        alike("Leipomo Esimerkki", "", ID)
