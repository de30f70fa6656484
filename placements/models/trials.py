"""A trial at a workplace: what was agreed, and how much of the time allowed it uses."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from employers.models import Employer, TailoredJob, Workplace
from placements.models.candidates import Candidate
from placements.models.consents import Consent
from placements.models.of_candidate import OfCandidateQuerySet
from placements.models.trial_moves import TrialMoves
from placements.models.trial_states import TrialStates
from placements.models.trial_types import Insurer, TrialType
from placements.trial_rules import (
    Period,
    Used,
    counting,
    hours_fit,
    last_day,
    restarted_on,
    used,
)

State = TrialStates.State
Q = models.Q
#: The states of a trial that has begun, and of one that is behind.
AGREED = [State.AGREED, *TrialStates.BEGUN, *TrialStates.OVER]
BEGUN = [*TrialStates.BEGUN, *TrialStates.OVER]
#: So many trials of a candidate are looked at; a working life has fewer.
MOST = 200


class TrialQuerySet(OfCandidateQuerySet["Trial"]):
    """Questions about trials."""

    def live(self) -> Self:
        return self.filter(state__in=TrialStates.LIVE)

    def counted(self) -> Self:
        """Those that use up the time allowed."""
        return self.filter(state__in=TrialStates.COUNTED)

    def overdue(self, today: date) -> Self:
        """Those whose last day has passed."""
        return self.filter(state=State.RUNNING, ends_on__lt=today)

    def for_page(self, *, with_candidate: bool = False) -> Self:
        """Return rows for a trial's page, on request with what a candidate's has."""
        more = ("deputy", "municipality", "legal_basis") if with_candidate else ()
        return self.select_related(
            "candidate__coach",
            *(f"candidate__{name}" for name in more),
            *("employer", "workplace", "type", "job"),
        )

    def with_family(self, pk: int, candidates: models.QuerySet[Any]) -> "Trial | None":
        """Return the trial of a candidate, with those that share its maximum.

        One question for the candidate and all its trials.
        """
        rows = self.for_page(with_candidate=True).filter(
            candidate__in=candidates.order_by().values("pk")
        )
        trials = list(rows.order_by("starts_on", "pk")[:MOST])
        found = next((one for one in trials if one.pk == pk), None)
        if found:
            found.family = [one for one in trials if one.is_kin_of(found)]
        return found


class Trial(TrialMoves):
    """A time in which a candidate and a workplace try each other out."""

    is_pseudonym = True

    candidate = models.ForeignKey(
        Candidate,
        verbose_name=_("candidate"),
        on_delete=models.CASCADE,
        related_name="trials",
    )
    job = models.ForeignKey(
        TailoredJob,
        verbose_name=_("tailored job"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trials",
    )
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        on_delete=models.PROTECT,
        related_name="trials",
    )
    workplace = models.ForeignKey(
        Workplace,
        verbose_name=_("workplace"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trials",
    )
    type = models.ForeignKey(
        TrialType,
        verbose_name=pgettext_lazy("trial", "kind of trial"),
        on_delete=models.PROTECT,
        related_name="trials",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours_a_day = models.DecimalField(
        _("hours a day"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    days_a_week = models.PositiveSmallIntegerField(
        _("days a week"), null=True, blank=True
    )
    tasks = models.TextField(_("tasks"), blank=True)
    goals = models.TextField(_("goals"), blank=True)
    guide = models.CharField(
        _("who guides at the workplace"), max_length=80, blank=True
    )
    insurer = models.CharField(
        _("who takes the insurance"), max_length=9, choices=Insurer, blank=True
    )
    document = models.CharField(_("number of the document"), max_length=60, blank=True)
    representative_told = models.BooleanField(
        _("the employees' representative has been told"), default=False
    )
    host_sets_rota = models.BooleanField(
        _("the workplace sets the rota"), default=False
    )
    replaces_employee = models.BooleanField(
        _("the work replaces an employee"), default=False
    )
    host_pays = models.BooleanField(_("the workplace pays for the work"), default=False)
    why_unpaid = models.CharField(
        _("why it is no employment"), max_length=200, blank=True
    )
    unemployed_since = models.DateField(
        _("unemployed without a break since"), null=True, blank=True
    )
    under_25 = models.BooleanField(_("under 25 years old"), default=False)
    demo = models.BooleanField(default=False, editable=False)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        ordering = ("-starts_on", "-pk")
        indexes = (
            models.Index(fields=["candidate", "state"], name="trial_by_candidate"),
            models.Index(fields=["state", "ends_on"], name="trial_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                name="trial_dates_in_order",
                condition=Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="trial_stage_dates",
                condition=(~Q(state__in=AGREED) | Q(agreed_on__isnull=False))
                & (~Q(state__in=BEGUN) | Q(started_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="trial_over_has_last_day",
                condition=Q(state__in=TrialStates.OVER, ended_on__isnull=False)
                | ~Q(state__in=TrialStates.OVER) & Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="trial_interrupted_has_reason",
                condition=Q(state=State.INTERRUPTED, expected_back_on__isnull=False)
                & ~Q(break_reason="")
                | ~Q(state=State.INTERRUPTED)
                & Q(break_reason="", expected_back_on__isnull=True),
            ),
            models.CheckConstraint(
                name="trial_completed_has_outcome",
                condition=Q(state=State.COMPLETED, completed_on__isnull=False)
                & ~Q(outcome="")
                | ~Q(state=State.COMPLETED) & Q(outcome="", completed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="trial_cut_short_has_reason",
                condition=(
                    Q(state=State.TERMINATED) & ~Q(termination="")
                    | ~Q(state=State.TERMINATED) & Q(termination="")
                )
                & (
                    Q(state=State.CANCELLED) & ~Q(cancellation="")
                    | ~Q(state=State.CANCELLED) & Q(cancellation="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} · {self.employer}"

    def get_absolute_url(self) -> str:
        return reverse("placements:trial", args=[self.candidate_id, self.pk])

    def undo_subject(self) -> Any:
        # Only what has not moved yet can disappear by undo.
        return self.candidate if self.state == State.PLANNED else None

    # --- what the rules ask ---------------------------------------------------

    def has_consent(self) -> bool:
        wanted = [Consent.What.PROFILE, Consent.What.PRESENT]
        standing = Consent.objects.filter(candidate_id=self.candidate_id).standing()
        return standing.filter(what__in=wanted).exists()

    def is_filled_in(self) -> bool:
        parts = (self.workplace_id, self.hours_a_day, self.days_a_week)
        return all((*parts, self.tasks.strip(), self.guide.strip()))

    def has_fitting_hours(self) -> bool:
        if not self.hours_a_day or not self.days_a_week:
            return True  # is_filled_in asks for them
        kind = self.type
        days = kind.days_most is None or self.days_a_week <= kind.days_most
        return days and hours_fit(self.hours_a_day, kind.hours_least, kind.hours_most)

    def is_no_employment(self) -> bool:
        """Whether unpaid work shows no sign of employment, or it is said why not."""
        signs = (self.host_sets_rota, self.replaces_employee, self.host_pays)
        return not (self.type.unpaid and any(signs)) or bool(self.why_unpaid.strip())

    def is_new_host(self) -> bool:
        """Whether the person is not employed there already, where that matters."""
        if not self.type.not_where_employed:
            return True
        paid = self.candidate.placements.standing().paid()
        return not paid.filter(employer_id=self.employer_id).exists()

    def is_signed(self) -> bool:
        return all(self.signatures.get(party) for party in self.type.parties)

    @property
    def may_be_signed(self) -> bool:
        """Whether signatures and insurance can be recorded now."""
        return self.state in {State.SIGNING, State.AGREED}

    def has_insurer(self) -> bool:
        return bool(self.insurer)

    def has_told(self) -> bool:
        return self.representative_told or not self.type.tells_representative

    # --- the time allowed -----------------------------------------------------

    @property
    def stopped(self) -> int:
        """Days of interruptions that do not count of the maximum."""
        return self.days_interrupted if self.type.stops_clock else 0

    @property
    def period(self) -> Period:
        starts = self.started_on or self.starts_on
        return Period(starts, self.ended_on or self.ends_on, self.stopped)

    @cached_property
    def family(self) -> "list[Trial]":
        """Return the other trials that share the maximum, the oldest first."""
        if not self.type.family:
            return []
        others = Trial.objects.counted().filter(
            candidate_id=self.candidate_id, type__family=self.type.family
        )
        rows = others.exclude(pk=self.pk).select_related("type", "employer")
        return list(rows.order_by("starts_on", "pk")[:MOST])

    def is_kin_of(self, other: "Trial") -> bool:
        """Whether both share a maximum and this one uses it up."""
        same = bool(self.type.family) and self.type.family == other.type.family
        return same and self.pk != other.pk and self.state in Trial.COUNTED

    @property
    def counted_since(self) -> date | None:
        """The day before which the others no longer count; None if all do."""
        return restarted_on(
            self.unemployed_since,
            self.starts_on,
            under_25=self.under_25,
            used_up=used(one.period for one in self.family)
            >= Used(self.type.max_months or 0),
        )

    def used_before(self) -> Used:
        """Return the time that other trials of the family have used."""
        periods = [one.period for one in self.family]
        return used(counting(periods, self.counted_since))

    def last_end(self) -> date | None:
        """Return the last day that the maximum allows; None for no maximum.

        The day before the first one when nothing is left.
        """
        starts, kind = self.started_on or self.starts_on, self.type
        stopped = timedelta(days=self.stopped)
        if kind.max_days is not None:
            return starts + timedelta(days=kind.max_days - 1) + stopped
        if kind.max_months is None:
            return None
        last = last_day(starts, kind.max_months, self.used_before())
        return last + stopped if last else starts - timedelta(days=1)

    def at_the_same_time(self) -> list[str]:
        """Name the candidate's other trials and placements on some of the days."""
        trials = (
            self.candidate.trials.live()
            .exclude(pk=self.pk)
            .filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
        )
        standing = self.candidate.placements.standing().filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on),
            starts_on__lte=self.ends_on,
        )
        tried = trials.select_related("employer", "type")[:10]
        worked = standing.select_related("employer")[:10]
        found: list[tuple[Any, Any]] = [
            *((one.employer, one.type) for one in tried),
            *((one.employer or "", one.get_kind_display()) for one in worked),
        ]
        return [f"{where} · {kind}".strip(" ·") for where, kind in found]

    def fits_maximum(self) -> bool:
        last = self.last_end()
        return last is None or self.ends_on <= last
