"""The state-machine kit: declare a transition, offer it, run it, record it, undo it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import (
    ConcurrentTransition,
    ConcurrentTransitionMixin,
    FSMField,
    Transition,
    TransitionNotAllowed,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from crm.models import TransitionLog, User

#: What ``perform`` raises when the record is no longer where the user saw it.
STALE = (TransitionNotAllowed, ConcurrentTransition)


class StateField(FSMField):
    """A lifecycle's state; to migrations the plain column that it is.

    Every FSM field listens to each model that is prepared, and migrations prepare all
    of them again and again: that alone was a good part of the time of migrating.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        own = {"verbose_name": gettext_lazy("state"), "editable": False}
        super().__init__(*args, **own | kwargs, protected=True)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return str(name), "django.db.models.CharField", args, kwargs


class Refused(TransitionNotAllowed):
    """A transition that may not run now, with the reasons in the user's words."""

    def __init__(self, reasons: "Sequence[StrOrPromise]", record: Any = None) -> None:
        super().__init__(" ".join(str(reason) for reason in reasons), object=record)
        self.reasons = reasons


@dataclass(frozen=True)
class Rule:
    """A condition that can say, in the user's words, what it asks for."""

    reason: "StrOrPromise"
    holds: Callable[[Any], bool]

    def __call__(self, record: Any) -> bool:
        return self.holds(record)


@dataclass(frozen=True)
class Option:
    """A transition the user may run now, or the reasons why not yet."""

    name: str
    label: "StrOrPromise"
    blockers: "list[StrOrPromise]"
    tone: str


@dataclass(frozen=True)
class Look:
    """How a state is shown: word, tone and shape, so colour never speaks alone."""

    label: "StrOrPromise"
    tone: str
    fill: str


def targets(move: Transition) -> tuple[str, ...]:
    """Return every state that the move may lead to."""
    target: Any = move.target
    return (target,) if isinstance(target, str) else tuple(target.allowed_states)


