"""A trial: planning it, its page, its contract, its moves."""

from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, TemplateView

from crm.forms import TransitionForm
from crm.models import AccessLog
from crm.views.base import TransitionView, offer_undo
from employers.models import Employer, TailoredJob
from placements.forms import trial_moves as forms
from placements.forms.moves import MoveForm
from placements.forms.trials import TrialForm
from placements.models import Candidate, Trial
from placements.trial_limits import limits_of
from placements.trial_outcome import next_url
from placements.trial_page import (
    OPEN,
    TOLD,
    moves,
    next_step,
    parties,
    stepper,
    timeline,
)
from placements.trial_prefill import jobs_for, prefill
from placements.trial_views import away, both_views
from placements.views.base import CandidateForm, CandidateMixin
from placements.views.caring import PlanStep

#: What is typed within so long of a look is part of that look.
SAME_LOOK = timedelta(minutes=15)
#: So many employers are offered when one searches.
FOUND = 20


class TrialMixin(CandidateMixin):
    """One trial of a candidate that may be opened."""

    what = "trial"
    permission_required = "placements.change_trial"

    kwargs: dict[str, Any]

    @cached_property
    def trial(self) -> Trial:
        """The trial that the address names; 404 if the candidate has none such."""
        trials = self.candidate.trials.for_page()
        found: Trial = get_object_or_404(trials, pk=self.kwargs["trial"])
        found.candidate = self.candidate
        return found

    def get_object(self, queryset: Any = None) -> Any:
        return self.trial

    def home(self) -> Trial:
        return self.trial


class TrialDetail(TrialMixin, DetailView[Trial]):
    """All of one trial: the next step first, then checkpoints, contract and limits."""

    permission_required = "placements.view_trial"
    template_name = "placements/trial_detail.html"
    context_object_name = "trial"

    def find(self, **kwargs: Any) -> Any:
        """Fetch the candidate with its trials at once: the others count as well."""
        seen = Candidate.objects.visible_to(self.request.user).filter(pk=kwargs["pk"])
        trial = Trial.objects.with_family(kwargs["trial"], seen)
        if trial is None:
            return super().find(**kwargs)
        self.trial = trial
        return trial.candidate

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trial, user = self.trial, self.request.user
        closed_last = trial.follow_ups.order_by("-state_since", "-pk")
        steps = list(closed_last.select_related("assignee")[:TOLD])
        return super().get_context_data(
            candidate=self.candidate,
            steps=stepper(trial),
            moves=moves(trial, user),
            next=next_step(trial, user, steps),
            entries=timeline(trial, steps),
            parties=parties(trial),
            away=away(trial),
            views=both_views(trial),
            limits=limits_of(trial),
            **kwargs,
        )


class ChooseHost(CandidateMixin, TemplateView):
    """Where is the trial? At a job the candidate is held against, or elsewhere."""

    what = "trial"
    permission_required = "placements.add_trial"
    template_name = "placements/trial_host.html"
    heading = gettext_lazy("Plan a trial")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET.get("q", "").strip()
        rows = Employer.objects.visible_to(user).contactable().current()
        found = rows.matching(asked).for_list()[:FOUND] if asked else []
        return super().get_context_data(
            asked=asked,
            after=_named(self.request.GET.get("after"), self.candidate.trials.all()),
            found=list(found),
            jobs=jobs_for(self.candidate, user),
            **self.page(),
            **kwargs,
        )


class PlanMixin(CandidateMixin):
    """A trial that is being planned at the employer of the address."""

    what = "trial"
    permission_required = "placements.add_trial"
    kwargs: dict[str, Any]

    @cached_property
    def planned(self) -> Trial:
        """The trial to be, with what its job or the one before it says."""
        user, asked = self.request.user, self.request.GET
        hosts = Employer.objects.visible_to(user).contactable().current()
        host = get_object_or_404(hosts, pk=self.kwargs["employer"])
        job = _named(asked.get("job"), host.jobs, TailoredJob.objects.visible_to(user))
        before = _named(asked.get("after"), self.candidate.trials.all())
        values = prefill(host, job, before)
        return Trial(candidate=self.candidate, employer=host, job=job, **values)


