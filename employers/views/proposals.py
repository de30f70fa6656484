"""The employer's personal link to a proposal: read, comment, accept, decline."""

from typing import Any

from allauth.core.internal.ratelimit import consume  # the public one has no config
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from crm.lifecycle import STALE, Refused
from crm.models import User
from employers.forms.proposals import AcceptForm, AnswerForm, CommentForm, DeclineForm
from employers.models import JobComment, JobVersion, ReviewLink
from employers.papers import (
    letter_of_version,
    proposal_paper,
    proposal_steps,
    version_line,
)
from employers.phones import show_phone
from employers.printing.typesetting import proposal_pdf
from employers.views.papers import pdf_response

UNKNOWN_RATE = "20/m/ip"
ANSWER_RATE = "20/h/key"

#: The token is in the address: nothing keeps it, nobody is told where one came from.
#: Not "no-referrer": with it browsers hide the origin of a form, and CSRF refuses it.
PRIVATE_HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def exceeds(request: Any, action: str, rate: str, key: str | None = None) -> bool:
    """Count a request; say whether there have been too many of them."""
    return not consume(
        request,
        app="employers",
        action=action,
        config={action: rate},
        key=key,
        limit_get=True,
    )


def speak(request: Any, link: Any) -> None:
    """Use the reader's own language unless another was chosen by the switch."""
    person = link.person if link else None
    if person and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(person.language)
        request.LANGUAGE_CODE = person.language


def reach(coach: User | None) -> dict[str, Any]:
    """Return what a page says of the coach and how to reach them."""
    return {"coach": coach, "phone": show_phone(coach.phone) if coach else ""}


def closed_words(why: int | str) -> tuple[str, str]:
    """Return the title and the text of a link that does not open."""
    ask = _("The job coach gives you a new link.")
    words = {
        404: (
            _("This link does not lead anywhere"),
            _("Check that the whole address came along. %(ask)s") % {"ask": ask},
        ),
        410: (_("This link has closed"), ask),
        429: (
            _("Too many attempts"),
            _("Wait a while and try again, or call us."),
        ),
        "answered": (
            _("Thank you for your assessment"),
            _("It has been saved, and the job coach reads it. You can close the page."),
        ),
        "withdrew": (
            _("You told us that you do not go on"),
            _("Thank you for telling. If things change, call us."),
        ),
    }
    return words[why]


def why_closed(link: ReviewLink) -> str:
    """Return the key of what is said of a link that no longer stands."""
    job = link.job
    return "withdrew" if job.state == job.State.WITHDRAWN else ""


class ClosedMixin(TemplateResponseMixin, ContextMixin, View):
    """Know the page of a link that does not open."""

    def closed(
        self, status: int, coach: User | None = None, why: str = ""
    ) -> HttpResponse:
        """Return the page of a link that does not open: 404, 410 or 429."""
        title, text = closed_words(why or status)
        context = {"title": title, "text": text} | reach(coach)
        template = "employers/proposal_closed.html"
        return TemplateResponse(self.request, template, context, status=status)


