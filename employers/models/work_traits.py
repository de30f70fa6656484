"""What can be said of a task, wherever it is done (domain.md 4.4)."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkTraits(models.Model):
    """What a task is, what it demands, and how a worker's card tells it."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        SEASONAL = "seasonal", _("In season")
        VARIES = "varies", _("As needed")

    class Time(models.TextChoices):
        ANY = "any", _("Any time")
        MORNING = "morning", _("In the morning")
        DAY = "day", _("In the daytime")
        EVENING = "evening", _("In the evening")
        OPENING = "opening", _("Before opening")
        CLOSING = "closing", _("After closing")

    class Literacy(models.IntegerChoices):
        """Reading and writing that the task needs (SEED-52)."""

        NONE = 0, _("None")
        SYMBOLS = 1, _("Recognises symbols")
        SHORT = 2, _("Reads short text")
        FULL = 3, _("Reads and writes")

    class Level(models.IntegerChoices):
        LOW = 1, _("Little")
        MEDIUM = 2, _("Some")
        HIGH = 3, _("Much")

    #: What a work profile can be held against.
    DEMANDS: ClassVar = ("literacy", "load", "pace", "interaction", "noise")

    #: What one workplace can take over from another without knowing which it was.
    TRAITS: ClassVar = (
        "name",
        "area",
        "minutes",
        "times_a_week",
        "frequency",
        "time_of_day",
        *DEMANDS,
        "teach_days",
        "can_split",
        "pictogram",
        "easy_text",
    )

    name = models.CharField(_("what is done"), max_length=100)
    area = models.CharField(_("where"), max_length=60, blank=True)
    times_a_week = models.DecimalField(
        _("times a week"), max_digits=4, decimal_places=2, default=Decimal(5)
    )
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency, default=Frequency.WEEKLY
    )
    time_of_day = models.CharField(
        _("time of day"), max_length=7, choices=Time, default=Time.ANY
    )
    literacy = models.PositiveSmallIntegerField(
        _("reading"), choices=Literacy, default=Literacy.NONE
    )
    load = models.PositiveSmallIntegerField(
        _("physical load"), choices=Level, default=Level.LOW
    )
    pace = models.PositiveSmallIntegerField(_("pace"), choices=Level, default=Level.LOW)
    interaction = models.PositiveSmallIntegerField(
        _("dealing with people"), choices=Level, default=Level.LOW
    )
    noise = models.PositiveSmallIntegerField(
        _("noise, heat or cold"), choices=Level, default=Level.LOW
    )
    teach_days = models.PositiveSmallIntegerField(
        _("days to teach"), null=True, blank=True
    )
    can_split = models.BooleanField(_("can be split further"), default=False)
    #: The worker's card: a picture sign, words in easy language.
    pictogram = models.CharField(_("picture sign"), max_length=20, blank=True)
    easy_text = models.CharField(
        _("in easy language"),
        max_length=100,
        blank=True,
        help_text=_("One short sentence for the worker's card."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def demands(self) -> dict[str, int]:
        return {item: getattr(self, item) for item in self.DEMANDS}
