"""What a placement's page shows: way, warnings, next step, checkpoints, week, pay."""

from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.models import FollowUp
from crm.templatetags.crm import day, days_late
from employers.earnings import Headroom, headroom
from employers.next_step import ITEM, NextStep, may_act
from employers.stages import age, short
from employers.week import day_name, grid, hours_text
from placements.candidate_page import LIMITED, notice, told_step
from placements.looks import Look
from placements.models import Checkpoint, PayReview, Placement
from placements.reasons import reason_of

State = Placement.State
#: So many steps, moves and looks of one placement are told.
TOLD = 100
#: What carries the placement forward, in the order of the way.
FORWARD = ("start", "establish", "fade", "resume", "intensify")
#: State → the date column that says when it was first reached.
REACHED = {
    State.START_SUPPORT: "started_on",
    State.ESTABLISHED: "established_on",
    State.FADED: "faded_on",
    State.ENDED: "ended_on",
}


def address(name: str, placement: Placement, *more: Any) -> str:
    """Return the address of one of the placement's screens."""
    return reverse(
        f"placements:{name}", args=[placement.candidate_id, placement.pk, *more]
    )


# --- where it stands ----------------------------------------------------------


def stepper(placement: Placement) -> list[dict[str, Any]]:
    """Return the stages for ``{% stepper %}``: passed, present with its age, ahead."""
    aside = {State.INTERRUPTED: "break_reason", State.ENDED: "end_reason"}
    if placement.state in aside:
        passed = [_stage(placement, state, "done") for state in Placement.PATH[:-1]]
        why = getattr(placement, f"get_{aside[State(placement.state)]}_display")()
        meta = f"{why} · {age(placement.days_in_state)}"
        label = placement.get_state_display()
        off = {"label": label, "status": "off", "meta": meta}
        return [*(stage for stage in passed if stage["meta"]), off]
    at = Placement.PATH.index(State(placement.state))
    return [
        _stage(placement, state, "now" if n == at else "done" if n < at else "ahead")
        for n, state in enumerate(Placement.PATH)
    ]


def _stage(placement: Placement, state: Any, status: str) -> dict[str, Any]:
    if status == "now":
        meta = age(placement.days_in_state)
    else:
        name = REACHED.get(state)
        on = getattr(placement, name) if name else _agreed_on(placement)
        meta = short(on) if status == "done" else ""
    return {"label": state.label, "status": status, "meta": meta}


def _agreed_on(placement: Placement) -> date:
    # Written down here later, it had been agreed on before it began.
    written = timezone.localdate(placement.created_at)
    return min(written, placement.started_on or written)


def moves(placement: Placement, user: Any) -> dict[str, Any]:
    """Return the one move forward, and a menu of everything else."""
    options = list(placement.options_for(user))
    main = next((o for name in FORWARD for o in options if o.name == name), None)
    if main and (
        main.name == "intensify" or (main.name == "establish" and main.blockers)
    ):
        main = None  # it happens by itself, or only when something has changed
    rest = [_move(placement, option) for option in options if option is not main]
    calm = [item for item in rest if not item["tone"]]
    grave = [item for item in rest if item["tone"]]
    deeds = _deeds(placement, user) if options else []
    line: list[ITEM] = [{"line": True}] if grave else []
    return {
        "main": _move(placement, main) if main else None,
        "menu": [*deeds, *calm, *line, *grave],
    }


def _move(placement: Placement, option: Any) -> ITEM:
    return {
        "label": option.label,
        "icon": "arrow",
        "url": address("placement-move", placement, option.name),
        "blocked": " ".join(map(str, option.blockers)),
        "tone": "berry" if option.tone == "berry" else "",
    }


def _deeds(placement: Placement, user: Any) -> list[ITEM]:
    if not user.has_perm("placements.change_placement"):
        return []
    named = [
        (_("Plan the next step"), "clock", "placement-step"),
        (_("Change what was agreed"), "pen", "placement-edit"),
        (_("Working times"), "day", "placement-week"),
    ]
    if not placement.is_paid:
        named.insert(0, (_("Days of work activity"), "check", "attendance"))
    return [
        {"label": label, "icon": icon, "url": address(name, placement)}
        for label, icon, name in named
    ]


