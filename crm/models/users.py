"""The people who use the staff site."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Somebody who works all the hours of a week, in percent.
FULL_TIME = 100


class UserQuerySet(models.QuerySet["User"]):
    """Questions about staff."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, role: str) -> Self:
        return self.filter(groups__name=role)

    def carried_by(self, person: "User", on: date | None = None) -> Self:
        """Keep the person, and those absent on the day whom the person deputises."""
        on = on or timezone.localdate()
        absent = models.Q(deputy=person, away_from__lte=on) & (
            models.Q(away_until__isnull=True) | models.Q(away_until__gte=on)
        )
        return self.filter(models.Q(pk=person.pk) | absent)

    def assignable(self) -> Self:
        """Those who can carry follow-ups and employers: coaches and managers."""
        roles = ["coach", "manager"]
        return (
            self.active()
            .filter(groups__name__in=roles)
            .distinct()
            .order_by("first_name", "last_name", "pk")
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates users by e-mail address."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractUser):
    """A coach, manager, editor or admin; logs in by e-mail."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    municipalities = models.ManyToManyField(
        "crm.Municipality",
        verbose_name=_("work area"),
        blank=True,
        related_name="staff",
    )
    deputy = models.ForeignKey(
        "self",
        verbose_name=_("deputy"),
        help_text=_("Sees and acts on this person's follow-ups during absence."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputises",
    )
    work_percent = models.PositiveSmallIntegerField(
        _("share of full time, %"),
        default=FULL_TIME,
        validators=[MinValueValidator(1), MaxValueValidator(FULL_TIME)],
        help_text=_("The caseload's cap follows it."),
    )
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("first_name", "last_name", "pk")
        permissions = (
            ("backdate_freely", "Can record what happened any time ago"),
            ("assign_work", "Can assign follow-ups and employers to others"),
            ("view_team", "Can see everybody's follow-ups"),
            ("use_crm", "Can use the staff site"),
        )
        constraints = (
            models.CheckConstraint(
                name="user_away_in_order",
                condition=models.Q(away_from__isnull=True)
                | models.Q(away_until__isnull=True)
                | models.Q(away_until__gte=models.F("away_from")),
                violation_error_message=_("The absence ends before it begins."),
            ),
            models.CheckConstraint(
                name="user_work_percent_in_range",
                condition=models.Q(work_percent__range=(1, FULL_TIME)),
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def initials(self) -> str:
        letters = f"{self.first_name[:1]}{self.last_name[:1]}" or self.email[:2]
        return letters.upper()

    def is_away(self, on: date | None = None) -> bool:
        """Whether the person is absent on the day (default today)."""
        on = on or timezone.localdate()
        return (
            self.away_from is not None
            and self.away_from <= on
            and (self.away_until is None or on <= self.away_until)
        )
