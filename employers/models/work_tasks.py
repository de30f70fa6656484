"""What a workplace needs, and the tasks that are done there (domain.md 4.4)."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from employers.models.jobs import TailoredJob


class Need(models.Model):
    """Something the workplace lacks or suffers from (domain.md 3.3)."""

    class Kind(models.TextChoices):
        UNDONE = "undone", _("Left undone")
        COSTLY = "costly", _("Done by costly staff")
        OVERTIME = "overtime", _("Overtime")
        PEAK = "peak", _("Rush hours or seasons")
        QUALITY = "quality", _("Quality suffers")
        OTHER = "other", _("Other need")

    class Evidence(models.TextChoices):
        SEEN = "seen", _("Seen")
        SAID = "said", _("Said")

    job = models.ForeignKey(TailoredJob, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(_("what kind"), max_length=8, choices=Kind)
    text = models.CharField(_("what is needed"), max_length=200)
    how_often = models.CharField(_("how often"), max_length=80, blank=True)
    done_by = models.CharField(_("who does it now"), max_length=80, blank=True)
    evidence = models.CharField(
        _("seen or said"), max_length=4, choices=Evidence, default=Evidence.SAID
    )

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class WorkTaskQuerySet(models.QuerySet["WorkTask"]):
    """Questions about tasks."""

    def unsorted(self) -> Self:
        return self.filter(pile="")

    def ticked(self) -> Self:
        """Those that make the job."""
        return self.filter(ticked=True)

    def week_minutes(self) -> int:
        """Return the sum of minutes a week."""
        total = self.aggregate(total=models.Sum("week_minutes"))["total"]
        return total or 0


class WorkTask(models.Model):
    """One task of a workplace, seen on the shop floor."""

    class Pile(models.TextChoices):
        CORE = "core", _("Core skill")
        TRANSFERABLE = "transferable", _("Transferable")
        UNSUITABLE = "unsuitable", _("Unsuitable")

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

    job = models.ForeignKey(TailoredJob, on_delete=models.CASCADE, related_name="tasks")
    #: Given by the phone: the same row sent twice is stored once.
    draft = models.UUIDField(null=True, unique=True, editable=False)
    name = models.CharField(_("what is done"), max_length=100)
    area = models.CharField(_("where"), max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes at a time"))
    times_a_week = models.DecimalField(
        _("times a week"), max_digits=4, decimal_places=2, default=Decimal(5)
    )
    week_minutes = models.PositiveIntegerField(editable=False)
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency, default=Frequency.WEEKLY
    )
    time_of_day = models.CharField(
        _("time of day"), max_length=7, choices=Time, default=Time.ANY
    )
    done_by = models.CharField(_("who does it now"), max_length=80, blank=True)
    pile = models.CharField(_("pile"), max_length=12, choices=Pile, blank=True)
    ticked = models.BooleanField(_("part of the job"), default=False)
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
    tools = models.CharField(_("tools"), max_length=120, blank=True)
    risks = models.CharField(_("risks"), max_length=200, blank=True)
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
    steps = models.TextField(
        _("steps to teach"), blank=True, help_text=_("One step a line.")
    )

    objects = WorkTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="task_ticked_is_transferable",
                condition=models.Q(ticked=False) | models.Q(pile="transferable"),
            ),
            models.CheckConstraint(
                name="task_takes_time", condition=models.Q(minutes__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.week_minutes = round(self.minutes * self.times_a_week)
        super().save(*args, **kwargs)

    @property
    def demands(self) -> dict[str, int]:
        return {item: getattr(self, item) for item in self.DEMANDS}

    def as_content(self) -> dict[str, Any]:
        """Return what of the task is part of a proposal."""
        return {
            "id": self.pk,
            "name": self.name,
            "area": self.area,
            "minutes": self.week_minutes,
            "frequency": self.frequency,
            "time_of_day": self.time_of_day,
        }

    def sort(self, pile: str) -> None:
        """Put the task into a pile; only a transferable one can stay ticked."""
        self.pile = pile
        self.ticked = self.ticked and pile == self.Pile.TRANSFERABLE
        self.save(update_fields=["pile", "ticked"])
