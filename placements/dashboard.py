"""What candidates and placements add to the Day: how a line leads to its page."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from crm.dashboard import Approach, Panel, Reach
from placements.models import Candidate, Placement


class CandidateApproach(Approach):
    """Open the candidate's page; only the code is told here."""

    model = "placements.Candidate"

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        seen = Candidate.objects.visible_to(self.desk.user).filter(pk__in=pks)
        rows = seen.values_list("pk", "code", "state", "next_step_on")
        return {
            pk: Reach(
                title=code,
                url=reverse("placements:candidate", args=[pk]),
                plan_url=reverse("placements:step", args=[pk]),
                wants_step=state in Candidate.LIVE and next_step_on is None,
            )
            for pk, code, state, next_step_on in rows
        }


class PlacementApproach(Approach):
    """Open the placement's page; the code is told here, not where the work is."""

    model = "placements.Placement"

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        seen = Placement.objects.visible_to(self.desk.user).filter(pk__in=pks)
        rows = seen.values_list(
            "pk", "candidate", "candidate__code", "state", "next_step_on"
        )
        return {
            pk: Reach(
                title=code,
                url=reverse("placements:placement", args=[candidate, pk]),
                plan_url=reverse("placements:placement-step", args=[candidate, pk]),
                wants_step=state in Placement.STANDING and next_step_on is None,
            )
            for pk, candidate, code, state, next_step_on in rows
        }


class SilenceLink(Panel):
    """The way to those left without contact; they are counted there, not here."""

    permission = "placements.view_placement"
    template_name = "placements/panels/silence.html"
    order = 90

    def get_context(self) -> dict[str, Any]:
        return {"url": reverse("placements:silence")}
