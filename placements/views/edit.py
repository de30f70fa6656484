"""Begin with a candidate, change what is known, move on."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, UpdateView

from crm.forms import TransitionForm
from crm.models import AccessLog
from crm.views.base import StaffMixin, TransitionView, offer_undo
from placements.access import note_all
from placements.forms.candidates import FactsForm, NewCandidateForm, ProfileForm
from placements.forms.moves import EndForm, MoveForm, PauseForm
from placements.models import Candidate
from placements.views.base import CandidateMixin


class CandidateCreate(StaffMixin, CreateView[Candidate, NewCandidateForm]):
    """A new candidate; the system gives the code."""

    model = Candidate
    permission_required = "placements.add_candidate"
    template_name = "placements/candidate_form.html"
    heading = gettext_lazy("New candidate")
    form_class = NewCandidateForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            parent=_("Candidates"),
            back_url=reverse("placements:list"),
            **kwargs,
        )

    @transaction.atomic
    def form_valid(self, form: NewCandidateForm) -> HttpResponse:
        entry = form.create()
        candidate = form.instance
        kind = AccessLog.Kind.CHANGE
        note_all(self.request.user, [candidate], "facts", kind=kind)
        text = _("The code is %(code)s. Keep it where the person's papers are.")
        offer_undo(self.request, text % {"code": candidate}, entry)
        return redirect(candidate)


class EditView(CandidateMixin, UpdateView[Candidate, Any]):
    """A part of what is known; who was faster is told, and nothing typed is lost."""

    template_name = "placements/candidate_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.page(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Saved."))
        return redirect(self.back_url(self.candidate.get_absolute_url()))


class FactsEdit(EditView):
    """Goal, decision, income and plan."""

    what = "facts"
    heading = gettext_lazy("Goal and service")
    form_class = FactsForm


class ProfileEdit(EditView):
    """What work suits."""

    what = "profile"
    heading = gettext_lazy("Work profile")
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    @transaction.atomic
    def form_valid(self, form: ProfileForm) -> HttpResponse:
        response = super().form_valid(form)
        if form.cleaned_data["ready"]:
            self.candidate.close_profile_steps(by=self.request.user)
        return response


class CandidateTransition(CandidateMixin, TransitionView):
    """Run one of the candidate's own transitions."""

    what = "move"
    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "pause": PauseForm,
        "end": EndForm,
    }

    def get_form_class(self) -> type[TransitionForm]:
        return self.form_classes.get(self.move.name, MoveForm)

    def description(self) -> dict[str, Any]:
        said = super().description()
        if self.move.name == "end" and said["possible"]:
            said["blockers"] += self.candidate.trials_to_end()
        return said

    def done_text(self) -> str:
        return f"{self.object}: {self.object.get_state_display()}"

    def consequences(self) -> list[str]:
        return what_follows(self.move.name)


def what_follows(name: str) -> list[str]:
    """Say what else a move brings about."""
    return {
        "pause": [
            _("Open steps are cancelled; a step for the return is made."),
            _("The candidate does not count in the caseload during the break."),
        ],
        "end": [_("Open steps are cancelled; the history stays.")],
        "come_back": [_("It begins anew with the old history.")],
    }.get(name, [])
