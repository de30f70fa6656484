"""What the search over everything finds of employers, and what it offers to do."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.finders import Act, Finder, Hit, PlaceFinder, address
from crm.search import MAX_WORDS, fold
from employers.models import ContactPerson, Employer, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.models import User

#: Shorter words than this say nothing about a person.
LEAST = 3
#: How far back an employer counts as recent, and how many contacts are looked at.
RECENT = timedelta(days=60)
LOOKED_AT = 40


def employer_hit(employer: Employer) -> Hit:
    return Hit(
        employer.name,
        employer.get_absolute_url(),
        " · ".join(filter(None, [employer.where, employer.trade])),
        "shop",
        employer.state_look,
    )


def best_matches(user: "User", text: str) -> "Iterable[Employer]":
    """Return the employers found by the text; those that begin with it first."""
    begins = When(search_text__startswith=fold(text), then=Value(0))
    found = Employer.objects.visible_to(user).current().matching(text).for_list()
    return found.order_by(Case(begins, default=Value(1)), "name", "pk")


class EmployerFinder(Finder):
    """Employers by name, place, person or Y-tunnus."""

    heading = gettext_lazy("Employers")
    permission = "employers.view_employer"
    order = 10
    limit = 8

    def find(self, user: "User", text: str) -> list[Hit]:
        return [employer_hit(found) for found in best_matches(user, text)[: self.limit]]

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
        named = Q()
        for word in (word for word in words if len(word) >= LEAST):
            # SQLite folds no "Ä": it is asked for each way in which it is written.
            for written in {word, word.capitalize(), word.upper()}:
                named |= Q(name__icontains=written)
        if not named:
            return []
        people = ContactPerson.objects.visible_to(user).present().filter(named)
        for word in words:
            people = people.filter(employer__search_text__contains=word)
        people = people.exclude(employer__state=Employer.State.MERGED)
        return [
            Hit(
                person.name,
                person.employer.get_absolute_url(),
                " · ".join(filter(None, [person.employer.name, person.role])),
                "person",
            )
            for person in people.select_related("employer").order_by("name", "pk")[
                : self.limit
            ]
        ]


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
            best = best_matches(user, text).exclude(state__in=Employer.CLOSED).first()
            found += [self._log(best)] if best else []
        if user.has_perm("employers.add_employer"):
            url = f"{address('employers:create')}?{urlencode({'name': text})}"
            found.append(
                Hit(
                    _("Add a new employer “%(name)s”") % {"name": text}, url, "", "plus"
                )
            )
        return found

    def _log(self, employer: Employer) -> Hit:
        url = f"{address('employers:log')}?{urlencode({'employer': employer.pk})}"
        title = _("Log a contact: %(employer)s") % {"employer": employer.name}
        return Hit(title, url, "", "pen")
