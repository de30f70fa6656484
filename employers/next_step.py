"""The nearest thing to do with an employer, and whom it can be done with."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.models import FollowUp
from crm.queue import snooze_days
from crm.templatetags.crm import day, days_late
from employers.models import ContactBan, ContactPerson, Employer, TailoredJob, Visit
from employers.telling import clock, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A button or an item of a menu, as components/next.html and menu.html take it.
ITEM = dict[str, Any]


@dataclass(frozen=True)
class NextStep:
    """The nearest thing to do: for ``components/next.html``."""

    heading: str
    what: str
    meta: str = ""
    tone: str = ""
    actions: "Sequence[ITEM]" = ()


def next_step(
    employer: Employer,
    user: Any,
    steps: "Sequence[FollowUp]",
    visits: "Sequence[Visit]",
    people: "Iterable[ContactPerson]",
) -> NextStep | None:
    """Return the nearest of pending steps and planned visits, or that none is there."""
    step = min(steps, key=lambda s: (s.due_on, s.priority, s.pk), default=None)
    visit = min(visits, key=lambda v: (v.on, v.pk), default=None)
    if visit and (step is None or visit.on < step.due_on):
        return _of_visit(visit, user)
    if step:
        return of_step(employer, step, user, people, employer.get_absolute_url())
    if employer.state in Employer.CLOSED or not user.has_perm("crm.add_followup"):
        return None
    return _none_yet(employer)


def _heading(when: date) -> tuple[str, str]:
    late = days_late(when)
    if late:
        return joined(_("Next step"), late), "berry"
    if when == timezone.localdate():
        return joined(_("Next step"), _("today")), "thread"
    return joined(_("Next step"), day(when)), "spruce"


def of_step(
    employer: Employer,
    step: FollowUp,
    user: Any,
    people: "Iterable[ContactPerson]",
    back: str,
) -> NextStep:
    """Return a step with an employer or its job; ``back`` is the page it is on."""
    heading, tone = _heading(step.due_on)
    meta = joined(day(step.due_on), step.assignee, step.get_kind_display())
    actions: Sequence[ITEM] = ()
    if may_act(step, user):
        actions = step_actions(employer, step, user, people, back)
    return NextStep(heading, step.text, meta, tone, actions)


def next_job_step(
    job: TailoredJob, user: Any, people: "Iterable[ContactPerson]"
) -> NextStep | None:
    """Return the nearest step with a tailored job, or that there is none."""
    steps = job.follow_ups.pending().select_related("assignee")
    step = steps.order_by("due_on", "priority", "pk").first()
    back = job.get_absolute_url()
    if step:
        return of_step(job.employer, step, user, people, back)
    ended = {TailoredJob.State.CLOSED, TailoredJob.State.WITHDRAWN}
    if job.state in ended or not user.has_perm("crm.add_followup"):
        return None
    plan = reverse("employers:job-step", args=[job.pk])
    actions: list[ITEM] = [{"label": _("Add a step"), "icon": "plus", "url": plan}]
    if job.employer.state not in Employer.CLOSED:
        query = urlencode({"employer": job.employer_id, "next": back})
        url = f"{reverse('employers:log')}?{query}"
        actions.append({"label": _("Log a contact"), "icon": "pen", "url": url})
    text = _("Without one a job is easily forgotten.")
    return NextStep(_("Next step"), _("No next step"), text, "thread", actions)


def may_act(step: FollowUp, user: Any) -> bool:
    """Whether the step is the user's to act on (as ``FollowUpQuerySet.visible_to``)."""
    mine = {
        step.assignee_id,
        step.assignee.deputy_id,
        step.offered_to_id,
        step.created_by_id,
    }
    return user.pk in mine or user.has_perm("crm.view_team")


def step_actions(
    employer: Employer,
    step: FollowUp,
    user: Any,
    people: "Iterable[ContactPerson]",
    back: str,
) -> list[ITEM]:
    """Return call, log, done and put off, the likeliest first."""
    query = f"?{urlencode({'next': back})}"
    done = {
        "label": _("Done"),
        "icon": "check",
        "url": reverse("follow-up-transition", args=[step.pk, "complete"]) + query,
    }
    open_to_contact = employer.state not in Employer.CLOSED
    if not (open_to_contact and user.has_perm("employers.add_visit")):
        return [done, _put_off(step, query)]
    if step.kind in {FollowUp.Kind.CHECK, FollowUp.Kind.OTHER}:
        return [done, _log(step), _put_off(step, query)]
    quiet = done | {"label": _("Done, no contact needed")}
    person = to_call(people) if step.kind == FollowUp.Kind.CALL else None
    call = [_call(person)] if person else []
    return [*call, _log(step), _put_off(step, query, {"line": True}, quiet)]


