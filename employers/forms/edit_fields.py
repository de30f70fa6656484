"""Fields of the employer's form that are more than a model's column."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from employers.industries import (
    Scheme,
    section_choices,
    section_named,
    section_of,
)

if TYPE_CHECKING:
    from employers.models import Employer

CODE = re.compile(r"[A-Z]|\d{2,5}")
HAS_ID, SOLE_TRADER, PUBLIC, OTHER = "has", "sole_trader", "public", "other"
#: Why an employer has no Y-tunnus: code → what is stored and shown.
REASONS = {
    SOLE_TRADER: gettext_lazy("Sole trader, Y-tunnus not known"),
    PUBLIC: gettext_lazy("Municipality or wellbeing services county"),
}


class IndustryField(forms.ChoiceField):
    """A section of TOL 2025, or the exact code the register gave: "TOL2025:10711"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=industry_choices, **kwargs)

    def offer(self, value: str) -> None:
        """Let the select show a value that is no section of the present scheme."""
        known = industry_choices()
        if self.valid_value(value) and value not in dict(known):
            self.choices = [*known, (value, industry_label(value))]

    def valid_value(self, value: str) -> bool:
        scheme, _colon, code = value.partition(":")
        return bool(CODE.fullmatch(code) and section_of(scheme, code))


def industry_choices() -> list[tuple[str, str]]:
    """Return the sections of the present scheme."""
    sections = section_choices(Scheme.TOL2025)
    return [("", _("Not known"))] + [(f"TOL2025:{c}", name) for c, name in sections]


def industry_label(value: str) -> str:
    """Say a code in words: "10711 Manufacturing (TOL 2008)"."""
    scheme, _colon, code = value.partition(":")
    section = section_named(scheme, section_of(scheme, code))
    words = f"{code} {section}"
    return words if scheme == Scheme.TOL2025 else f"{words} ({Scheme(scheme).label})"


def industry_of(employer: "Employer") -> str:
    """Return the field's value for an employer."""
    code = employer.industry_code
    return f"{employer.industry_scheme}:{code}" if code else ""


class NoIdField(forms.ChoiceField):
    """Whether the Y-tunnus is known, and if not, why."""

    widget = forms.RadioSelect
    choice_details = {OTHER: {"reveals": "other"}}

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            (HAS_ID, gettext_lazy("The Y-tunnus is known")),
            *REASONS.items(),
            (OTHER, gettext_lazy("Another reason")),
        ]
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value or HAS_ID))


def reason_text(code: str, other: str) -> str:
    """Return the reason as it is stored, in the installation's language."""
    with override(settings.LANGUAGE_CODE):
        return str(REASONS.get(code, other))


def reason_code(text: str) -> str:
    """Return the choice that a stored reason belongs to."""
    if not text:
        return HAS_ID
    with override(settings.LANGUAGE_CODE):
        known = {str(words): code for code, words in REASONS.items()}
    return known.get(text, OTHER)
