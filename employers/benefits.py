"""What is left of the pay when benefits give way: options of hours side by side.

Indicative, for talking it over; nothing is stored. Rules: domain.md 2.6 (earnings
limit) and 2.7 (housing allowances, general support). Losses are the marginal ones, so
at most what is told; what is not reckoned at all is listed by ``not_counted``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.models import Figures, NoFigureError, Parameter
from employers.earnings import LIMIT_KEY, Headroom, held_against, monthly_pay
from employers.money import (
    Row,
    all_confirmed,
    cents,
    percent,
    product,
    sources,
    written,
)
from employers.week import minutes_text

NOTHING = Decimal("0.00")


class Basis(TextChoices):
    """What a person lives on beside the pay."""

    PENSION = "pension", gettext_lazy("Disability pension or rehabilitation support")
    SUPPORT = "support", gettext_lazy("General support of the unemployed")
    NONE = "none", pgettext_lazy("benefit", "Neither")


class Housing(TextChoices):
    """Which housing allowance a person has."""

    PENSIONER = "pensioner", gettext_lazy("Pensioner's housing allowance")
    GENERAL = "general", gettext_lazy("General housing allowance")
    NONE = "none", pgettext_lazy("benefit", "None")


@dataclass(frozen=True)
class Offer:
    """One option of work: pay by the hour or the month, and the hours."""

    form: str
    amount: Decimal | None
    supplements: Decimal | None
    week_minutes: int


@dataclass(frozen=True)
class Situation:
    """The benefits that give way; amounts a month where they are known."""

    basis: str = Basis.NONE
    housing: str = Housing.NONE
    pension: Decimal | None = None
    allowance: Decimal | None = None


@dataclass(frozen=True)
class Left:
    """One option reckoned through."""

    offer: Offer
    rows: tuple[Row, ...]
    #: The pay against the earnings limit; None without a pension or a limit.
    room: Headroom | None
    #: What is left of the pay, before tax; None when the main loss is not known.
    left: Decimal | None
    #: Whether each loss is in it.
    complete: bool


def compare(
    offers: Iterable[Offer], situation: Situation, figures: Figures
) -> list[Left]:
    """Reckon each option; a figure that no day's row holds makes a row say so."""
    return [_reckon(offer, situation, figures) for offer in offers]


def not_counted(situation: Situation) -> list[str]:
    """Return what no row tells, in words: the coach says it aloud."""
    told = [
        _("Tax: the tax card and the pension's tax change with the pay."),
        _("Own-share floors, income limits and caps of the housing allowances."),
        _("How benefits act on each other when one of them changes."),
        _("Basic social assistance: earned income lessens it in full."),
        _("Care fees and fees of housing services that depend on income."),
        _("Property, other household members and other income."),
    ]
    if situation.basis == Basis.PENSION:
        told.insert(
            0,
            _(
                "The higher limit of one's own that an earnings-related pension can"
                " have: ask the pension provider."
            ),
        )
    return told


def _reckon(offer: Offer, situation: Situation, figures: Figures) -> Left:
    pay = monthly_pay(offer.form, offer.amount, offer.supplements, offer.week_minutes)
    room = _room(offer, situation, figures)
    losses = [
        *_basis_rows(pay, room, situation, figures),
        *_housing_rows(pay, room, situation, figures),
    ]
    known = [row.euros for row in losses if row.euros is not None]
    lost_basis = [row for row in losses if row.key == "basis" and row.euros is None]
    return Left(
        offer=offer,
        rows=(_pay_row(pay, offer), *losses),
        room=room,
        left=None if lost_basis else pay + sum(known, NOTHING),
        complete=len(known) == len(losses),
    )


def _pay_row(pay: Decimal, offer: Offer) -> Row:
    parts = []
    if offer.form == "hour" and offer.amount is not None:
        parts.append(
            _("%(hours)s a week, %(euros)s € an hour")
            % {
                "hours": minutes_text(offer.week_minutes),
                "euros": written(offer.amount),
            }
        )
    if offer.supplements:
        parts.append(
            _("supplements %(euros)s €") % {"euros": written(offer.supplements)}
        )
    return Row("pay", _("Gross pay"), pay, ", ".join(parts))


def _room(offer: Offer, situation: Situation, figures: Figures) -> Headroom | None:
    if situation.basis != Basis.PENSION or LIMIT_KEY not in figures.rows:
        return None
    return held_against(
        figures[LIMIT_KEY],
        offer.form,
        offer.amount,
        offer.supplements,
        offer.week_minutes,
    )


def _basis_rows(
    pay: Decimal, room: Headroom | None, situation: Situation, figures: Figures
) -> list[Row]:
    if situation.basis == Basis.PENSION:
        return [_pension_row(room, situation.pension, figures)]
    if situation.basis == Basis.SUPPORT:
        return [_support_row(pay, figures)]
    return []


def _pension_row(
    room: Headroom | None, pension: Decimal | None, figures: Figures
) -> Row:
    """738/2009 3 and 5 §: pay over the limit suspends the pension, else it stays."""
    label = _("Disability pension")
    if room is None:
        return Row("basis", label, None, _("No earnings limit is known for that day."))
    limit = figures[LIMIT_KEY]
    told = {"limit": written(room.limit)}
    if not room.over:
        detail = _("Stays: the limit is %(limit)s € a month") % told
        return Row("basis", label, NOTHING, detail, *_evidence([limit]))
    detail = _("Is suspended: the pay is over %(limit)s €") % told
    lost = None if pension is None else 0 - cents(pension)
    return Row("basis", label, lost, detail, *_evidence([limit]))


def _support_row(pay: Decimal, figures: Figures) -> Row:
    """Half of the gross pay is deducted, at most the whole support (domain.md 2.7)."""
    label = _("General support")
    keys = ("unemployment-deduction", "general-support-month")
    try:
        used = [figures[key] for key in keys]
    except NoFigureError:
        return Row("basis", label, None, _("No figure is known for that day."))
    share, most = (figures.value(key) for key in keys)
    lost = Fraction(pay) * share
    if lost < most:
        detail = product(written(pay), percent(share))
        return Row("basis", label, 0 - cents(lost), detail, *_evidence(used[:1]))
    detail = _("The whole of it, about %(euros)s €") % {"euros": written(most)}
    return Row("basis", label, 0 - cents(most), detail, *_evidence(used))


def _housing_rows(
    pay: Decimal, room: Headroom | None, situation: Situation, figures: Figures
) -> list[Row]:
    if situation.housing == Housing.NONE:
        return []
    label = str(Housing(situation.housing).label)
    if situation.basis == Basis.PENSION and (room is None or room.over):
        detail = _("Is reckoned anew when the pay comes instead of the pension.")
        return [Row("housing", label, None, detail)]
    keys = [f"{situation.housing}-housing-{part}" for part in ("share", "cover")]
    try:
        used = [figures[key] for key in keys]
    except NoFigureError:
        return [Row("housing", label, None, _("No figure is known for that day."))]
    share, cover = (figures.value(key) for key in keys)
    lost = Fraction(pay) * share * cover
    detail = product(written(pay), percent(share), percent(cover))
    if situation.allowance is not None and lost > situation.allowance:
        lost, detail = Fraction(situation.allowance), _("The whole of it")
    return [Row("housing", label, 0 - cents(lost), detail, *_evidence(used))]


def _evidence(used: list[Parameter]) -> tuple[str, bool]:
    return sources(*used), all_confirmed(*used)
