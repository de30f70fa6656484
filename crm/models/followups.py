"""What is due: the one place for every next step with a date and an owner."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from crm.lifecycle import Lifecycle, Refused, StateField
from crm.models.transitions import TransitionLog
from crm.models.users import User
from crm.workdays import workdays_back

#: A follow-up may be put off this far at a time (domain.md 4.3).
SNOOZE_LIMIT = timedelta(days=90)
#: From this many times on, putting off needs a reason and shows to the manager.
SNOOZES_BEFORE_REASON = 2
#: Working days after which a late follow-up shows on the manager's list.
MANAGER_AFTER = 10
#: Working days after which a late follow-up comes in the coach's digest.
DIGEST_AFTER = 3


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Questions about what is due."""

    def pending(self) -> Self:
        """Those still to be done, put off or not."""
        return self.filter(state__in=[FollowUp.State.OPEN, FollowUp.State.SNOOZED])

    def late(self, today: date | None = None) -> Self:
        return self.pending().filter(due_on__lt=today or timezone.localdate())

    def due(self, today: date | None = None) -> Self:
        """Those due today or late."""
        return self.pending().filter(due_on__lte=today or timezone.localdate())

    def late_by_workdays(self, days: int, today: date | None = None) -> Self:
        """Late by at least so many Finnish working days."""
        limit = workdays_back(today or timezone.localdate(), days)
        return self.pending().filter(due_on__lte=limit)

    def carried_by(self, user: User, today: date | None = None) -> Self:
        """Keep the user's own and those of absent people whom the user deputises."""
        carried = User.objects.carried_by(user, today)
        return self.filter(assignee__in=carried.values("pk"))

    def visible_to(self, user: User) -> Self:
        """Everybody's for those who see the team; else one's own and deputised."""
        if not user.has_perm("crm.view_followup"):
            return self.none()
        if user.has_perm("crm.view_team"):
            return self
        return self.filter(
            models.Q(assignee=user)
            | models.Q(assignee__deputy=user)
            | models.Q(offered_to=user)
            | models.Q(created_by=user)
        )

    def for_list(self) -> Self:
        return self.select_related("assignee", "offered_to").prefetch_related("subject")


def may_snooze_to(day: date, today: date) -> bool:
    """Whether a follow-up may be put off to the day (at most 90 days ahead)."""
    return today < day <= today + SNOOZE_LIMIT


