"""What every staff view builds on: who may, which record, which part of the page."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.detail import SingleObjectMixin

from crm.forms import TransitionForm
from crm.lifecycle import STALE, Refused

if TYPE_CHECKING:
    from crm.models import TransitionLog


class StaffMixin(PermissionRequiredMixin):
    """The second gate: a permission name decides which verbs are yours (403)."""

    raise_exception = True
    permission_required: str | tuple[str, ...] = "crm.use_crm"
    #: What a page that is one form is called (form_page.html).
    heading: Any = ""

    request: Any  # with the user and htmx our middleware adds

    def back_url(self, default: str) -> str:
        """Return the page that asked (``next``) if it is ours, else ``default``."""
        url = self.request.POST.get("next") or self.request.GET.get("next") or ""
        safe = url_has_allowed_host_and_scheme(url, {self.request.get_host()})
        return url if safe else default


class VisibleMixin(SingleObjectMixin[Any]):
    """The first gate: find the record among those the user may see, else 404."""

    request: Any

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.request.user)


class PartialMixin(TemplateResponseMixin):
    """Answer htmx with one named partial of the page, everyone else with the page."""

    request: Any
    partial = "content"

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()
        return [f"{n}#{self.partial}" for n in names] if self.request.htmx else names

    def render_to_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(*args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response


def path_of(record: Any, move: Any) -> list[dict[str, Any]]:
    """Return the present and the coming state for ``{% stepper %}``."""
    states = dict(record.State.choices)
    target = record.target_of(move)
    if move.source == target:
        return []
    return [
        {"label": states[move.source], "status": "now", "meta": _("now")},
        {"label": states[target], "status": "ahead", "meta": _("after this")},
    ]


class MoveMixin(StaffMixin, VisibleMixin):
    """Find the record and the move that the address names; refuse what is not ours."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        move = self.object.move_named(kwargs["name"])
        if move is None or not move.custom.get("offered", True):
            raise Http404
        if not move.has_perm(self.object, request.user):
            raise PermissionDenied
        self.move = move
        return super().dispatch(request, *args, **kwargs)

    def description(self) -> dict[str, Any]:
        """Return what the page says of the move: from where, to where, what follows."""
        possible = self.move.source == self.object.state
        return {
            "label": self.move.custom["label"],
            "tone": self.move.custom.get("tone", "plain"),
            "possible": possible,
            "blockers": self.object.blockers(self.move) if possible else [],
            "path": path_of(self.object, self.move) if possible else [],
            "consequences": self.consequences() if possible else [],
        }

    def consequences(self) -> list[str]:
        """Say what else follows from the move, each in a sentence."""
        return []

    def fresh_object(self) -> Any:
        """Fetch the record anew: a failed move leaves the one in memory wrong."""
        return self.get_queryset().filter(pk=self.object.pk).first()


class TransitionView(MoveMixin, FormView[TransitionForm]):
    """Run one named transition of one record: GET asks, POST does.

    ``form_classes`` names the forms of transitions; the others ask a day and a note.
    """

    template_name = "crm/transition.html"
    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {}

    def get_form_class(self) -> type[TransitionForm]:
        return self.form_classes.get(self.move.name, TransitionForm)

    def get_form_kwargs(self) -> dict[str, Any]:
        details = {"record": self.object, "user": self.request.user}
        return super().get_form_kwargs() | details

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = self.back_url(self.object.get_absolute_url())
        return super().get_context_data(back_url=url, **self.description(), **kwargs)

    def form_valid(self, form: TransitionForm) -> HttpResponse:
        try:
            entry = self.object.perform(
                self.move.name, by=self.request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        except STALE:
            messages.error(self.request, stale_message(self.fresh_object()))
        else:
            offer_undo(self.request, self.done_text(), entry)
        return redirect(self.done_url())

    def done_url(self) -> str:
        """Return where to go when it is done, or when somebody was faster."""
        return self.back_url(self.object.get_absolute_url())

    def done_text(self) -> str:
        """Say what was done, beside the Undo button."""
        return str(self.move.custom["label"])


def stale_message(record: Any) -> str:
    """Say who was faster, if anybody was."""
    entry = record and record.history.standing().select_related("by").first()
    if entry and entry.by:
        return _("%(who)s was faster. Your change was not saved. See what changed.") % {
            "who": entry.by
        }
    return _("This is no longer possible. See what changed.")


def offer_undo(request: Any, text: str, entry: "TransitionLog") -> None:
    """Say what was done, with a button that takes it back."""
    url = reverse("undo", args=[entry.pk])
    messages.success(request, text, extra_tags=f"undo:{url}")
