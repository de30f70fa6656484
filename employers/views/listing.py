"""The list of employers: narrowed, sorted, paged, exported."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.formats import number_format
from django.views import View
from django.views.generic import TemplateView
from django_htmx.http import replace_url

from crm.keyset import COUNTED, Keyset, Page, bounded_count
from crm.views.base import PartialMixin, StaffMixin
from employers.exporting import FORMATS, export
from employers.filters import AFTER, BEFORE, PAGE, EmployerFilter, views_for
from employers.list_rows import rows_of, shown

#: Up to so many rows are best found first and then sorted. More of them are met soon
#: enough in sorted order, unless what is searched for stands together at its end.
FEW = 1_000
#: Sortable columns of the table: the two orders of each, the first pressed first.
COLUMNS = {"name": ("name", "-name"), "step": ("step", "-step")} | {
    "contact": ("-contact", "contact")
}


class ListPage:
    """One page of the list, with what stands around its rows."""

    def __init__(self, filters: EmployerFilter, path: str) -> None:
        self.filters = filters
        self.path = path
        after, before = (filters.data.get(name, "") for name in (AFTER, BEFORE))
        self.total = bounded_count(filters.qs, COUNTED)
        few = self.total <= (COUNTED if filters.text else FEW)
        keyset = Keyset(shown(filters.qs), filters.order, few=few)
        self.page: Page = keyset.page(after, before)
        self.rows = list(rows_of(self.page.rows))

    def address(self, **more: str) -> str:
        return self.path + self.filters.address(**more)

    @property
    def amount(self) -> str:
        """How many there are, in words: "1 284", "10 000+"."""
        more = "+" if self.total > COUNTED else ""
        return number_format(min(self.total, COUNTED), force_grouping=True) + more

    @property
    def shown(self) -> str:
        return f"{self.page.first}\N{EN DASH}{self.page.last} / {self.amount}"

    @property
    def here(self) -> str:
        """The address of this very page."""
        asked = {name: self.filters.data.get(name, "") for name in (AFTER, BEFORE)}
        return self.address(**{name: text for name, text in asked.items() if text})

    @property
    def next_url(self) -> str:
        following = self.page.following
        return self.address(**{AFTER: following}) if following else ""

    @property
    def previous_url(self) -> str:
        before = self.page.previous
        return self.address(**{BEFORE: before}) if before else ""

    @property
    def columns(self) -> dict[str, dict[str, str]]:
        """For each sortable column: how it is sorted now, and where a press leads."""
        sort = self.filters.sort
        way = "descending" if sort.startswith("-") else "ascending"
        return {
            name: {
                "now": way if sort in orders else "",
                "url": self.address(sort=orders[sort == orders[0]]),
            }
            for name, orders in COLUMNS.items()
        }


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
