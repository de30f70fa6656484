"""What a manager reads before merging: what moves, and what to mind."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employers.models import Employer

if TYPE_CHECKING:
    from collections.abc import Callable

State = Employer.State

WORDS: "dict[str, Callable[[int], str]]" = {
    "employers.ContactPerson": lambda n: ngettext(
        "%(count)d contact person", "%(count)d contact persons", n
    ),
    "employers.Workplace": lambda n: ngettext(
        "%(count)d workplace", "%(count)d workplaces", n
    ),
    "employers.Visit": lambda n: ngettext("%(count)d contact", "%(count)d contacts", n),
    "crm.FollowUp": lambda n: ngettext(
        "%(count)d next step, done or open", "%(count)d next steps, done or open", n
    ),
    "employers.ContactBan": lambda n: ngettext("%(count)d ban", "%(count)d bans", n),
    "employers.ImportRow": lambda n: ngettext(
        "%(count)d imported row", "%(count)d imported rows", n
    ),
}


def what_moves(counts: dict[str, int]) -> list[str]:
    """Say in words what moves: model label → rows."""
    return [_in_words(label, count) for label, count in counts.items()]


def _in_words(label: str, count: int) -> str:
    if words := WORDS.get(label):
        return words(count) % {"count": count}
    plural = apps.get_model(label)._meta.verbose_name_plural
    return f"{count} {plural}"


def warnings(source: Employer, target: Employer) -> list[str]:
    """Say what deserves a second look before the two become one."""
    found = []
    if source.business_id and target.business_id:
        if source.business_id == target.business_id:
            found.append(_("Both have the same Y-tunnus."))
        else:
            found.append(
                _("They have different Y-tunnus numbers. Are they really the same?")
            )
    if State.DO_NOT_CONTACT in {source.state, target.state}:
        found.append(
            _(
                "Contact is forbidden by one of them: the ban covers the survivor too,"
                " and open steps and planned visits are cancelled."
            )
        )
    if source.coach and target.coach and source.coach != target.coach:
        found.append(
            _("They have different coaches: %(one)s and %(other)s.")
            % {"one": source.coach, "other": target.coach}
        )
    return found
