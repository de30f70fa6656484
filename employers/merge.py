"""Two employers that are one: what would move, the merge itself, and its undoing.

The merged one stays as a tombstone that points to the survivor. Its people, places,
contacts, steps and narrower bans move in bulk; ``Merge`` remembers which rows and
which of the survivor's fields, so that all can move back within 30 days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Func, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.lifecycle import Refused, followed_by, take_back
from crm.models import FollowUp, TransitionLog, User
from employers.merge_fields import fill
from employers.models import ContactBan, Employer, Merge

State = Employer.State
#: What keeps pointing at the tombstone: earlier tombstones and merges.
STAYS = ("employers.Employer", "employers.Merge")
#: The Y-tunnus goes back first: the tombstone needs it to stand again.
ID_FIELDS = ("business_id", "no_business_id_reason")


def survivor_of(employer: Employer) -> Employer:
    """Follow the tombstones to the employer that stands for this one now."""
    while employer.merged_into is not None:
        employer = employer.merged_into
    return employer


# --- What points at an employer ---------------------------------------------


@dataclass(frozen=True)
class Pointer:
    """A column through which rows belong to an employer."""

    model: Any
    column: str

    @property
    def label(self) -> str:
        return str(self.model._meta.label)

    def rows(self, employer: Employer) -> models.QuerySet[Any]:
        """Return the rows that move along when the employer merges."""
        rows = self._of(employer)
        if self.model is ContactBan:
            # The organisation's ban is the tombstone's state and stays with it.
            return rows.exclude(scope=ContactBan.Scope.ORGANISATION)
        return rows

    def _of(self, employer: Employer) -> models.QuerySet[Any]:
        manager = self.model._default_manager
        rows: models.QuerySet[Any] = manager.filter(**{self.column: employer.pk})
        if self.model is FollowUp:
            kind = ContentType.objects.get_for_model(Employer)
            return rows.filter(content_type=kind)
        return rows


def pointers() -> Iterator[Pointer]:
    """Yield every column through which rows belong to an employer, whatever the app."""
    for relation in Employer._meta.related_objects:
        model: Any = relation.related_model
        if relation.one_to_many and model._meta.label not in STAYS:
            yield Pointer(model, relation.field.attname)
    yield Pointer(FollowUp, "object_id")


def moving(source: Employer) -> dict[str, int]:
    """Count by one question what would move: model label → rows."""
    known = list(pointers())
    count = Func(F("pk"), function="COUNT", output_field=models.IntegerField())
    columns = {
        f"rows_{n}": Subquery(
            pointer.rows(source).order_by().annotate(rows=count).values("rows")
        )
        for n, pointer in enumerate(known)
    }
    found = Employer.objects.filter(pk=source.pk).values_list(*columns.values()).get()
    counts = zip(known, found, strict=True)
    return {pointer.label: rows for pointer, rows in counts if rows}


# --- Merging ----------------------------------------------------------------


def problems(source: Employer, target: Employer) -> list[str]:
    """Say why the two cannot be merged this way; empty when they can."""
    if source.pk == target.pk:
        return [_("An employer cannot be merged into itself.")]
    if target.state == State.MERGED:
        return [_("%(name)s has been merged into another already.") % {"name": target}]
    if source.state == State.MERGED:
        return [_("%(name)s has been merged into another already.") % {"name": source}]
    if target.state == State.CEASED and source.state != State.CEASED:
        return [_("The survivor has ceased trading. Merge the other way round.")]
    return []


@transaction.atomic
def merge(
    source: Employer,
    target: Employer,
    *,
    by: User,
    fields: dict[str, str] | None = None,
    note: str = "",
) -> Merge:
    """Merge ``source`` into ``target``; raises ``Refused`` or another of ``STALE``.

    ``fields`` says which value survives: field → ``source``, ``target`` or ``both``.
    Left out, the survivor keeps its own and its empty ones are filled.
    """
    locked = Employer.objects.select_for_update().in_bulk([source.pk, target.pk])
    source, target = locked[source.pk], locked[target.pk]
    if reasons := problems(source, target):
        raise Refused(reasons, source)
    was = source.state
    entry = source.perform("merge_into", by=by, survivor=target, note=note)
    if target.state == State.DO_NOT_CONTACT:
        _drop_plans(source, entry)
    record = Merge.objects.create(source=source, target=target, by=by, entry=entry)
    record.moved = _move(source, target)
    record.filled = fill(source, target, fields or {})
    record.save(update_fields=["moved", "filled"])
    target.settle()
    _carry_state(source, target, was, entry)
    _cancel_what_is_banned(target, entry)
    for employer in (source, target):
        employer.settle()
        employer.reindex()
    return record


def _move(source: Employer, target: Employer) -> dict[str, list[int]]:
    moved: dict[str, list[int]] = {}
    for pointer in pointers():
        rows = pointer.rows(source)
        if keys := list(rows.order_by("pk").values_list("pk", flat=True)):
            rows.update(**{pointer.column: target.pk})
            moved[pointer.label] = keys
    heirs = Employer.objects.filter(successor_of=source).exclude(pk=target.pk)
    if keys := list(heirs.order_by("pk").values_list("pk", flat=True)):
        heirs.update(successor_of=target)
        moved["successors"] = keys
    return moved


def _drop_plans(employer: Employer, entry: TransitionLog) -> None:
    """Cancel what is planned, because the survivor forbids contact."""
    employer.close_follow_ups(by=entry.by, cause=entry)
    for visit in employer.visits.planned():
        visit.perform("cancel", by=entry.by, note=_note(entry), cause=entry)


def _cancel_what_is_banned(target: Employer, entry: TransitionLog) -> None:
    for visit in target.visits.planned().prefetch_related("people"):
        if visit.standing_ban:
            visit.perform("cancel", by=entry.by, note=_note(entry), cause=entry)


def _note(entry: TransitionLog) -> str:
    return entry.note or _("Merged")


def _carry_state(
    source: Employer, target: Employer, was: str, entry: TransitionLog
) -> None:
    """Bring the survivor as far as the merged one was; a ban on either survives."""
    who: dict[str, Any] = {"by": entry.by, "on": entry.on, "cause": entry}
    if was == State.DO_NOT_CONTACT and target.state != State.DO_NOT_CONTACT:
        target.perform("forbid", note=_inherited_ban(source), **who)
        return
    asleep = target.state in {State.DORMANT, State.DECLINED}
    if (target.state == State.LEAD and source.contacted_on) or (
        asleep and target.open_work
    ):
        _touch(target, who)
    if was in {State.ENGAGED, State.PARTNER} and target.state == State.CONTACTED:
        move = target.move_named("engage")
        if move and not target.blockers(move):
            target.perform("engage", **who)
    if target.open_work and target.state in {State.CONTACTED, State.ENGAGED}:
        target.perform("become_partner", **who)


def _touch(target: Employer, who: dict[str, Any]) -> None:
    """Move to contacted, without making whoever merges the responsible coach."""
    had_coach = target.coach_id is not None
    target.perform("contact", **who)
    if not had_coach:
        target.coach = None
        Employer.objects.filter(pk=target.pk).update(coach=None)


def _inherited_ban(source: Employer) -> str:
    whole = source.standing_bans().filter(scope=ContactBan.Scope.ORGANISATION).first()
    asked = whole.reason if whole else ""
    return _("The ban of %(name)s: %(reason)s") % {
        "name": source.name,
        "reason": asked,
    }


# --- Undoing ----------------------------------------------------------------


def undo_problems(record: Merge) -> list[str]:
    """Say why a merge can no longer be undone; empty when it can."""
    source, target = record.source, record.target
    if record.undone_at:
        return [_("This merge has been undone already.")]
    if timezone.now() - record.at > timedelta(days=settings.UNDO_DAYS):
        return [
            _("A merge can be undone for %(days)d days.") % {"days": settings.UNDO_DAYS}
        ]
    if target.merged_into:
        return [
            _("%(name)s has since been merged into %(other)s. Undo that first.")
            % {"name": target, "other": target.merged_into}
        ]
    if source.state != State.MERGED or source.merged_into_id != target.pk:
        return [_("%(name)s is no longer merged.") % {"name": source}]
    reasons = _id_problems(record)
    return [*reasons, *map(str, followed_by(record.entry))]


def _id_problems(record: Merge) -> list[str]:
    if not record.source.business_id:
        return []
    taken = Employer.objects.current().filter(business_id=record.source.business_id)
    if "business_id" in record.filled:
        taken = taken.exclude(pk=record.target_id)
    if other := taken.first():
        return [
            _("%(name)s has the same Y-tunnus now. Correct that first.")
            % {"name": other}
        ]
    return []


@transaction.atomic
def undo_merge(record: Merge) -> None:
    """Move back what still belongs to the survivor; raises ``Refused`` with reasons."""
    record = (
        Merge.objects.select_for_update(of=("self",))
        .select_related("source", "target__merged_into", "entry")
        .get(pk=record.pk)
    )
    if reasons := undo_problems(record):
        raise Refused(list(reasons), record.source)
    record.undone_at = timezone.now()
    record.save(update_fields=["undone_at"])
    _unfill(record, [*ID_FIELDS])
    take_back(record.entry)
    _unfill(record, [name for name in record.filled if name not in ID_FIELDS])
    _move_back(record)
    both = [record.source_id, record.target_id]
    for employer in Employer.objects.filter(pk__in=both):
        employer.settle()
        employer.reindex()


def _unfill(record: Merge, names: list[str]) -> None:
    """Give the survivor its own values back, where nobody has changed them since."""
    target = Employer.objects.select_related("merged_into").in_bulk([record.target_id])[
        record.target_id
    ]
    columns = {field.attname: field for field in target._meta.concrete_fields}
    for name in names:
        before, after = record.filled.get(name, (None, None))
        column = columns[name]
        if name in record.filled and getattr(target, name) == column.to_python(after):
            setattr(target, name, column.to_python(before))
    target.save()


def _move_back(record: Merge) -> None:
    for pointer in pointers():
        keys = record.moved.get(pointer.label, [])
        rows = pointer.rows(record.target).filter(pk__in=keys)
        rows.update(**{pointer.column: record.source_id})
    heirs = Employer.objects.filter(pk__in=record.moved.get("successors", []))
    heirs.filter(successor_of=record.target).update(successor_of=record.source)


def standing_merges(employer: Employer) -> models.QuerySet[Merge]:
    """Return the merges whose tombstones stand behind the employer, three deep."""
    behind = models.Q(target=employer)
    behind |= models.Q(target__merged_into=employer)
    behind |= models.Q(target__merged_into__merged_into=employer)
    return Merge.objects.filter(behind, undone_at__isnull=True).select_related(
        "source", "by"
    )
