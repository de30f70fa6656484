"""What a proposal, a work card and a checklist say: one source for page and PDF."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from employers.differences import PAYERS, money_text
from employers.earnings import monthly_pay
from employers.models import TailoredJob, WorkTask
from employers.phones import show_phone
from employers.printing.papers import Fact, ProposalPaper, Shift
from employers.printing.papers import Line as PaperLine
from employers.week import day_name, hours_text, minutes_text, sorted_shifts

if TYPE_CHECKING:
    from employers.models import JobVersion


@dataclass(frozen=True)
class Line:
    """A line of the letter; ``key`` finds the same one in an earlier version."""

    key: str
    text: str
    label: str = ""
    #: What has changed since the earlier version, in words.
    mark: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the letter; ``name`` is that of the comments on it."""

    name: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Letter:
    """A tailored job as the employer reads it."""

    title: str
    site: str
    week: str
    number: int = 0
    made_on: date | None = None
    sign: str = ""
    needs: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    coach: Any = None
    employer: str = ""

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)

    @property
    def week_text(self) -> str:
        """Return the working time: "12 h a week"."""
        return _("%(time)s a week") % {"time": self.week} if self.week else ""


# --- the letter ---------------------------------------------------------------


def letter_of_version(version: "JobVersion") -> Letter:
    """Return the letter of a version, marked with what changed since the one before."""
    earlier = version.job.versions.filter(number__lt=version.number)
    before = earlier.order_by("-number").first()
    letter = _letter(version.content, before.content if before else None)
    return replace(
        letter,
        number=version.number,
        made_on=timezone.localdate(version.at),
        sign=version.short_digest,
        coach=version.job.coach,
        employer=str(version.job.employer),
    )


def letter_of_draft(job: TailoredJob) -> Letter:
    """Return the letter as it would be if it were sent now."""
    newest = job.newest_version()
    letter = _letter(job.content(), newest.content if newest else None)
    return replace(letter, coach=job.coach, employer=str(job.employer))


def _letter(content: dict[str, Any], before: dict[str, Any] | None) -> Letter:
    return Letter(
        title=content["title"],
        site=content["site"],
        week=minutes_text(content["week_minutes"]),
        needs=content["needs"],
        parts=_parts(content, before),
    )


def _parts(content: dict[str, Any], before: dict[str, Any] | None) -> list[Part]:
    told = (
        ("tasks", _("What the worker does"), _tasks),
        ("times", _("When and where"), _times),
        ("pay", _("What it costs"), _pay),
        ("help", _("Who helps"), _help),
    )
    return [
        Part(name, title, _marked(tell(content), tell(before) if before else None))
        for name, title, tell in told
    ]


def _marked(lines: list[Line], before: list[Line] | None) -> list[Line]:
    """Mark what is new, changed or gone; nothing in a first version."""
    if before is None:
        return lines
    old = {line.key: line for line in before}
    marked = [_mark(line, old.pop(line.key, None)) for line in lines]
    gone = [replace(line, mark=_("Left out"), gone=True) for line in old.values()]
    return marked + gone


def _mark(line: Line, old: Line | None) -> Line:
    if old is None:
        return replace(line, mark=_("New"))
    if (old.label, old.text) == (line.label, line.text):
        return line
    was = old.text if old.label == line.label else f"{old.label} {old.text}".strip()
    return replace(line, mark=_("Changed: was %(was)s") % {"was": was})


def _tasks(content: dict[str, Any]) -> list[Line]:
    times = dict(WorkTask.Time.choices)
    return [
        Line(
            key=f"task-{task['id']}",
            label=task["name"],
            text=_joined(
                _("%(time)s a week") % {"time": minutes_text(task["minutes"])},
                "" if task["time_of_day"] == "any" else times[task["time_of_day"]],
                task["area"],
            ),
        )
        for task in content["tasks"]
    ]


def _times(content: dict[str, Any]) -> list[Line]:
    lines = [
        Line(f"day-{day}", hours, day_name(day))
        for day, hours in week_hours(content["shifts"]).items()
        if hours
    ]
    start = date.fromisoformat(content["start_on"]) if content["start_on"] else None
    facts = (
        ("week", _("Together"), minutes_text(content["week_minutes"])),
        ("site", _("Workplace"), content["site"]),
        (
            "start",
            _("Begins"),
            date_format(start, "SHORT_DATE_FORMAT") if start else "",
        ),
    )
    return lines + _facts(facts)


