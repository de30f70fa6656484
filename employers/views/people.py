"""Adding and correcting an employer's people and workplaces; nobody is deleted."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, UpdateView

from crm.lifecycle import Refused
from crm.views.base import StaffMixin, VisibleMixin
from employers.employer_page import to_survivor
from employers.forms.people import LeaveForm, PersonForm, WorkplaceForm
from employers.models import ContactPerson, Employer, Workplace


class PartMixin(StaffMixin, VisibleMixin):
    """Find a part of an employer, or begin a new one, but never of a tombstone."""

    adds = False
    kwargs: dict[str, Any]
    model: Any

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        if self.object.employer.state == Employer.State.MERGED:
            return to_survivor(request, self.object.employer)
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> Any:
        if not self.adds:
            return super().get_object(queryset)
        seen = Employer.objects.visible_to(self.request.user)
        return self.model(employer=get_object_or_404(seen, pk=self.kwargs["employer"]))

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("employer__municipality")


class PartView(PartMixin, UpdateView[Any, Any]):
    """A form about a part of an employer."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            employer=self.object.employer,
            adds=self.adds,
            back_url=self.get_success_url(),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return self.back_url(self.object.employer.get_absolute_url())

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            form.save()
        messages.success(self.request, _("Saved: %s") % self.object)
        return redirect(self.get_success_url())


class PersonEdit(PartView):
    """Correct a contact person."""

    model = ContactPerson
    permission_required = "employers.change_contactperson"
    template_name = "employers/person_form.html"
    form_class = PersonForm


class PersonCreate(PersonEdit):
    """Add a contact person."""

    permission_required = "employers.add_contactperson"
    adds = True


class WorkplaceEdit(PartView):
    """Correct or close a workplace."""

    model = Workplace
    permission_required = "employers.change_workplace"
    template_name = "employers/workplace_form.html"
    form_class = WorkplaceForm


class WorkplaceCreate(WorkplaceEdit):
    """Add a workplace."""

    permission_required = "employers.add_workplace"
    adds = True


class PersonLeave(StaffMixin, VisibleMixin, FormView[LeaveForm]):
    """Somebody has left: close the person, plan to find the next one."""

    model = ContactPerson
    permission_required = "employers.change_contactperson"
    template_name = "employers/person_leave.html"
    form_class = LeaveForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: LeaveForm) -> HttpResponse:
        employer = self.object.employer
        try:
            step = self.object.leave(by=self.request.user, on=form.cleaned_data["on"])
        except Refused as refusal:
            messages.error(self.request, " ".join(map(str, refusal.reasons)))
        else:
            messages.success(self.request, _("Next step: %s") % step.text)
        return redirect(employer)
