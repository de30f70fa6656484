"""Caseloads: how much each coach has, permitting more, handing several over."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView

from crm.lifecycle import STALE, Refused
from crm.models import AccessLog, User
from crm.views.base import StaffMixin
from placements.access import note_all
from placements.caseloads import loads
from placements.forms.moves import CaseloadHandOverForm, OverrideForm
from placements.models import Candidate, CandidateQuerySet, CaseloadOverride

#: A caseload is never larger.
MOST = 200


class Caseloads(StaffMixin, TemplateView):
    """Per coach: active of the cap, open and late steps, contacts a week."""

    permission_required = "placements.assign_candidate"
    template_name = "placements/caseloads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = loads()
        return super().get_context_data(
            loads=rows,
            active=sum(row.active for row in rows),
            cap=settings.CASELOAD_CAP,
            gone=[row for row in rows if row.is_gone],
            nobodys=Candidate.objects.nobodys().count(),
            today=timezone.localdate(),
            **kwargs,
        )


class OfCoach(StaffMixin, FormView[Any]):
    """A form about one coach's caseload."""

    permission_required = "placements.assign_candidate"
    template_name = "placements/candidate_form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.has_permission():
            return self.handle_no_permission()
        self.coach = User.objects.filter(pk=kwargs["pk"]).first()
        if self.coach is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"{self.heading}: {self.coach}",
            parent=_("Caseloads"),
            back_url=reverse("placements:caseloads"),
            **kwargs,
        )


class PermitMore(OfCoach):
    """Permit a coach more than the cap for a time, with the reason."""

    heading = gettext_lazy("Permit more candidates")
    form_class = OverrideForm

    def get_form_kwargs(self) -> dict[str, Any]:
        record = CaseloadOverride(coach=self.coach, by=self.request.user)
        return super().get_form_kwargs() | {"instance": record}

    def form_valid(self, form: OverrideForm) -> HttpResponse:
        form.save()
        messages.success(self.request, _("Saved."))
        return redirect("placements:caseloads")


class HandOverCaseload(OfCoach):
    """Give several candidates of one coach to another, all or none."""

    heading = gettext_lazy("Hand over")
    template_name = "placements/caseload_hand_over.html"
    form_class = CaseloadHandOverForm

    def mine(self) -> CandidateQuerySet:
        """Return whom the coach has."""
        seen = Candidate.objects.visible_to(self.request.user)
        return seen.live().filter(coach=self.coach)

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"coach": self.coach, "mine": self.mine()}
        return super().get_form_kwargs() | about

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = list(self.mine().for_list()[:MOST])
        note_all(self.request.user, shown, "caseload", "hand_over")
        return super().get_context_data(any=bool(shown), **kwargs)

    def form_valid(self, form: CaseloadHandOverForm) -> HttpResponse:
        try:
            count = hand_over(self.request.user, form)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        except STALE:
            messages.error(self.request, _("Somebody was faster. See what changed."))
            return redirect(self.request.path)
        messages.success(self.request, told(count, form.cleaned_data["to"]))
        return redirect("placements:caseloads")


def told(count: int, to: User) -> str:
    said = ngettext(
        "%(count)d candidate was handed over to %(name)s.",
        "%(count)d candidates were handed over to %(name)s.",
        count,
    )
    return said % {"count": count, "name": to}


@transaction.atomic
def hand_over(user: Any, form: CaseloadHandOverForm) -> int:
    """Hand the chosen candidates over and write it down; return how many."""
    to, note = form.cleaned_data["to"], form.cleaned_data["note"]
    chosen = form.cleaned_data["candidates"].select_for_update(of=("self",))
    moved = list(chosen.select_related("coach", "deputy").order_by("pk"))
    for candidate in moved:
        candidate.hand_over(to, by=user, note=note)
    kind = AccessLog.Kind.CHANGE
    note_all(user, moved, "responsibility", "hand_over", kind)
    return len(moved)
