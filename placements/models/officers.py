"""Who at an authority deals with a candidate's matters, and how sure that is.

Officials change without a word, and finding out who follows takes days (SEED-65). Each
row is a time; the days without a known officer can be counted from them (domain.md 5.2
M22).
"""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.lifecycle import Look, Refused
from crm.models import FollowUp, User
from placements.models.candidates import Candidate
from placements.models.officials import Official

#: So soon one looks who follows.
FIND_WITHIN = timedelta(days=7)


class OfficerQuerySet(models.QuerySet["Officer"]):
    """Questions about the officers of candidates."""

    def standing(self) -> Self:
        return self.filter(until__isnull=True)

    def unsure(self) -> Self:
        """Those of whom nobody knows who it is, or whether they know the matter."""
        return self.standing().filter(confirmed_on__isnull=True)


class Officer(models.Model):
    """A candidate's officer at an authority for a time; without one while unknown."""

    class Status(models.TextChoices):
        """How sure it is (domain.md 4.8)."""

        KNOWN = "known", pgettext_lazy("officer", "Known")
        CHANGED = "changed", pgettext_lazy("officer", "Changed, to be confirmed")
        UNKNOWN = "unknown", pgettext_lazy("officer", "Unknown")

    LOOKS: ClassVar = {
        Status.KNOWN: ("spruce", "full"),
        Status.CHANGED: ("thread", "half"),
        Status.UNKNOWN: ("berry", "todo"),
    }

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="officers"
    )
    authority = models.CharField(
        gettext_lazy("authority"), max_length=10, choices=Official.Authority
    )
    official = models.ForeignKey(
        Official, null=True, on_delete=models.PROTECT, related_name="officers"
    )
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, editable=False)
    #: Since when it is sure that this one deals with the candidate's matters.
    confirmed_on = models.DateField(null=True, editable=False)
    #: The step that finds out, until it is known.
    step = models.ForeignKey(
        FollowUp, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("officer in charge")
        verbose_name_plural = gettext_lazy("officers in charge")
        ordering = ("authority", "since", "pk")
        indexes = (
            models.Index(fields=["until", "confirmed_on"], name="officer_unsure"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["candidate", "official"],
                condition=models.Q(until__isnull=True),
                name="officer_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["candidate", "authority"],
                condition=models.Q(until__isnull=True, official__isnull=True),
                name="officer_unknown_once_an_authority",
            ),
            models.CheckConstraint(
                name="officer_in_order",
                condition=models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="officer_confirmed_is_somebody",
                condition=models.Q(confirmed_on__isnull=True)
                | models.Q(official__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.official) if self.official else _("Officer unknown")

    @property
    def is_named(self) -> bool:
        return self.official is not None and bool(self.official.name)

    @property
    def status(self) -> "Officer.Status":
        if not self.is_named:
            return self.Status.UNKNOWN
        return self.Status.KNOWN if self.confirmed_on else self.Status.CHANGED

    @property
    def look(self) -> Look:
        tone, fill = self.LOOKS[self.status]
        return Look(self.status.label, tone, fill)

    @property
    def unsure_days(self) -> int:
        """Whole days since nobody is sure; 0 when it is known."""
        if self.confirmed_on:
            return 0
        return ((self.until or timezone.localdate()) - self.since).days

    # --- verbs ----------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def appoint(
        cls,
        candidate: Candidate,
        authority: str,
        official: Official | None,
        *,
        by: User,
        on: date | None = None,
    ) -> "Officer":
        """Write down who deals with the matters; None while nobody knows.

        One who is found out takes the place of "unknown" at the same authority.
        Raises Refused when the same stands already.
        """
        standing = candidate.officers.standing().filter(authority=authority)
        if standing.filter(official=official).exists():
            raise Refused([_("This officer is written down already.")])
        on = on or timezone.localdate()
        if official:
            for unknown in standing.filter(official__isnull=True):
                unknown.end(on=on, by=by)
        sure = official is not None and bool(official.name)
        officer = cls(
            candidate=candidate,
            authority=authority,
            official=official,
            since=on,
            confirmed_on=on if sure else None,
        )
        officer.begin(by=by)
        return officer

    def begin(self, *, by: User) -> None:
        """Save a new row; what is not sure gets a step that finds out."""
        self.save()
        if self.confirmed_on or self.candidate.state not in Candidate.LIVE:
            return
        known = _("Make sure that the new officer knows: %(authority)s")
        unknown = _("Find out who deals with the matters: %(authority)s")
        text = known if self.is_named else unknown
        self.step = self.candidate.plan(
            text % {"authority": self.get_authority_display()},
            timezone.localdate() + FIND_WITHIN,
            assignee=self.candidate.coach or by,
            by=by,
            kind=FollowUp.Kind.CALL,
        )
        self.save(update_fields=["step"])
        self.candidate.settle()

    @transaction.atomic
    def confirm(self, *, by: User) -> None:
        """Note that it is so; Refused while nobody knows who, or once it has ended."""
        if self.until or self.official is None or not self.official.name:
            raise Refused([_("Find out first who it is.")])
        self.official.confirm(by=by)
        self.confirmed_on = timezone.localdate()
        self.save(update_fields=["confirmed_on"])
        self._close_step(by)

    @transaction.atomic
    def end(self, *, on: date, by: User) -> None:
        """End it on a day, not before it began; its open step is done with it."""
        self.until = max(on, self.since)
        self.save(update_fields=["until"])
        self._close_step(by)

    @transaction.atomic
    def change(
        self, authority: str, official: Official | None, *, on: date, by: User
    ) -> "Officer":
        """Put somebody else, or nobody known, in this one's place."""
        if official == self.official and authority == self.authority:
            raise Refused([_("This officer is written down already.")])
        self.end(on=on, by=by)
        return self.appoint(self.candidate, authority, official, by=by, on=self.until)

    def follow(self, official: Official, *, on: date, by: User) -> None:
        """Go over to the official's successor: to be confirmed, with a step."""
        self.end(on=on, by=by)
        following = Officer(
            candidate=self.candidate,
            authority=official.authority,
            official=official,
            since=self.until or on,
        )
        following.begin(by=by)

    def _close_step(self, by: User) -> None:
        step = self.step
        if step and step.is_pending:
            step.perform("complete", by=by)


@transaction.atomic
def succeed(
    official: Official, *, by: User, on: date, name: str, phone: str, email: str
) -> tuple[Official, list[Candidate]]:
    """Let somebody follow an official, and take every candidate's officer along.

    Open matters stay as they are; each candidate that is coached gets a step. Returns
    the successor and whose officer changed. Raises Refused as ``Official.succeed``.
    """
    following = official.succeed(by=by, on=on, name=name, phone=phone, email=email)
    officers = Officer.objects.standing().filter(official=official)
    moved = list(officers.select_related("candidate__coach", "step"))
    for officer in moved:
        officer.follow(following, on=on, by=by)
    return following, [officer.candidate for officer in moved]
