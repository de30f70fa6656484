"""Phone numbers: tolerant input, E.164 in storage, national grouping on screen."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: People group the last seven digits of a mobile number by three and four.
MOBILE = re.compile(r"^(0\d\d) (\d{3})(\d{4})$")


def clean_phone(value: str) -> str:
    """Return the number in E.164 ("" for empty); ValidationError if it is no number."""
    if not value.strip():
        return ""
    try:
        number = phonenumbers.parse(value, "FI")
    except phonenumbers.NumberParseException as problem:
        raise ValidationError(
            _("This is not a phone number. Write it as 040 123 4567."), code="phone"
        ) from problem
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(
            _("This phone number has too few or too many digits."), code="phone"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(value: str) -> str:
    """Return an E.164 number as people write it at home; as it is if unreadable."""
    if not value:
        return ""
    try:
        number = phonenumbers.parse(value, "FI")
    except phonenumbers.NumberParseException:
        return value
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if phonenumbers.region_code_for_number(number) in {"FI", None}
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return MOBILE.sub(r"\1 \2 \3", phonenumbers.format_number(number, style))
