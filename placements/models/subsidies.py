"""A pay subsidy (palkkatuki) from the first estimate to the last claim (domain.md 4.7).

There is no field for the doctor's B statement: the person gives it to the authority,
and only days are kept.
"""

from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.lifecycle import Refused
from crm.models import FollowUp, TransitionLog, User
from employers.models import Employer, TailoredJob
from employers.subsidy import Ground, Payer
from placements.models.candidates import Candidate
from placements.models.of_candidate import OfCandidateQuerySet
from placements.models.placements import Placement
from placements.models.subsidy_moves import SubsidyMoves
from placements.models.subsidy_states import SubsidyStates

State = SubsidyStates.State
DECIDED = [*SubsidyStates.IN_FORCE, State.REFUSED, State.FINISHED]


class SubsidyQuerySet(OfCandidateQuerySet["SubsidyProcess"]):
    """Questions about pay-subsidy processes."""

    def open(self) -> Self:
        """Those that have not ended one way or another."""
        return self.filter(state__in=SubsidyStates.OPEN)

    def running(self) -> Self:
        return self.filter(state__in=SubsidyStates.RUNNING)

    def about(self, placement: Placement) -> Self:
        """Those for a placement: its own, or at its employer and for none yet."""
        free = Q(placement__isnull=True, employer__isnull=False) & Q(
            candidate=placement.candidate_id, employer=placement.employer_id
        )
        return self.filter(Q(placement=placement.pk) | free)

    def for_list(self) -> Self:
        """Return rows with their nearest deadline (``due``), the nearest first."""
        never = models.Value(date.max, models.DateField())
        continued = Q(state=State.PAYING, ground__in=SubsidyStates.CONTINUABLE)
        with_claims = self.annotate(
            claim_by=models.Min("claims__due_on", filter=Q(claims__claimed_on=None)),
            continue_by=models.Case(models.When(continued, then="granted_to")),
        )
        days = [
            Coalesce(models.F(name), never)
            for name in ("more_due_on", "claim_by", "continue_by")
        ]
        rows = with_claims.annotate(due=Least(*days)).select_related(
            "candidate__coach", "candidate__deputy", "employer"
        )
        return rows.order_by("due", "-state_since", "-pk")

    def for_page(self) -> Self:
        return self.select_related(
            "candidate__coach", "employer", "job", "placement__employer"
        )


