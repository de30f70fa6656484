"""What becomes of applications for a pay subsidy: M24 of domain.md 5.2."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from placements.metrics.counting import (
    counts_of,
    days_between,
    spread_of,
    whole_of,
)
from placements.metrics.definitions import (
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.scope import Scope, log_of
from placements.metrics.suppression import Cell
from placements.models import SubsidyProcess

State = SubsidyProcess.State
GRANTED = Q(granted_from__isnull=False)
#: What an application comes to; each comes to one of these.
ENDS: "dict[str, Any]" = {
    "granted": GRANTED,
    "refused": Q(state=State.REFUSED),
    "withdrawn": Q(state=State.WITHDRAWN) & ~GRANTED,
    "waiting": Q(state__in=SubsidyProcess.AWAITING),
}
LABELS = {
    "granted": State.GRANTED.label,
    "refused": State.REFUSED.label,
    "withdrawn": State.WITHDRAWN.label,
    "waiting": _("waits for a decision"),
}


@metric(
    code="M24",
    title=_("Applications for a pay subsidy"),
    unit=Unit.SUBSIDIES,
    view=View.EVENTS,
    form=Form.SHARE,
    numerator=_("of them those granted so far; refused, withdrawn and waiting apart"),
    denominator=_("pay subsidies that were applied for in the period"),
    note=_(
        "The median is days from the application to the decision. Beside: those that"
        " have been suspended at some time."
    ),
    people=True,
)
def applications(scope: Scope) -> Measure:
    rows = scope.subsidies().filter(submitted_on__range=scope.days)
    broken = log_of(SubsidyProcess).filter(
        object_id=OuterRef("pk"), target=State.SUSPENDED
    )
    asked = ENDS | {"suspended": Q(Exists(broken)), "all": None}
    found = counts_of(rows, "candidate", **asked)
    days = rows.values_list("submitted_on", "decided_on").annotate(times=Count("pk"))
    beside = Part("suspended", _("suspended at some time"), found["suspended"])
    return Measure(
        found["granted"],
        found["all"],
        spread=spread_of(days_between(days)),
        parts=tuple(Part(key, LABELS[key], found[key]) for key in ENDS),
        beside=(beside,),
        rows=rows.filter(GRANTED),
        shape="whole",
        groups=Groups(rows.filter(GRANTED), rows, "candidate"),
        of_part=lambda key: rows.filter(ENDS[key]),
    )


@metric(
    code="M24b",
    title=_("Why a pay subsidy was refused"),
    unit=Unit.SUBSIDIES,
    view=View.EVENTS,
    numerator=_("pay subsidies refused in the period, by reason"),
    note=_("No money left is a reason of its own."),
    people=True,
)
def refused_why(scope: Scope) -> Measure:
    rows = scope.subsidies("decided_on").filter(
        state=State.REFUSED, decided_on__range=scope.days
    )
    reasons = dict(SubsidyProcess.Refusal.choices)
    found, parts = whole_of(rows, "refusal", reasons, "candidate")
    return Measure(
        found["all"],
        parts=parts,
        rows=rows,
        groups=Groups(rows, person="candidate", event="decided_on"),
        of_part=lambda key: rows.filter(refusal=key),
    )


@metric(
    code="M24c",
    title=_("Pay subsidy granted, euros a month at most"),
    unit=Unit.SUBSIDIES,
    view=View.EVENTS,
    form=Form.MONEY,
    numerator=_("sum of the monthly caps in the decisions of the period"),
    note=_("What was paid is not recorded. Told only of five people or more."),
    people=True,
)
def money_granted(scope: Scope) -> Measure:
    rows = scope.subsidies("decided_on").filter(GRANTED, decided_on__range=scope.days)
    found = rows.aggregate(
        euros=Sum("cap"),
        decisions=Count("pk"),
        people=Count("candidate", distinct=True),
    )
    decisions = Cell(found["decisions"], found["people"])
    beside = Part("decisions", _("decisions"), decisions)
    euros = Cell(round(found["euros"] or 0), found["people"])
    return Measure(euros, beside=(beside,), rows=rows)
