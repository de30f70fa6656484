"""What a screen of numbers is asked: the period and the dimensions of its address."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import Municipality, User
from employers.filters import Choices, Select
from employers.industries import section_choices
from placements.metrics.definitions import Dimension, Metric
from placements.metrics.lines import Line, line_of
from placements.metrics.periods import Kind, Period, last_followed, parse, period_of
from placements.metrics.registry import METRICS
from placements.metrics.scope import Scope
from placements.metrics.splitting import Split, split
from placements.metrics.suppression import Differencing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from placements.metrics.definitions import Definition

#: How many periods of each kind are offered.
OFFERED = {Kind.WEEK: 8, Kind.MONTH: 13, Kind.QUARTER: 9, Kind.YEAR: 4}
#: Where the session keeps what it has been told.
TOLD = "told"


class Question:
    """One screen's question, read from its address; what makes no sense is ignored."""

    def __init__(self, request: Any, kind: str, followed: int = 0) -> None:
        self.user: User = request.user
        self.data = request.GET
        self.session = request.session
        self.today: date = timezone.localdate()
        self.kind = kind
        self.followed = followed
        self.scopes: dict[Period, Scope] = {}
        self.audited: dict[str, Line] = {}

    @cached_property
    def first(self) -> Period:
        """The period that is shown when none is asked for."""
        if self.followed:
            return last_followed(self.kind, self.followed, self.today)
        return period_of(self.kind, self.today)

    @cached_property
    def scope(self) -> Scope:
        asked = parse(self.data.get("period", ""), self.today)
        coach = self._number("coach", self.coaches)
        return Scope(
            self.user,
            asked or self.first,
            self.today,
            self._number("municipality", self.places),
            coach,
            self._choice("industry", self.industries),
        )

    def _choice(self, name: str, choices: Choices) -> str:
        value: str = self.data.get(name, "")
        return value if value and value in dict(choices) else ""

    def _number(self, name: str, choices: Choices) -> int | None:
        value = self._choice(name, choices)
        return int(value) if value else None

    # --- what can be chosen ---------------------------------------------------

    @cached_property
    def places(self) -> Choices:
        rows = Municipality.objects.all()
        return [("", _("All municipalities")), *((str(r.pk), str(r)) for r in rows)]

    @cached_property
    def coaches(self) -> Choices:
        """Everybody for who leads the team, else only oneself."""
        people = [self.user]
        if self.user.has_perm("crm.view_team"):
            people = list(User.objects.assignable())
        return [("", _("All coaches")), *((str(p.pk), str(p)) for p in people)]

    @cached_property
    def industries(self) -> Choices:
        return [("", _("All industries")), *section_choices()]

    @property
    def selects(self) -> "Iterable[Select]":
        scope = self.scope
        place, coach = str(scope.municipality or ""), str(scope.coach or "")
        yield Select("municipality", _("Municipality"), self.places, place)
        yield Select("coach", _("Coach"), self.coaches, coach)
        yield Select("industry", _("Industry"), self.industries, scope.industry)

    @property
    def periods(self) -> list[tuple[str, list[Period]]]:
        """Return the periods to choose from, by kind, the newest first."""
        found = []
        for kind, count in OFFERED.items():
            period = period_of(kind, self.today)
            row = [period]
            for _number in range(count - 1):
                period = period.previous
                row.append(period)
            found.append((str(kind.label), row))
        known = {period.code for _label, row in found for period in row}
        if self.scope.period.code not in known:
            label = str(Kind(self.scope.period.kind).label)
            found.insert(0, (label, [self.scope.period]))
        return found

    @property
    def about(self) -> str:
        """Say what it is narrowed to; "" when to nothing."""
        chosen = (dict(select.choices).get(select.value) for select in self.selects)
        names = zip(self.selects, chosen, strict=True)
        return ", ".join(str(name) for select, name in names if select.value)

    # --- addresses ------------------------------------------------------------

    @property
    def values(self) -> dict[str, str]:
        """What is asked, as an address carries it."""
        scope = self.scope
        asked = {str(key): str(value) for key, value in scope.filters.items()}
        return {"period": scope.period.code} | asked

    @property
    def query(self) -> str:
        return urlencode(self.values)

    # --- answers --------------------------------------------------------------

    @cached_property
    def told(self) -> Differencing:
        rows: list[Any] = self.session.setdefault(TOLD, [])
        return Differencing(rows, self._keep)

    def _keep(self) -> None:
        self.session.modified = True

    def line(self, code: str) -> Line:
        return line_of(METRICS[code], self.scope, self.told)

    def line_before(self, code: str) -> Line:
        """Measure the period before."""
        return line_of(METRICS[code], self._in(self.scope.period.previous), self.told)

    def followed_line(self, code: str) -> Line:
        """Measure a cohort in the newest period that has been followed long enough."""
        definition: Definition = METRICS[code].definition
        scope = self.scope
        known = last_followed(scope.period.kind, definition.followed, self.today)
        late = definition.followed and known.last < scope.period.last
        return line_of(METRICS[code], self._in(known) if late else scope, self.told)

    def audit_line(self, code: str) -> Line:
        """Measure as ``followed_line``, one time only."""
        if code not in self.audited:
            self.audited[code] = self.followed_line(code)
        return self.audited[code]

    # --- by one dimension -----------------------------------------------------

    def splits_of(self, metric: Metric) -> list[Dimension]:
        """Return the dimensions by which the number may be told to this user.

        By coach only to who leads the team: everybody else sees the team's picture.
        """
        leads = self.user.has_perm("crm.view_team")
        known = metric.definition.dimensions
        return [one for one in known if leads or one != Dimension.COACH]

    def split(self, code: str, dimension: Dimension) -> Split:
        labels = self.labels_of(dimension)
        return split(METRICS[code], self.scope, dimension, labels, self.told)

    def labels_of(self, dimension: Dimension) -> dict[Any, str]:
        if dimension == Dimension.COACH:
            people = User.objects.order_by("first_name", "last_name", "pk")
            return {person.pk: str(person) for person in people}
        if dimension == Dimension.INDUSTRY:
            known = {value: str(label) for value, label in self.industries[1:]}
            return known | {"": _("industry not known")}
        return {int(value): str(label) for value, label in self.places[1:]}

    def _in(self, period: Period) -> Scope:
        """Return the scope of another period; what it has read stays with it."""
        if period not in self.scopes:
            self.scopes[period] = replace(self.scope, period=period, known={})
        return self.scopes[period]
