"""A record that hangs on a next step: the step says by when and by whom."""

from datetime import date

from django.db import models

from crm.models import FollowUp, User


class OfStep(models.Model):
    """Made with its step; the step's undoing takes the record along."""

    step = models.OneToOneField(
        FollowUp, on_delete=models.CASCADE, related_name="%(class)s"
    )
    recorded_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.step.text

    @property
    def is_open(self) -> bool:
        return self.present_step.is_pending

    @property
    def present_step(self) -> FollowUp:
        """The step as it stands now, after it has been handed over."""
        step = self.step
        while later := step.continuations.first():
            step = later
        return step

    def close_step(self, *, by: User, on: date, note: str) -> None:
        """Complete the step unless it was closed before what was found is told."""
        step = self.present_step
        if step.is_pending:
            result = FollowUp.Result.CONTACTED
            step.perform("complete", by=by, on=on, note=note, result=result)
