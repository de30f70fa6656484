"""Around a trial: the contract, absences, the workplace's link, both views."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from crm.lifecycle import Refused
from employers.views.papers import pdf_response
from placements.contract import contract_pdf
from placements.forms.assessments import AbsenceForm, FacesForm, LinkForm, ToldForm
from placements.models import Assessment
from placements.views.base import CandidateForm
from placements.views.trials import TrialMixin

Side = Assessment.Side


class AddAbsence(TrialMixin, CandidateForm):
    """Write down days away, without their cause."""

    heading = gettext_lazy("Record an absence")
    form_class = AbsenceForm

    def save(self, form: AbsenceForm) -> None:
        absence = form.save(commit=False)
        self.trial.note_absence(absence, by=self.request.user)
        messages.success(self.request, _("Saved."))


class DropAbsence(TrialMixin, View):
    """Remove an absence that was a mistake."""

    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        absence = get_object_or_404(self.trial.absences, pk=kwargs["absence"])
        self.trial.forget_absence(absence, by=request.user)
        messages.success(request, _("Removed."))
        return redirect(self.trial)


class MakeLink(TrialMixin, CandidateForm):
    """Make the link by which the workplace assesses the trial."""

    heading = gettext_lazy("Ask the workplace for its assessment")
    form_class = LinkForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"trial": self.trial}

    def save(self, form: LinkForm) -> None:
        self.trial.make_link(form.cleaned_data["person"], by=self.request.user)
        messages.success(self.request, _("The link is ready: copy and send it."))

    def done_url(self) -> str:
        return f"{self.trial.get_absolute_url()}#assessments"


class CloseLink(TrialMixin, View):
    """Close the workplace's link."""

    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        self.trial.close_links()
        messages.success(request, _("The link is closed."))
        return redirect(self.trial)


class HostView(TrialMixin, CandidateForm):
    """Record what the workplace said by telephone or on paper."""

    heading = gettext_lazy("The workplace's assessment")
    form_class = ToldForm

    def save(self, form: ToldForm) -> None:
        made = form.save(commit=False)
        self.trial.assess(made, Side.HOST, by=self.request.user)
        messages.success(self.request, _("Saved."))


class CandidateView(TrialMixin, CandidateForm):
    """The candidate answers on the coach's device, before the workplace's view."""

    template_name = "placements/trial_faces.html"
    heading = gettext_lazy("How was it?")
    form_class = FacesForm

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "declined" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            declined = Assessment(declined=True)
            self.trial.assess(declined, Side.CANDIDATE, by=request.user)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
        return redirect(self.trial)

    def save(self, form: FacesForm) -> None:
        made = form.save(commit=False)
        self.trial.assess(made, Side.CANDIDATE, by=self.request.user)
        messages.success(self.request, _("Thank you! Your answer is saved."))


class Contract(TrialMixin, View):
    """The contract as PDF, with lines to sign on."""

    permission_required = "placements.view_trial"

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        return pdf_response(contract_pdf(self.trial), "contract", str(self.candidate))
