"""What the coach's calculators ask; everything stands in the address of the page."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.forms import DateInput
from employers.benefits import Basis, Housing, Offer, Situation

#: So many options stand side by side.
OPTIONS = 4
#: So many of them are seen before more are asked for.
SHOWN = 2
MOST_HOURS = 80
HOUR = 60
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)


class AmountField(forms.DecimalField):
    """Euros or hours as people type them: "12,40", "1 770"."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        defaults = {"min_value": 0, "max_value": 100_000, "decimal_places": 2}
        super().__init__(**(defaults | options))
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        text = "".join(str(value or "").split()).replace(",", ".")
        return super().to_python(text)


class HoursField(forms.CharField):
    """Hours a week as people type them, "12,5" or "12:30"; cleaned to minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.hours = AmountField(required=False, max_value=MOST_HOURS)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if found := CLOCK.fullmatch(text):
            minutes = int(found[1]) * HOUR + int(found[2])
            if minutes > MOST_HOURS * HOUR:
                raise ValidationError(
                    _("At most %(hours)d hours a week."), params={"hours": MOST_HOURS}
                )
            return minutes
        hours = self.hours.clean(text)
        return None if hours is None else round(hours * HOUR)


class DayField(forms.DateField):
    """A day in the reach of a working life."""

    widget = DateInput
    default_validators = [
        MinValueValidator(date(2000, 1, 1)),
        MaxValueValidator(date(2099, 12, 31)),
    ]


class CalculatorForm(forms.Form):
    """A form in the address: what a link leaves out is as in an untouched form."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__()
        self.add_fields()
        asked = (data or QueryDict()).dict()
        if asked.keys() & self.fields.keys():
            self.is_bound = True
            untouched = {
                name: self.get_initial_for_field(field, name)
                for name, field in self.fields.items()
            }
            self.data = untouched | asked

    def add_fields(self) -> None:
        """Add the fields that the class does not name one by one."""

    @property
    def figures_of(self) -> date:
        """The day whose figures are reckoned with; only of a valid form."""
        day: date = self.cleaned_data["on"]
        return day


class PayForm(CalculatorForm):
    """Up to four options of hours and pay, and the benefits that give way."""

    per = forms.ChoiceField(
        label=_("The pay is told"),
        choices=[
            ("hour", pgettext_lazy("pay", "by the hour")),
            ("month", pgettext_lazy("pay", "by the month")),
        ],
        initial="hour",
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=_("Benefit"),
        choices=Basis.choices,
        initial=Basis.PENSION,
        widget=forms.RadioSelect,
    )
    pension = AmountField(
        label=_("Pension a month, €"),
        help_text=_("To see what is lost above the limit. Nothing is stored."),
        required=False,
    )
    housing = forms.ChoiceField(
        label=_("Housing allowance"),
        choices=Housing.choices,
        initial=Housing.NONE,
        widget=forms.RadioSelect,
    )
    allowance = AmountField(
        label=_("Housing allowance a month, €"),
        help_text=_("No more than this is lost."),
        required=False,
    )
    on = DayField(label=_("Figures of the day"), initial=timezone.localdate)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        #: The options that are filled in, by their number.
        self.offers: dict[int, Offer] = {}

    def add_fields(self) -> None:
        for number in range(1, OPTIONS + 1):
            self.fields |= _option(number)

    def options(self) -> list[dict[str, Any]]:
        """Return the options as the page groups them."""
        return [
            {
                "number": number,
                "fields": [self[f"{name}_{number}"] for name in PARTS],
                "open": number <= SHOWN or self._is_filled(number),
            }
            for number in range(1, OPTIONS + 1)
        ]

    def situation(self) -> Situation:
        """Return the benefits that give way; only of a valid form."""
        data = self.cleaned_data
        return Situation(
            data["basis"], data["housing"], data["pension"], data["allowance"]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, OPTIONS + 1):
            if number == 1 or self._is_filled(number):
                self._take(number, data)
        return data

    def _is_filled(self, number: int) -> bool:
        return any(self[f"{name}_{number}"].value() for name in PARTS)

    def _take(self, number: int, data: dict[str, Any]) -> None:
        pay, hours, extra = (data.get(f"{name}_{number}") for name in PARTS)
        if f"pay_{number}" not in self.errors and pay is None:
            pay = data.get("pay_1")
        if pay is None and f"pay_{number}" not in self.errors:
            self.add_error(f"pay_{number}", _("How much is the pay?"))
        by_hour = data.get("per") == "hour"
        if by_hour and hours is None and f"hours_{number}" not in self.errors:
            self.add_error(f"hours_{number}", _("How many hours a week?"))
        self.offers[number] = Offer(data.get("per", ""), pay, extra, hours or 0)


PARTS = ("pay", "hours", "extra")


def _option(number: int) -> dict[str, forms.Field]:
    return {
        f"pay_{number}": AmountField(label=_("Pay, €"), required=False),
        f"hours_{number}": HoursField(label=_("Hours a week"), required=False),
        f"extra_{number}": AmountField(label=_("Supplements, €/mo"), required=False),
    }


class DormancyForm(CalculatorForm):
    """From when a pension is dormant, and when it is to be paid again."""

    since = DayField(label=_("Dormant from"))
    restart = DayField(
        label=_("Paid again from"), help_text=_("If it is known."), required=False
    )

    @property
    def figures_of(self) -> date:
        day: date = self.cleaned_data["since"]
        return day


class AllowanceForm(CalculatorForm):
    """A day's rate of work activity, the meal, and the days worked."""

    rate = AmountField(label=_("Allowance a day, €"), max_value=1000)
    meal = AmountField(
        label=_("Meal a day, €"),
        help_text=_("Left empty: the usual one of the day."),
        max_value=1000,
        required=False,
    )
    days = forms.IntegerField(
        label=_("Days worked"), min_value=0, max_value=31, initial=5
    )
    on = DayField(label=_("Figures of the day"), initial=timezone.localdate)
