"""A spreadsheet on its way in: what was read, decided and written."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import User
from employers.models.employers import Employer

#: Files and rows hold people's contact data: they are not kept for ever.
KEEP_DAYS = 90


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
        return self.select_related("user").defer(
            "content", "headings", "sample", "mapping"
        )

    def outdated(self) -> Self:
        """Those whose rows, people among them, are of no more use."""
        since = timezone.now() - timedelta(days=KEEP_DAYS)
        return self.filter(created_at__lt=since)

    def like(self, run: "Import") -> Self:
        """Return the user's other imports of lists with the same headings."""
        same = self.filter(user=run.user, headings_key=run.headings_key)
        return same.exclude(pk=run.pk).exclude(stage=Import.Stage.UPLOADED)


class Import(models.Model):
    """One uploaded file on its way: mapped, checked, applied, undone."""

    class Stage(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("import", "Columns to be mapped")
        CHECKING = "checking", pgettext_lazy("import", "Being checked")
        CHECKED = "checked", pgettext_lazy("import", "Ready to be reviewed")
        APPLYING = "applying", pgettext_lazy("import", "Being written")
        APPLIED = "applied", pgettext_lazy("import", "Imported")
        UNDONE = "undone", pgettext_lazy("import", "Undone")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports"
    )
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=60, blank=True)
    #: The file itself; emptied when the import is applied.
    content = models.BinaryField(editable=False)
    sheet = models.CharField(max_length=100, blank=True)
    sheets = models.JSONField(default=list)
    first_row = models.PositiveSmallIntegerField(default=0)
    headings = models.JSONField(default=list)
    headings_key = models.CharField(max_length=32, blank=True)
    sample = models.JSONField(default=list)
    #: Column number → field.
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
        indexes = (
            models.Index(fields=["user", "headings_key"], name="import_by_headings"),
        )
        permissions = (("view_all_imports", "Can see everybody's imports"),)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("employers:import", args=[self.pk])

    @property
    def is_working(self) -> bool:
        """Whether the background is at it."""
        return self.stage in {self.Stage.CHECKING, self.Stage.APPLYING}

    @property
    def is_over(self) -> bool:
        return self.stage in {self.Stage.APPLIED, self.Stage.UNDONE}

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

    def left_out(self) -> Self:
        """Rows that were not written, though they had something to say."""
        return self.filter(outcome="").exclude(verdict=ImportRow.Verdict.SAME)

    def for_list(self) -> Self:
        return self.select_related("match__municipality", "employer")


class ImportRow(models.Model):
    """One row of the file: its values, what we think of it, what was decided."""

    class Verdict(models.TextChoices):
        NEW = "new", pgettext_lazy("import row", "New")
        CHANGED = "changed", pgettext_lazy("import row", "Changed")
        SAME = "same", pgettext_lazy("import row", "Same")
        DUPLICATE = "duplicate", pgettext_lazy("import row", "Possible duplicate")
        BANNED = "banned", pgettext_lazy("import row", "Do not contact")
        ERROR = "error", pgettext_lazy("import row", "Error")

    class Decision(models.TextChoices):
        CREATE = "create", _("Different, create new")
        FILL = "fill", _("Same, fill in")
        REPLACE = "replace", _("Take new")
        SKIP = "skip", _("Skip")

    class Outcome(models.TextChoices):
        CREATED = "created", pgettext_lazy("import row", "Added")
        UPDATED = "updated", pgettext_lazy("import row", "Completed")
        KEPT = "kept", pgettext_lazy("import row", "Kept as it was")

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    #: The row as it is in the file.
    cells = models.JSONField(default=list)
    #: Field → its clean value.
    values = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, choices=Verdict)
    #: Lists of field, code and detail (importing/values.py).
    problems = models.JSONField(default=list)
    match = models.ForeignKey(
        Employer, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    similarity = models.PositiveSmallIntegerField(null=True)
    #: Lists of field, old and new value.
    differences = models.JSONField(default=list)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    employer = models.ForeignKey(
        Employer, null=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    #: What undo brings back: old values by record, and keys of new records.
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undo_problem = models.CharField(max_length=20, blank=True)

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
