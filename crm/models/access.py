"""Who has seen whose data, when and why: a log that nobody can rewrite.

Law 703/2023 section 10 (domain.md 2.10) asks for a log of every use and of every
disclosure. Rows are only ever added: the model refuses the rest, and so do triggers in
both databases, until their time is over. Each row carries the digest of the one before
it, so that what has been changed or cut out all the same shows (``manage.py
verify_access_log``).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.access_start import AccessLogStart, out_of_time
from crm.models.append_only import AppendOnly, AppendOnlyQuerySet

if TYPE_CHECKING:
    from crm.models.users import User

#: Rows that are in memory at a time when the chain is walked.
CHUNK = 2_000


@dataclass(frozen=True)
class Access:
    """One use or disclosure to be written down."""

    subject: models.Model
    what: str
    purpose: str
    kind: str = "view"
    #: Only for a disclosure: to whom, and on what ground.
    recipient: str = ""
    basis: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and how that shows."""

    number: int
    why: str


class AccessLogQuerySet(AppendOnlyQuerySet["AccessLog"]):
    """Questions about accesses, and the one way to write them down."""

    def about(self, subject: models.Model) -> Self:
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(content_type=kind, object_id=subject.pk)

    def disclosures(self) -> Self:
        return self.filter(kind=AccessLog.Kind.DISCLOSED)

    @transaction.atomic(savepoint=False)
    def append(self, user: "User", accesses: Iterable[Access]) -> None:
        """Write the accesses down at the end of the chain, one writer at a time."""
        ends = AccessLogEnd.objects.select_for_update()
        end, _created = ends.get_or_create(pk=AccessLogEnd.ONLY)
        rows: list[Any] = []
        for access in accesses:
            row = AccessLog.following(end, user, access)
            end.number, end.digest = row.number, row.digest
            rows.append(row)
        self._add(rows)
        end.save(update_fields=["number", "digest"])

    def breaks(self) -> Iterator[Break]:
        """Yield where the chain does not hold, the earliest first."""
        for start in AccessLogStart.objects.broken():
            yield Break(start, "the start of the chain has been changed")
        number, digest = AccessLogStart.objects.point()
        for row in self.order_by("number").iterator(chunk_size=CHUNK):
            yield from row.breaks(number, digest)
            number, digest = row.number, row.digest
        end = AccessLogEnd.objects.filter(pk=AccessLogEnd.ONLY).first()
        if end is None:
            yield Break(number + 1, "the end of the chain is gone")
        elif (end.number, end.digest) != (number, digest):
            yield Break(number + 1, f"the last rows, up to {end.number}, are gone")

    @transaction.atomic
    def let_go(self) -> int:
        """Remove the oldest rows whose time is over; return how many.

        Only rows before the first that must stay: the chain keeps no holes.
        """
        AccessLogEnd.objects.select_for_update().get_or_create(pk=AccessLogEnd.ONLY)
        limit, rows = out_of_time(timezone.now()), self.order_by("number")
        first = rows.filter(at__gt=limit).values_list("number", flat=True).first()
        old = rows.filter(at__lte=limit)
        if first is not None:
            old = old.filter(number__lt=first)
        last = old.last()
        if last is None:
            return 0
        count = AccessLogStart.objects.begin_after(last)
        gone: Any = self.filter(number__lte=last.number).order_by()
        gone._raw_delete(self.db)  # noqa: SLF001 - no row hangs on these
        return count


class AccessLogEnd(models.Model):
    """The last link of the chain; whoever appends holds a lock on this row."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the access log")
        verbose_name_plural = _("ends of the access log")

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class AccessLog(AppendOnly):
    """Who has seen or disclosed whose data: what of it, when, and for what purpose.

    The user stands here as text, so that it survives the account; ``what`` and
    ``purpose`` are short codes of the app that owns the subject, or free words.
    """

    class Kind(models.TextChoices):
        VIEW = "view", pgettext_lazy("access", "Viewed")
        CHANGE = "change", pgettext_lazy("access", "Changed")
        EXPORT = "export", pgettext_lazy("access", "Exported")
        REFUSED = "refused", pgettext_lazy("access", "Refused")
        DISCLOSED = "disclosed", pgettext_lazy("access", "Disclosed")

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    #: The day of a disclosure; else the day of ``at``.
    on = models.DateField()
    user_key = models.CharField(max_length=20)
    user_name = models.CharField(max_length=300)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    subject_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=9, choices=Kind)
    what = models.CharField(_("what"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=200)
    recipient = models.CharField(_("to whom"), max_length=200, blank=True)
    basis = models.CharField(_("on what ground"), max_length=200, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ("-number",)
        indexes = (
            models.Index(
                fields=["content_type", "object_id", "number"], name="access_by_subject"
            ),
            models.Index(fields=["user_key", "number"], name="access_by_user"),
            models.Index(fields=["at"], name="access_by_time"),
        )
        constraints = (
            models.CheckConstraint(
                name="access_disclosed_to_somebody",
                condition=~models.Q(kind="disclosed")
                | (~models.Q(recipient="") & ~models.Q(basis="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.user_name}, {self.subject_name}, {self.what}"

    @classmethod
    def following(cls, end: AccessLogEnd, user: "User", access: Access) -> Self:
        """Return the row that follows the end of the chain, not yet saved."""
        now = timezone.now()
        row = cls(
            number=end.number + 1,
            at=now,
            on=access.on or timezone.localdate(now),
            user_key=str(user.pk),
            user_name=f"{user} <{user.email}>"[:300],
            content_type=ContentType.objects.get_for_model(access.subject),
            object_id=access.subject.pk,
            subject_name=str(access.subject)[:100],
            kind=access.kind,
            what=access.what[:200],
            purpose=access.purpose[:200],
            recipient=access.recipient[:200],
            basis=access.basis[:200],
            previous=end.digest,
        )
        row.digest = row.reckon()
        return row

    def reckon(self) -> str:
        """Return the digest of what the row says and of the one before it."""
        kind = ContentType.objects.get_for_id(self.content_type_id)
        at: datetime = self.at
        said = [
            self.number,
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.on.isoformat(),
            self.user_key,
            self.user_name,
            f"{kind.app_label}.{kind.model}",
            self.object_id,
            self.subject_name,
            str(self.kind),
            self.what,
            self.purpose,
            self.recipient,
            self.basis,
            self.previous,
        ]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def breaks(self, number: int, digest: str) -> Iterator[Break]:
        """Yield what is wrong with this row after the one of that number and digest."""
        if self.number != number + 1:
            yield Break(number + 1, "missing")
        elif self.previous != digest:
            yield Break(self.number, "does not follow the one before it")
        if self.digest != self.reckon():
            yield Break(self.number, "has been changed")
