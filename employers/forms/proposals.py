"""What an employer answers to a proposal: a comment, a yes, a no."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.lifecycle import Refused
from crm.models import FollowUp
from employers.forms.texts import guard_texts
from employers.models import JobComment, JobVersion, ReviewLink, TailoredJob

#: The same words by the same link within this time are one comment sent twice.
ONCE_IN = timedelta(minutes=1)
FORBADE = TailoredJob.Withdrawal.FORBADE


@contextmanager
def for_coach(link: ReviewLink) -> Iterator[TailoredJob]:
    """Lock the link and give its job; what follows is written in the coach's words."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        ReviewLink.objects.select_for_update().get(pk=link.pk)
        yield TailoredJob.objects.get(pk=link.job_id)


def remind(job: TailoredJob, text: str) -> None:
    """Give the coach a step about an answer, unless the same one waits already."""
    if job.follow_ups.pending().filter(text=text).exists():
        return
    check = FollowUp.Kind.CHECK
    job.plan(text, timezone.localdate(), assignee=job.coach, by=None, kind=check)
    job.settle()


class AnswerForm(forms.Form):
    """An answer by a link; it knows the version that was read."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, link: ReviewLink, version: JobVersion, **kwargs: Any
    ) -> None:
        self.link = link
        self.version = version
        initial = {
            "name": link.person.name if link.person else "",
            "digest": version.digest,
        }
        super().__init__(*args, **kwargs)
        self.initial.update(initial)
        guard_texts(self)

    def version_read(self) -> JobVersion:
        """Return the version that was on the page, the newest if it is not known."""
        digest = self.cleaned_data.get("digest", "")
        found = self.link.job.versions.filter(digest=digest).order_by("number")
        return found.last() or self.version


class CommentForm(AnswerForm):
    """A word about one part of the proposal."""

    part = forms.ChoiceField(choices=JobComment.Part, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your comment first.")},
    )
    field_order = ("text", "name")

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{part}_%s", **kwargs)
        self.about = part
        self.initial["part"] = part
        if self.link.person:
            self.fields["name"].widget = forms.HiddenInput()

    def save(self) -> None:
        """Store the comment once and let the coach know."""
        words = {key: self.cleaned_data[key] for key in ("name", "part", "text")}
        with for_coach(self.link) as job:
            since = timezone.now() - ONCE_IN
            if self.link.comments.filter(at__gte=since, **words).exists():
                return
            self.link.comments.create(job=job, version=self.version_read(), **words)
            if job.state == job.State.WITH_EMPLOYER:
                job.perform("negotiate", by=None)
            else:
                remind(job, _("The employer answered: read it"))


class AcceptForm(AnswerForm):
    """A yes to the version that was read."""

    read = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = _(
            "I have read version %(number)d and may agree on it for %(employer)s."
        )
        self.fields["read"].label = label % {
            "number": self.version.number,
            "employer": self.link.job.employer,
        }
        self.fields["read"].error_messages["required"] = _("Tick this box to accept.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            self.link.job.refuse_acceptance(self.version_read())
        except Refused as refusal:
            self._ask_anew()
            raise ValidationError([str(why) for why in refusal.reasons]) from None
        return data

    def _ask_anew(self) -> None:
        """Let the form stand for the version now on the page, not yet read."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["digest"] = self.version.digest  # type: ignore[index]
        self.data.pop("read", None)  # type: ignore[attr-defined]

    def save(self) -> None:
        """Accept for the employer; Refused when the coach was faster."""
        with for_coach(self.link) as job:
            job.accept(
                self.version_read(),
                side="employer",
                name=self.cleaned_data["name"],
                by=None,
                link=self.link,
            )
            job.refresh_from_db()
            if job.state != job.State.AGREED:
                remind(job, _("The employer accepted the proposal: accept it too"))


class DeclineForm(forms.Form):
    """A no, with its reason."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is the reason?"),
        choices=[
            (value, gettext_lazy("Do not contact us") if value == FORBADE else label)
            for value, label in TailoredJob.Withdrawal.choices
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Anything you want to tell us"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def save(self, link: ReviewLink) -> None:
        """Let the job end here; Refused or stale when it is past that."""
        reason, note = self.cleaned_data["reason"], self.cleaned_data["note"]
        with for_coach(link) as job:
            job.perform("withdraw", by=None, reason=reason, note=note)
            if reason == FORBADE:
                remind(job, _("The employer asks not to be contacted: write it down"))
            else:
                remind(job, _("The employer does not go on: read why"))
