"""Realised days of open work activity by week, the sheet of a month, and the rates."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, TemplateView, UpdateView

from crm.lifecycle import Refused
from crm.models import AccessLog, Parameter
from crm.templatetags.crm import euros
from crm.views.base import StaffMixin
from employers.allowance import TAX_FREE_KEY
from employers.exporting import XLSX
from employers.printing.typesetting import attendance_pdf
from employers.views.papers import pdf_response
from placements.access import note
from placements.attendance import monday_of, month_of, sheet_of, week_of
from placements.forms.placements import RateForm
from placements.models import AllowanceRate, AttendanceDay
from placements.placement_page import address
from placements.sheets import remarks, sheet_file, sheet_name, sheet_paper
from placements.views.placements import PlacementMixin

#: So many rates at most are listed.
MOST = 300
Mark = AttendanceDay.Mark


class ActivityMixin(PlacementMixin):
    """Open work activity: days are marked for nothing else."""

    what = "attendance"

    @property
    def activity(self) -> Any:
        if self.placement.is_paid:
            raise Http404
        return self.placement


class Attendance(ActivityMixin, TemplateView):
    """A week's days, one tap each."""

    template_name = "placements/attendance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        week = week_of(self.activity, monday_of(self.request.GET.get("week", "")))
        page = self.page() | {"week": week, "month": f"{week.first:%Y-%m}"}
        return super().get_context_data(**kwargs | page)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        first = monday_of(request.GET.get("week", ""))
        try:
            self.mark(request.POST, first)
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
        url = address("attendance", self.placement)
        return redirect(f"{url}?week={first.isoformat()}")

    def mark(self, said: Any, first: date) -> None:
        """Put the mark of one day, or "at work" on all planned ones not marked."""
        user, placement = self.request.user, self.activity
        if "planned" in said:
            for day in week_of(placement, first).unmarked:
                AttendanceDay.put(placement, day.on, Mark.PRESENT, by=user)
            return
        on, mark = parsed(said.get("mark", ""))
        AttendanceDay.put(placement, on, mark, by=user)


def parsed(text: str) -> tuple[date, str]:
    """Return day and mark of "2026-11-24:present"; 404 for anything else."""
    day, _colon, mark = text.partition(":")
    if mark not in Mark.values:
        raise Http404
    try:
        return date.fromisoformat(day), mark
    except ValueError as problem:
        raise Http404 from problem


class MonthSheet(ActivityMixin, TemplateView):
    """A month's days and their allowance, to look at and to print."""

    template_name = "placements/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = sheet_of(self.activity, month_of(self.request.GET.get("month", "")))
        page = self.page() | {"sheet": sheet, "remarks": remarks(sheet)}
        return super().get_context_data(**kwargs | page)


class MonthFile(ActivityMixin, TemplateView):
    """The same as a spreadsheet or as a PDF; taking it out is logged as such."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        sheet = sheet_of(self.activity, month_of(request.GET.get("month", "")))
        kind = AccessLog.Kind.EXPORT
        note(request.user, self.candidate, self.what, self.purpose, kind)
        if kwargs["kind"] == "pdf":
            paper = sheet_paper(sheet)
            return pdf_response(attendance_pdf(paper), str(self.candidate), sheet.key)
        return FileResponse(
            sheet_file(sheet),
            as_attachment=True,
            filename=sheet_name(sheet, "xlsx"),
            content_type=XLSX,
        )


# --- rates --------------------------------------------------------------------


class Rates(StaffMixin, TemplateView):
    """What each municipality gives for a day, and since when."""

    permission_required = "placements.change_allowancerate"
    template_name = "placements/rates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rates = list(AllowanceRate.objects.for_list()[:MOST])
        limit = tax_free(timezone.localdate())
        return super().get_context_data(rates=rates, limit=limit, **kwargs)


def tax_free(on: date) -> Decimal | None:
    """Return the most that is free of tax a day (law 1535/1992 92 § 23 k.)."""
    rows = Parameter.objects.valid_on(on).filter(key=TAX_FREE_KEY)
    found = rows.order_by("-valid_from").first()
    return found.value if found else None


class RatePage(StaffMixin):
    """A page that is one form about a rate."""

    model: Any = AllowanceRate
    form_class: Any = RateForm
    template_name: Any = "placements/candidate_form.html"
    success_url: Any = reverse_lazy("placements:rates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parent: Any = super()
        context: dict[str, Any] = parent.get_context_data(
            heading=self.heading,
            parent=_("Rates of work allowance"),
            back_url=self.success_url,
            **kwargs,
        )
        return context

    def form_valid(self, form: RateForm) -> HttpResponse:
        limit = tax_free(form.cleaned_data["valid_from"])
        messages.success(self.request, _("Saved."))
        if limit is not None and form.cleaned_data["rate"] > limit:
            said = {"euros": euros(limit)}
            text = _("Taxable: free of tax is at most %(euros)s € a day on average")
            messages.warning(self.request, text % said)
        parent: Any = super()
        response: HttpResponse = parent.form_valid(form)
        return response


class RateCreate(RatePage, CreateView[AllowanceRate, RateForm]):
    """A rate that begins to hold."""

    permission_required = "placements.add_allowancerate"
    heading = gettext_lazy("New rate")


class RateEdit(RatePage, UpdateView[AllowanceRate, RateForm]):
    """Correct a rate."""

    permission_required = "placements.change_allowancerate"
    heading = gettext_lazy("Correct a rate")
