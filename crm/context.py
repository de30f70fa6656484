"""What every page of the staff site shows around its content."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

#: Cookie that keeps the chosen theme; without it the device decides.
THEME_COOKIE = "theme"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Place:
    """A place of the staff site as the navigation shows it."""

    name: str
    icon: str
    label: "StrOrPromise"
    permission: str = "crm.use_crm"
    #: "tab" is in the phone's tab bar, "log" is its plus, "more" is behind "More".
    kind: str = "tab"
    #: The paths below it that belong to it; None for all of them.
    below: tuple[str, ...] | None = None
    url: str = ""
    current: bool = False

    def holds(self, path: str) -> bool:
        """Whether a path is this place or below it."""
        if self.below is None:
            return path.startswith(self.url)
        return path == self.url or path in {self.url + part for part in self.below}


PLACES = (
    Place("day", "day", _("Day"), below=("week/",)),
    Place("employers:list", "shop", _("Employers"), "employers.view_employer"),
    Place("employers:log", "plus", _("Log"), "employers.add_visit", "log"),
    Place("employers:board", "board", _("Board"), "employers.view_tailoredjob"),
    Place(
        "placements:list",
        "people",
        _("Candidates"),
        "placements.view_candidate",
        "more",
    ),
    Place(
        "placements:funnel", "funnel", _("Funnel"), "placements.view_placement", "more"
    ),
    Place(
        "placements:caseloads",
        "chart",
        _("Caseloads"),
        "placements.assign_candidate",
        "more",
    ),
    Place(
        "employers:library",
        "scissors",
        _("Task library"),
        "employers.view_librarytask",
        "more",
    ),
    Place(
        "placements:subsidies",
        "flag",
        _("Pay subsidies"),
        "placements.view_subsidyprocess",
        "more",
    ),
    Place(
        "placements:officials",
        "phone",
        _("Officials"),
        "placements.view_official",
        "more",
    ),
    Place("follow-ups", "clock", _("Follow-ups"), "crm.view_followup", "more"),
    Place(
        "employers:imports", "upload", _("Import"), "employers.import_employer", "more"
    ),
    Place(
        "employers:benefits",
        "euro",
        _("Calculators"),
        "employers.change_tailoredjob",
        "more",
    ),
    Place("wagtailadmin_home", "doc", _("Pages"), "wagtailadmin.access_admin", "more"),
    Place("design", "spool", _("Components"), "crm.change_user", "more"),
)


def navigation(request: "HttpRequest") -> dict[str, Any]:
    """Add the places the user may go to, and the chosen theme."""
    theme = request.COOKIES.get(THEME_COOKIE)
    return {
        "navigation": lambda: places_for(request),
        "theme": theme if theme in THEMES else "",
    }


def places_for(request: "HttpRequest") -> list[Place]:
    """Return the places that exist and that the user may open, one of them current."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    places = [
        replace(place, url=url)
        for place in PLACES
        if user.has_perm(place.permission) and (url := _address(place.name))
    ]
    around = [place for place in places if place.holds(request.path)]
    here = max(around, key=lambda place: len(place.url), default=None)
    return [replace(place, current=place is here) for place in places]


def _address(name: str) -> str:
    # The kernel names the other apps' pages, and does not need the apps.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
