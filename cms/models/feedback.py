"""Feedback on accessibility: answered within two weeks (law 306/2019, section 10)."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ANSWER_WITHIN = timedelta(days=14)


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Which feedback waits."""

    def open(self) -> "FeedbackQuerySet":
        return self.filter(answered_on__isnull=True)


class Feedback(models.Model):
    """What somebody could not use, and by when they are answered."""

    where = models.CharField(_("page or place"), max_length=200, blank=True)
    what = models.TextField(_("what happened"))
    email = models.EmailField(_("e-mail for the answer"), blank=True)
    received_on = models.DateField(
        _("received on"), default=timezone.localdate, editable=False
    )
    answer_by = models.DateField(_("answer by"), editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("what was answered"), blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility feedback")
        verbose_name_plural = _("accessibility feedback")
        ordering = ("answer_by", "pk")

    def __str__(self) -> str:
        return self.what[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.answer_by = self.received_on + ANSWER_WITHIN
        super().save(*args, **kwargs)
