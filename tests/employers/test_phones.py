"""Phone numbers: tolerant in, E.164 inside, national grouping out."""

import pytest
from django.core.exceptions import ValidationError

from employers.phones import clean_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("040 000 0101", "+358400000101"),
        ("0400000101", "+358400000101"),
        ("+358 40 000 0101", "+358400000101"),
        ("00358400000101", "+358400000101"),
        ("040-000 0101", "+358400000101"),
        ("(09) 123 4567", "+35891234567"),
        ("+46 8 123 456 78", "+46812345678"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_number_is_stored_in_one_form(typed, stored):
    assert clean_phone(typed) == stored


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soita keskukseen", "not a phone number"),
        ("04", "too few or too many"),
        ("040 000 0101 0102", "too few or too many"),
    ],
)
def test_what_is_no_number_says_why(typed, why):
    with pytest.raises(ValidationError, match=why):
        clean_phone(typed)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+358400000101", "040 000 0101"),
        ("+46812345678", "+46 8 123 456 78"),
        ("", ""),
        ("kysy vaihteesta", "kysy vaihteesta"),
    ],
)
def test_number_is_shown_as_people_write_it(stored, shown):
    assert show_phone(stored) == shown
