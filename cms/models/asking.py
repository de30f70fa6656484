"""The page on which an employer asks for a visit."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.models.pages import ArticlePage
from cms.sent import find_sent, seal
from cms.visit_form import VisitRequestForm
from employers.visit_asking import receive


class VisitRequestPage(ArticlePage):
    """A form; what it brings is a lead and a step for the municipality's coach."""

    footer_column = "contact"
    has_form = True
    calls = False
    max_count_per_parent = 1
    template = "cms/visit_request.html"

    class Meta:
        verbose_name = _("page to ask for a visit")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return self.answer(request)
        if sent := find_sent(request.GET.get("sent", "")):
            context = self.get_context(request) | {"sent": sent}
            return TemplateResponse(request, "cms/visit_sent.html", context)
        return self.show(request, VisitRequestForm(request=request))

    def answer(self, request: Any) -> HttpResponse:
        """Take the request and thank for it, or show the form with what is missing."""
        form = VisitRequestForm(request.POST, request=request)
        if not form.is_valid():
            return self.show(request, form, status=422)
        received = receive(form.asked(language=str(get_language())))
        return redirect(f"{self.get_url(request)}?sent={seal(received)}")

    def show(self, request: Any, form: Any, status: int = 200) -> HttpResponse:
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(request, self.template, context, status=status)
