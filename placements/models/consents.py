"""What the person has allowed, what has been asked, who else helps.

Of safety only the standing of the question is kept, never an answer (SEED-31).
"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.lifecycle import Look
from placements.models.candidates import Candidate


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Questions about consents."""

    def standing(self, on: date | None = None) -> Self:
        """Those in force on the day (default today)."""
        on = on or timezone.localdate()
        return self.filter(given_on__lte=on, withdrawn_on__isnull=True).filter(
            models.Q(until__isnull=True) | models.Q(until__gte=on)
        )


class Consent(models.Model):
    """What may be told, to whom and until when; it can be withdrawn."""

    class What(models.TextChoices):
        PROFILE = "profile", _("Work profile")
        PRESENT = "present", _("To be presented as a candidate")
        SUPPORT = "support", _("Need of support at work")
        BENEFITS = "benefits", _("Effect of pay on benefits")
        SAFETY = "safety", _("Asking for safety information")
        STORY = "story", _("A story or a picture")

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="consents"
    )
    what = models.CharField(_("what may be told"), max_length=8, choices=What)
    recipient = models.CharField(_("to whom"), max_length=120)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_on = models.DateField(null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-given_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="consent_in_order",
                condition=models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("given_on")),
                violation_error_message=_("The consent ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.recipient}"

    @property
    def is_standing(self) -> bool:
        today = timezone.localdate()
        past = self.until is not None and self.until < today
        return self.withdrawn_on is None and not past and self.given_on <= today

    @property
    def look(self) -> Look:
        if self.withdrawn_on:
            return Look(_("Withdrawn"), "berry", "stop")
        if self.is_standing:
            return Look(pgettext_lazy("consent", "In force"), "spruce", "full")
        return Look(pgettext_lazy("consent", "Not in force"), "plain", "stop")

    def withdraw(self) -> None:
        """End the consent today; what was disclosed before stays in the log."""
        self.withdrawn_on = self.withdrawn_on or timezone.localdate()
        self.save(update_fields=["withdrawn_on"])


class SafetyQuestion(models.Model):
    """A question about safety at work: whom it was put to and how it stands."""

    class Source(models.TextChoices):
        HOUSING = "housing", _("Housing unit")
        SOCIAL = "social", _("Social work")
        HEALTH = "health", _("Health care")
        FAMILY = "family", _("Family")
        PERSON = "person", _("The person")

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("safety", "Asked")
        RECEIVED = "received", pgettext_lazy("safety", "Received")
        REFUSED = "refused", pgettext_lazy("safety", "Refused")
        NOT_NEEDED = "not_needed", pgettext_lazy("safety", "Not needed")

    class Ground(models.TextChoices):
        CONSENT = "consent", _("Consent")
        LAW = "law", _("Law 703/2023, sections 55-56")
        NONE = "none", _("Not needed")

    LOOKS: ClassVar = {
        Status.ASKED: ("thread", "half"),
        Status.RECEIVED: ("spruce", "full"),
        Status.REFUSED: ("berry", "stop"),
        Status.NOT_NEEDED: ("plain", "stop"),
    }

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="safety_questions"
    )
    source = models.CharField(_("asked from"), max_length=7, choices=Source)
    status = models.CharField(_("how it stands"), max_length=10, choices=Status)
    on = models.DateField(_("day"), default=timezone.localdate)
    ground = models.CharField(_("on what ground"), max_length=7, choices=Ground)

    class Meta:
        verbose_name = _("safety question")
        verbose_name_plural = _("safety questions")
        ordering = ("source",)
        constraints = (
            models.UniqueConstraint(
                fields=["candidate", "source"], name="safetyquestion_one_a_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.get_status_display()}"

    @property
    def look(self) -> Look:
        tone, fill = self.LOOKS[self.Status(self.status)]
        return Look(self.get_status_display(), tone, fill)


class OtherCoachingQuerySet(models.QuerySet["OtherCoaching"]):
    """Questions about other services."""

    def ongoing(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(since__lte=on).filter(
            models.Q(until__isnull=True) | models.Q(until__gte=on)
        )


class OtherCoaching(models.Model):
    """Coaching of the same person by another service, so that it is not done twice."""

    class Provider(models.TextChoices):
        EMPLOYMENT = "employment", _("Bought by the employment authority")
        MUNICIPALITY = "municipality", _("Municipality")
        KELA = "kela", _("Kela")
        SCHOOL = "school", _("School")
        ORGANISATION = "organisation", _("Organisation or project")
        OTHER = "other", _("Other service")

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="other_coaching"
    )
    provider = models.CharField(_("who coaches"), max_length=12, choices=Provider)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = OtherCoachingQuerySet.as_manager()

    class Meta:
        verbose_name = _("other coaching")
        verbose_name_plural = _("other coaching")
        ordering = ("-since", "-pk")
        constraints = (
            models.CheckConstraint(
                name="othercoaching_in_order",
                condition=models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                violation_error_message=_("The coaching ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return self.get_provider_display()
