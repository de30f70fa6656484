"""What follows from the moves of a tailored job."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import FollowUp, TransitionLog, User
from employers.models.tailoring_states import TailoringStates

if TYPE_CHECKING:
    from employers.models.people import ContactPerson

#: When to ask, if the employer says nothing.
ASK_AFTER = timedelta(days=7)


class TailoringEffects(TailoringStates):
    """Versions, links, next steps and the employer's own state."""

    class Meta:
        abstract = True

    def after_send(
        self,
        *,
        entry: TransitionLog,
        channel: str,
        person: "ContactPerson | None" = None,
        **details: Any,
    ) -> None:
        self._end_own_steps(entry)
        self.issue_version(entry)
        if channel != self.Channel.PAPER:
            self.make_link(entry, person)
        self._plan(_("Ask what they think of the proposal"), entry, ASK_AFTER)

    def after_agree(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by or self.coach, cause=entry)
        self._plan(_("Agreed: look for a worker"), entry, timedelta())
        self.teach_library()
        self._tell_employer(entry)

    def after_negotiate(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        if entry.by is None:
            self._plan(_("The employer answered: read it"), entry, timedelta())

    def after_rework(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self.void_acceptances()

    def after_revise(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self.void_acceptances()
        self._tell_employer(entry)

    after_come_back = after_rework

    def after_seek(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)

    after_present = after_seek
    after_release = after_seek
    after_begin_trial = after_seek
    after_end_trial = after_seek
    after_fill = after_seek
    after_vacate = after_seek

    def after_hold(
        self, *, entry: TransitionLog, revisit_on: date, **details: Any
    ) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self._plan(_("Look again: on hold"), entry, revisit_on - entry.on)
        self._tell_employer(entry)

    def after_resume(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self._tell_employer(entry)

    def after_withdraw(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by or self.coach, cause=entry)
        self.links.standing().update(revoked_at=timezone.now())
        self.withdraw_example(by=entry.by, cause=entry)
        if entry.source in {self.State.CANDIDATE_PRESENTED, self.State.ON_TRIAL}:
            text = _("Tell the candidate that the employer withdrew")
            self._plan(text, entry, timedelta())
        self._tell_employer(entry)

    def after_close(self, *, entry: TransitionLog, **details: Any) -> None:
        self.close_follow_ups(by=entry.by, cause=entry)
        self.links.standing().update(revoked_at=timezone.now())
        self._tell_employer(entry)

    def release_held(
        self, *, by: User | None, on: date, reason: str, cause: TransitionLog
    ) -> TransitionLog:
        """Come back from the hold to the search: a no was said meanwhile."""
        before = {"held_from": self.held_from, "opened_on": self.opened_on}
        self.held_from = self.State.OPEN
        self.opened_on = self.opened_on or on
        self.save(update_fields=[*before])
        entry = self.log(
            name="release",
            by=by,
            on=max(on, self.state_since),
            reason=reason,
            source=self.state,
            target=self.state,
            before=before,
            cause=cause,
        )
        entry.save()
        return entry

    def _end_own_steps(self, entry: TransitionLog) -> None:
        """Cancel what earlier moves had planned; a coach's own steps stay."""
        own = self.follow_ups.pending().filter(cause__in=self.history.all())
        for step in own.exclude(cause=entry):
            step.perform(
                "cancel",
                by=entry.by or self.coach,
                note=str(entry.target_label),
                cause=entry,
            )
        self.settle()

    def _plan(self, text: str, entry: TransitionLog, after: timedelta) -> None:
        self.plan(
            text,
            entry.on + after,
            assignee=self.coach,
            by=entry.by,
            kind=FollowUp.Kind.CHECK,
            cause=entry,
        )
        self.settle()

    def _tell_employer(self, entry: TransitionLog) -> None:
        """Let the employer become a partner, or stop being one."""
        self.settle()
        self.employer.refresh_from_db()
        self.employer.count_jobs(by=entry.by, on=entry.on, cause=entry)
