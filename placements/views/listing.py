"""The list of candidates, and those who fall between."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from crm.views.base import PartialMixin, StaffMixin
from placements.access import note_all
from placements.filters import CandidateFilter
from placements.models import Candidate
from placements.nobodys import groups

#: Rows of a page; a caseload is never larger.
PAGE = 50
MOST = 200


class CandidateList(PartialMixin, StaffMixin, TemplateView):
    """One's own candidates, or for a manager everybody's by code."""

    permission_required = "placements.view_candidate"
    template_name = "placements/candidate_list.html"
    partial = "results"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        filters = CandidateFilter(self.request.GET, user)
        page = Paginator(filters.qs.for_list(), PAGE).get_page(
            self.request.GET.get("page")
        )
        note_all(user, page.object_list, "list")
        return super().get_context_data(
            filters=filters,
            page=page,
            shown=f"{page.start_index()}\N{EN DASH}{page.end_index()} / "
            f"{page.paginator.count}",
            today=timezone.localdate(),
            **kwargs,
        )


class Nobodys(StaffMixin, TemplateView):
    """Active candidates without a coach, a plan or a decision (SEED-53)."""

    permission_required = "placements.assign_candidate"
    template_name = "placements/nobodys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Candidate.objects.visible_to(self.request.user)
        found = groups(seen)
        shown = [row.candidate for group in found.missing for row in group.rows]
        shown += [candidate for group in found.renewing for candidate in group.rows]
        note_all(self.request.user, dict.fromkeys(shown), "nobodys")
        return super().get_context_data(found=found, **kwargs)
