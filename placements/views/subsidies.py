"""Pay subsidies: the list, one's own page, its moves, claims, the coach's statement."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView, UpdateView

from crm.forms import TransitionForm
from crm.lifecycle import STALE, Refused
from crm.templatetags.crm import day
from crm.views.base import PartialMixin, StaffMixin, TransitionView, offer_undo
from employers.printing.typesetting import statement_pdf
from employers.views.papers import pdf_response
from placements.access import note_all
from placements.candidate_page import TOLD, opened
from placements.forms.moves import MoveForm
from placements.forms.subsidies import MOVE_FORMS, SubsidyForm, TimerForm
from placements.models import SubsidyClaim, SubsidyProcess
from placements.statement import statement_of
from placements.subsidy_page import (
    money,
    moves,
    next_step,
    notices,
    stepper,
    timeline,
    what_follows,
)
from placements.subsidy_rules import Timer
from placements.views.base import CandidateMixin
from placements.views.caring import PlanStep

PAGE = 50


class Subsidies(PartialMixin, StaffMixin, TemplateView):
    """Every process that the user may see, what runs out first on top."""

    permission_required = "placements.view_subsidyprocess"
    template_name = "placements/subsidy_list.html"
    partial = "results"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, everything = self.request.user, "all" in self.request.GET
        seen = SubsidyProcess.objects.visible_to(user)
        rows = (seen if everything else seen.open()).for_list()
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        note_all(user, {row.candidate: None for row in page.object_list}, "subsidies")
        return super().get_context_data(
            page=page,
            shown=f"{page.start_index()}\N{EN DASH}{page.end_index()} / "
            f"{page.paginator.count}",
            everything=everything,
            today=timezone.localdate(),
            **kwargs,
        )


class SubsidyMixin(CandidateMixin):
    """One process of a candidate that may be opened."""

    permission_required = "placements.change_subsidyprocess"
    what = "subsidy"
    kwargs: dict[str, Any]

    def get_object(self, queryset: Any = None) -> Any:
        found = self.candidate.subsidies.for_page()
        if self.request.method == "POST":
            found = found.select_for_update(of=("self",))
        return get_object_or_404(found, pk=self.kwargs["subsidy"])

    def home(self) -> Any:
        return self.get_object()


class SubsidyDetail(SubsidyMixin, TemplateView):
    """All of one pay subsidy: the next step and what runs out first."""

    permission_required = "placements.view_subsidyprocess"
    template_name = "placements/subsidy_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        process, user = self.get_object(), self.request.user
        newest = process.follow_ups.order_by("-state_since", "-pk")
        steps = list(newest.select_related("assignee")[:TOLD])
        claims = list(process.claims.order_by("-month")[:TOLD])
        unsent = [claim.due_on for claim in claims if claim.claimed_on is None]
        deadline = process.deadline_with(min(unsent, default=None))
        pending = [step for step in steps if step.is_pending]
        return super().get_context_data(
            process=process,
            steps=stepper(process),
            moves=moves(process, user),
            notices=notices(process, deadline),
            next=next_step(process, user, pending),
            opened=opened(self.purpose, user),
            money=money(process),
            claims=[claim for claim in claims if claim.claimed_on is None],
            sent=[claim for claim in claims if claim.claimed_on],
            entries=timeline(process, steps),
            **kwargs,
        )


class SubsidyFormView(CandidateMixin, UpdateView[Any, Any]):
    """The facts of a process, new or known."""

    permission_required = "placements.change_subsidyprocess"
    what = "subsidy"
    template_name = "placements/subsidy_form.html"
    form_class = SubsidyForm
    heading: Any = gettext_lazy("Pay subsidy")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.page(), **kwargs)


class SubsidyBegin(SubsidyFormView):
    """Begin to look into a pay subsidy for a candidate."""

    permission_required = "placements.add_subsidyprocess"
    heading = gettext_lazy("Look into a pay subsidy")

    def get_object(self, queryset: Any = None) -> Any:
        return SubsidyProcess.sketch(self.candidate)

    def form_valid(self, form: SubsidyForm) -> HttpResponse:
        process = form.save(commit=False)
        entry = process.begin(by=self.request.user)
        offer_undo(self.request, _("The pay subsidy is looked into."), entry)
        return redirect(process)


class SubsidyEdit(SubsidyMixin, SubsidyFormView):
    """Correct what is known of it."""

    heading = gettext_lazy("Pay subsidy")

    def form_valid(self, form: SubsidyForm) -> HttpResponse:
        process = form.save()
        messages.success(self.request, _("Saved."))
        return redirect(self.back_url(process.get_absolute_url()))


class SubsidyMove(SubsidyMixin, TransitionView):
    """Run one of the process's transitions."""

    def get_form_class(self) -> type[TransitionForm]:
        return MOVE_FORMS.get(self.move.name, MoveForm)

    def fresh_object(self) -> Any:
        return self.candidate.subsidies.filter(pk=self.object.pk).first()

    def done_text(self) -> str:
        return f"{self.object}: {self.object.get_state_display()}"

    def consequences(self) -> list[str]:
        return what_follows(self.object, self.move.name)


class SubsidyStep(SubsidyMixin, PlanStep):
    """Plan the next step of the process."""

    permission_required = "crm.add_followup"


class SubsidyTimer(SubsidyMixin, FormView[TimerForm]):
    """Begin another deadline beside the process: its step is planned in time."""

    template_name = "placements/candidate_form.html"
    heading = gettext_lazy("Another deadline begins")
    form_class = TimerForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.page(), **kwargs)

    def form_valid(self, form: TimerForm) -> HttpResponse:
        process, data = self.get_object(), form.cleaned_data
        timer = Timer(data["timer"])
        step = process.start_timer(timer, data["on"], by=self.request.user)
        said = {"what": step.text, "day": day(step.due_on)}
        messages.success(self.request, _("Next step: %(what)s, %(day)s.") % said)
        return redirect(process)


class ClaimSent(SubsidyMixin, View):
    """Note that the employer has sent the claim of a month."""

    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        process = self.get_object()
        claim = get_object_or_404(process.claims.all(), pk=kwargs["claim"])
        try:
            with transaction.atomic():
                SubsidyClaim.send(claim, by=request.user)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
        except STALE:
            messages.error(request, _("Somebody was faster. See what changed."))
        else:
            messages.success(request, _("Claim sent: %s") % claim)
        return redirect(process)


class Statement(SubsidyMixin, TemplateView):
    """The coach's statement, by code: what is known, and room for the rest."""

    permission_required = "placements.view_subsidyprocess"
    what = "statement"
    template_name = "placements/statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        process = self.get_object()
        return super().get_context_data(
            process=process, paper=statement_of(process), **kwargs
        )


class StatementPdf(Statement):
    """The same as a PDF."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = statement_of(self.get_object())
        return pdf_response(statement_pdf(paper), "statement", str(self.candidate))
