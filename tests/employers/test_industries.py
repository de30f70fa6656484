"""Industry codes: a letter means nothing without its scheme."""

import itertools

import pytest
from django.utils.translation import override

from employers.industries import (
    Scheme,
    section_choices,
    section_named,
    section_of,
    sections,
)
from tests.factories import EmployerFactory


@pytest.mark.parametrize(
    ("scheme", "code", "letter"),
    [
        ("TOL2025", "10711", "C"),
        ("TOL2025", "C", "C"),
        ("TOL2025", "c", "C"),
        ("TOL2008", "62010", "J"),
        ("TOL2025", "62010", "K"),
        ("TOL2008", "70100", "M"),
        ("TOL2025", "70100", "N"),
        ("TOL2025", "00000", ""),
        ("TOL2025", "Z", ""),
        ("TOL2025", "?", ""),
        ("TOL2025", "", ""),
        ("", "10711", ""),
    ],
)
def test_section_is_found_within_its_scheme(scheme, code, letter):
    assert section_of(scheme, code) == letter


def test_same_letter_means_different_things_in_the_two_schemes():
    old, new = section_named("TOL2008", "J"), section_named("TOL2025", "J")

    assert str(old) != str(new)
    assert (old.key, new.key) == ("TOL2008:J", "TOL2025:J")


def test_sections_are_named_in_the_readers_language():
    section = section_named("TOL2025", "C")

    names = []
    for language in ("fi", "sv", "en", "de"):
        with override(language):
            names.append(str(section))

    assert names[0] == names[3] == "Teollisuus"
    assert len(set(names)) == 3


def test_choices_are_the_letters_of_one_scheme_in_order():
    letters = [letter for letter, _name in section_choices()]

    assert letters == [chr(n) for n in range(ord("A"), ord("V") + 1)]
    assert len(section_choices(Scheme.TOL2008)) == 21


def test_divisions_of_a_scheme_do_not_overlap():
    for scheme in Scheme:
        rows = [s for s in sections() if s.scheme == scheme]

        assert all(a.last < b.first for a, b in itertools.pairwise(rows))


def test_employer_keeps_its_section_with_its_scheme(db):
    old = EmployerFactory(industry_scheme="TOL2008", industry_code="62010")
    new = EmployerFactory(industry_scheme="TOL2025", industry_code="62010")

    assert (old.industry_section, new.industry_section) == ("J", "K")
    assert old.industry_name != new.industry_name
    assert EmployerFactory(industry_code="").industry_name == ""
