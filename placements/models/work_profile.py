"""What work suits somebody: on the same scales as what a job asks (domain.md 3.1)."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Look
from employers.demands import LEVELS
from employers.models import WorkTask

#: A ready profile is looked at again after a year (domain.md 3.1).
REVIEW_AFTER = timedelta(days=365)


def levels(item: str) -> models.PositiveSmallIntegerField:
    """Return a field on the scale of a job's demand: how much of it is all right."""
    demand: Any = WorkTask._meta.get_field(item)
    return models.PositiveSmallIntegerField(
        demand.verbose_name,
        choices=list(LEVELS[item].items()),
        null=True,
        blank=True,
    )


class WorkProfile(models.Model):
    """The part of a candidate that a job is held against; nothing about health."""

    class ProfileState(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("profile", "Draft")
        READY = "ready", pgettext_lazy("profile", "Ready")
        TO_REVIEW = "to_review", pgettext_lazy("profile", "To be reviewed")

    class Time(models.TextChoices):
        MORNING = "morning", _("Mornings")
        DAY = "day", _("Daytime")
        EVENING = "evening", _("Evenings")
        WEEKEND = "weekend", _("Weekends")

    class Travel(models.TextChoices):
        WALK = "walk", _("On foot")
        BIKE = "bike", _("By bicycle")
        TRANSIT = "transit", _("By bus or train")
        CAR = "car", _("Own car or moped")
        SERVICE = "service", _("Transport service")
        ESCORT = "escort", _("With an escort")

    class Support(models.IntegerChoices):
        LIGHT = 1, _("Light: from time to time")
        REGULAR = 2, _("Regular: every week")
        CLOSE = 3, _("Close: often at the side")

    PROFILE_LOOKS: ClassVar = {
        ProfileState.DRAFT: ("plain", "todo"),
        ProfileState.READY: ("spruce", "full"),
        ProfileState.TO_REVIEW: ("thread", "half"),
    }

    likes = models.JSONField(_("tasks one likes"), default=list, blank=True)
    dislikes = models.JSONField(_("tasks one does not like"), default=list, blank=True)
    strengths = models.CharField(_("strengths"), max_length=200, blank=True)
    musts = models.CharField(_("must be so"), max_length=200, blank=True)
    communication = models.CharField(
        _("how to explain things"), max_length=200, blank=True
    )
    literacy = levels("literacy")
    load = levels("load")
    pace = levels("pace")
    interaction = levels("interaction")
    noise = levels("noise")
    hours_min = models.PositiveSmallIntegerField(
        _("hours a week, at least"), null=True, blank=True
    )
    hours_max = models.PositiveSmallIntegerField(
        _("hours a week, at most"), null=True, blank=True
    )
    times = models.JSONField(_("times of day"), default=list, blank=True)
    travel_modes = models.JSONField(_("how one travels"), default=list, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(
        _("minutes to work, at most"), null=True, blank=True
    )
    support_level = models.PositiveSmallIntegerField(
        _("support"), choices=Support, null=True, blank=True
    )
    profile_ready_on = models.DateField(null=True, editable=False)
    profile_reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def profile(self) -> dict[str, int]:
        """What suits, on the scales of ``employers.demands.compare``."""
        values = {item: getattr(self, item) for item in WorkTask.DEMANDS}
        return {item: level for item, level in values.items() if level is not None}

    @property
    def profile_review_due_on(self) -> date | None:
        return self.profile_ready_on and self.profile_ready_on + REVIEW_AFTER

    @property
    def profile_state(self) -> ProfileState:
        """Draft until somebody says it is ready; after a year to be looked at again."""
        due = self.profile_review_due_on
        if due is None:
            return self.ProfileState.DRAFT
        late = due < timezone.localdate()
        return self.ProfileState.TO_REVIEW if late else self.ProfileState.READY

    @property
    def profile_look(self) -> Look:
        tone, fill = self.PROFILE_LOOKS[self.profile_state]
        return Look(self.profile_state.label, tone, fill)

    @property
    def shown_times(self) -> str:
        return ", ".join(shown(self.Time, self.times)).capitalize()

    @property
    def shown_travel(self) -> str:
        return ", ".join(shown(self.Travel, self.travel_modes)).capitalize()


def shown(choices: Any, values: list[str]) -> list[str]:
    """Return the words of the chosen values, in the order of the choices."""
    return [str(label) for value, label in choices.choices if value in values]
