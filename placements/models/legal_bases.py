"""On what ground somebody is a client: a dated list, as laws change (domain.md 2.9)."""

from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    """Questions about legal bases."""

    def valid_on(self, on: date | None = None) -> Self:
        """Those on which a decision can be in force on the day (default today)."""
        on = on or timezone.localdate()
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on)
        ).filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))


class LegalBasis(models.Model):
    """A ground for being a client, and the days on which it holds."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    source = models.CharField(_("source"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    #: Decisions on this ground end then at the latest, whatever they say.
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    #: False for what stands for having no decision.
    is_decision = models.BooleanField(_("is a decision"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ("order", "code")
        constraints = (
            models.CheckConstraint(
                name="legalbasis_validity_in_order",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("The validity ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        names = {"sv": self.name_sv, "en": self.name_en}
        return names.get(get_language() or "", self.name_fi)
