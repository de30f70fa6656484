"""Jobs for a candidate, candidates for a job, and the match between two."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, TemplateView, UpdateView

from crm.forms import TransitionForm
from crm.lifecycle import Refused
from crm.views.base import StaffMixin, TransitionView, VisibleMixin, offer_undo
from employers.models import TailoredJob
from placements.access import note_all
from placements.forms import matches as forms
from placements.forms.moves import MoveForm
from placements.match_page import moves, notices, stepper, timeline
from placements.models import Candidate, Consent, Match
from placements.suiting import MOST, candidates_for, jobs_for, lines_of
from placements.views.base import CandidateForm, CandidateMixin


class CandidateJobs(CandidateMixin, TemplateView):
    """Open jobs in reach, each with what speaks for and against."""

    what = "matching"
    permission_required = "placements.view_match"
    template_name = "placements/match_jobs.html"
    heading = gettext_lazy("Jobs that could suit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pairs=jobs_for(self.candidate), most=MOST, **self.page(), **kwargs
        )


class ProposeMatch(CandidateMixin, View):
    """Begin a match between the candidate and a job."""

    what = "matching"
    permission_required = "placements.add_match"
    http_method_names = ("post",)

    def post(self, request: Any, pk: int, job: int) -> HttpResponse:
        seen = TailoredJob.objects.visible_to(request.user)
        found = get_object_or_404(seen, pk=job)
        try:
            entry = Match.propose(self.candidate, found, by=request.user)
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
            return redirect("placements:jobs", pk)
        offer_undo(request, _("Proposed for the job"), entry)
        match: Any = entry.record
        return redirect(match)


class MatchMixin(CandidateMixin):
    """One match of a candidate that may be opened."""

    what = "matching"
    permission_required = "placements.change_match"
    kwargs: Any

    def match(self) -> Match:
        found = self.candidate.matches.select_related(
            "consent", "job__employer", "job__workplace__municipality"
        ).select_related("job__agreed_version")
        match: Match = get_object_or_404(found, pk=self.kwargs["match"])
        match.candidate = self.candidate
        return match


class MatchDetail(MatchMixin, DetailView[Match]):
    """One match: the next move and what it waits for, then line by line why."""

    permission_required = "placements.view_match"
    template_name = "placements/match_detail.html"
    context_object_name = "match"

    def get_object(self, queryset: Any = None) -> Any:
        return self.match()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.object
        steps = self.candidate.follow_ups.pending()
        return super().get_context_data(
            candidate=self.candidate,
            steps=stepper(match),
            moves=moves(match, self.request.user),
            notices=notices(match),
            lines=lines_of(match),
            next=steps.filter(cause__in=match.history.all()).first(),
            entries=timeline(match),
            **kwargs,
        )


class MatchTransition(MatchMixin, TransitionView):
    """Run one of the match's own transitions."""

    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "decline": forms.DeclineForm,
        "turn_down": forms.TurnDownForm,
        "withdraw": forms.WithdrawForm,
    }

    def get_object(self, queryset: Any = None) -> Any:
        return self.match()

    def fresh_object(self) -> Any:
        return self.match()

    def get_form_class(self) -> type[TransitionForm]:
        return self.form_classes.get(self.move.name, MoveForm)

    def done_text(self) -> str:
        return f"{self.object}: {self.object.get_state_display()}"

    def consequences(self) -> list[str]:
        if self.move.name == "present":
            return [_("The job becomes “candidate presented”, without the code.")]
        told = self.object.state in Match.TOLD and self.move.name != "take_interest"
        return [_("The job is open to others again.")] if told else []


class JourneyEdit(MatchMixin, UpdateView[Match, Any]):
    """Write down the way to work."""

    template_name = "placements/match_form.html"
    heading = gettext_lazy("Journey to work")
    form_class = forms.JourneyForm

    def get_object(self, queryset: Any = None) -> Any:
        return self.match()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = self.object.get_absolute_url()
        around = self.page() | {"parent": self.object, "back_url": self.back_url(url)}
        return super().get_context_data(**around, **kwargs)


class AllowEmployer(MatchMixin, CandidateForm):
    """Record that the person lets this employer be told."""

    template_name = "placements/match_form.html"
    heading = gettext_lazy("Consent to be presented")
    form_class = forms.AllowForm

    def get_form_kwargs(self) -> dict[str, Any]:
        record = Consent(candidate=self.candidate, what=Consent.What.PRESENT)
        return super().get_form_kwargs() | {"instance": record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.match()
        context = super().get_context_data(**kwargs)
        url = self.back_url(match.get_absolute_url())
        return context | {"match": match, "parent": match, "back_url": url}

    def save(self, form: Any) -> None:
        data = form.cleaned_data
        self.match().allow(on=data["given_on"], until=data["until"])
        messages.success(self.request, _("Saved."))


class SuitableCandidates(StaffMixin, VisibleMixin, DetailView[TailoredJob]):
    """Who of one's own and deputised candidates could suit an open job."""

    model = TailoredJob
    permission_required = "placements.view_match"
    template_name = "placements/match_candidates.html"
    context_object_name = "job"

    def get_queryset(self) -> Any:
        related = ("employer", "workplace__municipality", "agreed_version")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = Candidate.objects.visible_to(user).cared_for_by(user).active()
        shown = list(mine.for_list().order_by("code")[:MOST])
        note_all(user, shown, "matching")
        return super().get_context_data(
            pairs=candidates_for(self.object, shown), most=MOST, **kwargs
        )
