"""What happens to employers by itself every night."""

from datetime import date

from django.utils.translation import gettext as _

from crm.lifecycle import STALE
from crm.nightly import nightly
from employers.models import Employer, Import
from employers.register_news import refresh_stale


@nightly("Quiet employers laid to rest")
def lay_to_rest(today: date) -> int:
    """Move employers long without contact, work or plan to dormant (domain.md 4.1)."""
    return sum(_rested(employer) for employer in Employer.objects.gone_quiet(today))


@nightly("News from the business register", atomic=False)
def ask_register(_today: date) -> int:
    """Ask again about those whose register facts are old; plan steps for the news."""
    return refresh_stale().news


@nightly("Old imports forgotten")
def forget_imports(_today: date) -> int:
    """Delete imports with their rows, which hold people's contact data."""
    _all, by_model = Import.objects.outdated().delete()
    return by_model.get("employers.Import", 0)


def _rested(employer: Employer) -> bool:
    try:
        employer.perform("rest", by=None, note=_("No contact for a year."))
    except STALE:  # somebody has just done something about it
        return False
    return True
