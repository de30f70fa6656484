"""Whose time has passed, and erasing one candidate after a look at what goes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from crm.lifecycle import Refused
from crm.models import AccessLogStart
from crm.models.access_start import KEPT_YEARS
from crm.views.base import StaffMixin
from placements.access import note_all
from placements.erasure import due, erase, kept, preview
from placements.forms.erasure import EraseForm
from placements.models import Candidate, ErasedCount
from placements.views.base import CandidateForm

PAGE = 50
#: So many rows of counts are shown.
COUNTED = 200
#: Smaller numbers about people are not told (domain.md 5.3).
LEAST = 5


class Retention(StaffMixin, TemplateView):
    """Candidates whose time has passed, and how many have been erased."""

    permission_required = "placements.erase_candidate"
    template_name = "placements/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Candidate.objects.visible_to(self.request.user)
        rows = due().filter(pk__in=seen).select_related("municipality", "coach")
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        note_all(self.request.user, page.object_list, "retention")
        counts = ErasedCount.objects.by_year().select_related("municipality")
        return super().get_context_data(
            page=page,
            shown=f"{page.start_index()}\N{EN DASH}{page.end_index()} / "
            f"{page.paginator.count}",
            years=settings.RETENTION_YEARS,
            counts=counts[:COUNTED],
            least=LEAST,
            log_years=KEPT_YEARS,
            log_rows=AccessLogStart.objects.removed(),
            **kwargs,
        )


class Erase(CandidateForm):
    """Show what would go and what stays, and erase it when that is meant."""

    permission_required = "placements.erase_candidate"
    template_name = "placements/erase.html"
    what = "erase"
    heading = gettext_lazy("Erase the candidate")
    form_class = EraseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            goes=preview(self.candidate), stays=kept(self.candidate), **kwargs
        )

    def form_valid(self, form: EraseForm) -> HttpResponse:
        data, code = form.cleaned_data, str(self.candidate)
        try:
            erase(
                self.candidate,
                by=self.request.user,
                why=data["why"],
                words=data["words"],
            )
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        messages.success(self.request, _("Erased: %s") % code)
        return redirect(reverse("placements:retention"))
