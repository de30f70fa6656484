"""Consents, safety questions, other services, purposes and disclosures."""

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
from placements.access import PURPOSES
from placements.models import Candidate, Consent, OtherCoaching, SafetyQuestion

OTHER = "other"
#: Purposes that a manager can state.
STATED = ("check", "hand_over", "request", "complaint")
#: Law 703/2023 section 11: log data of two years, older ones for a special reason.
YEARS = 2


def not_ahead(day: date | None) -> date | None:
    """Return the day; refuse one that is still to come."""
    if day and day > timezone.localdate():
        raise ValidationError(_("The day cannot be in the future."))
    return day


class ConsentForm(DoubtsForm, forms.ModelForm[Consent]):
    """What may be told, to whom, until when."""

    class Meta:
        model = Consent
        fields: ClassVar = ("what", "recipient", "given_on", "until")
        widgets: ClassVar = {
            "what": forms.RadioSelect,
            "given_on": DateInput,
            "until": DateInput,
        }
        help_texts: ClassVar = {
            "recipient": gettext_lazy("The organisation, not a person."),
            "until": gettext_lazy("Empty: until it is withdrawn."),
        }

    def clean_given_on(self) -> date | None:
        return not_ahead(self.cleaned_data["given_on"])


class SafetyForm(forms.ModelForm[SafetyQuestion]):
    """How a question about safety stands; never what was answered."""

    class Meta:
        model = SafetyQuestion
        fields: ClassVar = ("source", "status", "ground", "on")
        widgets: ClassVar = {
            "source": forms.RadioSelect,
            "status": forms.RadioSelect,
            "ground": forms.RadioSelect,
            "on": DateInput,
        }

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        needless = data.get("status") == SafetyQuestion.Status.NOT_NEEDED
        if not needless and data.get("ground") == SafetyQuestion.Ground.NONE:
            self.add_error("ground", _("Say on what ground it was asked."))
        return data

    def validate_unique(self) -> None:
        """Let a second answer about one source replace the first."""


class OtherCoachingForm(forms.ModelForm[OtherCoaching]):
    """Which other service coaches the same person, since when and until when."""

    class Meta:
        model = OtherCoaching
        fields: ClassVar = ("provider", "since", "until")
        widgets: ClassVar = {
            "provider": forms.RadioSelect,
            "since": DateInput,
            "until": DateInput,
        }
        help_texts: ClassVar = {"until": gettext_lazy("Empty: it goes on.")}


class PurposeForm(DoubtsForm):
    """Why a candidate of somebody else is opened."""

    why = forms.ChoiceField(
        label=gettext_lazy("For what purpose?"),
        choices=[(key, PURPOSES[key]) for key in STATED]
        + [(OTHER, gettext_lazy("another purpose"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Which purpose?"), max_length=150, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        describe(self.fields["why"], **{OTHER: {"reveals": "other"}})
        self.fields["words"].shown_by = "other"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("why") == OTHER and not (data.get("words") or "").strip():
            self.add_error("words", _("Say for what purpose."))
        return data

    @property
    def purpose(self) -> str:
        """Return the code of the purpose, or the words for another one."""
        why: str = self.cleaned_data["why"]
        return self.cleaned_data["words"].strip() if why == OTHER else why


class LogExportForm(DoubtsForm):
    """Why the log is taken out, and how far back it reaches."""

    purpose = forms.CharField(
        label=gettext_lazy("For what purpose?"),
        help_text=gettext_lazy("For example: the person's own request."),
        max_length=150,
    )
    older = forms.BooleanField(
        label=gettext_lazy("Also what is older than two years"),
        help_text=gettext_lazy(
            "The law gives two years; what is older needs a special reason."
        ),
        required=False,
    )

    def since(self) -> date | None:
        """Return the first day that is taken out; None for all of them."""
        if self.cleaned_data["older"]:
            return None
        return years_ago(timezone.localdate(), YEARS)


def years_ago(day: date, years: int) -> date:
    """Return the same day so many years earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=day.day - 1)


class DisclosureForm(DoubtsForm):
    """What was told to whom, when, for what purpose and on what ground."""

    what = forms.CharField(
        label=gettext_lazy("What was told?"),
        help_text=gettext_lazy("In general: “work profile”, not the words themselves."),
        max_length=150,
    )
    recipient = forms.CharField(
        label=gettext_lazy("To whom?"),
        help_text=gettext_lazy("The organisation, not a person."),
        max_length=150,
    )
    purpose = forms.CharField(label=gettext_lazy("For what purpose?"), max_length=150)
    basis = forms.ChoiceField(
        label=gettext_lazy("On what ground?"), widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=DateInput,
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = candidate.consents.standing()
        field: Any = self.fields["basis"]
        field.choices = [
            *((f"{_('Consent')}: {one}", str(one)) for one in standing),
            ("703/2023 55-56 §", _("Law 703/2023, sections 55-56")),
        ]

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])
