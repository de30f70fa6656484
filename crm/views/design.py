"""The living page of the design system, and the choice of theme."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from crm import samples
from crm.context import THEME_COOKIE, THEMES
from crm.views.base import StaffMixin

YEAR = 60 * 60 * 24 * 365


class Design(StaffMixin, TemplateView):
    """Every component of the staff site in all its states."""

    template_name = "crm/design.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**samples.everything(), **kwargs)


class SetTheme(StaffMixin, View):
    """Keep the chosen colours in a cookie, so that no page flashes."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        response = redirect(self.back_url(reverse("day")))
        theme = request.POST.get("theme", "")
        if theme in THEMES:
            response.set_cookie(
                THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True
            )
        else:
            response.delete_cookie(THEME_COOKIE, samesite="Lax")
        return response
