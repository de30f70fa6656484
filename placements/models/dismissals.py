"""Saying that a silence is all right until a day, and why; each is a row that stays."""

from datetime import date
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import User


class SilenceDismissalQuerySet(models.QuerySet["SilenceDismissal"]):
    """Which silences are all right."""

    def standing(self, model: type[models.Model], today: date) -> Self:
        """Those of records of the model that hold on the day."""
        kind = ContentType.objects.get_for_model(model)
        return self.in_force(today).filter(content_type=kind)

    def in_force(self, today: date) -> Self:
        """Those that nobody has taken back and whose day is still to come."""
        return self.filter(until__gt=today, taken_back_at__isnull=True)


class SilenceDismissal(models.Model):
    """Somebody has decided that nobody need be in touch before the day."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    until = models.DateField(_("until when?"))
    reason = models.CharField(_("why is it all right?"), max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = SilenceDismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("dismissal of a silence")
        verbose_name_plural = _("dismissals of silences")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=["content_type", "until", "object_id"], name="silence_dismissed"
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="silence_dismissal_has_reason", condition=~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="silence_taken_back_by_somebody",
                condition=models.Q(
                    taken_back_at__isnull=True, taken_back_by__isnull=True
                )
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.until:%-d.%-m.%Y}: {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            message = "A dismissal is never changed: a later one stands before it."
            raise TypeError(message)
        super().save(*args, **kwargs)

    def take_back(self, *, by: User) -> None:
        """Let the silence count again: nothing about the record is dismissed now."""
        same = (
            type(self)
            .objects.in_force(timezone.localdate())
            .filter(content_type=self.content_type_id, object_id=self.object_id)
        )
        same.update(taken_back_at=timezone.now(), taken_back_by=by)

    def clean(self) -> None:
        super().clean()
        until: date | None = self.until
        if until and until <= timezone.localdate():
            raise ValidationError({"until": _("Choose a day that is still to come.")})