class SubsidyProcess(SubsidyMoves):
    """The way to a pay subsidy for one candidate's job, and through its payments."""

    candidate = models.ForeignKey(
        Candidate,
        verbose_name=_("candidate"),
        on_delete=models.CASCADE,
        related_name="subsidies",
    )
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subsidies",
    )
    job = models.ForeignKey(
        TailoredJob,
        verbose_name=_("tailored job"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subsidy_processes",
    )
    placement = models.ForeignKey(
        Placement,
        verbose_name=_("placement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subsidies",
    )
    ground = models.CharField(
        _("ground"), max_length=11, choices=Ground, default=Ground.REDUCED
    )
    payer = models.CharField(
        _("kind of employer"), max_length=12, choices=Payer, blank=True
    )
    pay = models.DecimalField(
        _("gross pay a month"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    week_hours = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    full_hours = models.DecimalField(
        _("full hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    jobseeker_since = models.DateField(
        _("registered as a jobseeker since"), null=True, blank=True
    )
    authority = models.CharField(_("employment authority"), max_length=80, blank=True)
    mandate_ok = models.BooleanField(
        _("the employer's Suomi.fi mandate is in order"), default=False
    )
    job_described = models.BooleanField(_("the job is described"), default=False)
    collective = models.CharField(_("collective agreement"), max_length=80, blank=True)
    starts_on = models.DateField(_("planned first day"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField(default=False, editable=False)

    objects = SubsidyQuerySet.as_manager()

    class Meta:
        verbose_name = _("pay subsidy")
        verbose_name_plural = _("pay subsidies")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["candidate", "state"], name="subsidy_by_candidate"),
            models.Index(fields=["state", "granted_to"], name="subsidy_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                name="subsidy_sent_has_day",
                condition=~Q(state__in=[*SubsidyStates.AWAITING, *DECIDED])
                | Q(submitted_on__isnull=False, employer__isnull=False),
            ),
            models.CheckConstraint(
                name="subsidy_decided_has_day",
                condition=~Q(state__in=DECIDED) | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="subsidy_granted_after_decision",
                condition=~Q(state__in=[*SubsidyStates.IN_FORCE, State.FINISHED])
                | Q(granted_from__gt=models.F("decided_on"))
                & Q(granted_to__gte=models.F("granted_from"))
                & Q(percent__isnull=False, cap__isnull=False),
            ),
            models.CheckConstraint(
                name="subsidy_job_begins_after_decision",
                condition=~Q(state__in=[*SubsidyStates.RUNNING, State.FINISHED])
                | Q(started_on__gt=models.F("decided_on")),
            ),
            models.CheckConstraint(
                name="subsidy_refused_has_reason",
                condition=Q(state=State.REFUSED) & ~Q(refusal="")
                | ~Q(state=State.REFUSED) & Q(refusal=""),
            ),
            models.CheckConstraint(
                name="subsidy_withdrawn_has_reason",
                condition=Q(state=State.WITHDRAWN) & ~Q(withdrawal="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawal=""),
            ),
            models.CheckConstraint(
                name="subsidy_suspended_has_days",
                condition=Q(
                    state=State.SUSPENDED,
                    stopped_on__isnull=False,
                    expected_back_on__isnull=False,
                )
                | ~Q(state=State.SUSPENDED)
                & Q(stopped_on__isnull=True, expected_back_on__isnull=True),
            ),
            models.CheckConstraint(
                name="subsidy_more_asked_has_day",
                condition=Q(state=State.MORE_INFO, more_due_on__isnull=False)
                | ~Q(state=State.MORE_INFO) & Q(more_due_on__isnull=True),
            ),
            models.CheckConstraint(
                name="subsidy_finished_has_day",
                condition=~Q(state=State.FINISHED) | Q(finished_on__isnull=False),
            ),
        )

    @classmethod
    def sketch(cls, candidate: Candidate) -> Self:
        """Return a process to be, with what is agreed on of the work it is for."""
        made = cls(candidate=candidate, jobseeker_since=candidate.jobseeker_since)
        work = candidate.placements.standing().filter(
            kind=Placement.Kind.SUBSIDISED, subsidies=None
        )
        if placement := work.select_related("employer", "job").first():
            made.placement, made.job = placement, placement.job
            made.employer, made.starts_on = placement.employer, placement.starts_on
            made.week_hours = placement.hours_a_week
            if placement.pay_form == TailoredJob.PayForm.MONTH:
                made.pay = placement.pay_amount
        return made

    def __str__(self) -> str:
        where = f" · {self.employer}" if self.employer else ""
        return f"{self.candidate}{where}"

    def get_absolute_url(self) -> str:
        return reverse("placements:subsidy", args=[self.candidate_id, self.pk])

    def undo_subject(self) -> Any:
        # Only what has not moved yet can disappear by undo.
        return self.candidate if self.state == State.SCREENING else None

    def undone(self, entry: TransitionLog) -> None:
        SubsidyClaim.objects.filter(process=self.pk, cause=entry).delete()

    def has_claimed_all(self) -> bool:
        """Whether something has been claimed, and nothing waits."""
        return self.claims.exists() and not self.claims.unsent().exists()

    @property
    def row_deadline(self) -> tuple[date, str] | None:
        """Return the nearest deadline of a row of ``for_list``."""
        claim_by: date | None = getattr(self, "claim_by", None)
        return self.deadline_with(claim_by)

    def deadline(self) -> tuple[date, str] | None:
        """Return the nearest day that the law or the authority has set, and for what.

        Claims are asked for with one query; None when nothing runs out.
        """
        claim = self.claims.unsent().order_by("due_on").first()
        return self.deadline_with(claim.due_on if claim else None)

    def deadline_with(self, claim_by: date | None) -> tuple[date, str] | None:
        """Return the nearest deadline, the next claim's last day being known."""
        found = []
        if self.more_due_on:
            found.append((self.more_due_on, str(_("more asked for"))))
        if claim_by:
            found.append((claim_by, str(_("payment claim"))))
        if self.state == State.PAYING and self.can_continue and self.granted_to:
            found.append((self.granted_to, str(_("continuation"))))
        return min(found, default=None)


class ClaimQuerySet(models.QuerySet["SubsidyClaim"]):
    """Questions about payment claims."""

    def unsent(self) -> Self:
        return self.filter(claimed_on__isnull=True)


class SubsidyClaim(models.Model):
    """The claim for one calendar month's payment, and by when it is sent."""

    process = models.ForeignKey(
        SubsidyProcess, on_delete=models.CASCADE, related_name="claims"
    )
    #: The first day of the month.
    month = models.DateField(_("month"))
    due_on = models.DateField(_("last day"))
    claimed_on = models.DateField(_("sent"), null=True, editable=False)
    step = models.OneToOneField(
        FollowUp, null=True, on_delete=models.SET_NULL, related_name="subsidy_claim"
    )
    cause = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment claim")
        verbose_name_plural = _("payment claims")
        ordering = ("month",)
        constraints = (
            models.UniqueConstraint(
                fields=["process", "month"], name="subsidy_claim_a_month"
            ),
        )
        indexes = (
            models.Index(fields=["claimed_on", "due_on"], name="subsidy_claim_due"),
        )

    def __str__(self) -> str:
        return f"{self.month.month}/{self.month.year}"

    @property
    def is_late(self) -> bool:
        return self.claimed_on is None and self.due_on < timezone.localdate()

    @transaction.atomic
    def send(self, *, by: User, on: date | None = None) -> None:
        """Note that the employer has sent the claim, and close its step.

        Raises ``Refused`` when it was sent before, or one of ``STALE``.
        """
        claims = SubsidyClaim.objects.select_for_update().filter(pk=self.pk)
        if claims.unsent().first() is None:
            raise Refused([_("This claim has been sent already.")])
        self.claimed_on = on or timezone.localdate()
        self.save(update_fields=["claimed_on"])
        step = self.step
        while step and (later := step.continuations.first()):
            step = later
        if step and step.is_pending:
            step.perform("complete", by=by, on=on)
        self.process.settle()
