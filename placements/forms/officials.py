"""Forms of the directory of officials."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.forms import DateInput
from crm.models import Municipality
from crm.stale import StaleGuardForm
from employers.phones import clean_phone, show_phone
from placements.forms.records import not_ahead
from placements.models import Official

PHONE = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})


class OfficialSearchForm(forms.Form):
    """What of the directory is looked at."""

    q = forms.CharField(required=False)
    authority = forms.ChoiceField(
        label=_("Authority"),
        choices=[("", _("All")), *Official.Authority.choices],
        required=False,
    )
    place = forms.ModelChoiceField(
        label=_("Serves"),
        queryset=Municipality.objects.all(),
        empty_label=_("All municipalities"),
        required=False,
    )
    stale = forms.BooleanField(label=_("Only what must be confirmed"), required=False)


class OfficialForm(StaleGuardForm):
    """Who it is, where, what for, and how they are reached."""

    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=PHONE
    )

    class Meta:
        model = Official
        fields: ClassVar = (
            "authority",
            "office",
            "line",
            "name",
            "phone",
            "email",
            "channel",
            "municipalities",
            "since",
        )
        widgets: ClassVar = {
            "municipalities": forms.CheckboxSelectMultiple,
            "since": DateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phone"] = show_phone(self.instance.phone)

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])


class SuccessorForm(forms.Form):
    """Since when it is somebody else, and who, if that is known."""

    on = forms.DateField(
        label=_("Since which day?"), widget=DateInput, initial=timezone.localdate
    )
    name = forms.CharField(
        label=_("Who is it now?"),
        max_length=120,
        required=False,
        help_text=_("Empty while nobody knows who it is."),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=PHONE
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])
