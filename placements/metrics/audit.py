"""The quality self-audit: each EUSE stage and IPS item, and what our data say of it.

Only what domain.md 3.1 and 3.2 name is here. What the data cannot answer is said, with
why; nobody's judgement is put in its place.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from placements.metrics.asking import Question
    from placements.metrics.lines import Line
    from placements.metrics.suppression import Shown


@dataclass(frozen=True)
class Item:
    """One thing that is asked of good work, and the numbers that answer."""

    title: "StrOrPromise"
    asks: "StrOrPromise"
    codes: tuple[str, ...] = ()
    #: What the data cannot tell, and why; "" when they tell all of it.
    untold: "StrOrPromise" = ""


EUSE = (
    Item(
        _("1 Engagement"),
        _("Coach, goal, informed choice, consents, legal basis, first day."),
        ("Q1",),
    ),
    Item(
        _("2 Vocational profiling"),
        _("A work profile that was made with the person and is looked at each year."),
        ("Q2",),
    ),
    Item(
        _("3 Job finding"),
        _("The first employer soon; matches with reasons."),
        ("M14", "M25c"),
    ),
    Item(
        _("4 Employer engagement"),
        _("Contacts, needs, inventory of tasks, a tailored job, agreement on support."),
        ("M19", "M7"),
    ),
    Item(
        _("5 Support on and off the job"),
        _("A plan of support, visits, checkpoints."),
        ("Q3", "Q4", "M4"),
        _("Support outside work is not recorded."),
    ),
)
IPS = (
    Item(
        _("Caseload size"),
        _(
            "At most 20 active candidates to a full-time coach: 20 gives 5 points,"
            " up to 25 4, up to 30 3, up to 40 2 and more than that 1."
        ),
        ("Q5",),
    ),
    Item(
        _("Vocational services only"),
        _("The share of time that goes to employment work."),
        (),
        _("The time of other work is not recorded."),
    ),
    Item(
        _("Frequent employer contact"),
        _("6 or more face-to-face contacts a week (to be confirmed)."),
        ("M3",),
        _("The supervisor's weekly review is not recorded."),
    ),
    Item(
        _("Quality of employer contact"),
        _("Several planned visits in person that learn what the employer needs."),
        ("M19", "M18"),
    ),
    Item(
        _("Rapid job search"),
        _("The first employer within 30 days of entry."),
        ("M14",),
    ),
    Item(
        _("Individualised search"),
        _("Contacts follow what the client prefers."),
        (),
        _("A contact is not linked to a candidate."),
    ),
    Item(
        _("Diversity of jobs and employers"),
        _("85 per cent are different."),
        ("M26",),
        _("Occupations are not recorded."),
    ),
    Item(
        _("Competitive jobs"),
        _("Permanent status and ordinary pay."),
        ("Q7",),
        _("Whether a job is permanent is not recorded."),
    ),
    Item(
        _("Follow-along supports"),
        _("Individual support, as planned."),
        ("Q3", "M4"),
    ),
    Item(
        _("Time-unlimited support"),
        _(
            "Contact in the week before the start, within 3 days after it, weekly for"
            " a month and monthly for a year; then faded, not ended."
        ),
        ("Q4",),
    ),
    Item(
        _("Community-based"),
        _("65 per cent of the time outside the office."),
        ("Q6",),
    ),
    Item(
        _("Work-incentive planning"),
        _("Everyone is offered counselling on benefits before the start."),
        ("Q8",),
    ),
    Item(
        _("Disclosure"),
        _("What the employer is told has been talked through."),
        ("Q9",),
    ),
)
#: Active candidates per full-time coach → points (domain.md 3.2).
BANDS = ((20, 5), (25, 4), (30, 3), (40, 2))


def points_of(load: float) -> int:
    """Return the points of the IPS scale for a caseload."""
    return next((points for most, points in BANDS if load <= most), 1)


@dataclass(frozen=True)
class Answer:
    """An item with its numbers."""

    item: Item
    lines: "list[Line]"
    points: int | None = None


def answers_of(question: "Question", items: tuple[Item, ...]) -> list[Answer]:
    """Measure what the items name; each number once, however often it is named."""
    found = []
    for item in items:
        lines = [question.audit_line(code) for code in item.codes]
        scored = next((line.value for line in lines if line.code == "Q5"), None)
        found.append(Answer(item, lines, _points(scored)))
    return found


def _points(shown: "Shown | None") -> int | None:
    known = shown is not None and shown.value
    return points_of(known) if known else None
