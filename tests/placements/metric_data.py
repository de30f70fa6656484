"""Records with fixed dates for the tests of metrics."""

from datetime import date

from django.contrib.contenttypes.models import ContentType

from crm.models import TransitionLog
from placements.metrics.periods import parse
from placements.metrics.scope import Scope
from placements.models import Assignment, Attempt
from tests.factories import (
    CandidateFactory,
    MatterFactory,
    PlacementFactory,
    SubsidyFactory,
    TailoredJobFactory,
    TrialFactory,
    VisitFactory,
)

TODAY = date(2026, 6, 30)


def scope_of(user, code, today=TODAY, **filters):
    return Scope(user, parse(code, today), today, **filters)


def moved(record, target, on, source="", **more):
    """Write a move of the record into the log."""
    return TransitionLog.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        name="begin" if not source else "move",
        source=source,
        target=target,
        on=on,
        **more,
    )


def job(begun, **values):
    """Make a job whose inventory began on the day."""
    record = TailoredJobFactory(**values)
    moved(record, "inventory", begun)
    return record


def contact(employer, on, **values):
    """Make a done contact; give an outcome of None for one that did not succeed."""
    if values.pop("missed", False):
        values |= {"state": "not_reached", "missed": "closed"}
        return VisitFactory(employer=employer, on=on, **values)
    return VisitFactory(employer=employer, on=on, done=True, **values)


def placement(candidate, started, ended=None, reason="other", **values):
    known = {"state": "ended", "ended_on": ended, "end_reason": reason} if ended else {}
    if not ended:
        known = {"state": "start_support"}
    return PlacementFactory(
        candidate=candidate,
        starts_on=started,
        started_on=started,
        **(known | values),
    )


def trial_over(candidate, started, ended, **values):
    return TrialFactory(
        candidate=candidate, over=True, starts_on=started, ends_on=ended, **values
    )


def active_since(day, coach, **values):
    """Make an active candidate by log and assignment."""
    record = CandidateFactory(
        coach=coach, active=True, agreed_on=day, activated_on=day, **values
    )
    moved(record, "new", day)
    moved(record, "active", day, "agreed")
    Assignment.objects.create(candidate=record, coach=coach, role="coach", since=day)
    return record


def message(candidate, on, answered=None, answer="answered", **values):
    """Write to an authority about a matter of the candidate; None for no answer yet."""
    matter = MatterFactory(
        candidate=candidate, authority=values.pop("authority", "kela"), opened_on=on
    )
    known = {"answer": answer, "answered_on": answered} if answered else {}
    by = candidate.coach
    return Attempt.objects.create(
        matter=matter,
        by=by,
        channel="secure",
        on=on,
        **({"outcome": "sent"} | known | values),
    )


def applied(candidate, on, *, granted=None, refused=None, **values):
    """Make a pay subsidy applied for on the day, decided on another or not at all."""
    if granted:
        return SubsidyFactory(
            candidate=candidate,
            granted=True,
            state_since=granted,
            **({"submitted_on": on} | values),
        )
    if refused:
        known = {"state": "refused", "decided_on": refused, "refusal": "discretion"}
        return SubsidyFactory(candidate=candidate, submitted_on=on, **(known | values))
    return SubsidyFactory(candidate=candidate, sent=True, state_since=on, **values)
