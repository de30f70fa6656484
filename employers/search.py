"""What the search over everything finds of employers, and what it offers to do."""

from datetime import timedelta
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.finders import Act, Finder, Hit, PlaceFinder, address
from crm.search import MAX_WORDS, fold
from employers.filters_jobs import naming
from employers.list_rows import shown
from employers.models import ContactPerson, Employer, TailoredJob, Visit

if TYPE_CHECKING:
    from crm.models import User

#: Shorter words than this say nothing about a person.
LEAST = 3
#: How far back an employer counts as recent.
RECENT = timedelta(days=60)
#: So many of what is met are looked at for the best.
LOOKED_AT = 200


class Match(NamedTuple):
    """What is enough to choose the best of many."""

    name: str
    pk: int
    state: str


def employer_hit(employer: Employer) -> Hit:
    return Hit(
        employer.name,
        employer.get_absolute_url(),
        " · ".join(filter(None, [employer.where, employer.trade])),
        "shop",
        employer.state_look,
    )


def matches(finder: Finder, user: "User", text: str) -> list[Match]:
    """Return employers found by the text, who begin with it first.

    The first ones met are looked at: a word that thousands have in common would else
    sort them all for eight rows.
    """
    if "employers" not in finder.shared:
        start = fold(text)
        found = Employer.objects.visible_to(user).current().matching(text)
        met = found.order_by("pk").values_list("name", "pk", "state")[:LOOKED_AT]
        finder.shared["employers"] = sorted(
            (Match(*row) for row in met),
            key=lambda match: (
                not fold(match.name).startswith(start),
                fold(match.name),
            ),
        )
    found_before: list[Match] = finder.shared["employers"]
    return found_before


class EmployerFinder(Finder):
    """Employers by name, place, person or Y-tunnus."""

    heading = gettext_lazy("Employers")
    permission = "employers.view_employer"
    order = 10
    limit = 8

    def find(self, user: "User", text: str) -> list[Hit]:
        best = [match.pk for match in matches(self, user, text)[: self.limit]]
        found = shown(Employer.objects.visible_to(user)).in_bulk(best)
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
        ways = [way for word in fold(text).split()[:MAX_WORDS] for way in written(word)]
        if not ways:
            return []
        people = ContactPerson.objects.visible_to(user).present()
        met = people.filter(
            reduce(or_, (Q(name__icontains=way) for way in ways)),
            employer__in=[match.pk for match in matches(self, user, text)],
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


class JobFinder(Finder):
    """Tailored jobs by title and employer, those that go on first."""

    heading = gettext_lazy("Tailored jobs")
    permission = "employers.view_tailoredjob"
    order = 15
    limit = 5

    def find(self, user: "User", text: str) -> list[Hit]:
        aside = Q(state__in=[TailoredJob.State.CLOSED, TailoredJob.State.WITHDRAWN])
        jobs = (
            TailoredJob.objects.visible_to(user)
            .filter(naming(text))
            .select_related("employer")
            .only("title", "state", "employer__name", "employer__state")
            .annotate(aside=aside)
            .order_by("aside", "-pk")
        )
        return [
            Hit(
                job.title,
                job.get_absolute_url(),
                job.employer.name,
                "scissors",
                job.state_look,
            )
            for job in jobs[: self.limit]
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
            open_ones = (
                self._log(match)
                for match in matches(self, user, text)
                if match.state not in Employer.CLOSED
            )
            found += islice(open_ones, 1)
        if user.has_perm("employers.add_employer"):
            url = f"{address('employers:create')}?{urlencode({'name': text})}"
            found.append(
                Hit(
                    _("Add a new employer “%(name)s”") % {"name": text}, url, "", "plus"
                )
            )
        return found

    def _log(self, match: Match) -> Hit:
        url = f"{address('employers:log')}?{urlencode({'employer': match.pk})}"
        title = _("Log a contact: %(employer)s") % {"employer": match.name}
        return Hit(title, url, "", "pen")
