"""What the page of a tailored job shows."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from employers.demands import demands_of
from employers.earnings import headroom
from employers.models import Photo, TailoredJob, WorkTask
from employers.stages import age, short
from employers.week import grid, minutes_patterns, minutes_text, total_minutes

State = TailoredJob.State
#: The stages in as few letters as a phone and a row of nine have room for.
SHORT: dict[str, Any] = {
    State.INVENTORY: pgettext_lazy("stage", "Inventory"),
    State.ANALYSED: pgettext_lazy("stage", "Sorted"),
    State.DRAFT: pgettext_lazy("stage", "Draft"),
    State.WITH_EMPLOYER: pgettext_lazy("stage", "At employer"),
    State.AGREED: pgettext_lazy("stage", "Agreed"),
    State.OPEN: pgettext_lazy("stage", "Search"),
    State.CANDIDATE_PRESENTED: pgettext_lazy("stage", "Candidate"),
    State.ON_TRIAL: pgettext_lazy("stage", "On trial"),
    State.FILLED: pgettext_lazy("stage", "Filled"),
}
#: State → the date column that says when it was first reached.
REACHED: dict[str, str] = {
    State.ANALYSED: "analysed_on",
    State.DRAFT: "drafted_on",
    State.WITH_EMPLOYER: "sent_on",
    State.AGREED: "agreed_on",
    State.OPEN: "opened_on",
    State.CANDIDATE_PRESENTED: "presented_on",
    State.ON_TRIAL: "trial_on",
    State.FILLED: "filled_on",
}
#: What carries the job forward, in the order of the way.
FORWARD = (
    "analyse",
    "begin_draft",
    "send",
    "seek",
    "present",
    "begin_trial",
    "fill",
    "resume",
    "come_back",
)


def stepper(job: TailoredJob) -> list[dict[str, Any]]:
    """Return the stages of the way for ``{% stepper %}``."""
    path = [state for state in TailoredJob.PATH if state != State.NEGOTIATION]
    state = State.WITH_EMPLOYER if job.state == State.NEGOTIATION else job.state
    at = path.index(state) if state in path else -1
    steps = [_stage(job, one, n, at) for n, one in enumerate(path)]
    if at < 0:
        passed = [step for step in steps if step["meta"]]
        off = {"label": job.get_state_display(), "status": "off"}
        return [*passed, off | {"meta": age(job.days_in_state)}]
    return steps


def _stage(job: TailoredJob, state: Any, n: int, at: int) -> dict[str, Any]:
    if n == at:
        label, meta = job.get_state_display(), age(job.days_in_state)
        return {"label": label, "status": "now", "meta": meta}
    day = getattr(job, REACHED[state]) if state in REACHED else None
    done = n < at or (at < 0 and day)
    return {
        "label": SHORT[state],
        "status": "done" if done else "ahead",
        "meta": short(day) if done else "",
    }


def moves(job: TailoredJob, user: Any) -> dict[str, Any]:
    """Return the one move forward, and a menu of the others."""
    options = list(job.options_for(user))
    ahead = [option for option in options if option.name in FORWARD]
    # One that can be made now comes before one that still waits for something.
    ahead.sort(key=lambda option: (bool(option.blockers), FORWARD.index(option.name)))
    main = next(iter(ahead), None)
    others = [
        {
            "label": option.label,
            "url": reverse("employers:job-transition", args=[job.pk, option.name]),
            "tone": option.tone if option.tone == "berry" else "",
        }
        for option in options
        if option is not main
    ]
    return {"main": main, "others": others}


def assembly(job: TailoredJob) -> dict[str, Any]:
    """Return tasks, sum, week, pay and demands of the working content."""
    photos = Prefetch("photos", Photo.objects.only("key", "task", "alt"))
    tasks = list(
        job.tasks.filter(pile=WorkTask.Pile.TRANSFERABLE).prefetch_related(photos)
    )
    for task in tasks:
        task.week_text = minutes_text(task.week_minutes)  # type: ignore[attr-defined] # for the page
    ticked = [task for task in tasks if task.ticked]
    minutes = sum(task.week_minutes for task in ticked)
    site = job.workplace
    return {
        "tasks": tasks,
        "minutes": minutes,
        "minutes_text": minutes_text(minutes),
        "minutes_patterns": minutes_patterns(),
        "goal_text": minutes_text(job.week_minutes),
        "missing_text": minutes_text(max(0, job.week_minutes - minutes)),
        "is_short": minutes < job.week_minutes,
        "share": job.week_minutes or minutes or 1,
        "week": grid(job.shifts) if job.shifts else None,
        "week_text": minutes_text(total_minutes(job.shifts)),
        "pay": headroom(
            job.pay_form,
            job.pay_amount,
            job.pay_supplements,
            job.week_minutes,
            on=max(job.start_on or timezone.localdate(), timezone.localdate()),
        ),
        "demands": demands_of(
            {"week_minutes": job.week_minutes, "shifts": job.shifts, "demands": {}},
            [{"name": task.name, **task.demands} for task in ticked],
            late_first_bus=bool(site and site.late_first_bus),
            walk_minutes=site.walk_minutes if site else None,
        ),
    }


def with_employer(job: TailoredJob) -> dict[str, Any]:
    """Return versions, acceptances, the standing link and what was said."""
    versions = list(job.versions.order_by("-number").select_related("by"))
    newest = versions[0] if versions else None
    return {
        "versions": versions,
        "newest": newest,
        "given": list(newest.acceptances.standing()) if newest else [],
        "link": job.links.standing().select_related("person").first(),
        "comments": list(job.comments.select_related("version").order_by("-pk")[:20]),
        "awaits_yes": newest is not None and job.state in DECIDING,
    }


#: States in which both sides are deciding on the newest version.
DECIDING = {State.WITH_EMPLOYER, State.NEGOTIATION}


def papers(job: TailoredJob) -> list[dict[str, Any]]:
    """Return links to the papers, each as page and PDF."""
    return [
        {
            "label": label,
            "url": reverse(f"employers:job-{page}", args=[job.pk]),
            "pdf": reverse("employers:job-pdf", args=[job.pk, paper]),
        }
        for label, page, paper in (
            (_("Proposal"), "preview", "proposal"),
            (_("Work card"), "card", "card"),
            (_("Learning checklist"), "checklist", "checklist"),
        )
    ]
