"""The placement that a trial leads to: only what the trial does not know."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.forms import DateInput
from placements.models import Placement
from placements.trial_outcome import LEADS_ON


class PlacementAfterForm(forms.ModelForm[Placement]):
    """Kind, days, hours, and whether the benefits were talked about."""

    class Meta:
        model = Placement
        fields: ClassVar = (
            "kind",
            "starts_on",
            "ends_on",
            "hours_a_week",
            "counselled_on",
            "counselling_declined",
        )
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "starts_on": DateInput,
            "ends_on": DateInput,
            "counselled_on": DateInput,
        }
        help_texts: ClassVar = {
            "ends_on": _("Empty: until further notice."),
        }

    def __init__(self, *args: Any, outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Placement.Kind.choices)
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [(kind, labels[kind]) for kind in LEADS_ON[outcome]]
