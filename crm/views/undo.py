"""Take back the last change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from crm.lifecycle import STALE, Refused, undo
from crm.models import TransitionLog
from crm.views.base import StaffMixin


class Undo(StaffMixin, View):
    """Undo one's own transition within ten minutes if nothing follows from it."""

    http_method_names = ("post",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        entry = TransitionLog.objects.standing().filter(pk=pk, by=request.user).first()
        if entry is None or entry.record is None:
            raise Http404
        gone = not entry.source
        subject = entry.record.undo_subject() if gone else entry.record
        try:
            undo(entry, by=request.user)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
        except STALE:
            messages.error(request, _("This is no longer possible. See what changed."))
        else:
            messages.success(request, _("Undone."))
        return redirect(
            self.back_url(subject.get_absolute_url() if subject else "/crm/")
        )
