"""A report that was frozen: what the numbers were on a day, as they were shown."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import User


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about frozen reports."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("placements.view_report") else self.none()


class Report(models.Model):
    """The numbers of one period on one day; once written it never changes.

    ``data`` is a pack (placements/metrics/pack.py): only what passed the suppression.
    """

    taken_on = models.DateField(default=timezone.localdate)
    period = models.CharField(max_length=60)
    about = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5)
    data = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        ordering = ("-pk",)
        default_permissions: ClassVar = ("add", "view")

    def __str__(self) -> str:
        return f"{self.period}, {self.taken_on:%d.%m.%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once; PermissionDenied for a second time."""
        if self.pk:
            message = "A frozen report never changes."
            raise PermissionDenied(message)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("placements:report", args=[self.pk])