class LinkMixin(ClosedMixin):
    """Find the link by its token; say in plain words when it does not open."""

    link: ReviewLink
    version: JobVersion

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = ReviewLink.objects.for_token(kwargs["token"])
        speak(request, link)
        response = self.open(link) or super().dispatch(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            response[name] = value
        return response

    def open(self, link: ReviewLink | None) -> HttpResponse | None:
        """Take the link into use, or return the page that says why it is not."""
        if link is None:
            often = exceeds(self.request, "unknown_link", UNKNOWN_RATE)
            return self.closed(429) if often else self.closed(404)
        version = link.job.newest_version()
        if not link.stands or version is None:
            return self.closed(410, link.job.coach, why=why_closed(link))
        if self.request.method == "POST" and exceeds(
            self.request, "answer", ANSWER_RATE, str(link.pk)
        ):
            return self.closed(429, link.job.coach)
        self.link, self.version = link, version
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.link.job
        kwargs |= reach(job.coach)
        return super().get_context_data(
            link=self.link, job=job, version=self.version, **kwargs
        )


class TalkMixin(LinkMixin):
    """What has been said of the version and accepted, and the forms to answer."""

    def talk(self, bound: AnswerForm | None) -> list[dict[str, Any]]:
        """Return for each part what has been said and the form to say more."""
        said = list(self.link.job.comments.all())
        own = bound.about if isinstance(bound, CommentForm) else ""
        return [
            {
                "part": part,
                "comments": [comment for comment in said if comment.part == part],
                "form": bound if part == own else self.form(CommentForm, part=part),
                "open": part == own,
            }
            for part in JobComment.Part.values
        ]

    def form(self, form_class: Any, data: Any = None, **kwargs: Any) -> Any:
        return form_class(data, link=self.link, version=self.version, **kwargs)

    def acceptance(self) -> Any:
        """Return the employer's own acceptance of this version, if there is one."""
        return self.version.acceptances.standing().filter(side="employer").first()

    def hindrance(self) -> str:
        """Say why this version cannot be accepted now; empty if it can."""
        try:
            self.link.job.refuse_acceptance(self.version)
        except Refused as refusal:
            return " ".join(str(reason) for reason in refusal.reasons)
        return ""


class LetterMixin(TalkMixin):
    """Show the newest version with what has been said of it, and the forms."""

    template_name = "employers/proposal.html"

    def letter(self, bound: AnswerForm | None = None) -> HttpResponse:
        """Return the page; a form that was not accepted keeps what was typed."""
        return self.render_to_response(
            self.get_context_data(bound=bound), status=422 if bound else 200
        )

    def get_context_data(
        self, bound: AnswerForm | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        letter = letter_of_version(self.version)
        return super().get_context_data(
            letter=letter,
            version_line=version_line(letter),
            talk=self.talk(bound),
            steps=proposal_steps(self.link.job),
            acceptance=self.acceptance(),
            hindrance=self.hindrance(),
            accept=bound if isinstance(bound, AcceptForm) else self.form(AcceptForm),
            may_decline=self.link.job.state in self.link.job.LIVE,
            **kwargs,
        )


class Proposal(LetterMixin):
    """The proposal as the employer reads it."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        by_staff = request.user.has_perm("crm.use_crm")
        if request.method == "GET" and not by_staff:  # a mail filter may look by HEAD
            self.link.note_opening()
        if "pdf" in request.GET:
            paper = proposal_paper(letter_of_version(self.version))
            return pdf_response(proposal_pdf(paper), "proposal", self.link.job.title)
        return self.letter()


class AnswerMixin(LetterMixin):
    """An answer comes by POST; its address alone leads back to the letter."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        return redirect("proposal", token=kwargs["token"])

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        form = self.bound_form()
        if not form.is_valid():
            return self.letter(form)
        try:
            form.save()
        except STALE as error:
            reasons = getattr(error, "reasons", None)
            form.add_error(None, reasons or _("This is no longer possible."))
            return self.letter(form)
        return redirect("proposal", token=kwargs["token"])

    def bound_form(self) -> Any:
        raise NotImplementedError


class ProposalComment(AnswerMixin):
    """Say something about one part."""

    def bound_form(self) -> CommentForm:
        parts = JobComment.Part
        part = self.request.POST.get("part")
        known = part if part in parts.values else parts.OTHER
        form: CommentForm = self.form(CommentForm, self.request.POST, part=known)
        return form


class ProposalAccept(AnswerMixin):
    """Say yes to the version that was read."""

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        if self.acceptance():  # sent twice
            return redirect("proposal", token=kwargs["token"])
        return super().post(request, **kwargs)

    def bound_form(self) -> AcceptForm:
        form: AcceptForm = self.form(AcceptForm, self.request.POST)
        return form


class ProposalDecline(LinkMixin):
    """Say no, and why."""

    template_name = "employers/proposal_decline.html"

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=DeclineForm()))

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        form = DeclineForm(request.POST)
        if form.is_valid():
            try:
                form.save(self.link)
            except STALE:
                form.add_error(None, _("This is no longer possible."))
            else:
                return redirect("proposal", token=kwargs["token"])
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)
