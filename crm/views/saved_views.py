"""Keep a filter of a list under a name."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from crm.forms import SavedViewForm
from crm.models import SavedView
from crm.views.base import StaffMixin

#: A user's saved views of one list; more would not fit the chips.
LIMIT = 12


class SaveView(StaffMixin, View):
    """Save the present filter."""

    http_method_names = ("post",)

    def post(self, request: Any) -> HttpResponse:
        view = SavedView(
            user=request.user,
            page=request.POST.get("page", "")[:40],
            query=request.POST.get("query", "")[:500],
        )
        form = SavedViewForm(request.POST, instance=view)
        full = request.user.saved_views.filter(page=view.page).count() >= LIMIT
        if full:
            messages.error(
                request,
                _("You have %(limit)d views. Remove one first.") % {"limit": LIMIT},
            )
        elif form.is_valid():
            form.save()
            messages.success(request, _("View saved."))
        else:
            messages.error(
                request,
                " ".join(
                    str(problem) for line in form.errors.values() for problem in line
                ),
            )
        return redirect(self.back_url("/crm/"))


class DeleteView(StaffMixin, View):
    """Remove one of one's own views."""

    http_method_names = ("post",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        deleted, _rows = request.user.saved_views.filter(pk=pk).delete()
        if not deleted:
            raise Http404
        messages.success(request, _("View removed."))
        return redirect(self.back_url("/crm/"))
