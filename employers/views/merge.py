"""Merging two employers: choose, see what moves, confirm; undo for 30 days."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from crm.lifecycle import STALE
from crm.views.base import StaffMixin, VisibleMixin
from employers.duplicates import alike
from employers.forms.merge import MergeForm
from employers.merge import moving, problems, undo_merge
from employers.merge_words import warnings, what_moves
from employers.models import Employer, Merge
from employers.views.transitions import OnEmployer

#: So many employers are offered when one searches without JavaScript.
FOUND = 20


class SurvivorMixin(OnEmployer):
    """Find the employer that stays, or those it could be."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("municipality", "coach", "deputy")

    @cached_property
    def target(self) -> Employer | None:
        """The survivor, once it is chosen; 404 for one that is not there."""
        asked = self.request.GET.get("target", "")
        if not asked:
            return None
        rows = self.get_queryset()
        found = rows.filter(pk=asked).first() if asked.isdecimal() else None
        if found is None:
            raise Http404
        return found  # type: ignore[no-any-return]

    def found(self, asked: str) -> list[Employer]:
        """Return what was searched for, or what looks like the same employer."""
        one = self.object
        if not asked:
            hits = alike(one.name, one.where, one.business_id, exclude=one.pk)
            return [hit.employer for hit in hits]
        rows = self.get_queryset().current().exclude(pk=one.pk)
        return list(rows.matching(asked).for_list()[:FOUND])


class MergePreview(SurvivorMixin):
    """Merge this employer into another: the other one survives."""

    permission_required = "employers.merge_employer"
    template_name = "employers/merge.html"
    form_class = MergeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["employer"], kwargs["user"]
        return kwargs | {"source": self.object, "target": self.target or self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = str(self.request.GET.get("q", "")).strip()
        target = self.target
        shown = preview(self.object, target) if target else {"found": self.found(asked)}
        return super().get_context_data(
            employer=self.object, target=target, asked=asked, **shown, **kwargs
        )

    def get_success_url(self) -> str:
        return (self.target or self.object).get_absolute_url()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.target is None:
            return redirect("employers:merge", pk=self.object.pk)
        return super().post(request, *args, **kwargs)

    def save(self, form: MergeForm) -> None:
        merge = form.merge(by=self.request.user)
        messages.success(
            self.request,
            _("%(source)s is now part of %(target)s. You can undo this for 30 days.")
            % {"source": self.object, "target": self.target},
            extra_tags=f"undo:{reverse('employers:merge-undo', args=[merge.pk])}",
        )


def preview(source: Employer, target: Employer) -> dict[str, Any]:
    """Return what is said before the two become one."""
    return {
        "refused": problems(source, target),
        "warnings": warnings(source, target),
        "moving": what_moves(moving(source)),
    }


class MergeUndo(StaffMixin, VisibleMixin, View):
    """Take a merge apart again."""

    model = Merge
    permission_required = "employers.merge_employer"
    http_method_names = ("post",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        record = self.get_object()
        try:
            undo_merge(record)
        except STALE as problem:
            late = [_("This is no longer possible. See what changed.")]
            reasons = getattr(problem, "reasons", late)
            messages.error(request, " ".join(map(str, reasons)))
        else:
            messages.success(
                request,
                _("%(source)s and %(target)s are two again.")
                % {"source": record.source, "target": record.target},
            )
        return redirect(record.target)
