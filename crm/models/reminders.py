"""What reminds a person outside the pages: a calendar feed and a morning mail."""

import secrets
from datetime import date
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models.users import User


def digest_of(key: str) -> str:
    """Return what is kept of a feed's secret key."""
    return sha256(key.encode()).hexdigest()


class RemindersQuerySet(models.QuerySet["Reminders"]):
    """Questions about reminders."""

    def with_key(self, key: str) -> Self:
        """Keep the feed whose secret key this is, if its owner still works here."""
        live = self.filter(user__is_active=True).select_related("user")
        return live.filter(key_digest=digest_of(key))

    def to_mail(self, today: date) -> Self:
        """Those who want the morning list, are at work and have not had it today."""
        away = models.Q(user__away_from__lte=today) & (
            models.Q(user__away_until__isnull=True)
            | models.Q(user__away_until__gte=today)
        )
        had = models.Q(mailed_on__gte=today)
        wanting = self.filter(morning_mail=True, user__is_active=True)
        return wanting.exclude(away).exclude(had)


class Reminders(models.Model):
    """One person's calendar feed and morning mail; no row is the same as neither."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    #: The language in which the person last saved this.
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    #: SHA-256 of the feed's key; the key itself is shown once and not kept.
    key_digest = models.CharField(max_length=64, blank=True, editable=False)
    key_made_on = models.DateField(null=True, editable=False)
    fetched_on = models.DateField(null=True, editable=False)
    morning_mail = models.BooleanField(
        _("Send the day's list by e-mail every working morning"), default=False
    )
    mailed_on = models.DateField(null=True, editable=False)

    objects = RemindersQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminders")
        verbose_name_plural = _("reminders")
        constraints = (
            models.UniqueConstraint(
                fields=["key_digest"],
                condition=~models.Q(key_digest=""),
                name="reminders_one_of_a_key",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: User) -> "Reminders":
        """Return the user's row, unsaved if there is none yet."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    def make_key(self) -> str:
        """Give the feed a new secret key and return it; an earlier one ends."""
        key = secrets.token_urlsafe(32)
        self.key_digest = digest_of(key)
        self.key_made_on = timezone.localdate()
        self.fetched_on = None
        self.save()
        return key

    def drop_key(self) -> None:
        """End the feed: its address answers no more."""
        self.key_digest, self.key_made_on, self.fetched_on = "", None, None
        self.save()

    def note_fetch(self) -> None:
        """Remember the day on which a calendar last asked."""
        today = timezone.localdate()
        if self.fetched_on != today:
            type(self).objects.filter(pk=self.pk).update(fetched_on=today)
