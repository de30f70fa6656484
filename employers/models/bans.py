"""Do not contact: who asked, in which scope, until when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.models import TransitionLog, User
from employers.models.employers import Employer
from employers.models.people import ContactPerson
from employers.models.workplaces import Workplace


class ContactBanQuerySet(models.QuerySet["ContactBan"]):
    """Questions about bans."""

    def standing(self) -> Self:
        return self.filter(lifted_on__isnull=True)

    def of_organisation(self) -> Self:
        """Keep those of the whole organisation: its state goes with them."""
        return self.filter(scope=ContactBan.Scope.ORGANISATION)


class ContactBan(models.Model):
    """A wish not to be contacted (917/2014 section 200, or the employer's own).

    The organisation's ban is also the employer's state; the narrower ones leave the
    rest of the organisation open (a chain's one shop, one person, one channel).
    """

    class Scope(models.TextChoices):
        ORGANISATION = "organisation", _("The whole organisation")
        WORKPLACE = "workplace", _("One workplace")
        PERSON = "person", _("One person")
        CHANNEL = "channel", _("One channel")

    class Channel(models.TextChoices):
        VISIT = "visit", _("Visits")
        PHONE = "phone", _("Phone calls")
        EMAIL = "email", _("E-mail")

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="bans"
    )
    scope = models.CharField(
        _("scope"), max_length=12, choices=Scope, default=Scope.ORGANISATION
    )
    workplace = models.ForeignKey(
        Workplace, null=True, blank=True, on_delete=models.CASCADE, related_name="bans"
    )
    person = models.ForeignKey(
        ContactPerson,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="bans",
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, blank=True)
    reason = models.TextField(_("why"))
    requested_on = models.DateField(_("asked on"))
    imposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.CASCADE, related_name="+"
    )
    lifted_on = models.DateField(null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.TextField(blank=True, editable=False)

    changes = HistoricalRecords()
    objects = ContactBanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban on contact")
        verbose_name_plural = _("bans on contact")
        ordering = ("-requested_on", "-pk")
        permissions = (("lift_contactban", "Can lift a ban on contact"),)
        constraints = (
            models.CheckConstraint(
                name="contactban_scope_has_target",
                condition=models.Q(scope="organisation")
                | models.Q(scope="workplace", workplace__isnull=False)
                | models.Q(scope="person", person__isnull=False)
                | (models.Q(scope="channel") & ~models.Q(channel="")),
                violation_error_message=_("Choose what the ban is about."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.target_name}"

    @property
    def target_name(self) -> str:
        """What the ban is about, in words."""
        if self.scope == self.Scope.CHANNEL:
            return str(self.get_channel_display())
        return str(self.workplace or self.person or self.employer)

    def blocks(
        self, *, channel: str, workplace_id: int | None, people: set[int]
    ) -> bool:
        """Whether a contact by this channel, at this site, with them is forbidden."""
        match self.scope:
            case self.Scope.WORKPLACE:
                return self.workplace_id == workplace_id
            case self.Scope.PERSON:
                return self.person_id in people
            case self.Scope.CHANNEL:
                return self.channel == channel
            case _:
                return True

    @transaction.atomic
    def impose(self) -> None:
        """Save a narrower ban and cancel the visits planned against it."""
        self.full_clean(exclude=["imposed_by", "cause", "lifted_by"])
        self.save()
        type(self.employer).objects.filter(pk=self.employer_id).update(has_bans=True)
        self.employer.has_bans = True
        for visit in self.employer.visits.planned().prefetch_related("people"):
            if visit.standing_ban:
                visit.perform(
                    "cancel", by=self.imposed_by, note=self.reason, cause=self.cause
                )
        self.employer.settle()

    @transaction.atomic
    def lift(self, *, by: User | None, on: date, reason: str) -> None:
        """End the ban at the employer's own request."""
        self.lifted_on, self.lifted_by, self.lift_reason = on, by, reason
        self.save()
        standing = (
            type(self).objects.standing().filter(employer=self.employer_id).exists()
        )
        type(self.employer).objects.filter(pk=self.employer_id).update(
            has_bans=standing
        )
