"""A contact with an employer: planned, done, or tried in vain."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from crm.lifecycle import Lifecycle, Refused, Rule, StateField
from crm.models import TransitionLog, User
from employers.models.bans import ContactBan
from employers.models.employers import Employer
from employers.models.outcomes import NextStep, move_by_outcome, touch
from employers.models.visit_facts import VisitFacts

__all__ = ["NextStep", "Visit", "VisitQuerySet"]


class VisitQuerySet(models.QuerySet["Visit"]):
    """Questions about contacts."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("employers.view_visit") else self.none()

    def planned(self) -> Self:
        return self.filter(state=Visit.State.PLANNED)

    def done(self) -> Self:
        return self.filter(state=Visit.State.DONE)

    def not_reached(self) -> Self:
        return self.filter(state=Visit.State.NOT_REACHED)

    def late(self, today: date | None = None) -> Self:
        return self.planned().filter(on__lt=today or timezone.localdate())

    def recent_by_others(self, employer: Employer, user: User, on: date) -> Self:
        """Colleagues' contacts, planned or done, within 14 days (domain.md 4.2)."""
        around = timedelta(days=settings.CONFLICT_DAYS)
        return (
            self.filter(
                employer=employer,
                state__in=[Visit.State.PLANNED, Visit.State.DONE],
                on__range=(on - around, on + around),
            )
            .exclude(coach=user)
            .select_related("coach")
            .order_by("-on", "-pk")
        )

    def for_list(self) -> Self:
        return self.select_related("employer", "coach", "workplace")


