"""The candidate: a pseudonymous reference, not a person's file.

There is no field for a name, a personal identity code, a birth date, a diagnosis or
medication (domain.md 2.10); a test keeps it so. Documents stay in the county's client
information system, which keeps Räätäli outside classes A and B of law 703/2023.
"""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.models import Municipality
from placements.models.candidate_query import CandidateQuerySet
from placements.models.legal_bases import LegalBasis
from placements.models.responsibility import Responsibility
from placements.models.work_profile import WorkProfile


class CodeSeries(models.Model):
    """The last number given out under a prefix; a number is never given twice."""

    prefix = models.CharField(max_length=6, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of codes")
        verbose_name_plural = _("series of codes")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:04}"

    @classmethod
    @transaction.atomic
    def take(cls, prefix: str) -> str:
        """Return the next code: "KU-0042"."""
        rows = cls.objects.select_for_update()
        series: Self = rows.get_or_create(prefix=prefix)[0]
        series.last += 1
        series.save(update_fields=["last"])
        return str(series)


class Candidate(WorkProfile, Responsibility):
    """Somebody who looks for work with us, known here by a code only."""

    is_pseudonym = True

    class Goal(models.TextChoices):
        """What the person wants (SEED-56); wanting no paid work is a right."""

        PAID_WORK = "paid_work", _("Paid work")
        OPEN_ACTIVITY = "open_activity", _("Work activity at a workplace")
        TRYING_OUT = "trying_out", _("Trying out")
        NOT_NOW = "not_now", _("Not now")

    class Income(models.TextChoices):
        """What one lives on (SEED-17, SEED-38); it decides which guidance shows."""

        PENSION = "pension", _("Disability pension")
        REHABILITATION = "rehabilitation", _("Rehabilitation benefit")
        YOUTH = "youth", _("Young person's rehabilitation allowance")
        UNEMPLOYMENT = "unemployment", _("Unemployment benefit")
        STUDY = "study", _("Student financial aid")
        NO_PENSION = "no_pension", _("Does not apply for a pension")
        OTHER = "other", _("Other income")
        UNKNOWN = "unknown", _("Not known")

    class Housing(models.TextChoices):
        PENSIONER = "pensioner", _("Pensioner's housing allowance")
        GENERAL = "general", _("General housing allowance")
        NONE = "none", _("No housing allowance")
        UNKNOWN = "unknown", _("Not known")

    class Referral(models.TextChoices):
        """Who led the person here (SEED-21)."""

        DISABILITY_SERVICES = "disability_services", _("Disability services")
        SOCIAL_WORK = "social_work", _("Social work")
        WORK_ACTIVITY = "work_activity", _("Work activity")
        EMPLOYMENT = "employment", _("Employment authority")
        SCHOOL = "school", _("School")
        SELF = "self", _("Own contact")
        OTHER = "other", _("Other")

    code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT
    )
    goal = models.CharField(_("goal"), max_length=13, choices=Goal, blank=True)
    goal_words = models.CharField(
        _("in the person's own words"), max_length=200, blank=True
    )
    legal_basis = models.ForeignKey(
        LegalBasis,
        verbose_name=_("legal basis"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidates",
    )
    decision_until = models.DateField(
        _("the decision is in force until"), null=True, blank=True
    )
    income = models.CharField(
        _("income"), max_length=14, choices=Income, default=Income.UNKNOWN
    )
    housing = models.CharField(
        _("housing allowance"),
        max_length=9,
        choices=Housing,
        default=Housing.UNKNOWN,
    )
    jobseeker_since = models.DateField(
        _("registered as a jobseeker since"), null=True, blank=True
    )
    referral = models.CharField(
        _("who referred"), max_length=19, choices=Referral, blank=True
    )
    #: A year alone: nobody's age can be told from it to the day.
    turns_65_in = models.PositiveSmallIntegerField(
        _("reminders about the old-age pension begin in the year"),
        null=True,
        blank=True,
    )
    benefits_discussed_on = models.DateField(
        _("effect on benefits discussed on"), null=True, blank=True
    )
    plan_reviewed_on = models.DateField(
        _("service plan reviewed on"), null=True, blank=True
    )
    plan_review_due_on = models.DateField(_("next review by"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField(default=False, editable=False)

    changes = HistoricalRecords(excluded_fields=["next_step", "next_step_on"])
    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("code",)
        permissions = (
            (
                "assign_candidate",
                "Can hand candidates over and permit more than the cap",
            ),
            ("open_any_candidate", "Can open any candidate for a stated purpose"),
            ("export_accesslog", "Can export who has seen a candidate"),
            ("erase_candidate", "Can erase a candidate whose time has passed"),
            ("disclose_candidate", "Can record what was disclosed of a candidate"),
        )
        indexes = (
            models.Index(fields=["coach", "state"], name="candidate_by_coach"),
            models.Index(fields=["state", "code"], name="candidate_by_state"),
            models.Index(fields=["municipality", "state"], name="candidate_by_place"),
        )
        constraints = (
            models.CheckConstraint(
                name="candidate_stage_dates",
                condition=(
                    ~models.Q(state__in=["agreed", "active", "paused"])
                    | models.Q(agreed_on__isnull=False)
                )
                & (
                    ~models.Q(state__in=["active", "paused"])
                    | models.Q(activated_on__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="candidate_paused_has_reason",
                condition=models.Q(state="paused", expected_back_on__isnull=False)
                & ~models.Q(pause_reason="")
                | ~models.Q(state="paused")
                & models.Q(pause_reason="", expected_back_on__isnull=True),
            ),
            models.CheckConstraint(
                name="candidate_ended_has_reason",
                condition=models.Q(state="ended", ended_on__isnull=False)
                & ~models.Q(end_reason="")
                | ~models.Q(state="ended")
                & models.Q(end_reason="", ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="candidate_coach_is_not_deputy",
                condition=models.Q(deputy__isnull=True)
                | models.Q(coach__isnull=True)
                | ~models.Q(deputy=models.F("coach")),
                violation_error_message=_(
                    "The responsible coach cannot be the deputy as well."
                ),
            ),
            models.CheckConstraint(
                name="candidate_hours_in_order",
                condition=models.Q(hours_min__isnull=True)
                | models.Q(hours_max__isnull=True)
                | models.Q(hours_max__gte=models.F("hours_min")),
                violation_error_message=_("The most hours are less than the least."),
            ),
        )

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if not self.code:
                self.code = CodeSeries.take(settings.CANDIDATE_PREFIX)
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("placements:candidate", args=[self.pk])

    @property
    def decision_ends_on(self) -> date | None:
        """When the decision ends: its own day, or that of its ground if sooner."""
        own = self.decision_until
        last = self.legal_basis.valid_to if self.legal_basis else None
        return min(filter(None, [own, last]), default=None)

    @property
    def has_decision(self) -> bool:
        """Whether a decision is in force today."""
        ends = self.decision_ends_on
        return (
            self.legal_basis is not None
            and self.legal_basis.is_decision
            and (ends is None or ends >= timezone.localdate())
        )

    @property
    def other_coaching_now(self) -> "models.QuerySet[Any]":
        """What other services do at the same time (SEED-49)."""
        return self.other_coaching.ongoing()
