"""What the list of employers can be narrowed to, sorted by, and saved as."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.keyset import Order
from crm.models import Municipality, SavedView, User
from employers.industries import Scheme, section_choices
from employers.models import Employer, EmployerQuerySet, Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

Choices = list[tuple[str, "StrOrPromise"]]

#: The page under which views of this list are saved.
PAGE = "employers"
#: The pages' own parameters, which are no part of a view.
SORT, AFTER, BEFORE = "sort", "after", "before"

SORTS: dict[str, Order] = {
    "name": Order("name"),
    "-name": Order("name", descending=True),
    "step": Order("next_step_on", then="name"),
    "-step": Order("next_step_on", descending=True, then="name"),
    "contact": Order("last_contact_on", then="name"),
    "-contact": Order("last_contact_on", descending=True, then="name"),
}

SORT_NAMES: Choices = [
    ("name", gettext_lazy("Name, from A")),
    ("-name", gettext_lazy("Name, from the end")),
    ("step", gettext_lazy("Next step, the first one first")),
    ("-step", gettext_lazy("Next step, the last one first")),
    ("-contact", gettext_lazy("Last contact, the newest first")),
    ("contact", gettext_lazy("Last contact, the oldest first")),
]
QUIET: Choices = [
    ("30", gettext_lazy("for 30 days")),
    ("90", gettext_lazy("for 90 days")),
    ("180", gettext_lazy("for 180 days")),
    ("365", gettext_lazy("for a year")),
    ("due", gettext_lazy("keep-in-touch day passed")),
]
STEPS: Choices = [
    ("none", gettext_lazy("missing")),
    ("late", gettext_lazy("late")),
]


@dataclass(frozen=True)
class Select:
    """A field of the sheet of filters, drawn leaner than a form's."""

    name: str
    label: "StrOrPromise"
    choices: Choices
    value: str


class EmployerFilter(django_filters.FilterSet):
    """The filters of the list; a value that is no choice filters nothing."""

    q = django_filters.CharFilter(method="by_words")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[c for c in Employer.State.choices if c[0] != Employer.State.MERGED],
        empty_label=gettext_lazy("All"),
    )
    municipality = django_filters.ChoiceFilter(
        label=gettext_lazy("Municipality"),
        method="by_place",
        empty_label=gettext_lazy("All"),
    )
    industry = django_filters.ChoiceFilter(
        label=gettext_lazy("Industry"),
        method="by_industry",
        choices=section_choices,
        empty_label=gettext_lazy("All"),
    )
    coach = django_filters.ChoiceFilter(
        label=gettext_lazy("Coach"),
        method="by_coach",
        empty_label=gettext_lazy("All"),
    )
    quiet = django_filters.ChoiceFilter(
        label=gettext_lazy("No contact"),
        method="by_silence",
        choices=QUIET,
        empty_label=gettext_lazy("Any time"),
    )
    step = django_filters.ChoiceFilter(
        label=gettext_lazy("Next step"),
        method="by_step",
        choices=STEPS,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Employer
        fields = ("state",)

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, Employer.objects.visible_to(user).current())
        self.user = user
        # Asked for once at most, and only when shown or chosen.
        self.filters["municipality"].extra["choices"] = cache(municipality_choices)
        self.filters["coach"].extra["choices"] = cache(lambda: coach_choices(user))

    def by_words(
        self, queryset: EmployerQuerySet, name: str, value: str
    ) -> EmployerQuerySet:
        return queryset.matching(value)

    def by_place(
        self, queryset: EmployerQuerySet, name: str, value: str
    ) -> EmployerQuerySet:
        """Those whose home is there, and those with a workplace there."""
        sites = Workplace.objects.in_use().filter(
            employer=OuterRef("pk"), municipality_id=int(value)
        )
        return queryset.filter(Q(municipality_id=int(value)) | Q(Exists(sites)))

    def by_industry(
        self, queryset: EmployerQuerySet, name: str, value: str
    ) -> EmployerQuerySet:
        return queryset.filter(industry_scheme=Scheme.TOL2025, industry_section=value)

    def by_coach(
        self, queryset: EmployerQuerySet, name: str, value: str
    ) -> EmployerQuerySet:
        if value == "me":
            return queryset.of_coach(self.user)
        return queryset.filter(coach_id=None if value == "nobody" else int(value))

    def by_silence(
        self, queryset: EmployerQuerySet, name: str, value: str
    ) -> EmployerQuerySet:
        today = timezone.localdate()
        if value == "due":
            return queryset.silent(today)
        return queryset.no_contact_since(today - timedelta(days=int(value)))

    def by_step(
        self, queryset: EmployerQuerySet, name: str, value: str
    ) -> EmployerQuerySet:
        if value == "none":
            return queryset.without_next_step()
        return queryset.filter(next_step_on__lt=timezone.localdate())

    @property
    def values(self) -> dict[str, str]:
        """The filters that are on, as an address carries them."""
        self.form.is_valid()
        return {
            name: str(self.form.cleaned_data[name])
            for name in self.filters
            if self.form.cleaned_data.get(name)
        }

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.values.get("q", "")

    @property
    def selects(self) -> "Iterator[Select]":
        """Yield what is chosen from: each filter, then the order."""
        for name, field in self.form.fields.items():
            if name != "q":
                chosen = self.values.get(name, "")
                yield Select(name, field.label, list(field.choices), chosen)
        yield Select(SORT, _("Order"), SORT_NAMES, self.sort)

    @property
    def chosen(self) -> int:
        """How many of them are on."""
        return len(self.values.keys() - {"q"})

    @property
    def sort(self) -> str:
        """The chosen order; by name when none or an unknown one is asked for."""
        asked: str = self.data.get(SORT, "")
        return asked if asked in SORTS else "name"

    @property
    def order(self) -> Order:
        return SORTS[self.sort]

    @property
    def query(self) -> str:
        """The filter as a view is saved."""
        return urlencode(self.values)

    def address(self, **more: str) -> str:
        """Return the query string of this list, sorted as it is, with ``more``."""
        values = self.values | {SORT: self.sort} | more
        if values[SORT] == "name":
            del values[SORT]
        return f"?{urlencode(values)}"


