"""One page of the list of employers, with all that stands around its rows."""

from django.utils.formats import number_format

from crm.keyset import COUNTED, Keyset, Page, bounded_count
from employers.filters import AFTER, BEFORE, EmployerFilter
from employers.list_rows import rows_of, shown

#: Up to so many rows are best found first and then sorted. More of them are met soon
#: enough in sorted order, unless what is searched for stands together at its end.
FEW = 1_000
#: Sortable columns of the table: the two orders of each, the first pressed first.
COLUMNS = {"name": ("name", "-name"), "step": ("step", "-step")} | {
    "contact": ("-contact", "contact")
}


class ListPage:
    """One page of the list, with what stands around its rows."""

    def __init__(self, filters: EmployerFilter, path: str) -> None:
        self.filters = filters
        self.path = path
        after, before = (filters.data.get(name, "") for name in (AFTER, BEFORE))
        self.total = bounded_count(filters.qs, COUNTED)
        few = self.total <= (COUNTED if filters.text else FEW)
        keyset = Keyset(shown(filters.qs), filters.order, few=few)
        self.page: Page = keyset.page(after, before)
        self.rows = list(rows_of(self.page.rows))

    def address(self, **more: str) -> str:
        return self.path + self.filters.address(**more)

    @property
    def amount(self) -> str:
        """How many there are, in words: "1 284", "10 000+"."""
        more = "+" if self.total > COUNTED else ""
        return number_format(min(self.total, COUNTED), force_grouping=True) + more

    @property
    def shown(self) -> str:
        return f"{self.page.first}\N{EN DASH}{self.page.last} / {self.amount}"

    @property
    def here(self) -> str:
        """The address of this very page."""
        asked = {name: self.filters.data.get(name, "") for name in (AFTER, BEFORE)}
        return self.address(**{name: text for name, text in asked.items() if text})

    @property
    def next_url(self) -> str:
        following = self.page.following
        return self.address(**{AFTER: following}) if following else ""

    @property
    def previous_url(self) -> str:
        before = self.page.previous
        return self.address(**{BEFORE: before}) if before else ""

    @property
    def columns(self) -> dict[str, dict[str, str]]:
        """For each sortable column: how it is sorted now, and where a press leads."""
        sort = self.filters.sort
        way = "descending" if sort.startswith("-") else "ascending"
        return {
            name: {
                "now": way if sort in orders else "",
                "url": self.address(sort=orders[sort == orders[0]]),
            }
            for name, orders in COLUMNS.items()
        }
