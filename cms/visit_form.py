"""Asking for a visit: what the form takes and how it checks it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.spam import GuardedForm
from crm.models import Municipality
from employers.business_ids import clean_business_id
from employers.forms.texts import guard_texts
from employers.models import VisitRequest
from employers.phones import clean_phone
from employers.visit_asking import Asked


class VisitRequestForm(GuardedForm):
    """Where, who, what, when; the shortest way to be called back."""

    use_required_attribute = False

    organisation = forms.CharField(
        label=_("Name of the company or organisation"),
        max_length=200,
        error_messages={"required": _("Write the name of the workplace.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    business_id = forms.CharField(
        label="Y-tunnus",
        help_text=_("Not required. In the form 1234567-1."),
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose where the workplace is.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        places = Municipality.objects.filter(valid_to__isnull=True)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]

    def clean_business_id(self) -> str:
        return clean_business_id(self.cleaned_data["business_id"])

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
