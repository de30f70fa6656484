"""What the list of candidates can be narrowed to."""

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import User
from employers.filters import Choices, Select, municipality_choices
from placements.models import Candidate, CandidateQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

REVIEWS: Choices = [
    ("due", gettext_lazy("due")),
    ("decision", gettext_lazy("decision ends in 90 days")),
]
#: The filters in the order in which they are shown.
SHOWN = ("state", "coach", "municipality", "goal", "review")


class CandidateFilter(django_filters.FilterSet):
    """The filters of the list; a value that is no choice filters nothing."""

    q = django_filters.CharFilter(method="by_code")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=Candidate.State.choices,
        empty_label=gettext_lazy("All but ended"),
        method="by_state",
    )
    goal = django_filters.ChoiceFilter(
        label=gettext_lazy("Goal"),
        choices=Candidate.Goal.choices,
        empty_label=gettext_lazy("All"),
    )
    municipality = django_filters.ChoiceFilter(
        label=gettext_lazy("Municipality"), empty_label=gettext_lazy("All")
    )
    coach = django_filters.ChoiceFilter(
        label=gettext_lazy("Coach"),
        method="by_coach",
        empty_label=gettext_lazy("All"),
    )
    review = django_filters.ChoiceFilter(
        label=gettext_lazy("Review"),
        choices=REVIEWS,
        method="by_review",
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Candidate
        fields = ("goal", "municipality")

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, Candidate.objects.visible_to(user))
        self.user = user
        # Asked for once at most, and only when shown or chosen.
        self.filters["municipality"].extra["choices"] = cache(municipality_choices)
        self.filters["coach"].extra["choices"] = cache(lambda: coach_choices(user))

    def filter_queryset(self, queryset: CandidateQuerySet) -> CandidateQuerySet:
        found: CandidateQuerySet = super().filter_queryset(queryset)
        return found if self.values.get("state") else found.live()

    def by_code(
        self, queryset: CandidateQuerySet, name: str, value: str
    ) -> CandidateQuerySet:
        return queryset.filter(code__icontains=value.strip())

    def by_state(
        self, queryset: CandidateQuerySet, name: str, value: str
    ) -> CandidateQuerySet:
        return queryset.filter(state=value)

    def by_coach(
        self, queryset: CandidateQuerySet, name: str, value: str
    ) -> CandidateQuerySet:
        if value == "me":
            return queryset.cared_for_by(self.user)
        return queryset.filter(coach_id=None if value == "nobody" else int(value))

    def by_review(
        self, queryset: CandidateQuerySet, name: str, value: str
    ) -> CandidateQuerySet:
        if value == "decision":
            return queryset.renewing_within(90)
        return queryset.review_due()

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
    def selects(self) -> "Iterator[Select]":
        """Yield what is chosen from."""
        for name in SHOWN:
            field, value = self.form.fields[name], self.values.get(name, "")
            yield Select(name, field.label, list(field.choices), value)

    @property
    def text(self) -> str:
        return self.values.get("q", "")

    @property
    def chosen(self) -> int:
        """How many of them are on."""
        return len(self.values.keys() - {"q"})

    @property
    def query(self) -> str:
        return urlencode(self.values)


def coach_choices(user: User) -> Choices:
    """Oneself first; who sees everybody's chooses among all."""
    mine: list[tuple[str, StrOrPromise]] = [("me", _("Me"))]
    if not user.has_perm("placements.open_any_candidate"):
        return mine
    people = User.objects.assignable().exclude(pk=user.pk)
    return [
        *mine,
        ("nobody", _("Nobody")),
        *((str(person.pk), str(person)) for person in people),
    ]
