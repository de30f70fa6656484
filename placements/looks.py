"""A checkpoint or a pay review of a placement, as its row shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.models import FollowUp
from crm.templatetags.crm import day, days_late
from placements.models import Checkpoint, PayReview


@dataclass(frozen=True)
class Look:
    """A checkpoint or pay review as its row shows it."""

    record: Any
    title: str
    step: FollowUp
    url: str

    @property
    def meta(self) -> str:
        return " · ".join(filter(None, [self._when, *self.found]))

    @property
    def _when(self) -> str:
        if self.record.recorded_on:
            return day(self.record.recorded_on)
        return day(self.step.due_on if self.step.is_pending else self.step.state_since)

    @property
    def found(self) -> list[str]:
        """What was found, in words."""
        record = self.record
        if isinstance(record, PayReview):
            return [record.note]
        face = record.get_satisfaction_display() if record.satisfaction else ""
        grade = record.employer_grade
        said = _("the employer's grade %(grade)d/5") % {"grade": grade} if grade else ""
        return [face, said, ", ".join(record.issue_labels), record.note]

    @property
    def status(self) -> tuple[str, str]:
        """How it stands, in words and as a tone."""
        if self.record.outcome and self.record.outcome != Checkpoint.Outcome.POSTPONED:
            done = self.record.outcome != Checkpoint.Outcome.NOT_DONE
            return self.record.get_outcome_display(), "spruce" if done else "plain"
        if not self.step.is_pending:
            return _("closed, nothing recorded"), "thread"
        late = days_late(self.step.due_on)
        return (late, "berry") if late else (pgettext("checkpoint", "ahead"), "lake")

    @property
    def can_record(self) -> bool:
        """Whether what was found can still be told."""
        open_ones = {"", Checkpoint.Outcome.POSTPONED}
        return self.record.outcome in open_ones
