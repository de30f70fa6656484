"""What the moves of a candidate ask, and who looks after them."""

from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.chips import describe
from crm.doubts import DoubtsForm
from crm.forms import DateInput
from crm.models import FollowUp, User
from employers.forms.transitions import FARTHEST, DatedForm
from placements.models import (
    Candidate,
    CandidateQuerySet,
    CaseloadOverride,
    own_cap,
)

#: A permission to exceed the cap is for a time, and by so many at most.
LONGEST, MOST_OVER = timedelta(days=366), 10


class MoveForm(DoubtsForm, DatedForm):
    """On which day, and a note without names."""


class PauseForm(MoveForm):
    """Why there is a break, and when it should be over."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why a break?"),
        choices=Candidate.PauseReason.choices,
        widget=forms.RadioSelect,
    )
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


class EndForm(MoveForm):
    """Why the coaching ends; how that counts stands beside it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it end?"),
        choices=Candidate.EndReason.choices,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = Candidate.END_CLASSES.items()
        hints = {reason.value: {"hint": kind.label} for reason, kind in classes}
        describe(self.fields["reason"], **hints)


def colleagues(field: Any, *, without: User | None) -> None:
    """Let the field choose among those who can take candidates."""
    people = User.objects.assignable()
    field.queryset = people.exclude(pk=without.pk) if without else people


class HandOverForm(DoubtsForm):
    """To whom, and what they should know."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("To whom?"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
    )
    note = forms.CharField(
        label=gettext_lazy("What should they know?"),
        help_text=gettext_lazy(
            "Where things stand, and which employers should be told. No names."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues(self.fields["to"], without=candidate.coach)


class CaseloadHandOverForm(HandOverForm):
    """Several candidates of one coach to another."""

    candidates = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom?"),
        queryset=Candidate.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("candidates", "to", "note")

    def __init__(
        self, *args: Any, coach: User, mine: CandidateQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, candidate=Candidate(coach=coach), **kwargs)
        field = cast("forms.ModelMultipleChoiceField", self.fields["candidates"])
        field.queryset = mine


class DeputyForm(forms.Form):
    """Who sees and acts on the candidate beside the coach."""

    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Nobody"),
        required=False,
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues(self.fields["deputy"], without=candidate.coach)
        self.initial["deputy"] = candidate.deputy_id


class OverrideForm(DoubtsForm, forms.ModelForm[CaseloadOverride]):
    """How many a coach may have, until when, and why."""

    class Meta:
        model = CaseloadOverride
        fields: ClassVar = ("limit", "until", "reason")
        widgets: ClassVar = {"until": DateInput}

    def clean_limit(self) -> int:
        limit: int = self.cleaned_data["limit"]
        cap = own_cap(self.instance.coach)
        if not cap <= limit <= cap + MOST_OVER:
            raise ValidationError(
                _("Give a number from %(first)d to %(last)d.")
                % {"first": cap, "last": cap + MOST_OVER}
            )
        return limit

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise ValidationError(_("Choose today or a later day, at most a year on."))
        return until


class StepForm(DoubtsForm):
    """What is done next, and by which day."""

    text = forms.CharField(label=gettext_lazy("What?"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("How?"),
        choices=[
            (kind.value, kind.label)
            for kind in (
                FollowUp.Kind.CALL,
                FollowUp.Kind.VISIT,
                FollowUp.Kind.EMAIL,
                FollowUp.Kind.CHECK,
                FollowUp.Kind.OTHER,
            )
        ],
        initial=FollowUp.Kind.OTHER,
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=gettext_lazy("When?"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        icons = {str(kind): {"icon": icon} for kind, icon in FollowUp.ICONS.items()}
        describe(self.fields["kind"], **icons)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today <= day <= today + FARTHEST:
            raise ValidationError(
                _("Choose today or a later day, at most two years on.")
            )
        return day
