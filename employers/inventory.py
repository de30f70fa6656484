"""What the inventory shows: piles with their sums."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from employers.differences import minutes_text
from employers.models import Photo, TailoredJob, WorkTask

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


ICONS = {Pile.TRANSFERABLE: "check", Pile.CORE: "star", Pile.UNSUITABLE: "x"}


def _blockers(job: TailoredJob) -> list[str]:
    move = job.move_named("analyse")
    return [str(reason) for reason in job.blockers(move)] if move else []
