"""Who is responsible for whom since when, and how many one coach may have."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import TransitionLog, User
from crm.models.users import FULL_TIME

if TYPE_CHECKING:
    from placements.models.candidates import Candidate


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def standing(self) -> Self:
        return self.filter(until__isnull=True)

    def on(self, day: date) -> Self:
        """Those that held on the day."""
        return self.filter(since__lte=day).filter(
            models.Q(until__isnull=True) | models.Q(until__gt=day)
        )

    def end(self, entry: TransitionLog) -> None:
        """End the standing ones because of ``entry``, not before they began.

        What happened on an earlier day may be written down after a hand-over.
        """
        day = Greatest("since", Value(entry.on, models.DateField()))
        self.standing().update(until=day, ended_by=entry)


class Assignment(models.Model):
    """A coach's time with a candidate, as the responsible one or as a deputy."""

    class Role(models.TextChoices):
        COACH = "coach", _("Responsible coach")
        DEPUTY = "deputy", _("Deputy")

    candidate = models.ForeignKey(
        "placements.Candidate", on_delete=models.CASCADE, related_name="assignments"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(max_length=6, choices=Role)
    since = models.DateField()
    until = models.DateField(null=True)
    #: What the one who hands over wants the next one to know.
    note = models.TextField(blank=True)
    begun_by = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_by = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("-since", "-pk")
        indexes = (
            models.Index(fields=["coach", "role", "since"], name="assignment_by_coach"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["candidate", "role"],
                condition=models.Q(until__isnull=True),
                name="assignment_one_at_a_time",
            ),
            models.CheckConstraint(
                name="assignment_in_order",
                condition=models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.coach}, {self.get_role_display()}"


class CaseloadOverrideQuerySet(models.QuerySet["CaseloadOverride"]):
    """Questions about permissions to have more than the cap."""

    def valid_on(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(since__lte=on, until__gte=on)


class CaseloadOverride(models.Model):
    """A manager's permission for one coach to have more than the cap for a time.

    Rows are never changed: a later one stands before an earlier one (SEED-57).
    """

    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="caseload_overrides",
    )
    limit = models.PositiveSmallIntegerField(_("active candidates at most"))
    reason = models.CharField(_("why"), max_length=200)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = CaseloadOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("permission to exceed the cap")
        verbose_name_plural = _("permissions to exceed the cap")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="caseloadoverride_in_order",
                condition=models.Q(until__gte=models.F("since")),
                violation_error_message=_("The permission ends before it begins."),
            ),
            models.CheckConstraint(
                name="caseloadoverride_has_reason", condition=~models.Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.coach}: {self.limit}"


def own_cap(coach: User) -> int:
    """Return the cap by the coach's share of full time.

    It is a number of candidates for a full-time coach (domain.md 3.2); what is left
    of a whole candidate is not counted.
    """
    return int(settings.CASELOAD_CAP * coach.work_percent // FULL_TIME)


def cap_of(coach: User, on: date | None = None) -> int:
    """Return how many active candidates the coach may have on the day.

    A manager's permission stands before the cap by working time.
    """
    overrides = CaseloadOverride.objects.valid_on(on).filter(coach=coach)
    latest = overrides.order_by("-pk").values_list("limit", flat=True).first()
    return own_cap(coach) if latest is None else latest


def begin(
    candidate: "Candidate", role: str, coach: User, entry: TransitionLog, note: str = ""
) -> Any:
    """Write down that the coach's time with the candidate begins."""
    return Assignment.objects.create(
        candidate=candidate,
        role=role,
        coach=coach,
        since=entry.on,
        note=note,
        begun_by=entry,
    )
