"""Where a match can stand, and what its moves ask for (domain.md 3.1 and 4.4)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Lifecycle, Rule, StateField
from employers.models import TailoredJob
from placements.models.candidates import Candidate

Goal = Candidate.Goal
#: Goals that a paid and an unpaid job meet (SEED-56).
PAID_GOALS = {Goal.PAID_WORK, Goal.TRYING_OUT}
UNPAID_GOALS = {Goal.OPEN_ACTIVITY, Goal.TRYING_OUT}
#: While the job is so, an ending is the trial's or the work's, not the match's.
AT_WORK = (TailoredJob.State.ON_TRIAL, TailoredJob.State.FILLED)


class MatchStates(Lifecycle):
    """The states of a match, its stage dates and the rules of its moves."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("match", "Proposed")
        PRESENTED = "presented", pgettext_lazy("match", "Presented")
        INTERESTED = "interested", pgettext_lazy("match", "Interested")
        DECLINED = "declined", pgettext_lazy("match", "Did not meet")
        WITHDRAWN = "withdrawn", pgettext_lazy("match", "Ended")

    class Side(models.TextChoices):
        CANDIDATE = "candidate", _("The candidate")
        EMPLOYER = "employer", _("The employer")

    class Reason(models.TextChoices):
        """Why a candidate says no (domain.md 4.4); neutral, and no health asked."""

        NOT_INTERESTED = "not_interested", _("Does not interest")
        TRAVEL = "travel", _("The journey")
        HOURS = "hours", _("The working hours")
        BENEFITS = "benefits", _("Benefit trap")
        OTHER_PLACE = "other_place", _("Another place")
        OTHER = "other", _("Other reason")

    class EmployerReason(models.TextChoices):
        SOMEBODY_ELSE = "somebody_else", _("Chose somebody else")
        TASKS = "tasks", _("The tasks and the skills did not meet")
        HOURS = "hours", _("The working hours")
        CHANGED = "changed", _("The situation at the workplace changed")
        SUPPORT = "support", _("Would need more guidance or changes than wished")
        PERSON = "person", _("Something about the person, not the work")
        OTHERS = "others", _("What customers or workmates would think")
        OTHER = "other", _("Other reason")

    class Withdrawal(models.TextChoices):
        MISTAKE = "mistake", _("Proposed by mistake")
        CHANGED = "changed", _("The candidate's situation changed")
        JOB = "job", _("The job is no longer open to the candidate")
        OVER = "over", _("The trial or the work is over")

    #: Reasons that sound like discrimination: the law is told (domain.md 4.4).
    SUSPECT: ClassVar = {
        EmployerReason.SUPPORT,
        EmployerReason.PERSON,
        EmployerReason.OTHERS,
    }
    LIVE: ClassVar = (State.PROPOSED, State.PRESENTED, State.INTERESTED)
    #: Those of whom the employer has been told.
    TOLD: ClassVar = (State.PRESENTED, State.INTERESTED)
    PATH: ClassVar = LIVE

    looks: ClassVar = {
        State.PROPOSED: ("lake", "todo"),
        State.PRESENTED: ("lake", "half"),
        State.INTERESTED: ("spruce", "full"),
        State.DECLINED: ("plain", "stop"),
        State.WITHDRAWN: ("plain", "stop"),
    }

    state = StateField(choices=State, default=State.PROPOSED, max_length=10)
    presented_on = models.DateField(null=True, editable=False)
    interested_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    declined_by = models.CharField(
        max_length=9, choices=Side, blank=True, editable=False
    )
    #: One of ``Reason``, ``EmployerReason`` or ``Withdrawal``, by how it ended.
    end_reason = models.CharField(max_length=14, blank=True, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what Match adds
        candidate: Candidate
        job: TailoredJob
        consent: Any
        commute_mode: str
        commute_minutes: int | None

        def within_cap(self) -> bool: ...
        def may_tell(self) -> bool: ...
        def is_first(self) -> bool: ...

    def fits_goal(self) -> bool:
        """Whether the job is of the kind that the person wants (SEED-56)."""
        unpaid = self.job.pay_form == TailoredJob.PayForm.UNPAID
        return self.candidate.goal in (UNPAID_GOALS if unpaid else PAID_GOALS)

    def job_seeks(self) -> bool:
        """Whether a candidate may be presented to the job now."""
        job = self.job
        seeks = {TailoredJob.State.AGREED, TailoredJob.State.OPEN}
        return job.state in seeks and TailoredJob.CANDIDATE_FIRST(job)

    @property
    def job_stands(self) -> str:
        """Return the job's state; of one on hold, the state it comes back to."""
        held = self.job.state == TailoredJob.State.ON_HOLD
        return str(self.job.held_from if held else self.job.state)

    # --- rules ----------------------------------------------------------------

    IS_ACTIVE = Rule(
        _("The candidate is not active now."),
        lambda match: match.candidate.state == Candidate.State.ACTIVE,
    )
    FITS_GOAL = Rule(
        _("The job is not what the person has set as a goal."),
        lambda match: match.fits_goal(),
    )
    WITHIN_CAP = Rule(
        _("The coach has more active candidates than permitted."),
        lambda match: match.within_cap(),
    )
    MAY_TELL = Rule(
        _("The candidate must first consent to be presented to this employer."),
        lambda match: match.may_tell(),
    )
    TRAVEL_CHECKED = Rule(
        _("Check the journey to work first."),
        lambda match: bool(match.commute_mode) and match.commute_minutes is not None,
    )
    JOB_SEEKS = Rule(
        _("The job is not looking for a worker now."), lambda match: match.job_seeks()
    )
    IS_FIRST = Rule(
        _("Somebody else is presented to the job: one at a time."),
        lambda match: match.is_first(),
    )
    NOT_AT_WORK = Rule(
        _("The trial or the work is going on: it ends first."),
        lambda match: match.job_stands not in AT_WORK,
    )
