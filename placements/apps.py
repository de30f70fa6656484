"""The people placed, and the support around them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    """Candidates, trials, placements."""

    name = "placements"
    verbose_name = _("placements")

    def ready(self) -> None:
        from employers.models import TailoredJob  # noqa: PLC0415 - models are ready now
        from employers.workers_met import PLUGS, Plug  # noqa: PLC0415 - a socket
        from placements import (  # noqa: PLC0415 - connects receivers and a check
            at_work,
            following,  # noqa: F401 - its receiver
            subsidy_start,  # noqa: F401 - its check and its receiver
        )
        from placements.driving import objections  # noqa: PLC0415 - asks our models

        TailoredJob.objections.append(objections)
        PLUGS.append(Plug(at_work.offer, at_work.meet))
