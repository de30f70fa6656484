"""Log a contact: the screen a coach uses in a car park."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.db import IntegrityError
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from crm.lifecycle import STALE, Refused
from crm.models import FollowUp
from crm.views.base import StaffMixin, offer_undo, stale_message
from crm.views.outbox import is_anothers, wants_json
from employers.before_contact import Background, background_of, states_after
from employers.forms.log import LogForm, getlist
from employers.log_contact import log_contact, stored
from employers.models import Employer, Visit
from employers.views.log_prefill import found, only_asks, options_for, prefill, recent

if TYPE_CHECKING:
    from crm.models import TransitionLog


class LogContact(StaffMixin, FormView[LogForm]):
    """GET asks, prefilled as far as can be; POST stores once for each draft."""

    template_name = "employers/log.html"
    form_class = LogForm
    permission_required = "employers.add_visit"

    @cached_property
    def background(self) -> Background | None:
        return chosen_background(self.request, self.get_initial())

    def get_initial(self) -> dict[str, Any]:
        return prefill(self.request)

    def get_template_names(self) -> list[str]:
        part = self.request.htmx and self.request.method == "GET"
        return ["employers/log_about.html" if part else self.template_name]

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"user": self.request.user, "background": self.background}
        kwargs = super().get_form_kwargs() | own
        return (
            kwargs | {"data": None, "files": None}
            if only_asks(self.request)
            else kwargs
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**log_context(self), **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer_early(self) or super().post(request, *args, **kwargs)

    def form_valid(self, form: LogForm) -> HttpResponse:
        return save(self, form)

    def form_invalid(self, form: LogForm) -> HttpResponse:
        return refuse(self, form)


class EmployerOptions(StaffMixin, TemplateView):
    """What the type-ahead finds: recent employers first, then by name or place."""

    template_name = "employers/log_options.html"
    permission_required = "employers.view_employer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        rows = found(self.request.user, text) if text else recent(self.request.user)
        only_known = "known" in self.request.GET
        may_add = not only_known and self.request.user.has_perm("employers.add_visit")
        return super().get_context_data(
            options=options_for(rows, recent=not text),
            text=text,
            may_add=may_add,
            **kwargs,
        )


class LogWorker(StaffMixin, View):
    """The worker that opens kept pages without a network; its scope is /crm/."""

    permission_required = "employers.add_visit"

    def get(self, request: HttpRequest) -> FileResponse:
        path = finders.find("crm/js/sw.js")
        worker = Path(str(path)).open("rb")  # noqa: SIM115 - the response closes it
        response = FileResponse(worker, content_type="text/javascript")
        response["Cache-Control"] = "no-cache"
        return response


def chosen_background(request: Any, initial: dict[str, Any]) -> Background | None:
    """Return what to know of the chosen employer; None while none is chosen."""
    pk = str(initial.get("employer") or request.POST.get("employer") or "")
    if not pk.isdecimal():
        return None
    employers = Employer.objects.visible_to(request.user)
    employer = employers.select_related("municipality", "coach").filter(pk=pk).first()
    return background_of(employer, request.user) if employer else None


def log_context(view: Any) -> dict[str, Any]:
    """Return what the screen shows beside the form."""
    request, background = view.request, view.background
    text = request.POST.get("q", "").strip() if only_asks(request) else ""
    steps = background.steps if background else []
    initial = view.get_initial()
    closing = getlist(request.POST, "closes") or initial.get("closes", [])
    visit = request.POST.get("visit", "") or initial.get("visit", "")
    rows = found(request.user, text) if text else recent(request.user, background)
    return {
        "background": background,
        "states": states_after(background.employer if background else None),
        "closing": {step.pk for step in steps if str(step.pk) in closing},
        "visit": str(visit),
        "options": options_for(rows, recent=not text),
        "text": text,
        "is_part": bool(request.htmx),
        "back_url": view.back_url(reverse("day")),
        "next_url": view.back_url(""),
        "draft_key": draft_key(request),
    }


def draft_key(request: Any) -> str:
    """Return what tells drafts begun from different places apart."""
    names = ("employer", "followup", "visit")
    source = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        return str(source.get("draft_key", ""))[:80]
    return "&".join(f"{n}={source[n]}" for n in names if source.get(n))[:80]


def sent_draft(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("draft", ""))
    except ValueError:
        return None


def answer_early(view: LogContact) -> HttpResponse | None:
    """Answer what needs no validation: a search, another's draft, a stored one."""
    request = view.request
    if only_asks(request):
        return view.render_to_response(view.get_context_data())
    if is_anothers(request):
        return JsonResponse({"saved": False, "owner": False}, status=409)
    if visit := stored(sent_draft(request), request.user):
        return answer(request, visit, visit.history.latest("pk"))
    return None


def save(view: Any, form: LogForm) -> HttpResponse:
    """Store the contact; the one who lost a race gets the winner's answer."""
    request = view.request
    try:
        visit, entry = log_contact(form.contact(), by=request.user)
    except (IntegrityError, *STALE) as problem:
        if first := stored(form.cleaned_data["draft"], request.user):
            return answer(request, first, first.history.latest("pk"))
        form.add_error(None, reasons_of(problem, view.background))
        return refuse(view, form)
    return answer(request, visit, entry)


def reasons_of(problem: Exception, background: Background | None) -> list[str]:
    if isinstance(problem, Refused):
        return [str(reason) for reason in problem.reasons]
    if isinstance(problem, IntegrityError):
        return [
            _("Somebody saved the same just now. Check the employer and try again.")
        ]
    employer = background.employer if background else None
    fresh = Employer.objects.filter(pk=employer.pk).first() if employer else None
    return [stale_message(fresh)]


def refuse(view: Any, form: LogForm) -> HttpResponse:
    """Show what is missing, with all that was typed.

    Unless the same draft was stored meanwhile: what it collides with is itself.
    """
    if visit := stored(sent_draft(view.request), view.request.user):
        return answer(view.request, visit, visit.history.latest("pk"))
    if wants_json(view.request):
        errors = [str(e) for messages in form.errors.values() for e in messages]
        return JsonResponse({"saved": False, "errors": errors}, status=422)
    context = view.get_context_data(form=form)
    response: HttpResponse = view.render_to_response(context, status=422)
    return response


def answer(request: Any, visit: Visit, entry: "TransitionLog") -> HttpResponse:
    """Say what was saved, offer to undo it, and lead on."""
    text = saved_text(request, visit)
    queue: Any = messages.get_messages(request)
    told = [str(message) for message in queue]
    queue.used = False
    if str(text) not in told:
        offer_undo(request, text, entry)
    view = StaffMixin()
    view.request = request
    url = view.back_url(reverse("day"))
    if wants_json(request):
        return JsonResponse({"saved": True, "url": url})
    return redirect(url)


def saved_text(request: Any, visit: Visit) -> str:
    """Return the words of the toast, with a link to what is due next."""
    text = _("Saved: %(employer)s.") % {"employer": visit.employer}
    due = FollowUp.objects.carried_by(request.user).due().order_by("due_on", "pk")
    step = due.first()
    if step is None:
        return text
    return format_html(
        '{} {} <a href="{}?followup={}">{}</a>',
        text,
        _("Next:"),
        reverse("employers:log"),
        step.pk,
        step.subject,
    )
