"""Where a trial can stand, and what its moves ask for (domain.md 4.5)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Lifecycle, Rule, StateField
from crm.models import Subject


class TrialStates(Subject, Lifecycle):
    """The states of a trial, its stage dates and the rules of its moves."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("trial", "Planned")
        CONTRACT_DRAFT = "contract_draft", pgettext_lazy("trial", "Draft contract")
        SIGNING = "signing", pgettext_lazy("trial", "Being signed")
        AGREED = "agreed", pgettext_lazy("trial", "Agreed")
        RUNNING = "running", pgettext_lazy("trial", "Running")
        INTERRUPTED = "interrupted", pgettext_lazy("trial", "Paused")
        ASSESSMENT = "assessment", pgettext_lazy("trial", "Being assessed")
        COMPLETED = "completed", pgettext_lazy("trial", "Completed")
        CANCELLED = "cancelled", pgettext_lazy("trial", "Cancelled")
        TERMINATED = "terminated", pgettext_lazy("trial", "Ended early")

    class Break(models.TextChoices):
        ILLNESS = "illness", _("Illness")
        STUDY = "study", _("Studies")
        HOLIDAY = "holiday", _("Holiday")
        WORKPLACE = "workplace", _("A break of the workplace")
        OTHER = "other", _("Other reason")

    class Cancellation(models.TextChoices):
        CANDIDATE = "candidate", _("The candidate chose otherwise")
        WORKPLACE = "workplace", _("The workplace chose otherwise")
        AUTHORITY = "authority", _("The authority did not sign")
        OTHER_PLACE = "other_place", _("Another place")
        OTHER = "other", _("Other reason")

    class Termination(models.TextChoices):
        CANDIDATE = "candidate", _("The candidate ended it")
        WORKPLACE = "workplace", _("The workplace ended it")
        ABSENCES = "absences", _("Absences")
        OBSTACLE = "obstacle", _("An obstacle came up")
        TOGETHER = "together", _("Ended by agreement")

    class Outcome(models.TextChoices):
        EMPLOYMENT = "employment", _("Employment")
        OPEN_ACTIVITY = "open_activity", _("Goes on as unpaid work activity")
        ANOTHER = "another", _("A new trial elsewhere")
        STUDY = "study", pgettext_lazy("outcome", "Studies")
        NOTHING = "nothing", _("Nothing further")
        NOT_SUITED = "not_suited", _("Did not suit")

    BEFORE: ClassVar = (
        State.PLANNED,
        State.CONTRACT_DRAFT,
        State.SIGNING,
        State.AGREED,
    )
    BEGUN: ClassVar = (State.RUNNING, State.INTERRUPTED)
    OVER: ClassVar = (State.ASSESSMENT, State.COMPLETED, State.TERMINATED)
    LIVE: ClassVar = (*BEFORE, *BEGUN, State.ASSESSMENT)
    #: What uses up the time allowed: done, going on or agreed.
    COUNTED: ClassVar = (State.SIGNING, State.AGREED, *BEGUN, *OVER)
    #: The way that a stepper shows.
    PATH: ClassVar = (*BEFORE, State.RUNNING, State.ASSESSMENT, State.COMPLETED)

    looks: ClassVar = {
        State.PLANNED: ("plain", "todo"),
        State.CONTRACT_DRAFT: ("lake", "todo"),
        State.SIGNING: ("lake", "half"),
        State.AGREED: ("spruce", "half"),
        State.RUNNING: ("spruce", "full"),
        State.INTERRUPTED: ("thread", "stop"),
        State.ASSESSMENT: ("spruce", "half"),
        State.COMPLETED: ("plain", "full"),
        State.CANCELLED: ("plain", "stop"),
        State.TERMINATED: ("berry", "stop"),
    }

    state = StateField(choices=State, default=State.PLANNED, max_length=14)
    drafted_on = models.DateField(null=True, editable=False)
    signing_on = models.DateField(null=True, editable=False)
    agreed_on = models.DateField(null=True, editable=False)
    started_on = models.DateField(null=True, editable=False)
    #: The last day at work; the assessment follows it.
    ended_on = models.DateField(null=True, editable=False)
    completed_on = models.DateField(null=True, editable=False)
    break_reason = models.CharField(
        max_length=9, choices=Break, blank=True, editable=False
    )
    expected_back_on = models.DateField(null=True, editable=False)
    #: Days of all interruptions so far.
    days_interrupted = models.PositiveSmallIntegerField(default=0, editable=False)
    cancellation = models.CharField(
        max_length=11, choices=Cancellation, blank=True, editable=False
    )
    termination = models.CharField(
        max_length=9, choices=Termination, blank=True, editable=False
    )
    outcome = models.CharField(
        max_length=13, choices=Outcome, blank=True, editable=False
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what Trial adds
        candidate: Any
        type: Any
        job: Any
        job_id: int | None
        starts_on: Any
        ends_on: Any

        def is_filled_in(self) -> bool: ...
        def has_consent(self) -> bool: ...
        def has_fitting_hours(self) -> bool: ...
        def fits_maximum(self) -> bool: ...
        def is_no_employment(self) -> bool: ...
        def is_new_host(self) -> bool: ...
        def is_signed(self) -> bool: ...
        def has_insurer(self) -> bool: ...
        def has_told(self) -> bool: ...
        def last_end(self) -> Any: ...
        @property
        def may_be_signed(self) -> bool: ...

    # --- rules ----------------------------------------------------------------

    HAS_CONSENT = Rule(
        _("Record first that the candidate allows the work profile to be told."),
        lambda trial: trial.has_consent(),
    )
    IS_FILLED_IN = Rule(
        _("Write down the workplace, the hours, the tasks and who guides."),
        lambda trial: trial.is_filled_in(),
    )
    FITS_HOURS = Rule(
        _("The hours or the days are outside what this kind of trial allows."),
        lambda trial: trial.has_fitting_hours(),
    )
    FITS_MAXIMUM = Rule(
        _("It would last longer than is allowed. Choose an earlier last day."),
        lambda trial: trial.fits_maximum(),
    )
    NO_EMPLOYMENT = Rule(
        _("There are signs of employment. Write down why it is none, or agree on pay."),
        lambda trial: trial.is_no_employment(),
    )
    IS_NEW_HOST = Rule(
        _("The person is employed there already: this kind of trial is elsewhere."),
        lambda trial: trial.is_new_host(),
    )
    IS_SIGNED = Rule(
        _("Every party of the contract must have signed it."),
        lambda trial: trial.is_signed(),
    )
    IS_INSURED = Rule(
        _("Name who takes the insurance."), lambda trial: trial.has_insurer()
    )
    HAS_TOLD = Rule(
        _("Tell the employees' representative first."), lambda trial: trial.has_told()
    )
    START_REACHED = Rule(
        _("The first day has not come yet."),
        lambda trial: trial.starts_on <= timezone.localdate(),
    )
