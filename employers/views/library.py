"""The task library: looking for tasks, taking them into an inventory, keeping it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView, UpdateView

from crm.lifecycle import STALE, Refused
from crm.views.base import PartialMixin, StaffMixin, VisibleMixin
from employers.forms.library import LibrarySearchForm, LibraryTaskForm
from employers.library import MOVED, searched
from employers.models import LibraryTask, TailoredJob
from employers.views.inventory import said

#: Rows of one page.
PAGE = 40


class Library(PartialMixin, StaffMixin, TemplateView):
    """Every task that was moved somewhere, narrowed by words, place and reading."""

    permission_required = "employers.view_librarytask"
    template_name = "employers/library.html"
    partial = "results"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LibrarySearchForm(self.request.GET)
        form.is_valid()
        asked = form.cleaned_data
        job = self.job()
        pages = Paginator(searched(self.request.user, **asked), PAGE)
        return super().get_context_data(
            form=form,
            job=job,
            there=job.task_keys() if job else set(),
            page=(page := pages.get_page(self.request.GET.get("page"))),
            shown=f"{page.start_index()}-{page.end_index()} / {pages.count}",
            heading=MOVED.get(asked.get("site", "")),
            narrowed=any(asked.values()),
            **kwargs,
        )

    def job(self) -> TailoredJob | None:
        """Return the job whose inventory is being filled, if the address names one."""
        pk = self.request.GET.get("job", "")
        if not pk.isdecimal():
            return None
        return TailoredJob.objects.visible_to(self.request.user).filter(pk=pk).first()


class LibraryReuse(StaffMixin, VisibleMixin, View):
    """Add a library task to a job's inventory; a second tap adds nothing."""

    model = TailoredJob
    permission_required = "employers.change_tailoredjob"
    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        job = self.get_object()
        shown = LibraryTask.objects.shown().filter(minutes__isnull=False)
        task = get_object_or_404(shown, pk=kwargs["task"])
        try:
            with job.changing(by=request.user):
                task.reuse(job)
        except (Refused, *STALE) as refusal:
            messages.error(request, said(refusal, job))
        else:
            text = _("Added to the inventory: %s. Check the minutes and sort it.")
            messages.success(request, text % task)
        inventory = reverse("employers:inventory", args=[job.pk])
        return redirect(self.back_url(f"{inventory}#piles"))


class LibraryEdit(StaffMixin, UpdateView[LibraryTask, LibraryTaskForm]):
    """Correct a library task, or stop offering it."""

    model = LibraryTask
    permission_required = "employers.change_librarytask"
    form_class = LibraryTaskForm
    template_name = "form_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=str(self.object),
            parent=_("Task library"),
            back_url=self.back_url(reverse("employers:library")),
            **kwargs,
        )

    def form_valid(self, form: LibraryTaskForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Saved: %s") % self.object)
        return redirect(self.back_url(reverse("employers:library")))
