"""A visit that an employer asked for on the public site."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models import FollowUp, Municipality
from employers.models.employers import Employer
from employers.models.people import ContactPerson


class VisitRequest(models.Model):
    """What was asked, in the asker's words; its follow-up tells how it goes on.

    It has no state of its own: whoever closes the follow-up has answered.
    """

    class Work(models.TextChoices):
        PACKING = "packing", _("Packing and boxes")
        SHELVES = "shelves", _("Shelves and stock")
        KITCHEN = "kitchen", _("Dishes and kitchen")
        CLEANING = "cleaning", _("Cleaning and laundry")
        GARDEN = "garden", _("Yard and building")
        OFFICE = "office", _("Office and post")

    class Time(models.TextChoices):
        MORNING = "morning", _("In the morning")
        NOON = "noon", _("In the middle of the day")
        AFTERNOON = "afternoon", _("In the afternoon")
        CALL = "call", _("Call first")

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="visit_requests"
    )
    person = models.ForeignKey(
        ContactPerson, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+"
    )
    follow_up = models.ForeignKey(
        FollowUp, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=2, choices=ContactPerson.Language)
    work = models.JSONField(_("kinds of work"), default=list)
    times = models.JSONField(_("times that suit"), default=list)
    words = models.TextField(_("in their own words"), blank=True)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)

    #: What a stored code says, for the two lists.
    LISTS: ClassVar[dict[str, Any]] = {"work": Work, "times": Time}

    class Meta:
        verbose_name = _("visit request")
        verbose_name_plural = _("visit requests")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=["employer", "-created_at"], name="request_by_employer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.employer}, {self.created_at:%-d.%-m.%Y}"

    def labels(self, name: str) -> list[str]:
        """Return the words of a list's codes; a retired code as it is."""
        known = dict(self.LISTS[name].choices)
        return [str(known.get(code, code)) for code in getattr(self, name)]

    @property
    def wishes(self) -> str:
        """The kinds of work and the times in one line."""
        return " · ".join([*self.labels("work"), *self.labels("times")])
