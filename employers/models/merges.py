"""Two employers that were one: what moved, so that it can move back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import TransitionLog, User
from employers.models.employers import Employer


class MergeQuerySet(models.QuerySet["Merge"]):
    """Questions about merges."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("employers.merge_employer") else self.none()


class Merge(models.Model):
    """One merge: the tombstone, the survivor, and the rows that moved."""

    source = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="merges"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    entry = models.ForeignKey(TransitionLog, on_delete=models.PROTECT, related_name="+")
    #: Model label → keys of the rows that moved.
    moved = models.JSONField(default=dict)
    #: The survivor's field → its value before the merge.
    filled = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
