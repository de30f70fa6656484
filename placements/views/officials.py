"""The directory of officials: finding, confirming, one after another."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import CreateView, FormView, TemplateView, UpdateView

from crm.lifecycle import Refused
from crm.models import AccessLog
from crm.views.base import PartialMixin, StaffMixin, VisibleMixin
from placements.access import note_all
from placements.forms.officials import OfficialForm, OfficialSearchForm, SuccessorForm
from placements.models import Official
from placements.models.officers import succeed

CHANGE = AccessLog.Kind.CHANGE
PAGE = 50


class Officials(PartialMixin, StaffMixin, TemplateView):
    """Whom to call, by authority; what nobody has confirmed is marked."""

    permission_required = "placements.view_official"
    template_name = "placements/official_list.html"
    partial = "results"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = OfficialSearchForm(self.request.GET)
        form.is_valid()
        asked = form.cleaned_data
        seen = Official.objects.visible_to(self.request.user).in_office()
        pages = Paginator(searched(seen, asked), PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form,
            page=page,
            shown=f"{page.start_index()}-{page.end_index()} / {pages.count}",
            narrowed=any(asked.values()),
            late=Official.objects.visible_to(self.request.user).stale().count(),
            **kwargs,
        )


def searched(officials: Any, asked: dict[str, Any]) -> Any:
    """Narrow the officials by what is asked for, with what a row shows."""
    officials = officials.matching(asked.get("q", ""))
    if asked.get("authority"):
        officials = officials.filter(authority=asked["authority"])
    if place := asked.get("place"):
        officials = officials.serving(place.pk)
    if asked.get("stale"):
        officials = officials.stale()
    rows = officials.select_related("confirmed_by").prefetch_related("municipalities")
    return rows.order_by("authority", "office", "line", "name", "pk")


def directory() -> str:
    return reverse("placements:officials")


class OfficialPage(StaffMixin):
    """A page that is one form about an official, with the way back."""

    permission_required: Any = "placements.change_official"
    object: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parent: Any = super()
        kwargs = {"heading": self.heading or str(self.object)} | kwargs
        context: dict[str, Any] = parent.get_context_data(
            parent=_("Officials"),
            back_url=self.back_url(directory()),
            **kwargs,
        )
        return context

    def done(self, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect(self.back_url(directory()))


class OfficialCreate(OfficialPage, CreateView[Official, OfficialForm]):
    """Write an official down; who does so has just made sure."""

    permission_required = "placements.add_official"
    model = Official
    form_class = OfficialForm
    template_name = "form_page.html"
    heading = gettext_lazy("New official")

    def form_valid(self, form: OfficialForm) -> HttpResponse:
        official = form.save()
        if official.name:
            official.confirm(by=self.request.user)
        return self.done(_("Added: %s") % official)


class OfficialEdit(OfficialPage, VisibleMixin, UpdateView[Official, OfficialForm]):
    """Correct what is known of an official."""

    model = Official
    form_class = OfficialForm
    template_name = "placements/official_form.html"

    def form_valid(self, form: OfficialForm) -> HttpResponse:
        return self.done(_("Saved: %s") % form.save())


class OfficialConfirm(StaffMixin, VisibleMixin, View):
    """Say with one tap that it is still so."""

    model = Official
    permission_required = "placements.change_official"
    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        official = self.get_object()
        try:
            official.confirm(by=request.user)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
        else:
            messages.success(request, _("Confirmed today: %s") % official)
        return redirect(self.back_url(directory()))


class OfficialSucceed(OfficialPage, VisibleMixin, FormView[SuccessorForm]):
    """Say that somebody else is in office now."""

    model = Official
    form_class = SuccessorForm
    template_name = "placements/official_succeed.html"
    heading = gettext_lazy("The officer has changed")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        parent: Any = super()
        response: HttpResponseBase = parent.dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moving = self.object.officers.standing().count()
        return super().get_context_data(moving=moving, **kwargs)

    def form_valid(self, form: SuccessorForm) -> HttpResponse:
        user = self.request.user
        try:
            with transaction.atomic():
                new, moved = succeed(self.object, by=user, **form.cleaned_data)
                note_all(user, moved, "authorities", "succession", CHANGE)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        return self.done(_("In office now: %s") % new)
