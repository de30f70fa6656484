"""What writing down itself costs: taps and seconds, of nobody in particular."""

import re
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

#: A form that was looked at for longer was left alone, not written.
LONGEST = 3600
MOST_TAPS = 999
MEASURED = re.compile(r"[0-9]{1,4}")


class LogEffort(models.Model):
    """How long one contact took to log, and how many taps; neither by whom nor which.

    It measures the screen and not the coach, so nothing leads from it to either.
    """

    on = models.DateField()
    #: From the opening of the screen to the saving, while it was looked at.
    seconds = models.PositiveSmallIntegerField()
    taps = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("effort of logging")
        verbose_name_plural = _("efforts of logging")
        indexes = (models.Index(fields=["on"], name="logeffort_by_day"),)
        constraints = (
            models.CheckConstraint(
                name="logeffort_in_range",
                condition=models.Q(
                    seconds__range=(1, LONGEST), taps__range=(0, MOST_TAPS)
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.seconds} s, {self.taps}"

    @classmethod
    def read(cls, seconds: str, taps: str, on: date) -> Self | None:
        """Return what a screen has measured; None when it makes no sense."""
        if not (MEASURED.fullmatch(seconds) and MEASURED.fullmatch(taps)):
            return None
        one = cls(on=on, seconds=int(seconds), taps=int(taps))
        plausible = 1 <= one.seconds <= LONGEST and one.taps <= MOST_TAPS
        return one if plausible else None
