"""What candidates and placements add to the Day: how a line leads to its page."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.dashboard import Approach, Panel, Reach
from employers.dashboard import EmployerApproach
from placements.models import Candidate, Placement, SubsidyProcess, Trial


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


class SubsidyApproach(Approach):
    """Open the page of a pay subsidy; only the candidate's code is told here."""

    model = "placements.SubsidyProcess"

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        seen = SubsidyProcess.objects.visible_to(self.desk.user).filter(pk__in=pks)
        rows = seen.values_list("pk", "candidate", "candidate__code")
        return {
            pk: Reach(
                title=_("%(code)s, pay subsidy") % {"code": code},
                url=reverse("placements:subsidy", args=[candidate, pk]),
                plan_url=reverse("placements:subsidy-step", args=[candidate, pk]),
                wants_step=False,
            )
            for pk, candidate, code in rows
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


class TrialApproach(Approach):
    """Open the trial's page, and reach its workplace as the employer is reached."""

    model = "placements.Trial"

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        trials = Trial.objects.visible_to(self.desk.user).filter(pk__in=pks)
        rows = list(trials.select_related("candidate"))
        at = EmployerApproach(self.desk).fetch({one.employer_id for one in rows})
        return {
            one.pk: replace(
                at[one.employer_id],
                title=f"{one.candidate} · {at[one.employer_id].title}",
                url=one.get_absolute_url(),
                plan_url=reverse(
                    "placements:trial-step", args=[one.candidate_id, one.pk]
                ),
                wants_step=one.state in Trial.LIVE and one.next_step_on is None,
            )
            for one in rows
            if one.employer_id in at
        }


class SilenceLink(Panel):
    """The way to those left without contact; they are counted there, not here."""

    permission = "placements.view_placement"
    template_name = "placements/panels/silence.html"
    order = 90

    def get_context(self) -> dict[str, Any]:
        return {"url": reverse("placements:silence")}
