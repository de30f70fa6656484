"""A checkpoint: a day on which one looks how work goes, with what was found."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import FollowUp, User
from placements.models.placement_effects import YEAR
from placements.models.placements import Placement


class Checkpoint(models.Model):
    """One look at how it goes; the step says by when and by whom."""

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("checkpoint", "Done")
        NOT_DONE = "not_done", pgettext_lazy("checkpoint", "Not done")
        POSTPONED = "postponed", pgettext_lazy("checkpoint", "Postponed")

    class Face(models.IntegerChoices):
        """How the person feels about the work."""

        SAD = 1, _("Not well")
        SO_SO = 2, _("So-so")
        GLAD = 3, _("Well")

    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, related_name="checkpoints"
    )
    #: Days from the first day; negative before it.
    days = models.SmallIntegerField()
    #: Its undoing takes the checkpoint along.
    step = models.OneToOneField(
        FollowUp, on_delete=models.CASCADE, related_name="checkpoint"
    )
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=Outcome, blank=True, editable=False
    )
    recorded_on = models.DateField(null=True, editable=False)
    hours_a_week = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    support_hours = models.DecimalField(
        _("hours of support"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    satisfaction = models.PositiveSmallIntegerField(
        _("how does the person feel?"), choices=Face, null=True, blank=True
    )
    employer_grade = models.PositiveSmallIntegerField(
        _("the employer's grade, 1 to 5"), null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ("days", "pk")
        constraints = (
            models.CheckConstraint(
                name="checkpoint_recorded_has_day",
                condition=models.Q(outcome="", recorded_on__isnull=True)
                | ~models.Q(outcome="") & models.Q(recorded_on__isnull=False),
            ),
            models.CheckConstraint(
                name="checkpoint_grade_range",
                condition=models.Q(employer_grade__isnull=True)
                | models.Q(employer_grade__range=(1, 5)),
                violation_error_message=_("Give a grade from 1 to 5."),
            ),
            models.CheckConstraint(
                name="checkpoint_face_range",
                condition=models.Q(satisfaction__isnull=True)
                | models.Q(satisfaction__range=(1, 3)),
            ),
        )

    #: What is asked only when it was done.
    FOUND: ClassVar = (
        "hours_a_week",
        "support_hours",
        "satisfaction",
        "employer_grade",
    )

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

    @transaction.atomic
    def mark_done(
        self,
        *,
        by: User,
        on: date,
        note: str = "",
        **found: Decimal | int | None,
    ) -> None:
        """Record what was found, close the step and plan the next year's.

        ``found`` may hold what ``FOUND`` names. Raises one of ``STALE``.
        """
        result = FollowUp.Result.CONTACTED
        self.present_step.perform("complete", by=by, on=on, note=note, result=result)
        self._record(self.Outcome.DONE, on, note, found)
        self._plan_next_year(by)

    @transaction.atomic
    def skip(self, *, by: User, on: date, note: str) -> None:
        """Record that it was not done, and why. Raises one of ``STALE``."""
        self.present_step.perform("cancel", by=by, on=on, note=note)
        self._record(self.Outcome.NOT_DONE, on, note, {})
        self._plan_next_year(by)

    @transaction.atomic
    def postpone(self, *, by: User, on: date, until: date, note: str = "") -> None:
        """Put it off, at most 90 days at a time. Raises one of ``STALE``."""
        self.present_step.perform("snooze", by=by, on=on, until=until, note=note)
        self._record(self.Outcome.POSTPONED, on, note, {})

    def _record(self, outcome: str, on: date, note: str, found: dict[str, Any]) -> None:
        self.outcome = outcome
        self.recorded_on = on
        self.note = note
        for name in self.FOUND:
            setattr(self, name, found.get(name))
        self.full_clean(exclude=["step", "placement"])
        self.save()

    def _plan_next_year(self, by: User | None) -> None:
        """Go on with a look a year from this one: support never has to end."""
        placement = self.placement
        later = placement.checkpoints.filter(days__gt=self.days)
        if self.days < YEAR or placement.state not in Placement.WORKING:
            return
        entry = placement.history.standing().first()
        started = placement.started_on
        if entry is None or started is None or later.exists():
            return
        days = self.days + YEAR
        placement.check_on(days, started + timedelta(days=days), entry)
        placement.settle()
