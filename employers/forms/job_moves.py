"""What the moves of a tailored job ask."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.chips import describe
from crm.forms import DateInput
from employers.forms.transitions import DatedForm
from employers.models import ContactPerson, TailoredJob


def why(label: Any) -> forms.CharField:
    """Return a text that must be given."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}))


class SendForm(DatedForm):
    """How the proposal goes, and to whom."""

    channel = forms.ChoiceField(
        label=_("How is it sent?"),
        choices=TailoredJob.Channel.choices,
        initial="link",
        widget=forms.RadioSelect,
    )
    person = forms.ModelChoiceField(
        label=_("To whom?"), queryset=ContactPerson.objects.none(), required=False
    )
    field_order = ("channel", "person", "on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.record.employer.people.present()
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        icons = {"link": "link", "email": "mail", "paper": "print"}
        describe(self.fields["channel"], **{k: {"icon": v} for k, v in icons.items()})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        person = data.get("person")
        if data.get("channel") == "email" and not (person and person.email):
            self.add_error("person", _("Choose a person who has an e-mail address."))
        return data


class HoldForm(DatedForm):
    """Why it waits, and when to look again."""

    revisit_on = forms.DateField(label=_("When do we look again?"), widget=DateInput)
    note = why(_("Why does it wait?"))
    field_order = ("revisit_on", "note", "on")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        again = data.get("revisit_on")
        if again and again <= (data.get("on") or timezone.localdate()):
            self.add_error("revisit_on", _("The day to look again must be later."))
        return data


class WithdrawForm(DatedForm):
    """Why the employer withdrew."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=TailoredJob.Withdrawal.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "note", "on")


class ReleaseForm(DatedForm):
    """Why a candidate and the job did not meet."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_(
            "If the employer declines, ask for the reason through the tasks of the "
            "job: which task, which hours. The Non-discrimination Act forbids "
            "declining because of a disability when reasonable adjustments would do."
        ),
        choices=TailoredJob.Decline.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "note", "on")


class PresentForm(DatedForm):
    """What must be in order before a candidate is presented."""

    consent = forms.BooleanField(
        label=_("The candidate has consented to be presented to this employer"),
        required=False,
    )
    travel = forms.BooleanField(
        label=_("The journey to work has been checked"), required=False
    )
    field_order = ("consent", "travel", "on", "note")


class CloseForm(DatedForm):
    """Why the job ends."""

    note = why(_("Why does it end?"))


class NegotiateForm(DatedForm):
    """What the employer would like otherwise."""

    note = why(_("What should change?"))


class PaperForm(forms.Form):
    """The employer has signed on paper: who, and on which day."""

    person = forms.ModelChoiceField(
        label=_("Who accepted?"), queryset=ContactPerson.objects.none()
    )
    on = forms.DateField(
        label=_("On which day?"), widget=DateInput, initial=timezone.localdate
    )

    def __init__(self, *args: Any, job: TailoredJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = job.employer.people.present()  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day cannot be in the future."))
        return on
