"""Where the work is done, and how one gets there."""

from typing import Any, Self
from urllib.parse import urlencode

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.models import Municipality, User
from employers.models.employers import Employer

POSTAL_CODE = RegexValidator(r"^\d{5}$", _("A postal code has five digits."))


class WorkplaceQuerySet(models.QuerySet["Workplace"]):
    """Questions about sites."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("employers.view_workplace") else self.none()

    def in_use(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Workplace(models.Model):
    """One site of an employer (toimipaikka), with its travel notes (SEED-60)."""

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="workplaces"
    )
    name = models.CharField(_("name of the workplace"), max_length=120, blank=True)
    street = models.CharField(_("street address"), max_length=120, blank=True)
    postal_code = models.CharField(
        _("postal code"), max_length=5, blank=True, validators=[POSTAL_CODE]
    )
    post_office = models.CharField(_("post office"), max_length=60, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workplaces",
    )
    bus_stop = models.CharField(_("bus stop or station"), max_length=120, blank=True)
    walk_minutes = models.PositiveSmallIntegerField(
        _("minutes' walk from it"), null=True, blank=True
    )
    late_first_bus = models.BooleanField(
        _("shift starts before the first bus"), default=False
    )
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    travel_notes = models.CharField(_("travel notes"), max_length=300, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    changes = HistoricalRecords()
    objects = WorkplaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=["municipality", "employer"], name="workplace_by_place"
            ),
        )

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.street])) or self.town

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.employer.reindex()

    @property
    def town(self) -> str:
        """Postal code and post office, or the municipality."""
        office = self.post_office or str(self.municipality or "")
        return f"{self.postal_code} {office}".strip()

    @property
    def map_url(self) -> str:
        """Return a map search by address; only the employer's own, never a person's."""
        query = ", ".join(filter(None, [self.street, self.town]))
        return f"https://www.openstreetmap.org/search?{urlencode({'query': query})}"
