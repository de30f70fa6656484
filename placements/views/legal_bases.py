"""The grounds on which somebody is a client, as a manager keeps them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView

from crm.views.base import StaffMixin
from placements.forms.legal_bases import LegalBasisForm
from placements.models import Candidate, LegalBasis

#: A code list is never longer.
MOST = 100


class LegalBases(StaffMixin, TemplateView):
    """Each ground with its days, and how many live candidates have it."""

    permission_required = "placements.change_legalbasis"
    template_name = "placements/legal_bases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        live = Q(candidates__state__in=Candidate.LIVE)
        rows = LegalBasis.objects.annotate(live=Count("candidates", filter=live))
        return super().get_context_data(
            rows=rows.order_by("order", "code")[:MOST],
            today=timezone.localdate(),
            **kwargs,
        )


class LegalBasisPage(StaffMixin):
    """A form about one ground."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parent: Any = super()
        context: dict[str, Any] = parent.get_context_data(
            heading=self.heading,
            parent=_("Legal bases"),
            back_url=reverse("placements:legal-bases"),
            **kwargs,
        )
        return context

    def form_valid(self, form: LegalBasisForm) -> HttpResponse:
        messages.success(self.request, _("Saved: %s") % form.save())
        return redirect("placements:legal-bases")


class LegalBasisCreate(LegalBasisPage, CreateView[LegalBasis, LegalBasisForm]):
    """A new ground, as laws change."""

    model = LegalBasis
    form_class = LegalBasisForm
    template_name = "form_page.html"
    permission_required = "placements.add_legalbasis"
    heading = gettext_lazy("New legal basis")


class LegalBasisEdit(LegalBasisPage, UpdateView[LegalBasis, LegalBasisForm]):
    """Correct a ground, or say until when it holds."""

    model = LegalBasis
    form_class = LegalBasisForm
    template_name = "form_page.html"
    permission_required = "placements.change_legalbasis"
    heading = gettext_lazy("Legal basis")