class Visit(VisitFacts, Lifecycle):
    """Any contact with an employer (kylmäkäynti, puhelu, tapaaminen ...)."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("visit", "Planned")
        DONE = "done", pgettext_lazy("visit", "Done")
        NOT_REACHED = "not_reached", pgettext_lazy("visit", "Not reached")
        CANCELLED = "cancelled", pgettext_lazy("visit", "Cancelled")
        RESCHEDULED = "rescheduled", pgettext_lazy("visit", "Rescheduled")

    looks: ClassVar = {
        State.PLANNED: ("lake", "todo"),
        State.DONE: ("spruce", "full"),
        State.NOT_REACHED: ("thread", "stop"),
        State.CANCELLED: ("plain", "stop"),
        State.RESCHEDULED: ("plain", "stop"),
    }

    state = StateField(choices=State, default=State.PLANNED)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact with an employer")
        verbose_name_plural = _("contacts with employers")
        ordering = ("-on", "-pk")
        permissions = (("correct_any_visit", "Can correct anybody's logged contact"),)
        indexes = (
            models.Index(fields=["employer", "-on", "-id"], name="visit_by_employer"),
            models.Index(fields=["coach", "state", "on"], name="visit_by_coach"),
            models.Index(fields=["state", "on"], name="visit_by_day"),
        )
        constraints = (
            models.CheckConstraint(
                name="visit_done_has_outcome",
                condition=(models.Q(state="done") & ~models.Q(outcome=""))
                | (~models.Q(state="done") & models.Q(outcome="")),
            ),
            models.CheckConstraint(
                name="visit_missed_has_reason",
                condition=(models.Q(state="not_reached") & ~models.Q(missed=""))
                | (~models.Q(state="not_reached") & models.Q(missed="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.employer}"

    def get_absolute_url(self) -> str:
        return reverse("employers:visit", args=[self.pk])

    @property
    def icon(self) -> str:
        return self.ICONS[self.kind]

    @property
    def is_late(self) -> bool:
        return self.state == self.State.PLANNED and self.on < timezone.localdate()

    @property
    def channel(self) -> str:
        return self.CHANNELS.get(self.kind, ContactBan.Channel.VISIT)

    @property
    def standing_ban(self) -> ContactBan | None:
        """Return the ban that forbids this contact, if any; see the employer's state.

        While somebody works there through us, support visits stay allowed (4.1).
        """
        employer = self.employer
        if not employer.has_bans or (
            self.kind == self.Kind.SUPPORT and employer.open_work
        ):
            return None
        people = {person.pk for person in self.people.all()} if self.pk else set()
        return next(
            (
                ban
                for ban in employer.standing_bans()
                if ban.blocks(
                    channel=self.channel, workplace_id=self.workplace_id, people=people
                )
            ),
            None,
        )

    def is_open_to_contact(self) -> bool:
        """Whether the employer still trades and nobody has forbidden this contact."""
        state = Employer.State
        if self.employer.state in {state.CEASED, state.MERGED}:
            return False
        return self.standing_ban is None

    ALLOWED = Rule(
        _("Contact is forbidden, or the employer no longer trades. See the employer."),
        lambda visit: visit.is_open_to_contact(),
    )

    def settle(self) -> None:
        self.employer.settle()

    def undone(self, entry: TransitionLog) -> None:
        self.employer.bans.filter(cause=entry).delete()

    def undo_subject(self) -> Employer:
        return self.employer

    # --- verbs ----------------------------------------------------------------

    def schedule(self, *, by: User, conflict_reason: str = "") -> TransitionLog:
        """Save a new planned visit; Refused when forbidden or a colleague is at it."""
        reasons = [] if self.is_open_to_contact() else [self.ALLOWED.reason]
        others = Visit.objects.recent_by_others(self.employer, by, self.on)
        if not conflict_reason.strip() and others.exists():
            reasons.append(
                _("A colleague has been or is going there. Say why you go too.")
            )
        if reasons:
            raise Refused(reasons, record=self)
        self.conflict_reason = conflict_reason
        entry = self.begin(by=by)
        self.employer.settle()
        return entry

    @transition(
        state,
        source=State.PLANNED,
        target=State.DONE,
        conditions=[ALLOWED],
        permission="employers.change_visit",
        custom={"label": pgettext_lazy("visit", "Log as done"), "offered": False},
    )
    def complete(
        self,
        *,
        by: User | None,
        on: date,
        outcome: str,
        next_step: NextStep | None = None,
        no_next_reason: str = "",
        reason: str = "",
        revisit_on: date | None = None,
        narrow_ban: ContactBan | None = None,
        note: str = "",
    ) -> None:
        """Log it as done, with its outcome and what comes next (or why nothing).

        ``narrow_ban`` is what a "do not contact" forbids if not the whole organisation.
        """
        self._check_outcome(outcome, next_step, no_next_reason, reason, revisit_on)
        self.on = on
        self.outcome = outcome
        self.refusal = reason
        self.no_next_reason = no_next_reason
        self.note = note or self.note

    def _check_outcome(
        self,
        outcome: str,
        next_step: NextStep | None,
        no_next_reason: str,
        reason: str,
        revisit_on: date | None,
    ) -> None:
        problems = []
        if outcome == self.Outcome.REFUSED and not reason:
            problems.append(_("Choose why they refused."))
        if outcome == self.Outcome.NOT_NOW and not revisit_on:
            problems.append(_("Choose when to ask again."))
        needs_step = outcome not in self.CLOSING
        if needs_step and next_step is None and not no_next_reason.strip():
            problems.append(_("Choose the next step, or say why there is none."))
        if outcome in self.ENGAGING and next_step is None and not problems:
            problems.append(_("Somebody interested needs a next step."))
        if problems:
            raise Refused(problems, record=self)

    @transition(
        state,
        source=State.PLANNED,
        target=State.NOT_REACHED,
        conditions=[ALLOWED],
        permission="employers.change_visit",
        custom={"label": _("Not reached"), "offered": False},
    )
    def miss(
        self,
        *,
        by: User | None,
        on: date,
        reason: str,
        next_step: NextStep | None = None,
        note: str = "",
    ) -> None:
        """Log an attempt in vain: counted as an attempt, not as a contact."""
        self.on = on
        self.missed = reason
        self.note = note or self.note

    @transition(
        state,
        source=State.PLANNED,
        target=State.CANCELLED,
        permission="employers.change_visit",
        custom={"label": _("Cancel the visit"), "automatic": True, "tone": "berry"},
    )
    def cancel(self, *, by: User | None, on: date, note: str = "") -> None:
        if not note.strip():
            raise Refused([_("Say why it is cancelled.")], record=self)

    @transition(
        state,
        source=State.PLANNED,
        target=State.RESCHEDULED,
        conditions=[ALLOWED],
        permission="employers.change_visit",
        custom={"label": _("Move to another day")},
    )
    def reschedule(
        self, *, by: User | None, on: date, to: date, note: str = ""
    ) -> None:
        if to < timezone.localdate():
            raise Refused([_("Choose today or a later day.")], record=self)

    @transition(
        state,
        source=State.DONE,
        target=State.DONE,
        permission="employers.change_visit",
        custom={"label": _("Correct")},
    )
    def correct(
        self, *, by: User | None, on: date, values: dict[str, Any], note: str = ""
    ) -> None:
        """Change what was logged: one's own within 7 days, later a manager with why."""
        fresh = self.created_at >= timezone.now() - timedelta(
            days=settings.CORRECT_DAYS
        )
        own = by is not None and by.pk == self.coach_id and fresh
        if not own and not (by and by.has_perm("employers.correct_any_visit")):
            reason = _("You can correct your own contacts for %(days)d days.")
            raise Refused([reason % {"days": settings.CORRECT_DAYS}], record=self)
        if not own and not note.strip():
            raise Refused([_("Say why it is corrected.")], record=self)
        for name, value in values.items():
            setattr(self, name, value)

    # --- what follows ---------------------------------------------------------

    def after_complete(
        self,
        *,
        entry: TransitionLog,
        outcome: str,
        next_step: NextStep | None = None,
        revisit_on: date | None = None,
        narrow_ban: ContactBan | None = None,
        reason: str = "",
        **details: Any,
    ) -> None:
        self.employer.note_contact(entry.on)
        self._plan_next(next_step, entry)
        if narrow_ban:  # the rest of the organisation stays open
            touch(self.employer, entry)
            narrow_ban.cause = entry
            narrow_ban.impose()
        else:
            move_by_outcome(self, entry, reason=reason, revisit_on=revisit_on)

    def after_miss(
        self, *, entry: TransitionLog, next_step: NextStep | None = None, **details: Any
    ) -> None:
        self.employer.attempts += 1
        self._plan_next(next_step, entry)
        touch(self.employer, entry)

    def _plan_next(self, step: NextStep | None, entry: TransitionLog) -> None:
        """Plan the step and refresh the employer's nearest one (not saved)."""
        employer = self.employer
        if step:
            employer.plan(
                step.text,
                step.due_on,
                assignee=step.assignee,
                by=entry.by,
                kind=step.kind,
                cause=entry,
            )
        if entry.source:  # it was planned, so it may have been the nearest itself
            employer.next_step_on, employer.next_step = employer.find_next_step()
        elif step:
            employer.consider_step(step.due_on, step.text)

    def after_cancel(self, **details: Any) -> None:
        self.employer.settle()

    def after_correct(self, **details: Any) -> None:
        self.employer.settle()

    def after_reschedule(
        self, *, entry: TransitionLog, to: date, **details: Any
    ) -> None:
        later = Visit(
            employer=self.employer,
            workplace=self.workplace,
            coach=self.coach,
            kind=self.kind,
            on=to,
            starts_at=self.starts_at,
            topic=self.topic,
            face_to_face=self.face_to_face,
            conflict_reason=self.conflict_reason,
            rescheduled_from=self,
        )
        later.begin(by=entry.by, cause=entry)
        later.people.set(self.people.all())
        self.employer.settle()
