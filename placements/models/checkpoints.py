"""A checkpoint: a day on which one looks how work goes, with what was found."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import User
from placements.models.of_step import OfStep
from placements.models.placements import Placement


class Checkpoint(OfStep):
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

    class Issue(models.TextChoices):
        """What does not go well yet; nothing of health is asked."""

        TASKS = "tasks", _("The tasks do not suit")
        LEARNING = "learning", _("Learning takes longer")
        PACE = "pace", _("The pace")
        HOURS = "hours", _("The working hours")
        TRAVEL = "travel", _("The journey")
        GUIDANCE = "guidance", _("Guidance at the workplace")
        WORKMATES = "workmates", _("Getting on with workmates")
        ABSENCE = "absence", _("Absences")
        BENEFITS = "benefits", _("Pay or benefits")
        SUPPORT = "support", _("More of our support is needed")
        OTHER = "other", pgettext_lazy("issue", "Something else")

    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, related_name="checkpoints"
    )
    #: Days from the first day; negative before it.
    days = models.SmallIntegerField()
    outcome = models.CharField(
        _("outcome"), max_length=9, choices=Outcome, blank=True, editable=False
    )
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
    issues = models.JSONField(_("what does not go well yet?"), default=list, blank=True)
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

    @property
    def issue_labels(self) -> list[str]:
        """Return the words of the issues."""
        return [str(self.Issue(code).label) for code in self.issues]

    @transaction.atomic
    def mark_done(
        self,
        *,
        by: User,
        on: date,
        note: str = "",
        **found: Decimal | int | list[str] | None,
    ) -> None:
        """Record what was found and close the step.

        ``found`` may hold what ``FOUND`` names. Raises one of ``STALE``.
        """
        self.close_step(by=by, on=on, note=note)
        self._record(self.Outcome.DONE, on, note, found)

    @transaction.atomic
    def skip(self, *, by: User, on: date, note: str) -> None:
        """Record that it was not done, and why. Raises one of ``STALE``."""
        step = self.present_step
        if step.is_pending:
            step.perform("cancel", by=by, on=on, note=note)
        self._record(self.Outcome.NOT_DONE, on, note, {})

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
        self.issues = [str(code) for code in found.get("issues") or []]
        self.full_clean(exclude=["step", "placement"])
        self.save()
