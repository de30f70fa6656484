"""The candidate's own page, and stating a purpose before it opens."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, TemplateView

from crm.views.base import StaffMixin, VisibleMixin
from placements.access import purpose_of, refuse, state_purpose
from placements.candidate_page import (
    TOLD,
    earnings_limit,
    moves,
    next_step,
    notices,
    opened,
    profile_rows,
    scales,
    stepper,
    timeline,
)
from placements.facts import facts_of
from placements.forms.records import PurposeForm
from placements.models import Candidate
from placements.views.base import CandidateMixin
from placements.whole_path import moves_of, path_of

#: So many moves stand on a page of the whole path; few lives have more.
ENTRIES = 300


class CandidateDetail(CandidateMixin, DetailView[Candidate]):
    """All of one candidate: the next step first, then goal, profile and history."""

    permission_required = "placements.view_candidate"
    template_name = "placements/candidate_detail.html"
    context_object_name = "candidate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidate, user = self.candidate, self.request.user
        facts = facts_of(candidate)
        closed_last = candidate.follow_ups.order_by("-state_since", "-pk")
        steps = list(closed_last.select_related("assignee")[:TOLD])
        pending = [step for step in steps if step.is_pending]
        return super().get_context_data(
            steps=stepper(candidate),
            moves=moves(candidate, user),
            notices=notices(candidate, facts),
            next=next_step(candidate, user, pending),
            opened=opened(self.purpose, user),
            profile=profile_rows(candidate),
            scales=scales(candidate),
            limit=earnings_limit(candidate),
            facts=facts,
            entries=timeline(candidate, steps, facts),
            **kwargs,
        )


class WholePath(CandidateMixin, TemplateView):
    """Everything that has happened, by code and in order, to be printed."""

    permission_required = "placements.view_candidate"
    what = "path"
    template_name = "placements/whole_path.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(moves_of(self.candidate), ENTRIES)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            candidate=self.candidate,
            page=page,
            shown=f"{page.start_index()}\N{EN DASH}{page.end_index()} / {pages.count}",
            events=path_of(self.candidate, page.object_list),
            today=timezone.localdate(),
            **kwargs,
        )


class Purpose(StaffMixin, VisibleMixin, FormView[PurposeForm]):
    """Ask why a candidate of somebody else is opened; the answer holds for a time."""

    model = Candidate
    permission_required = "placements.open_any_candidate"
    template_name = "placements/purpose.html"
    heading = gettext_lazy("For what purpose?")
    form_class = PurposeForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.has_permission():
            refuse(request.user, kwargs["pk"], "purpose")
            return self.handle_no_permission()
        self.object = self.candidate = self.get_object()
        if purpose_of(request, self.candidate):
            return redirect(self.back_url(self.candidate.get_absolute_url()))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            parent=_("Candidates"),
            candidate=self.candidate,
            back_url=self.back_url(self.candidate.get_absolute_url()),
            **kwargs,
        )

    def form_valid(self, form: PurposeForm) -> HttpResponse:
        state_purpose(self.request, self.candidate, form.purpose)
        messages.success(self.request, _("The purpose was written into the log."))
        return redirect(self.back_url(self.candidate.get_absolute_url()))
