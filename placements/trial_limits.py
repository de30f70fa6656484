"""What a trial may be, told while it is planned: time used, days left, signs."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.templatetags.crm import day
from placements.models import Trial
from placements.trial_rules import RESTART, RESTART_UNDER_25, Used, counting, span


@dataclass(frozen=True)
class Limits:
    """How much of the time allowed a trial takes, and what stands against it."""

    #: What is known, each with its heading.
    facts: list[tuple[str, str]] = field(default_factory=list)
    #: Earlier trials that share the maximum, and whether each counts.
    earlier: list[tuple[Trial, bool]] = field(default_factory=list)
    #: Days used with this trial and days allowed, 30 to a month; 0 for no maximum.
    taken: int = 0
    allowed: int = 0
    restart: str = ""
    #: What is not allowed, and what only deserves a thought.
    problems: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)


def limits_of(trial: Trial) -> Limits | None:
    """Reckon for a trial, saved or not; None before its kind and days are known."""
    known: list[Any] = [trial.type_id, trial.starts_on, trial.ends_on]
    if not all(known):
        return None
    counted = counting([one.period for one in trial.family], trial.counted_since)
    before, this = trial.used_before(), span(trial.starts_on, trial.ends_on)
    return Limits(
        facts=_facts(trial, before, this),
        earlier=[(one, one.period in counted) for one in trial.family],
        taken=before.total + this.total - trial.stopped,
        allowed=_allowed(trial),
        restart=_restart(trial),
        problems=problems_of(trial) if trial.state in Trial.BEFORE else [],
        cautions=_cautions(trial),
    )


def problems_of(trial: Trial) -> list[str]:
    """Say what the kind of trial does not allow."""
    rules = (
        Trial.FITS_MAXIMUM,
        Trial.FITS_HOURS,
        Trial.IS_NEW_HOST,
        Trial.NO_EMPLOYMENT,
    )
    return [str(rule.reason) for rule in rules if not rule(trial)]


def used_text(used: Used) -> str:
    """Say a time in months and days: "2 months 10 days"."""
    months = ngettext("%(count)d month", "%(count)d months", used.months)
    days = ngettext("%(count)d day", "%(count)d days", used.days)
    parts = [
        months % {"count": used.months} if used.months else "",
        days % {"count": used.days} if used.days or not used.months else "",
    ]
    return " ".join(filter(None, parts))


def _allowed(trial: Trial) -> int:
    kind = trial.type
    return kind.max_days or Used(kind.max_months or 0).total


def _facts(trial: Trial, before: Used, this: Used) -> list[tuple[str, str]]:
    kind, last = trial.type, trial.last_end()
    full = last is not None and last < trial.starts_on
    rows = [
        (_("Maximum"), kind.maximum),
        (_("Used before"), used_text(before) if kind.family else ""),
        (_("This trial"), used_text(this)),
        (_("Ends by"), _("no time left") if full else day(last)),
        (_("Working time"), _hours(trial)),
        *(_contract(trial) if trial.state in Trial.BEFORE else ()),
        (_("Consider pay"), day(trial.pay_review_on)),
        (_("Source"), kind.source),
    ]
    return [(heading, words) for heading, words in rows if words]


def _contract(trial: Trial) -> list[tuple[str, str]]:
    """Say who insures and who signs, before the contract itself says it."""
    kind = trial.type
    return [
        (_("Insured by"), str(kind.get_insurer_display())),
        (_("Who signs"), ", ".join(str(party.label) for party in kind.signing)),
    ]


def _hours(trial: Trial) -> str:
    kind = trial.type
    least, most = (_number(kind.hours_least), _number(kind.hours_most))
    if not (least and most and kind.days_most):
        return ""
    text = _("%(least)s to %(most)s h a day, at most %(days)d days a week")
    return text % {"least": least, "most": most, "days": kind.days_most}


def _number(hours: Decimal | None) -> str:
    return str(number_format(hours.normalize())) if hours else ""


def _restart(trial: Trial) -> str:
    if not trial.type.family:
        return ""
    if trial.counted_since:
        text = _("The reckoning began anew: what ended before %(day)s does not count.")
        return text % {"day": day(trial.counted_since)}
    text = _(
        "The reckoning begins anew after %(months)d months of unbroken unemployment, "
        "after %(young)d for those under 25 who have used the maximum "
        "(law 380/2023 55 §)."
    )
    return text % {"months": RESTART, "young": RESTART_UNDER_25}


def _cautions(trial: Trial) -> list[str]:
    """Say what deserves a thought before the trial begins."""
    if trial.state not in Trial.BEFORE:
        return []
    found = [
        _("At the same time: %(what)s. Check that the week fits.") % {"what": what}
        for what in trial.at_the_same_time()
    ]
    if not trial.type.confirmed:
        found.append(_("The rules of this kind are not confirmed: check them."))
    signs = (trial.host_sets_rota, trial.replaces_employee, trial.host_pays)
    if trial.type.unpaid and any(signs):
        text = _("There are signs of employment: work for pay under direction is such.")
        found.append(text)
    return found
