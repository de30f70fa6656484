"""Agree on a placement, see all of it, change what was agreed, move on."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from crm.forms import TransitionForm
from crm.lifecycle import Refused
from crm.templatetags.crm import euros
from crm.views.base import TransitionView, offer_undo
from employers.forms.jobs import WeekForm
from employers.week import advice
from placements.beginning import Beginning
from placements.forms.moves import MoveForm
from placements.forms.placements import (
    EndForm,
    FadeForm,
    IntensifyForm,
    InterruptForm,
    PlacementForm,
    TermsForm,
)
from placements.models import Placement
from placements.placement_page import PlacementPage, interval, moves, stepper
from placements.trial_outcome import has_led_on
from placements.views.base import CandidateForm, CandidateMixin
from placements.views.caring import PlanStep


class ChooseJob(CandidateMixin, TemplateView):
    """Where the work is: a job the candidate was presented to, or an employer."""

    permission_required = "placements.add_placement"
    what = "placement"
    heading = gettext_lazy("Agree on a placement")
    template_name = "placements/placement_choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query, user = self.request.GET, self.request.user
        beginning = Beginning(self.candidate, user, query)
        return super().get_context_data(
            matches=beginning.matches(),
            employers=beginning.employers(),
            text=query.get("q", ""),
            **self.page(),
            **kwargs,
        )


class PlacementCreate(CandidateForm):
    """Agree on a placement, prefilled from what was chosen."""

    permission_required = "placements.add_placement"
    what = "placement"
    heading = gettext_lazy("Agree on a placement")
    template_name = "placements/placement_new.html"
    form_class = PlacementForm

    @cached_property
    def beginning(self) -> Beginning:
        return Beginning(self.candidate, self.request.user, self.request.GET)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.beginning.is_chosen:
            return redirect("placements:placement-choose", pk=self.candidate.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.beginning.placement()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chosen=self.beginning, **kwargs)

    def save(self, form: PlacementForm) -> None:
        trial = self.beginning.trial
        if trial and has_led_on(trial):
            text = _("The work after this trial has been recorded already.")
            raise Refused([text], record=trial)
        self.made: Placement = form.save(commit=False)
        entry = self.made.begin(by=self.request.user)
        offer_undo(self.request, _("The placement was agreed on."), entry)

    def done_url(self) -> str:
        return self.made.get_absolute_url()


class PlacementMixin(CandidateMixin):
    """One placement of a candidate that may be opened."""

    what = "placement"
    permission_required = "placements.change_placement"
    kwargs: dict[str, Any]

    @cached_property
    def placement(self) -> Any:
        related = ("employer", "workplace", "job")
        there = self.candidate.placements.select_related(*related)
        return get_object_or_404(there, pk=self.kwargs["placement"])

    def home(self) -> Any:
        return self.placement

    def page(self) -> dict[str, Any]:
        return super().page() | {"placement": self.placement}


class PlacementFormView(PlacementMixin, CandidateForm):
    """A form about one placement."""


class PlacementDetail(PlacementMixin, TemplateView):
    """All of one placement: the next step first, then looks, support and week."""

    permission_required = "placements.view_placement"
    template_name = "placements/placement_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, placement = self.request.user, self.placement
        page = PlacementPage(placement)
        return super().get_context_data(
            candidate=self.candidate,
            steps=stepper(placement),
            moves=moves(placement, user),
            next=page.next_step(user),
            interval=interval(placement),
            page=page,
            may_change=user.has_perm("placements.change_placement"),
            **kwargs | {"placement": placement},
        )


class PlacementEdit(PlacementFormView):
    """Change the terms, the support plan, and whether it is at risk."""

    heading = gettext_lazy("Change what was agreed")
    form_class = TermsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.placement}

    def save(self, form: TermsForm) -> None:
        form.save()
        messages.success(self.request, _("Saved."))


class PlacementWeek(PlacementFormView):
    """Set the working times of the week."""

    heading = gettext_lazy("Working times")
    template_name = "employers/job_week.html"
    form_class = WeekForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shifts": self.placement.shifts}

    def save(self, form: WeekForm) -> None:
        self.placement.shifts = form.shifts
        self.placement.save(update_fields=["shifts"])
        told = [_("Saved."), *advice(form.shifts)]
        messages.success(self.request, " ".join(told))


class PlacementStep(PlacementMixin, PlanStep):
    """Plan the next step of a placement."""

    permission_required = "crm.add_followup"


class PlacementTransition(PlacementMixin, TransitionView):
    """Run one of a placement's own transitions."""

    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "end": EndForm,
        "fade": FadeForm,
        "intensify": IntensifyForm,
        "interrupt": InterruptForm,
    }

    def get_object(self, queryset: Any = None) -> Any:
        return self.placement

    def fresh_object(self) -> Any:
        return self.candidate.placements.filter(pk=self.placement.pk).first()

    def get_form_class(self) -> type[TransitionForm]:
        return self.form_classes.get(self.move.name, MoveForm)

    def done_text(self) -> str:
        return f"{self.object.candidate}: {self.object.get_state_display()}"

    def consequences(self) -> list[str]:
        return what_follows(self.move.name, self.placement)


def what_follows(name: str, placement: Placement) -> list[str]:
    """Say what else a move brings about."""
    if name == "start":
        return [_("A step is made for each checkpoint."), *forecast(placement)]
    return {
        "fade": [_("One keeps in touch at this interval for as long as work goes on.")],
        "interrupt": [
            _("Checkpoints are cancelled; they come back after the break."),
            _("The time at work goes on."),
        ],
        "end": [
            _("Open steps are cancelled; be in touch within three days."),
            _("A paid job that begins within 30 days counts as retained."),
        ],
    }.get(name, [])


def forecast(placement: Placement) -> list[str]:
    """Say what the pay of a month is against the earnings limit, as far as known."""
    pay = PlacementPage(placement).pay
    if pay is None:
        return []
    said = {"pay": euros(pay.pay), "limit": euros(pay.limit)}
    return [_("Pay about %(pay)s € a month; the earnings limit is %(limit)s €.") % said]
