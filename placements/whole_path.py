"""One candidate's whole path by code, in the order of the days (SEED-66).

From the log of moves: coaching, matches, trials, placements and pay subsidies, with
employers that have become one. Notes stay on their own pages. The screen names coaches
and employers; on paper they are numbers, so that a code is all that the path tells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, F, Value
from django.utils.translation import gettext as _

from crm.models import TransitionLog
from crm.templatetags.crm import day
from employers.models import Merge
from employers.subsidy import Ground
from placements.belongings import about
from placements.models import Candidate, Match, Placement, SubsidyProcess, Trial
from placements.models.trial_types import name_field
from placements.reasons import reason_of

#: So many records of a kind are named at most; a working life has fewer.
MOST = 500
ICONS: dict[type, str] = {
    Candidate: "person",
    Match: "link",
    Trial: "clock",
    Placement: "shop",
    SubsidyProcess: "euro",
}
#: Moves whose target does not tell what happened.
TOLD_AS_MOVED = {"resume", "come_back", "answer", "grant_more", "refuse_more"}


@dataclass(frozen=True)
class Event:
    """One line of the path, as components/timeline.html takes it."""

    on: date
    title: str
    text: str
    meta: str
    icon: str
    tone: str = "lake"
    #: Instead of ``text`` when it is printed: without names.
    on_paper: str = ""
    is_private = True

    @property
    def year(self) -> int:
        return self.on.year


@dataclass(frozen=True)
class Work:
    """What a move is about: the kind of record, which sort, which job, whose."""

    model: Any
    pk: int
    sort: str
    job: str
    employer: str
    employer_id: int | None
    begun: date | None


def moves_of(candidate: Candidate) -> Any:
    """Return the standing moves of all that belongs to the candidate, oldest first."""
    standing = about(TransitionLog, candidate).filter(undone_at__isnull=True)
    return standing.order_by("on", "pk")


def works_of(candidate: Candidate) -> list[Work]:
    """Return all that the candidate has with employers, by one question."""
    never = Value(None, output_field=DateField())
    rows: list[tuple[Any, Any, Any, Any, Any]] = [
        (Match, Value(""), F("job__title"), "job__employer", never),
        (Trial, F(f"type__{name_field()}"), Value(""), "employer", F("starts_on")),
        (Placement, F("kind"), Value(""), "employer", F("starts_on")),
        (SubsidyProcess, F("ground"), Value(""), "employer", never),
    ]
    parts = [
        model._default_manager.filter(candidate=candidate)
        .order_by()
        .annotate(
            which=Value(number),
            sort=sort,
            title=title,
            host=F(f"{employer}__name"),
            begun=begun,
        )
        .values_list("which", "pk", "sort", "title", "host", employer, "begun")
        for number, (model, sort, title, employer, begun) in enumerate(rows)
    ]
    found = parts[0].union(*parts[1:], all=True)[: MOST * len(rows)]
    return [Work(rows[which][0], *values) for which, *values in found]


class Teller:
    """Tells entries of the log in words; fetches what they are about once."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.coaches: dict[int, str] = {
            assignment.begun_by_id or 0: str(assignment.coach)
            for assignment in candidate.assignments.select_related("coach")[:MOST]
        }
        self.works: dict[tuple[int, int], Work] = {}
        #: Employer → its number on paper, in the order in which work began.
        self.numbers: dict[int | None, int] = {}
        works = works_of(candidate)
        for work in sorted(works, key=lambda one: (one.begun or date.max, one.pk)):
            kind = ContentType.objects.get_for_model(work.model)
            self.works[kind.pk, work.pk] = work
            if work.employer_id:
                self.numbers.setdefault(work.employer_id, len(self.numbers) + 1)
        self.own = ContentType.objects.get_for_model(Candidate).pk

    def tell(self, entry: TransitionLog) -> Event | None:
        """Return the entry in words; None for what has been left out."""
        if entry.content_type_id == self.own:
            coach = self.coaches.get(entry.pk, "")
            return self._event(entry, Candidate, own_title(entry, coach), coach, "")
        work = self.works.get((entry.content_type_id, entry.object_id))
        if work is None:
            return None
        sort = sort_of(work)
        seen = ", ".join(filter(None, [sort, work.job, work.employer]))
        paper = ", ".join(filter(None, [sort, self.place(work.employer_id)]))
        return self._event(entry, work.model, title_of(work, entry), seen, paper)

    def _event(
        self, entry: TransitionLog, model: Any, title: str, seen: str, paper: str
    ) -> Event:
        return Event(
            on=entry.on,
            title=title,
            text=seen,
            on_paper=paper,
            meta=" · ".join(filter(None, [day(entry.on), reason_of(model, entry)])),
            icon=ICONS[model],
            tone="spruce" if model is Placement else "lake",
        )

    def place(self, employer_id: int | None) -> str:
        """Return what the employer is called on paper; "" if there is none."""
        number = self.numbers.get(employer_id)
        return _("workplace %(number)d") % {"number": number} if number else ""


def own_title(entry: TransitionLog, coach: str) -> str:
    """Say what happened to the candidate, without anybody's name."""
    if entry.name == "begin":
        return _("Came as a candidate")
    if entry.name == "hand_over":
        return _("The responsible coach changed")
    if entry.name == "name_deputy":
        return _("A deputy was named") if coach else _("No deputy any more")
    return f"{_('Coaching')}: {reached(Candidate, entry)}"


def title_of(work: Work, entry: TransitionLog) -> str:
    """Say which record moved, and how."""
    kind = {
        Match: _("Match"),
        Trial: _("Trial"),
        Placement: _("Placement"),
        SubsidyProcess: _("Pay subsidy"),
    }[work.model]
    return f"{kind}: {reached(work.model, entry)}"


def reached(model: Any, entry: TransitionLog) -> str:
    """Say where the move led to; what only returned or went on says so itself."""
    if entry.name == "extend" and entry.source == entry.target:
        return _("The contract was extended")
    move = model().move_named(entry.name) if entry.name in TOLD_AS_MOVED else None
    states = dict(model.State.choices)
    return str(move.custom["label"] if move else states.get(entry.target, ""))


def sort_of(work: Work) -> str:
    """Return which sort of trial, work or pay subsidy it is; a match has none."""
    labels: dict[type, Any] = {
        Placement: Placement.Kind,
        SubsidyProcess: Ground,
    }
    choices = labels.get(work.model)
    return str(dict(choices.choices)[work.sort]) if choices else work.sort


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
        target__in=[key for key in teller.numbers if key],
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
            on_paper=teller.place(row.target_id),
            meta=day(row.entry.on),
            icon="swap",
            tone="plain",
        )
        for row in rows
    ]
