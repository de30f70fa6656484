"""The tailored job: what is being put together for one employer, and its content."""

import json
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from simple_history.models import HistoricalRecords

from crm.lifecycle import Refused
from crm.models import TransitionLog
from crm.privacy import identity_codes
from crm.search import fold
from employers.models.employers import Employer
from employers.models.job_query import TailoredJobQuerySet
from employers.models.publishing import JobPublishing
from employers.models.tailoring import Tailoring
from employers.models.workplaces import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

#: A proposal's hours may differ from the sum of its tasks by this much a week.
TOLERANCE = 15
#: How many tasks an inventory must have before it is sorted (domain.md 4.4).
ENOUGH_TASKS = 3


class TailoredJob(JobPublishing):
    """A job made to fit both the workplace and the worker."""

    class Origin(models.TextChoices):
        EMPLOYER_FIRST = "employer_first", gettext_lazy("A need at the workplace")
        CANDIDATE_FIRST = "candidate_first", gettext_lazy("A jobseeker's strengths")

    class Kind(models.TextChoices):
        """How the job came about (domain.md 3.3)."""

        CARVED = "carved", gettext_lazy("Carved out of present work")
        NEW = "new", gettext_lazy("New work")
        SHARED = "shared", gettext_lazy("Shared by two")
        MODIFIED = "modified", gettext_lazy("A present post made to fit")
        RESOURCE = "resource", gettext_lazy("The worker brings the equipment")

    class PayForm(models.TextChoices):
        HOUR = "hour", gettext_lazy("Hourly pay")
        MONTH = "month", gettext_lazy("Monthly pay")
        UNPAID = "unpaid", gettext_lazy("Unpaid")

    class Site(models.TextChoices):
        """What kind of workplace it is: the task library goes by it."""

        BAKERY = "bakery", gettext_lazy("Bakery")
        CAFE = "cafe", gettext_lazy("Café or restaurant")
        CAR = "car", gettext_lazy("Car wash or garage")
        CARE = "care", gettext_lazy("Care home")
        CLEANING = "cleaning", gettext_lazy("Cleaning")
        DAYCARE = "daycare", gettext_lazy("Day care or school")
        FACTORY = "factory", gettext_lazy("Factory")
        HOTEL = "hotel", gettext_lazy("Hotel")
        KITCHEN = "kitchen", gettext_lazy("Large kitchen")
        LAUNDRY = "laundry", pgettext_lazy("workplace", "Laundry")
        OFFICE = "office", gettext_lazy("Office")
        PROPERTY = "property", gettext_lazy("Property upkeep")
        SHOP = "shop", gettext_lazy("Shop")
        WAREHOUSE = "warehouse", gettext_lazy("Warehouse")
        OTHER = "other", gettext_lazy("Other workplace")

    #: What other apps object to a move of the job: (job, move) → reasons.
    objections: "ClassVar[list[Callable[[Any, str], list[StrOrPromise]]]]" = []

    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="jobs"
    )
    workplace = models.ForeignKey(
        Workplace,
        verbose_name=gettext_lazy("workplace"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="jobs",
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("responsible coach"),
        on_delete=models.PROTECT,
        related_name="jobs",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(gettext_lazy("name of the job"), max_length=100)
    origin = models.CharField(
        gettext_lazy("where it began"),
        max_length=16,
        choices=Origin,
        default=Origin.EMPLOYER_FIRST,
    )
    site_type = models.CharField(
        gettext_lazy("kind of workplace"), max_length=10, choices=Site, blank=True
    )
    kind = models.CharField(
        gettext_lazy("kind of tailoring"), max_length=8, choices=Kind, blank=True
    )
    week_minutes = models.PositiveSmallIntegerField(
        gettext_lazy("working time a week"), default=0
    )
    start_on = models.DateField(gettext_lazy("begins on"), null=True, blank=True)
    pay_form = models.CharField(
        gettext_lazy("form of pay"), max_length=6, choices=PayForm, blank=True
    )
    pay_amount = models.DecimalField(
        gettext_lazy("pay"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    pay_supplements = models.DecimalField(
        gettext_lazy("supplements a month"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Evening, Saturday and Sunday supplements: they count to the limit."
        ),
    )
    agreement = models.CharField(
        gettext_lazy("collective agreement"), max_length=120, blank=True
    )
    guide = models.CharField(
        gettext_lazy("guide at the workplace"), max_length=100, blank=True
    )
    support = models.TextField(gettext_lazy("our support"), blank=True)
    subsidies = models.CharField(
        gettext_lazy("planned subsidies"), max_length=200, blank=True
    )
    #: [{"weekday": 0, "starts": "07:00", "ends": "09:00"}]
    shifts = models.JSONField(default=list, blank=True, editable=False)
    #: [{"what": "a trolley", "payer": "employer"}]
    adjustments = models.JSONField(default=list, blank=True, editable=False)
    #: One line each, in easy language, on the worker's card.
    reminders = models.TextField(
        gettext_lazy("remember"),
        blank=True,
        help_text=gettext_lazy("One line each, in easy language."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    changes = HistoricalRecords(excluded_fields=["next_step", "next_step_on"])
    objects = TailoredJobQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("tailored job")
        verbose_name_plural = gettext_lazy("tailored jobs")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["state", "state_since", "id"], name="job_by_state"),
            models.Index(fields=["coach", "state"], name="job_by_coach"),
            models.Index(fields=["next_step_on", "id"], name="job_by_step"),
        )
        constraints = (
            models.CheckConstraint(
                name="job_stage_dates",
                condition=(
                    ~models.Q(state="analysed") | models.Q(analysed_on__isnull=False)
                )
                & (~models.Q(state="draft") | models.Q(drafted_on__isnull=False))
                & (
                    ~models.Q(state__in=["with_employer", "negotiation"])
                    | models.Q(drafted_on__isnull=False, sent_on__isnull=False)
                )
                & (~models.Q(state="open") | models.Q(opened_on__isnull=False))
                & (
                    ~models.Q(state="candidate_presented")
                    | models.Q(presented_on__isnull=False)
                )
                & (~models.Q(state="on_trial") | models.Q(trial_on__isnull=False))
                & (~models.Q(state="filled") | models.Q(filled_on__isnull=False))
                & (~models.Q(state="closed") | models.Q(closed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_agreed_means_a_version",
                condition=~models.Q(state__in=Tailoring.AT_WORK)
                | models.Q(agreed_version__isnull=False, agreed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="job_on_hold_knows_the_way_back",
                condition=models.Q(state="on_hold", revisit_on__isnull=False)
                & ~models.Q(held_from="")
                | ~models.Q(state="on_hold")
                & models.Q(held_from="", revisit_on__isnull=True),
            ),
            models.CheckConstraint(
                name="job_withdrawn_has_reason",
                condition=models.Q(state="withdrawn") & ~models.Q(withdrawal="")
                | ~models.Q(state="withdrawn") & models.Q(withdrawal=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("employers:job", args=[self.pk])

    # --- what the rules ask ---------------------------------------------------

    def task_keys(self) -> set[str]:
        """Return the names in the inventory, as the library compares them."""
        return {fold(name) for name in self.tasks.values_list("name", flat=True)}

    def has_needs(self) -> bool:
        return self.needs.exists()

    def has_enough_tasks(self) -> bool:
        return self.tasks.count() >= ENOUGH_TASKS

    def is_sorted(self) -> bool:
        return not self.tasks.unsorted().exists()

    def has_ticked(self) -> bool:
        return self.tasks.ticked().exists()

    def blockers(self, move: Any) -> "list[StrOrPromise]":
        reasons = super().blockers(move)
        for objections in self.objections:
            reasons += objections(self, move.name)
        return [*reasons, *self.missing_parts()] if move.name == "send" else reasons

    def missing_parts(self) -> "list[StrOrPromise]":
        """Say what a proposal still lacks before the employer may see it."""
        from employers.week import problems  # noqa: PLC0415 - it knows our content

        parts: list[tuple[bool, StrOrPromise]] = [
            (bool(self.kind), _("Choose the kind of tailoring.")),
            (self.workplace_id is not None, _("Choose the workplace.")),
            (bool(self.week_minutes), _("State the working time a week.")),
            (self.hours_match(), _("The tasks do not add up to the working time.")),
            (bool(self.shifts), _("Set the working times of the week.")),
            (bool(self.pay_form), _("State the pay, or that there is none.")),
            (
                self.pay_form in {"", "unpaid"} or self.pay_amount is not None,
                _("State how much is paid."),
            ),
            (bool(self.guide), _("Name the guide at the workplace.")),
            (bool(self.support.strip()), _("Say how we support.")),
            (not self._identity_codes(), _("Remove the personal identity code.")),
        ]
        return [why for there, why in parts if not there] + problems(self.shifts)

    def hours_match(self) -> bool:
        """Whether ticked tasks add up to the stated hours, give or take a quarter."""
        return abs(self.tasks.ticked().week_minutes() - self.week_minutes) <= TOLERANCE

    def _identity_codes(self) -> list[str]:
        return identity_codes(json.dumps(self.content(), ensure_ascii=False))

    def teach_library(self) -> None:
        """Let others find what was moved here, without saying where."""
        from employers.models.library import LibraryTask  # noqa: PLC0415 - it knows us

        LibraryTask.learn(self)

    def unteach_library(self) -> None:
        from employers.models.library import LibraryTask  # noqa: PLC0415 - it knows us

        LibraryTask.unlearn(self)

    # --- undo -----------------------------------------------------------------

    def undone(self, entry: TransitionLog) -> None:
        if self.links.filter(cause=entry, opened_at__isnull=False).exists():
            reason = _("The employer has already opened the link.")
            raise Refused([reason], record=self)
        self.links.filter(cause=entry).delete()
        self.links.filter(revoked_at__gte=entry.at).update(revoked_at=None)
        self.versions.filter(cause=entry).delete()
        if entry.name == "agree":
            self.unteach_library()
        for version in self.versions.all():
            version.acceptances.filter(voided_at__gte=entry.at).update(voided_at=None)
            if entry.name == "agree" and entry.by:
                version.acceptances.standing().filter(user=entry.by).delete()

    def settle(self) -> None:
        super().settle()
        self.employer.settle()
