"""Municipalities: who works where, which employer is where."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A municipality by its national code, with the years in which it exists.

    Codes and names: domain.md section 6.3. Mergers happen, so rows have validity.
    """

    code = models.CharField(_("code"), max_length=3, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=60)
    name_sv = models.CharField(_("name in Swedish"), max_length=60)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name_fi",)

    def __str__(self) -> str:
        return self.name_sv if get_language() == "sv" else self.name_fi
