"""The versions of a job, the comments on them and the employer's link."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from crm.views.base import StaffMixin
from employers.differences import differences
from employers.forms.jobs import CommentForm
from employers.models import ReviewLink, TailoredJob
from employers.views.jobs import JobMixin


class JobVersions(JobMixin, DetailView[TailoredJob]):
    """All versions, and what differs between any two of them."""

    permission_required = "employers.view_tailoredjob"
    template_name = "employers/job_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.versions.order_by("-number")
        found = list(rows.prefetch_related("acceptances", "comments"))
        by_number = {str(version.number): version for version in found}
        new = by_number.get(self.request.GET.get("to", ""), found[0] if found else None)
        old = by_number.get(self.request.GET.get("from", ""))
        if old is None:
            old = found[1] if len(found) > 1 else new
        changed = differences(old.content, new.content) if old and new else []
        return super().get_context_data(
            versions=found, old=old, new=new, changed=changed, **kwargs
        )


class JobComments(JobMixin, View):
    """The coach answers."""

    http_method_names = ("post",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        job = self.get_object()
        newest = job.newest_version()
        form = CommentForm(request.POST)
        if newest is None:
            messages.error(request, _("Nothing has been sent to the employer yet."))
        elif form.is_valid():
            comment = form.save(commit=False)
            comment.job, comment.version = job, newest
            comment.user, comment.name = request.user, str(request.user)
            comment.save()
            messages.success(request, _("Saved."))
        else:
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
        return redirect(job)


class LinkRevoke(StaffMixin, View):
    """End the employer's ways to a proposal at once."""

    permission_required = "employers.change_tailoredjob"
    http_method_names = ("post",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        jobs = TailoredJob.objects.visible_to(request.user)
        link = get_object_or_404(ReviewLink.objects.filter(job__in=jobs), pk=pk)
        link.job.links.standing().update(revoked_at=timezone.now())
        messages.success(request, _("The link no longer opens."))
        return redirect(link.job)
