"""The public site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Public and guidance pages."""

    name = "cms"
    verbose_name = _("public site")
