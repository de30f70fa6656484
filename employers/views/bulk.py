"""Change or export the ticked employers; what needs an answer asks for it first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views import View

from crm.views.base import StaffMixin
from employers import bulk
from employers.exporting import FORMATS, export
from employers.forms.bulk import AssignForm, PlanForm
from employers.models import EmployerQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from crm.models import User


#: No key of ours is longer, and no database takes a much longer one.
DIGITS = 18


@dataclass(frozen=True)
class Deed:
    """One button of the bar: who may press it, what it asks, what it does and says."""

    permission: str
    run: Callable[..., bulk.Outcome | HttpResponseBase]
    said: Any = ""
    form: type[forms.Form] | None = None
    heading: "StrOrPromise" = ""


def export_ticked(employers: EmployerQuerySet, *, by: "User") -> HttpResponseBase:
    return export(employers.current(), by, FORMATS[0])


DEEDS = {
    "export": Deed("employers.export_employer", export_ticked),
    "take": Deed(
        "employers.change_employer",
        bulk.take,
        ngettext_lazy(
            "%(count)d employer is now yours.",
            "%(count)d employers are now yours.",
            "count",
        ),
    ),
    "assign": Deed(
        "crm.assign_work",
        bulk.assign,
        ngettext_lazy(
            "%(count)d employer handed over.",
            "%(count)d employers handed over.",
            "count",
        ),
        AssignForm,
        gettext_lazy("Hand over"),
    ),
    "plan": Deed(
        "crm.add_followup",
        bulk.plan,
        ngettext_lazy(
            "Next step planned for %(count)d employer.",
            "Next step planned for %(count)d employers.",
            "count",
        ),
        PlanForm,
        gettext_lazy("Plan the same step"),
    ),
}


class EmployerBulk(StaffMixin, View):
    """Run one deed for the ticked employers."""

    http_method_names = ("post",)
    permission_required = ("employers.view_employer", "employers.change_employer")

    def post(self, request: Any) -> HttpResponseBase:
        deed = DEEDS.get(request.POST.get("action", ""))
        back = self.back_url(reverse("employers:list"))
        picks = picked(request.POST)
        if deed is None or not 0 < len(picks) <= bulk.LIMIT:
            messages.error(request, complaint(len(picks)))
            return redirect(back)
        if not request.user.has_perm(deed.permission):
            raise PermissionDenied
        employers = bulk.chosen(request.user, picks)
        form = answer(deed, request.POST)
        if not form.is_valid():
            return ask(request, deed, form, employers, back)
        result = deed.run(employers, by=request.user, **form.cleaned_data)
        if isinstance(result, HttpResponseBase):
            return result
        tell(request, deed, result)
        return redirect(back)


def picked(data: QueryDict) -> list[int]:
    return [
        int(pick)
        for pick in data.getlist("pick")
        if pick.isdecimal() and len(pick) <= DIGITS
    ]


def complaint(count: int) -> str:
    if count > bulk.LIMIT:
        return _("At most %(limit)d employers at a time.") % {"limit": bulk.LIMIT}
    return _("Choose employers first.")


def answer(deed: Deed, data: QueryDict) -> forms.Form:
    """Return what was answered; a deed that asks nothing has its answer at once."""
    form = deed.form or forms.Form
    return form(data if deed.form is None or "answer" in data else None)


def ask(
    request: HttpRequest,
    deed: Deed,
    form: forms.Form,
    employers: EmployerQuerySet,
    back: str,
) -> HttpResponseBase:
    """Show the question, with the employers that it is about."""
    context = {
        "action": request.POST["action"],
        "back": back,
        "employers": employers.only("name", "state"),
        "form": form,
        "heading": deed.heading,
    }
    return render(request, "employers/employer_bulk.html", context)


def tell(request: HttpRequest, deed: Deed, outcome: bulk.Outcome) -> None:
    """Say how many were changed, and how many were left out and why."""
    if outcome.done:
        messages.success(request, deed.said % {"count": outcome.done})
    if left := outcome.refused.total():
        text = ngettext(
            "%(count)d was left out: %(reasons)s.",
            "%(count)d were left out: %(reasons)s.",
            left,
        )
        messages.warning(request, text % {"count": left, "reasons": outcome.reasons})
