"""What a workplace needs, and the tasks that are done there (domain.md 4.4)."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from employers.models.jobs import TailoredJob
from employers.models.work_traits import WorkTraits


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


class WorkTask(WorkTraits):
    """One task of a workplace, seen on the shop floor."""

    class Pile(models.TextChoices):
        CORE = "core", _("Core skill")
        TRANSFERABLE = "transferable", _("Transferable")
        UNSUITABLE = "unsuitable", _("Unsuitable")

    job = models.ForeignKey(TailoredJob, on_delete=models.CASCADE, related_name="tasks")
    #: Given by the phone: the same row sent twice is stored once.
    draft = models.UUIDField(null=True, unique=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes at a time"))
    week_minutes = models.PositiveIntegerField(editable=False)
    done_by = models.CharField(_("who does it now"), max_length=80, blank=True)
    pile = models.CharField(_("pile"), max_length=12, choices=Pile, blank=True)
    ticked = models.BooleanField(_("part of the job"), default=False)
    tools = models.CharField(_("tools"), max_length=120, blank=True)
    risks = models.CharField(_("risks"), max_length=200, blank=True)
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.week_minutes = round(self.minutes * self.times_a_week)
        super().save(*args, **kwargs)

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
