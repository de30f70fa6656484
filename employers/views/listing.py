"""The list of employers: narrowed, sorted, paged, exported."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.views import View
from django.views.generic import TemplateView
from django_htmx.http import replace_url

from crm.views.base import PartialMixin, StaffMixin
from employers.exporting import FORMATS, export
from employers.filters import PAGE, EmployerFilter, views_for
from employers.list_page import ListPage


class EmployerList(PartialMixin, StaffMixin, TemplateView):
    """The page, or for htmx the results alone."""

    template_name = "employers/employer_list.html"
    partial = "results"
    permission_required = "employers.view_employer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        filters = EmployerFilter(self.request.GET, user)
        page = ListPage(filters, self.request.path)
        return super().get_context_data(
            filters=filters,
            page=page,
            views=views_for(filters),
            view_page=PAGE,
            has_any=bool(page.rows or filters.queryset.exists()),
            exports={kind: filters.address(format=kind) for kind in FORMATS},
            may_change=user.has_perm("employers.change_employer"),
            may_export=user.has_perm("employers.export_employer"),
            may_log=user.has_perm("employers.add_visit"),
            **kwargs,
        )

    def render_to_response(
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if self.request.htmx:
            return replace_url(response, context["page"].address())
        return response


class EmployerExport(StaffMixin, View):
    """Exactly what the list shows with the same filter, in the same order."""

    http_method_names = ("get",)
    permission_required = ("employers.view_employer", "employers.export_employer")

    def get(self, request: Any) -> HttpResponseBase:
        filters = EmployerFilter(request.GET, request.user)
        asked = request.GET.get("format", "")
        kind = asked if asked in FORMATS else FORMATS[0]
        rows = filters.qs.order_by(*filters.order.sorting)
        return export(rows, request.user, kind)
