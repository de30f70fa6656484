"""A candidate's matter with an authority: one thread of attempts (SEED-61, 64).

A small matter can take many contacts, and what comes back can say nothing. What the
matter is about is a choice; the few words beside it hold nothing of health.
"""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.lifecycle import Look, Refused
from crm.models import FollowUp, User
from placements.models.candidates import Candidate
from placements.models.officials import Official

#: Without an answer it is asked again after so long (chosen here).
ASK_AGAIN = timedelta(days=14)


class MatterQuerySet(models.QuerySet["Matter"]):
    """Questions about matters."""

    def visible_to(self, user: User) -> Self:
        if Candidate.objects.are_all_visible_to(user):
            return self
        return self.filter(candidate__in=Candidate.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def waiting(self) -> Self:
        """Those that wait for an answer, the longest first."""
        waiting = self.open().filter(waiting_since__isnull=False)
        return waiting.order_by("waiting_since", "pk")


class Matter(models.Model):
    """What is asked of an authority for a candidate, until it is settled."""

    class Subject(models.TextChoices):
        PENSION = "pension", gettext_lazy("Pension or rehabilitation benefit")
        HOUSING = "housing", gettext_lazy("Housing allowance")
        UNEMPLOYMENT = "unemployment", gettext_lazy("Unemployment benefit")
        SUBSIDY = "subsidy", gettext_lazy("Pay subsidy")
        JOBSEEKING = "jobseeking", gettext_lazy("Registration as a jobseeker")
        DECISION = "decision", gettext_lazy("Decision on the service")
        TRANSPORT = "transport", gettext_lazy("Transport to work")
        TAX = "tax", gettext_lazy("Tax card")
        STUDIES = "studies", gettext_lazy("Studies")
        OTHER = "other", gettext_lazy("Another matter")

    #: What can be said better later on.
    CORRECTABLE: ClassVar = ("authority", "subject", "about")

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="matters"
    )
    authority = models.CharField(
        gettext_lazy("authority"), max_length=10, choices=Official.Authority
    )
    subject = models.CharField(
        gettext_lazy("what about"), max_length=12, choices=Subject
    )
    about = models.CharField(
        gettext_lazy("in a few words"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("No names, nothing of health."),
    )
    opened_on = models.DateField(default=timezone.localdate, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    #: The day of the first attempt that has not been answered fully.
    waiting_since = models.DateField(null=True, editable=False)
    #: The step that asks again.
    step = models.ForeignKey(
        FollowUp, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("matter")
        verbose_name_plural = gettext_lazy("matters")
        ordering = ("-opened_on", "-pk")
        indexes = (
            models.Index(fields=["closed_on", "waiting_since"], name="matter_waiting"),
        )
        constraints = (
            models.CheckConstraint(
                name="matter_closed_waits_for_nothing",
                condition=models.Q(closed_on__isnull=True)
                | models.Q(waiting_since__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_authority_display()}: {self.get_subject_display()}"

    @property
    def days_waited(self) -> int:
        """Whole days since the first attempt that is not answered; 0 for none."""
        since = self.waiting_since
        return (timezone.localdate() - since).days if since else 0

    @property
    def look(self) -> Look:
        if self.closed_on:
            return Look(pgettext_lazy("matter", "Settled"), "plain", "full")
        if self.waiting_since:
            return Look(
                pgettext_lazy("matter", "Waits for an answer"), "thread", "half"
            )
        return Look(pgettext_lazy("matter", "Open"), "lake", "todo")

    # --- verbs ----------------------------------------------------------------

    @transaction.atomic
    def log_attempt(
        self, *, by: User, channel: str, outcome: str, on: date, answer: str = ""
    ) -> "Attempt":
        """Write down that the authority was asked; without an answer it waits."""
        self._check_open()
        self._close_step(by)
        attempt = self.attempts.create(
            by=by,
            channel=channel,
            outcome=outcome,
            on=on,
            answer=answer,
            answered_on=on if answer else None,
        )
        self._settle(by)
        return attempt

    @transaction.atomic
    def take_answer(
        self, attempt: "Attempt", *, by: User, answer: str, on: date
    ) -> None:
        """Write down what came back to an attempt, and when."""
        self._check_open()
        attempt.answer, attempt.answered_on = answer, max(on, attempt.on)
        attempt.save(update_fields=["answer", "answered_on"])
        self._settle(by)

    @transaction.atomic
    def correct(self, *, by: User, **values: str) -> None:
        """Say better what it is about; how it stood before is kept in the thread."""
        self._check_open()
        fresh = Matter.objects.get(pk=self.pk)
        before = {name: getattr(fresh, name) for name in self.CORRECTABLE}
        if before == values:
            return
        self.corrections.create(by=by, **before)
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(self.CORRECTABLE))
        if self.step and self.step.is_pending:
            self.step.text = self._ask_again()
            self.step.save(update_fields=["text"])
            self.candidate.settle()

    @transaction.atomic
    def close(self, *, by: User) -> None:
        """Call it settled; nothing waits any more."""
        self._check_open()
        self.closed_on = timezone.localdate()
        self._settle(by)

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Take it up again where it was left."""
        self.closed_on = None
        self._settle(by)

    def _check_open(self) -> None:
        if self.closed_on:
            raise Refused([_("The matter is settled. Open it again first.")])

    def _settle(self, by: User) -> None:
        """Recompute since when it waits; as long as it does, asking again is due."""
        since = self._first_unanswered()
        self.waiting_since = None if self.closed_on else since
        if not self.waiting_since:
            self._close_step(by)
        elif self.step is None or not self.step.is_pending:
            self.step = self._plan(by)
        self.save(update_fields=["closed_on", "waiting_since", "step"])
        self.candidate.settle()

    def _close_step(self, by: User) -> None:
        if self.step and self.step.is_pending:
            self.step.perform("complete", by=by)

    def _first_unanswered(self) -> date | None:
        first = None
        for attempt in self.attempts.order_by("-on", "-pk"):
            if attempt.answer == Attempt.Answer.ANSWERED:
                break
            first = attempt.on
        return first

    def _ask_again(self) -> str:
        return _("Ask again: %(matter)s") % {"matter": self}

    def _plan(self, by: User) -> FollowUp | None:
        if self.candidate.state not in Candidate.LIVE:
            return None
        return self.candidate.plan(
            self._ask_again(),
            timezone.localdate() + ASK_AGAIN,
            assignee=self.candidate.coach or by,
            by=by,
            kind=FollowUp.Kind.CALL,
        )


class MatterCorrection(models.Model):
    """How a matter stood before somebody said better what it is about."""

    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="corrections"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    authority = models.CharField(max_length=10, choices=Official.Authority)
    subject = models.CharField(max_length=12, choices=Matter.Subject)
    about = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = gettext_lazy("correction of a matter")
        verbose_name_plural = gettext_lazy("corrections of matters")
        ordering = ("-pk",)

    def __str__(self) -> str:
        said = f"{self.get_authority_display()}: {self.get_subject_display()}"
        return f"{said}, {self.about}" if self.about else said


class Attempt(models.Model):
    """One contact about a matter, and what came of it."""

    class Channel(models.TextChoices):
        PHONE = "phone", gettext_lazy("Phone")
        SECURE = "secure", gettext_lazy("Secure message")
        SERVICE = "service", gettext_lazy("E-service")
        LETTER = "letter", gettext_lazy("Letter")
        VISIT = "visit", gettext_lazy("Visit together")
        MEETING = "meeting", gettext_lazy("Online meeting")

    class Outcome(models.TextChoices):
        REACHED = "reached", pgettext_lazy("attempt", "Reached")
        SENT = "sent", pgettext_lazy("attempt", "Sent or left a message")
        NOT_REACHED = "not_reached", pgettext_lazy("attempt", "Not reached")

    class Answer(models.TextChoices):
        """What the answer was worth (SEED-64)."""

        ANSWERED = "answered", pgettext_lazy("answer", "Answered")
        PARTLY = "partly", pgettext_lazy("answer", "Partly")
        STOCK = "stock", pgettext_lazy("answer", "Stock phrases only")
        CONTRADICTORY = "contradictory", pgettext_lazy("answer", "Contradictory")
        NONE = "none", pgettext_lazy("answer", "No answer")

    ICONS: ClassVar = {
        Channel.PHONE: "phone",
        Channel.SECURE: "lock",
        Channel.SERVICE: "mail",
        Channel.LETTER: "doc",
        Channel.VISIT: "people",
        Channel.MEETING: "chat",
    }
    LOOKS: ClassVar = {
        Answer.ANSWERED: ("spruce", "full"),
        Answer.PARTLY: ("thread", "half"),
        Answer.STOCK: ("thread", "half"),
        Answer.CONTRADICTORY: ("berry", "half"),
        Answer.NONE: ("berry", "stop"),
    }

    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="attempts"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(gettext_lazy("how"), max_length=8, choices=Channel)
    outcome = models.CharField(
        gettext_lazy("how it went"), max_length=12, choices=Outcome
    )
    on = models.DateField(gettext_lazy("day"), default=timezone.localdate)
    answer = models.CharField(
        gettext_lazy("answer"), max_length=13, choices=Answer, blank=True
    )
    answered_on = models.DateField(gettext_lazy("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("attempt")
        verbose_name_plural = gettext_lazy("attempts")
        ordering = ("-on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="attempt_answer_has_a_day",
                condition=models.Q(answer="", answered_on__isnull=True)
                | ~models.Q(answer="")
                & models.Q(answered_on__isnull=False)
                & models.Q(answered_on__gte=models.F("on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_outcome_display()}"

    @property
    def icon(self) -> str:
        return str(self.ICONS[self.Channel(self.channel)])

    @property
    def days(self) -> int:
        """Whole days until the answer, or until today while none has come."""
        return ((self.answered_on or timezone.localdate()) - self.on).days

    @property
    def look(self) -> Look:
        if not self.answer:
            return Look(pgettext_lazy("answer", "Waiting"), "lake", "todo")
        tone, fill = self.LOOKS[self.Answer(self.answer)]
        return Look(self.get_answer_display(), tone, fill)
