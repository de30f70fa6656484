"""The inventory of a workplace: needs, tasks, three piles."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, UpdateView

from crm.lifecycle import STALE, Refused
from crm.views.base import PartialMixin, StaffMixin, VisibleMixin, stale_message
from crm.views.outbox import is_anothers, wants_json
from employers.forms.tasks import NeedForm, NewNeedForm, QuickTaskForm, TaskForm
from employers.inventory import add_task, needs, piles
from employers.job_page import stepper
from employers.library import for_inventory
from employers.models import LibraryTask, Need, Photo, TailoredJob, WorkTask
from employers.photos import BadPhoto
from employers.week import minutes_patterns


class Inventory(StaffMixin, VisibleMixin, PartialMixin, DetailView[TailoredJob]):
    """The workplace's needs and tasks, sorted by tap; htmx gets the piles alone."""

    model = TailoredJob
    permission_required = "employers.view_tailoredjob"
    template_name = "employers/inventory.html"
    context_object_name = "job"
    partial = "piles"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("employer")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", QuickTaskForm(initial=self.first_values()))
        kwargs.setdefault("need_form", NewNeedForm())
        return super().get_context_data(
            suggestions=for_inventory(self.object),
            needs=needs(self.object),
            steps=stepper(self.object),
            minutes_patterns=minutes_patterns(),
            may_change=self.request.user.has_perm("employers.change_tailoredjob"),
            **piles(self.object),
            **kwargs,
        )

    def first_values(self) -> dict[str, Any]:
        """Return a fresh draft; with the name of a library task that is being added."""
        asked = self.request.GET.get("task", "")
        if not asked.isdecimal():
            return {"draft": uuid4()}
        task = LibraryTask.objects.shown().filter(pk=asked).first()
        return {"draft": uuid4(), "name": task.name if task else ""}


class AddMixin(Inventory):
    """Add a row; what cannot be taken comes back as it was typed."""

    permission_required = "employers.change_tailoredjob"
    http_method_names = ("post",)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, name: str, form: Any) -> HttpResponse:
        if wants_json(self.request):
            return JsonResponse({"errors": form.errors}, status=422)
        context = self.get_context_data(**{name: form})
        return self.render_to_response(context, status=422)

    def back(self, anchor: str) -> HttpResponse:
        return redirect(reverse("employers:inventory", args=[self.object.pk]) + anchor)


class TaskAdd(AddMixin):
    """Add a task; the same draft sent twice is stored once."""

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        if is_anothers(request):
            return JsonResponse({"saved": False, "owner": False}, status=409)
        form = QuickTaskForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.refuse("form", form)
        given = form.cleaned_data
        task, trouble = add_task(
            self.object,
            form.save(commit=False),
            draft=given["draft"],
            file=given["photo"],
        )
        if trouble:  # also to a script, which may be on any page by now
            text = _("The task was saved, the photo was not: %s") % trouble
            messages.warning(request, text)
        if wants_json(request):
            return JsonResponse({"saved": True, "id": task.pk, "trouble": trouble})
        return self.back("#quick")


class NeedAdd(AddMixin):
    """Add a need."""

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        form = NewNeedForm(request.POST, request.FILES)
        form.instance.job = self.object
        if not form.is_valid():
            return self.refuse("need_form", form)
        try:
            with self.object.changing(by=request.user):
                need = form.save()
                if photo := form.cleaned_data["photo"]:
                    Photo.take(photo, need=need)
        except BadPhoto as problem:
            form.add_error("photo", str(problem))
            return self.refuse("need_form", form)
        except (Refused, *STALE) as refusal:
            messages.error(request, said(refusal, self.object))
        return self.back("#needs")


def said(refusal: Exception, job: TailoredJob) -> str:
    """Return why something was refused, in the user's words."""
    if isinstance(refusal, Refused):
        return " ".join(str(reason) for reason in refusal.reasons)
    return stale_message(job)


class RowMixin(StaffMixin):
    """Find a task or a need whose job the user may see."""

    permission_required = "employers.change_tailoredjob"
    model: Any

    def get_object(self, queryset: Any = None) -> Any:
        jobs = TailoredJob.objects.visible_to(self.request.user)
        rows = self.model.objects.filter(job__in=jobs).select_related("job__employer")
        return get_object_or_404(rows, pk=self.kwargs["pk"])  # type: ignore[attr-defined] # every view has it

    def inventory_url(self, row: Any) -> str:
        return reverse("employers:inventory", args=[row.job_id])


class RowEdit(RowMixin, UpdateView[Any, Any]):
    """Edit a row under the guard of the job's content."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = self.back_url(self.inventory_url(self.object))
        job = self.object.job
        return super().get_context_data(
            heading=str(self.object), parent=job, back_url=url, **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with self.object.job.changing(by=self.request.user):
                form.save()
        except (Refused, *STALE) as refusal:
            form.add_error(None, said(refusal, self.object.job))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved: %s") % self.object)
        return redirect(self.back_url(self.inventory_url(self.object)))


class TaskEdit(RowEdit):
    """Everything of a task, its photos among it."""

    model = WorkTask
    form_class = TaskForm
    template_name = "employers/task_form.html"


class NeedEdit(RowEdit):
    """Correct a need."""

    model = Need
    form_class = NeedForm
    template_name = "employers/need_form.html"


class RowPost(RowMixin, View):
    """Do one thing to a row and come back to the inventory."""

    http_method_names = ("post",)
    anchor = "#piles"

    def act(self, row: Any) -> None:
        row.delete()

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_object()
        try:
            with row.job.changing(by=request.user):
                self.act(row)
        except (Refused, *STALE) as refusal:
            messages.error(request, said(refusal, row.job))
        return redirect(self.inventory_url(row) + self.anchor)


class TaskSort(RowPost):
    """Put a task into a pile."""

    model = WorkTask

    def act(self, row: WorkTask) -> None:
        pile = self.request.POST.get("pile", "")
        if pile in WorkTask.Pile.values:
            row.sort(pile)


class TaskDelete(RowPost):
    """Remove a task with its photos."""

    model = WorkTask


class NeedDelete(RowPost):
    """Remove a need."""

    model = Need
    anchor = "#needs"
