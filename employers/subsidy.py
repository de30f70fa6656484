"""Pay subsidy (palkkatuki) a month, row by row: an estimate, never a decision.

Law 380/2023 chapter 10 as domain.md 2.1 tells it. Subsidy = the ground's percentage of
the eligible pay, at most the cap; for associations and foundations the wage cost (pay
times the factor) of at most 65 % of full hours. Every figure is a dated parameter. A
payment period that is no calendar month has a cap of cap / 30 for each of its calendar
days (94 §). Each row is rounded half up to cents, once.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import prod

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.models import Figures, Parameter
from employers.money import (
    Row,
    all_confirmed,
    cents,
    month_end,
    months_on,
    percent,
    plainly,
    product,
    sources,
    written,
)

#: A part period's cap is the month's, by thirty, for each calendar day (94 §).
DAYS_A_MONTH = 30


class Ground(TextChoices):
    """On what the subsidy is granted."""

    REDUCED = "reduced", gettext_lazy("Reduced work ability")
    GENERAL = "general", gettext_lazy("General pay subsidy")
    ASSOCIATION = "association", gettext_lazy("Association or foundation")
    SENIOR = "senior", gettext_lazy("60 or older")
    AGED_55 = "aged55", gettext_lazy("Employment subsidy, 55 or older")


class Payer(TextChoices):
    """What kind of employer asks for it."""

    COMPANY = "company", gettext_lazy("Company")
    ASSOCIATION = (
        "association",
        gettext_lazy("Association, foundation or religious community"),
    )
    COUNTY = "county", gettext_lazy("Wellbeing services county")
    MUNICIPALITY = "municipality", pgettext_lazy("employer", "Municipality")
    STATE = "state", gettext_lazy("State agency")
    PRIVATE = "private", gettext_lazy("Private person")


class Age(TextChoices):
    """The ages that the grounds tell apart (82, 89 and 95 §)."""

    UNDER_25 = "15-24", "15\N{EN DASH}24"
    UNDER_50 = "25-49", "25\N{EN DASH}49"
    UNDER_55 = "50-54", "50\N{EN DASH}54"
    UNDER_60 = "55-59", "55\N{EN DASH}59"
    OVER_60 = "60-", gettext_lazy("60 or older")


@dataclass(frozen=True)
class Case:
    """What an estimate is asked for; None is what nobody has said."""

    pay: Decimal
    ground: str
    payer: str
    week_hours: Decimal | None = None
    full_hours: Decimal | None = None
    #: Calendar days of a payment period that is no calendar month.
    days: int | None = None
    business: bool | None = None
    age: str | None = None
    jobseeker: bool | None = None
    #: Unemployed 12 of the last 14 months.
    long: bool | None = None
    #: Unemployed 24 of the last 28 months.
    longest: bool | None = None
    #: No upper secondary qualification, integration plan, six months without paid work.
    in_group: bool | None = None


@dataclass(frozen=True)
class Estimate:
    """A month's (or a part period's) subsidy, with all that it rests on."""

    rows: tuple[Row, ...]
    pay: Decimal
    subsidy: Decimal
    cap: Decimal
    capped: bool
    #: The part of the pay that stays the employer's; side costs come on top.
    own: Decimal
    months: int
    #: For how many months at a time it can be continued; None where it cannot.
    continued: int | None
    #: Name and source of each figure that nobody has confirmed.
    unconfirmed: tuple[str, ...]


CAPS: dict[str, str] = {
    Ground.REDUCED: "subsidy-cap-70",
    Ground.GENERAL: "subsidy-cap-50",
    Ground.ASSOCIATION: "subsidy-cap-100",
    Ground.SENIOR: "subsidy-cap-50",
    Ground.AGED_55: "subsidy-cap-70",  # 96 § points to the same item of 94 §
}
CONTINUED: dict[str, str] = {
    Ground.REDUCED: "subsidy-continued-reduced",
    Ground.SENIOR: "subsidy-continued-senior",
}
#: What must always be said beside an estimate (domain.md 2.1).
WARNINGS = {
    "estimate": gettext_lazy("This is an estimate, not a decision."),
    "discretionary": gettext_lazy(
        "The subsidy is discretionary. The employment authority decides on it, and its"
        " money can run out."
    ),
    "uncovered": gettext_lazy(
        "It does not cover holiday bonus, holiday compensation or the employer's side"
        " costs."
    ),
    "start": gettext_lazy("The job must not start before the decision."),
}


def estimate(case: Case, figures: Figures) -> Estimate:
    """Reckon the subsidy; NoFigureError when a figure does not hold on that day."""
    base = _covered_pay(case, figures)
    share = _share(base, case, figures)
    cap = _cap(case, figures)
    subsidy = cents(min(share.exact, cap.exact))
    own = max(Decimal("0.00"), cents(case.pay) - subsidy)
    capped = share.exact >= cap.exact
    used = [*base.figures, *share.figures, *cap.figures]
    return Estimate(
        rows=(
            _pay_row(case),
            *_base_rows(base),
            share.row(_("Share of the pay")),
            cap.row(_("At most")),
            Row("subsidy", _("Pay subsidy, estimate"), subsidy, _outcome(capped)),
            Row("own", _("The employer's part of the pay"), own),
            *_uncovered(),
        ),
        pay=cents(case.pay),
        subsidy=subsidy,
        cap=cents(cap.exact),
        capped=capped,
        own=own,
        months=_months(case, figures),
        continued=_continued(case, figures),
        unconfirmed=tuple(
            f"{figure.name}: {figure.source}" for figure in used if not figure.confirmed
        ),
    )


def payment_claim_by(ended: date, figures: Figures) -> date:
    """Return the last day to claim the payment of a period that ended on a day.

    Three months from the end of the calendar month in which the last payment period
    ended (decree 385/2024 18 §).
    """
    return months_on(month_end(ended), figures.whole("subsidy-claim"))


@dataclass(frozen=True)
class _Step:
    """An exact sum on the way, and the figures that it rests on."""

    key: str
    exact: Fraction
    detail: str = ""
    figures: tuple[Parameter, ...] = ()

    def row(self, label: str) -> Row:
        return Row(
            self.key,
            label,
            cents(self.exact),
            self.detail,
            sources(*self.figures),
            all_confirmed(*self.figures),
        )


def _covered_pay(case: Case, figures: Figures) -> _Step:
    """Return the pay that counts; an association's is that of 65 % of hours (88 §)."""
    pay = Fraction(case.pay)
    if case.ground != Ground.ASSOCIATION or not (case.week_hours and case.full_hours):
        return _Step("pay", pay)
    most = figures.value("subsidy-hours-association") * Fraction(case.full_hours)
    if case.week_hours <= most:
        return _Step("pay", pay)
    return _Step(
        "covered",
        pay * most / Fraction(case.week_hours),
        product(written(pay), f"{plainly(most)} h / {plainly(case.week_hours)} h"),
        (figures["subsidy-hours-association"],),
    )


