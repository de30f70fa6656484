"""A tailored job as an example on the public site: anonymous, and only while allowed.

What an employer has consented to is kept as it was then: the job may change afterwards.
Sources: domain.md 7 (approved, anonymous, consent) and 2.10 (no personal data).
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from crm.lifecycle import Lifecycle, StateField
from crm.models import User
from employers.models.jobs import TailoredJob
from employers.models.people import ContactPerson

#: The languages of the site; the first must be written.
LANGUAGES = ("fi", "sv", "en")


class JobExampleQuerySet(models.QuerySet["JobExample"]):
    """Questions about examples."""

    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("employers.view_tailoredjob") else self.none()

    def standing(self) -> Self:
        """Those that nobody has taken down, whether still allowed or not."""
        return self.filter(state=JobExample.State.SHOWN)

    def told(self, language: str, day: date | None = None) -> Self:
        """Keep those that the site may show in a language on a day."""
        today = day or timezone.localdate()
        written = {f"title_{language}__gt": ""}
        return self.standing().filter(until__gte=today, **written)


class JobExample(Lifecycle):
    """An employer's consent to tell of a job, and the words in which it is told."""

    class State(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("example", "Allowed")
        WITHDRAWN = "withdrawn", pgettext_lazy("example", "Taken down")

    looks: ClassVar = {
        State.SHOWN: ("spruce", "full"),
        State.WITHDRAWN: ("plain", "stop"),
    }

    job = models.ForeignKey(
        TailoredJob, on_delete=models.CASCADE, related_name="examples"
    )
    allowed_by = models.ForeignKey(
        ContactPerson,
        verbose_name=_("who allowed it"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    allowed_on = models.DateField(_("allowed on"))
    until = models.DateField(
        _("allowed until"),
        help_text=_("After this day the site no longer shows it."),
    )
    site_type = models.CharField(max_length=10, choices=TailoredJob.Site)
    kind = models.CharField(max_length=8, choices=TailoredJob.Kind)
    week_minutes = models.PositiveSmallIntegerField()
    title_fi = models.CharField(_("name in Finnish"), max_length=60)
    text_fi = models.CharField(_("text in Finnish"), max_length=300)
    title_sv = models.CharField(_("name in Swedish"), max_length=60, blank=True)
    text_sv = models.CharField(_("text in Swedish"), max_length=300, blank=True)
    title_en = models.CharField(_("name in English"), max_length=60, blank=True)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)
    state = StateField(max_length=9, choices=State, default=State.SHOWN)

    objects = JobExampleQuerySet.as_manager()

    #: What a coach writes; nothing else of the example is text.
    TEXTS: ClassVar = tuple(
        f"{part}_{code}" for code in LANGUAGES for part in ("title", "text")
    )

    class Meta:
        verbose_name = _("example on the site")
        verbose_name_plural = _("examples on the site")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="example_allowed_until_later",
                condition=models.Q(until__gte=models.F("allowed_on")),
                violation_error_message=_("The last day is before the consent."),
            ),
            models.CheckConstraint(
                name="example_written_in_finnish",
                condition=~models.Q(title_fi="") & ~models.Q(text_fi=""),
            ),
        )

    def __str__(self) -> str:
        return self.title_fi

    def get_absolute_url(self) -> str:
        return f"{self.job.get_absolute_url()}#example"

    @property
    def has_ended(self) -> bool:
        """Whether the consent has run out without anybody taking the example down."""
        shown = self.state == self.State.SHOWN
        return shown and self.until < timezone.localdate()

    def said(self, part: str, language: str) -> str:
        """Return the title or the text in a language."""
        words: str = getattr(self, f"{part}_{language}")
        return words

    def words(self) -> list[str]:
        """Return all that somebody has written for it."""
        return [text for name in self.TEXTS if (text := getattr(self, name))]

    @transition(
        "state",
        source=State.SHOWN,
        target=State.WITHDRAWN,
        permission="employers.change_tailoredjob",
        custom={"label": _("Take down"), "tone": "berry", "automatic": True},
    )
    def withdraw(self, *, by: User | None, on: date, note: str = "") -> None: ...

    def undo_subject(self) -> Any:
        return self.job
