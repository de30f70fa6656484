"""What waits: M20 and M21 of domain.md 5.2."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from crm.models import FollowUp
from placements.metrics.counting import count_of, days_between, spread_of
from placements.metrics.definitions import (
    Dimension,
    Form,
    Groups,
    Measure,
    Part,
    Unit,
    View,
    metric,
)
from placements.metrics.scope import Scope
from placements.metrics.suppression import Cell


@metric(
    code="M20",
    title=_("Late steps"),
    unit=Unit.STEPS,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_("of them those whose day has passed"),
    denominator=_("steps that are open now"),
    note=_("Beside: how many days late, in the middle."),
    dimensions=(Dimension.COACH,),
)
def late_steps(scope: Scope) -> Measure:
    rows = FollowUp.objects.visible_to(scope.user).pending().order_by()
    if scope.coach:
        rows = rows.filter(assignee=scope.coach)
    late = rows.filter(due_on__lt=scope.today)
    dues = rows.values_list("due_on").annotate(steps=Count("pk"))
    days = days_between((due, scope.today, steps) for due, steps in dues)
    spread = spread_of({day: steps for day, steps in days.items() if day > 0})
    base = Cell(sum(days.values()))
    return Measure(Cell(spread.count), base, spread=spread, rows=late)


@metric(
    code="M21",
    title=_("Silence"),
    unit=Unit.EMPLOYERS,
    view=View.SNAPSHOT,
    form=Form.SHARE,
    numerator=_("of them those past their keep-in-touch day without a coming step"),
    denominator=_("employers contacted, in dialogue or partners today"),
    note=_("Beside: active candidates and placements without a coming step."),
    people=True,
)
def silence(scope: Scope) -> Measure:
    rows = scope.employers()
    silent = rows.silent(scope.today)
    still = Q(next_step_on__isnull=True) | Q(next_step_on__lt=scope.today)
    beside = [
        Part(
            "placements",
            _("placements without a coming step"),
            count_of(scope.placements().standing().filter(still), "candidate"),
        )
    ]
    if not scope.industry:
        quiet = scope.candidates().active().filter(still)
        label = _("active candidates without a coming step")
        beside.insert(0, Part("candidates", label, count_of(quiet, "pk")))
    living = rows.filter(state__in=rows.model.LIVING)
    return Measure(
        count_of(silent),
        count_of(living),
        beside=tuple(beside),
        rows=silent,
        groups=Groups(silent, living),
    )
