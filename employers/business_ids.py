"""The Finnish business ID (Y-tunnus): cleaning and checking, by python-stdnum."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

#: The register pads old six-digit numbers with a zero (domain.md 6.1).
OLD_LENGTH = 7


def clean_business_id(value: str) -> str:
    """Return the ID as 1234567-1; "" for an empty one; ValidationError otherwise."""
    text = "".join(value.upper().removeprefix("FI").split()).replace("\u2013", "-")
    if not text:
        return ""
    digits = text.replace("-", "")
    if len(digits) == OLD_LENGTH and digits.isdigit():
        digits = f"0{digits}"
    try:
        compact = ytunnus.validate(digits)
    except StdnumError as problem:
        raise ValidationError(
            _("The check digit of the Y-tunnus does not match. Check the number."),
            code="business_id",
        ) from problem
    return f"{compact[:7]}-{compact[7]}"


def validate_business_id(value: str) -> None:
    """Field validator: refuse an ID that is not in its clean form or does not match."""
    if clean_business_id(value) != value:
        raise ValidationError(_("Write the Y-tunnus as 1234567-1."), code="business_id")
