"""Who looks after a candidate: one responsible coach, perhaps a deputy, and room.

Handing over is no move of state, yet it stands in the same log with the state on both
sides, so that the timeline tells it and undo takes it back.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.lifecycle import Refused
from crm.models import FollowUp, TransitionLog, User
from placements.models.assignments import Assignment, begin, cap_of
from placements.models.candidacy import Candidacy

if TYPE_CHECKING:
    from placements.models.assignments import AssignmentQuerySet

ASSIGN = "placements.assign_candidate"
Role = Assignment.Role


class Responsibility(Candidacy):
    """The coach and the deputy of a candidate, and the verbs that change them."""

    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("responsible coach"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidates",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        assignments: AssignmentQuerySet
        placements: Any
        subsidies: Any
        trials: Any

    def has_coach(self) -> bool:
        """Whether somebody who still works here is responsible."""
        return self.coach is not None and self.coach.is_active

    def begin(self, *, by: User | None, **details: Any) -> TransitionLog:
        """Save a new candidate with its first coach."""
        with transaction.atomic():
            entry = super().begin(by=by, **details)
            self.assign_again(entry)
        return entry

    def assign_again(self, entry: TransitionLog) -> None:
        """Begin the assignments of those who are named."""
        for role, coach in ((Role.COACH, self.coach), (Role.DEPUTY, self.deputy)):
            if coach:
                begin(self, role, coach, entry)  # type: ignore[arg-type] # a Candidate

    # --- room -----------------------------------------------------------------

    def check_room(self, coach: User | None = None) -> None:
        """Refuse one more than the coach's cap; to be called in a transaction.

        The coach's row is locked first, so that two cannot take the last place.
        """
        coach = coach or self.coach
        if coach is None:
            return
        User.objects.select_for_update(no_key=True).filter(pk=coach.pk).first()
        active = type(self).objects.filter(coach=coach, state=self.State.ACTIVE)
        cap = cap_of(coach)
        if active.exclude(pk=self.pk).count() < cap:
            return
        text = ngettext(
            "%(name)s has %(cap)d active candidate already: the caseload is full. "
            "A manager can permit more for a time.",
            "%(name)s has %(cap)d active candidates already: the caseload is full. "
            "A manager can permit more for a time.",
            cap,
        )
        raise Refused([text % {"name": coach, "cap": cap}], record=self)

    # --- handing over ---------------------------------------------------------

    @transaction.atomic
    def hand_over(self, to: User, *, by: User, note: str) -> TransitionLog:
        """Make ``to`` responsible; the open steps of the previous coach go along.

        Raises ``Refused`` with reasons, PermissionDenied without the permission.
        """
        if not by.has_perm(ASSIGN):
            raise PermissionDenied
        self._check_hand_over(to, note)
        if self.state == self.State.ACTIVE:
            self.check_room(to)
        previous, self.coach = self.coach, to
        changed = {"coach_id": previous.pk if previous else None}
        if self.deputy == to:
            changed["deputy_id"], self.deputy = to.pk, None
        entry = self._note_change("hand_over", by=by, note=note, before=changed)
        for role in (Role.COACH, *([Role.DEPUTY] if "deputy_id" in changed else [])):
            self._end_assignment(role, entry)
        begin(self, Role.COACH, to, entry, note)  # type: ignore[arg-type] # a Candidate
        self._hand_over_steps(previous, to, entry)
        return entry

    def _check_hand_over(self, to: User, note: str) -> None:
        reasons = []
        if not note.strip():
            reasons.append(_("Write down what the next coach should know."))
        if self.state == self.State.ENDED:
            reasons.append(_("The coaching has ended."))
        if to == self.coach:
            reasons.append(_("%(name)s is responsible already.") % {"name": to})
        if not User.objects.assignable().filter(pk=to.pk).exists():
            reasons.append(_("%(name)s cannot take candidates.") % {"name": to})
        if reasons:
            raise Refused(reasons, record=self)

    def _hand_over_steps(
        self, previous: User | None, to: User, entry: TransitionLog
    ) -> None:
        subjects = (
            self,
            *self.placements.all(),
            *self.subsidies.all(),
            *self.trials.all(),
        )
        for subject in subjects:
            for step in subject.follow_ups.pending().filter(assignee=previous):
                step.perform(
                    "hand_over", by=entry.by, to=to, note=entry.note, cause=entry
                )
        self.plan(
            _("Taken over: read the note and get to know each other"),
            entry.on,
            assignee=to,
            by=entry.by,
            kind=FollowUp.Kind.CHECK,
            cause=entry,
        )
        self.settle()

    @transaction.atomic
    def name_deputy(self, deputy: User | None, *, by: User) -> TransitionLog | None:
        """Let a deputy see and act on the candidate as well; None for nobody."""
        if deputy == self.deputy:
            return None
        reasons = []
        if deputy is not None and deputy == self.coach:
            reasons.append(_("The responsible coach cannot be the deputy as well."))
        if self.state == self.State.ENDED:
            reasons.append(_("The coaching has ended."))
        if reasons:
            raise Refused(reasons, record=self)
        previous, self.deputy = self.deputy, deputy
        before = {"deputy_id": previous.pk if previous else None}
        entry = self._note_change("name_deputy", by=by, note="", before=before)
        self._end_assignment(Role.DEPUTY, entry)
        if deputy:
            begin(self, Role.DEPUTY, deputy, entry)  # type: ignore[arg-type] # a Candidate
        return entry

    def _end_assignment(self, role: str, entry: TransitionLog) -> None:
        self.assignments.filter(role=role).end(entry)

    def _note_change(
        self, name: str, *, by: User, note: str, before: dict[str, Any]
    ) -> TransitionLog:
        """Save the record and log a change that leaves the state as it is."""
        today = timezone.localdate()
        self.save()
        entry = self.log(
            name=name,
            by=by,
            on=today,
            note=note,
            source=self.state,
            target=self.state,
            before=before,
        )
        entry.save()
        return entry

    def undone(self, entry: TransitionLog) -> None:
        self._check_return(entry)
        Assignment.objects.filter(begun_by=entry).delete()
        Assignment.objects.filter(ended_by=entry).update(until=None, ended_by=None)

    def _check_return(self, entry: TransitionLog) -> None:
        """See that what undo brings back still fits into the coach's caseload."""
        pk = entry.before.get("coach_id", self.coach_id)
        moved = pk != self.coach_id or self.state != self.State.ACTIVE
        if entry.source == self.State.ACTIVE and moved and pk:
            self.check_room(User.objects.get(pk=pk))
