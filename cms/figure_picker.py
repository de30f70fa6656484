"""Choosing a figure while writing: a button in the rich-text bar, and what it lists."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from cms.figures import FEATURE, figures_of


def figure_list(_request: HttpRequest) -> JsonResponse:
    """Return every figure by its name, with what readers see of it today."""
    figures = sorted(figures_of().items(), key=lambda item: item[1].parameter.name)
    rows = [
        {
            "key": key,
            "name": figure.parameter.name,
            "value": str(figure),
            "doubt": figure.doubt,
        }
        for key, figure in figures
    ]
    return JsonResponse({"figures": rows})


def add_feature(features: Any) -> None:
    """Offer the figures to rich texts; what is put in is text, ``[[key]]``."""
    button = {
        "type": "FIGURE",
        "icon": "calendar-check",
        "description": _("Dated figure"),
        "url": reverse_lazy("figure_list"),
        "title": _("Choose a figure"),
        "search": _("Search by name or key"),
        "none": _("No figure is called so."),
        "cancel": pgettext_lazy("button", "Cancel"),
    }
    feature = EntityFeature(
        button, js=["cms/js/figures.js"], css={"all": ["cms/css/figures.css"]}
    )
    features.register_editor_plugin("draftail", FEATURE, feature)
