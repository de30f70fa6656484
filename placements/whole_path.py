"""One candidate's whole path by code, in the order of the days (SEED-66).

From the log of moves: coaching, matches, trials, placements and pay subsidies, with
employers that have become one. Notes stay on their own pages; a code is all it tells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from crm.models import TransitionLog
from crm.templatetags.crm import day
from employers.models import Merge
from placements.belongings import about
from placements.candidate_page import title_of
from placements.models import Candidate, Match, Placement, SubsidyProcess, Trial

#: So many records of a kind are named at most; a working life has fewer.
MOST = 500
ICONS: dict[type, str] = {
    Candidate: "person",
    Match: "link",
    Trial: "clock",
    Placement: "shop",
    SubsidyProcess: "euro",
}
#: Where the words of a reason are, by what belongs to the candidate and by its move.
REASONS: dict[tuple[type, str], Any] = {
    (Candidate, "pause"): Candidate.PauseReason,
    (Candidate, "end"): Candidate.EndReason,
    (Match, "decline"): Match.Reason,
    (Match, "turn_down"): Match.EmployerReason,
    (Match, "withdraw"): Match.Withdrawal,
    (Trial, "interrupt"): Trial.Break,
    (Trial, "cancel"): Trial.Cancellation,
    (Trial, "terminate"): Trial.Termination,
    (Trial, "complete"): Trial.Outcome,
    (Placement, "interrupt"): Placement.BreakReason,
    (Placement, "end"): Placement.EndReason,
    (SubsidyProcess, "refuse"): SubsidyProcess.Refusal,
    (SubsidyProcess, "refuse_more"): SubsidyProcess.Refusal,
    (SubsidyProcess, "withdraw"): SubsidyProcess.Withdrawal,
}


@dataclass(frozen=True)
class Event:
    """One line of the path, as components/timeline.html takes it."""

    on: date
    title: str
    text: str
    meta: str
    icon: str
    tone: str = "lake"

    @property
    def year(self) -> int:
        return self.on.year


def moves_of(candidate: Candidate) -> Any:
    """Return the standing moves of all that belongs to the candidate, oldest first."""
    standing = about(TransitionLog, candidate).filter(undone_at__isnull=True)
    return standing.order_by("on", "pk")


class Teller:
    """Tells entries of the log in words; fetches each kind of record once."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.names: dict[int, str] = {
            assignment.begun_by_id or 0: str(assignment.coach)
            for assignment in candidate.assignments.select_related("coach")[:MOST]
        }
        works = ("employer", "job")
        self.records: dict[tuple[int, int], Any] = {}
        self._keep(Candidate, [candidate])
        self._keep(Match, candidate.matches.select_related("job__employer")[:MOST])
        trials = candidate.trials.select_related("type", *works)[:MOST]
        self._keep(Trial, trials)
        placements = candidate.placements.select_related(*works)[:MOST]
        self._keep(Placement, placements)
        self._keep(SubsidyProcess, candidate.subsidies.select_related(*works)[:MOST])

    def _keep(self, model: Any, rows: Iterable[Any]) -> None:
        kind = ContentType.objects.get_for_model(model).pk
        self.records |= {(kind, row.pk): row for row in rows}

    def employers(self) -> set[int]:
        """Return the keys of the employers on the path."""
        found = set()
        for record in self.records.values():
            work = getattr(record, "job", None) or record
            found |= {getattr(record, "employer_id", None)}
            found |= {getattr(work, "employer_id", None)}
        return {key for key in found if key is not None}

    def tell(self, entry: TransitionLog) -> Event | None:
        """Return the entry in words; None for what has been left out."""
        record = self.records.get((entry.content_type_id, entry.object_id))
        if record is None:
            return None
        choices = REASONS.get((type(record), entry.name))
        reasons = dict(choices.choices) if choices else {}
        return Event(
            on=entry.on,
            title=self._title(record, entry),
            text=self._where(record),
            meta=" · ".join(
                filter(None, [day(entry.on), str(reasons.get(entry.reason, ""))])
            ),
            icon=ICONS[type(record)],
            tone="spruce" if isinstance(record, Placement) else "lake",
        )

    def _title(self, record: Any, entry: TransitionLog) -> str:
        if isinstance(record, Candidate):
            return title_of(record, entry, self.names)
        kind = {
            Match: _("Match"),
            Trial: _("Trial"),
            Placement: _("Placement"),
            SubsidyProcess: _("Pay subsidy"),
        }[type(record)]
        move = record.move_named(entry.name)
        states = dict(record.State.choices)
        what = move.custom["label"] if move else states.get(entry.target, "")
        return f"{kind}: {what}"

    def _where(self, record: Any) -> str:
        """Say which work it is about."""
        if isinstance(record, Candidate):
            return ""
        if isinstance(record, Match):
            return f"{record.job}, {record.job.employer}"
        sort = {Trial: "type", Placement: "kind", SubsidyProcess: "ground"}
        name = sort[type(record)]
        shown = record.type if name == "type" else ""
        shown = shown or getattr(record, f"get_{name}_display")()
        return ", ".join(map(str, filter(None, [shown, record.employer])))


def path_of(candidate: Candidate, entries: Iterable[TransitionLog]) -> list[Event]:
    """Return the events of a page of the log, with employers that became one."""
    teller = Teller(candidate)
    events = [event for entry in entries if (event := teller.tell(entry))]
    if events:
        events += merged(teller, events[0].on, events[-1].on)
    return sorted(events, key=lambda event: event.on)


def merged(teller: Teller, first: date, last: date) -> list[Event]:
    """Return the mergers of the path's employers within some days."""
    found = Merge.objects.filter(
        target__in=teller.employers(),
        entry__on__range=(first, last),
        undone_at__isnull=True,
    )
    rows = found.select_related("source", "target", "entry").order_by("pk")[:MOST]
    said = _("%(source)s is now %(target)s")
    return [
        Event(
            on=row.entry.on,
            title=_("The employer changed"),
            text=said % {"source": row.source, "target": row.target},
            meta=day(row.entry.on),
            icon="swap",
            tone="plain",
        )
        for row in rows
    ]
