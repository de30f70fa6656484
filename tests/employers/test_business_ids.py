"""The Y-tunnus: what is accepted, how it is cleaned, what is refused."""

import pytest
from django.core.exceptions import ValidationError

from employers.business_ids import clean_business_id, validate_business_id


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("1234567-1", "1234567-1"),
        ("12345671", "1234567-1"),
        (" 1234567\u20131 ", "1234567-1"),
        ("FI12345671", "1234567-1"),
        ("fi 1234567-1", "1234567-1"),
        ("112038-9", "0112038-9"),
        ("1120389", "0112038-9"),
        ("0100002-9", "0100002-9"),
        ("1639413-9", "1639413-9"),
        ("1234503-0", "1234503-0"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_id_is_cleaned_into_one_form(typed, clean):
    assert clean_business_id(typed) == clean


@pytest.mark.parametrize(
    "typed",
    [
        "1234567-2",
        "1234509-0",
        "1234509-1",
        "1234517-1",
        "1234525-0",
        "123",
        "12345678901",
        "abcdefg-1",
        "0",
    ],
)
def test_wrong_id_is_refused(typed):
    with pytest.raises(ValidationError, match="check digit"):
        clean_business_id(typed)


def test_stored_id_must_be_in_the_clean_form():
    validate_business_id("1234567-1")

    with pytest.raises(ValidationError, match="Write the Y-tunnus as 1234567-1"):
        validate_business_id("12345671")
