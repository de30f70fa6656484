"""A tailored job: beginning it, its page, and putting its content together."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import CreateView, DetailView, FormView, UpdateView

from crm.lifecycle import STALE, Refused
from crm.views.base import StaffMixin, VisibleMixin, offer_undo, stale_message
from employers.benefit_page import job_calculator_url
from employers.example_page import example_panel
from employers.forms.jobs import CommentForm, JobForm, TermsForm, WeekForm
from employers.job_page import assembly, moves, papers, stepper, with_employer
from employers.models import Employer, TailoredJob
from employers.next_step import next_job_step, people_of
from employers.week import advice


class JobCreate(StaffMixin, CreateView[TailoredJob, JobForm]):
    """Begin a tailored job at an employer."""

    model = TailoredJob
    permission_required = "employers.add_tailoredjob"
    template_name = "employers/job_form.html"
    form_class = JobForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        seen = Employer.objects.visible_to(request.user).contactable()
        self.employer = get_object_or_404(seen, pk=kwargs["employer"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        job = TailoredJob(employer=self.employer, coach=self.request.user)
        return super().get_form_kwargs() | {"instance": job}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("New tailored job"),
            parent=self.employer,
            back_url=self.employer.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form: JobForm) -> HttpResponse:
        job = form.save(commit=False)
        offer_undo(self.request, _("Begun: %s") % job, job.begin(by=self.request.user))
        return redirect("employers:inventory", pk=job.pk)


class JobMixin(StaffMixin, VisibleMixin):
    """Find the tailored job that the address names."""

    model = TailoredJob
    permission_required = "employers.change_tailoredjob"
    context_object_name = "job"


class JobDetail(JobMixin, DetailView[TailoredJob]):
    """All of one tailored job, its next move first."""

    permission_required = "employers.view_tailoredjob"
    template_name = "employers/job_detail.html"

    def get_queryset(self) -> Any:
        related = ("employer", "workplace", "coach", "agreed_version")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job, user = self.object, self.request.user
        return super().get_context_data(
            steps=stepper(job),
            moves=moves(job, user),
            next=next_job_step(job, user, people_of(job.employer)),
            needs=list(job.needs.all()),
            papers=papers(job),
            calculator_url=job_calculator_url(job),
            example=example_panel(job, user),
            comment_form=CommentForm(),
            may_change=user.has_perm("employers.change_tailoredjob"),
            **assembly(job),
            **with_employer(job),
            **kwargs,
        )


class ContentMixin(JobMixin):
    """Change the content of a job under its guard; refusals are shown."""

    object: TailoredJob

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        parent: Any = super()
        response: HttpResponseBase = parent.dispatch(request, *args, **kwargs)
        return response

    def context(self) -> dict[str, Any]:
        """Return what every content form says around itself."""
        job = self.object
        agreed = job.state in {job.State.AGREED, job.State.OPEN}
        page = {"heading": self.heading, "parent": job}
        return page | {"back_url": job.get_absolute_url(), "voids": agreed}

    def store(self) -> None:
        raise NotImplementedError

    def try_to_store(self) -> list[str]:
        """Store under the guard; return why not, or nothing."""
        try:
            with self.object.changing(by=self.request.user):
                self.store()
        except Refused as refusal:
            return [str(reason) for reason in refusal.reasons]
        except STALE:
            return [stale_message(self.object)]
        return []


class JobEdit(ContentMixin, UpdateView[TailoredJob, TermsForm]):
    """Write the terms of a proposal."""

    template_name = "employers/job_terms.html"
    heading = gettext_lazy("Terms")
    form_class = TermsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.object.employer.people.filter(left_on__isnull=True)
        return super().get_context_data(people=people, **self.context(), **kwargs)

    def form_valid(self, form: TermsForm) -> HttpResponse:
        self.store = form.save  # type: ignore[method-assign] # what is stored this time
        if reasons := self.try_to_store():
            form.add_error(None, reasons)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved: %s") % self.object)
        return redirect(self.object.get_absolute_url())


class JobWeek(ContentMixin, FormView[WeekForm]):
    """Set the working times of the week."""

    template_name = "employers/job_week.html"
    heading = gettext_lazy("Working times")
    form_class = WeekForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shifts": self.object.shifts}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context(), **kwargs)

    def store(self) -> None:
        self.object.save()

    def form_valid(self, form: WeekForm) -> HttpResponse:
        self.object.shifts = form.shifts
        if reasons := self.try_to_store():
            form.add_error(None, reasons)
            return self.form_invalid(form)
        messages.success(self.request, " ".join([_("Saved."), *advice(form.shifts)]))
        return redirect(self.object.get_absolute_url())


class JobTick(ContentMixin, View):
    """Tick which transferable tasks make the job."""

    def store(self) -> None:
        chosen = [int(pk) for pk in self.request.POST.getlist("task") if pk.isdecimal()]
        for task in self.object.tasks.filter(pile="transferable"):
            ticked = task.pk in chosen
            if ticked != task.ticked:
                task.ticked = ticked
                task.save(update_fields=["ticked"])

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        for reason in self.try_to_store():
            messages.error(request, reason)
        return redirect(f"{self.object.get_absolute_url()}#tasks")
