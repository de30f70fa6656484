"""The workplace's personal link to its assessment of a trial: no account."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.views.generic import FormView

from crm.lifecycle import Refused
from employers.views.proposals import (
    ANSWER_RATE,
    PRIVATE_HEADERS,
    UNKNOWN_RATE,
    ClosedMixin,
    exceeds,
    reach,
    speak,
)
from placements.forms.assessments import HostForm
from placements.models import Assessment, Trial, TrialLink

Side = Assessment.Side


class HostMixin(ClosedMixin):
    """Find the link by its token; say in plain words when it does not open."""

    link: TrialLink

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = TrialLink.objects.with_token(kwargs["token"])
        related = ("trial__candidate__coach", "trial__workplace", "trial__employer")
        link = found.select_related("person", *related).first()
        speak(request, link)
        response = self.open(link) or super().dispatch(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            response[name] = value
        return response

    def open(self, link: TrialLink | None) -> HttpResponse | None:
        """Take the link into use, or return the page that says why it is not."""
        if link is None:
            often = exceeds(self.request, "unknown_link", UNKNOWN_RATE)
            return self.closed(429 if often else 404)
        self.link, coach = link, link.trial.candidate.coach
        if link.is_answered:
            return self.closed(200, coach, why="answered")
        if not link.stands or not link.trial.may_be_assessed:
            return self.closed(410, coach)
        posts = self.request.method == "POST"
        if posts and exceeds(self.request, "assess", ANSWER_RATE, str(link.pk)):
            return self.closed(429, coach)
        return None


class Assess(HostMixin, FormView[HostForm]):
    """Ask the workplace how it went; nothing is told but what it knows itself."""

    template_name = "placements/assess.html"
    form_class = HostForm

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("crm.use_crm"):
            self.link.note_opening()
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.link.person.name if self.link.person else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trial = self.link.trial
        known = {"link": self.link, "trial": trial} | reach(trial.candidate.coach)
        return super().get_context_data(**known, **kwargs)

    def form_valid(self, form: HostForm) -> HttpResponse:
        try:
            store(form, self.link)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        return redirect("assess", token=self.link.token)

    def form_invalid(self, form: HostForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def store(form: HostForm, link: TrialLink) -> None:
    """Keep the answer once; what follows is written in the coach's language."""
    with transaction.atomic():
        trials = Trial.objects.select_for_update(of=("self",))
        trial = trials.select_related("candidate__coach").get(pk=link.trial_id)
        trial.check_assessing(Side.HOST)
        with translation.override(settings.LANGUAGE_CODE):
            trial.assess(form.save(commit=False), Side.HOST, by=None, link=link)
