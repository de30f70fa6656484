"""The next steps a coach can choose with one tap, each on a Finnish working day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from crm.models import FollowUp
from crm.workdays import add_workdays, workday_from
from employers.models import Visit
from employers.models.visits import NextStep

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Whom nobody answered is tried again after so many working days.
RETRY_WORKDAYS = 2
#: Going there again: far enough to have news, near enough to be remembered.
GO_WORKDAYS = 7
WEEK = timedelta(days=7)
TOMORROW = timedelta(days=1)
#: Key → months until it is asked again.
AGAIN_MONTHS = {"month": 1, "quarter": 3, "half": 6}


@dataclass(frozen=True)
class StepOffer:
    """A next step as its chip shows it, and as it is planned."""

    key: str
    label: str
    icon: str
    text: str
    kind: str
    due_on: date

    def planned(self, *, earliest: date) -> NextStep:
        """Return the step; a day that passed while it waited becomes ``earliest``."""
        return NextStep(self.text, max(self.due_on, earliest), self.kind)


def step_offers(today: date, contact_kind: str = Visit.Kind.COLD) -> list[StepOffer]:
    """Return what may come next; ``contact_kind`` says how one tries again."""
    kind = FollowUp.Kind
    soon = add_workdays(today, 1)
    is_tomorrow = soon == today + TOMORROW
    calls = contact_kind in Visit.CHANNELS
    return [
        StepOffer(
            "retry",
            _("Try again"),
            "refresh",
            _("Try again"),
            kind.CALL if calls else kind.VISIT,
            add_workdays(today, RETRY_WORKDAYS),
        ),
        StepOffer(
            "call_soon",
            _("Call tomorrow") if is_tomorrow else _("Call next working day"),
            "phone",
            _("Call"),
            kind.CALL,
            soon,
        ),
        StepOffer(
            "call_week",
            _("Call next week"),
            "phone",
            _("Call"),
            kind.CALL,
            workday_from(today + WEEK),
        ),
        StepOffer(
            "go",
            _("Go again"),
            "door",
            _("Go again"),
            kind.VISIT,
            add_workdays(today, GO_WORKDAYS),
        ),
        StepOffer(
            "brochure",
            _("Send the brochure"),
            "mail",
            _("Send the brochure"),
            kind.EMAIL,
            workday_from(today),
        ),
    ]


def offer_named(key: str, offers: "Iterable[StepOffer]") -> StepOffer | None:
    return next((offer for offer in offers if offer.key == key), None)


def in_months(day: date, months: int) -> date:
    """Return the working day that many months later, month ends kept inside."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return workday_from(date(year, month + 1, min(day.day, last)))


def again_offers(today: date) -> dict[str, date]:
    """Return when to ask again, by the key of its chip."""
    return {key: in_months(today, months) for key, months in AGAIN_MONTHS.items()}
