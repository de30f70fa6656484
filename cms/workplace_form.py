"""Which workplace writes, and who: what every public form about one begins with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.spam import GuardedForm
from crm.models import Municipality
from employers.business_ids import clean_business_id
from employers.forms.texts import guard_texts


class WorkplaceForm(GuardedForm):
    """The workplace by name, Y-tunnus and municipality, and the writer's name."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        places = Municipality.objects.filter(valid_to__isnull=True)
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]

    def clean_business_id(self) -> str:
        return clean_business_id(self.cleaned_data["business_id"])
