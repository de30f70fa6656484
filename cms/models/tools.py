"""Pages that reckon: asked in the address, answered below, nothing stored."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.chooser_form import ChooserForm
from cms.earnings_form import EarningsForm
from cms.estimator_form import EstimatorForm
from cms.models.pages import ArticlePage
from crm.models import Figures, NoFigureError, Parameter
from employers.limit_hours import hours_within, limits_by_time
from employers.subsidy import WARNINGS, estimate, payment_claim_by
from employers.subsidy_terms import reminders, requirements, unmet
from employers.work_forms import Form


class EstimatorPage(ArticlePage):
    """An estimate of the pay subsidy a month, row by row, with what it asks."""

    footer_column = ""
    parent_page_types: ClassVar = ["cms.GuidancePage"]
    max_count_per_parent = 1
    template = "cms/estimator.html"

    class Meta:
        verbose_name = _("estimator of the pay subsidy")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        form = EstimatorForm(request.GET)
        figures = Parameter.objects.of_day(form.figures_of)
        form.tell_shares(figures)
        return context | {"form": form, "result": subsidy_of(form, figures)}


def subsidy_of(form: EstimatorForm, figures: Figures) -> dict[str, Any]:
    """Return what was reckoned, or the day for which a figure is missing."""
    if not form.is_valid():
        return {}
    case = form.case()
    try:
        asked = requirements(case, figures)
        return {
            "estimate": estimate(case, figures),
            "unmet": unmet(asked),
            "open": [one for one in asked if one.met is None],
            "reminders": reminders(case, figures),
            "warnings": WARNINGS,
            "claim_by": payment_claim_by(figures.on, figures),
            "day": figures.on,
        }
    except NoFigureError as gap:
        return {"gap": gap.on}


class EarningsPage(ArticlePage):
    """How many hours a week stay below the earnings limit at an hourly pay."""

    footer_column = ""
    parent_page_types: ClassVar = ["cms.GuidancePage"]
    max_count_per_parent = 1
    template = "cms/earnings.html"

    class Meta:
        verbose_name = _("helper for the earnings limit")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        form = EarningsForm(request.GET)
        asked = form.asked() if form.is_valid() else {}
        limits = limits_by_time(asked.get("pay"), asked.get("supplements"))
        return context | {"form": form, "result": hours_of(asked), "limits": limits}


def hours_of(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what was reckoned, or the day on which no limit is known."""
    if not asked:
        return {}
    figures = Parameter.objects.of_day(timezone.localdate())
    try:
        return {"within": hours_within(figures, **asked)}
    except NoFigureError as gap:
        return {"gap": gap.on}


class ChooserPage(ArticlePage):
    """Three questions, one recommended form of work, and why."""

    footer_column = ""
    parent_page_types: ClassVar = ["cms.ComparisonPage"]
    max_count_per_parent = 1
    template = "cms/chooser.html"

    class Meta:
        verbose_name = _("chooser of the form of work")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        form = ChooserForm(request.GET)
        result = {"advice": form.advice()} if form.is_valid() else {}
        own = {"form": form, "result": result, "job": Form.JOB}
        if result:
            estimators = EstimatorPage.objects.live().filter(locale=self.locale)
            own["estimator"] = estimators.first()
        return context | own
