"""Where a pay-subsidy process can stand, and what its moves ask (domain.md 4.7)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Lifecycle, Rule, StateField
from crm.models import Subject
from employers.subsidy import Ground

if TYPE_CHECKING:
    from datetime import date


class SubsidyStates(Subject, Lifecycle):
    """The states of a process, its stage dates and the rules of its moves."""

    is_pseudonym = True

    class State(models.TextChoices):
        SCREENING = "screening", pgettext_lazy("subsidy", "First estimate")
        JOBSEEKER = "jobseeker", pgettext_lazy("subsidy", "Jobseeking in force")
        STATEMENT = "statement", pgettext_lazy("subsidy", "Coach's statement")
        DOCTOR = "doctor", pgettext_lazy("subsidy", "Doctor and B statement")
        PLAN_NOTED = "plan_noted", pgettext_lazy("subsidy", "In the employment plan")
        APPLICATION = "application", pgettext_lazy("subsidy", "With the employer")
        SUBMITTED = "submitted", pgettext_lazy("subsidy", "Applied for")
        MORE_INFO = "more_info", pgettext_lazy("subsidy", "More asked for")
        GRANTED = "granted", pgettext_lazy("subsidy", "Granted")
        REFUSED = "refused", pgettext_lazy("subsidy", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("subsidy", "Withdrawn")
        PAYING = "paying", pgettext_lazy("subsidy", "Being paid")
        SUSPENDED = "suspended", pgettext_lazy("subsidy", "Suspended")
        EXTENSION = "extension", pgettext_lazy("subsidy", "Continuation applied for")
        FINISHED = "finished", pgettext_lazy("subsidy", "Ended")

    class Refusal(models.TextChoices):
        """Why the authority said no; "no money left" is a reason of its own."""

        MONEY = "money", _("The area has no money left")
        DISCRETION = "discretion", _("By the authority's discretion (82 § 2, 87 § 1)")
        EMPLOYER = "employer", _("A condition of the employer (83 §)")
        JOB = "job", _("A condition of the job or its pay (84 §)")
        STARTED = "started", _("The job had begun before the decision (84 §)")
        JOBSEEKER = "jobseeker", _("No unemployed registered jobseeker")
        GROUPS = "groups", _("Not one of the groups of the ground")
        EARLIER = "earlier", _("An earlier subsidy for the same person")
        OTHER = "other", _("Other reason")

    class Withdrawal(models.TextChoices):
        CANDIDATE = "candidate", _("The candidate chose otherwise")
        EMPLOYER = "employer", _("The employer chose otherwise")
        WITHOUT = "without", _("Employed without the subsidy")
        CONDITIONS = "conditions", _("The conditions are not met")
        OTHER = "other", _("Other reason")

    #: Refusals that rest on discretion: no review can be asked for (chapter 17).
    FINAL: ClassVar = (Refusal.DISCRETION,)
    #: Refusals of which nobody can say so without reading the decision.
    UNSURE: ClassVar = (Refusal.MONEY, Refusal.OTHER)

    #: The work before an application is sent.
    BEFORE: ClassVar = (
        State.SCREENING,
        State.JOBSEEKER,
        State.STATEMENT,
        State.DOCTOR,
        State.PLAN_NOTED,
        State.APPLICATION,
    )
    #: An application that nobody has decided on.
    AWAITING: ClassVar = (State.SUBMITTED, State.MORE_INFO)
    #: Those with a yes in force.
    IN_FORCE: ClassVar = (
        State.GRANTED,
        State.PAYING,
        State.SUSPENDED,
        State.EXTENSION,
    )
    #: Those in which payments are claimed.
    RUNNING: ClassVar = (State.PAYING, State.SUSPENDED, State.EXTENSION)
    OPEN: ClassVar = (*BEFORE, *AWAITING, *IN_FORCE)
    #: Grounds that know continuations (law 380/2023 87 and 89 §).
    CONTINUABLE: ClassVar = (Ground.REDUCED, Ground.SENIOR)
    #: The way that a stepper shows.
    PATH: ClassVar = (
        *BEFORE,
        State.SUBMITTED,
        State.GRANTED,
        State.PAYING,
        State.FINISHED,
    )

    looks: ClassVar = {
        State.SCREENING: ("plain", "todo"),
        State.JOBSEEKER: ("lake", "todo"),
        State.STATEMENT: ("lake", "todo"),
        State.DOCTOR: ("lake", "half"),
        State.PLAN_NOTED: ("lake", "half"),
        State.APPLICATION: ("lake", "full"),
        State.SUBMITTED: ("thread", "half"),
        State.MORE_INFO: ("thread", "stop"),
        State.GRANTED: ("spruce", "half"),
        State.REFUSED: ("berry", "stop"),
        State.WITHDRAWN: ("plain", "stop"),
        State.PAYING: ("spruce", "full"),
        State.SUSPENDED: ("thread", "stop"),
        State.EXTENSION: ("thread", "half"),
        State.FINISHED: ("plain", "full"),
    }

    state = StateField(choices=State, default=State.SCREENING, max_length=11)
    statement_on = models.DateField(null=True, editable=False)
    #: Of the doctor's statement only days are known; it goes past this system.
    asked_doctor_on = models.DateField(null=True, editable=False)
    appointment_on = models.DateField(null=True, editable=False)
    delivered_on = models.DateField(null=True, editable=False)
    plan_noted_on = models.DateField(null=True, editable=False)
    submitted_on = models.DateField(null=True, editable=False)
    reference = models.CharField(max_length=60, blank=True, editable=False)
    more_due_on = models.DateField(null=True, editable=False)
    decided_on = models.DateField(null=True, editable=False)
    percent = models.PositiveSmallIntegerField(null=True, editable=False)
    cap = models.DecimalField(max_digits=8, decimal_places=2, null=True, editable=False)
    granted_from = models.DateField(null=True, editable=False)
    granted_to = models.DateField(null=True, editable=False)
    refusal = models.CharField(
        max_length=10, choices=Refusal, blank=True, editable=False
    )
    #: Whose money has run out.
    refused_by = models.CharField(max_length=80, blank=True, editable=False)
    withdrawal = models.CharField(
        max_length=10, choices=Withdrawal, blank=True, editable=False
    )
    started_on = models.DateField(null=True, editable=False)
    #: From when payments are claimed: the first day, or the return from a break.
    claims_from = models.DateField(null=True, editable=False)
    stopped_on = models.DateField(null=True, editable=False)
    expected_back_on = models.DateField(null=True, editable=False)
    finished_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what SubsidyProcess adds
        pk: Any
        candidate: Any
        candidate_id: int
        claims: Any
        employer_id: int | None
        placement: Any
        ground: str
        pay: Any
        payer: str
        collective: str
        mandate_ok: bool
        job_described: bool
        starts_on: date | None
        jobseeker_since: date | None
        authority: str

        def has_claimed_all(self) -> bool: ...

    # --- rules ----------------------------------------------------------------

    IS_ESTIMATED = Rule(
        _("Reckon the estimate first: choose the ground, and give employer and pay."),
        lambda process: bool(process.ground and process.payer and process.pay),
    )
    IS_JOBSEEKER = Rule(
        _("Write down since when jobseeking is in force, and at which authority."),
        lambda process: bool(process.jobseeker_since and process.authority.strip()),
    )
    ASKS_DOCTOR = Rule(
        _("Only the ground of reduced work ability asks for a doctor's statement."),
        lambda process: process.is_reduced,
    )
    HAS_EMPLOYER = Rule(
        _("Choose the employer who applies."),
        lambda process: process.employer_id is not None,
    )
    HAS_MANDATE = Rule(
        _("See that the employer's Suomi.fi mandate is in order."),
        lambda process: process.mandate_ok,
    )
    IS_DESCRIBED = Rule(
        _("The application needs a description of the job."),
        lambda process: process.job_described,
    )
    HAS_TERMS = Rule(
        _("Give the pay, the collective agreement and the planned first day."),
        lambda process: bool(
            process.pay and process.collective.strip() and process.starts_on
        ),
    )
    NOT_BEGUN = Rule(
        _("The job has begun already: there is no subsidy for it."),
        lambda process: not process.has_begun,
    )
    CAN_GO_ON = Rule(
        _("A subsidy on this ground cannot be continued."),
        lambda process: process.can_continue,
    )
    HAS_CLAIMED = Rule(
        _("The last payment claim has not been sent yet."),
        lambda process: process.has_claimed_all(),
    )

    @property
    def is_reduced(self) -> bool:
        return self.ground == Ground.REDUCED

    @property
    def can_continue(self) -> bool:
        """Whether the ground knows continuations."""
        return self.ground in self.CONTINUABLE

    @property
    def has_begun(self) -> bool:
        """Whether the placement that it is for has begun."""
        return self.placement is not None and self.placement.started_on is not None

    @property
    def may_ask_review(self) -> bool | None:
        """Whether a review can be asked for; None when only the decision tells."""
        if not self.refusal or self.refusal in self.UNSURE:
            return None
        return self.refusal not in self.FINAL
