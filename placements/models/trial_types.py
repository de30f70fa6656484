"""The kinds of trial, whose rules are data and not branches of the code (4.5)."""

from typing import Any

from django.db import models
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Party(models.TextChoices):
    """Who signs the contract of a trial."""

    CANDIDATE = "candidate", _("The candidate")
    WORKPLACE = "workplace", _("The workplace")
    AUTHORITY = "authority", _("The employment authority")
    COUNTY = "county", _("The wellbeing services county")
    PROVIDER = "provider", _("The service provider")
    SCHOOL = "school", _("The school")


class Insurer(models.TextChoices):
    """Who takes the accident insurance."""

    AUTHORITY = "authority", _("The employment authority")
    COUNTY = "county", _("The wellbeing services county")
    PROVIDER = "provider", _("The service provider")
    SCHOOL = "school", _("The school")
    EMPLOYER = "employer", _("The employer")


def name_field() -> str:
    """Return the field that has a kind's name in the present language."""
    language = get_language() or ""
    return f"name_{language}" if language in {"sv", "en"} else "name_fi"


class TrialType(models.Model):
    """One kind of trial: how long, how many hours, whose contract, who insures."""

    code = models.SlugField(_("code"), max_length=16, unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=80)
    name_sv = models.CharField(_("name in Swedish"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    source = models.CharField(_("source"), max_length=200, blank=True)
    #: False where domain.md marks the rules as assumed or from memory.
    confirmed = models.BooleanField(_("confirmed"), default=False)
    #: False for what is recorded as employment and not as a trial.
    offered = models.BooleanField(default=True)
    #: Maximum in calendar months, or in days; neither for no maximum.
    max_months = models.PositiveSmallIntegerField(null=True, blank=True)
    max_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Types of one family share a maximum over all employers and years; "" for one
    #: that begins anew each time.
    family = models.SlugField(max_length=16, blank=True)
    hours_least = models.DecimalField(
        max_digits=3, decimal_places=1, null=True, blank=True
    )
    hours_most = models.DecimalField(
        max_digits=3, decimal_places=1, null=True, blank=True
    )
    days_most = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Codes of ``Party``.
    parties = models.JSONField(default=list)
    insurer = models.CharField(max_length=9, choices=Insurer)
    #: Whether the time stands still during an interruption.
    stops_clock = models.BooleanField(default=False)
    unpaid = models.BooleanField(default=True)
    #: Whether the employees' representative must be told (law 380/2023 57 §).
    tells_representative = models.BooleanField(default=False)
    #: Whether it may not be where the person is employed already (domain.md 2.4).
    not_where_employed = models.BooleanField(default=False)
    #: Months after which pay is considered, 0 for never.
    pay_review_months = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("trial", "kind of trial")
        verbose_name_plural = pgettext_lazy("trial", "kinds of trial")
        ordering = ("order", "code")
        constraints = (
            models.CheckConstraint(
                name="trialtype_one_maximum",
                condition=models.Q(max_months__isnull=True)
                | models.Q(max_days__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return str(getattr(self, name_field()))

    @property
    def signing(self) -> list[Any]:
        """Who signs the contract, in order."""
        return [Party(code) for code in self.parties]

    @property
    def maximum(self) -> str:
        """The longest time in words."""
        if self.max_months:
            many = ngettext("%(count)d month", "%(count)d months", self.max_months)
            return many % {"count": self.max_months}
        if self.max_days:
            many = ngettext("%(count)d day", "%(count)d days", self.max_days)
            return many % {"count": self.max_days}
        return gettext("no maximum in law")
