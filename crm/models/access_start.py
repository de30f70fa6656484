"""Where the access log begins once its oldest rows have gone (domain.md 2.10).

Logs are kept for twelve years. Triggers let only older rows go, and only after the last
of them is kept here: its number and digest are what the next row follows. Each start is
sealed together with the one before it.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.append_only import AppendOnly, AppendOnlyQuerySet

#: So long each access is kept, in years; the triggers say the same.
KEPT_YEARS = 12


class Point(NamedTuple):
    """A place in the chain: the number and the digest of its row."""

    number: int
    digest: str


BEGINNING = Point(0, "")


def out_of_time(now: datetime) -> datetime:
    """Return the moment up to which rows may go: a day safer than the triggers."""
    then = now - timedelta(days=1)
    year = then.year - KEPT_YEARS
    try:
        return then.replace(year=year)
    except ValueError:  # the leap day of a year that follows no leap year
        return then.replace(year=year, day=28)


class AccessLogStartQuerySet(AppendOnlyQuerySet["AccessLogStart"]):
    """Questions about where the log has begun."""

    def point(self) -> Point:
        """Return what the first row that is left follows."""
        last = self.order_by("-number").first()
        return Point(last.number, last.digest) if last else BEGINNING

    def removed(self) -> int:
        """Return how many rows have gone so far."""
        return sum(self.values_list("count", flat=True))

    def begin_after(self, row: Any) -> int:
        """Keep that the chain begins after the row; return how many rows go."""
        last = self.order_by("-number").first()
        count: int = row.number - (last.number if last else 0)
        start = AccessLogStart(
            number=row.number, digest=row.digest, count=count, at=timezone.now()
        )
        start.seal = start.reckon(last.seal if last else "")
        self._add([start])
        return count

    def broken(self) -> Iterator[int]:
        """Yield the number of each start that is not as it was written."""
        seal, number = "", 0
        for start in self.order_by("number"):
            as_before = start.count == start.number - number
            if not as_before or start.seal != start.reckon(seal):
                yield start.number
            seal, number = start.seal, start.number


class AccessLogStart(AppendOnly):
    """The last row that has gone, how many went with it, and when."""

    number = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    count = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    objects = AccessLogStartQuerySet.as_manager()

    class Meta:
        verbose_name = _("start of the access log")
        verbose_name_plural = _("starts of the access log")
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    def reckon(self, before: str) -> str:
        """Return the seal of what the row says and of the start before it."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        said = f"{self.number}:{self.digest}:{self.count}:{at}:{before}"
        return hashlib.sha256(said.encode()).hexdigest()
