"""What the authorities answer, and who there is known: M22 and M23 of domain.md 5.2."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from placements.metrics.counting import days_between, spread_of
from placements.metrics.definitions import (
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.people import PERSONAL
from placements.metrics.periods import ONE_DAY
from placements.metrics.scope import Scope, log_of
from placements.metrics.suppression import Cell
from placements.models import Attempt, Candidate, Officer, Official

#: Days from the first to the one before the last.
Span = tuple[date, date]
Answer = Attempt.Answer


# --- the officer ------------------------------------------------------------


@metric(
    code="M22",
    title=_("Officer not known"),
    unit=Unit.DAYS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_(
        "of them those on which an officer of the candidate was unknown, or had"
        " changed and was not confirmed yet"
    ),
    denominator=_("days on which candidates were active in the period"),
    note=_("A candidate of whom no officer is written down counts as known."),
    people=True,
    dimensions=PERSONAL,
)
def officer_unknown(scope: Scope) -> Measure:
    rows = scope.candidates()
    ends = scope.until + ONE_DAY
    active = active_spans(rows, scope.period.first, ends)
    unsure = unsure_spans(rows, scope.period.first, ends)
    days = {pk: length_of(spans) for pk, spans in active.items()}
    lost = {pk: shared(spans, unsure.get(pk, [])) for pk, spans in active.items()}
    known = {pk: count - lost[pk] for pk, count in days.items()}
    behind = [pk for pk, count in lost.items() if count]
    return Measure(
        _cell(lost), _cell(days), rest=_cell(known), rows=rows.filter(pk__in=behind)
    )


def _cell(days: dict[int, int]) -> Cell:
    return Cell(sum(days.values()), sum(count > 0 for count in days.values()))


def active_spans(rows: Any, first: date, ends: date) -> dict[int, list[Span]]:
    """Return when each candidate was active from a day to another, by the log."""
    moves = log_of(Candidate).filter(object_id__in=rows.values("pk"), on__lt=ends)
    columns = moves.order_by("object_id", "pk").values_list("object_id", "target", "on")
    found = {}
    for pk, own in groupby(columns, key=lambda move: move[0]):
        path = [*((target, on) for _pk, target, on in own), ("", ends)]
        spans = [
            (max(since, first), until)
            for (target, since), (_next, until) in pairwise(path)
            if target == Candidate.State.ACTIVE and until > first
        ]
        found[pk] = [span for span in spans if span[0] < span[1]]
    return {pk: spans for pk, spans in found.items() if spans}


def unsure_spans(rows: Any, first: date, ends: date) -> dict[int, list[Span]]:
    """Return when each candidate had an officer of whom nobody was sure."""
    officers = Officer.objects.filter(candidate__in=rows.values("pk"), since__lt=ends)
    columns = ("candidate", "since", "until", "confirmed_on")
    found: dict[int, list[Span]] = {}
    for pk, since, until, sure in officers.order_by("pk").values_list(*columns):
        last = min(day for day in (until, sure, ends) if day)
        if max(since, first) < last:
            found.setdefault(pk, []).append((max(since, first), last))
    return {pk: merged(spans) for pk, spans in found.items()}


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, each day in one of them only."""
    found: list[Span] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def length_of(spans: Iterable[Span]) -> int:
    return sum((until - since).days for since, until in spans)


def shared(some: Sequence[Span], others: Sequence[Span]) -> int:
    """Count the days that are in both; neither overlaps itself."""
    pairs = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return length_of(pair for pair in pairs if pair[0] < pair[1])


# --- the answers ------------------------------------------------------------


class Message(NamedTuple):
    """One message to an authority and what came back."""

    authority: str
    on: date
    answered_on: date | None
    answer: str
    candidate: int

    @property
    def is_answered(self) -> bool:
        """Whether something came back, worth much or little."""
        return self.answer not in {"", Answer.NONE}


def messages_of(scope: Scope) -> Any:
    """Return what reached an authority in the period."""
    rows = scope.attempts().filter(on__range=scope.days)
    return rows.exclude(outcome=Attempt.Outcome.NOT_REACHED)


def _messages(scope: Scope, rows: Any) -> list[Message]:
    """Return the messages themselves, read once."""
    found: list[Message] = scope.once("messages", lambda: _read(rows))
    return found


def _read(rows: Any) -> list[Message]:
    columns = ("matter__authority", "on", "answered_on", "answer")
    return [Message(*row) for row in rows.values_list(*columns, "matter__candidate")]


def _count(messages: Iterable[Message]) -> Cell:
    kept = list(messages)
    return Cell(len(kept), len({message.candidate for message in kept}))


@metric(
    code="M23",
    title=_("Answer time of the authorities"),
    unit=Unit.MESSAGES,
    view=View.EVENTS,
    form=Form.DAYS,
    numerator=_("messages of the period that were answered, and the days it took"),
    note=_(
        "A phone call that got through is a message. Stock phrases are an answer here;"
        " how many they were is M23b."
    ),
    people=True,
    dimensions=PERSONAL,
)
def answer_time(scope: Scope) -> Measure:
    rows = messages_of(scope)
    messages = _messages(scope, rows)
    answered = [message for message in messages if message.is_answered]
    kinds = Official.Authority
    parts = tuple(
        _part(kind, [one for one in answered if one.authority == kind])
        for kind in kinds
    )
    waiting = _count(message for message in messages if not message.answer)
    never = _count(message for message in messages if message.answer == Answer.NONE)
    behind = rows.exclude(answer__in=["", Answer.NONE])
    return Measure(
        _count(answered),
        spread=_days(answered),
        parts=parts,
        beside=(
            Part("waiting", _("wait for an answer"), waiting),
            Part("never", _("no answer came"), never),
        ),
        rows=behind,
        of_part=lambda key: behind.filter(matter__authority=key),
    )


def _days(messages: Iterable[Message]) -> Any:
    return spread_of(days_between((one.on, one.answered_on, 1) for one in messages))


def _part(kind: Any, messages: Sequence[Message]) -> Part:
    return Part(kind, kind.label, _count(messages), spread=_days(messages))


@metric(
    code="M23b",
    title=_("Stock phrases instead of an answer"),
    unit=Unit.MESSAGES,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those answered with stock phrases only"),
    denominator=_("messages to authorities in the period, those not reached left out"),
    people=True,
    dimensions=PERSONAL,
)
def stock_phrases(scope: Scope) -> Measure:
    rows = messages_of(scope)
    messages = _messages(scope, rows)
    stock = [message for message in messages if message.answer == Answer.STOCK]
    others = [message for message in messages if message.answer != Answer.STOCK]
    behind = rows.filter(answer=Answer.STOCK)
    return Measure(
        _count(stock),
        _count(messages),
        rest=_count(others),
        rows=behind,
        groups=Groups(behind, rows, "matter__candidate"),
    )
