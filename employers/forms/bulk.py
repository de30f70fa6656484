"""What is asked before the ticked employers are changed."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.chips import describe
from crm.forms import DateInput
from crm.models import FollowUp, User
from crm.workdays import workday_from
from employers.forms.transitions import FARTHEST

WEEK = timedelta(days=7)
#: The kinds that one plans by hand; the others follow from something.
KINDS = (
    FollowUp.Kind.CALL,
    FollowUp.Kind.VISIT,
    FollowUp.Kind.EMAIL,
    FollowUp.Kind.OTHER,
)


def in_a_week() -> date:
    return workday_from(timezone.localdate() + WEEK)


class AssignForm(forms.Form):
    """Whose the employers become."""

    to = forms.ModelChoiceField(label=_("To whom?"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.assignable()  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """One step for all of them."""

    kind = forms.ChoiceField(
        label=_("What next?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        initial=FollowUp.Kind.CALL,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("For example: ask about the packing of boxes."),
        max_length=200,
        required=False,
    )
    due_on = forms.DateField(label=_("Day"), widget=DateInput, initial=in_a_week)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        icons = {kind.value: {"icon": FollowUp.ICONS[kind]} for kind in KINDS}
        describe(self.fields["kind"], **icons)
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today <= due_on <= today + FARTHEST:
            raise forms.ValidationError(
                _("Choose today or a later day, at most two years on.")
            )
        return due_on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("text") and data.get("kind"):
            data["text"] = str(FollowUp.Kind(data["kind"]).label)
        return data
