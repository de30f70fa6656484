"""How a trial went, by the workplace and by the candidate: the same short questions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Look
from employers.models import ContactPerson, PersonalLink, PersonalLinkQuerySet


class TrialLink(PersonalLink):
    """A workplace's personal way to its assessment of a trial."""

    salt = "placements.triallink"
    page = "assess"

    trial = models.ForeignKey(
        "placements.Trial", on_delete=models.CASCADE, related_name="links"
    )
    person = models.ForeignKey(
        ContactPerson,
        verbose_name=_("to whom"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to an assessment")
        verbose_name_plural = _("links to assessments")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.person or self.trial.employer)

    @property
    def is_answered(self) -> bool:
        """Whether the workplace has answered by this very link."""
        mine = self.trial.assessments.filter(side=Assessment.Side.HOST, link=self)
        return bool(mine.exists())

    def note_opening(self) -> None:
        """Remember when its reader first opened it."""
        first = TrialLink.objects.filter(pk=self.pk, opened_at__isnull=True)
        first.update(opened_at=timezone.now())


class Assessment(models.Model):
    """One side's view of the trial; the two are read side by side afterwards."""

    class Side(models.TextChoices):
        HOST = "host", _("The workplace")
        CANDIDATE = "candidate", _("The candidate")

    class Level(models.IntegerChoices):
        BADLY = 1, pgettext_lazy("assessment", "Badly")
        PARTLY = 2, pgettext_lazy("assessment", "Partly")
        WELL = 3, pgettext_lazy("assessment", "Well")

    class GoOn(models.TextChoices):
        YES = "yes", pgettext_lazy("assessment", "Yes")
        MAYBE = "maybe", pgettext_lazy("assessment", "Maybe")
        NO = "no", pgettext_lazy("assessment", "No")

    #: The questions that both answer, in order.
    QUESTIONS: ClassVar = ("tasks", "pace", "people")
    LOOKS: ClassVar = {
        Level.BADLY: ("berry", "todo"),
        Level.PARTLY: ("thread", "half"),
        Level.WELL: ("spruce", "full"),
    }

    trial = models.ForeignKey(
        "placements.Trial", on_delete=models.CASCADE, related_name="assessments"
    )
    side = models.CharField(max_length=9, choices=Side)
    tasks = models.PositiveSmallIntegerField(_("the tasks"), choices=Level, null=True)
    pace = models.PositiveSmallIntegerField(_("the pace"), choices=Level, null=True)
    people = models.PositiveSmallIntegerField(
        _("with the people"), choices=Level, null=True
    )
    goes_on = models.CharField(_("would go on"), max_length=5, choices=GoOn, blank=True)
    #: The workplace's written assessment of suitability (law 380/2023 57 §).
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    #: The candidate did not want to answer, which is an answer.
    declined = models.BooleanField(default=False)
    link = models.ForeignKey(
        TrialLink, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ("trial", "side")
        constraints = (
            models.UniqueConstraint(
                fields=["trial", "side"], name="assessment_one_a_side"
            ),
            models.CheckConstraint(
                name="assessment_is_whole",
                condition=Q(declined=True, side="candidate", tasks__isnull=True)
                | Q(
                    declined=False,
                    tasks__isnull=False,
                    pace__isnull=False,
                    people__isnull=False,
                )
                & ~Q(goes_on=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_side_display())

    def look(self, question: str) -> Look | None:
        """Return the answer to one of the questions as a badge; None without one."""
        level = getattr(self, question)
        if level is None:
            return None
        return Look(self.Level(level).label, *self.LOOKS[self.Level(level)])
