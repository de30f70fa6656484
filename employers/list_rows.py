"""Rows of the employer list, told in words beforehand: fifty of them are a page."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.templatetags.crm import badge, days_ago, days_late, near_day
from employers.models import Employer, EmployerQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.models import Municipality


def shown(employers: EmployerQuerySet) -> EmployerQuerySet:
    """Fetch only what a row of the list shows."""
    return employers.for_list().only(
        "name",
        "trade",
        "place",
        "state",
        "open_work",
        "next_step_on",
        "next_step",
        "last_contact_on",
        "municipality__name_fi",
        "municipality__name_sv",
        "coach__first_name",
        "coach__last_name",
        "coach__email",
    )


def rows_of(employers: "Iterable[Employer]") -> "Iterator[dict[str, Any]]":
    """Yield what each row shows; what repeats itself is worded once."""
    today = timezone.localdate()
    look = cache(lambda state: badge(Employer(state=state)))
    when, late, jobs = cache(near_day), cache(days_late), cache(open_work)
    met = cache(lambda day: contact_day(day, today))
    for employer in employers:
        step_on = employer.next_step_on
        yield {
            "pk": str(employer.pk),
            "name": employer.name,
            "about": about(employer, employer.municipality),
            "badge": look(employer.state),
            "closed": employer.state in Employer.CLOSED,
            "late": late(step_on) if step_on and step_on < today else "",
            "step_on": when(step_on),
            "step": employer.next_step,
            "missing": step_on is None and employer.state in Employer.LIVING,
            "contact": met(employer.last_contact_on),
            "work": jobs(employer.open_work),
            "coach": employer.coach,
        }


def about(employer: Employer, municipality: "Municipality | None") -> str:
    place = str(municipality or employer.place)
    return " · ".join(filter(None, [place, employer.trade]))


def contact_day(day: date | None, today: date) -> str:
    """Write the day of a contact shortly: what was long ago, by its month."""
    if day is None:
        return ""
    if (today - day).days <= 1:
        return days_ago(day)
    if day.year == today.year:
        # Translators: day and month, as Django's date format
        return date_format(day, _("j M"))
    # Translators: month and year, as Django's date format
    return date_format(day, _("n/Y"))


def open_work(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d job", "%(count)d jobs", count) % {"count": count}
