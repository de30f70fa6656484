"""An import is taken back, but for the rows that somebody has touched since."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.lifecycle import Lifecycle, Refused
from crm.models import FollowUp, TransitionLog, User
from employers.importing import tables
from employers.importing.matching import Current, fetch_current
from employers.importing.updating import PARTS, write_employers
from employers.models import ContactPerson, Employer, Import, ImportRow, Workplace

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

#: Why a row stays as it is.
REASONS: "dict[str, StrOrPromise]" = {
    "edited": _("Somebody has edited it since."),
    "moved": _("Its state has changed since."),
    "planned": _("A next step has been planned."),
    "linked": _("A contact, a ban or another record refers to it."),
}
#: What an import itself writes about an employer.
OWN = (Workplace, ContactPerson, ImportRow)


def undo(run: Import, *, by: User) -> None:
    """Take the import back row by row; Refused if it is too late for the whole."""
    now = timezone.now()
    if not run.can_be_undone:
        raise Refused([_("An import can be undone for 30 days, once.")], run)
    with transaction.atomic():
        applied = Import.objects.filter(pk=run.pk, stage=Import.Stage.APPLIED)
        if applied.update(stage=Import.Stage.UNDONE, undone_at=now):
            _Undoing(run, by, now).take_back()


class _Undoing:
    def __init__(self, run: Import, by: User, now: "datetime") -> None:
        self.run = run
        self.by = by
        self.now = now
        self.kind = ContentType.objects.get_for_model(Employer)

    def take_back(self) -> None:
        outcome = ImportRow.Outcome
        done = [outcome.CREATED, outcome.UPDATED]
        rows = list(
            self.run.rows.filter(outcome__in=done, employer__isnull=False).order_by(
                "pk"
            )
        )
        reasons = self._reasons({row.employer_id or 0 for row in rows})
        stay = [row for row in rows if row.employer_id in reasons]
        go = [row for row in rows if row.employer_id not in reasons]
        self._restore([row for row in go if row.outcome == outcome.UPDATED])
        self._remove([row for row in go if row.outcome == outcome.CREATED])
        tables.update(
            ImportRow,
            ("undo_problem",),
            ((reasons[row.employer_id or 0], row.pk) for row in stay),
        )
        counts = self.run.counts | {"undone": len(go), "stayed": len(stay)}
        Import.objects.filter(pk=self.run.pk).update(counts=counts)

    # --- who has touched what -----------------------------------------------------

    def _reasons(self, pks: set[int]) -> dict[int, str]:
        """Say of each employer touched since the import, why it must stay."""
        reasons: dict[int, str] = {}
        for code, touched in (
            ("linked", self._linked()),
            ("planned", self._about(FollowUp.objects.all())),
            ("moved", self._moved()),
            ("edited", self._edited()),
        ):
            reasons |= dict.fromkeys(pks.intersection(touched), code)
        return reasons

    def _imported(self) -> Any:
        return self.run.rows.filter(employer__isnull=False).values("employer")

    def _linked(self) -> Iterable[int]:
        """Yield employers that a later record points to, of whatever kind."""
        for relation in Employer._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel):
                continue
            model: Any = relation.related_model
            field: Any = relation.field
            if model in OWN or not field.db_constraint:
                continue
            name = field.name
            pointing = model.objects.filter(**{f"{name}__in": self._imported()})
            yield from self._since(pointing).values_list(name, flat=True)

    def _since(self, records: Any) -> Any:
        """Narrow to those made after the import."""
        model, since = records.model, self.run.applied_at
        if issubclass(model, Lifecycle):
            kind = ContentType.objects.get_for_model(model)
            entries = TransitionLog.objects.filter(content_type=kind, at__gt=since)
            return records.filter(pk__in=entries.values("object_id"))
        if hasattr(model, "changes"):
            made = model.changes.filter(history_date__gt=since, history_type="+")
            return records.filter(pk__in=made.values("id"))
        names = {field.name for field in model._meta.get_fields()}
        made_at = "at" if "at" in names else "created_at"
        return records.filter(**{f"{made_at}__gt": since})

    def _about(self, records: Any) -> Any:
        about = records.filter(content_type=self.kind, object_id__in=self._imported())
        return about.filter(created_at__gt=self.run.applied_at).values_list(
            "object_id", flat=True
        )

    def _moved(self) -> Iterable[int]:
        entries = TransitionLog.objects.filter(
            content_type=self.kind, object_id__in=self._imported()
        )
        later = entries.filter(at__gt=self.run.applied_at).exclude(name="begin")
        return later.values_list("object_id", flat=True)

    def _edited(self) -> Iterable[int]:
        since = self.run.applied_at
        watched: tuple[tuple[Any, str], ...] = (
            (Employer, "id"),
            (Workplace, "employer_id"),
            (ContactPerson, "employer_id"),
        )
        for model, owner in watched:
            later = model.changes.filter(history_date__gt=since)
            mine = later.filter(**{f"{owner}__in": self._imported()})
            yield from mine.values_list(owner, flat=True)

    # --- what is taken back ---------------------------------------------------------

    def _remove(self, rows: list[ImportRow]) -> None:
        keys = [row.employer_id or 0 for row in rows]
        for model in (ContactPerson, Workplace):
            parts = model.objects.filter(employer__in=self._imported())
            gone = set(keys)
            pks = [
                pk
                for pk, employer in parts.values_list("pk", "employer_id")
                if employer in gone
            ]
            self._delete(model, pks)
        entries = TransitionLog.objects.filter(
            content_type=self.kind, object_id__in=self._imported()
        )
        own = dict(entries.values_list("pk", "object_id"))
        gone = set(keys)
        tables.delete(
            TransitionLog, "id", [pk for pk, record in own.items() if record in gone]
        )
        tables.forget_key(ImportRow, "employer_id", keys)
        tables.forget_key(ImportRow, "match_id", keys)
        self._delete(Employer, keys)

    def _restore(self, rows: list[ImportRow]) -> None:
        current = fetch_current((row.employer_id or 0 for row in rows), lock=True)
        for row in rows:
            known = current[row.employer_id or 0]
            for name, value in row.before.get("employer", {}).items():
                setattr(known.employer, name, value)
            for part, records in (("site", known.sites), ("person", known.people)):
                self._restore_part(row.before, part, records)
        restored: list[Current] = [current[row.employer_id or 0] for row in rows]
        write_employers(restored, user=self.by.pk, at=self.now)

    def _restore_part(
        self, before: dict[str, Any], part: str, records: list[Any]
    ) -> None:
        model, columns = PARTS[part]
        key, old = before.get(part, (None, {}))
        for record in [record for record in records if record.pk == key]:
            for name, value in old.items():
                setattr(record, name, value)
            values = (*(getattr(record, name) for name in columns), record.pk)
            tables.update(model, columns, [values])
            tables.copy_history(model, [key], "~", user=self.by.pk, at=self.now)
        new = before.get(f"new_{part}")
        records[:] = [record for record in records if record.pk != new]
        if new:
            self._delete(model, [new])

    def _delete(self, model: Any, keys: list[int]) -> None:
        tables.copy_history(model, keys, "-", user=self.by.pk, at=self.now)
        tables.delete(model, "id", keys)
