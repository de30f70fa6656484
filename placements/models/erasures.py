"""What outlives an erased candidate: a number, and nothing else."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from crm.models import Municipality
from placements.models.candidate_states import CandidateStates


class ErasedCountQuerySet(models.QuerySet["ErasedCount"]):
    """Questions about erased candidates, and the one way to count one more."""

    def add(self, *, year: int, municipality: Municipality, end_reason: str) -> None:
        """Count one more whose coaching ended in the year, for that reason."""
        row, _created = self.get_or_create(
            year=year, municipality=municipality, end_reason=end_reason
        )
        self.filter(pk=row.pk).update(count=F("count") + 1)

    def by_year(self) -> Self:
        return self.order_by("-year", "municipality__code", "end_reason")


class ErasedCount(models.Model):
    """How many erased candidates ended in a year, by municipality and reason.

    No code, no day and nothing by which a row could be put together again; small
    numbers are suppressed where they are shown (domain.md 5.3).
    """

    year = models.PositiveSmallIntegerField(_("year in which the coaching ended"))
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    end_reason = models.CharField(
        _("reason"), max_length=13, choices=CandidateStates.EndReason
    )
    count = models.PositiveIntegerField(default=0)

    objects = ErasedCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of erased candidates")
        verbose_name_plural = _("counts of erased candidates")
        ordering = ("-year", "municipality", "end_reason")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "municipality", "end_reason"],
                name="erasedcount_one_row_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.municipality}: {self.count}"
