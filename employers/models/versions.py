"""What an employer was shown and both sides accepted: versions, links, answers."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from crm.models import TransitionLog
from employers.models.jobs import TailoredJob
from employers.models.people import ContactPerson

#: How long a personal link opens (domain.md 4.4).
LINK_DAYS = 14


class JobVersion(models.Model):
    """The content of a job under a number, frozen."""

    job = models.ForeignKey(
        TailoredJob, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    cause = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("job", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["job", "number"], name="version_number_once"
            ),
        )

    def __str__(self) -> str:
        return str(_("version %(number)d") % {"number": self.number})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            message = "A version never changes; issue the next one."
            raise TypeError(message)
        super().save(*args, **kwargs)

    @property
    def short_digest(self) -> str:
        """Return the beginning of the digest as people read it: 7c1e·40ab."""
        return f"{self.digest[:4]}·{self.digest[4:8]}"


class AcceptanceQuerySet(models.QuerySet["Acceptance"]):
    """Questions about acceptances."""

    def standing(self) -> Self:
        return self.filter(voided_at__isnull=True)


class Acceptance(models.Model):
    """One side's yes to one version."""

    class Side(models.TextChoices):
        COACH = "coach", _("Coach")
        EMPLOYER = "employer", _("Employer")

    version = models.ForeignKey(
        JobVersion, on_delete=models.CASCADE, related_name="acceptances"
    )
    side = models.CharField(max_length=8, choices=Side)
    name = models.CharField(_("name"), max_length=100)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(
        "ReviewLink", null=True, on_delete=models.PROTECT, related_name="acceptances"
    )
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["version", "side"],
                condition=models.Q(voided_at__isnull=True),
                name="acceptance_once_a_side",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"


class PersonalLinkQuerySet[Link: models.Model](models.QuerySet[Link]):
    """Questions about personal links of any kind."""

    def standing(self) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        """Keep the one whose address ends in the token."""
        return self.filter(token_digest=_digest(token))


class ReviewLinkQuerySet(PersonalLinkQuerySet["ReviewLink"]):
    """Questions about links to a proposal."""

    def for_token(self, token: str) -> "ReviewLink | None":
        """Find the link by what its address ends in; None if there is none."""
        found = self.with_token(token)
        return found.select_related("job__employer", "job__coach", "person").first()


def _expiry() -> Any:
    return timezone.now() + timedelta(days=LINK_DAYS)


def _nonce() -> str:
    return secrets.token_hex(16)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class PersonalLink(models.Model):
    """Somebody's personal way in, without an account.

    The token comes of a stored nonce and the server's secret: who reads the database
    alone cannot open a link, and a coach can still copy it again.
    """

    #: What makes tokens of one kind differ from those of another.
    salt: ClassVar[str]
    #: The name of the address that the token opens.
    page: ClassVar[str]

    nonce = models.CharField(max_length=32, default=_nonce, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_expiry)
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.token_digest = _digest(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        made = salted_hmac(self.salt, self.nonce, algorithm="sha256")
        return made.hexdigest()[:32]

    @property
    def url(self) -> str:
        """Return the whole address, as it is sent."""
        return settings.SITE_URL + reverse(self.page, args=[self.token])

    @property
    def stands(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class ReviewLink(PersonalLink):
    """An employer's personal way to a proposal."""

    salt = "employers.reviewlink"
    page = "proposal"

    job = models.ForeignKey(TailoredJob, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(
        ContactPerson, null=True, on_delete=models.SET_NULL, related_name="links"
    )
    cause = models.ForeignKey(
        TransitionLog, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.person or self.job)

    def note_opening(self) -> None:
        """Remember when its reader first opened it, be it by an earlier link."""
        own = self.job.links.standing().filter(person=self.person)
        own.filter(opened_at__isnull=True).update(opened_at=timezone.now())


class JobComment(models.Model):
    """A word about one part of a proposal, by the employer or the coach."""

    class Part(models.TextChoices):
        TASKS = "tasks", _("Tasks")
        TIMES = "times", _("Working times")
        PAY = "pay", _("Pay and costs")
        HELP = "help", _("Support")
        OTHER = "other", _("Something else")

    job = models.ForeignKey(
        TailoredJob, on_delete=models.CASCADE, related_name="comments"
    )
    version = models.ForeignKey(
        JobVersion, on_delete=models.CASCADE, related_name="comments"
    )
    part = models.CharField(_("part"), max_length=5, choices=Part, default=Part.OTHER)
    text = models.TextField(_("comment"), max_length=2000)
    name = models.CharField(_("name"), max_length=100)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(
        ReviewLink, null=True, on_delete=models.SET_NULL, related_name="comments"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]
