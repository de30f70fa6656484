"""A candidate and a tailored job that could meet (domain.md 3.1 stage 3)."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from crm.lifecycle import Refused
from crm.models import FollowUp, TransitionLog, User
from employers.models import TailoredJob
from placements.models.assignments import cap_of
from placements.models.candidates import Candidate
from placements.models.consents import Consent
from placements.models.match_states import MatchStates
from placements.models.of_candidate import OfCandidateQuerySet

CHANGE = "placements.change_match"
State = MatchStates.State
RULES = MatchStates
JOB_PRESENTED = TailoredJob.State.CANDIDATE_PRESENTED
#: When to ask the employer, if it says nothing.
ASK_AFTER = timedelta(days=7)


class MatchQuerySet(OfCandidateQuerySet["Match"]):
    """Questions about matches."""

    def live(self) -> Self:
        return self.filter(state__in=MatchStates.LIVE)

    def told(self) -> Self:
        """Those of whom the employer has been told."""
        return self.filter(state__in=MatchStates.TOLD)

    def benefit_traps(self) -> Self:
        """Those that the candidate declined because of benefits (SEED-42)."""
        return self.filter(
            state=State.DECLINED,
            declined_by=MatchStates.Side.CANDIDATE,
            end_reason=MatchStates.Reason.BENEFITS,
        )

    def count_candidates(self) -> int:
        """Return how many different persons are behind the matches (domain.md 5.3)."""
        return self.order_by().values("candidate").distinct().count()


class Match(MatchStates):
    """One candidate held against one job; a no from either side is neutral."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="matches"
    )
    job = models.ForeignKey(
        TailoredJob, on_delete=models.PROTECT, related_name="matches"
    )
    #: What permits telling this employer.
    consent = models.ForeignKey(
        Consent,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="matches",
    )
    commute_mode = models.CharField(
        _("how one travels"), max_length=7, choices=Candidate.Travel, blank=True
    )
    commute_minutes = models.PositiveSmallIntegerField(
        _("minutes one way"), null=True, blank=True
    )
    commute_changes = models.PositiveSmallIntegerField(
        _("changes on the way"), null=True, blank=True
    )
    commute_last_bus = models.TimeField(_("last bus home"), null=True, blank=True)
    commute_practised_on = models.DateField(
        _("practised together on"), null=True, blank=True
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["candidate", "state"], name="match_by_candidate"),
            models.Index(fields=["state", "end_reason"], name="match_by_reason"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["candidate", "job"],
                condition=models.Q(state__in=MatchStates.LIVE),
                name="match_one_live_of_a_pair",
            ),
            models.UniqueConstraint(
                fields=["job"],
                condition=models.Q(state__in=MatchStates.TOLD),
                name="match_one_presented_to_a_job",
            ),
            models.CheckConstraint(
                name="match_stage_dates",
                condition=(
                    ~models.Q(state__in=MatchStates.TOLD)
                    | models.Q(presented_on__isnull=False)
                )
                & (
                    ~models.Q(state="interested")
                    | models.Q(interested_on__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="match_ended_has_reason",
                condition=~models.Q(state__in=MatchStates.LIVE)
                & models.Q(ended_on__isnull=False)
                & ~models.Q(end_reason="")
                | models.Q(
                    state__in=MatchStates.LIVE, ended_on__isnull=True, end_reason=""
                ),
            ),
            models.CheckConstraint(
                name="match_declined_by_somebody",
                condition=models.Q(state="declined") & ~models.Q(declined_by="")
                | ~models.Q(state="declined") & models.Q(declined_by=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} · {self.job}"

    def get_absolute_url(self) -> str:
        return reverse("placements:match", args=[self.candidate_id, self.pk])

    @classmethod
    def propose(
        cls, candidate: Candidate, job: TailoredJob, *, by: User
    ) -> TransitionLog:
        """Begin a match; Refused when the two are held together already."""
        match = cls(candidate=candidate, job=job)
        reasons = [] if match.job_seeks() else [RULES.JOB_SEEKS.reason]
        if cls.objects.live().filter(candidate=candidate, job=job).exists():
            reasons.append(gettext("This job has been proposed already."))
        if candidate.state != Candidate.State.ACTIVE:
            reasons.append(RULES.IS_ACTIVE.reason)
        if reasons:
            raise Refused(reasons, record=match)
        return match.begin(by=by)

    # --- what the rules ask ---------------------------------------------------

    def within_cap(self) -> bool:
        coach = self.candidate.coach
        if coach is None:
            return False
        active = Candidate.objects.active().filter(coach=coach).count()
        return active <= cap_of(coach)

    def may_tell(self) -> bool:
        return self.consent is not None and self.consent.is_standing

    def is_first(self) -> bool:
        others = type(self).objects.told().filter(job=self.job)
        return not others.exclude(pk=self.pk).exists()

    @property
    def is_suspect(self) -> bool:
        """Whether the employer's reason sounds like discrimination."""
        employers = self.declined_by == self.Side.EMPLOYER
        return employers and self.end_reason in self.SUSPECT

    @property
    def end_words(self) -> str:
        """Return why it ended, in words."""
        kinds: dict[str, Any] = {
            self.Side.CANDIDATE: self.Reason,
            self.Side.EMPLOYER: self.EmployerReason,
            "": self.Withdrawal,
        }
        words = dict(kinds[self.declined_by].choices)
        return str(words.get(self.end_reason, ""))

    # --- transitions ----------------------------------------------------------

    @transition(
        "state",
        source=State.PROPOSED,
        target=State.PRESENTED,
        conditions=[
            RULES.IS_ACTIVE,
            RULES.FITS_GOAL,
            RULES.WITHIN_CAP,
            RULES.MAY_TELL,
            RULES.TRAVEL_CHECKED,
            RULES.JOB_SEEKS,
            RULES.IS_FIRST,
        ],
        permission=CHANGE,
        custom={"label": _("Present to the employer")},
    )
    def present(self, *, by: User | None, on: date, note: str = "") -> None:
        self.presented_on = self.presented_on or on

    @transition(
        "state",
        source=State.PRESENTED,
        target=State.INTERESTED,
        permission=CHANGE,
        custom={"label": _("Both are interested")},
    )
    def take_interest(self, *, by: User | None, on: date, note: str = "") -> None:
        self.interested_on = self.interested_on or on

    @transition(
        "state",
        source=[State.PROPOSED, State.PRESENTED, State.INTERESTED],
        target=State.DECLINED,
        conditions=[RULES.NOT_AT_WORK],
        permission=CHANGE,
        custom={"label": _("The candidate says no"), "automatic": True},
    )
    def decline(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        """Take the person's no; it is a right and no mark against them (SEED-2)."""
        self._end(on, self.Reason(reason), self.Side.CANDIDATE)

    @transition(
        "state",
        source=[State.PRESENTED, State.INTERESTED],
        target=State.DECLINED,
        conditions=[RULES.NOT_AT_WORK],
        permission=CHANGE,
        custom={"label": _("The employer says no"), "automatic": True},
    )
    def turn_down(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        self._end(on, self.EmployerReason(reason), self.Side.EMPLOYER)

    @transition(
        "state",
        source=[State.PROPOSED, State.PRESENTED, State.INTERESTED],
        target=State.WITHDRAWN,
        conditions=[RULES.NOT_AT_WORK],
        permission=CHANGE,
        custom={"label": _("Take back"), "tone": "berry", "automatic": True},
    )
    def withdraw(
        self, *, by: User | None, on: date, reason: str, note: str = ""
    ) -> None:
        self._end(on, self.Withdrawal(reason))

    def _end(self, on: date, reason: str, side: str = "") -> None:
        self.ended_on = on
        self.end_reason = reason
        self.declined_by = side

    # --- what follows ---------------------------------------------------------

    def after_present(self, *, entry: TransitionLog, **details: Any) -> None:
        """Move the job; nothing of the candidate is written there."""
        self.job.perform(
            "present", by=entry.by, on=entry.on, cause=entry, consent=True, travel=True
        )
        self._plan(gettext("Ask what the employer thinks"), entry, ASK_AFTER)

    def after_take_interest(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._plan(gettext("Agree on how to begin"), entry, ASK_AFTER)

    def after_decline(
        self, *, entry: TransitionLog, reason: str, **details: Any
    ) -> None:
        self._end_own_steps(entry)
        self._release(entry, reason)

    def after_turn_down(self, *, entry: TransitionLog, **details: Any) -> None:
        self._end_own_steps(entry)
        self._release(entry, TailoredJob.Decline.EMPLOYER)
        self._plan(gettext("Tell the candidate how it went"), entry, timedelta())

    def after_withdraw(
        self, *, entry: TransitionLog, reason: str, **details: Any
    ) -> None:
        self._end_own_steps(entry)
        self._release(entry, TailoredJob.Decline.OTHER)

    def _release(self, entry: TransitionLog, reason: str) -> None:
        """Open the job to others, if the employer had been told of this one."""
        if entry.source not in self.TOLD or self.job_stands != JOB_PRESENTED:
            return
        said: dict[str, Any] = {"by": entry.by, "on": entry.on, "cause": entry}
        if self.job.state == JOB_PRESENTED:
            self.job.perform("release", reason=str(reason), **said)
        else:
            self.job.release_held(reason=str(reason), **said)

    def _plan(self, text: str, entry: TransitionLog, after: timedelta) -> None:
        """Plan a step of the candidate: the job holds nothing of them."""
        carrier = self.candidate.coach or entry.by
        if carrier:
            self.candidate.plan(
                f"{text}: {self.job}",
                entry.on + after,
                assignee=carrier,
                by=entry.by,
                kind=FollowUp.Kind.CALL,
                cause=entry,
            )
        self.candidate.settle()

    def _end_own_steps(self, entry: TransitionLog) -> None:
        own = self.candidate.follow_ups.pending().filter(cause__in=self.history.all())
        for step in own.exclude(cause=entry):
            step.perform(
                "cancel",
                by=entry.by or self.candidate.coach,
                note=str(entry.target_label),
                cause=entry,
            )
        self.candidate.settle()

    def undo_subject(self) -> Candidate:
        return self.candidate

    # --- consent --------------------------------------------------------------

    @transaction.atomic
    def allow(self, *, on: date, until: date | None) -> Consent:
        """Write down that the person lets this employer be told."""
        self.consent = Consent.objects.create(
            candidate=self.candidate,
            what=Consent.What.PRESENT,
            recipient=str(self.job.employer)[:120],
            given_on=on,
            until=until,
        )
        self.save(update_fields=["consent"])
        return self.consent
