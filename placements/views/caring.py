"""Who looks after a candidate: handing over, deputies, the next step."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import FollowUp
from crm.templatetags.crm import day
from crm.views.base import offer_undo
from placements.forms.moves import DeputyForm, HandOverForm, StepForm
from placements.models import Candidate
from placements.views.base import CandidateForm


def steps_of(candidate: Candidate) -> Any:
    """Return the pending steps that go along with a candidate."""
    trials = candidate.trials.values("follow_ups")
    placements = candidate.placements.values("follow_ups")
    own = Q(pk__in=candidate.follow_ups.values("pk"))
    theirs = Q(pk__in=trials) | Q(pk__in=placements)
    return FollowUp.objects.pending().filter(own | theirs)


class HandOver(CandidateForm):
    """Give a candidate to another coach, with the open steps and a note."""

    permission_required = "placements.assign_candidate"
    template_name = "placements/hand_over.html"
    what = "responsibility"
    heading = gettext_lazy("Hand over")
    form_class = HandOverForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pending = steps_of(self.candidate).select_related("assignee")
        steps = list(pending.order_by("due_on", "pk")[:50])
        return super().get_context_data(pending=steps, **kwargs)

    def save(self, form: HandOverForm) -> None:
        to, user = form.cleaned_data["to"], self.request.user
        entry = self.candidate.hand_over(to, by=user, note=form.cleaned_data["note"])
        text = _("%(code)s was handed over to %(name)s.")
        offer_undo(self.request, text % {"code": self.candidate, "name": to}, entry)


class NameDeputy(CandidateForm):
    """Say who sees and acts on the candidate beside the coach."""

    what = "responsibility"
    heading = gettext_lazy("Name a deputy")
    form_class = DeputyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def save(self, form: DeputyForm) -> None:
        deputy = form.cleaned_data["deputy"]
        entry = self.candidate.name_deputy(deputy, by=self.request.user)
        if entry is None:
            messages.success(self.request, _("Saved."))
        else:
            name = deputy or _("nobody")
            offer_undo(self.request, _("Deputy: %(name)s") % {"name": name}, entry)


class PlanStep(CandidateForm):
    """Plan the next step with the candidate."""

    permission_required = "crm.add_followup"
    what = "step"
    heading = gettext_lazy("Plan the next step")
    form_class = StepForm

    def save(self, form: StepForm) -> None:
        data, user = form.cleaned_data, self.request.user
        carrier = self.candidate.coach if self.candidate.has_coach() else user
        step = self.home().plan(
            data["text"], data["due_on"], assignee=carrier, by=user, kind=data["kind"]
        )
        self.home().settle()
        text = _("Next step: %(what)s, %(day)s.")
        said = {"what": step.text, "day": day(step.due_on)}
        messages.success(self.request, text % said)
