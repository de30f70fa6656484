"""Pages of a long list by where the last one ended: deep ones cost no more."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

#: Nobody needs to know whether there are 10 000 or 12 345, and counting costs.
COUNTED = 10_000
#: The longest cursor that is read: a name of 200 letters and some more.
LONGEST = 2_000
FENCE = (models.ExpressionWrapper(Q(pk__lt=0), output_field=models.BooleanField()),)


@dataclass(frozen=True)
class Order:
    """By which column a list is sorted; rows without a value come last, by ``then``."""

    column: str
    descending: bool = False
    then: str = ""

    @property
    def sorting(self) -> tuple[Any, ...]:
        """The same order for a query that is not cut into pages."""
        key = models.F(self.column)
        last = {"nulls_last": True} if self.then else {}
        first = key.desc(**last) if self.descending else key.asc(**last)
        return (first, self.then or "pk", "-pk" if self.descending else "pk")


@dataclass(frozen=True)
class Cursor:
    """A row at the edge of a page: its part of the list, its key, its number."""

    part: int
    value: Any
    pk: int
    number: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        text = json.dumps([self.part, value, self.pk, self.number])
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Part:
    """A stretch of the list that is sorted by one column and the primary key."""

    queryset: "models.QuerySet[Any]"
    column: str
    descending: bool
    #: Sorts by nothing, but no index has it: the rows are found first, then sorted.
    fence: tuple[Any, ...] = ()

    def rows(self, cursor: Cursor | None, *, back: bool) -> "models.QuerySet[Any]":
        """Return the rows beyond the cursor, the nearest first."""
        falling = self.descending != back
        sign = "-" if falling else ""
        found = self.queryset.order_by(*self.fence, f"{sign}{self.column}", f"{sign}pk")
        if cursor is None:
            return found
        beyond = "lt" if falling else "gt"
        return found.filter(
            # The first term alone lets the index jump to the place.
            Q(**{f"{self.column}__{beyond}e": cursor.value})
            & (
                Q(**{f"{self.column}__{beyond}": cursor.value})
                | Q(**{self.column: cursor.value, f"pk__{beyond}": cursor.pk})
            )
        )

    def value_from(self, raw: Any) -> Any:
        field: Any = self.queryset.model._meta.get_field(self.column)
        return field.to_python(raw)


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the cursors to the pages beside it ("" when none)."""

    rows: list[Any]
    first: int
    previous: str
    following: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


class Keyset:
    """Cuts a queryset into pages."""

    #: Rows of a page.
    size = 50

    def __init__(
        self, queryset: "models.QuerySet[Any]", order: Order, *, few: bool = False
    ) -> None:
        """Cut the queryset; ``few`` rows of a big table are found, then sorted.

        A database that walks the index of the order instead would go through all of
        the table for them.
        """
        self.order = order
        column, falling, fence = order.column, order.descending, FENCE if few else ()
        self.parts = [Part(queryset, column, falling, fence)]
        if order.then:
            empty = {f"{column}__isnull": True}
            self.parts = [
                Part(queryset.exclude(**empty), column, falling, fence),
                Part(
                    queryset.filter(**empty), order.then, descending=False, fence=fence
                ),
            ]

    def page(self, after: str = "", before: str = "") -> Page:
        """Return the page beyond a cursor; the first one when it says nothing."""
        cursor = self._read(before or after)
        if cursor and before and (page := self._page_before(cursor)):
            return page
        rows = self._rows(None if before else cursor, back=False)
        first = cursor.number + 1 if cursor and not before else 1
        shown = rows[: self.size]
        return Page(
            shown,
            first,
            self._cursor(shown[0], first) if shown and first > 1 else "",
            self._cursor(shown[-1], first + self.size - 1)
            if len(rows) > self.size
            else "",
        )

    def _page_before(self, cursor: Cursor) -> Page | None:
        """Return the page that ends before the cursor; None at the top of the list."""
        rows = self._rows(cursor, back=True)
        if len(rows) <= self.size:
            return None
        shown = rows[self.size - 1 :: -1]
        first = max(cursor.number - self.size, 2)
        return Page(
            shown,
            first,
            self._cursor(shown[0], first),
            self._cursor(shown[-1], first + self.size - 1),
        )

    def _rows(self, cursor: Cursor | None, *, back: bool) -> list[Any]:
        """Fetch one row more than a page, over the ends of the parts."""
        rows: list[Any] = []
        numbers = range(len(self.parts))
        for number in reversed(numbers) if back else numbers:
            start = cursor.part if cursor else 0
            if cursor and (number > start if back else number < start):
                continue
            here = cursor if cursor and number == start else None
            wanted = self.size + 1 - len(rows)
            rows += self.parts[number].rows(here, back=back)[:wanted]
            if len(rows) > self.size:
                break
        return rows

    def _cursor(self, row: Any, number: int) -> str:
        value = getattr(row, self.order.column)
        part = int(value is None and bool(self.order.then))
        return str(Cursor(part, getattr(row, self.parts[part].column), row.pk, number))

    def _read(self, text: str) -> Cursor | None:
        if not text or len(text) > LONGEST:
            return None
        try:
            raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            part, value, pk, number = json.loads(raw)
            value = self.parts[part].value_from(value)
            return Cursor(part, value, int(pk), max(int(number), 1))
        except (ValueError, TypeError, IndexError, ValidationError):
            return None


def bounded_count(queryset: "models.QuerySet[Any]", limit: int) -> int:
    """Count the rows, but never more than one beyond the limit."""
    return queryset.order_by().values("pk")[: limit + 1].count()
