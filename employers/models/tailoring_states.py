"""Where a tailored job can stand, and what its moves ask for (domain.md 4.4)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Lifecycle, Rule, StateField
from crm.models import Subject, TransitionLog, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from employers.models.people import ContactPerson
    from employers.models.versions import JobVersion

#: An employer that withdrew may come back within this time (domain.md 4.4).
RETURN_WITHIN = timedelta(days=365)


class TailoringStates(Subject, Lifecycle):
    """The states of a tailored job, its stage dates and the rules of its moves."""

    class State(models.TextChoices):
        INVENTORY = "inventory", pgettext_lazy("job", "Task inventory")
        ANALYSED = "analysed", pgettext_lazy("job", "Tasks sorted")
        DRAFT = "draft", pgettext_lazy("job", "Tailored draft")
        WITH_EMPLOYER = "with_employer", pgettext_lazy("job", "With employer")
        NEGOTIATION = "negotiation", pgettext_lazy("job", "In negotiation")
        AGREED = "agreed", pgettext_lazy("job", "Agreed")
        OPEN = "open", pgettext_lazy("job", "Looking for a worker")
        CANDIDATE_PRESENTED = (
            "candidate_presented",
            pgettext_lazy("job", "Candidate presented"),
        )
        ON_TRIAL = "on_trial", pgettext_lazy("job", "On trial")
        FILLED = "filled", pgettext_lazy("job", "Filled")
        ON_HOLD = "on_hold", pgettext_lazy("job", "On hold")
        CLOSED = "closed", pgettext_lazy("job", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("job", "Employer withdrew")

    class Channel(models.TextChoices):
        LINK = "link", _("Personal link")
        EMAIL = "email", _("Link by e-mail")
        PAPER = "paper", _("On paper")

    class Withdrawal(models.TextChoices):
        NO_TIME = "no_time", _("No time to guide")
        MONEY = "money", _("Money")
        CHANGED = "changed", _("The situation at the workplace changed")
        OTHER_WAY = "other_way", _("The tasks were arranged in another way")
        CHAIN = "chain", _("The chain decides")
        FORBADE = "forbade", _("Asked not to be contacted")
        OTHER = "other", _("Other reason")

    class Decline(models.TextChoices):
        """Why a candidate and a job did not meet (domain.md 4.4); neutral."""

        NOT_INTERESTED = "not_interested", _("Does not interest")
        TRAVEL = "travel", _("The journey")
        HOURS = "hours", _("The working hours")
        BENEFITS = "benefits", _("Benefit trap")
        OTHER_PLACE = "other_place", _("Another place")
        EMPLOYER = "employer", _("The employer chose otherwise")
        OTHER = "other", _("Other reason")

    #: From the shop floor to the agreement, in order.
    BEFORE_AGREED: ClassVar = (
        State.INVENTORY,
        State.ANALYSED,
        State.DRAFT,
        State.WITH_EMPLOYER,
        State.NEGOTIATION,
    )
    #: What both sides have accepted, until it ends.
    AT_WORK: ClassVar = (
        State.AGREED,
        State.OPEN,
        State.CANDIDATE_PRESENTED,
        State.ON_TRIAL,
        State.FILLED,
    )
    MOVING: ClassVar = (*BEFORE_AGREED, *AT_WORK)
    LIVE: ClassVar = (*MOVING, State.ON_HOLD)
    #: States of the path that a stepper shows.
    PATH: ClassVar = MOVING

    looks: ClassVar = {
        State.INVENTORY: ("plain", "todo"),
        State.ANALYSED: ("plain", "half"),
        State.DRAFT: ("lake", "todo"),
        State.WITH_EMPLOYER: ("lake", "half"),
        State.NEGOTIATION: ("lake", "half"),
        State.AGREED: ("spruce", "half"),
        State.OPEN: ("spruce", "half"),
        State.CANDIDATE_PRESENTED: ("spruce", "half"),
        State.ON_TRIAL: ("spruce", "half"),
        State.FILLED: ("spruce", "full"),
        State.ON_HOLD: ("thread", "stop"),
        State.CLOSED: ("plain", "stop"),
        State.WITHDRAWN: ("plain", "stop"),
    }

    state = StateField(choices=State, default=State.INVENTORY, max_length=20)
    episode = models.PositiveSmallIntegerField(default=1, editable=False)
    analysed_on = models.DateField(null=True, editable=False)
    drafted_on = models.DateField(null=True, editable=False)
    sent_on = models.DateField(null=True, editable=False)
    agreed_on = models.DateField(null=True, editable=False)
    opened_on = models.DateField(null=True, editable=False)
    presented_on = models.DateField(null=True, editable=False)
    trial_on = models.DateField(null=True, editable=False)
    filled_on = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    #: Where a job on hold goes back to.
    held_from = models.CharField(max_length=20, blank=True, editable=False)
    revisit_on = models.DateField(null=True, editable=False)
    withdrawal = models.CharField(
        max_length=12, choices=Withdrawal, blank=True, editable=False
    )
    #: The version that both sides accepted; empty again when the content changes.
    agreed_version = models.ForeignKey(
        "employers.JobVersion",
        null=True,
        editable=False,
        on_delete=models.RESTRICT,
        related_name="+",
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what TailoredJob adds
        employer: Any
        coach: Any
        links: Any
        origin: str

        def has_needs(self) -> bool: ...
        def teach_library(self) -> None: ...
        def has_enough_tasks(self) -> bool: ...
        def is_sorted(self) -> bool: ...
        def has_ticked(self) -> bool: ...
        def missing_parts(self) -> list[StrOrPromise]: ...
        def accepted_version(self) -> JobVersion | None: ...
        def issue_version(self, entry: TransitionLog) -> JobVersion: ...
        def void_acceptances(self) -> None: ...
        def withdraw_example(
            self, *, by: User | None, cause: TransitionLog | None
        ) -> None: ...
        def make_link(
            self, entry: TransitionLog, person: ContactPerson | None
        ) -> Any: ...

    # --- rules ----------------------------------------------------------------

    HAS_NEED = Rule(
        _("Write down at least one need of the workplace."),
        lambda job: job.has_needs(),
    )
    HAS_TASKS = Rule(
        _("Write down at least three tasks."), lambda job: job.has_enough_tasks()
    )
    IS_SORTED = Rule(_("Sort every task into a pile."), lambda job: job.is_sorted())
    HAS_TICKED = Rule(
        _("Tick the tasks that make the job."), lambda job: job.has_ticked()
    )
    MAY_CONTACT = Rule(
        _("The employer has asked not to be contacted."),
        lambda job: job.employer.state not in job.employer.CLOSED,
    )
    BOTH_ACCEPTED = Rule(
        _("Both the employer and the coach must accept the same version."),
        lambda job: job.accepted_version() is not None,
    )
    IN_TIME_TO_RETURN = Rule(
        _("More than a year has passed. Begin a new job instead."),
        lambda job: timezone.localdate() - job.state_since <= RETURN_WITHIN,
    )
    CANDIDATE_FIRST = Rule(
        _("Open the search first: no candidate was behind this job."),
        lambda job: job.state == job.State.OPEN or job.origin == "candidate_first",
    )
