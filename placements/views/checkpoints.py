"""Record how a placement goes: checkpoints and pay reviews."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from placements.forms.placements import CheckpointForm, PayReviewForm
from placements.models import Checkpoint, PayReview
from placements.placement_page import address
from placements.views.placements import PlacementFormView

Outcome = Checkpoint.Outcome


class RecordCheckpoint(PlacementFormView):
    """Say how it goes; or put the look off, or leave it out and why."""

    form_class = CheckpointForm

    @cached_property
    def checkpoint(self) -> Checkpoint:
        there = self.placement.checkpoints.select_related("step")
        found: Checkpoint = get_object_or_404(there, pk=self.kwargs["checkpoint"])
        if found.outcome in {Outcome.DONE, Outcome.NOT_DONE}:
            raise Http404  # what was recorded stays
        return found

    @property
    def heading(self) -> str:
        return str(self.checkpoint)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_open": self.checkpoint.is_open}

    def save(self, form: CheckpointForm) -> None:
        data, point = form.cleaned_data, self.checkpoint
        said = {"by": self.request.user, "on": timezone.localdate()}
        note = data["note"]
        if data["outcome"] == Outcome.DONE:
            point.mark_done(note=note, **said, **form.found())
        elif data["outcome"] == Outcome.NOT_DONE:
            point.skip(note=note, **said)
        else:
            point.postpone(until=data["until"], note=note, **said)
        messages.success(self.request, _("Saved."))


class RecordPayReview(PlacementFormView):
    """Say what was decided about pay, and go on from it."""

    heading = gettext_lazy("Can the work be paid?")
    template_name = "placements/pay_review.html"
    form_class = PayReviewForm

    @cached_property
    def review(self) -> PayReview:
        there = self.placement.pay_reviews.select_related("step")
        found: PayReview = get_object_or_404(there, pk=self.kwargs["review"])
        return found

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.decided = ""
        return super().dispatch(request, *args, **kwargs)

    def save(self, form: PayReviewForm) -> None:
        self.decided = form.cleaned_data["outcome"]
        self.review.record(
            self.decided,
            by=self.request.user,
            on=timezone.localdate(),
            note=form.cleaned_data["note"],
        )
        messages.success(self.request, _("Saved."))

    def done_url(self) -> str:
        if self.decided == PayReview.Outcome.ENDS:
            return address("placement-move", self.placement, "end")
        if self.decided == PayReview.Outcome.PAID:
            new = reverse("placements:placement-new", args=[self.candidate.pk])
            return f"{new}?after={self.placement.pk}"
        return super().done_url()
