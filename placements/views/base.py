"""What every view of a candidate builds on: may it be opened, and it is logged."""

from contextlib import nullcontext
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from crm.lifecycle import Refused
from crm.models import AccessLog
from crm.views.base import StaffMixin, VisibleMixin
from placements.access import note, purpose_of, refuse
from placements.models import Candidate

if TYPE_CHECKING:
    from django.http import HttpResponseBase


class FindMixin(VisibleMixin):
    """Find the candidate of an address, if the user may know of it."""

    def find(self, **kwargs: Any) -> Any:
        return self.get_queryset().filter(pk=kwargs["pk"]).first()


class LoggedMixin(StaffMixin, FindMixin):
    """Open one candidate: to those whose task it is, else for a stated purpose.

    Each opening, change and refusal is a row of the access log; a change and its row
    are one transaction.
    """

    #: The section that the page shows, as the access log names it.
    what = "page"
    object: Any
    candidate: Candidate

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        if not self.has_permission():
            refuse(request.user, kwargs["pk"], self.what)
            return self.handle_no_permission()
        with changing(request):
            response = self.open(request, **kwargs)
        if response is None:
            refuse(request.user, kwargs["pk"], self.what)
            raise Http404
        return response

    def open(self, request: Any, **kwargs: Any) -> "HttpResponseBase | None":
        """Answer if the candidate is open to the user now; None if it is not there."""
        found = self.find(**kwargs)
        if found is None:
            return None
        self.object = self.candidate = found
        if not (purpose := purpose_of(request, found)):
            return to_purpose(request, found)
        self.purpose = purpose
        parent: Any = super()
        response: HttpResponseBase = parent.dispatch(request, **kwargs)
        self.write_down(kind_of(request, response))
        return response

    def write_down(self, kind: str) -> None:
        """Log the look or the change."""
        note(self.request.user, self.candidate, self.what, self.purpose, kind)


def changing(request: Any) -> Any:
    """Make a change and its row of the log one transaction."""
    return transaction.atomic() if request.method == "POST" else nullcontext()


def to_purpose(request: Any, candidate: Candidate) -> HttpResponse:
    """Ask first for what purpose the candidate is opened."""
    query = urlencode({"next": request.get_full_path()})
    url = reverse("placements:purpose", args=[candidate.pk])
    return redirect(f"{url}?{query}")


def kind_of(request: Any, response: "HttpResponseBase") -> str:
    """Tell a change from a look: a stored form answers by leading on."""
    leads_on = response.status_code == HTTPStatus.FOUND
    changed = request.method == "POST" and leads_on
    return AccessLog.Kind.CHANGE if changed else AccessLog.Kind.VIEW


class CandidateMixin(LoggedMixin):
    """One candidate that may be opened, and what its pages have in common."""

    model = Candidate
    permission_required = "placements.change_candidate"

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        found = found.select_related("coach", "deputy", "municipality", "legal_basis")
        if self.request.method == "POST":
            found = found.select_for_update(of=("self",))
        return found

    def get_object(self, queryset: Any = None) -> Candidate:
        return self.candidate

    def home(self) -> Any:
        """Return the record whose page one comes from and goes back to."""
        return self.candidate

    def page(self) -> dict[str, Any]:
        """Return what a page that is one form says around itself."""
        return {
            "heading": self.heading,
            "parent": self.home(),
            "candidate": self.candidate,
            "back_url": self.back_url(self.home().get_absolute_url()),
        }


class CandidateForm(CandidateMixin, FormView[Any]):
    """A form about one candidate; what is refused is said in the form."""

    template_name = "placements/candidate_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.page(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.save(form)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        return redirect(self.done_url())

    def done_url(self) -> str:
        """Return where to go when it is stored."""
        back: str = self.page()["back_url"]
        return back

    def save(self, form: Any) -> None:
        raise NotImplementedError
