"""Dated figures with their sources: law and money are never constants in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoFigureError(LookupError):
    """No figure of that name holds on that day; nothing is guessed in its place."""

    def __init__(self, key: str, on: date) -> None:
        super().__init__(f"{key} on {on}")
        self.key = key
        self.on = on


@dataclass(frozen=True)
class Figures:
    """The figures of one day, by key: what a rule reckons with."""

    on: date
    rows: Mapping[str, "Parameter"]

    def __getitem__(self, key: str) -> "Parameter":
        """Return the figure with its source; NoFigureError if none holds that day."""
        if key not in self.rows:
            raise NoFigureError(key, self.on)
        return self.rows[key]

    def value(self, key: str) -> Fraction:
        """Return the exact value in its unit; a percentage as a share of one."""
        row = self[key]
        share = 100 if row.unit == Parameter.Unit.PERCENT else 1
        return Fraction(row.value) / share

    def whole(self, key: str) -> int:
        """Return a value that is counted: months, days."""
        return int(self[key].value)


class ParameterQuerySet(models.QuerySet["Parameter"]):
    """Which figure holds on which day."""

    def valid_on(self, on: date) -> Self:
        return self.filter(
            models.Q(valid_from__lte=on)
            & (models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))
        )

    def named(self, key: str, on: date | None = None) -> "Parameter":
        """Return the figure of the day (default today); DoesNotExist if none holds."""
        rows = self.valid_on(on or timezone.localdate()).filter(key=key)
        return rows.latest("valid_from")

    def of_day(self, on: date) -> Figures:
        """Return every figure of the day, in one query."""
        rows = self.valid_on(on).order_by("valid_from")
        return Figures(on, {row.key: row for row in rows})


class Parameter(models.Model):
    """One figure, the days on which it holds, and where it was read."""

    class Unit(models.TextChoices):
        EUR = "eur", _("€")
        EUR_MONTH = "eur_month", _("€/month")
        EUR_DAY = "eur_day", _("€/day")
        EUR_HOUR = "eur_hour", _("€/h")
        PERCENT = "percent", _("%")
        MONTHS = "months", _("months")
        DAYS = "days", _("days")
        HOURS = "hours", _("hours")

    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("source address"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    check_by = models.DateField(_("check again by"), null=True, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("An unconfirmed figure is shown to readers as unconfirmed."),
    )

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ("key", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=["key", "valid_from"], name="parameter_key_from_unique"
            ),
            models.CheckConstraint(
                name="parameter_validity_in_order",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("The validity ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from:%-d.%-m.%Y}-)"
