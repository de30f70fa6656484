"""What the inventory shows: piles with their sums; and how a row comes into it."""

from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from employers.differences import minutes_text
from employers.models import Need, Photo, TailoredJob, WorkTask
from employers.photos import BadPhoto, Clean, clean

Pile = WorkTask.Pile
TONES = {Pile.TRANSFERABLE: "spruce", Pile.CORE: "lake", Pile.UNSUITABLE: "plain"}
#: With more tasks than these, the piles that make no job are folded.
LONG = 6


@dataclass(frozen=True)
class Heap:
    """One pile with its tasks."""

    key: str
    label: str
    tone: str
    tasks: list[WorkTask]
    folds: bool = False

    @property
    def total(self) -> str:
        return minutes_text(sum(task.week_minutes for task in self.tasks))


def piles(job: TailoredJob) -> dict[str, Any]:
    """Return the unsorted tasks and the three piles, in two queries."""
    photos = Prefetch("photos", Photo.objects.only("key", "task", "alt"))
    tasks = list(job.tasks.prefetch_related(photos))
    for task in tasks:
        task.week_text = minutes_text(task.week_minutes)  # type: ignore[attr-defined] # for the page
    heaps = [
        Heap(
            key=pile,
            label=str(pile.label),
            tone=TONES[pile],
            tasks=[task for task in tasks if task.pile == pile],
            folds=len(tasks) > LONG and pile != Pile.TRANSFERABLE,
        )
        for pile in (Pile.TRANSFERABLE, Pile.CORE, Pile.UNSUITABLE)
    ]
    return {
        "tasks": tasks,
        "unsorted": [task for task in tasks if not task.pile],
        "heaps": heaps,
        "total": minutes_text(sum(task.week_minutes for task in tasks)),
        "sorting": [(pile.value, pile.label, icon) for pile, icon in ICONS.items()],
        "is_open": job.state == job.State.INVENTORY,
        "blockers": _blockers(job) if job.state == job.State.INVENTORY else [],
    }


def needs(job: TailoredJob) -> list[Need]:
    """Return what the workplace needs, with photos, in two queries."""
    photos = Prefetch("photos", Photo.objects.only("key", "need", "alt"))
    return list(job.needs.prefetch_related(photos))


def add_task(
    job: TailoredJob, task: WorkTask, *, draft: UUID | None, file: IO[bytes] | None
) -> tuple[WorkTask, str]:
    """Store a new task with its photo, both or neither, once for each draft.

    Returns the task, the one that is there already if the draft was stored before,
    and what was wrong with the photo, if anything: then the task is stored without.
    """
    photo, trouble = _cleaned(file)
    with transaction.atomic():
        jobs = TailoredJob.objects.select_for_update()
        jobs.filter(pk=job.pk).first()  # two posts of one draft queue here
        if draft and (there := WorkTask.objects.filter(draft=draft).first()):
            return there, trouble
        task.job, task.draft = job, draft
        task.save()
        if photo:
            Photo.store(photo, task=task)
    return task, trouble


def _cleaned(file: IO[bytes] | None) -> tuple[Clean | None, str]:
    try:
        return (clean(file), "") if file else (None, "")
    except BadPhoto as problem:
        return None, str(problem)


ICONS = {Pile.TRANSFERABLE: "check", Pile.CORE: "star", Pile.UNSUITABLE: "x"}


def _blockers(job: TailoredJob) -> list[str]:
    move = job.move_named("analyse")
    return [str(reason) for reason in job.blockers(move)] if move else []
