"""What the board of tailored jobs can be narrowed to."""

from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import User
from crm.search import MAX_WORDS, fold
from employers.filters import Choices, Select, municipality_choices
from employers.models import TailoredJob
from employers.models.job_query import TailoredJobQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator

MINE, EVERYBODYS = "me", "all"
ASIDE: Choices = [("yes", gettext_lazy("On hold and ended"))]
STUCK: Choices = [("yes", gettext_lazy("Only the stuck ones"))]

#: What a link above the board turns on and off; the rest is chosen in the form.
BY_LINK = {"stuck", "aside"}


def naming(text: str) -> Q:
    """Keep the jobs whose title or employer holds every word of the text."""
    kept = Q()
    for word in fold(text).split()[:MAX_WORDS]:
        # SQLite folds A, but not Ä: it is asked for each way of writing it.
        ways = {word} if word.isascii() else {word, word.capitalize(), word.upper()}
        titles = reduce(or_, (Q(title__icontains=way) for way in ways))
        kept &= titles | Q(employer__search_text__contains=word)
    return kept


class JobFilter(django_filters.FilterSet):
    """The filters of the board; a value that is no choice filters nothing."""

    q = django_filters.CharFilter(method="by_words")
    coach = django_filters.ChoiceFilter(
        label=gettext_lazy("Coach"), method="by_coach", empty_label=None
    )
    municipality = django_filters.ChoiceFilter(
        label=gettext_lazy("Municipality"),
        method="by_place",
        empty_label=gettext_lazy("All"),
    )
    stuck = django_filters.ChoiceFilter(
        label=gettext_lazy("Stuck"),
        method="by_knot",
        choices=STUCK,
        empty_label=gettext_lazy("All"),
    )
    aside = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="by_way",
        choices=ASIDE,
        empty_label=gettext_lazy("On the way"),
    )

    class Meta:
        model = TailoredJob
        fields = ()

    def __init__(self, data: Any, user: User) -> None:
        asked = data.copy()
        asked.setdefault("coach", first_scope(user))
        super().__init__(asked, TailoredJob.objects.visible_to(user))
        self.user = user
        # Asked for once at most, and only when shown or chosen.
        self.filters["municipality"].extra["choices"] = cache(municipality_choices)
        self.filters["coach"].extra["choices"] = cache(lambda: coach_choices(user))

    def by_words(
        self, queryset: TailoredJobQuerySet, name: str, value: str
    ) -> TailoredJobQuerySet:
        return queryset.filter(naming(value))

    def by_coach(
        self, queryset: TailoredJobQuerySet, name: str, value: str
    ) -> TailoredJobQuerySet:
        if value == EVERYBODYS:
            return queryset
        if value == MINE:
            return queryset.of_coach(self.user)
        return queryset.filter(coach_id=int(value))

    def by_place(
        self, queryset: TailoredJobQuerySet, name: str, value: str
    ) -> TailoredJobQuerySet:
        """Those worked there; without a workplace, where the employer is."""
        place = int(value)
        return queryset.filter(
            Q(workplace__municipality_id=place)
            | Q(workplace__isnull=True, employer__municipality_id=place)
        )

    def by_knot(
        self, queryset: TailoredJobQuerySet, name: str, value: str
    ) -> TailoredJobQuerySet:
        return queryset.stuck()

    def by_way(
        self, queryset: TailoredJobQuerySet, name: str, value: str
    ) -> TailoredJobQuerySet:
        return queryset  # the board shows other lanes

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
    def scope(self) -> str:
        """Whose jobs are shown: "me", "all" or a coach's number."""
        return self.values.get("coach", EVERYBODYS)

    @property
    def shows_aside(self) -> bool:
        return "aside" in self.values

    @property
    def selects(self) -> "Iterator[Select]":
        """Yield what is chosen from."""
        for name, field in self.form.fields.items():
            if name not in BY_LINK | {"q"}:
                chosen = self.values.get(name, "")
                yield Select(name, field.label, list(field.choices), chosen)

    @property
    def kept(self) -> dict[str, str]:
        """What links have turned on: the form sends it along."""
        return {k: v for k, v in self.values.items() if k in BY_LINK}

    @property
    def chosen(self) -> int:
        """How many choices are made, whose jobs aside."""
        return len(self.values.keys() - BY_LINK - {"q", "coach"})

    @property
    def narrows(self) -> bool:
        """Whether more than whose jobs they are is asked for."""
        return bool(self.values.keys() - {"coach", "aside"})

    def address(self, **more: str) -> str:
        """Return the query string of this board with ``more``; "" leaves one out."""
        values = {k: v for k, v in (self.values | more).items() if v}
        if values.get("coach") == first_scope(self.user):
            del values["coach"]
        return f"?{urlencode(values)}" if values else ""


def first_scope(user: User) -> str:
    """Return whose jobs are shown first: one's own, the team's for who leads it."""
    return EVERYBODYS if user.has_perm("crm.assign_work") else MINE


def coach_choices(user: User) -> Choices:
    """Oneself first, then everybody, then the others one by one."""
    others = User.objects.assignable().exclude(pk=user.pk)
    return [
        (MINE, _("Me")),
        (EVERYBODYS, _("Everybody")),
        *((str(person.pk), str(person)) for person in others),
    ]