def _call(person: ContactPerson) -> ITEM:
    return {"label": _("Call"), "icon": "phone", "url": f"tel:{person.phone}"}


def _log(step: FollowUp) -> ITEM:
    query = urlencode({"followup": step.pk})
    return {
        "label": _("Log"),
        "icon": "pen",
        "url": f"{reverse('employers:log')}?{query}",
    }


def _put_off(step: FollowUp, query: str, *more: ITEM) -> ITEM:
    url = reverse("follow-up-transition", args=[step.pk, "snooze"]) + query
    other = {"label": _("Another day"), "icon": "day", "url": url}
    if step.needs_reason_to_snooze:
        items = [other, *more]
        return {"label": _("Put off"), "icon": "snooze", "menu": items}
    days = [
        {
            "label": label,
            "hint": day(when),
            "url": url,
            "post": True,
            "name": "until",
            "value": when.isoformat(),
        }
        for label, when in snooze_days(timezone.localdate())
    ]
    return {"label": _("Put off"), "icon": "snooze", "menu": [*days, other, *more]}


@dataclass(frozen=True)
class Reach:
    """Who may be called and written to, after all bans."""

    phones: list[ContactPerson]
    emails: list[ContactPerson]
    banned: set[int]


def reach_of(
    employer: Employer, people: "Iterable[ContactPerson]", bans: "Iterable[ContactBan]"
) -> Reach:
    """Return whom no ban and no end of trading keeps from being reached.

    While somebody works there through us, those people stay reachable (4.1).
    """
    bans = list(bans)
    banned = {ban.person_id for ban in bans if ban.person_id}
    closed = employer.state in Employer.CLOSED and not employer.open_work
    free = [p for p in people if not closed and not p.left_on and p.pk not in banned]
    shut = {ban.channel for ban in bans}
    return Reach(
        [p for p in free if p.phone and ContactBan.Channel.PHONE not in shut],
        [p for p in free if p.email and ContactBan.Channel.EMAIL not in shut],
        banned,
    )


def people_of(employer: Employer) -> list[ContactPerson]:
    """Return whom one may call there now."""
    bans = employer.standing_bans() if employer.has_bans else ()
    return reach_of(employer, employer.people.present(), bans).phones


def to_call(people: "Iterable[ContactPerson]") -> ContactPerson | None:
    """Return whom to call: who decides first, then anyone with a phone."""
    reachable = [p for p in people if p.phone and p.left_on is None]
    return min(reachable, key=lambda p: (not p.decides, p.pk), default=None)


def _of_visit(visit: Visit, user: Any) -> NextStep:
    heading, tone = _heading(visit.on)
    actions: list[ITEM] = [
        {
            "label": pgettext("verb", "Open"),
            "icon": "eye",
            "url": visit.get_absolute_url(),
        }
    ]
    if user.has_perm("employers.add_visit"):
        log = f"{reverse('employers:log')}?{urlencode({'visit': visit.pk})}"
        move = reverse("employers:visit-transition", args=[visit.pk, "reschedule"])
        actions = [
            {"label": _("Log"), "icon": "pen", "url": log},
            *actions,
            {"label": _("Move"), "icon": "day", "url": move},
        ]
    what = joined(visit.get_kind_display(), visit.topic)
    when = joined(day(visit.on), clock(visit.starts_at))
    meta = joined(when, visit.workplace or "", visit.coach)
    return NextStep(heading, what, meta, tone, actions)


def _none_yet(employer: Employer) -> NextStep:
    due = employer.touch_due_on
    meta = _("Keep in touch by %s.") % day(due) if due else ""
    return NextStep(
        _("Next step"),
        _("No next step"),
        meta,
        "thread" if employer.state in Employer.LIVING else "plain",
        [
            {
                "label": _("Add a step"),
                "icon": "plus",
                "url": reverse("employers:plan-step", args=[employer.pk]),
            },
            {
                "label": _("Plan a visit"),
                "icon": "door",
                "url": f"{reverse('employers:visit-plan')}?employer={employer.pk}",
            },
        ],
    )