class Lifecycle(ConcurrentTransitionMixin, models.Model):
    """A record whose ``state`` moves only through its own transitions.

    What a transition's ``custom`` may say: ``label`` (the button), ``tone``
    (``berry`` for what closes or forbids), ``automatic`` (the system may run it
    without a user), ``offered`` (false for what only follows from another verb) and
    ``returns_to`` (the attribute that knows where a dynamic target leads).
    A method ``after_<name>`` does what else follows, in the same transaction.
    """

    #: state → (tone, fill) of its badge.
    looks: ClassVar[dict[str, tuple[str, str]]] = {}

    state_since = models.DateField(default=timezone.localdate, editable=False)
    history = GenericRelation("crm.TransitionLog")

    if TYPE_CHECKING:  # what a StateField named state adds
        state: Any

        def get_all_state_transitions(self) -> Iterator[Transition]: ...
        def get_state_display(self) -> str: ...

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # full_clean() assigns every cleaned value back, which a protected
        # state refuses; transitions already vouch for it.
        super().clean_fields(exclude={*(exclude or ()), "state"})

    @property
    def state_look(self) -> Look:
        tone, fill = self.looks.get(self.state, ("plain", "todo"))
        return Look(self.get_state_display(), tone, fill)

    @property
    def days_in_state(self) -> int:
        """Whole days since the present state began."""
        return (timezone.localdate() - self.state_since).days

    def move_named(self, name: str) -> Transition | None:
        """Find the transition by name: out of the present state if there is one."""
        moves = [m for m in self.get_all_state_transitions() if m.name == name]
        return next(
            (m for m in moves if m.source == self.state), next(iter(moves), None)
        )

    def target_of(self, move: Transition) -> str:
        """Return the state that the move leads to."""
        if isinstance(move.target, str):
            return move.target
        return str(getattr(self, move.custom["returns_to"]))

    def options_for(self, user: "User") -> Iterator[Option]:
        """Yield the transitions out of the current state that ``user`` may run."""
        for move in self.get_all_state_transitions():
            if not move.custom.get("offered", True) or move.source != self.state:
                continue
            if move.has_perm(self, user):
                yield Option(
                    move.name,
                    move.custom["label"],
                    self.blockers(move),
                    move.custom.get("tone", "plain"),
                )

    def blockers(self, move: Transition) -> "list[StrOrPromise]":
        """Return the reasons of the rules that do not hold yet."""
        rules = [rule for rule in move.conditions if isinstance(rule, Rule)]
        return [rule.reason for rule in rules if not rule(self)]

    def perform(
        self,
        name: str,
        *,
        by: "User | None",
        on: date | None = None,
        note: str = "",
        cause: "TransitionLog | None" = None,
        **details: Any,
    ) -> "TransitionLog":
        """Run the transition, save, record it and do what follows from it.

        ``on`` is the local day it happened (default today); ``by`` is None only for
        what the system does by itself. Raises one of ``STALE`` (``Refused`` among
        them, with reasons) and leaves no trace. An unsaved record is created by it.
        """
        on = on or timezone.localdate()
        if cause and self.pk:
            # What follows from another record's past day cannot precede this one's.
            on = max(on, self.state_since)
        move = self._permitted(name, by)
        if reasons := [*self._date_problems(on, by), *self.blockers(move)]:
            raise Refused(reasons, self)
        with transaction.atomic(savepoint=cause is None):
            entry = self._move(move, by, on, note, details)
            entry.cause = cause
            entry.save()
            if follow := getattr(self, f"after_{name}", None):
                follow(entry=entry, **details)
        return entry

    def _permitted(self, name: str, by: "User | None") -> Transition:
        move = self.move_named(name)
        if move is None or move.source != self.state:
            raise TransitionNotAllowed(name, object=self)
        allowed = (
            move.custom.get("automatic") if by is None else move.has_perm(self, by)
        )
        if not allowed:
            raise TransitionNotAllowed(name, object=self)
        return move

    def _date_problems(self, on: date, by: "User | None") -> "list[StrOrPromise]":
        today = timezone.localdate()
        if on > today:
            return [_("The day cannot be in the future.")]
        if self.pk and on < self.state_since:
            return [_("The day is before the previous change of this record.")]
        earliest = today - timedelta(days=settings.BACKDATE_DAYS)
        if by and on < earliest and not by.has_perm("crm.backdate_freely"):
            return [
                _("Only a manager can record what happened over %(days)d days ago.")
                % {"days": settings.BACKDATE_DAYS}
            ]
        return []

    def _move(
        self,
        move: Transition,
        by: "User | None",
        on: date,
        note: str,
        details: dict[str, Any],
    ) -> "TransitionLog":
        before = self._values()
        source = self.state if self.pk else ""
        getattr(self, move.name)(by=by, on=on, note=note, **details)
        self.state_since = on
        now = self._values()
        # The log keeps the old values, so field history need not repeat them.
        self.skip_history_when_saving = True
        self.save()
        del self.skip_history_when_saving
        return self.log(
            name=move.name,
            by=by,
            on=on,
            note=note,
            reason=details.get("reason", ""),
            source=source,
            target=self.state,
            before={k: v for k, v in before.items() if v != now[k] and k != "state"},
        )

    def _values(self) -> dict[str, Any]:
        fields = self._meta.concrete_fields
        return {
            f.attname: getattr(self, f.attname) for f in fields if not f.primary_key
        }

    def log(self, **values: Any) -> "TransitionLog":
        """Return an unsaved log entry about this record."""
        model: Any = self._meta.get_field("history").related_model
        entry: TransitionLog = model(record=self, **values)
        return entry

    def begin(
        self,
        *,
        by: "User | None",
        on: date | None = None,
        note: str = "",
        cause: "TransitionLog | None" = None,
    ) -> "TransitionLog":
        """Save a new record in its first state and record that it began."""
        self.state_since = on or timezone.localdate()
        with transaction.atomic(savepoint=cause is None):
            self.save()
            entry = self.log(
                name="begin",
                by=by,
                on=self.state_since,
                note=note,
                target=self.state,
                cause=cause,
            )
            entry.save()
        return entry

    def undone(self, entry: "TransitionLog") -> None:
        """Remove what else ``entry`` brought about; called before it is restored."""

    def settle(self) -> None:
        """Recompute what is derived from other records; called after an undo."""

    def undo_subject(self) -> "Lifecycle | None":
        """Return the record that must settle when this one's creation is undone."""
        return None

    # --- undo ---------------------------------------------------------------

    def undoable_by(self, user: "User") -> "TransitionLog | None":
        """Return the latest entry if ``user`` may still take it back."""
        entry = self.history.standing().first()
        return entry if entry and not undo_blockers(entry, user) else None

    def _restore(self, entry: "TransitionLog") -> None:
        columns = {field.attname: field for field in self._meta.concrete_fields}
        for attname, value in entry.before.items():
            setattr(self, attname, columns[attname].to_python(value))
        # A protected field accepts its first value only; undo is the second door.
        self.__dict__["state"] = entry.source
        self.save()


