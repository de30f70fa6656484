"""Consents, safety questions, other services; the log and what was disclosed."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from crm.models import Access, AccessLog
from placements.access import note
from placements.forms.records import (
    ConsentForm,
    DisclosureForm,
    LogExportForm,
    OtherCoachingForm,
    SafetyForm,
)
from placements.log_export import XLSX, log_file, log_name, told
from placements.models import Consent, OtherCoaching, SafetyQuestion
from placements.views.base import CandidateForm, CandidateMixin

#: So many rows of the log are shown; an export has all of them.
SHOWN = 100


class AddConsent(CandidateForm):
    """Write down what the person has allowed."""

    what = "consents"
    heading = gettext_lazy("Record a consent")
    form_class = ConsentForm

    def get_form_kwargs(self) -> dict[str, Any]:
        record = Consent(candidate=self.candidate)
        return super().get_form_kwargs() | {"instance": record}

    def save(self, form: ConsentForm) -> None:
        form.save()
        messages.success(self.request, _("Saved."))


class WithdrawConsent(CandidateMixin, View):
    """End a consent at the person's wish."""

    what = "consents"
    http_method_names = ("post",)

    def post(self, request: Any, pk: int, consent: int) -> HttpResponse:
        get_object_or_404(self.candidate.consents, pk=consent).withdraw()
        messages.success(request, _("The consent was withdrawn."))
        return redirect(self.candidate)


class AskSafety(CandidateForm):
    """Say how a question about safety stands; one row a source."""

    what = "safety"
    heading = gettext_lazy("Safety information")
    template_name = "placements/safety.html"
    form_class = SafetyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        asked = self.request.POST.get("source", "")
        there = self.candidate.safety_questions.filter(source=asked).first()
        record = there or SafetyQuestion(candidate=self.candidate)
        return kwargs | {"instance": record}

    def save(self, form: SafetyForm) -> None:
        form.save()
        messages.success(self.request, _("Saved."))


class AddOtherCoaching(CandidateForm):
    """Write down that another service coaches the same person."""

    what = "other_coaching"
    heading = gettext_lazy("Other coaching")
    form_class = OtherCoachingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        record = OtherCoaching(candidate=self.candidate)
        return super().get_form_kwargs() | {"instance": record}

    def save(self, form: OtherCoachingForm) -> None:
        form.save()
        messages.success(self.request, _("Saved."))


class EditOtherCoaching(AddOtherCoaching):
    """Correct it, or say when it ended."""

    def get_form_kwargs(self) -> dict[str, Any]:
        there = self.candidate.other_coaching
        record = get_object_or_404(there, pk=self.kwargs["other"])
        return super().get_form_kwargs() | {"instance": record}


class CandidateLog(CandidateMixin, TemplateView):
    """Who has looked, and what was disclosed to whom."""

    permission_required = "placements.view_candidate"
    what = "log"
    heading = gettext_lazy("Who has looked")
    template_name = "placements/candidate_log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AccessLog.objects.about(self.candidate).order_by("-number")
        return super().get_context_data(
            rows=[told(row) for row in rows[:SHOWN]],
            disclosures=[told(row) for row in rows.disclosures()[:SHOWN]],
            **self.page(),
            **kwargs,
        )


class LogExport(CandidateForm):
    """Take out the log of one candidate as a spreadsheet."""

    permission_required = "placements.export_accesslog"
    what = "log"
    heading = gettext_lazy("Export the log")
    form_class = LogExportForm

    def form_valid(self, form: LogExportForm) -> Any:
        purpose, since = form.cleaned_data["purpose"], form.since()
        kind = AccessLog.Kind.EXPORT
        note(self.request.user, self.candidate, "log", purpose, kind)
        rows = AccessLog.objects.about(self.candidate).order_by("number")
        file = log_file(rows.filter(on__gte=since) if since else rows)
        return FileResponse(
            file,
            as_attachment=True,
            filename=log_name(self.candidate),
            content_type=XLSX,
        )


class Disclose(CandidateForm):
    """Write down what was told to whom, for what purpose and on what ground."""

    permission_required = "placements.disclose_candidate"
    what = "disclosure"
    heading = gettext_lazy("Record a disclosure")
    form_class = DisclosureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def save(self, form: DisclosureForm) -> None:
        data = form.cleaned_data
        access = Access(self.candidate, kind=AccessLog.Kind.DISCLOSED, **data)
        AccessLog.objects.append(self.request.user, [access])
        messages.success(self.request, _("The disclosure was written into the log."))
