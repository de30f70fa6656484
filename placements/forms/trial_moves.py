"""What the moves of a trial ask: who signed, why it stops, how it ended."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.doubts import DoubtsForm
from crm.forms import DateInput
from employers.forms.transitions import FARTHEST
from placements.forms.moves import MoveForm
from placements.forms.records import not_ahead
from placements.models import Insurer, Party, Trial
from placements.trial_limits import used_text


def reasons(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices.choices, widget=forms.RadioSelect
    )


class InterruptForm(MoveForm):
    """Why there is a break, and when it should be over."""

    reason = reasons(gettext_lazy("Why a break?"), Trial.Break)
    expected_back_on = forms.DateField(
        label=gettext_lazy("When is the return expected?"), widget=DateInput
    )
    field_order = ("reason", "expected_back_on", "on", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        back, on = data.get("expected_back_on"), data.get("on") or timezone.localdate()
        if back and not on < back <= on + FARTHEST:
            self.add_error(
                "expected_back_on",
                _("Choose a day after the break begins, at most two years on."),
            )
        return data


class ExtendForm(MoveForm):
    """Until when, by whose agreement, and why."""

    ends_on = forms.DateField(label=gettext_lazy("New last day"), widget=DateInput)
    parties_agree = forms.BooleanField(
        label=gettext_lazy("Every party has agreed to it"),
        error_messages={
            "required": gettext_lazy("Every party must agree to the extension.")
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Why does it go on?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("ends_on", "parties_agree", "note", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last, field = self.record.last_end(), self.fields["ends_on"]
        if last:
            field.widget.attrs["max"] = last.isoformat()
            field.help_text = _("At most until %(day)s: used before %(used)s.") % {
                "day": f"{last:%-d.%-m.%Y}",
                "used": used_text(self.record.used_before()),
            }


class FinishForm(MoveForm):
    """To the assessment; before the last day with a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if timezone.localdate() < self.record.ends_on:
            self.fields["note"].label = _("Why does it end before the last day?")
            self.fields["note"].required = True


class TerminateForm(MoveForm):
    """Why it ended before its time."""

    reason = reasons(gettext_lazy("Why did it end?"), Trial.Termination)
    field_order = ("reason", "on", "note")


class CancelForm(MoveForm):
    """Why it never began."""

    reason = reasons(gettext_lazy("Why is it cancelled?"), Trial.Cancellation)
    field_order = ("reason", "on", "note")


class CompleteForm(MoveForm):
    """What came of it, and why the workplace's assessment is missing if it is."""

    reason = reasons(gettext_lazy("What came of the trial?"), Trial.Outcome)
    host_missing = forms.CharField(
        label=gettext_lazy("Why is there no assessment by the workplace?"),
        max_length=200,
    )
    field_order = ("reason", "host_missing", "note", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record.is_assessed_by_host():
            del self.fields["host_missing"]


class SignForm(DoubtsForm):
    """Who has signed, on which day; the document; who insures; who was told."""

    document = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=60, required=False
    )
    insurer = forms.ChoiceField(
        label=gettext_lazy("Who takes the accident insurance?"), choices=Insurer
    )
    told = forms.BooleanField(
        label=gettext_lazy(
            "The employees' representative has been told the person's name and the "
            "contract"
        ),
        required=False,
    )

    def __init__(self, *args: Any, trial: Trial, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trial = trial
        signing = {party.value: self._signing(party) for party in trial.type.signing}
        self.fields = signing | self.fields
        if not trial.type.tells_representative:
            del self.fields["told"]
        self.initial |= trial.signatures | {
            "document": trial.document,
            "insurer": trial.insurer or trial.type.insurer,
            "told": trial.representative_told,
        }

    def _signing(self, party: Party) -> forms.DateField:
        """Return one party's field; of an agreed contract none can be taken away."""
        text = _("%(party)s signed on")
        return forms.DateField(
            label=text % {"party": party.label},
            widget=DateInput(attrs={"class": "short"}),
            required=self.trial.state == Trial.State.AGREED,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for party in self.trial.type.parties:
            try:
                not_ahead(data.get(party))
            except forms.ValidationError as error:
                self.add_error(party, error)
        return data

    def signatures(self) -> dict[str, date]:
        """Return the day of each party that has signed."""
        parties = self.trial.type.parties
        return {p: day for p in parties if (day := self.cleaned_data.get(p))}

    def known(self) -> dict[str, Any]:
        """Return what else the contract says, by the trial's fields."""
        data = self.cleaned_data
        told = data.get("told", self.trial.representative_told)
        said = {"document": data["document"], "insurer": data["insurer"]}
        return said | {"representative_told": told}