def _base_rows(base: _Step) -> tuple[Row, ...]:
    return () if base.key == "pay" else (base.row(_("Pay for the hours that count")),)


def _share(base: _Step, case: Case, figures: Figures) -> _Step:
    keys = [f"subsidy-percent-{case.ground}"]
    if case.ground == Ground.ASSOCIATION:
        keys.append("subsidy-factor-association")
    share, *factors = (figures.value(key) for key in keys)
    return _Step(
        "share",
        base.exact * share * prod(factors),
        product(written(base.exact), percent(share), *map(plainly, factors)),
        tuple(figures[key] for key in keys),
    )


def _cap(case: Case, figures: Figures) -> _Step:
    key = CAPS[case.ground]
    cap = figures.value(key)
    if case.days is None:
        return _Step("cap", cap, _("a month"), (figures[key],))
    detail = _("%(euros)s / %(month)d for each of %(days)d days") % {
        "euros": written(cap),
        "month": DAYS_A_MONTH,
        "days": case.days,
    }
    return _Step("cap", cap * case.days / DAYS_A_MONTH, detail, (figures[key],))


def _months(case: Case, figures: Figures) -> int:
    key = f"subsidy-months-{case.ground}"
    longer = case.ground == Ground.GENERAL and case.long
    return figures.whole(f"{key}-long" if longer else key)


def _continued(case: Case, figures: Figures) -> int | None:
    key = CONTINUED.get(case.ground)
    return figures.whole(key) if key else None


def _pay_row(case: Case) -> Row:
    detail = ""
    if case.week_hours:
        hours = plainly(case.week_hours)
        detail = _("%(hours)s hours a week") % {"hours": hours}
    return Row("pay", _("Gross pay"), cents(case.pay), detail)


def _outcome(capped: bool) -> str:  # noqa: FBT001 - it is what it tells
    return _("The cap is reached.") if capped else _("The cap is not reached.")


def _uncovered() -> tuple[Row, ...]:
    return (
        Row("side-costs", _("Side costs"), None, _("Not covered.")),
        Row("holiday", _("Holiday bonus and compensation"), None, _("Not covered.")),
    )
