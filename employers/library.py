"""What the task library offers: at an employer, before a visit, into an inventory."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from employers.models import Employer, LibraryTask, TailoredJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from crm.models import User
    from employers.models.library import LibraryTaskQuerySet

Site = TailoredJob.Site

#: So many are offered before one asks for more.
SUGGESTED = 6
TYPED = 30

#: The beginning of an industry code → what kind of workplace it tells of. The numbers
#: are those of TOL 2008; the longest one that fits counts.
SITES_BY_CODE = {
    "1071": Site.BAKERY,
    "45": Site.CAR,
    "46": Site.WAREHOUSE,
    "47": Site.SHOP,
    "52": Site.WAREHOUSE,
    "55": Site.HOTEL,
    "56": Site.CAFE,
    "5629": Site.KITCHEN,
    "68": Site.PROPERTY,
    "811": Site.PROPERTY,
    "812": Site.CLEANING,
    "82": Site.OFFICE,
    "84": Site.OFFICE,
    "85": Site.DAYCARE,
    "87": Site.CARE,
    "8891": Site.DAYCARE,
    "9601": Site.LAUNDRY,
    **{str(division): Site.FACTORY for division in range(10, 34)},
}

MOVED: "dict[str, StrOrPromise]" = {
    Site.BAKERY: _("Other bakeries have moved these tasks"),
    Site.CAFE: _("Other cafés and restaurants have moved these tasks"),
    Site.CAR: _("Other car washes and garages have moved these tasks"),
    Site.CARE: _("Other care homes have moved these tasks"),
    Site.CLEANING: _("Other cleaning firms have moved these tasks"),
    Site.DAYCARE: _("Other day-care centres and schools have moved these tasks"),
    Site.FACTORY: _("Other factories have moved these tasks"),
    Site.HOTEL: _("Other hotels have moved these tasks"),
    Site.KITCHEN: _("Other large kitchens have moved these tasks"),
    Site.LAUNDRY: _("Other laundries have moved these tasks"),
    Site.OFFICE: _("Other offices have moved these tasks"),
    Site.PROPERTY: _("Others have moved these tasks of property upkeep"),
    Site.SHOP: _("Other shops have moved these tasks"),
    Site.WAREHOUSE: _("Other warehouses have moved these tasks"),
}


@dataclass(frozen=True)
class Suggestions:
    """Tasks to ask about at one kind of workplace."""

    site: str
    found: list[LibraryTask]

    @property
    def tasks(self) -> list[LibraryTask]:
        """Those to show; the others are offered while one types."""
        return self.found[:SUGGESTED]

    @property
    def heading(self) -> "StrOrPromise":
        """Say that others have moved them only if somebody has."""
        if any(task.places for task in self.found):  # type: ignore[attr-defined] # counted
            return MOVED.get(self.site, _("Others have moved these tasks"))
        return _("Ask about these tasks")


def site_of(employer: Employer, jobs: "Iterable[TailoredJob]") -> str:
    """Return the kind of workplace: its newest job's, else its industry's, else ""."""
    known = {job.pk: job.site_type for job in jobs if job.site_type}
    return known[max(known)] if known else _site_by_code(employer.industry_code)


def _site_by_code(code: str) -> str:
    digits = code.replace(".", "")
    starts = (digits[:length] for length in (4, 3, 2))
    return next(
        (SITES_BY_CODE[start] for start in starts if start in SITES_BY_CODE), ""
    )


def before_visit(
    employer: Employer, jobs: "Iterable[TailoredJob]"
) -> Suggestions | None:
    """Return what to ask about at an employer; None when its kind is not known."""
    site = site_of(employer, jobs)
    return _suggest(site, employer) if site else None


def for_inventory(job: TailoredJob) -> Suggestions | None:
    """Return what could be added to a job's inventory with one tap."""
    site = site_of(job.employer, [job])
    return _suggest(site, job.employer, job) if site else None


def _suggest(
    site: str, employer: Employer, job: TailoredJob | None = None
) -> Suggestions | None:
    tasks = LibraryTask.objects.shown().filter(site_type=site)
    tasks = tasks.counted(apart_from=employer).most_used_first()
    if job is not None:
        tasks = tasks.not_yet_in(job)
    found = list(tasks[:TYPED])
    return Suggestions(site, found) if found else None


def searched(
    user: "User",
    *,
    q: str = "",
    site: str = "",
    industry: str = "",
    reading: bool = False,
) -> "LibraryTaskQuerySet":
    """Return what a search of the library finds, the most used first.

    ``reading``: only what is known to need none. A manager sees hidden tasks as well.
    """
    tasks = LibraryTask.objects.matching(q).counted()
    if not user.has_perm("employers.change_librarytask"):
        tasks = tasks.shown()
    if site:
        tasks = tasks.filter(site_type=site)
    if industry:
        tasks = tasks.moved_in(industry)
    if reading:
        tasks = tasks.without_reading()
    return tasks.most_used_first()
