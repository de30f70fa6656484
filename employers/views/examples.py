"""Telling of a job on the public site, and taking the example down."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from crm.lifecycle import Refused
from crm.views.base import TransitionView, offer_undo
from employers.example_page import published_facts
from employers.forms.examples import ExampleForm
from employers.models import JobExample
from employers.views.jobs import JobMixin


class ExamplePublish(JobMixin, FormView[ExampleForm]):
    """Record the employer's consent, and write how the site tells of the job."""

    form_class = ExampleForm
    template_name = "employers/example.html"
    heading = gettext_lazy("Tell of this job on the site")

    def get_form_kwargs(self) -> dict[str, Any]:
        self.object = self.get_object()
        return super().get_form_kwargs() | {"job": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["form"] = kwargs.get("form") or self.get_form()
        job = self.object
        return super().get_context_data(
            heading=self.heading,
            parent=job,
            back_url=job.get_absolute_url(),
            blockers=job.example_blockers(),
            facts=published_facts(job),
            **kwargs,
        )

    def form_valid(self, form: ExampleForm) -> HttpResponse:
        try:
            entry = self.object.publish_example(**form.answers(), by=self.request.user)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        offer_undo(self.request, _("The site tells of the job."), entry)
        return redirect(f"{self.object.get_absolute_url()}#example")


class ExampleTransition(TransitionView):
    """Take an example down from the site."""

    model = JobExample
    permission_required = "employers.view_tailoredjob"

    def consequences(self) -> list[str]:
        return [_("The site stops telling of the job at once.")]

    def done_text(self) -> str:
        return _("The site no longer tells of the job.")
