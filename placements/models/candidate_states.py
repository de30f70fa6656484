"""Where a candidate can stand, and what the moves ask for (domain.md 4.8)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Lifecycle, Rule, StateField
from crm.models import Subject

if TYPE_CHECKING:
    from crm.models import TransitionLog


class CandidateStates(Subject, Lifecycle):
    """The states of a candidate, their stage dates and the rules of their moves."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("candidate", "New")
        AGREED = "agreed", pgettext_lazy("candidate", "Agreed")
        ACTIVE = "active", pgettext_lazy("candidate", "Active")
        PAUSED = "paused", pgettext_lazy("candidate", "On a break")
        ENDED = "ended", pgettext_lazy("candidate", "Ended")

    class PauseReason(models.TextChoices):
        """Why it pauses (SEED-27); nothing of an illness is asked."""

        STUDY = "study", _("Studies")
        ILLNESS = "illness", _("Illness")
        OWN_WISH = "own_wish", _("Own wish")

    class EndReason(models.TextChoices):
        WORK = "work", _("In work and needs us no more")
        STUDY = "study", _("Went to study")
        NOT_NOW = "not_now", _("Right service, wrong time")
        OTHER_SERVICE = "other_service", _("Another service suits better")
        RETIRED = "retired", _("Old-age pension")
        MOVED = "moved", _("Moved away")
        OWN_WISH = "own_wish", _("Own wish")
        NO_CONTACT = "no_contact", _("No longer reached")
        NO_PROGRESS = "no_progress", _("We could not help")
        OTHER = "other", _("Other reason")

    class EndClass(models.TextChoices):
        """How an end counts (SEED-22, SEED-23)."""

        POSITIVE = "positive", _("Positive")
        NEUTRAL = "neutral", _("Neutral")
        NEGATIVE = "negative", _("Negative")

    END_CLASSES: ClassVar = {
        EndReason.WORK: EndClass.POSITIVE,
        EndReason.STUDY: EndClass.POSITIVE,
        EndReason.NOT_NOW: EndClass.NEUTRAL,
        EndReason.OTHER_SERVICE: EndClass.NEUTRAL,
        EndReason.RETIRED: EndClass.NEUTRAL,
        EndReason.MOVED: EndClass.NEUTRAL,
        EndReason.OWN_WISH: EndClass.NEUTRAL,
        EndReason.OTHER: EndClass.NEUTRAL,
        EndReason.NO_CONTACT: EndClass.NEGATIVE,
        EndReason.NO_PROGRESS: EndClass.NEGATIVE,
    }

    #: Those who are clients.
    LIVE: ClassVar = (State.NEW, State.AGREED, State.ACTIVE, State.PAUSED)
    #: The way that a stepper shows.
    PATH: ClassVar = (State.NEW, State.AGREED, State.ACTIVE, State.ENDED)

    looks: ClassVar = {
        State.NEW: ("lake", "todo"),
        State.AGREED: ("lake", "half"),
        State.ACTIVE: ("spruce", "full"),
        State.PAUSED: ("thread", "stop"),
        State.ENDED: ("plain", "stop"),
    }

    state = StateField(choices=State, default=State.NEW)
    #: Counts how many times somebody has begun with us.
    episode = models.PositiveSmallIntegerField(default=1, editable=False)
    agreed_on = models.DateField(null=True, editable=False)
    activated_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    pause_reason = models.CharField(
        max_length=8, choices=PauseReason, blank=True, editable=False
    )
    expected_back_on = models.DateField(null=True, editable=False)
    end_reason = models.CharField(
        max_length=13, choices=EndReason, blank=True, editable=False
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what Candidate adds
        objects: Any
        coach: Any
        goal: str
        assignments: Any
        history: Any
        trials: Any

        def has_coach(self) -> bool: ...
        def check_room(self) -> None: ...
        def assign_again(self, entry: TransitionLog) -> None: ...

    # --- rules ----------------------------------------------------------------

    HAS_COACH = Rule(
        _("Name the responsible coach first."), lambda candidate: candidate.has_coach()
    )
    HAS_GOAL = Rule(
        _("Ask first what the person wants."), lambda candidate: bool(candidate.goal)
    )

    @property
    def end_class(self) -> str:
        """How the end counts: positive, neutral or negative; "" before it."""
        reason: Any = self.end_reason
        return self.END_CLASSES[reason] if reason else ""
