"""Days away from a trial: no cause is kept, only whether it was told."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Absence(models.Model):
    """From a first to a last day; why is nobody's business here."""

    class Kind(models.TextChoices):
        """Whether it was told; illness and its kind are not asked."""

        AGREED = "agreed", pgettext_lazy("absence", "Agreed beforehand")
        TOLD = "told", pgettext_lazy("absence", "Told about")
        UNTOLD = "untold", pgettext_lazy("absence", "Not told about")

    #: Filled by Trial, which this module does not know.
    trial = models.ForeignKey(
        "placements.Trial", on_delete=models.CASCADE, related_name="absences"
    )
    first_on = models.DateField(_("first day away"))
    last_on = models.DateField(_("last day away"))
    kind = models.CharField(_("was it told?"), max_length=6, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ("-first_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="absence_in_order",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def overlaps(self, other: Any) -> bool:
        """Whether both have a day in common."""
        met: bool = self.first_on <= other.last_on and other.first_on <= self.last_on
        return met
