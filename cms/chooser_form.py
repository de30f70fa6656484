"""What the chooser of a form of work asks: the work, never the person's health."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employers.forms.benefits import CalculatorForm
from employers.work_forms import Advice, Aim, Rota, Seeker, advise


def question(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one: %s") % label},
    )


class ChooserForm(CalculatorForm):
    """What comes next, whose work it is, and whether the person is a jobseeker."""

    aim = question(_("What comes next?"), Aim.choices)
    rota = question(
        _("Would somebody else have to do the work otherwise?"), Rota.choices
    )
    seeker = question(_("Is the person an unemployed jobseeker?"), Seeker.choices)

    def advice(self) -> Advice:
        """Return what fits; only of a valid form."""
        return advise(**self.cleaned_data)
