"""What the helper for the earnings limit asks: a pay, never whose."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from employers.forms.benefits import AmountField, CalculatorForm, HoursField

PAY_MISSING = _("Write the pay for an hour in numbers.")


class EarningsForm(CalculatorForm):
    """The pay for an hour; supplements and the hours thought of, if known."""

    pay = AmountField(
        label=_("Pay for an hour, €"),
        help_text=_("Gross, without supplements."),
        min_value=1,
        max_value=1000,
        error_messages={"required": PAY_MISSING, "invalid": PAY_MISSING},
    )
    extra = AmountField(
        label=_("Supplements a month, €"),
        help_text=_("Evening, weekend and other supplements. Empty if none."),
        required=False,
    )
    hours = HoursField(
        label=_("Hours a week that you think of"),
        help_text=_("Not required."),
        required=False,
    )

    def asked(self) -> dict[str, Any]:
        """Return what is to be reckoned; only of a valid form."""
        data = self.cleaned_data
        return {
            "pay": data["pay"],
            "supplements": data["extra"],
            "week_minutes": data["hours"],
        }
