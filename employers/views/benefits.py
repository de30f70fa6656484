"""The coach's calculators: what is asked stands in the address, nothing is stored."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from crm.models import Figures, NoFigureError, Parameter
from crm.views.base import StaffMixin
from employers.allowance import allowance
from employers.benefit_page import calculators, dormancy_steps
from employers.benefits import compare, not_counted
from employers.dormancy import dormancy
from employers.forms.benefits import (
    AllowanceForm,
    CalculatorForm,
    DormancyForm,
    PayForm,
)
from employers.forms.subsidy import SubsidyForm
from employers.subsidy import WARNINGS, estimate, payment_claim_by
from employers.subsidy_terms import reminders, requirements, unmet


class Calculator(StaffMixin, TemplateView):
    """Ask by a form in the address, and answer below it."""

    permission_required = "employers.change_tailoredjob"
    form_class: type[CalculatorForm]

    def get_form(self) -> Any:
        return self.form_class(self.request.GET)

    def reckon(self, form: Any, figures: Figures) -> dict[str, Any]:
        raise NotImplementedError

    def result(self, form: CalculatorForm) -> dict[str, Any]:
        """Return what was reckoned, or the day for which a figure is missing."""
        if not form.is_valid():
            return {}
        figures = Parameter.objects.of_day(form.figures_of)
        try:
            return {"day": figures.on, **self.reckon(form, figures)}
        except NoFigureError as gap:
            return {"gap": gap.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.get_form()
        return super().get_context_data(
            form=form,
            heading=self.heading,
            calculators=calculators(self.request.path),
            result=self.result(form),
            **kwargs,
        )


class PayCalculator(Calculator):
    """What is left of the pay when benefits give way, options side by side."""

    template_name = "employers/benefits_pay.html"
    heading = _("What is left of the pay")
    form_class = PayForm

    def reckon(self, form: PayForm, figures: Figures) -> dict[str, Any]:
        situation = form.situation()
        found = compare(form.offers.values(), situation, figures)
        return {
            "options": list(zip(form.offers, found, strict=True)),
            "not_counted": not_counted(situation),
        }


class DormancyCalculator(Calculator):
    """The days of a pension that is left dormant."""

    template_name = "employers/benefits_dormancy.html"
    heading = _("Dormant pension")
    form_class = DormancyForm

    def reckon(self, form: DormancyForm, figures: Figures) -> dict[str, Any]:
        found = dormancy(
            form.cleaned_data["since"], figures, form.cleaned_data["restart"]
        )
        return {
            "dormancy": found,
            "restart": form.cleaned_data["restart"],
            "steps": dormancy_steps(found, timezone.localdate()),
        }


class SubsidyCalculator(Calculator):
    """An estimate of the pay subsidy."""

    template_name = "employers/benefits_subsidy.html"
    heading = _("Pay subsidy")
    form_class = SubsidyForm

    def get_form(self) -> SubsidyForm:
        form = SubsidyForm(self.request.GET)
        form.tell_periods(Parameter.objects.of_day(timezone.localdate()))
        return form

    def reckon(self, form: SubsidyForm, figures: Figures) -> dict[str, Any]:
        case = form.case()
        asked = requirements(case, figures)
        return {
            "estimate": estimate(case, figures),
            "unmet": unmet(asked),
            "open": [one for one in asked if one.met is None],
            "met": [one for one in asked if one.met],
            "reminders": reminders(case, figures),
            "warnings": WARNINGS,
            "claim_by": payment_claim_by(figures.on, figures),
        }


class AllowanceCalculator(Calculator):
    """What days of work activity bring after the meal."""

    template_name = "employers/benefits_allowance.html"
    heading = _("Work allowance")
    form_class = AllowanceForm

    def reckon(self, form: AllowanceForm, figures: Figures) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "allowance": allowance(data["rate"], data["meal"], data["days"], figures)
        }
