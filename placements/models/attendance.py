"""Realised days of open work activity, and what the municipality gives for them.

SEED-43 to 45, domain.md 2.7: the allowance follows the days that were worked. This is
a count for the sheet of a month, not payroll.
"""

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.lifecycle import Refused
from crm.models import Municipality, User
from placements.models.placements import Placement


class AttendanceDay(models.Model):
    """One day of open work activity: there, away, or no work; never why."""

    class Mark(models.TextChoices):
        PRESENT = "present", pgettext_lazy("attendance", "At work")
        AWAY = "away", pgettext_lazy("attendance", "Away")
        NO_WORK = "no_work", pgettext_lazy("attendance", "No work")

    placement = models.ForeignKey(
        Placement, on_delete=models.CASCADE, related_name="attendance"
    )
    on = models.DateField(gettext_lazy("day"))
    mark = models.CharField(gettext_lazy("mark"), max_length=7, choices=Mark)
    marked_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = gettext_lazy("day of work activity")
        verbose_name_plural = gettext_lazy("days of work activity")
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(
                fields=["placement", "on"], name="attendance_one_mark_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on:%-d.%-m.%Y}: {self.get_mark_display()}"

    @classmethod
    def put(cls, placement: Placement, on: date, mark: str, *, by: User) -> None:
        """Mark a day; the same mark again takes it away.

        ``Refused`` for a day that cannot have been one of this activity.
        """
        if reasons := day_problems(placement, on):
            raise Refused(reasons, placement)
        there = placement.attendance.filter(on=on)
        if there.filter(mark=cls.Mark(mark)).exists():
            there.delete()
        else:
            known = {"mark": cls.Mark(mark), "marked_by": by}
            placement.attendance.update_or_create(on=on, defaults=known)


def day_problems(placement: Placement, on: date) -> list[str]:
    """Say why a day cannot be marked; empty when it can."""
    if placement.is_paid:
        return [_("Days are marked for open work activity only: this is paid work.")]
    if placement.started_on is None or on < placement.started_on:
        return [_("The work had not begun on that day.")]
    if placement.ended_on and on > placement.ended_on:
        return [_("The work had ended before that day.")]
    if on > timezone.localdate():
        return [_("The day cannot be in the future.")]
    return []


class AllowanceRateQuerySet(models.QuerySet["AllowanceRate"]):
    """Which rate holds where and when."""

    def of(self, place: Municipality, kind: str, until: date) -> list[Any]:
        """Return the rates of a municipality that began by the day, newest first."""
        found = self.filter(municipality=place, kind=kind, valid_from__lte=until)
        newest = found.select_related("municipality").order_by("-valid_from")
        return list(newest[:50])

    def for_list(self) -> Self:
        return self.select_related("municipality").order_by(
            "municipality__name_fi", "kind", "-valid_from"
        )


class AllowanceRate(models.Model):
    """What a municipality gives for a day, and takes for the meal, from a day on."""

    class Kind(models.TextChoices):
        OPEN_ACTIVITY = "open_activity", gettext_lazy("Open work activity")
        CENTRE = "centre", gettext_lazy("Work activity at a centre")

    municipality = models.ForeignKey(
        Municipality,
        verbose_name=gettext_lazy("municipality"),
        on_delete=models.PROTECT,
        related_name="allowance_rates",
    )
    kind = models.CharField(
        pgettext_lazy("allowance", "kind"),
        max_length=13,
        choices=Kind,
        default=Kind.OPEN_ACTIVITY,
    )
    valid_from = models.DateField(gettext_lazy("valid from"))
    rate = models.DecimalField(
        gettext_lazy("allowance, € a day"), max_digits=6, decimal_places=2
    )
    meal = models.DecimalField(
        gettext_lazy("meal, € a day"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty: the usual price. 0: no meal is deducted."),
    )
    source = models.CharField(
        gettext_lazy("source"),
        max_length=200,
        help_text=gettext_lazy("The decision, or where it was read."),
    )
    demo = models.BooleanField(default=False, editable=False)

    objects = AllowanceRateQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("rate of work allowance")
        verbose_name_plural = gettext_lazy("rates of work allowance")
        ordering = ("municipality", "kind", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=["municipality", "kind", "valid_from"],
                name="allowance_rate_once_a_day",
                violation_error_message=gettext_lazy(
                    "There is a rate of this kind from that day already."
                ),
            ),
            models.CheckConstraint(
                name="allowance_rate_not_negative",
                condition=models.Q(rate__gte=0)
                & (models.Q(meal__isnull=True) | models.Q(meal__gte=0)),
                violation_error_message=gettext_lazy("Give zero or more."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.municipality}, {self.get_kind_display()}, {self.rate} €"
