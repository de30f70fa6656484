"""Employers and what work they can offer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployersConfig(AppConfig):
    """Whom we work with."""

    name = "employers"
    verbose_name = _("employers")
