"""A placement: somebody works somewhere, paid or in open work activity.

Paid and unpaid are never added together (SEED-3); it never ends by itself, for it may
last for decades (SEED-26).
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from employers.models import Employer, TailoredJob, Workplace
from employers.steps import in_months
from employers.week import Shift, overlaps, total_minutes
from placements.models.candidates import Candidate
from placements.models.of_candidate import OfCandidateQuerySet
from placements.models.placement_moves import PlacementMoves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.models import User

#: Whether open work activity could be paid is asked after so many months (2.5).
PAY_REVIEW_MONTHS = 6
#: Who changes jobs within so many days has stayed at work (domain.md 4.6).
JOB_CHANGE = timedelta(days=30)


class PlacementQuerySet(OfCandidateQuerySet["Placement"]):
    """Questions about placements."""

    def standing(self) -> Self:
        return self.filter(state__in=PlacementMoves.STANDING)

    def paid(self) -> Self:
        return self.exclude(kind=Placement.Kind.OPEN_ACTIVITY)

    def unpaid(self) -> Self:
        return self.filter(kind=Placement.Kind.OPEN_ACTIVITY)

    def to_establish(self, today: date) -> Self:
        """Those that have lasted 90 days and never were established."""
        return self.filter(
            state=Placement.State.START_SUPPORT,
            established_on__isnull=True,
            started_on__lte=today - timedelta(days=90),
        )


class Placement(PlacementMoves):
    """One candidate's work at one place."""

    class Kind(models.TextChoices):
        EMPLOYMENT = "employment", _("Employment")
        SUBSIDISED = "subsidised", _("Employment with pay subsidy")
        APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
        OPEN_ACTIVITY = "open_activity", _("Open work activity, no pay")
        OWN_BUSINESS = "own_business", _("Own business")

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="placements"
    )
    kind = models.CharField(_("type"), max_length=14, choices=Kind)
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
    )
    workplace = models.ForeignKey(
        Workplace,
        verbose_name=_("workplace"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
    )
    job = models.ForeignKey(
        TailoredJob,
        verbose_name=_("tailored job"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("agreed until"), null=True, blank=True)
    hours_a_week = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    #: As a tailored job's: {"weekday", "starts", "ends"} (SEED-19).
    shifts = models.JSONField(_("week"), default=list, blank=True)
    pay_form = models.CharField(
        _("form of pay"), max_length=6, choices=TailoredJob.PayForm, blank=True
    )
    pay_amount = models.DecimalField(
        _("pay"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    pay_supplements = models.DecimalField(
        _("supplements a month"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    support_plan = models.TextField(
        _("support plan"),
        blank=True,
        help_text=_("Who supports, when, and how it fades. No names."),
    )
    pay_review_on = models.DateField(
        _("look whether it can be paid"), null=True, blank=True
    )
    counselled_on = models.DateField(
        _("effect on benefits discussed on"), null=True, blank=True
    )
    counselling_declined = models.BooleanField(
        _("did not want to talk about benefits"), default=False
    )
    at_risk = models.BooleanField(_("at risk"), default=False)
    risk_note = models.CharField(_("what worries"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField(default=False, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ("-starts_on", "-pk")
        indexes = (
            models.Index(fields=["candidate", "state"], name="placement_by_candidate"),
            models.Index(fields=["state", "started_on"], name="placement_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                name="placement_stage_dates",
                condition=(
                    models.Q(state__in=["agreed", "ended"])
                    | models.Q(started_on__isnull=False)
                )
                & (
                    ~models.Q(state__in=["established", "faded"])
                    | models.Q(established_on__isnull=False)
                )
                & (
                    ~models.Q(state="faded")
                    | models.Q(faded_on__isnull=False, contact_weeks__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="placement_interrupted_has_reason",
                condition=models.Q(state="interrupted", expected_back_on__isnull=False)
                & ~models.Q(break_reason="")
                & ~models.Q(held_from="")
                | ~models.Q(state="interrupted")
                & models.Q(
                    break_reason="", held_from="", expected_back_on__isnull=True
                ),
            ),
            models.CheckConstraint(
                name="placement_ended_has_reason",
                condition=models.Q(state="ended", ended_on__isnull=False)
                & ~models.Q(end_reason="")
                | ~models.Q(state="ended")
                & models.Q(end_reason="", ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="placement_in_order",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                name="placement_has_employer",
                condition=models.Q(employer__isnull=False)
                | models.Q(kind="own_business"),
                violation_error_message=_("Choose the employer."),
            ),
            models.CheckConstraint(
                name="placement_activity_has_pay_review",
                condition=~models.Q(kind="open_activity")
                | models.Q(pay_review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_counselled_or_declined",
                condition=models.Q(counselled_on__isnull=True)
                | models.Q(counselling_declined=False),
                violation_error_message=_(
                    "Give the day of the talk, or that it was not wanted, not both."
                ),
            ),
        )

    #: What was decided to become employment is agreed on within so long.
    EMPLOY_WITHIN: ClassVar = timedelta(days=14)
    PAID: ClassVar = tuple(kind for kind in Kind if kind != "open_activity")

    def __str__(self) -> str:
        return f"{self.candidate}, {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.kind == self.Kind.OPEN_ACTIVITY and self.pay_review_on is None:
            self.pay_review_on = in_months(self.starts_on, PAY_REVIEW_MONTHS)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("placements:placement", args=[self.candidate_id, self.pk])

    @property
    def coach(self) -> "User | None":
        """Whose steps these are: the candidate's coach, if still working here."""
        candidate = self.candidate
        return candidate.coach if candidate.has_coach() else None

    def clean(self) -> None:
        super().clean()
        if found := self.problems_of_place():
            raise ValidationError(found)

    def problems(self) -> list[str]:
        """Say why this cannot be agreed as it stands."""
        active = self.candidate.state == Candidate.State.ACTIVE
        text = gettext("The candidate must be active first.")
        return [*([] if active else [text]), *self.problems_of_place()]

    def problems_of_place(self) -> list[str]:
        """Say which of workplace and job is another employer's."""
        found = []
        if self.workplace and self.workplace.employer_id != self.employer_id:
            found.append(gettext("The workplace is another employer's."))
        if self.job and self.job.employer_id != self.employer_id:
            found.append(gettext("The tailored job is another employer's."))
        return found

    @property
    def is_paid(self) -> bool:
        return self.kind in self.PAID

    @property
    def retires_in(self) -> int | None:
        """The year of the old-age pension, as the candidate's page has it (SEED-25)."""
        return self.candidate.turns_65_in

    @property
    def week_minutes(self) -> int:
        """The working time of a week: as agreed, else by the week's hours."""
        if self.hours_a_week is not None:
            return round(self.hours_a_week * 60)
        return total_minutes(self.shifts)

    def clashes(self) -> list[tuple["Placement", list[tuple[Shift, Shift]]]]:
        """Return the other standing placements whose hours this week's overlap."""
        others = self.candidate.placements.standing().exclude(pk=self.pk)
        return self.clashes_with(others)

    def clashes_with(
        self, others: "Iterable[Placement]"
    ) -> list[tuple["Placement", list[tuple[Shift, Shift]]]]:
        """Return those of the others whose hours overlap, each with the pairs."""
        found = [(other, self._clash(other)) for other in others if self._meets(other)]
        return [(other, pairs) for other, pairs in found if pairs]

    def _meets(self, other: "Placement") -> bool:
        """Whether both hold on some day."""
        mine, theirs = self.ends_on or date.max, other.ends_on or date.max
        return self.starts_on <= theirs and other.starts_on <= mine

    def _clash(self, other: "Placement") -> list[tuple[Shift, Shift]]:
        return [
            (mine, theirs)
            for mine in self.shifts
            for theirs in other.shifts
            if overlaps([mine, theirs])
        ]

    def days_employed(self, on: date | None = None) -> int:
        """Whole days at work; the clock runs on during an interruption (4.6)."""
        if self.started_on is None:
            return 0
        until = self.ended_on or on or timezone.localdate()
        return (until - self.started_on).days

    def continued_by(self) -> "Placement | None":
        """Return the paid placement that keeps an ended paid one retained (4.6)."""
        if self.ended_on is None or not self.is_paid:
            return None
        later = self.candidate.placements.paid().exclude(pk=self.pk)
        within = later.filter(started_on__lte=self.ended_on + JOB_CHANGE).filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=self.ended_on)
        )
        found: Placement | None = within.order_by("started_on", "pk").first()
        return found
