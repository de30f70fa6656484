"""What is known of one contact with an employer: the fields and their choices."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employers.models.bans import ContactBan
from employers.models.employers import Employer
from employers.models.people import ContactPerson
from employers.models.workplaces import Workplace


class VisitFacts(models.Model):
    """Whom, when, how, and what came out of it."""

    class Kind(models.TextChoices):
        COLD = "cold", _("Cold visit")
        CALL = "call", _("Phone call")
        MEETING = "meeting", _("Meeting")
        EMAIL = "email", _("E-mail")
        SUPPORT = "support", _("Support visit")
        ONLINE = "online", _("Online meeting")
        EVENT = "event", _("Event")

    class Outcome(models.TextChoices):
        INTERESTED = "interested", _("Interested")
        MEETING = "meeting", _("Meeting agreed")
        INVENTORY = "inventory", _("Task inventory agreed")
        TRIAL = "trial", _("Trial place offered")
        VACANCY = "vacancy", _("Open position")
        NOT_NOW = "not_now", _("Not now")
        REFUSED = "refused", _("Refused")
        WRONG_PERSON = "wrong_person", _("Wrong person")
        KEEPING_TOUCH = "keeping_touch", _("All is well")
        FORBIDDEN = "forbidden", _("Do not contact")
        CEASED = "ceased", _("Ceased trading")

    class Missed(models.TextChoices):
        CLOSED = "closed", _("Closed")
        ABSENT = "absent", _("The right person was not there")
        NO_ANSWER = "no_answer", _("No answer")

    #: Outcomes that show need or interest: the employer is in dialogue.
    ENGAGING: ClassVar = (
        Outcome.INTERESTED,
        Outcome.MEETING,
        Outcome.INVENTORY,
        Outcome.TRIAL,
        Outcome.VACANCY,
    )
    #: Outcomes that end the matter, so that no next step is asked for.
    CLOSING: ClassVar = (
        Outcome.NOT_NOW,
        Outcome.REFUSED,
        Outcome.FORBIDDEN,
        Outcome.CEASED,
    )
    #: Kinds that are face to face unless the coach says otherwise.
    IN_PERSON: ClassVar = (Kind.COLD, Kind.MEETING, Kind.SUPPORT, Kind.EVENT)
    CHANNELS: ClassVar[dict[str, str]] = {
        Kind.CALL: ContactBan.Channel.PHONE,
        Kind.EMAIL: ContactBan.Channel.EMAIL,
        Kind.ONLINE: ContactBan.Channel.EMAIL,
    }
    #: Kind → icon of the sprite.
    ICONS: ClassVar[dict[str, str]] = {
        Kind.COLD: "door",
        Kind.CALL: "phone",
        Kind.MEETING: "people",
        Kind.EMAIL: "mail",
        Kind.SUPPORT: "shield",
        Kind.ONLINE: "chat",
        Kind.EVENT: "day",
    }

    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        on_delete=models.PROTECT,
        related_name="visits",
    )
    workplace = models.ForeignKey(
        Workplace,
        verbose_name=_("workplace"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="visits",
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits"
    )
    kind = models.CharField(_("how"), max_length=8, choices=Kind, default=Kind.COLD)
    on = models.DateField(_("day"), default=timezone.localdate)
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("duration, min"), null=True, blank=True
    )
    people = models.ManyToManyField(
        ContactPerson, verbose_name=_("whom you met"), blank=True, related_name="visits"
    )
    decision_maker = models.BooleanField(_("a decision maker was there"), default=False)
    face_to_face = models.BooleanField(_("face to face"), default=True)
    spontaneous = models.BooleanField(_("not planned beforehand"), default=False)
    topic = models.CharField(_("what about"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    materials = models.CharField(_("material left"), max_length=200, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(
        _("travel, min"), null=True, blank=True
    )
    travel_km = models.PositiveSmallIntegerField(_("travel, km"), null=True, blank=True)
    outcome = models.CharField(
        max_length=16, choices=Outcome, blank=True, editable=False
    )
    refusal = models.CharField(
        max_length=12, choices=Employer.Refusal, blank=True, editable=False
    )
    missed = models.CharField(max_length=12, choices=Missed, blank=True, editable=False)
    no_next_reason = models.CharField(max_length=200, blank=True, editable=False)
    conflict_reason = models.CharField(
        _("why go although a colleague has been in touch"), max_length=200, blank=True
    )
    draft = models.UUIDField(null=True, unique=True, editable=False)
    rescheduled_from = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="rescheduled_to",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