def _named(pk: str | None, *rows: Any) -> Any:
    """Return the record of the number among the rows; None if there is none."""
    if not pk or not pk.isdecimal():
        return None
    found = rows[0].filter(pk=pk)
    for more in rows[1:]:
        found = found.filter(pk__in=more.values("pk"))
    return found.first()


class LimitsMixin(CandidateForm):
    """A form that shows beside itself what the kind of trial allows."""

    what = "trial"
    template_name = "placements/trial_form.html"
    form_class = TrialForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        known = {"form": form, "limits": limits_of(form.instance)}
        return super().get_context_data(**kwargs | known)


class TrialCreate(PlanMixin, LimitsMixin):
    """Plan a trial; the maximum is checked while one types."""

    heading = gettext_lazy("Plan a trial")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.planned}

    def save(self, form: TrialForm) -> None:
        self.made: Trial = form.save(commit=False)
        entry = self.made.begin(by=self.request.user)
        offer_undo(self.request, _("Planned: %(what)s") % {"what": self.made}, entry)

    def done_url(self) -> str:
        return self.made.get_absolute_url()


class TrialCheck(PlanMixin, View):
    """Reckon with what has been typed so far; nothing is stored.

    It comes by POST: what is typed must not stand in an address.
    """

    http_method_names = ("post",)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        form = TrialForm(request.POST, instance=self.planned)
        form.full_clean()
        known = {"limits": limits_of(form.instance)}
        return render(request, "placements/trial_form.html#limits", known)

    def write_down(self, kind: str) -> None:
        """Log it unless the look at the form is in the log already."""
        rows = AccessLog.objects.about(self.candidate).filter(
            user_key=self.request.user.pk,
            what=self.what,
            at__gte=timezone.now() - SAME_LOOK,
        )
        if not rows.exists():
            super().write_down(kind)


class TrialEdit(TrialMixin, LimitsMixin):
    """Change the plan before the contract is sent."""

    heading = gettext_lazy("Change the plan")

    @cached_property
    def trial(self) -> Trial:
        trials = self.candidate.trials.for_page().filter(state__in=OPEN)
        found: Trial = get_object_or_404(trials, pk=self.kwargs["trial"])
        found.candidate = self.candidate
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.trial}

    def save(self, form: TrialForm) -> None:
        form.save()
        messages.success(self.request, _("Saved."))


class TrialSign(TrialMixin, CandidateForm):
    """Record who has signed, who insures and who was told."""

    heading = gettext_lazy("Signatures and insurance")
    form_class = forms.SignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"trial": self.trial}

    def save(self, form: forms.SignForm) -> None:
        entry = self.trial.sign(form.signatures(), by=self.request.user, **form.known())
        if entry:
            offer_undo(self.request, _("All have signed: the trial is agreed."), entry)
        else:
            messages.success(self.request, _("Saved."))


class TrialStep(TrialMixin, PlanStep):
    """Plan the next step of a trial."""

    permission_required = "crm.add_followup"


class TrialTransition(TrialMixin, TransitionView):
    """Run one of the trial's own transitions."""

    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "interrupt": forms.InterruptForm,
        "extend": forms.ExtendForm,
        "finish": forms.FinishForm,
        "complete": forms.CompleteForm,
        "terminate": forms.TerminateForm,
        "cancel": forms.CancelForm,
    }

    def get_form_class(self) -> type[TransitionForm]:
        return self.form_classes.get(self.move.name, MoveForm)

    def fresh_object(self) -> Any:
        return self.candidate.trials.filter(pk=self.trial.pk).first()

    def done_url(self) -> str:
        """Lead on to what comes of the trial, else back."""
        return next_url(self.trial) or super().done_url()

    def done_text(self) -> str:
        return f"{self.trial}: {self.trial.get_state_display()}"

    def consequences(self) -> list[str]:
        return what_follows(self.move.name)


def what_follows(name: str) -> list[str]:
    """Say what else a move brings about."""
    return {
        "rework": [_("What was signed no longer holds.")],
        "start": [_("Checkpoints are planned: the first day, weeks 1 and 2, and on.")],
        "interrupt": [_("The checkpoints wait; a step for the return is made.")],
        "extend": [_("The checkpoints are planned up to the new last day.")],
        "terminate": [
            _("A step is made: talk with the candidate within three days."),
            _("A job on trial looks for somebody again."),
        ],
        "cancel": [_("Open steps are cancelled; the history stays.")],
    }.get(name, [])
