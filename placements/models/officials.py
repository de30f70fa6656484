"""Whom to call at an authority, and when that was last sure (SEED-46, 65)."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from crm.lifecycle import Refused
from crm.models import Municipality, User
from crm.search import matching, searchable
from employers.phones import show_phone

#: After so long without a word nobody knows whether it is still true (SEED-46).
STALE_AFTER = timedelta(days=183)


class OfficialQuerySet(models.QuerySet["Official"]):
    """Questions about officials."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("placements.view_official") else self.none()

    def in_office(self) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))

    def stale(self) -> Self:
        """Those in office whom nobody has confirmed for six months, or ever."""
        last = timezone.localdate() - STALE_AFTER
        old = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=last)
        return self.in_office().filter(old)

    def matching(self, text: str) -> Self:
        return matching(self, text)

    def serving(self, municipality: int) -> Self:
        """Keep those of a municipality, and those who serve all of them."""
        here = Q(municipalities=municipality) | Q(municipalities__isnull=True)
        return self.filter(here).distinct()


class Official(models.Model):
    """A named contact at an authority; or the office alone while nobody is known."""

    class Authority(models.TextChoices):
        KELA = "kela", gettext_lazy("Kela")
        EMPLOYMENT = "employment", gettext_lazy("Employment area")
        SOCIAL = "social", gettext_lazy("Disability social work")
        PENSION = "pension", gettext_lazy("Pension insurer")
        TAX = "tax", gettext_lazy("Tax administration")
        COLLEGE = "college", gettext_lazy("Vocational college")
        OTHER = "other", gettext_lazy("Other authority")

    authority = models.CharField(
        gettext_lazy("authority"), max_length=10, choices=Authority
    )
    office = models.CharField(gettext_lazy("office"), max_length=100, blank=True)
    line = models.CharField(
        gettext_lazy("service line"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("For example: pay subsidy, pension decisions."),
    )
    name = models.CharField(
        gettext_lazy("name"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("Empty while nobody knows who it is."),
    )
    phone = models.CharField(gettext_lazy("phone"), max_length=16, blank=True)
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    channel = models.CharField(
        gettext_lazy("secure channel"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy("Where matters of a client may be written of."),
    )
    municipalities = models.ManyToManyField(
        Municipality,
        verbose_name=gettext_lazy("serves"),
        blank=True,
        related_name="+",
        help_text=gettext_lazy("None chosen: all municipalities."),
    )
    since = models.DateField(gettext_lazy("in office since"), null=True, blank=True)
    until = models.DateField(null=True, blank=True, editable=False)
    confirmed_on = models.DateField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    search_text = models.TextField(editable=False)

    changes = HistoricalRecords(excluded_fields=["search_text"])
    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("official")
        verbose_name_plural = gettext_lazy("officials")
        ordering = ("authority", "office", "line", "name", "pk")
        constraints = (
            models.CheckConstraint(
                name="official_in_office_in_order",
                condition=Q(until__isnull=True)
                | Q(since__isnull=True)
                | Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return self.name or _("Officer unknown")

    def save(self, *args: Any, **kwargs: Any) -> None:
        authority = str(self.Authority(self.authority).label)
        parts = [self.name, self.office, self.line, authority]
        self.search_text = searchable(parts)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("placements:official", args=[self.pk])

    @property
    def shown_phone(self) -> str:
        return show_phone(self.phone)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has confirmed it for six months, or ever."""
        last = self.confirmed_on
        return last is None or last < timezone.localdate() - STALE_AFTER

    def confirm(self, *, by: User) -> None:
        """Note that it is still so today; Refused once somebody else is in office."""
        if self.until:
            raise Refused([_("Somebody else is in office already.")])
        self.confirmed_on, self.confirmed_by = timezone.localdate(), by
        self.save()

    @transaction.atomic
    def succeed(
        self, *, by: User, on: date, name: str, phone: str, email: str
    ) -> "Official":
        """End the office on a day and begin its successor's, known or not.

        The office, its line, channel and municipalities go on. A successor without a
        name is an unknown officer: not confirmed, so it stands on the list of those
        to find out about. Raises Refused when the office has ended before.
        """
        fresh = type(self).objects.select_for_update().get(pk=self.pk)
        if fresh.until:
            raise Refused([_("Somebody else is in office already.")])
        fresh.until = on
        fresh.save()
        known = bool(name.strip())
        following = Official.objects.create(
            authority=fresh.authority,
            office=fresh.office,
            line=fresh.line,
            channel=fresh.channel,
            name=name.strip(),
            phone=phone,
            email=email,
            since=on,
            confirmed_on=timezone.localdate() if known else None,
            confirmed_by=by if known else None,
        )
        following.municipalities.set(fresh.municipalities.all())
        return following
