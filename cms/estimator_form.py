"""What the public estimate of a pay subsidy asks: nothing about the jobseeker."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.models import Figures, NoFigureError
from employers.forms.subsidy import CASE_FIELDS, SubsidyForm
from employers.money import percent
from employers.subsidy import Case, Ground

#: What only a coach asks: the person, and a part period.
NOT_ASKED = ("jobseeker", "age", "long", "longest", "in_group", "days", "on")


class EstimatorForm(SubsidyForm):
    """Pay, hours, ground and employer; the answer is for a whole month, today."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        words = _("Write the gross pay a month in numbers.")
        self.fields["pay"].error_messages |= {"required": words, "invalid": words}

    def add_fields(self) -> None:
        for name in NOT_ASKED:
            del self.fields[name]

    @property
    def figures_of(self) -> date:
        return timezone.localdate()

    def case(self) -> Case:
        told: dict[str, Any] = {n: self.cleaned_data.get(n) for n in CASE_FIELDS}
        return Case(**told)

    def tell_shares(self, figures: Figures) -> None:
        """Say beside each ground its share of the pay, where that is known."""
        field: Any = self.fields["ground"]
        field.choices = [
            (ground.value, _in_words(ground, field.choice_details, figures))
            for ground in Ground
        ]


def _in_words(ground: Ground, details: dict[str, Any], figures: Figures) -> str:
    share = ""
    with suppress(NoFigureError):
        share = f", {percent(figures.value(f'subsidy-percent-{ground.value}'))}"
    hint = details[ground.value]["hint"]
    return format_html("{}{} <small>{}</small>", ground.label, share, hint)
