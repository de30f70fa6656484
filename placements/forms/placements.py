"""What a placement asks: when it is agreed, when it moves, when one looks at it."""

from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.chips import describe
from crm.doubts import DoubtsForm
from crm.forms import DateInput
from crm.stale import StaleGuardForm
from employers.forms.benefits import AmountField
from employers.forms.transitions import FARTHEST
from employers.models import TailoredJob, Workplace
from placements.forms.moves import MoveForm
from placements.forms.records import not_ahead
from placements.models import AllowanceRate, Checkpoint, PayReview, Placement

Kind = Placement.Kind
#: Weeks between the contacts of a faded support that are offered.
INTERVALS = (4, 8, 12, 26)
#: A week has no more hours of work than this.
MOST_HOURS = 60


class TermsMixin(forms.Form):
    """Hours, pay, support and the talk about benefits."""

    hours_a_week = AmountField(
        label=gettext_lazy("Hours a week"),
        required=False,
        max_value=MOST_HOURS,
        decimal_places=1,
    )
    pay_amount = AmountField(label=gettext_lazy("Pay"), required=False)
    pay_supplements = AmountField(
        label=gettext_lazy("Supplements a month"),
        help_text=gettext_lazy(
            "Evening, Saturday and Sunday supplements: they count to the limit."
        ),
        required=False,
    )

    #: Those of ``Placement`` that can be changed while it stands.
    TERMS: ClassVar = (
        "ends_on",
        "hours_a_week",
        "pay_form",
        "pay_amount",
        "pay_supplements",
        "support_plan",
        "counselled_on",
        "counselling_declined",
    )
    WIDGETS: ClassVar = {
        "kind": forms.RadioSelect,
        "starts_on": DateInput,
        "ends_on": DateInput,
        "counselled_on": DateInput,
        "support_plan": forms.Textarea(attrs={"rows": 4}),
    }
    HELP: ClassVar = {
        "ends_on": gettext_lazy("Empty: until further notice."),
        "counselled_on": gettext_lazy("Before the work begins."),
    }

    def clean_counselled_on(self) -> date | None:
        return not_ahead(self.cleaned_data["counselled_on"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind") or getattr(self, "instance").kind  # noqa: B009 - a ModelForm's
        unpaid = TailoredJob.PayForm.UNPAID
        if kind == Kind.OPEN_ACTIVITY:
            data["pay_form"] = unpaid
            data["pay_amount"] = data["pay_supplements"] = None
        elif data.get("pay_form") == unpaid:
            self.add_error("pay_form", _("Work without pay is open work activity."))
        return data


class PlacementForm(DoubtsForm, TermsMixin, forms.ModelForm[Placement]):
    """Agree on a placement; what is known of job or trial stands there already."""

    class Meta:
        model = Placement
        fields: ClassVar = ("kind", "workplace", "starts_on", *TermsMixin.TERMS)
        widgets: ClassVar = TermsMixin.WIDGETS
        help_texts: ClassVar = TermsMixin.HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placement = self.instance
        self.initial.setdefault("starts_on", timezone.localdate())
        kinds: Any = self.fields["kind"]
        if placement.employer:
            kinds.choices = [c for c in Kind.choices if c[0] != Kind.OWN_BUSINESS]
            sites: Any = placement.employer.workplaces
            field = cast("forms.ModelChoiceField[Workplace]", self.fields["workplace"])
            field.queryset = sites.in_use().select_related("municipality")
        else:
            kinds.choices = [(Kind.OWN_BUSINESS.value, Kind.OWN_BUSINESS.label)]
            del self.fields["workplace"]
        hint = {"hint": _("counted apart from paid work")}
        describe(kinds, **{Kind.OPEN_ACTIVITY.value: hint})

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > timezone.localdate() + FARTHEST:
            raise ValidationError(_("Choose a day at most two years on."))
        return day


class TermsForm(DoubtsForm, TermsMixin, StaleGuardForm):
    """Change what was agreed, and say whether the placement is at risk."""

    class Meta:
        model = Placement
        fields: ClassVar = (*TermsMixin.TERMS, "at_risk", "risk_note")
        widgets: ClassVar = TermsMixin.WIDGETS
        help_texts: ClassVar = TermsMixin.HELP


# --- moves ----------------------------------------------------------------------


class FadeForm(MoveForm):
    """How often one keeps in touch from now on; both sides agree."""

    contact_weeks = forms.TypedChoiceField(
        label=gettext_lazy("How often do you keep in touch?"),
        help_text=gettext_lazy("The interval goes on by itself: support never ends."),
        coerce=int,
        choices=[
            (n, ngettext_lazy("Every week", "Every %(n)d weeks", n) % {"n": n})
            for n in INTERVALS
        ],
        initial=8,
        widget=forms.RadioSelect,
    )
    both_agree = forms.BooleanField(
        label=gettext_lazy("The person and the employer agree"), required=False
    )
    field_order = ("contact_weeks", "both_agree", "on", "note")


class IntensifyForm(MoveForm):
    """What has changed."""

    note = forms.CharField(
        label=gettext_lazy("What has changed?"),
        help_text=gettext_lazy("New tasks, a new superior. No names."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InterruptForm(MoveForm):
    """Why it pauses, and when the return is expected."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why a break?"),
        choices=Placement.BreakReason.choices,
        widget=forms.RadioSelect,
    )
    expected_back_on = forms.DateField(
        label=gettext_lazy("When is the return expected?"), widget=DateInput
    )
    field_order = ("reason", "expected_back_on", "on", "note")

    def clean_expected_back_on(self) -> date:
        day: date = self.cleaned_data["expected_back_on"]
        if day > timezone.localdate() + FARTHEST:
            raise ValidationError(_("Choose a day at most two years on."))
        return day


class EndForm(MoveForm):
    """Why the work ends; how that counts stands beside it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it end?"),
        choices=Placement.EndReason.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = Placement.END_CLASSES.items()
        hints = {reason.value: {"hint": kind.label} for reason, kind in classes}
        describe(self.fields["reason"], **hints)


# --- looking at it ----------------------------------------------------------------


class CheckpointForm(DoubtsForm):
    """How it goes at a checkpoint; or that it waits, or is left out and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=Checkpoint.Outcome.choices,
        initial=Checkpoint.Outcome.DONE,
        widget=forms.RadioSelect,
    )
    satisfaction = forms.TypedChoiceField(
        label=gettext_lazy("How does the person feel?"),
        choices=[(int(face), face.label) for face in reversed(Checkpoint.Face)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    employer_grade = forms.TypedChoiceField(
        label=gettext_lazy("The employer's grade"),
        help_text=gettext_lazy("From 1, poor, to 5, very good."),
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    issues = forms.MultipleChoiceField(
        label=gettext_lazy("What does not go well yet?"),
        choices=Checkpoint.Issue.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours_a_week = AmountField(
        label=gettext_lazy("Hours a week now"),
        required=False,
        max_value=MOST_HOURS,
        decimal_places=1,
    )
    support_hours = AmountField(
        label=gettext_lazy("Hours of our support since the last time"),
        required=False,
        max_value=200,
        decimal_places=1,
    )
    until = forms.DateField(
        label=gettext_lazy("Until when?"), widget=DateInput, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("No names. If it was not done, say why."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    #: What is asked only about a checkpoint that was done.
    FOUND: ClassVar = (*Checkpoint.FOUND, "issues")

    def __init__(self, *args: Any, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        if not is_open:  # what is closed cannot be put off any more
            later = Checkpoint.Outcome.POSTPONED
            outcome.choices = [c for c in outcome.choices if c[0] != later]
        describe(
            outcome,
            done={"icon": "check", "reveals": "meeting"},
            postponed={"icon": "snooze", "reveals": "date"},
            not_done={"icon": "x"},
        )
        icons = {1: "frown", 2: "meh", 3: "smile"}
        faces = {str(n): {"icon": icon} for n, icon in icons.items()}
        describe(self.fields["satisfaction"], **faces)
        for name in self.FOUND:
            self.fields[name].shown_by = "meeting"  # type: ignore[attr-defined]
        self.fields["until"].shown_by = "date"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        outcome, today = data.get("outcome"), timezone.localdate()
        until: date | None = data.get("until")
        if outcome == Checkpoint.Outcome.POSTPONED and not (
            until and today < until <= today + timedelta(days=90)
        ):
            self.add_error("until", _("Choose a day from tomorrow to 90 days ahead."))
        if outcome == Checkpoint.Outcome.NOT_DONE and not data.get("note", "").strip():
            self.add_error("note", _("Say why it was not done."))
        return data

    def found(self) -> dict[str, Any]:
        """Return what was found, as ``Checkpoint.mark_done`` takes it."""
        return {name: self.cleaned_data[name] for name in self.FOUND}


class PayReviewForm(DoubtsForm):
    """Whether open work activity could be paid, and what is decided."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What was decided?"),
        choices=PayReview.Outcome.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed when it goes on without pay. No names."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        describe(
            self.fields["outcome"],
            continues={"hint": _("looked at again in half a year")},
            paid={"hint": _("an employment is agreed on next")},
        )


class RateForm(forms.ModelForm[AllowanceRate]):
    """What a municipality gives for a day of work activity, and since when."""

    rate = AmountField(label=gettext_lazy("Allowance, € a day"), max_value=100)
    meal = AmountField(
        label=gettext_lazy("Meal, € a day"),
        help_text=gettext_lazy("Empty: the usual price. 0: no meal is deducted."),
        required=False,
        max_value=100,
    )

    class Meta:
        model = AllowanceRate
        fields: ClassVar = (
            "municipality",
            "kind",
            "valid_from",
            "rate",
            "meal",
            "source",
        )
        widgets: ClassVar = {"kind": forms.RadioSelect, "valid_from": DateInput}
