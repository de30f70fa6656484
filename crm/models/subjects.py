"""What a next step is about: a record that knows its nearest one."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from crm.models.followups import FollowUp
from crm.models.transitions import TransitionLog
from crm.models.users import User


class Subject(models.Model):
    """A record that can have next steps, and knows its nearest one."""

    #: Known by a code only: what is written about it is read for names and health.
    is_pseudonym: ClassVar[bool] = False

    follow_ups = GenericRelation(FollowUp)
    next_step_on = models.DateField(null=True, editable=False)
    next_step = models.CharField(max_length=200, blank=True, editable=False)

    if TYPE_CHECKING:
        pk: Any

    class Meta:
        abstract = True

    def plan(
        self,
        text: str,
        due_on: date,
        *,
        assignee: User | None = None,
        by: User | None,
        kind: str = FollowUp.Kind.OTHER,
        priority: int = FollowUp.Priority.NORMAL,
        cause: TransitionLog | None = None,
    ) -> FollowUp:
        """Create a follow-up about this record. Does not refresh ``next_step``.

        It falls to ``assignee``, else to ``by``; ValueError when there is neither.
        """
        carrier = assignee or by
        if carrier is None:
            message = "A next step needs somebody to carry it."
            raise ValueError(message)
        return FollowUp.objects.create(
            subject=self,
            text=text[:200],
            due_on=due_on,
            kind=kind,
            priority=priority,
            assignee=carrier,
            created_by=by,
            cause=cause,
            state_since=cause.on if cause else timezone.localdate(),
        )

    def find_next_step(self) -> tuple[date | None, str]:
        """Return the day and the words of the nearest pending step."""
        step = self.follow_ups.pending().order_by("due_on", "priority", "pk").first()
        return (step.due_on, step.text) if step else (None, "")

    def close_follow_ups(self, *, by: User | None, cause: TransitionLog) -> None:
        """Cancel every pending step because of ``cause``, each in its own log."""
        note = cause.note or cause.target_label
        for step in self.follow_ups.pending():
            step.perform("cancel", by=by, note=note, cause=cause)

    def settle(self) -> None:
        self.next_step_on, self.next_step = self.find_next_step()
        manager = type(self)._default_manager
        manager.filter(pk=self.pk).update(
            next_step_on=self.next_step_on, next_step=self.next_step
        )
