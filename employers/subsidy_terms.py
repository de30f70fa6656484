"""What a pay subsidy asks of employer, job and jobseeker (domain.md 2.1).

Each requirement is one sentence, and is met, not met, or not known yet: a question that
nobody has answered is never taken for a yes.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from crm.models import Figures
from employers.money import percent, plainly
from employers.subsidy import Age, Case, Ground, Payer

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Requirement:
    """One thing that must hold, in a sentence."""

    key: str
    text: str
    #: None while nobody knows.
    met: bool | None


def requirements(case: Case, figures: Figures) -> list[Requirement]:
    """Return what this case must meet; NoFigureError without a figure of the day."""
    of_ground = {
        Ground.GENERAL: _general,
        Ground.REDUCED: _reduced,
        Ground.ASSOCIATION: _association,
        Ground.SENIOR: _senior,
        Ground.AGED_55: _aged_55,
    }[Ground(case.ground)]
    return [*_payer(case), _jobseeker(case, figures), *of_ground(case, figures)]


def unmet(found: list[Requirement]) -> list[Requirement]:
    """Return what is known to be missing: with any of it there is no subsidy."""
    return [one for one in found if one.met is False]


def reminders(case: Case, figures: Figures) -> list[str]:
    """Return what this estimate does not ask, and the authority will (83 and 84 §)."""
    told = [
        _("Pay follows the collective agreement; no pure commission, no zero hours."),
        _("Taxes and wages have been paid, and the aid does not distort competition."),
        _(
            "Nobody has been dismissed on production grounds in %(months)d months,"
            " unless replaced."
        )
        % {"months": figures.whole("subsidy-dismissals")},
        _("All support for the pay together is at most the wage costs."),
    ]
    if case.ground != Ground.REDUCED:  # 87 §: the bar does not apply
        years = figures.whole("subsidy-again") // MONTHS_A_YEAR
        told.append(
            _("No pay subsidy for the same person in the last %(years)d years.")
            % {"years": years}
        )
    if case.ground == Ground.REDUCED:
        told.append(_("A continuation is applied for before the present period ends."))
    return told


def _jobseeker(case: Case, figures: Figures) -> Requirement:
    """3 §: registered, and in work under four hours a week if at all."""
    text = _(
        "The person is an unemployed registered jobseeker: regular work, if any, is"
        " under %(hours)s hours a week."
    )
    hours = plainly(figures.value("subsidy-jobless-hours"))
    return Requirement("jobseeker", text % {"hours": hours}, case.jobseeker)


def _payer(case: Case) -> list[Requirement]:
    """83 §: no state agency; municipality and private person within bounds."""
    if case.payer == Payer.STATE:
        return [
            Requirement("state", _("The employer is not a state agency."), met=False)
        ]
    if case.payer == Payer.MUNICIPALITY:
        text = _(
            "A municipality gets it only for reduced work ability, or for somebody who"
            " is 60 or older."
        )
        return [Requirement("municipality", text, _municipality_may(case))]
    if case.payer == Payer.PRIVATE:
        text = _("A private person gets it only for business activity.")
        return [Requirement("private", text, case.business)]
    return []


def _municipality_may(case: Case) -> bool | None:
    if case.ground == Ground.AGED_55:
        return None  # not established for the employment subsidy
    return case.ground in {Ground.REDUCED, Ground.SENIOR}


def _general(case: Case, figures: Figures) -> list[Requirement]:
    """82 §: one of five groups."""
    by_age = case.age and case.age not in {Age.UNDER_25, Age.UNDER_50}
    text = _(
        "Aged 15-24 or 50 or older, without an upper secondary qualification, an"
        " immigrant with an integration plan, or %(months)d months without paid work."
    ) % {"months": figures.whole("subsidy-without-work")}
    met = True if by_age or case.age == Age.UNDER_25 else case.in_group
    return [Requirement("group", text, None if met is False and not case.age else met)]


def _reduced(_case: Case, _figures: Figures) -> list[Requirement]:
    """87 §: the ground itself is what the authority looks into."""
    text = _(
        "A disability or an illness has much reduced the chances of getting suitable"
        " work: the authority looks into it."
    )
    return [Requirement("reduced", text, met=None)]


def _association(case: Case, figures: Figures) -> list[Requirement]:
    """88 §: who the employer is, how many hours, how long unemployed."""
    body = Requirement(
        "association",
        _("The employer is an association, a foundation or a religious community."),
        case.payer == Payer.ASSOCIATION,
    )
    outside = Requirement(
        "outside-business",
        _("The work is not business activity."),
        None if case.business is None else not case.business,
    )
    share = percent(figures.value("subsidy-hours-association"))
    hours = Requirement(
        "hours",
        _("At most %(share)s of full hours counts.") % {"share": share},
        True if case.week_hours and case.full_hours else None,
    )
    return [body, outside, hours, _unemployed(case.longest, "longest", figures)]


def _senior(case: Case, figures: Figures) -> list[Requirement]:
    """89 §."""
    age = Requirement(
        "age-60",
        _("The person is 60 or older."),
        case.age == Age.OVER_60 if case.age else None,
    )
    return [age, _unemployed(case.long, "long", figures)]


def _aged_55(case: Case, figures: Figures) -> list[Requirement]:
    """95 §: age, hours, how long unemployed."""
    age = Requirement(
        "age-55",
        _("The person is 55 or older."),
        case.age in {Age.UNDER_60, Age.OVER_60} if case.age else None,
    )
    least = figures.value("subsidy-hours-aged55")
    share = figures.value("subsidy-share-aged55")
    hours = Requirement(
        "hours",
        _("At least %(hours)s hours a week, or %(share)s of full hours.")
        % {"hours": plainly(least), "share": percent(share)},
        _enough_hours(case, figures),
    )
    return [age, hours, _unemployed(case.longest, "longest", figures)]


def _enough_hours(case: Case, figures: Figures) -> bool | None:
    if not case.week_hours:
        return None
    if case.week_hours >= figures.value("subsidy-hours-aged55"):
        return True
    if not case.full_hours:
        return None
    least = figures.value("subsidy-share-aged55") * Fraction(case.full_hours)
    return case.week_hours >= least


def unemployed_text(key: str, figures: Figures) -> str:
    """Say for how long of which time somebody has been unemployed."""
    months = figures.whole(f"subsidy-{key}")
    of = figures.whole(f"subsidy-{key}-of")
    text = _("Unemployed for %(months)d of the last %(of)d months")
    return text % {"months": months, "of": of}


def _unemployed(known: bool | None, key: str, figures: Figures) -> Requirement:  # noqa: FBT001 - an answer
    return Requirement(key, f"{unemployed_text(key, figures)}.", known)
