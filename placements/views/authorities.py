"""A candidate's officers and matters at authorities, and what waits for an answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from crm.lifecycle import Refused
from crm.templatetags.crm import day
from crm.views.base import StaffMixin
from placements.access import note_all
from placements.forms.authorities import (
    AnswerForm,
    AttemptForm,
    MatterForm,
    OfficerForm,
)
from placements.models import Attempt, Candidate, Matter, Officer
from placements.views.base import CandidateForm, CandidateMixin
from placements.waiting import MOST, matters_of, officers_of, unsure, waiting


class AuthoritiesMixin(CandidateMixin):
    """A page about a candidate's authorities; its forms lead back to their page."""

    what = "authorities"
    kwargs: Any

    def back_url(self, default: str) -> str:
        return super().back_url(self.authorities_url())

    def authorities_url(self) -> str:
        return reverse("placements:authorities", args=[self.candidate.pk])

    def officer(self) -> Officer:
        standing = self.candidate.officers.standing().select_related("official", "step")
        officer: Officer = get_object_or_404(standing, pk=self.kwargs["officer"])
        officer.candidate = self.candidate
        return officer

    def matter(self) -> Matter:
        found = self.candidate.matters.select_related("step")
        matter: Matter = get_object_or_404(found, pk=self.kwargs["matter"])
        matter.candidate = self.candidate
        return matter


class Authorities(AuthoritiesMixin, TemplateView):
    """Who deals with what, and every matter as a thread of attempts."""

    permission_required = "placements.view_candidate"
    heading = gettext_lazy("Authorities")
    template_name = "placements/authorities.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matters = matters_of(self.candidate)
        return super().get_context_data(
            officers=officers_of(self.candidate),
            matters=[matter for matter in matters if not matter.closed_on],
            settled=[matter for matter in matters if matter.closed_on],
            **self.page() | {"back_url": self.candidate.get_absolute_url()},
            **kwargs,
        )


class AuthoritiesForm(AuthoritiesMixin, CandidateForm):
    """A form that leads back to the page of authorities."""


class AddOfficer(AuthoritiesForm):
    """Write down who deals with the matters, or that nobody knows."""

    heading = gettext_lazy("Officer in charge")
    form_class = OfficerForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def save(self, form: OfficerForm) -> None:
        authority, official = form.chosen
        on, by = form.cleaned_data["on"], self.request.user
        Officer.appoint(self.candidate, authority, official, on=on, by=by)
        messages.success(self.request, _("Saved."))


class ChangeOfficer(AddOfficer):
    """Say that somebody else deals with the matters, or that nobody knows who."""

    heading = gettext_lazy("The officer has changed")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"officer": self.officer()}

    def save(self, form: OfficerForm) -> None:
        authority, official = form.chosen
        on, by = form.cleaned_data["on"], self.request.user
        self.officer().change(authority, official, on=on, by=by)
        messages.success(self.request, _("Saved."))


class OneTap(AuthoritiesMixin, View):
    """A button of the page: act, and say what was done or why not."""

    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = self.act()
        except Refused as refusal:
            messages.error(request, " ".join(map(str, refusal.reasons)))
        else:
            messages.success(request, said)
        return redirect(self.authorities_url())

    def act(self) -> str:
        raise NotImplementedError


class ConfirmOfficer(OneTap):
    """Say that it is so today."""

    def act(self) -> str:
        officer = self.officer()
        officer.confirm(by=self.request.user)
        return _("Confirmed today: %s") % officer


class EndOfficer(OneTap):
    """Say that the authority has nothing to do with the candidate any more."""

    def act(self) -> str:
        officer = self.officer()
        officer.end(on=timezone.localdate(), by=self.request.user)
        return _("No longer in charge: %s") % officer


class AddMatter(AuthoritiesForm):
    """Begin a matter with an authority; its first attempt is asked for next."""

    heading = gettext_lazy("New matter")
    form_class = MatterForm

    def get_form_kwargs(self) -> dict[str, Any]:
        record = Matter(candidate=self.candidate)
        return super().get_form_kwargs() | {"instance": record}

    def save(self, form: MatterForm) -> None:
        self.begun = form.save()

    def form_valid(self, form: MatterForm) -> HttpResponse:
        response = super().form_valid(form)
        if not hasattr(self, "begun"):
            return response
        args = [self.candidate.pk, self.begun.pk]
        return redirect("placements:attempt", *args)


class CorrectMatter(AuthoritiesForm):
    """Say better what a matter is about; the thread keeps what stood there."""

    heading = gettext_lazy("Correct the matter")
    form_class = MatterForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.matter()}

    def save(self, form: MatterForm) -> None:
        values = {name: form.cleaned_data[name] for name in Matter.CORRECTABLE}
        self.matter().correct(by=self.request.user, **values)
        messages.success(self.request, _("Saved."))


class LogAttempt(AuthoritiesForm):
    """Write down one contact about a matter."""

    heading = gettext_lazy("Log an attempt")
    form_class = AttemptForm
    template_name = "placements/attempt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(matter=self.matter(), asked="", **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Attempt()}

    def save(self, form: AttemptForm) -> None:
        self.matter().log_attempt(by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))


class TakeAnswer(AuthoritiesForm):
    """Write down what came back to an attempt."""

    heading = gettext_lazy("Record the answer")
    form_class = AnswerForm
    template_name = "placements/attempt.html"

    def attempt(self) -> Attempt:
        attempts = self.matter().attempts.select_related("by")
        return get_object_or_404(attempts, pk=self.kwargs["attempt"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        attempt = self.attempt()
        asked = f"{attempt}, {day(attempt.on)}"
        return super().get_context_data(matter=self.matter(), asked=asked, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"attempt": self.attempt()}

    def save(self, form: AnswerForm) -> None:
        answer, by = form.cleaned_data, self.request.user
        self.matter().take_answer(form.attempt, by=by, **answer)
        messages.success(self.request, _("Saved."))


class CloseMatter(OneTap):
    """Call a matter settled."""

    def act(self) -> str:
        matter = self.matter()
        matter.close(by=self.request.user)
        return _("Settled: %s") % matter


class ReopenMatter(OneTap):
    """Take a settled matter up again."""

    def act(self) -> str:
        matter = self.matter()
        matter.reopen(by=self.request.user)
        return _("Open again: %s") % matter


class Waiting(StaffMixin, TemplateView):
    """What waits for an authority, over one's own and deputised candidates."""

    permission_required = "placements.view_candidate"
    template_name = "placements/waiting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = Candidate.objects.visible_to(user).cared_for_by(user).live()
        matters, officers = waiting(mine), unsure(mine)
        shown = {one.candidate for one in matters}
        shown |= {one.candidate for one in officers}
        note_all(user, sorted(shown, key=str), "authorities")
        return super().get_context_data(
            matters=matters, officers=officers, most=MOST, **kwargs
        )
