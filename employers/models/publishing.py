"""Telling of a job on the public site: with the employer's consent, without names."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.lifecycle import Refused
from crm.models import TransitionLog, User
from crm.privacy import identity_codes
from employers.anonymity import naming_words, placing_words
from employers.models.job_content import JobContent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from employers.models.examples import JobExample
    from employers.models.people import ContactPerson


class JobPublishing(JobContent):
    """The verbs by which an agreed job becomes an example, and stops being one."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what TailoredJob adds
        examples: Any
        site_type: str
        Site: Any

    def example(self) -> "JobExample | None":
        """Return the newest consent, be it standing, run out or taken back."""
        newest: JobExample | None = self.examples.select_related("allowed_by").first()
        return newest

    def example_blockers(self) -> "list[StrOrPromise]":
        """Say why nothing may be told of the job (domain.md 7: agreed jobs only)."""
        agreed = self.agreed_version_id is not None
        if agreed and self.state != self.State.WITHDRAWN:
            return []
        return [_("Only an agreed job can be told of.")]

    @transaction.atomic
    def publish_example(
        self,
        texts: dict[str, str],
        *,
        allowed_by: "ContactPerson",
        allowed_on: date,
        until: date,
        by: User,
    ) -> TransitionLog:
        """Record the employer's consent and let the site tell of the job.

        An example that stands gives way to the new one. Raises Refused, with reasons.
        """
        job = type(self).objects.select_for_update().get(pk=self.pk)
        standing = list(job.examples.standing())
        example: JobExample = job.examples.model(
            job=job,
            allowed_by=allowed_by,
            allowed_on=allowed_on,
            until=until,
            site_type=job.site_type or self.Site.OTHER,
            kind=job.kind,
            week_minutes=job.week_minutes,
            **texts,
        )
        if reasons := [*job.example_blockers(), *job.example_problems(example)]:
            raise Refused(reasons, record=self)
        entry = example.begin(by=by)
        for former in standing:
            former.perform("withdraw", by=by, cause=entry)
        return entry

    def example_problems(self, example: "JobExample") -> "list[StrOrPromise]":
        """Say what is wrong with a consent, or who could be known by the words."""
        today, words = timezone.localdate(), example.words()
        here = example.allowed_by.employer_id == self.employer.pk
        telling = [*naming_words(words, self.employer)]
        telling += placing_words(words, self.employer)
        problems: list[tuple[bool, StrOrPromise]] = [
            (here, _("The consent is given by a person of this employer.")),
            (example.allowed_on <= today, _("The day cannot be in the future.")),
            (example.until >= today, _("The last day has passed already.")),
            (bool(example.title_fi and example.text_fi), _("Write it in Finnish.")),
            (
                all(
                    bool(example.said("title", code))
                    == bool(example.said("text", code))
                    for code in ("sv", "en")
                ),
                _("Write both the name and the text, or neither, in each language."),
            ),
            (
                not telling,
                _("This tells who or where it is: %(words)s. Say it in other words.")
                % {"words": ", ".join(dict.fromkeys(telling))},
            ),
            (
                not any(identity_codes(text) for text in words),
                _("Remove the personal identity code."),
            ),
        ]
        return [why for fine, why in problems if not fine]

    def withdraw_example(
        self,
        *,
        by: User | None,
        on: date | None = None,
        note: str = "",
        cause: TransitionLog | None = None,
    ) -> None:
        """Take down what the site tells of the job; at once, and of every language."""
        for example in self.examples.standing():
            example.perform("withdraw", by=by, on=on, note=note, cause=cause)
