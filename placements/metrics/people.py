"""Trials, placements and candidates: M10 to M14, M17, M26 and M27 of domain.md 5.2."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from employers.industries import section_choices
from employers.models import Employer
from placements.metrics.counting import (
    count_of,
    counts_of,
    days_between,
    spread_of,
    whole_of,
)
from placements.metrics.definitions import (
    Dimension,
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.scope import Scope, latest_moves
from placements.metrics.suppression import Cell
from placements.models import (
    Candidate,
    OtherCoaching,
    Placement,
    Trial,
    TrialType,
)

#: Days after a trial within which paid work should follow.
AFTER_TRIAL = 90
#: IPS-25: days within which the first employer is told of somebody.
RAPID = 30
#: What concerns candidates alone has no employer's industry.
PERSONAL = (Dimension.MUNICIPALITY, Dimension.COACH)
#: Whose goal is paid work (domain.md 5.1 rule 5, SEED-56).
WANTS_PAID = Candidate.Goal.PAID_WORK


@metric(
    code="M10",
    title=_("Trials started"),
    unit=Unit.TRIALS,
    view=View.EVENTS,
    numerator=_("trials that began in the period, by kind"),
    note=_("Beside: those under way at the end of the day."),
    people=True,
)
def trials_started(scope: Scope) -> Measure:
    rows = scope.trials().filter(started_on__range=scope.days)
    kinds = {kind.pk: str(kind) for kind in TrialType.objects.filter(offered=True)}
    found, parts = whole_of(rows, "type", kinds, "candidate")
    under_way = scope.trials().filter(started_on__lte=scope.until)
    under_way = under_way.filter(Q(ended_on=None) | Q(ended_on__gt=scope.until))
    going = Part("going", _("under way"), count_of(under_way, "candidate"))
    return Measure(
        found["all"],
        parts=parts,
        beside=(going,),
        rows=rows,
        groups=Groups(rows, person="candidate"),
        of_part=lambda key: rows.filter(type=int(key)),
    )


def _work_after(*, same_employer: bool) -> Any:
    """Return whether paid work follows a trial in time."""
    later = Placement.objects.paid().filter(
        candidate=OuterRef("candidate"),
        started_on__gte=OuterRef("ended_on"),
        started_on__lte=OuterRef("ended_on") + timedelta(days=AFTER_TRIAL),
    )
    if same_employer:
        later = later.filter(employer=OuterRef("employer"))
    return Exists(later)


def _ended_trials(rows: Any, followed_until: date) -> dict[str, Cell]:
    """Count what became of ended trials, each asked only once."""
    kinds: dict[str, list[int]] = {}
    asked = ("candidate", "outcome", "ended_on", "anywhere", "here")
    for person, outcome, ended_on, anywhere, here in rows.values_list(*asked):
        if outcome == Trial.Outcome.STUDY:
            names = ["studying"]
        elif ended_on > followed_until:
            names = ["coming"]
        else:
            where = "here" if here else "elsewhere"
            names = ["base", *(["anywhere", where] if anywhere else [])]
        for name in names:
            kinds.setdefault(name, []).append(person)
    every = ("base", "anywhere", "here", "elsewhere", "studying", "coming")
    return {name: persons(kinds.get(name, [])) for name in every}


def persons(found: Sequence[int]) -> Cell:
    """Return how many rows there are, and how many different persons."""
    return Cell(len(found), len(set(found)))


@metric(
    code="M11",
    title=_("Trial to paid work"),
    unit=Unit.TRIALS,
    view=View.COHORT,
    form=Form.SHARE,
    numerator=_("of them those after which paid work began within 90 days, anywhere"),
    denominator=_("trials that ended in the period, of candidates who want paid work"),
    note=_("Those who went to study are told beside and not counted."),
    followed=AFTER_TRIAL,
    people=True,
)
def trial_to_work(scope: Scope) -> Measure:
    rows = scope.trials().filter(ended_on__range=scope.days, candidate__goal=WANTS_PAID)
    rows = rows.annotate(
        anywhere=_work_after(same_employer=False), here=_work_after(same_employer=True)
    )
    followed = Q(ended_on__lte=scope.today - timedelta(days=AFTER_TRIAL))
    counted = followed & ~Q(outcome=Trial.Outcome.STUDY)
    found = _ended_trials(rows, scope.today - timedelta(days=AFTER_TRIAL))
    parts = (
        Part("here", _("at the same employer"), found["here"]),
        Part("elsewhere", _("elsewhere"), found["elsewhere"]),
    )
    beside = (
        Part("studying", _("went to study"), found["studying"]),
        Part("coming", _("not followed long enough yet"), found["coming"]),
    )
    behind = rows.filter(counted, anywhere=True)
    return Measure(
        found["anywhere"],
        found["base"],
        parts=parts,
        beside=beside,
        rows=behind,
        groups=Groups(behind, rows.filter(counted), "candidate"),
    )


@metric(
    code="M12",
    title=_("Paid placements"),
    unit=Unit.PLACEMENTS,
    view=View.EVENTS,
    numerator=_("placements in paid work that began in the period, by kind"),
    note=_("Unpaid work activity is a number of its own and never added (M12b)."),
    people=True,
)
def paid_placements(scope: Scope) -> Measure:
    rows = scope.placements().paid().filter(started_on__range=scope.days)
    kinds = {kind: kind.label for kind in Placement.Kind if kind in Placement.PAID}
    found, parts = whole_of(rows, "kind", kinds, "candidate")
    return Measure(
        found["all"],
        parts=parts,
        rows=rows,
        groups=Groups(rows, person="candidate"),
        of_part=lambda key: rows.filter(kind=key),
    )


@metric(
    code="M12b",
    title=_("Unpaid work activity at workplaces"),
    unit=Unit.PLACEMENTS,
    view=View.EVENTS,
    numerator=_("placements in open work activity that began in the period"),
    note=_("Never added to paid work (M12)."),
    people=True,
)
def unpaid_placements(scope: Scope) -> Measure:
    rows = scope.placements().unpaid().filter(started_on__range=scope.days)
    groups = Groups(rows, person="candidate")
    return Measure(count_of(rows, "candidate"), rows=rows, groups=groups)


def active_on(scope: Scope) -> Any:
    """Return who was active at the end of the day, by the log of moves."""
    rows = scope.candidates()
    moves = latest_moves(Candidate, scope.until).filter(target=Candidate.State.ACTIVE)
    return rows.filter(pk__in=moves.values("object_id"))


def in_paid_work(scope: Scope) -> Any:
    """Return whether a candidate was in paid work at the end of the day."""
    going = Placement.objects.paid().filter(
        candidate=OuterRef("pk"), started_on__lte=scope.until
    )
    return Exists(going.filter(Q(ended_on=None) | Q(ended_on__gt=scope.until)))


def coached_elsewhere(scope: Scope) -> Any:
    """Return whether a candidate has other coaching on the day."""
    others = OtherCoaching.objects.ongoing(scope.until)
    return Exists(others.filter(candidate=OuterRef("pk")))


def counted(scope: Scope) -> dict[str, Cell]:
    """Return what there is to say of all who were active, counted once."""
    wants = Q(goal=WANTS_PAID)
    found: dict[str, Cell] = scope.once(
        "active",
        lambda: counts_of(
            active_on(scope),
            "pk",
            all=None,
            coached=Q(coach__isnull=False),
            wants=wants,
            works=wants & Q(in_paid_work(scope)),
            elsewhere=Q(coached_elsewhere(scope)),
        ),
    )
    return found


@metric(
    code="M13",
    title=_("In paid work"),
    unit=Unit.CANDIDATES,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_("of them those in a paid placement at the end of the day"),
    denominator=_("active candidates who want paid work"),
    people=True,
    dimensions=PERSONAL,
)
def employment_rate(scope: Scope) -> Measure:
    rows = active_on(scope).filter(goal=WANTS_PAID)
    behind = rows.filter(in_paid_work(scope))
    found = counted(scope)
    groups = Groups(behind, rows, "pk")
    return Measure(found["works"], found["wants"], rows=behind, groups=groups)


@metric(
    code="M14",
    title=_("Time until the first employer was told"),
    unit=Unit.CANDIDATES,
    view=View.COHORT,
    form=Form.SHARE,
    numerator=_("of them those presented to an employer within 30 days"),
    denominator=_(
        "candidates who want paid work and with whom the service was agreed in the"
        " period"
    ),
    note=_(
        "The first contact for somebody is the first match presented. The days are of"
        " those presented so far; the others are told beside."
    ),
    followed=RAPID,
    people=True,
    dimensions=PERSONAL,
)
def time_to_first(scope: Scope) -> Measure:
    within = timedelta(days=RAPID)
    rows = scope.candidates().filter(agreed_on__range=scope.days, goal=WANTS_PAID)
    rows = rows.filter(agreed_on__lte=scope.today - within)
    rows = rows.annotate(told=Min("matches__presented_on"))
    pairs = list(rows.values_list("agreed_on", "told", "pk"))
    days = days_between((agreed, told, 1) for agreed, told, _pk in pairs)
    spread = spread_of(days)
    quick = sum(count for value, count in days.items() if value <= RAPID)
    open_ones = len(pairs) - spread.count
    beside = Part("open", _("not presented yet"), Cell(open_ones, open_ones))
    behind = rows.filter(told__lte=F("agreed_on") + within)
    return Measure(
        Cell(quick, quick),
        Cell(len(pairs), len(pairs)),
        spread=spread,
        beside=(beside,),
        rows=behind,
        groups=Groups(behind, rows, "pk"),
    )


@metric(
    code="M17",
    title=_("Active candidates"),
    unit=Unit.CANDIDATES,
    view=View.SNAPSHOT,
    numerator=_("active candidates with a responsible coach at the end of the day"),
    note=_("At most 20 to a coach; see the caseloads."),
    people=True,
    dimensions=PERSONAL,
)
def caseload(scope: Scope) -> Measure:
    rows = active_on(scope).filter(coach__isnull=False)
    groups = Groups(rows, person="pk")
    return Measure(counted(scope)["coached"], rows=rows, groups=groups)


@metric(
    code="M26",
    title=_("Spread of workplaces"),
    unit=Unit.PLACEMENTS,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("different employers, and by industry"),
    denominator=_("placements, paid and unpaid, that began in the period"),
    note=_("Occupations are not recorded."),
    people=True,
)
def diversity(scope: Scope) -> Measure:
    rows = scope.placements().filter(started_on__range=scope.days)
    rows = rows.filter(employer__isnull=False)
    places: dict[str, set[int]] = {}
    people: dict[str, list[int]] = {}
    columns = ("employer__industry_section", "employer", "candidate")
    for section, employer, candidate in rows.values_list(*columns):
        places.setdefault(section, set()).add(employer)
        people.setdefault(section, []).append(candidate)
    sections = dict(section_choices()) | {"": _("industry not known")}
    parts = tuple(
        Part(section, label, _placed(people[section]))
        for section, label in sections.items()
        if section in people
    )
    base = _placed([one for some in people.values() for one in some])
    employers = len(set().union(*places.values()))
    top = Cell(employers, min(employers, base.people or 0))
    return Measure(top, base, parts=parts, rows=rows)


def _placed(people: list[int]) -> Cell:
    return Cell(len(people), len(set(people)))


@metric(
    code="M27",
    title=_("Coached by others as well"),
    unit=Unit.CANDIDATES,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_("of them those with other coaching on the day"),
    denominator=_("active candidates at the end of the day"),
    note=_("Beside: employers where another service is known to work."),
    people=True,
    dimensions=PERSONAL,
)
def duplicate_coaching(scope: Scope) -> Measure:
    rows = active_on(scope)
    found = counted(scope)
    served = scope.employers().filter(state__in=Employer.LIVING)
    beside = Part(
        "employers",
        _("employers with another service"),
        count_of(served.exclude(other_service="")),
    )
    behind = rows.filter(coached_elsewhere(scope))
    return Measure(
        found["elsewhere"],
        found["all"],
        beside=(beside,),
        rows=behind,
        groups=Groups(behind, rows, "pk"),
    )
