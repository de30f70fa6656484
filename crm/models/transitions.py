"""The log of every move of every lifecycle."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class TransitionLogQuerySet(models.QuerySet["TransitionLog"]):
    """Questions about moves."""

    def standing(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(undone_at__isnull=True)


class TransitionLog(models.Model):
    """Who moved which record from where to where, when and why.

    ``on`` is the local day on which it happened, ``at`` when it was written. An
    empty ``source`` marks the creation of the record. ``before`` keeps the values
    that the move changed, so that it can be undone and audited.
    """

    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    name = models.CharField(max_length=50)
    source = models.CharField(max_length=50, blank=True)
    target = models.CharField(max_length=50)
    reason = models.CharField(max_length=50, blank=True)
    note = models.TextField(blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cause = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="effects"
    )
    undone_at = models.DateTimeField(null=True)

    objects = TransitionLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=["content_type", "object_id", "id"], name="transition_by_record"
            ),
            models.Index(
                fields=["content_type", "target", "on"], name="transition_by_target"
            ),
            models.Index(fields=["at"], name="transition_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.source} → {self.target}"

    def _state_label(self, state: str) -> str:
        model: Any = self.content_type.model_class()
        return str(dict(model.State.choices).get(state, state)) if model else state

    @property
    def source_label(self) -> str:
        return self._state_label(self.source)

    @property
    def target_label(self) -> str:
        return self._state_label(self.target)
