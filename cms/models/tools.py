"""Pages that reckon: asked in the address, answered below, nothing stored."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from cms.estimator_form import EstimatorForm
from cms.models.pages import ArticlePage
from crm.models import Figures, NoFigureError, Parameter
from employers.subsidy import WARNINGS, estimate, payment_claim_by
from employers.subsidy_terms import reminders, requirements, unmet


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
