"""What the estimate of a pay subsidy asks; an answer not given stays unknown."""

from contextlib import suppress
from dataclasses import fields
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.chips import describe
from crm.models import Figures, NoFigureError
from employers.forms.benefits import MOST_HOURS, AmountField, CalculatorForm, DayField
from employers.subsidy import Age, Case, Ground, Payer
from employers.subsidy_terms import unemployed_text

CASE_FIELDS = [field.name for field in fields(Case)]

ANSWERS = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


class AnswerField(forms.TypedChoiceField):
    """Yes, no, or not known yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=ANSWERS,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            **options,
        )


class SubsidyForm(CalculatorForm):
    """Pay, hours, ground, employer, and what is known of the jobseeker."""

    pay = AmountField(
        label=_("Gross pay a month, €"),
        help_text=_("Without holiday bonus, overtime and results-based pay."),
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Ground.choices,
        initial=Ground.REDUCED,
        widget=forms.RadioSelect,
    )
    payer = forms.ChoiceField(
        label=_("Employer"), choices=Payer.choices, initial=Payer.COMPANY
    )
    week_hours = AmountField(
        label=_("Hours a week"), max_value=MOST_HOURS, required=False
    )
    full_hours = AmountField(
        label=_("Full hours a week"), max_value=MOST_HOURS, required=False
    )
    business = AnswerField(label=_("Business activity"))
    jobseeker = AnswerField(label=_("Unemployed registered jobseeker"))
    age = forms.ChoiceField(
        label=_("Age"), choices=[("", _("Not known")), *Age.choices], required=False
    )
    long = AnswerField(label=_("Long unemployed"))
    longest = AnswerField(label=_("Very long unemployed"))
    in_group = AnswerField(
        label=_("One of the groups"),
        help_text=_(
            "No upper secondary qualification, immigrant with an integration plan, or"
            " long without paid work."
        ),
    )
    on = DayField(label=_("Figures of the day"), initial=timezone.localdate)
    days = forms.IntegerField(
        label=_("Calendar days of a part period"),
        help_text=_("Empty for a whole month."),
        min_value=1,
        max_value=92,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        describe(
            self.fields["ground"],
            reduced={"hint": _("disability or illness makes finding work hard")},
            general={"hint": _("by age, schooling or a time without work")},
            association={"hint": _("very long unemployed, not business")},
            senior={"hint": _("long unemployed")},
            aged55={"hint": _("very long unemployed, hours enough")},
        )

    def case(self) -> Case:
        """Return what is to be reckoned; only of a valid form."""
        data = {name: self.cleaned_data[name] for name in CASE_FIELDS}
        return Case(**data | {"age": data["age"] or None})

    def tell_periods(self, figures: Figures) -> None:
        """Ask about unemployment in the law's own periods, where they are known."""
        for name in ("long", "longest"):
            with suppress(NoFigureError):
                self.fields[name].label = unemployed_text(name, figures)
