"""Where a placement can stand, and what its moves ask for (domain.md 4.6)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Lifecycle, Rule, StateField
from crm.models import Subject

#: So long somebody must have worked before it counts as established (domain.md 4.6).
ESTABLISHED_AFTER = timedelta(days=90)


class PlacementStates(Subject, Lifecycle):
    """The states of a placement, their stage dates and the rules of their moves."""

    is_pseudonym = True

    class State(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("placement", "Agreed")
        START_SUPPORT = "start_support", pgettext_lazy("placement", "Start support")
        ESTABLISHED = "established", pgettext_lazy("placement", "Established")
        FADED = "faded", pgettext_lazy("placement", "Faded support")
        INTERRUPTED = "interrupted", pgettext_lazy("placement", "Paused")
        ENDED = "ended", pgettext_lazy("placement", "Ended")

    class BreakReason(models.TextChoices):
        """Why it pauses (SEED-27); nothing of an illness is asked."""

        ILLNESS = "illness", _("Illness")
        STUDY = "study", _("Studies")
        LAY_OFF = "lay_off", _("Laid off")
        FAMILY = "family", _("Family leave")

    class EndReason(models.TextChoices):
        """Why it ended; what concerns health is "other" (domain.md 4.6)."""

        RETIRED = "retired", _("Old-age pension")
        STUDY = "study", _("Went to study")
        NEW_JOB = "new_job", _("New job")
        TERM_ENDED = "term_ended", _("The fixed term ended")
        OWN_WISH = "own_wish", _("Own wish")
        EMPLOYER = "employer", _("The employer's reason (economic or production)")
        UNSUITABLE = "unsuitable", _("The work did not suit")
        MOVED = "moved", _("Moved away")
        OTHER = "other", _("Other reason")

    class EndClass(models.TextChoices):
        """How an end counts (SEED-23)."""

        POSITIVE = "positive", _("Positive")
        NEUTRAL = "neutral", _("Neutral")
        NEGATIVE = "negative", _("Negative")

    END_CLASSES: ClassVar = {
        EndReason.RETIRED: EndClass.POSITIVE,
        EndReason.STUDY: EndClass.POSITIVE,
        EndReason.NEW_JOB: EndClass.POSITIVE,
        EndReason.TERM_ENDED: EndClass.NEUTRAL,
        EndReason.OWN_WISH: EndClass.NEUTRAL,
        EndReason.MOVED: EndClass.NEUTRAL,
        EndReason.OTHER: EndClass.NEUTRAL,
        EndReason.EMPLOYER: EndClass.NEGATIVE,
        EndReason.UNSUITABLE: EndClass.NEGATIVE,
    }

    #: Those in which somebody works.
    WORKING: ClassVar = (State.START_SUPPORT, State.ESTABLISHED, State.FADED)
    #: Those that hold a place in the week.
    STANDING: ClassVar = (State.AGREED, *WORKING, State.INTERRUPTED)
    #: The way that a stepper shows.
    PATH: ClassVar = (State.AGREED, *WORKING, State.ENDED)

    looks: ClassVar = {
        State.AGREED: ("lake", "todo"),
        State.START_SUPPORT: ("lake", "half"),
        State.ESTABLISHED: ("spruce", "full"),
        State.FADED: ("spruce", "half"),
        State.INTERRUPTED: ("thread", "stop"),
        State.ENDED: ("plain", "stop"),
    }

    state = StateField(choices=State, default=State.AGREED)
    started_on = models.DateField(null=True, editable=False)
    established_on = models.DateField(null=True, editable=False)
    faded_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    #: Where an interruption came from and leads back to.
    held_from = models.CharField(max_length=13, blank=True, editable=False)
    break_reason = models.CharField(
        max_length=7, choices=BreakReason, blank=True, editable=False
    )
    expected_back_on = models.DateField(null=True, editable=False)
    end_reason = models.CharField(
        max_length=10, choices=EndReason, blank=True, editable=False
    )
    #: Weeks between contacts once the support has faded; it never has to end.
    contact_weeks = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what Placement adds
        pk: Any
        candidate: Any
        checkpoints: Any
        pay_reviews: Any
        counselled_on: date | None
        counselling_declined: bool
        job: Any
        job_id: int | None
        at_risk: bool
        starts_on: date
        pay_review_on: date | None

        @property
        def coach(self) -> Any: ...

        @property
        def is_paid(self) -> bool: ...

        def days_employed(self, on: date | None = None) -> int: ...
        def problems(self) -> list[str]: ...

    # --- rules ----------------------------------------------------------------

    IS_COUNSELLED = Rule(
        _("Talk about the benefits first, or record that the person did not want to."),
        lambda placement: placement.is_counselled,
    )
    HAS_LASTED = Rule(
        _("90 days from the first day have not passed yet."),
        lambda placement: placement.lasts_on(timezone.localdate()),
    )

    @property
    def is_counselled(self) -> bool:
        return bool(self.counselled_on or self.counselling_declined)

    def lasts_on(self, day: date) -> bool:
        """Whether 90 days from the first day have passed by the day."""
        started = self.started_on
        return started is not None and day >= started + ESTABLISHED_AFTER

    @property
    def end_class(self) -> str:
        """How the end counts: positive, neutral or negative; "" before it."""
        reason: Any = self.end_reason
        return self.END_CLASSES[reason] if reason else ""
