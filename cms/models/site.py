"""Whose site it is and how it looks: settings that editors keep."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def row(name: str) -> FieldRowPanel:
    """Return the panel of a text in the three languages."""
    return FieldRowPanel([FieldPanel(f"{name}_{code}") for code in ("fi", "sv", "en")])


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """The organisation behind the site, its colours and the words of the footer."""

    class Palette(models.TextChoices):
        SPRUCE = "", _("Spruce")
        LAKE = "lake", _("Lake")
        BERRY = "berry", _("Berry")

    name = models.CharField(_("name of the site"), max_length=60, default="Räätäli")
    organisation_fi = models.CharField(
        _("organisation in Finnish"), max_length=120, blank=True
    )
    organisation_sv = models.CharField(
        _("organisation in Swedish"), max_length=120, blank=True
    )
    organisation_en = models.CharField(
        _("organisation in English"), max_length=120, blank=True
    )
    unit_fi = models.CharField(_("unit in Finnish"), max_length=120, blank=True)
    unit_sv = models.CharField(_("unit in Swedish"), max_length=120, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=120, blank=True)
    footer_fi = models.TextField(_("footer in Finnish"), blank=True)
    footer_sv = models.TextField(_("footer in Swedish"), blank=True)
    footer_en = models.TextField(_("footer in English"), blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        help_text=_("In place of the drawn mark."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    social_picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture for shared links"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    palette = models.CharField(
        _("colours"), max_length=8, blank=True, choices=Palette, default=Palette.SPRUCE
    )

    select_related: ClassVar = ["logo", "social_picture"]
    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("name"), row("organisation"), row("unit")],
            heading=_("Organisation"),
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("palette"), FieldPanel("social_picture")],
            heading=_("Look"),
        ),
        MultiFieldPanel([row("footer")], heading=_("Footer")),
    ]

    class Meta:
        verbose_name = _("site settings")

    def __str__(self) -> str:
        return self.name

    def said(self, name: str) -> str:
        """Return a text in the language of the page, else in Finnish."""
        own: str = getattr(self, f"{name}_{get_language()}", "")
        finnish: str = getattr(self, f"{name}_fi")
        return own or finnish

    @property
    def organisation(self) -> str:
        return self.said("organisation")

    @property
    def unit(self) -> str:
        return self.said("unit")

    @property
    def footer(self) -> str:
        return self.said("footer")

    @property
    def owner(self) -> str:
        """The unit and the organisation in one line."""
        return ", ".join(part for part in (self.unit, self.organisation) if part)
