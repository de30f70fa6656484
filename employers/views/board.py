"""The board of tailored jobs."""

from typing import Any

from django.views.generic import TemplateView
from django_htmx.http import replace_url

from crm.views.base import PartialMixin, StaffMixin
from employers.board import Board as Lanes
from employers.filters_jobs import JobFilter


class Board(PartialMixin, StaffMixin, TemplateView):
    """Every tailored job in its state's lane; for htmx the lanes, or more of one."""

    template_name = "employers/board.html"
    permission_required = "employers.view_tailoredjob"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = JobFilter(self.request.GET, self.request.user)
        board = Lanes(filters, self.request.path)
        self.partial = "more" if board.opened else "lanes"
        return super().get_context_data(board=board, filters=filters, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        response = super().render_to_response(context, **kwargs)
        if self.request.htmx and self.partial == "lanes":
            return replace_url(response, context["board"].address)
        return response
