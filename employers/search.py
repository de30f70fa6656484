"""What the search over everything finds of employers, and what it offers to do."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.finders import Act, Finder, Hit, PlaceFinder, address
from crm.search import MAX_WORDS, fold
from employers.list_rows import shown
from employers.models import ContactPerson, Employer, EmployerQuerySet, Visit

if TYPE_CHECKING:
    from crm.models import User

#: Shorter words than this say nothing about a person.
LEAST = 3
#: How far back an employer counts as recent.
RECENT = timedelta(days=60)
#: So many of what is met are looked at for the best.
LOOKED_AT = 200


def employer_hit(employer: Employer) -> Hit:
    return Hit(
        employer.name,
        employer.get_absolute_url(),
        " · ".join(filter(None, [employer.where, employer.trade])),
        "shop",
        employer.state_look,
    )


def best_matches(
    employers: EmployerQuerySet, text: str, limit: int
) -> list[tuple[int, str]]:
    """Return key and name of those found by the text; who begin with it first.

    The first ones met are looked at: a word that thousands have in common would else
    sort them all for eight rows.
    """
    start = fold(text)
    found = employers.current().matching(text).order_by("pk")
    met = [
        (not fold(name).startswith(start), fold(name), pk, name)
        for pk, name in found.values_list("pk", "name")[:LOOKED_AT]
    ]
    return [(pk, name) for _begins, _folded, pk, name in sorted(met)[:limit]]


class EmployerFinder(Finder):
    """Employers by name, place, person or Y-tunnus."""

    heading = gettext_lazy("Employers")
    permission = "employers.view_employer"
    order = 10
    limit = 8

    def find(self, user: "User", text: str) -> list[Hit]:
        employers = Employer.objects.visible_to(user)
        best = [pk for pk, _name in best_matches(employers, text, self.limit)]
        found = shown(employers).in_bulk(best)
        return [employer_hit(found[pk]) for pk in best if pk in found]

    def suggest(self, user: "User") -> list[Hit]:
        """Return those with whom one was last in contact."""
        today = timezone.localdate()
        visits = (
            Visit.objects.filter(
                coach=user, state=Visit.State.DONE, on__range=(today - RECENT, today)
            )
            .select_related("employer__municipality")
            .order_by("-on", "-pk")[:LOOKED_AT]
        )
        recent = {visit.employer: None for visit in visits}
        return [employer_hit(employer) for employer in list(recent)[: self.limit]]


class PersonFinder(Finder):
    """Contact persons by name; words of the employer's narrow it."""

    heading = gettext_lazy("People")
    permission = "employers.view_contactperson"
    order = 20
    limit = 5

    def find(self, user: "User", text: str) -> list[Hit]:
        words = fold(text).split()[:MAX_WORDS]
        named = [Q(name__icontains=way) for word in words for way in written(word)]
        if not named:
            return []
        employers = Employer.objects.visible_to(user).current().matching(text)
        people = ContactPerson.objects.visible_to(user).present()
        met = people.filter(
            reduce(or_, named), employer__in=employers.order_by("pk")[:LOOKED_AT]
        ).values_list("name", "pk", "role", "employer", "employer__name")
        return [
            Hit(
                name,
                reverse("employers:detail", args=[employer]),
                " · ".join(filter(None, [at, role])),
                "person",
            )
            for name, _pk, role, employer, at in sorted(met)[: self.limit]
        ]


def written(word: str) -> set[str]:
    """Return the ways in which a name may hold the word; none if it is too short."""
    if len(word) < LEAST:
        return set()
    # SQLite folds A, but not Ä: it is asked for each way of writing it.
    return {word} if word.isascii() else {word, word.capitalize(), word.upper()}


class ActFinder(PlaceFinder):
    """What one may do; with the employer that was probably meant."""

    heading = gettext_lazy("Do")
    order = 25
    acts: ClassVar[list[Act]] = [
        Act(
            gettext_lazy("Log a contact"),
            "employers:log",
            "employers.add_visit",
            "plus",
        ),
        Act(
            gettext_lazy("Plan a visit"),
            "employers:visit-plan",
            "employers.add_visit",
            "door",
        ),
        Act(
            gettext_lazy("Add an employer"),
            "employers:create",
            "employers.add_employer",
            "shop",
        ),
    ]

    def find(self, user: "User", text: str) -> list[Hit]:
        found = super().find(user, text)
        if user.has_perm("employers.add_visit"):
            employers = Employer.objects.visible_to(user).contactable()
            best = best_matches(employers, text, 1)
            found += [self._log(pk, name) for pk, name in best]
        if user.has_perm("employers.add_employer"):
            url = f"{address('employers:create')}?{urlencode({'name': text})}"
            found.append(
                Hit(
                    _("Add a new employer “%(name)s”") % {"name": text}, url, "", "plus"
                )
            )
        return found

    def _log(self, pk: int, name: str) -> Hit:
        url = f"{address('employers:log')}?{urlencode({'employer': pk})}"
        title = _("Log a contact: %(employer)s") % {"employer": name}
        return Hit(title, url, "", "pen")
