"""Asking for a visit: what the form takes and how it checks it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.workplace_form import WorkplaceForm
from employers.models import VisitRequest
from employers.phones import clean_phone
from employers.visit_asking import Asked


class VisitRequestForm(WorkplaceForm):
    """Where, who, what, when; the shortest way to be called back."""

    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("Give a phone number or an e-mail address. One is enough."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Check the e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    work = forms.MultipleChoiceField(
        label=_("Choose one or more, if you know"),
        choices=VisitRequest.Work.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("For example: what is left undone, what piles up, at what time."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    times = forms.MultipleChoiceField(
        label=_("When would a visit suit?"),
        choices=VisitRequest.Time.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.BooleanField(
        label=_("The job coaching service may contact me about this request."),
        error_messages={"required": _("Allow us to contact you.")},
    )

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = cleaned.get("phone") or cleaned.get("email")
        if not given and not {"phone", "email"} & set(self.errors):
            words = _(
                "Give a phone number or an e-mail address, so that we can answer."
            )
            self.add_error("phone", ValidationError(words))
        return cleaned

    def asked(self, *, language: str) -> Asked:
        """Return what was asked, in the language that the form was read in."""
        own = ("website", "opened", "consent")
        values = {k: v for k, v in self.cleaned_data.items() if k not in own}
        return Asked(language=language, **values)