def undo_blockers(entry: "TransitionLog", user: "User") -> "list[StrOrPromise]":
    """Say why ``user`` may not take ``entry`` back; empty when they may."""
    if entry.by_id != user.pk:
        return [_("Only the one who made a change can undo it.")]
    if entry.cause_id:
        return [_("This followed from another change: undo that one.")]
    if timezone.now() - entry.at > timedelta(minutes=settings.UNDO_MINUTES):
        return [
            _("A change can be undone for %(minutes)d minutes.")
            % {"minutes": settings.UNDO_MINUTES}
        ]
    return followed_by(entry)


def followed_by(entry: "TransitionLog") -> "list[StrOrPromise]":
    """Say what has happened since that taking ``entry`` back would undermine."""
    chain = _chain(entry)
    pks = [link.pk for link in chain]
    for link in chain:
        record = link.record
        if record is None:
            return [_("The record no longer exists.")]
        later = record.history.standing().filter(pk__gt=link.pk)
        if later.exclude(pk__in=pks).exists():
            return [_("Something else has happened since.")]
        if any(_handled(step, pks) for step in link.follow_ups.all()):
            return [_("A next step that came from this has already been handled.")]
    return []


def _handled(step: Any, pks: list[int]) -> bool:
    """Whether a next step has moved since, other than by the entries themselves."""
    return bool(step.history.exclude(pk__in=pks).exists())


def _chain(entry: "TransitionLog") -> "list[TransitionLog]":
    """Return the entry and everything it caused, the latest first."""
    effects = [link for e in entry.effects.standing() for link in _chain(e)]
    return sorted([entry, *effects], key=lambda link: -link.pk)


def undo(entry: "TransitionLog", *, by: "User") -> None:
    """Take back one's own fresh entry with all that followed from it.

    Raises ``Refused`` with reasons. A record that the entry created disappears.
    """
    if reasons := undo_blockers(entry, by):
        raise Refused(reasons, entry.record)
    take_back(entry)


@transaction.atomic
def take_back(entry: "TransitionLog") -> None:
    """Restore what the entry and its effects changed; for undo, merges and imports."""
    chain = _chain(entry)
    records: list[Any] = [link.record for link in chain]
    settling = [record.undo_subject() or record for record in records]
    for link in chain:
        link.follow_ups.all().delete()
        record = _fresh(link.record)
        record.undone(link)
        if link.source:
            record._restore(link)  # noqa: SLF001 - the kit's own other half
            link.undone_at = timezone.now()
            link.save(update_fields=["undone_at"])
        else:
            _delete(record)
    for record in dict.fromkeys(settling):
        if fresh := _fresh(record):
            fresh.settle()


def _delete(record: Any) -> None:
    try:
        record.delete()
    except models.ProtectedError as problem:
        reasons = [_("Something else has happened since.")]
        raise Refused(reasons, record) from problem


def _fresh(record: Any) -> Any:
    """Fetch a record anew; None when it is gone."""
    manager = type(record)._default_manager
    return manager.filter(pk=record.pk).first()
