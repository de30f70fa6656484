"""Set the papers by typst, as tagged PDF (PDF/UA-1).

What people have written reaches typst as JSON strings and files, never as markup.
"""

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import font_source_sans_pro
import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employers.pictograms import Pictogram, path_of
from employers.printing.glyphs import printable

if TYPE_CHECKING:
    from employers.printing.papers import (
        AttendancePaper,
        ChecklistPaper,
        ChecklistTask,
        Picture,
        ProposalPaper,
        StatementPaper,
        WorkCardPaper,
    )

HERE = Path(__file__).parent
FONTS = typst.Fonts(
    include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory]
)
#: No narrow column holds such a word; it may break after each so many letters.
LONG_WORD = re.compile(r"\S{31,}")
LETTERS = re.compile(r"\S{12}(?=\S)")
BREAK_HERE = "\u200b"


def proposal_pdf(paper: "ProposalPaper") -> bytes:
    """Return the proposal as the employer's letter."""
    words = {
        "needs": _("What the workplace needs"),
        "tasks": _("The tasks"),
        "shifts": _("Working hours"),
        "day": _("Day"),
        "hours": _("Hours"),
        "off": _("off"),
        "facts": _("Pay and terms"),
        "matter": _("Matter"),
        "content": _("Content"),
        "adjustments": _("Adjustments"),
        "what": _("What is adjusted"),
        "payer": _("Who pays"),
        "support": _("Support"),
        "people": _("Who helps"),
        "guide": _("Guide at the workplace"),
        "coach": _("Job coach"),
        "contact": _("Contact person"),
    }
    return _set("proposal", {**asdict(paper), "words": words})


def work_card_pdf(paper: "WorkCardPaper") -> bytes:
    """Return the worker's illustrated card."""
    words = {
        "shifts": _("When I work"),
        "off": _("off"),
        "tasks": _("What I do"),
        "reminders": _("I remember these"),
    }
    with TemporaryDirectory() as folder:
        root = Path(folder)
        told = {
            **asdict(paper),
            "tasks": [_shown(picture, root) for picture in paper.tasks],
            "reminders": [_shown(picture, root) for picture in paper.reminders],
            "words": words,
        }
        return _set_in(root, HERE / "work_card.typ", told)


def checklist_pdf(paper: "ChecklistPaper") -> bytes:
    """Return the list that the guide ticks while the worker learns."""
    words = {
        "how": _("Tick the box and write the date."),
        "step": _("Task and step"),
        "shown": _("Shown"),
        "helped": _("With help"),
        "alone": _("Alone"),
    }
    tasks = [_to_learn(task) for task in paper.tasks]
    return _set("checklist", {**asdict(paper), "tasks": tasks, "words": words})


def statement_pdf(paper: "StatementPaper") -> bytes:
    """Return the coach's statement, with room for what is written by hand."""
    words = {"matter": _("Matter"), "content": _("Content")}
    return _set("statement", {**asdict(paper), "words": words})


def attendance_pdf(paper: "AttendancePaper") -> bytes:
    """Return the sheet of a month's days of work activity."""
    words = {
        "day": _("Day"),
        "mark": _("Mark"),
        "days": _("Days"),
        "counts": _("Days by mark"),
        "sums": _("Work allowance"),
        "row": _("Matter"),
        "euros": _("Sum"),
        "none": _("No days have been marked."),
    }
    return _set("attendance", {**asdict(paper), "words": words})


def _to_learn(task: "ChecklistTask") -> dict[str, Any]:
    days = task.teach_days or 0
    told = ngettext("About %(days)s day to learn", "About %(days)s days to learn", days)
    return {**asdict(task), "days": told % {"days": days} if days else ""}


def _shown(picture: "Picture", root: Path) -> dict[str, str]:
    """Put the picture into ``root`` under a name that tells nothing."""
    file = ""
    alt = picture.alt
    if picture.image is not None:
        file = token_hex(8)
        (root / file).write_bytes(picture.image)
    elif picture.pictogram:
        file = token_hex(8)
        shutil.copyfile(path_of(picture.pictogram), root / file)
        alt = alt or str(Pictogram(picture.pictogram).label)
    return {
        "file": file,
        "alt": alt or picture.line,
        "line": picture.line,
        "detail": picture.detail,
    }


def set_paper(template: Path, told: dict[str, Any]) -> bytes:
    """Return the PDF that a template makes of what is told, ``words`` included.

    The template may lie anywhere; it imports ``common.typ``.
    """
    with TemporaryDirectory() as folder:
        return _set_in(Path(folder), template, told)


def _set(template: str, told: dict[str, Any]) -> bytes:
    return set_paper(HERE / f"{template}.typ", told)


def _set_in(root: Path, template: Path, told: dict[str, Any]) -> bytes:
    """Return the PDF; what typst does not accept is raised as its ``TypstError``."""
    for source in (HERE / "common.typ", template):
        shutil.copyfile(source, root / source.name)
    return typst.compile(
        root / template.name,
        root=root,
        font_paths=FONTS,
        format="pdf",
        sys_inputs={"data": json.dumps(_clean(told))},
        pdf_standards=["ua-1"],
    )


def _clean(value: Any) -> Any:
    """Return it with all text printable and its longest words breakable."""
    match value:
        case str():
            return LONG_WORD.sub(_breakable, printable(value))
        case dict():
            return {key: _clean(each) for key, each in value.items()}
        case list():
            return [_clean(each) for each in value]
        case _:
            return value


def _breakable(word: re.Match[str]) -> str:
    return LETTERS.sub(rf"\g<0>{BREAK_HERE}", word[0])
