"""Forms of a candidate's officers and matters at authorities."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.chips import describe
from crm.doubts import DoubtsForm
from crm.forms import DateInput
from placements.forms.records import not_ahead
from placements.models import Attempt, Candidate, Matter, Officer, Official

#: So many officials at most are chosen from.
MOST = 200


def choices_for(candidate: Candidate) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return by authority: nobody known, then those who serve the municipality."""
    serving = Official.objects.in_office().serving(candidate.municipality_id)
    found = list(serving.order_by("authority", "name", "line", "pk")[:MOST])
    return [
        (
            str(authority.label),
            [
                (f"{authority}:", _("Officer unknown")),
                *(
                    (f"{authority}:{one.pk}", told(one))
                    for one in found
                    if one.authority == authority
                ),
            ],
        )
        for authority in Official.Authority
    ]


def told(official: Official) -> str:
    parts = [str(official), official.line, official.office]
    return " · ".join(part for part in parts if part)


class OfficerForm(forms.Form):
    """Who deals with the matters, or that nobody knows, and since when."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who?"),
        help_text=gettext_lazy("Somebody missing? Add them to the officials first."),
    )
    on = forms.DateField(
        label=gettext_lazy("Since which day?"),
        widget=DateInput,
        initial=timezone.localdate,
    )

    def __init__(
        self,
        *args: Any,
        candidate: Candidate,
        officer: Officer | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["who"]
        field.choices = choices_for(candidate)
        if officer:
            self.initial["who"] = f"{officer.authority}:{officer.official_id or ''}"

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    @property
    def chosen(self) -> tuple[str, Official | None]:
        """Return the authority, and the official if somebody is known."""
        authority, _colon, pk = self.cleaned_data["who"].partition(":")
        return authority, Official.objects.filter(pk=pk).first() if pk else None


class MatterForm(DoubtsForm, forms.ModelForm[Matter]):
    """Where and what about; the few words hold no name and nothing of health."""

    class Meta:
        model = Matter
        fields: ClassVar = ("authority", "subject", "about")
        widgets: ClassVar = {
            "authority": forms.RadioSelect,
            "subject": forms.RadioSelect,
        }


class AttemptForm(forms.ModelForm[Attempt]):
    """How the authority was asked, how that went, what was answered at once."""

    class Meta:
        model = Attempt
        fields: ClassVar = ("channel", "outcome", "answer", "on")
        widgets: ClassVar = {
            "channel": forms.RadioSelect,
            "outcome": forms.RadioSelect,
            "on": DateInput,
        }

    answer = forms.ChoiceField(
        label=gettext_lazy("What was answered at once?"),
        help_text=gettext_lazy("Nothing chosen: it waits for an answer."),
        choices=[
            one for one in Attempt.Answer.choices if one[0] != Attempt.Answer.NONE
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        icons = {str(way): {"icon": icon} for way, icon in Attempt.ICONS.items()}
        describe(self.fields["channel"], **icons)

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        missed = data.get("outcome") == Attempt.Outcome.NOT_REACHED
        if missed and data.get("answer"):
            self.add_error("answer", _("Nobody was reached: there is no answer yet."))
        return data


class AnswerForm(forms.Form):
    """What came back to an attempt, and on which day."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What was the answer worth?"),
        choices=Attempt.Answer.choices,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=DateInput,
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attempt = attempt

    def clean_on(self) -> date:
        on = not_ahead(self.cleaned_data["on"])
        if on is None or on < self.attempt.on:
            raise ValidationError(_("The answer cannot come before the question."))
        return on
