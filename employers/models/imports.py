"""A spreadsheet on its way in: what was read, decided and written."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import User
from employers.models.employers import Employer


class ImportQuerySet(models.QuerySet["Import"]):
    """Questions about imports."""

    def visible_to(self, user: User) -> Self:
        """One's own; everybody's for those who see the team's."""
        if not user.has_perm("employers.import_employer"):
            return self.none()
        if user.has_perm("employers.view_all_imports"):
            return self
        return self.filter(user=user)

    def for_list(self) -> Self:
        return self.select_related("user")


class Import(models.Model):
    """One uploaded file on its way: mapped, checked, applied, undone."""

    class Stage(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("import", "Columns to be mapped")
        CHECKING = "checking", pgettext_lazy("import", "Being checked")
        CHECKED = "checked", pgettext_lazy("import", "Ready to be reviewed")
        APPLYING = "applying", pgettext_lazy("import", "Being written")
        APPLIED = "applied", pgettext_lazy("import", "Imported")
        UNDONE = "undone", pgettext_lazy("import", "Undone")
        FAILED = "failed", pgettext_lazy("import", "Stopped")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports"
    )
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=60, blank=True)
    content = models.BinaryField(editable=False)
    headings = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.UPLOADED)
    problem = models.CharField(max_length=300, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        permissions = (("view_all_imports", "Can see everybody's imports"),)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("employers:import", args=[self.pk])

    @property
    def can_be_undone(self) -> bool:
        """Whether it is applied and not older than 30 days."""
        since = timezone.now() - timedelta(days=settings.UNDO_DAYS)
        return (
            self.stage == self.Stage.APPLIED
            and self.applied_at is not None
            and self.applied_at >= since
        )


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Questions about rows."""

    def undecided(self) -> Self:
        return self.filter(verdict=ImportRow.Verdict.DUPLICATE, decision="")


class ImportRow(models.Model):
    """One row of the file: its values, what we think of it, what was decided."""

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("import row", "New")
        CHANGED = "changed", pgettext_lazy("import row", "Changed")
        SAME = "same", pgettext_lazy("import row", "Same")
        DUPLICATE = "duplicate", pgettext_lazy("import row", "Possible duplicate")
        ERROR = "error", pgettext_lazy("import row", "Error")

    class Decision(models.TextChoices):
        CREATE = "create", _("Different, create new")
        UPDATE = "update", _("Same, fill in")
        SKIP = "skip", _("Skip")

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    verdict = models.CharField(max_length=10, choices=Verdict)
    problems = models.JSONField(default=list)
    match = models.ForeignKey(
        Employer, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    similarity = models.PositiveSmallIntegerField(null=True)
    differences: Any = models.JSONField(default=dict)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    employer = models.ForeignKey(
        Employer, null=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undo_problem = models.CharField(max_length=200, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ("run", "number")
        indexes = (
            models.Index(
                fields=["run", "verdict", "number"], name="importrow_by_verdict"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["run", "number"], name="importrow_number_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.run} {self.number}"
