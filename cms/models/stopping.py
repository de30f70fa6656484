"""The page on which an employer asks not to be contacted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.models.pages import ArticlePage
from cms.stop_form import StopForm, opened
from employers.stop_asking import respect, send_link


class StopPage(ArticlePage):
    """A form, a link by mail, a button: only then is the contact forbidden."""

    footer_column = "contact"
    has_form = True
    calls = False
    max_count_per_parent = 1
    template = "cms/stop.html"

    class Meta:
        verbose_name = _("page to ask not to be contacted")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if token := request.GET.get("confirm", ""):
            return self.confirm(request, token)
        if request.method == "POST":
            return self.answer(request)
        if said := {"sent", "done"} & request.GET.keys():
            return self.tell(request, said.pop())
        return self.show(request, StopForm(request=request))

    def answer(self, request: Any) -> HttpResponse:
        """Mail the link, or show the form with what is missing."""
        form = StopForm(request.POST, request=request)
        if not form.is_valid():
            return self.show(request, form, status=422)
        language = str(get_language())
        link = f"{self.get_full_url(request)}?confirm={form.seal(language=language)}"
        send_link.enqueue(form.cleaned_data["email"], language, link)
        return redirect(f"{self.get_url(request)}?sent=1")

    def confirm(self, request: Any, token: str) -> HttpResponse:
        """Ask once more, because mail programs open links; then forbid the contact."""
        wish = opened(token)
        if wish is None:
            return self.tell(request, "old", status=410)
        if request.method == "POST":
            respect(wish)
            return redirect(f"{self.get_url(request)}?done=1")
        return self.tell(request, "ask", wish=wish, token=token)

    def tell(
        self, request: Any, said: str, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = self.get_context(request) | {"said": said} | more
        return TemplateResponse(request, "cms/stop_told.html", context, status=status)

    def show(self, request: Any, form: Any, status: int = 200) -> HttpResponse:
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(request, self.template, context, status=status)
