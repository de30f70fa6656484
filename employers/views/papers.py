"""What is printed of a tailored job: the proposal, the work card, the checklist."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.views.generic import DetailView

from crm.views.base import StaffMixin, VisibleMixin
from employers.models import TailoredJob
from employers.papers import letter_of_draft, proposal_paper
from employers.phones import show_phone
from employers.printing.typesetting import (
    checklist_pdf,
    proposal_pdf,
    work_card_pdf,
)
from employers.worker_papers import card_of, card_paper, checklist_of


def pdf_response(content: bytes, *names: str) -> HttpResponse:
    """Hand out a PDF to be looked at, under a file name of plain ASCII."""
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(" ".join(names)) or "paper"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


class PaperView(StaffMixin, VisibleMixin, DetailView[TailoredJob]):
    """A paper of one job that the user may see."""

    model = TailoredJob
    permission_required = "employers.view_tailoredjob"
    context_object_name = "job"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("employer", "workplace", "coach")


class JobPreview(PaperView):
    """The proposal as the employer would see it now; nothing can be accepted here."""

    template_name = "employers/job_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = letter_of_draft(self.object)
        return super().get_context_data(
            letter=letter,
            coach=letter.coach,
            phone=show_phone(letter.coach.phone),
            talk=[],
            **kwargs,
        )


class JobCard(PaperView):
    """The worker's illustrated card."""

    template_name = "employers/job_card.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(card=card_of(self.object), **kwargs)


class JobChecklist(PaperView):
    """The list that the guide ticks while the worker learns."""

    template_name = "employers/job_checklist.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(checklist=checklist_of(self.object), **kwargs)


class JobPdf(PaperView):
    """One of the papers as a PDF."""

    papers: ClassVar[dict[str, Any]] = {
        "proposal": lambda job: proposal_pdf(proposal_paper(letter_of_draft(job))),
        "card": lambda job: work_card_pdf(card_paper(job)),
        "checklist": lambda job: checklist_pdf(checklist_of(job)),
    }

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        make = self.papers.get(kwargs["paper"])
        if make is None:
            raise Http404
        job = self.get_object()
        return pdf_response(make(job), kwargs["paper"], job.title)
