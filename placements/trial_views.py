"""What a trial's page says of days away, and of how it went for both sides."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.workdays import is_workday
from placements.models import Absence, Assessment, Party, Trial
from placements.trial_rules import ALARM, DECIDES, longest_run

Side, State = Assessment.Side, Trial.State


def away(trial: Trial) -> dict[str, Any]:
    """Return the days away and the alarm; nothing before the trial has begun."""
    if trial.started_on is None:
        return {}
    absences = list(trial.absences.all()[:100])
    untold = [a for a in absences if a.kind == Absence.Kind.UNTOLD]
    run = longest_run([(a.first_on, a.last_on) for a in untold], is_workday)
    return {"absences": absences, "alarm": _alarm(run), "law": _law(trial, run)}


def _alarm(run: int) -> str:
    if run < ALARM:
        return ""
    many = ngettext(
        "%(days)d day in a row without a word",
        "%(days)d days in a row without a word",
        run,
    )
    return many % {"days": run}


def _law(trial: Trial, run: int) -> str:
    """Say what the law asks where the authority is a party."""
    if run < ALARM or Party.AUTHORITY not in trial.type.parties:
        return ""
    text = _("After %(days)d days the authority decides on the trial: tell it now.")
    return text % {"days": DECIDES}


def both_views(trial: Trial) -> dict[str, Any]:
    """Return both sides' views; the workplace's is shown after the candidate's."""
    if trial.started_on is None:
        return {}
    sides = {one.side: one for one in trial.assessments.all()[:2]}
    host, candidate = sides.get(Side.HOST), sides.get(Side.CANDIDATE)
    asking = trial.may_be_assessed
    shown = host if candidate or not asking else None
    standing = trial.links.standing().select_related("person")
    return {
        "rows": _rows(candidate, shown) if candidate or shown else [],
        "words": shown.words if shown else "",
        "name": shown.name if shown else "",
        "asks_candidate": asking and candidate is None,
        "asks_host": asking and host is None,
        "host_waits": host is not None and shown is None,
        "link": standing.first() if asking and host is None else None,
    }


def _rows(
    candidate: Assessment | None, host: Assessment | None
) -> list[dict[str, Any]]:
    labels = {
        "tasks": _("The tasks"),
        "pace": _("The pace"),
        "people": _("With the people"),
    }
    rows = [
        {"label": labels[name], "cells": [_cell(candidate, name), _cell(host, name)]}
        for name in Assessment.QUESTIONS
    ]
    said = [_said(candidate), _said(host)]
    return [*rows, {"label": _("Would go on"), "cells": said}]


def _cell(one: Assessment | None, question: str) -> dict[str, Any]:
    return {"look": one.look(question) if one else None, "words": _missing(one)}


def _said(one: Assessment | None) -> dict[str, Any]:
    words = one.get_goes_on_display() if one else ""
    return {"look": None, "words": words or _missing(one)}


def _missing(one: Assessment | None) -> str:
    return _("did not want to answer") if one and one.declined else ""
