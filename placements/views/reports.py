"""The meeting pack: printed, as a file, or frozen for good."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, ListView, TemplateView

from crm.views.base import StaffMixin, VisibleMixin
from employers.exporting import XLSX
from placements.metrics.asking import Question
from placements.metrics.files import csv_of, xlsx_of
from placements.metrics.pack import pack_of
from placements.metrics.periods import Kind
from placements.models import Report
from placements.views.funnel import FunnelMixin

#: Kind of file → what it is for a browser, and how it is written.
FILES: dict[str, Any] = {
    "xlsx": (XLSX, xlsx_of),
    "csv": ("text/csv; charset=utf-8", csv_of),
}
#: Frozen reports on a page.
PAGE = 50


class Meeting(FunnelMixin, TemplateView):
    """Every number of a month on paper for the meeting, with its definitions."""

    template_name = "placements/funnel_meeting.html"
    kind = Kind.MONTH
    here = "funnel-meeting"

    def answers(self, question: Question) -> dict[str, Any]:
        return {"pack": pack_of(question).as_data(), "kinds": list(FILES)}


class Export(StaffMixin, View):
    """The pack as a file: no more than the screens show."""

    permission_required = "placements.view_placement"

    def get(self, request: Any, kind: str) -> HttpResponse:
        if kind not in FILES:
            raise Http404
        content_type, written = FILES[kind]
        question = Question(request, Kind.MONTH)
        body = written(pack_of(question))
        name = f"{_('numbers')}-{question.scope.period.code}.{kind}"
        disposition = content_disposition_header(as_attachment=True, filename=name)
        headers = {"Content-Disposition": disposition}
        return HttpResponse(body, content_type=content_type, headers=headers)


class Freeze(StaffMixin, View):
    """Keep the pack as it is today."""

    permission_required = "placements.add_report"
    http_method_names = ("post",)

    def post(self, request: Any) -> HttpResponse:
        pack = pack_of(Question(request, Kind.MONTH))
        report = Report.objects.create(
            period=pack.period,
            about=pack.about,
            language=get_language() or "fi",
            data=pack.as_data(),
            by=request.user,
        )
        messages.success(request, _("The report is kept as it is today."))
        return redirect(report)


class Reports(StaffMixin, ListView[Report]):
    """Frozen reports, the newest first."""

    permission_required = "placements.view_report"
    template_name = "placements/report_list.html"
    paginate_by = PAGE

    def get_queryset(self) -> Any:
        return Report.objects.visible_to(self.request.user).select_related("by")


class ReportPage(StaffMixin, VisibleMixin, DetailView[Report]):
    """One frozen report as it was."""

    model = Report
    permission_required = "placements.view_report"
    template_name = "placements/report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pack=self.object.data, back_url=reverse("placements:reports"), **kwargs
        )
