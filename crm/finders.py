"""The socket into which apps plug what the search over everything finds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from crm.context import PLACES
from crm.models import FollowUp
from crm.search import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from crm.lifecycle import Look
    from crm.models import User

FINDERS: "list[type[Finder]]" = []
#: Own follow-ups that are looked through; nobody has as many open.
OWN = 300


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it is, what it is."""

    title: "StrOrPromise"
    url: str
    meta: "StrOrPromise" = ""
    icon: str = "shop"
    look: "Look | None" = None


class Finder:
    """Finds one sort of thing, for those who may see it."""

    heading: "ClassVar[StrOrPromise]"
    #: Permission name; without it nothing is found.
    permission: ClassVar[str] = "crm.use_crm"
    #: Smaller comes first.
    order: ClassVar[int] = 50

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        FINDERS.append(cls)

    def __init__(self, shared: dict[str, Any]) -> None:
        """Take what the finders of one search share, so that nothing is asked twice."""
        self.shared = shared

    def find(self, user: "User", text: str) -> "list[Hit]":
        """Return what is found by ``text``, the best first; few."""
        raise NotImplementedError

    def suggest(self, user: "User") -> "list[Hit]":
        """Return what is likely wanted before anything is typed."""
        return []


@dataclass(frozen=True)
class Group:
    """What one finder found."""

    heading: "StrOrPromise"
    hits: list[Hit]


def find(user: "User", text: str) -> list[Group]:
    """Ask every finder whose things the user may see."""
    autodiscover_modules("search")
    shared: dict[str, Any] = {}
    finders = [cls(shared) for cls in FINDERS if user.has_perm(cls.permission)]
    found = [
        Group(finder.heading, finder.find(user, text) if text else finder.suggest(user))
        for finder in sorted(finders, key=lambda finder: finder.order)
    ]
    return [group for group in found if group.hits]


def says(text: str, words: "Iterable[str]") -> bool:
    """Whether the text holds every one of the folded words."""
    folded = fold(text)
    return all(word in folded for word in words)


class OwnStepFinder(Finder):
    """One's own pending follow-ups, by their words."""

    heading = _("My follow-ups")
    permission = "crm.view_followup"
    order = 30
    limit = 5

    def find(self, user: "User", text: str) -> list[Hit]:
        words = fold(text).split()
        own = FollowUp.objects.pending().carried_by(user)
        texts = own.values_list("pk", "text")[:OWN]
        best = [pk for pk, step in texts if says(step, words)][: self.limit]
        return [
            Hit(step.text, step.get_absolute_url(), str(step.subject or ""), step.icon)
            for step in own.filter(pk__in=best).prefetch_related("subject")
        ]


@dataclass(frozen=True)
class Act:
    """A page or an action that the search can lead to."""

    label: "StrOrPromise"
    name: str
    permission: str
    icon: str = "right"


class PlaceFinder(Finder):
    """The places of the staff site that the user may go to."""

    heading = _("Go to")
    order = 40
    acts: ClassVar[list[Act]] = [
        Act(place.label, place.name, place.permission, place.icon)
        for place in PLACES
        if place.kind != "log"
    ]

    def find(self, user: "User", text: str) -> list[Hit]:
        words = fold(text).split()
        return [hit for hit in self.suggest(user) if says(str(hit.title), words)]

    def suggest(self, user: "User") -> list[Hit]:
        return [
            Hit(act.label, url, icon=act.icon)
            for act in self.acts
            if user.has_perm(act.permission) and (url := address(act.name))
        ]


def address(name: str) -> str:
    """Return a page's address; "" when the app that has it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
