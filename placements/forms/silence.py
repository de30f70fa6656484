"""Until when a silence is all right, and why."""

from datetime import date
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.doubts import DoubtsForm
from crm.forms import DateInput
from employers.forms.transitions import FARTHEST
from placements.models import SilenceDismissal


class DismissForm(DoubtsForm, forms.ModelForm[SilenceDismissal]):
    """A day and a reason; neither can be left out."""

    class Meta:
        model = SilenceDismissal
        fields: ClassVar = ("until", "reason")
        widgets: ClassVar = {"until": DateInput}
        help_texts: ClassVar = {"reason": gettext_lazy("No names.")}

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day > timezone.localdate() + FARTHEST:
            raise ValidationError(_("Choose a day at most two years on."))
        return day
