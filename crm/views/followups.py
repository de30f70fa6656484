"""Follow-ups: the list, one of them, moving it on, offering it to a colleague."""

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from crm.dashboard import Desk
from crm.followups import FollowUpFilter, actions_for, timeline_of
from crm.forms import (
    CompleteForm,
    HandOverForm,
    OfferForm,
    ReasonForm,
    SnoozeForm,
    TransitionForm,
)
from crm.lifecycle import STALE, Refused
from crm.models import FollowUp, User
from crm.queue import answer_to, line_of
from crm.templatetags.crm import day
from crm.views.base import (
    PartialMixin,
    StaffMixin,
    TransitionView,
    VisibleMixin,
    offer_undo,
    stale_message,
)
from crm.workdays import add_workdays

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

PAGE = 50


class FollowUpList(StaffMixin, PartialMixin, TemplateView):
    """Mine, those offered to me, the team's; by what is due first."""

    permission_required = "crm.view_followup"
    template_name = "crm/followup_list.html"
    partial = "steps"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = FollowUpFilter(self.request.GET, user=user)
        steps = form.results().select_related("assignee")
        page = Paginator(steps, PAGE).get_page(self.request.GET.get("page"))
        desk = Desk(user)
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            form=form,
            page=page,
            lines=[line_of(desk, step) for step in page],
            query=query.urlencode(),
            **kwargs,
        )


class FollowUpDetail(StaffMixin, VisibleMixin, DetailView[FollowUp]):
    """One follow-up: what, about whom, what has happened to it, what can be done."""

    permission_required = "crm.view_followup"
    model = FollowUp
    template_name = "crm/followup_detail.html"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related(
                "assignee",
                "created_by",
                "declined_by",
                "offered_to",
                "previous__assignee",
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, step = self.request.user, self.object
        line = line_of(Desk(user), step)
        return super().get_context_data(
            line=line,
            actions=actions_for(line, user),
            timeline=timeline_of(step),
            taken_on_by=step.continuations.select_related("assignee").first(),
            is_offered_to_me=step.is_pending and step.offered_to_id == user.pk,
            **kwargs,
        )


class FollowUpTransition(TransitionView):
    """Move a follow-up on; on the Day its line answers in place."""

    permission_required = "crm.change_followup"
    model = FollowUp
    form_classes = {
        "snooze": SnoozeForm,
        "complete": CompleteForm,
        "cancel": ReasonForm,
        "hand_over": HandOverForm,
    }

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"until": until(self.request)}

    def done_text(self) -> str:
        return done_text(self.object, self.move.name)

    def form_valid(self, form: TransitionForm) -> HttpResponse:
        if done_already(self.object, self.move.name, self.request.user):
            messages.info(self.request, _("This has been done already."))
            response: HttpResponse = redirect(
                self.back_url(self.object.get_absolute_url())
            )
        else:
            response = super().form_valid(form)
        return in_place(self.request, self.fresh_object()) or response

    def form_invalid(self, form: TransitionForm) -> HttpResponse:
        if self.request.htmx:
            return HttpResponseClientRedirect(page_of(self.request))
        return super().form_invalid(form)


def in_place(request: Any, step: FollowUp | None) -> HttpResponse | None:
    """Answer htmx with the line as it is now; nothing to everyone else."""
    if not request.htmx:
        return None
    context = answer_to(step, request)
    if context is None:
        return HttpResponseClientRefresh()
    return render(request, "crm/day_answer.html", context)


def until(request: Any) -> Any:
    """Return the day asked for, else the next working day."""
    return request.GET.get("until") or add_workdays(timezone.localdate(), 1)


def done_text(step: FollowUp, name: str) -> str:
    """Say what a move did, in the past tense."""
    match name:
        case "complete":
            return _("Done: %(what)s") % {"what": step}
        case "snooze":
            return _("Put off to %(day)s.") % {"day": day(step.due_on)}
        case "cancel":
            return _("Cancelled: %(what)s") % {"what": step}
        case "hand_over":
            return _("Handed over: %(what)s") % {"what": step}
    return _("Open again: %(what)s") % {"what": step}


def done_already(step: FollowUp, name: str, user: User) -> bool:
    """Whether the same person has just made the same move: a double click."""
    last = None if step.is_pending else step.history.standing().first()
    return last is not None and (last.name, last.by_id) == (name, user.pk)


def page_of(request: Any) -> str:
    """Return the page of a move that could not be made in place, as it was filled."""
    kept = {key: request.POST[key] for key in ("until", "next") if key in request.POST}
    return f"{request.path}?{urlencode(kept)}"


class FollowUpOffer(StaffMixin, VisibleMixin, FormView[OfferForm]):
    """Offer a follow-up to a colleague, who accepts or declines."""

    permission_required = "crm.change_followup"
    model = FollowUp
    template_name = "crm/followup_offer.html"
    form_class = OfferForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        if self.has_permission():
            try:
                self.object = self.get_object()
            except Http404:
                if "answer" not in request.POST:
                    raise
                messages.info(request, _("This is no longer offered to you."))
                return redirect(self.back_url(reverse("follow-ups")))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"record": self.object}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = {"accept": accept, "decline": decline}.get(request.POST.get("answer"))
        return self.run(answer) if answer else super().post(request, *args, **kwargs)

    def form_valid(self, form: OfferForm) -> HttpResponse:
        return self.run(partial(offer, to=form.cleaned_data["to"]))

    def run(self, act: "Callable[[Any, FollowUp], None]") -> HttpResponse:
        try:
            act(self.request, self.object)
        except Refused as refusal:
            messages.error(self.request, " ".join(map(str, refusal.reasons)))
        except STALE:
            messages.error(self.request, stale_message(self.object))
        return redirect(self.back_url(reverse("follow-ups")))


def offer(request: Any, step: FollowUp, to: User) -> None:
    """Ask a colleague; those to whom it is only offered cannot pass it on."""
    if step.offered_to_id == request.user.pk:
        raise Refused([_("Accept or decline it first.")], record=step)
    step.offer(to)
    text = _("Offered to %(name)s. It stays with you until they accept.")
    messages.success(request, text % {"name": to})


def accept(request: Any, step: FollowUp) -> None:
    """Take over what was offered."""
    if step.offered_to_id != request.user.pk:
        raise Refused([_("This is no longer offered to you.")], record=step)
    entry = step.perform("hand_over", by=request.user, to=request.user)
    offer_undo(request, _("It is yours now."), entry)


def decline(request: Any, step: FollowUp) -> None:
    """Say no to an offer, or take one's own offer back."""
    own = step.offered_to_id != request.user.pk
    if own:
        step.offer(None)
    else:
        step.decline_offer(request.user)
    text = _("The offer was taken back.") if own else _("Declined. It stays with %s.")
    messages.success(request, text if own else text % step.assignee)
