"""The people at an employer whom we talk with."""

from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.lifecycle import Refused
from crm.models import FollowUp, User
from crm.workdays import add_workdays
from employers.models.employers import Employer
from employers.models.workplaces import Workplace
from employers.phones import show_phone


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    """Questions about contact persons."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("employers.view_contactperson") else self.none()

    def present(self) -> Self:
        return self.filter(left_on__isnull=True)


class ContactPerson(models.Model):
    """Somebody at the employer: role, how to reach them, whether they decide."""

    class Language(models.TextChoices):
        FI = "fi", _("Finnish")
        SV = "sv", _("Swedish")
        EN = "en", _("English")

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="people"
    )
    workplace = models.ForeignKey(
        Workplace,
        verbose_name=_("workplace"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=80, blank=True)
    decides = models.BooleanField(_("decides on recruiting"), default=False)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FI
    )
    best_time = models.CharField(_("best time to reach"), max_length=80, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)

    changes = HistoricalRecords()
    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = (models.F("left_on").desc(nulls_first=True), "name", "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.employer.reindex()

    @property
    def shown_phone(self) -> str:
        return show_phone(self.phone)

    @transaction.atomic
    def leave(self, *, by: User, on: date) -> FollowUp:
        """Close the person and plan to find a new one; Refused if already gone."""
        if self.left_on:
            raise Refused([_("This person has been marked as left already.")])
        self.left_on = on
        self.save()
        step = self.employer.plan(
            str(_("Find out who is the new contact person")),
            add_workdays(timezone.localdate(), 5),
            assignee=self.employer.coach,
            by=by,
            kind=FollowUp.Kind.PERSON,
        )
        self.employer.settle()
        return step
