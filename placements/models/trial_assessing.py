"""What happens around a trial: absences and their alarm, links, assessments."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.lifecycle import Refused
from crm.models import FollowUp, User
from crm.workdays import is_workday
from placements.models.absences import Absence
from placements.models.assessments import Assessment, TrialLink
from placements.models.trial_states import TrialStates
from placements.trial_rules import ALARM, longest_run

if TYPE_CHECKING:
    from datetime import date

Side = Assessment.Side
State = TrialStates.State


class TrialAssessing(TrialStates):
    """The verbs of a trial beside its moves."""

    #: Why the workplace never assessed it.
    host_missing = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what Trial adds
        absences: Any
        assessments: Any
        links: Any
        started_on: "date | None"
        ended_on: "date | None"

    # --- absences -------------------------------------------------------------

    def note_absence(self, absence: Absence, *, by: User | None) -> None:
        """Keep an absence; on the third untold day in a row a step is made.

        Raises ``Refused`` when it is outside the trial or there already.
        """
        if problems := self._absence_problems(absence):
            raise Refused(problems, record=self)
        absence.trial, absence.by = self, by  # type: ignore[assignment] # a Trial
        absence.save()
        self._alarm(by)

    def forget_absence(self, absence: Absence, *, by: User) -> None:
        """Remove one that was a mistake, and the step if it made one."""
        absence.delete()
        if self.untold_in_a_row() >= ALARM:
            return
        for step in self.follow_ups.pending().filter(text=alarm_text()):
            step.perform("cancel", by=by, note=_("The absence was a mistake."))

    def untold_in_a_row(self) -> int:
        """Return the longest run of working days away without a word."""
        untold = self.absences.filter(kind=Absence.Kind.UNTOLD)
        spans = untold.values_list("first_on", "last_on")[:400]
        return longest_run(spans, is_workday)

    def _absence_problems(self, absence: Absence) -> list[str]:
        begun, last = self.started_on, self.ended_on or timezone.localdate()
        if begun is None or absence.first_on < begun or absence.last_on > last:
            return [_("The days must lie within the trial, up to today.")]
        if any(absence.overlaps(other) for other in self.absences.all()[:400]):
            return [_("Some of the days are there already.")]
        return []

    def _alarm(self, by: User | None) -> None:
        carrier = self.candidate.coach or by
        there = self.follow_ups.filter(text=alarm_text())
        if self.untold_in_a_row() < ALARM or there.pending().exists() or not carrier:
            return
        self.plan(
            alarm_text(),
            timezone.localdate(),
            assignee=carrier,
            by=by,
            kind=FollowUp.Kind.CALL,
            priority=FollowUp.Priority.HIGH,
        )
        self.settle()

    # --- assessments ----------------------------------------------------------

    @property
    def may_be_assessed(self) -> bool:
        """Whether both sides can say now how it went."""
        return self.state in {State.RUNNING, State.ASSESSMENT}

    def is_assessed_by_host(self) -> bool:
        return bool(self.assessments.filter(side=Side.HOST).exists())

    def make_link(self, person: Any, *, by: User) -> TrialLink:
        """Give the workplace a link to its assessment; an earlier one closes."""
        self.check_assessing(Side.HOST)
        self.close_links()
        made: TrialLink = self.links.create(person=person, by=by)
        return made

    def close_links(self) -> None:
        self.links.standing().update(revoked_at=timezone.now())

    def assess(
        self, assessment: Assessment, side: str, *, by: User | None, link: Any = None
    ) -> None:
        """Keep one side's view, once; ``by`` is None for the workplace by its link."""
        self.check_assessing(side)
        assessment.trial, assessment.side = self, side  # type: ignore[assignment] # a Trial
        assessment.by, assessment.link = by, link
        assessment.save()
        if side == Side.HOST:
            self.close_links()
        carrier = self.candidate.coach
        if by is None and carrier:
            self.plan(
                _("The workplace has assessed the trial: read it"),
                timezone.localdate(),
                assignee=carrier,
                by=None,
                kind=FollowUp.Kind.CHECK,
            )
            self.settle()

    def check_assessing(self, side: str) -> None:
        """Raise ``Refused`` when the side cannot say now how it went."""
        if not self.may_be_assessed:
            text = _("A trial is assessed while it goes on or when it has ended.")
            raise Refused([text], record=self)
        if self.assessments.filter(side=side).exists():
            raise Refused([_("This has been answered already.")], record=self)


def alarm_text() -> str:
    """Return what the step says that the third untold day makes."""
    return _("Away for the third day without a word: get in touch")
