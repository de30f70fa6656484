"""The contract of a trial as a paper: parties, terms, duties, lines to sign on.

The candidate stands on it by the code alone; the name is written by hand on the copy
that is signed.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from employers.printing.typesetting import set_paper
from placements.models import Party, Trial

TEMPLATE = Path(__file__).parent / "printing" / "contract.typ"
LINE = "…" * 24


def contract_pdf(trial: Trial) -> bytes:
    """Return the contract as tagged PDF; what is not known is a line to fill in."""
    words = {
        "matter": _("Matter"),
        "content": _("Content"),
        "parties": _("Parties"),
        "terms": _("What is agreed"),
        "duties": _("Duties of the workplace"),
        "signatures": _("Signatures"),
        "party": _("Party"),
        "signature": _("Signature and name in print"),
        "date": _("Date"),
    }
    told = {
        "lang": get_language() or "fi",
        "title": _("Contract of a trial"),
        "subtitle": str(trial.type),
        "document": trial.document,
        "parties": _facts(parties_of(trial)),
        "terms": _facts(terms_of(trial)),
        "duties": duties_of(trial),
        "signing": _facts(signing_of(trial)),
        "footnote": _footnote(trial),
        "words": words,
    }
    return set_paper(TEMPLATE, told)


def _facts(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in rows]


def parties_of(trial: Trial) -> list[tuple[str, str]]:
    """Return each party and who it is; the candidate by the code."""
    workplace = ", ".join(map(str, filter(None, [trial.employer, trial.workplace])))
    known = {Party.CANDIDATE: str(trial.candidate), Party.WORKPLACE: workplace}
    return [(str(party.label), known.get(party, LINE)) for party in trial.type.signing]


def terms_of(trial: Trial) -> list[tuple[str, str]]:
    """Return what the contract must say (law 380/2023 57 §, domain.md 2.4)."""
    rows = [
        (_("Time"), _("%(first)s to %(last)s") % _days(trial)),
        (_("Working time"), _hours(trial)),
        (_("Times of day"), LINE),
        (_("Tasks"), trial.tasks or LINE),
        (_("Goals"), trial.goals or LINE),
        (_("Guides and supervises"), trial.guide or LINE),
        (_("Accident insurance"), str(trial.get_insurer_display() or LINE)),
    ]
    if Party.AUTHORITY in trial.type.parties:
        rows.append((_("Payer of the unemployment benefit"), LINE))
    if trial.why_unpaid:
        rows.append((_("Why it is no employment"), trial.why_unpaid))
    return rows


def duties_of(trial: Trial) -> list[str]:
    """Return what a work trial asks of the workplace (law 380/2023 57 §)."""
    if Party.AUTHORITY not in trial.type.parties:
        return []
    return [
        _("Absences are told to the payer of the benefit."),
        _("At the end a written assessment of suitability is given."),
        _("The employees' representative is told the person's name and the contract."),
        _("The duties cannot be passed on to somebody else."),
    ]


def signing_of(trial: Trial) -> list[tuple[str, str]]:
    """Return each party with the day on which it has signed, if it has."""
    signed = trial.signatures
    return [
        (
            str(party.label),
            _short(date.fromisoformat(signed[party])) if signed.get(party) else "",
        )
        for party in trial.type.signing
    ]


def _footnote(trial: Trial) -> str:
    if Party.AUTHORITY in trial.type.parties:
        return _(
            "This is not an employment contract. The authority's own form is signed "
            "as well if it asks for it."
        )
    return _("This is not an employment contract.") if trial.type.unpaid else ""


def _hours(trial: Trial) -> str:
    if not trial.hours_a_day or not trial.days_a_week:
        return LINE
    text = _("%(hours)s h a day, %(days)d days a week, %(week)s h a week")
    hours: Any = trial.hours_a_day
    return text % {
        "hours": number_format(hours.normalize()),
        "days": trial.days_a_week,
        "week": number_format((hours * trial.days_a_week).normalize()),
    }


def _days(trial: Trial) -> dict[str, str]:
    return {"first": _short(trial.starts_on), "last": _short(trial.ends_on)}


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