def _pay(content: dict[str, Any]) -> list[Line]:
    pay = content["pay"]
    subsidies = content["subsidies"]
    before_work = _(
        "Subsidies are applied for before the work begins. We help with it."
    )
    return _facts(
        (
            ("pay", _("Pay"), _pay_text(content)),
            ("supplements", _("Supplements"), money_text("month", pay["supplements"])),
            ("agreement", _("Collective agreement"), pay["agreement"]),
            ("subsidies", _("Planned subsidies"), subsidies),
            ("apply", _("Important"), before_work if subsidies else ""),
            ("coaching", _("Coaching"), _("Costs you nothing.")),
        )
    )


def _help(content: dict[str, Any]) -> list[Line]:
    facts = (
        ("guide", _("Guide at the workplace"), content["guide"]),
        ("support", _("Our support"), content["support"]),
    )
    adjustments = [
        Line(
            f"adjusted-{item['what']}",
            str(capfirst(PAYERS.get(item["payer"], ""))),
            item["what"],
        )
        for item in content["adjustments"]
    ]
    return _facts(facts) + adjustments


def _facts(facts: tuple[tuple[str, Any, str], ...]) -> list[Line]:
    return [Line(key, text, str(label)) for key, label, text in facts if text]


def _pay_text(content: dict[str, Any]) -> str:
    pay = content["pay"]
    told = money_text(pay["form"], pay["amount"])
    if pay["form"] != TailoredJob.PayForm.HOUR or not pay["amount"]:
        return told
    amount, more = Decimal(pay["amount"]), Decimal(pay["supplements"] or 0)
    month = monthly_pay(pay["form"], amount, more, content["week_minutes"])
    about = number_format(month, 0, force_grouping=True)
    return _joined(told, _("about %(euros)s € a month") % {"euros": about})


def _joined(*texts: Any) -> str:
    return " · ".join(str(text) for text in texts if text)


# --- time ---------------------------------------------------------------------


def week_hours(shifts: list[dict[str, Any]]) -> dict[int, str]:
    """Return the hours of each weekday in words; empty for a free day."""
    hours: dict[int, list[str]] = {day: [] for day in range(7)}
    for shift in sorted_shifts(shifts):
        hours[shift["weekday"]].append(hours_text(shift))
    return {day: ", ".join(spans) for day, spans in hours.items()}


# --- the letter on paper and on its way ---------------------------------------


def proposal_paper(letter: Letter) -> ProposalPaper:
    """Return the letter as it is printed, without what was left out."""
    times = letter.part("times").lines
    pay = letter.part("pay").lines
    days = [line for line in times if line.key.startswith("day-")]
    other = [line for line in times if not line.key.startswith("day-")]
    help_ = {line.key: line for line in _kept(letter.part("help").lines)}
    return ProposalPaper(
        lang=get_language() or "fi",
        title=letter.title,
        subtitle=letter.week_text,
        employer=letter.employer,
        needs=letter.needs,
        tasks=[
            PaperLine(line.label, line.text)
            for line in _kept(letter.part("tasks").lines)
        ],
        shifts=[Shift(line.label, line.text) for line in _kept(days)],
        facts=[Fact(line.label, line.text) for line in _kept([*other, *pay])],
        support=[help_["support"].text] if "support" in help_ else [],
        adjustments=[
            Fact(line.label, line.text)
            for key, line in help_.items()
            if key.startswith("adjusted-")
        ],
        guide=help_["guide"].text if "guide" in help_ else "",
        coach=str(letter.coach),
        contact=_joined(show_phone(letter.coach.phone), letter.coach.email),
        version_line=version_line(letter),
        footnote=_("This is not an employment contract yet."),
    )


def _kept(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not line.gone]


def version_line(letter: Letter) -> str:
    """Say which version it is: "Version 4 · 24.11.2026 · 7c1e·40ab"."""
    if letter.made_on is None:
        return _("Draft, not sent yet")
    number = _("Version %(number)d") % {"number": letter.number}
    return (
        f"{number} · {date_format(letter.made_on, 'SHORT_DATE_FORMAT')} · {letter.sign}"
    )


def proposal_steps(job: TailoredJob) -> list[dict[str, Any]]:
    """Return the employer's view of the way for ``{% stepper %}``."""
    states = job.State
    labels = (_("Survey"), _("For you to read"), _("Agreed"), _("Trial"))
    if job.state in {states.ON_TRIAL, states.FILLED}:
        now = 3
    elif job.state in job.AT_WORK:
        now = 2
    else:
        now = 1
    status = ["done"] * now + ["now"] + ["ahead"] * (len(labels) - now - 1)
    return [
        {"label": label, "status": each, "meta": ""}
        for label, each in zip(labels, status, strict=True)
    ]


def days_text(shifts: list[dict[str, Any]]) -> str:
    """Say on how many days a week there is work."""
    days = len({shift["weekday"] for shift in shifts})
    return ngettext(
        "I work on %(days)d day a week.", "I work on %(days)d days a week.", days
    ) % {"days": days}
