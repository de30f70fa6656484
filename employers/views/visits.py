"""A visit's own pages: plan it, see it, move it, correct it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, UpdateView

from crm.forms import ReasonForm, TransitionForm
from crm.lifecycle import STALE, Refused
from crm.views.base import (
    StaffMixin,
    TransitionView,
    VisibleMixin,
    offer_undo,
    stale_message,
)
from crm.workdays import add_workdays
from employers.before_contact import Background, background_of
from employers.forms.visits import CorrectForm, PlanVisitForm, RescheduleForm
from employers.models import Employer, Visit
from employers.views.log_prefill import found, options_for, recent
from employers.visit_page import actions, history, led_to, to_ask_about


class PlanVisit(StaffMixin, FormView[PlanVisitForm]):
    """Choose the employer if need be, then when and how."""

    template_name = "employers/visit_plan.html"
    form_class = PlanVisitForm
    permission_required = "employers.add_visit"

    @cached_property
    def background(self) -> Background | None:
        return plan_background(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | plan_kwargs(self.request, self.background)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.background is None:
            kwargs.setdefault("form", None)
        context = plan_context(self.request, self.background)
        context["back_url"] = self.back_url(context["default_back"])
        return super().get_context_data(**context, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.background is None:
            return self.render_to_response(self.get_context_data(), status=422)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: PlanVisitForm) -> HttpResponse:
        return plan(self, form)


class VisitDetail(StaffMixin, VisibleMixin, DetailView[Visit]):
    """What was planned or done, what came of it, and what can be done now."""

    model = Visit
    permission_required = "employers.view_visit"
    template_name = "employers/visit_detail.html"

    def get_queryset(self) -> Any:
        rows = super().get_queryset().for_list()
        return rows.prefetch_related("people", "rescheduled_to")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit: Visit = self.object
        entries = history(visit)
        return super().get_context_data(
            actions=actions(visit, self.request.user),
            entries=entries,
            led_to=led_to(entries, self.request.user),
            later=next(iter(visit.rescheduled_to.all()), None),
            suggestions=to_ask_about(visit, self.request.user),
            **kwargs,
        )


class VisitCorrect(StaffMixin, VisibleMixin, UpdateView[Visit, CorrectForm]):
    """Correct a logged contact: one's own for a week, a manager later with a reason."""

    model = Visit
    form_class = CorrectForm
    permission_required = "employers.change_visit"
    template_name = "employers/visit_correct.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        possible = self.object.state == Visit.State.DONE
        return super().get_context_data(possible=possible, **kwargs)

    def form_valid(self, form: CorrectForm) -> HttpResponse:
        return correct(self, form)


class VisitTransition(TransitionView):
    """Cancel a visit with a reason, or move it to another day."""

    model = Visit
    permission_required = "employers.view_visit"
    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "cancel": ReasonForm,
        "reschedule": RescheduleForm,
    }

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["name"] == "correct":  # has its own page, with all that was logged
            return redirect("employers:visit-correct", kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


def plan_background(request: Any) -> Background | None:
    """Return what to know of the employer that the address names, if it does."""
    pk = request.GET.get("employer", "")
    employers = Employer.objects.visible_to(request.user)
    rows = employers.select_related("municipality", "coach")
    employer = rows.filter(pk=pk).first() if pk.isdecimal() else None
    return background_of(employer, request.user) if employer else None


def plan_kwargs(request: Any, background: Background | None) -> dict[str, Any]:
    if background is None:
        return {}
    visit = Visit(employer=background.employer, coach=request.user)
    is_new = background.employer.state == Employer.State.LEAD
    kind: str = Visit.Kind.COLD if is_new else Visit.Kind.MEETING
    first: dict[str, Any] = {"on": add_workdays(visit.on, 1), "kind": kind}
    if request.GET.get("kind") in Visit.Kind.values:
        first["kind"] = request.GET["kind"]
    return {
        "instance": visit,
        "user": request.user,
        "background": background,
        "initial": first,
    }


def plan_context(request: Any, background: Background | None) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    rows = found(request.user, text) if text else recent(request.user, background)
    default = background.employer.get_absolute_url() if background else reverse("day")
    return {
        "background": background,
        "text": text,
        "options": options_for(rows, recent=not text),
        "default_back": default,
        "next_url": request.POST.get("next") or request.GET.get("next", ""),
    }


def plan(view: PlanVisit, form: PlanVisitForm) -> HttpResponse:
    """Save the planned visit, or say why it cannot be."""
    visit = form.instance
    visit.face_to_face = visit.kind in Visit.IN_PERSON
    reason = form.cleaned_data.get("conflict_reason", "")
    try:
        with transaction.atomic():
            entry = visit.schedule(by=view.request.user, conflict_reason=reason)
            visit.people.set(form.cleaned_data["people"])
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return view.form_invalid(form)
    offer_undo(view.request, _("Visit planned."), entry)
    return redirect(view.back_url(visit.get_absolute_url()))


def correct(view: VisitCorrect, form: CorrectForm) -> HttpResponse:
    """Run the correction on the record as it is, not as the form has left it."""
    visit = view.get_queryset().get(pk=view.object.pk)
    values, why = form.values(), form.cleaned_data["why"]
    try:
        with transaction.atomic():
            entry = visit.perform(
                "correct", by=view.request.user, values=values, note=why
            )
            visit.people.set(form.cleaned_data["people"])
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return view.form_invalid(form)
    except STALE:
        messages.error(view.request, stale_message(visit))
    else:
        offer_undo(view.request, _("Corrected."), entry)
    return redirect(visit.get_absolute_url())
