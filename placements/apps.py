"""The people placed, and the support around them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    """Candidates, trials, placements."""

    name = "placements"
    verbose_name = _("placements")

    def ready(self) -> None:
        from placements import following  # noqa: F401, PLC0415 - connects a receiver
