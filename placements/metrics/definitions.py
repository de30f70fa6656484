"""What a metric is: its words, and the registry that screens and exports read.

Each metric is one small function from a ``Scope`` to a ``Measure``; its definition is
written beside it and printed beside its number (domain.md 5.1).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from placements.metrics.suppression import Cell

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from placements.metrics.scope import Scope


class Unit(models.TextChoices):
    """What is counted."""

    EMPLOYERS = "employers", _("employers")
    CONTACTS = "contacts", _("contacts")
    JOBS = "jobs", _("tailored jobs")
    MOVES = "moves", _("spells in a state")
    CANDIDATES = "candidates", _("candidates")
    MATCHES = "matches", _("matches")
    TRIALS = "trials", _("trials")
    PLACEMENTS = "placements", _("placements")
    STEPS = "steps", _("open steps")
    LOGS = "logs", _("contacts logged on the screen")
    DAYS = "days", _("candidate-days")
    MESSAGES = "messages", _("messages to authorities")
    SUBSIDIES = "subsidies", _("pay subsidies")


class View(models.TextChoices):
    """How time is taken: the first two are never mixed (domain.md 5.1)."""

    SNAPSHOT = "snapshot", _("Snapshot: at the end of the day")
    COHORT = "cohort", _("Cohort: what entered in the period, followed equally long")
    EVENTS = "events", _("What happened in the period")


class Form(models.TextChoices):
    """What is made of numerator and denominator."""

    COUNT = "count", _("count")
    SHARE = "share", _("share")
    MEAN = "mean", _("mean")
    DAYS = "days", _("days, median")
    MONEY = "money", _("euros")
    MIDDLE = "middle", _("median")


class Dimension(models.TextChoices):
    """What a number may be narrowed to and split by."""

    MUNICIPALITY = "municipality", _("Municipality")
    COACH = "coach", _("Coach")
    INDUSTRY = "industry", _("Industry")


EVERY = tuple(Dimension)
#: Numbers about people are narrowed by so many dimensions at most (domain.md 5.2).
MOST_ON_PEOPLE = 2


@dataclass(frozen=True)
class Definition:
    """The words of one metric; ``code`` is domain.md's."""

    code: str
    title: "StrOrPromise"
    unit: Unit
    view: View
    numerator: "StrOrPromise"
    denominator: "StrOrPromise" = ""
    form: Form = Form.COUNT
    note: "StrOrPromise" = ""
    #: Days of follow-up that a cohort needs before it counts; 0 for none.
    followed: int = 0
    #: Whether persons are behind the number.
    people: bool = False
    dimensions: tuple[Dimension, ...] = EVERY
    version: int = 1


@dataclass(frozen=True)
class Spread:
    """The middle and the upper end of some values, and how many there are."""

    median: float | None
    upper: float | None
    count: int


@dataclass(frozen=True)
class Part:
    """One line of what a number is made of, or stands beside it."""

    key: str
    label: "StrOrPromise"
    top: Cell
    base: Cell | None = None
    spread: Spread | None = None


@dataclass(frozen=True)
class Groups:
    """The records that are counted, so that they can be told by a dimension."""

    top: Any
    base: Any = None
    #: The path from a record to a person; "" when it is about none.
    person: str = ""
    #: The same for the denominator, where it differs.
    base_person: str | None = None
    #: The column of the day that decides who was the coach, where it is not the usual.
    event: str = ""


@dataclass(frozen=True)
class Measure:
    """One answer: the parts, the whole, and the records behind the numerator."""

    top: Cell
    base: Cell | None = None
    spread: Spread | None = None
    #: What of the denominator is not in the numerator, when the same persons can be
    #: in both; else it follows from the two.
    rest: Cell | None = None
    #: The share of which ``spread.upper`` is the end: 0.75 or 0.9.
    upper: float = 0.75
    #: What the numerator consists of.
    parts: tuple[Part, ...] = ()
    #: The same states of what still goes on: a split of its own.
    going: tuple[Part, ...] = ()
    #: What is told beside it and never summed with it.
    beside: tuple[Part, ...] = ()
    #: The records behind the numerator.
    rows: Any = None
    #: What the parts are: "" for a split of the numerator, "whole" for one of the
    #: denominator whose first part is the numerator, "stages" when each is within the
    #: one before, "series" for shares on a line of days.
    shape: str = ""
    #: What is counted, where the number can be told by a dimension.
    groups: Groups | None = None
    #: Narrows the records to those of the part with a key.
    of_part: Callable[[str], Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Metric:
    """A definition and the function that measures it."""

    definition: Definition
    measure: Callable[["Scope"], Measure] = field(repr=False)

    @property
    def code(self) -> str:
        return self.definition.code


METRICS: dict[str, Metric] = {}


def metric(**words: Any) -> Callable[[Callable[["Scope"], Measure]], Metric]:
    """Register the function under a definition of these words; ValueError if twice."""
    definition = Definition(**words)

    def register(function: Callable[["Scope"], Measure]) -> Metric:
        if definition.code in METRICS:
            message = f"Two metrics are called {definition.code}."
            raise ValueError(message)
        METRICS[definition.code] = Metric(definition, function)
        return METRICS[definition.code]

    return register
