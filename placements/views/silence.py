"""The list of those left without contact, and saying that a silence is all right."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from crm.models import AccessLog
from crm.views.base import StaffMixin
from placements.access import note_all
from placements.dismissed import Dismissed, dismissed
from placements.forms.silence import DismissForm
from placements.models import SilenceDismissal
from placements.silence import KINDS, Quiet, silent


class SilenceList(StaffMixin, TemplateView):
    """One's own silent records; a manager sees everybody's by coach."""

    permission_required = "placements.view_placement"
    template_name = "placements/silence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        groups = silent(user, timezone.localdate())
        rows = [row for group in groups for row in group.rows]
        note_all(user, people_of(rows), "silence")
        return super().get_context_data(groups=groups, count=len(rows), **kwargs)


def people_of(rows: Sequence[Quiet | Dismissed]) -> list[Any]:
    """Return each candidate that the rows tell of, once."""
    found = {row.candidate.pk: row.candidate for row in rows if row.candidate}
    return list(found.values())


class Dismissals(StaffMixin, TemplateView):
    """Silences that have been called all right, and by whom."""

    permission_required = "placements.view_placement"
    template_name = "placements/silence_dismissed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = dismissed(user, timezone.localdate())
        note_all(user, people_of(rows), "silence")
        return super().get_context_data(rows=rows, **kwargs)


class TakeBack(StaffMixin, View):
    """Let a silence count again."""

    permission_required = "placements.change_placement"
    http_method_names = ("post",)

    @transaction.atomic
    def post(self, request: Any, pk: int) -> HttpResponse:
        rows = dismissed(request.user, timezone.localdate())
        row = next((one for one in rows if one.dismissal.pk == pk), None)
        if row is None:
            raise Http404
        row.dismissal.take_back(by=request.user)
        kind = AccessLog.Kind.CHANGE
        note_all(request.user, people_of([row]), "silence", kind=kind)
        messages.success(request, _("Taken back: %s") % row.title)
        return redirect("placements:silence-dismissed")


def the_silent(user: Any, kind: str, pk: int) -> Quiet:
    """Find the silent record; 404 for what is not silent, or not the user's to see."""
    _model, ask = KINDS.get(kind, (None, None))
    rows = ask(user, timezone.localdate()) if ask else []
    row = next((one for one in rows if one.subject.pk == pk), None)
    if row is None:
        raise Http404
    return row


class DismissSilence(StaffMixin, FormView[DismissForm]):
    """Say until which day a silence is all right, and why."""

    permission_required = "placements.change_placement"
    template_name = "placements/candidate_form.html"
    heading = gettext_lazy("It may be silent")
    form_class = DismissForm
    success_url = reverse_lazy("placements:silence")
    row: Quiet

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.has_permission():
            return self.handle_no_permission()
        self.row = the_silent(request.user, kwargs["kind"], kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        record = SilenceDismissal(subject=self.row.subject, by=user)
        return super().get_form_kwargs() | {"instance": record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"heading": self.heading, "back_url": self.success_url}
        return super().get_context_data(parent=self.row.title, **page, **kwargs)

    @transaction.atomic
    def form_valid(self, form: DismissForm) -> HttpResponse:
        form.save()
        kind = AccessLog.Kind.CHANGE
        note_all(self.request.user, people_of([self.row]), "silence", kind=kind)
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)