class FollowUp(Lifecycle):
    """A next step: about what, who does it, by when."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("follow-up", "Open")
        SNOOZED = "snoozed", pgettext_lazy("follow-up", "Snoozed")
        DONE = "done", pgettext_lazy("follow-up", "Done")
        CANCELLED = "cancelled", pgettext_lazy("follow-up", "Cancelled")
        HANDED_OVER = "handed_over", pgettext_lazy("follow-up", "Handed over")

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        VISIT = "visit", _("Go and see")
        EMAIL = "email", _("Write or send")
        REVISIT = "revisit", _("Ask again")
        PERSON = "person", _("Find the contact person")
        WAKE = "wake", _("Wake up or let go")
        CHECK = "check", _("Check")
        OTHER = "other", _("Other step")

    class Result(models.TextChoices):
        TAKEN_CARE = "taken_care", _("Taken care of")
        CONTACTED = "contacted", _("Contact logged")
        NO_ANSWER = "no_answer", _("No answer")
        NOT_NEEDED = "not_needed", _("No longer needed")

    class Priority(models.IntegerChoices):
        HIGH = 1, _("Urgent")
        NORMAL = 2, _("Normal")

    #: Kind → icon of the sprite.
    ICONS: ClassVar[dict[str, str]] = {
        Kind.CALL: "phone",
        Kind.VISIT: "door",
        Kind.EMAIL: "mail",
        Kind.REVISIT: "clock",
        Kind.PERSON: "people",
        Kind.WAKE: "snooze",
        Kind.CHECK: "check",
        Kind.OTHER: "pen",
    }

    looks: ClassVar = {
        State.OPEN: ("lake", "half"),
        State.SNOOZED: ("thread", "todo"),
        State.DONE: ("spruce", "full"),
        State.CANCELLED: ("plain", "stop"),
        State.HANDED_OVER: ("plain", "stop"),
    }

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    text = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("due on"))
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offered_follow_ups",
    )
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="continuations"
    )
    snooze_count = models.PositiveSmallIntegerField(default=0, editable=False)
    result = models.CharField(max_length=12, choices=Result, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    cause = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.SET_NULL, related_name="follow_ups"
    )
    state = StateField(choices=State, default=State.OPEN)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due_on", "priority", "pk")
        indexes = (
            models.Index(fields=["assignee", "state", "due_on"], name="followup_queue"),
            models.Index(fields=["state", "due_on"], name="followup_due"),
            models.Index(
                fields=["content_type", "object_id", "state"], name="followup_subject"
            ),
            models.Index(fields=["assignee", "done_at"], name="followup_done"),
        )
        constraints = (
            models.CheckConstraint(
                name="followup_done_has_result",
                condition=~models.Q(state="done")
                | (~models.Q(result="") & models.Q(done_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("follow-up", args=[self.pk])

    @property
    def icon(self) -> str:
        return self.ICONS[self.kind]

    @property
    def is_pending(self) -> bool:
        return self.state in {self.State.OPEN, self.State.SNOOZED}

    @property
    def is_late(self) -> bool:
        return self.is_pending and self.due_on < timezone.localdate()

    @property
    def days_late(self) -> int:
        """Calendar days past the due date; negative when there is still time."""
        return (timezone.localdate() - self.due_on).days

    @property
    def needs_reason_to_snooze(self) -> bool:
        return self.snooze_count >= SNOOZES_BEFORE_REASON

    def settle(self) -> None:
        if self.subject is not None:
            self.subject.settle()

    @transition(
        state,
        source=[State.OPEN, State.SNOOZED],
        target=State.SNOOZED,
        permission="crm.change_followup",
        custom={"label": _("Put off")},
    )
    def snooze(
        self,
        *,
        by: User | None,
        on: date,
        until: date,
        note: str = "",
    ) -> None:
        if not may_snooze_to(until, timezone.localdate()):
            raise Refused(
                [_("Choose a day from tomorrow to 90 days ahead.")], record=self
            )
        if self.needs_reason_to_snooze and not note.strip():
            raise Refused(
                [_("This has been put off twice already. Say why it waits.")],
                record=self,
            )
        self.due_on = until
        self.snooze_count += 1

    @transition(
        state,
        source=State.SNOOZED,
        target=State.OPEN,
        permission="crm.change_followup",
        custom={"label": _("Open again"), "automatic": True},
    )
    def wake(self, *, by: User | None, on: date, note: str = "") -> None: ...

    @transition(
        state,
        source=[State.OPEN, State.SNOOZED],
        target=State.DONE,
        permission="crm.change_followup",
        custom={"label": pgettext_lazy("verb", "Done")},
    )
    def complete(
        self,
        *,
        by: User | None,
        on: date,
        result: str = Result.TAKEN_CARE,
        note: str = "",
    ) -> None:
        self.result = result
        self.done_at = timezone.now()

    @transition(
        state,
        source=[State.OPEN, State.SNOOZED],
        target=State.CANCELLED,
        permission="crm.change_followup",
        custom={"label": _("Cancel"), "automatic": True, "tone": "berry"},
    )
    def cancel(self, *, by: User | None, on: date, note: str = "") -> None:
        if not note.strip():
            raise Refused([_("Say why this is no longer needed.")], record=self)

    @transition(
        state,
        source=[State.OPEN, State.SNOOZED],
        target=State.HANDED_OVER,
        permission="crm.change_followup",
        custom={"label": _("Hand over"), "automatic": True},
    )
    def hand_over(self, *, by: User | None, on: date, to: User, note: str = "") -> None:
        """Give it to ``to``: a manager to anyone, others only by accepting it."""
        accepts = by is not None and by.pk == to.pk == self.offered_to_id
        if by is not None and not accepts and not by.has_perm("crm.assign_work"):
            reason = _("Offer it to your colleague, who takes it when it suits.")
            raise Refused([reason], record=self)
        self.offered_to = None

    def after_snooze(self, **details: Any) -> None:
        self.settle()

    after_wake = after_complete = after_cancel = after_snooze

    def after_hand_over(
        self, *, entry: TransitionLog, to: User, **details: Any
    ) -> None:
        FollowUp.objects.create(
            subject=self.subject,
            kind=self.kind,
            text=self.text,
            due_on=self.due_on,
            priority=self.priority,
            assignee=to,
            created_by=entry.by,
            previous=self,
            cause=entry,
        )
        self.settle()

    def offer(self, to: User | None) -> None:
        """Ask a colleague to take this over; it stays here until they accept.

        None takes the offer back. STALE when somebody was faster.
        """
        self._answer(to=to, declined_by=None)

    def decline_offer(self, by: User) -> None:
        """Say no to an offer; the one who carries the step sees who could not."""
        self._answer(to=None, declined_by=by)

    def _answer(self, *, to: User | None, declined_by: User | None) -> None:
        if not self.is_pending:
            raise Refused([_("This has been handled already.")], record=self)
        self.offered_to, self.declined_by = to, declined_by
        with transaction.atomic():
            self.save(update_fields=["offered_to", "declined_by"])
