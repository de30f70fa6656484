"""Free texts of the employer's forms: a personal identity code is never saved."""

from django import forms
from django.core.exceptions import ValidationError

from crm.privacy import concerns


def refuse_codes(text: str) -> None:
    """Field validator: refuse what may not be kept at all."""
    blocking = [concern.message for concern in concerns(text) if concern.blocks]
    if blocking:
        raise ValidationError(blocking, code="identity")


def guard_texts(form: forms.BaseForm) -> None:
    """Let every text field of the form refuse personal identity codes."""
    for field in form.fields.values():
        if isinstance(field, forms.CharField):
            field.validators.append(refuse_codes)