# --- what there is to know ------------------------------------------------------


class PlacementPage:
    """All that stands around one placement, each table asked once."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement

    @cached_property
    def steps(self) -> list[FollowUp]:
        """Every step with what hangs on it, the latest first."""
        found = self.placement.follow_ups.select_related(
            "assignee", "checkpoint", "payreview"
        )
        return list(found.order_by("-due_on", "-pk")[:TOLD])

    @cached_property
    def _later(self) -> dict[int, FollowUp]:
        return {step.previous_id: step for step in self.steps if step.previous_id}

    def present(self, step: FollowUp) -> FollowUp:
        """Return the step as it stands now, after it has been handed over."""
        while step.pk in self._later:
            step = self._later[step.pk]
        return step

    @cached_property
    def looks(self) -> list[Look]:
        """Checkpoints by their day; without those that a break or an end took."""
        return sorted(self._of("checkpoint"), key=lambda look: look.record.days)

    @cached_property
    def pay_reviews(self) -> list[Look]:
        """Pay reviews of open work activity, the latest first."""
        return self._of("payreview")

    def _of(self, name: str) -> list[Look]:
        found = [
            self._look(row) for step in self.steps if (row := getattr(step, name, None))
        ]
        dropped = FollowUp.State.CANCELLED
        return [one for one in found if one.record.outcome or one.step.state != dropped]

    def _look(self, record: Checkpoint | PayReview) -> Look:
        step = self.present(record.step)
        screen = "pay-review" if isinstance(record, PayReview) else "checkpoint"
        return Look(record, step.text, step, address(screen, self.placement, record.pk))

    @cached_property
    def others(self) -> list[Placement]:
        """Other standing placements of the candidate: a week can be split."""
        others = self.placement.candidate.placements.standing()
        return list(
            others.exclude(pk=self.placement.pk).select_related("employer")[:20]
        )

    @cached_property
    def pay(self) -> Headroom | None:
        """The forecast of a month against the earnings limit, if pay is known."""
        one = self.placement
        if not one.is_paid or one.pay_amount is None:
            return None
        today = timezone.localdate()
        return headroom(
            one.pay_form,
            one.pay_amount,
            one.pay_supplements,
            one.week_minutes,
            on=max(one.starts_on, today),
        )

    @property
    def limit_concerns(self) -> bool:
        """Whether a pension's limit concerns this person."""
        return self.placement.candidate.income in LIMITED

    @property
    def week(self) -> Any:
        """The picture of the week, with the hours at other places."""
        if not self.placement.shifts:
            return None
        rest = [shift for other in self.others for shift in other.shifts]
        return grid(self.placement.shifts, rest)

    @cached_property
    def clashes(self) -> list[str]:
        """Each overlap with another placement, in words."""
        return [
            _("%(day)s: here %(mine)s, at %(place)s %(theirs)s")
            % {
                "day": day_name(mine["weekday"]),
                "mine": hours_text(mine),
                "theirs": hours_text(theirs),
                "place": other.employer or other.get_kind_display(),
            }
            for other, pairs in self.placement.clashes_with(self.others)
            for mine, theirs in pairs
        ]

    # --- what to mind and what comes next ---------------------------------------

    @property
    def notices(self) -> list[ITEM]:
        """What one should know first, the gravest first."""
        if self.placement.state == State.ENDED:
            return self._after_the_end()
        return [*self._worries(), *self._money()]

    def _worries(self) -> list[ITEM]:
        one, found = self.placement, []
        if one.at_risk:
            text = one.risk_note or _("Nothing more is written down.")
            found.append(notice("berry", "alert", _("At risk"), text))
        if self.clashes:
            text = "; ".join(self.clashes)
            found.append(notice("thread", "clock", _("Working times overlap"), text))
        if one.expected_back_on:
            text = _("The return is expected on %s.") % day(one.expected_back_on)
            found.append(notice("thread", "snooze", _("On a break"), text))
        return found

    def _money(self) -> list[ITEM]:
        one, found = self.placement, []
        if one.state == State.AGREED and not one.is_counselled:
            text = str(Placement.IS_COUNSELLED.reason)
            found.append(notice("thread", "euro", _("Before the work begins"), text))
        if self.limit_concerns and self.pay and self.pay.over:
            text = _("Pay above the limit suspends the pension. Talk about it first.")
            found.append(notice("thread", "euro", _("Over the earnings limit"), text))
        return found

    def _after_the_end(self) -> list[ITEM]:
        one = self.placement
        kind = Placement.EndClass(one.end_class).label
        found = [notice("lake", "info", _("How the end counts"), str(kind))]
        if later := one.continued_by():
            text = _("Began elsewhere on %s, within 30 days: work goes on.")
            began = day(later.started_on)
            found.append(notice("spruce", "check", _("Retained"), text % began))
        return found

    def next_step(self, user: Any) -> NextStep:
        """Return the nearest pending step, or that there is none."""
        pending = [step for step in self.steps if step.is_pending]
        step = min(pending, key=lambda s: (s.due_on, s.priority, s.pk), default=None)
        if step is None:
            return self._no_step(user)
        late = days_late(step.due_on)
        today = step.due_on == timezone.localdate()
        when = late or (_("today") if today else day(step.due_on))
        tone = "berry" if late else "thread" if today else "spruce"
        meta = f"{day(step.due_on)} · {step.assignee} · {step.get_kind_display()}"
        actions = self._actions(step) if may_act(step, user) else ()
        return NextStep(f"{_('Next step')} · {when}", step.text, meta, tone, actions)

    def _no_step(self, user: Any) -> NextStep:
        standing = self.placement.state in Placement.STANDING
        plan: ITEM = {"label": _("Add a step"), "icon": "plus"}
        plan["url"] = address("placement-step", self.placement)
        may = user.has_perm("crm.add_followup")
        tone = "thread" if standing else "plain"
        return NextStep(
            _("Next step"), _("No next step"), "", tone, [plan] if may else ()
        )

    def _actions(self, step: FollowUp) -> list[ITEM]:
        looks = [*self.looks, *self.pay_reviews]
        look = next((one for one in looks if one.step.pk == step.pk), None)
        query = f"?next={self.placement.get_absolute_url()}"
        done = reverse("follow-up-transition", args=[step.pk, "complete"]) + query
        later = reverse("follow-up-transition", args=[step.pk, "snooze"]) + query
        first: ITEM = {"label": pgettext("verb", "Done"), "icon": "check", "url": done}
        if look:
            label = _("Record how it goes")
            first = {"label": label, "icon": "pen", "url": look.url}
        return [first, {"label": _("Put off"), "icon": "snooze", "url": later}]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Other steps ahead, today, then moves and closed steps, newest first."""
        shown = {look.step.pk for look in [*self.looks, *self.pay_reviews]}
        pending = [s for s in self.steps if s.is_pending and s.pk not in shown]
        moved = self.placement.history.select_related("by")[:TOLD]
        past = [(entry.on, entry.pk, told(self.placement, entry)) for entry in moved]
        closed = [step for step in self.steps if step.state == FollowUp.State.DONE]
        past += [(step.state_since, 0, told_step(step)) for step in closed]
        past.sort(key=lambda one: one[:2], reverse=True)
        now = _("Today %(day)s") % {"day": day(timezone.localdate())}
        today = {"today": True, "title": now}
        return [*map(told_step, pending), today, *(entry for _on, _pk, entry in past)]


def told(placement: Placement, entry: Any) -> dict[str, Any]:
    """Tell one entry of the log."""
    who = entry.by or _("by itself")
    parts = [reason_of(Placement, entry), entry.note]
    move = placement.move_named(entry.name)
    label = str(move.custom["label"]) if move else _("Agreed on")
    undone = f" ({_('undone')})" if entry.undone_at else ""
    return {
        "title": f"{label}{undone}",
        "text": " · ".join(filter(None, parts)),
        "meta": f"{day(entry.on)} · {who}",
        "icon": "arrow",
        "tone": "plain" if entry.undone_at else "lake",
    }


def interval(placement: Placement) -> str:
    """Say how often one keeps in touch; "" before support has faded."""
    weeks = placement.contact_weeks
    if not weeks:
        return ""
    return ngettext("Every week", "Every %(n)d weeks", weeks) % {"n": weeks}
