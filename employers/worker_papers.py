"""What the worker's card and the guide's checklist say: one source for page and PDF."""

from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from employers.models import Photo, TailoredJob, WorkTask
from employers.papers import days_text, week_hours
from employers.phones import show_phone
from employers.pictograms import Pictogram
from employers.printing.papers import (
    ChecklistPaper,
    ChecklistTask,
    Picture,
    Shift,
    WorkCardPaper,
)
from employers.week import day_name

Time = WorkTask.Time
#: The order of the day; what has no time of its own comes among the day's.
ORDER = (Time.OPENING, Time.MORNING, Time.DAY, Time.ANY, Time.EVENING, Time.CLOSING)
#: The weekend is shown only when there is work on it.
WORKWEEK = 5


@dataclass(frozen=True)
class CardTask:
    """A line of the card and what is drawn above it."""

    line: str
    photo: Photo | None
    sign: str
    alt: str


@dataclass(frozen=True)
class Card:
    """The worker's own job in easy language."""

    title: str
    lede: str
    shifts: list[Shift]
    tasks: list[CardTask]
    reminders: list[str]
    closing: list[str]


def tasks_of_day(job: TailoredJob) -> list[WorkTask]:
    """Return the tasks of the job in the order of the day, with their photos."""
    tasks = job.tasks.ticked().prefetch_related("photos")
    return sorted(tasks, key=lambda task: (ORDER.index(task.time_of_day), task.pk))


def card_of(job: TailoredJob) -> Card:
    """Return the work card of the job's present content."""
    hours = week_hours(job.shifts)
    last = max((day for day, text in hours.items() if text), default=0)
    return Card(
        title=_("My work: %(job)s") % {"job": job.title},
        lede=days_text(job.shifts) if job.shifts else "",
        shifts=[
            Shift(str(WEEKDAYS_ABBR[day]), hours[day])
            for day in range(max(last + 1, WORKWEEK))
        ],
        tasks=[_card_task(task) for task in tasks_of_day(job)],
        reminders=[each.strip() for each in job.reminders.splitlines() if each.strip()],
        closing=_whom_to_ask(job),
    )


def _card_task(task: WorkTask) -> CardTask:
    photo = next(iter(task.photos.all()), None)
    known = task.pictogram in Pictogram.values
    label = str(Pictogram(task.pictogram).label) if known else ""
    return CardTask(
        line=task.easy_text or task.name,
        photo=photo,
        sign="" if photo or not known else task.pictogram,
        alt=(photo.alt if photo else label) or task.name,
    )


def _whom_to_ask(job: TailoredJob) -> list[str]:
    coach, phone = str(job.coach), show_phone(job.coach.phone)
    mine = {"name": coach, "phone": phone}
    return [
        *([_("At work I ask %(name)s.") % {"name": job.guide}] if job.guide else []),
        _("My coach is %(name)s, %(phone)s.") % mine
        if phone
        else _("My coach is %(name)s.") % mine,
    ]


def card_paper(job: TailoredJob) -> WorkCardPaper:
    """Return the card as it is printed."""
    card = card_of(job)
    return WorkCardPaper(
        lang=get_language() or "fi",
        title=card.title,
        lede=card.lede,
        shifts=[
            Shift(day_name(day), each.hours) for day, each in enumerate(card.shifts)
        ],
        tasks=[
            Picture(
                line=task.line,
                image=_bytes(task.photo) if task.photo else None,
                pictogram=task.sign,
                alt=task.alt,
            )
            for task in card.tasks
        ],
        reminders=[Picture(line=line) for line in card.reminders],
        closing=card.closing,
    )


def _bytes(photo: Any) -> bytes:
    with photo.fallback.open("rb") as file:
        content: bytes = file.read()
    return content


def checklist_of(job: TailoredJob) -> ChecklistPaper:
    """Return the checklist of the job's present content."""
    return ChecklistPaper(
        lang=get_language() or "fi",
        title=_("Learning the work: %(job)s") % {"job": job.title},
        subtitle=str(job.employer),
        tasks=[
            ChecklistTask(
                name=task.name,
                teach_days=task.teach_days,
                steps=[step.strip() for step in task.steps.splitlines() if step.strip()]
                or [task.easy_text or task.name],
            )
            for task in tasks_of_day(job)
        ],
        footnote=" ".join(_whom_to_guide(job)),
    )


def _whom_to_guide(job: TailoredJob) -> list[str]:
    guide = _("Guide: %(name)s.") % {"name": job.guide}
    coach = _("Job coach: %(name)s.") % {"name": job.coach}
    return [guide, coach] if job.guide else [coach]
