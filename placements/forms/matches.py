"""What the moves of a match ask; the journey, and the consent to tell the employer."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.chips import describe
from crm.forms import DateInput
from placements.forms.moves import MoveForm
from placements.forms.records import not_ahead
from placements.models import Consent, Match


class DeclineForm(MoveForm):
    """Why the person says no; neutral, and nothing of health."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=Match.Reason.choices, widget=forms.RadioSelect
    )
    field_order = ("reason", "on", "note")


class TurnDownForm(MoveForm):
    """Why the employer says no; what the law says stands beside some reasons."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_(
            "Ask for the reason through the tasks of the job: which task, which hours."
        ),
        choices=Match.EmployerReason.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = {"hint": _("see the Non-discrimination Act")}
        suspect = {reason.value: law for reason in Match.SUSPECT}
        describe(self.fields["reason"], **suspect)


class WithdrawForm(MoveForm):
    """Why it is taken back."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=Match.Withdrawal.choices, widget=forms.RadioSelect
    )
    field_order = ("reason", "on", "note")


class JourneyForm(forms.ModelForm[Match]):
    """The way to work, and whether it has been practised (SEED-60)."""

    class Meta:
        model = Match
        fields: ClassVar = (
            "commute_mode",
            "commute_minutes",
            "commute_changes",
            "commute_last_bus",
            "commute_practised_on",
        )
        widgets: ClassVar = {
            "commute_last_bus": forms.TimeInput(
                attrs={"type": "time", "class": "short"}, format="%H:%M"
            ),
            "commute_practised_on": DateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("commute_mode", "commute_minutes"):
            self.fields[name].required = True

    def clean_commute_practised_on(self) -> date | None:
        return not_ahead(self.cleaned_data["commute_practised_on"])


class AllowForm(forms.ModelForm[Consent]):
    """The person lets this employer be told, until when."""

    class Meta:
        model = Consent
        fields: ClassVar = ("given_on", "until")
        widgets: ClassVar = {"given_on": DateInput, "until": DateInput}
        help_texts: ClassVar = {"until": _("Empty: until it is withdrawn.")}

    def clean_given_on(self) -> date | None:
        return not_ahead(self.cleaned_data["given_on"])
