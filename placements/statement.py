"""The coach's statement for a pay subsidy, by code: one source for page and PDF.

What the coach has seen at work, never a diagnosis; the person's name is written on the
paper by hand, for it is not known here (domain.md 2.10, 4.7).
"""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from employers.phones import show_phone
from employers.printing.papers import Fact, Section, StatementPaper

if TYPE_CHECKING:
    from datetime import date

    from placements.models import Candidate, SubsidyProcess


def statement_of(process: "SubsidyProcess") -> StatementPaper:
    """Return the statement with what is known, and room for the rest."""
    return StatementPaper(
        lang=get_language() or "fi",
        title=_("Job coach's statement for a pay subsidy"),
        subtitle=_("The person's name and signature are written by hand."),
        facts=_facts(process),
        sections=_sections(process.candidate),
        signature=_("Place, day and the job coach's signature"),
        footnote=_(
            "The statement tells what has been seen at work. It says nothing of"
            " diagnoses: those stand in the doctor's statement, which the person"
            " gives to the authority."
        ),
    )


def _facts(process: "SubsidyProcess") -> list[Fact]:
    coach = process.candidate.coach
    phone = show_phone(coach.phone) if coach else ""
    hours = process.week_hours
    rows = [
        (_("Code"), process.candidate.code),
        (_("Name, written by hand"), " "),
        (_("Job coach"), ", ".join(filter(None, [str(coach or ""), phone]))),
        (_("To"), process.authority),
        (_("Jobseeker since"), _day(process.jobseeker_since)),
        (_("Ground"), process.get_ground_display()),
        (_("Employer"), str(process.employer or "")),
        (_("Hours a week"), f"{hours.normalize():f}" if hours else ""),
        (_("Planned first day"), _day(process.starts_on)),
        (_("Printed"), _day(timezone.localdate())),
    ]
    return [Fact(heading, value) for heading, value in rows if value]


def _sections(candidate: "Candidate") -> list[Section]:
    suits = [
        (_("Likes"), ", ".join(candidate.likes)),
        (_("Strengths"), candidate.strengths),
        (_("How to explain"), candidate.communication),
    ]
    support = candidate.get_support_level_display() or ""
    return [
        Section(
            _("What has been done together"),
            _("Since when, which trials and work, how it went."),
        ),
        Section(
            _("What work suits, and what of it succeeds"),
            known=[Fact(heading, words) for heading, words in suits if words],
        ),
        Section(
            _("What is harder at work than for others"),
            _("What was seen: pace, endurance, need of guidance. No diagnoses."),
        ),
        Section(
            _("What support the work needs, and for how long"),
            known=[Fact(_("Support"), support)] if support else [],
        ),
        Section(
            _("Why the pay subsidy is needed"),
            _("How much less gets done, and what the employer does for it."),
        ),
    ]


def _day(on: "date | None") -> str:
    return date_format(on, "SHORT_DATE_FORMAT") if on else ""
