"""Add an employer and change what we know of one, with doubles and the register."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, UpdateView
from django_htmx.http import trigger_client_event

from crm.views.base import StaffMixin, VisibleMixin, offer_undo
from employers.duplicates import alike
from employers.forms.edit import IDENTITY, EmployerForm, NewEmployerForm
from employers.forms.edit_fill import (
    LookUp,
    fillable,
    look_up,
    place_name,
    recall,
    stored,
    valid_id,
)
from employers.models import Employer


class FactsView(StaffMixin, VisibleMixin, UpdateView[Employer, EmployerForm]):
    """A form of facts; its button "look up" fills what is empty and saves nothing."""

    template_name = "employers/employer_form.html"
    model = Employer

    @cached_property
    def look_up(self) -> LookUp:
        typed = self.request.POST.get("business_id", "")
        return look_up(typed) if "look_up" in self.request.POST else recall(typed)

    def get_initial(self) -> dict[str, Any]:
        if "look_up" not in self.request.POST:
            return {}
        typed: dict[str, Any] = self.request.POST.dict()
        return typed | fillable(typed, self.look_up.company)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"user": self.request.user}
        unbound = {"data": None, "files": None}
        return kwargs | unbound if "look_up" in self.request.POST else kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_url = self.back_url("")
        return super().get_context_data(
            look_up=self.look_up, filled=[], next_url=next_url, **kwargs
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "look_up" in request.POST:
            return self.get(request, *args, **kwargs)
        with transaction.atomic():
            return super().post(request, *args, **kwargs)


class EmployerCreate(FactsView):
    """A new employer: its Y-tunnus first, then the register helps."""

    form_class = NewEmployerForm
    permission_required = "employers.add_employer"

    def get_object(self, queryset: Any = None) -> Any:
        return None

    def get_initial(self) -> dict[str, Any]:
        asked = {key: self.request.GET.get(key, "") for key in IDENTITY}
        return {"coach": self.request.user.pk} | asked | super().get_initial()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            entry = form.create()
        except IntegrityError:
            return self.form_invalid(taken_meanwhile(form))
        warn_of_notes(self.request, form)
        text = _("%(name)s was added.") % {"name": form.instance}
        offer_undo(self.request, text, entry)
        return redirect(self.back_url(form.instance.get_absolute_url()))


class EmployerEdit(FactsView):
    """Change facts; who was faster is told, and nothing typed is lost."""

    form_class = EmployerForm
    permission_required = "employers.change_employer"

    @cached_property
    def look_up(self) -> LookUp:
        asks = self.request.method == "POST"
        return super().look_up if asks else stored(self.object.register_data)

    def get_queryset(self) -> Any:
        employers = super().get_queryset().current()
        saves = self.request.method == "POST" and "look_up" not in self.request.POST
        return employers.select_for_update() if saves else employers

    def form_valid(self, form: EmployerForm) -> HttpResponse:
        try:
            form.save()
        except IntegrityError:
            return self.form_invalid(taken_meanwhile(form))
        warn_of_notes(self.request, form)
        messages.success(self.request, _("Saved."))
        return redirect(self.back_url(form.instance.get_absolute_url()))


class Duplicates(StaffMixin, TemplateView):
    """What may be the same employer, while its name is being typed.

    ``mode=pick`` offers to use one of them instead of opening it.
    """

    template_name = "employers/_duplicates.html"
    permission_required = "employers.add_employer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        own = asked.get("exclude", "")
        hits = alike(
            asked.get("name", "").strip(),
            place_name(asked),
            valid_id(asked.get("business_id", "")),
            exclude=int(own) if own.isdecimal() else None,
        )
        return super().get_context_data(
            hits=hits,
            mode=asked.get("mode", ""),
            confirmed="not_duplicate" in asked,
            **kwargs,
        )


class RegisterLookup(StaffMixin, TemplateView):
    """What the register says of a Y-tunnus; fills the fields that are still empty."""

    template_name = "employers/_register.html"
    permission_required = "employers.add_employer"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)

    def render_to_response(self, context: Any, **kwargs: Any) -> Any:
        response = super().render_to_response(context, **kwargs)
        if context["filled"]:
            trigger_client_event(response, "filled", after="settle")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = (self.request.POST or self.request.GET).dict()
        found = look_up(typed.get("business_id", ""))
        values = fillable(typed, found.company)
        form = NewEmployerForm(user=self.request.user, initial=values)
        filled = [form[name] for name in values if name in typed]
        return super().get_context_data(look_up=found, filled=filled, **kwargs)


def taken_meanwhile(form: EmployerForm) -> EmployerForm:
    """Say that somebody saved the same Y-tunnus between the check and the saving."""
    form.add_error("business_id", _("Somebody else just added this Y-tunnus."))
    return form


def warn_of_notes(request: Any, form: EmployerForm) -> None:
    for text in form.warnings:
        messages.warning(request, _("Check the notes. %(why)s") % {"why": text})
