"""What a paper says: plain strings, already in the language of its reader."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A line of a list, with something smaller beside it."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Shift:
    """A day and its hours; without hours the day is free."""

    day: str
    hours: str


@dataclass(frozen=True)
class Fact:
    """A name and what stands for it."""

    name: str
    value: str


@dataclass(frozen=True)
class Picture:
    """A photo or else a pictogram, and the line below it."""

    line: str
    detail: str = ""
    image: bytes | None = None
    pictogram: str = ""
    alt: str = ""


@dataclass(frozen=True)
class ProposalPaper:
    """A tailored job as the employer reads it."""

    lang: str
    title: str
    subtitle: str = ""
    employer: str = ""
    needs: list[str] = field(default_factory=list)
    tasks: list[Line] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    adjustments: list[Fact] = field(default_factory=list)
    guide: str = ""
    coach: str = ""
    contact: str = ""
    version_line: str = ""
    footnote: str = ""


@dataclass(frozen=True)
class WorkCardPaper:
    """The worker's own job: when, what in which order, what to remember."""

    lang: str
    title: str
    lede: str = ""
    shifts: list[Shift] = field(default_factory=list)
    tasks: list[Picture] = field(default_factory=list)
    reminders: list[Picture] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ChecklistTask:
    """A task to learn, in steps, and how many days that may take."""

    name: str
    teach_days: int | None = None
    steps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ChecklistPaper:
    """What the guide ticks while the worker learns."""

    lang: str
    title: str
    subtitle: str = ""
    tasks: list[ChecklistTask] = field(default_factory=list)
    footnote: str = ""


@dataclass(frozen=True)
class Section:
    """A heading, what is known already, and ruled lines for what is written by hand."""

    title: str
    hint: str = ""
    known: list[Fact] = field(default_factory=list)
    lines: int = 4


@dataclass(frozen=True)
class StatementPaper:
    """A coach's statement: the person by code, the name is written by hand."""

    lang: str
    title: str
    subtitle: str = ""
    facts: list[Fact] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    signature: str = ""
    footnote: str = ""


@dataclass(frozen=True)
class AttendancePaper:
    """A month's realised days of work activity and their allowance, by code."""

    lang: str
    title: str
    subtitle: str = ""
    days: list[Fact] = field(default_factory=list)
    counts: list[Fact] = field(default_factory=list)
    sums: list[Fact] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    footnote: str = ""