def municipality_choices() -> Choices:
    places = [(str(place.pk), str(place)) for place in Municipality.objects.all()]
    return sorted(places, key=lambda place: place[1])


def coach_choices(user: User) -> Choices:
    """Oneself first, then the employers that nobody has, then the others."""
    others = User.objects.assignable().exclude(pk=user.pk)
    return [
        ("me", _("Me")),
        ("nobody", _("Nobody")),
        *((str(person.pk), str(person)) for person in others),
    ]


@dataclass(frozen=True)
class View:
    """A filter with a name, as a chip above the list; own ones have a ``pk``."""

    name: "StrOrPromise"
    query: str
    current: bool
    pk: int | None = None


#: Name and filter of the views that everybody has; True: only one's own,
#: except for those who look after everybody's.
BUILT_IN: list[tuple["StrOrPromise", dict[str, str], bool]] = [
    (gettext_lazy("Mine"), {"coach": "me"}, False),
    (gettext_lazy("No contact in 90 days"), {"quiet": "90"}, True),
    (gettext_lazy("Time to be in touch"), {"quiet": "due"}, True),
    (gettext_lazy("No next step"), {"step": "none"}, True),
    (gettext_lazy("Wake or let go"), {"state": Employer.State.DORMANT.value}, True),
    (gettext_lazy("Everyone"), {}, False),
]


def views_for(filters: EmployerFilter) -> list[View]:
    """Return the chips: the built-in views, then the user's own."""
    user, present = filters.user, filters.values
    scope = {} if user.has_perm("crm.assign_work") else {"coach": "me"}
    named: list[tuple[StrOrPromise, dict[str, str], int | None]] = [
        (name, values | scope if own else values, None)
        for name, values, own in BUILT_IN
    ]
    saved = SavedView.objects.filter(user=user, page=PAGE).order_by("pk")
    named += [(view.name, dict(parse_qsl(view.query)), view.pk) for view in saved]
    return [
        View(name, urlencode(values), values == present, pk)
        for name, values, pk in named
    ]
