"""Moving a tailored job on, and accepting its newest version."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.forms import TransitionForm
from crm.lifecycle import STALE, Refused
from crm.views.base import TransitionView, stale_message
from employers.differences import differences
from employers.forms import job_moves as forms
from employers.forms.transitions import DatedForm
from employers.job_mail import send_link
from employers.models import TailoredJob
from employers.models.job_content import digest_of
from employers.models.versions import LINK_DAYS
from employers.views.jobs import JobMixin


class JobTransition(TransitionView):
    """Run one of the job's own transitions."""

    model = TailoredJob
    permission_required = "employers.view_tailoredjob"
    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "send": forms.SendForm,
        "hold": forms.HoldForm,
        "withdraw": forms.WithdrawForm,
        "release": forms.ReleaseForm,
        "present": forms.PresentForm,
        "close": forms.CloseForm,
        "negotiate": forms.NegotiateForm,
    }

    def get_form_class(self) -> type[TransitionForm]:
        return self.form_classes.get(self.move.name, DatedForm)

    def done_text(self) -> str:
        return f"{self.object}: {self.object.get_state_display()}"

    def done_url(self) -> str:
        """Lead to the link that was made: it is given to the employer now."""
        url, own = super().done_url(), self.object.get_absolute_url()
        return f"{own}#link" if self.move.name == "send" and url == own else url

    def consequences(self) -> list[str]:
        return what_follows(self.object, self.move.name)

    def form_valid(self, form: TransitionForm) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            sends = form.is_valid() and form.cleaned_data.get("channel") == "email"
            link = self.object.links.standing().first() if sends else None
            if link and self.object.state == self.object.State.WITH_EMPLOYER:
                transaction.on_commit(partial(send_link.enqueue, link.pk))
        return response


def what_follows(job: Any, name: str) -> list[str]:
    """Say what else a move brings about."""
    if name == "send":
        newest = job.newest_version()
        same = newest and newest.digest == digest_of(job.content())
        number = (newest.number if newest else 0) + (0 if same else 1)
        return [
            _("Version %(number)d goes to the employer.") % {"number": number},
            _("A link is open for %(days)d days; one sent to somebody else ends.")
            % {"days": LINK_DAYS},
        ]
    voided = [_("The acceptances of both sides are void.")]
    ended = [_("Open steps are cancelled and the employer's link ends.")]
    return {
        "revise": voided,
        "rework": voided,
        "withdraw": ended,
        "close": ended,
    }.get(name, [])


class AcceptPage(JobMixin, FormView[forms.PaperForm]):
    """Show the newest version, what changed in it, and a form for a yes on paper."""

    form_class = forms.PaperForm
    template_name = "employers/job_accept.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.object = self.get_object()
        kwargs = super().get_form_kwargs() | {"job": self.object}
        if self.request.POST.get("side") == "coach":
            kwargs |= {"data": None}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["form"] = kwargs.get("form") or self.get_form()
        newest, before = [*self.object.versions.order_by("-number")[:2], None, None][:2]
        changed = differences(before.content, newest.content) if before else []
        given = newest.acceptances.standing() if newest else ()
        return super().get_context_data(
            version=newest,
            given={yes.side: yes for yes in given},
            changed=changed,
            parent=self.object,
            back_url=self.object.get_absolute_url(),
            heading=_("Accept the version"),
            **kwargs,
        )

    def version_read(self) -> Any:
        """Return the version that the page had shown; 404 if there is none such."""
        number = self.request.POST.get("version", "")
        number = number if number.isdecimal() else "0"
        return get_object_or_404(self.object.versions, number=number)


class JobAccept(AcceptPage):
    """The coach accepts the newest version, or records a yes given on paper."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("side") != "coach":
            return super().post(request, *args, **kwargs)
        return self.accept("coach", str(request.user), self.get_form())

    def form_valid(self, form: forms.PaperForm) -> HttpResponse:
        data = form.cleaned_data
        return self.accept("employer", data["person"].name, form, on=data["on"])

    def accept(self, side: str, name: str, form: Any, on: Any = None) -> HttpResponse:
        """Accept the version that was read, or say why not."""
        seen, user = self.version_read(), self.request.user
        try:
            self.object.accept(seen, side=side, name=name, by=user, on=on)
        except Refused as refusal:
            shown = self.get_context_data(
                form=form, refused=[str(reason) for reason in refusal.reasons]
            )
            return self.render_to_response(shown)
        except STALE:
            messages.error(self.request, stale_message(self.get_object()))
        else:
            messages.success(self.request, _("The acceptance was recorded."))
        return redirect(self.object)
