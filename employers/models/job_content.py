"""What a tailored job consists of, frozen in versions and accepted by both sides."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.lifecycle import Refused
from crm.models import TransitionLog, User
from employers.models.tailoring import Tailoring

if TYPE_CHECKING:
    from employers.models.people import ContactPerson
    from employers.models.versions import Acceptance, JobVersion, ReviewLink


class JobContent(Tailoring):
    """The content of a job, its versions and their acceptances."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what TailoredJob adds
        objects: Any
        tasks: Any
        needs: Any
        versions: Any
        title: str
        kind: str
        workplace: Any
        start_on: date | None
        week_minutes: int
        shifts: list[dict[str, Any]]
        adjustments: list[dict[str, Any]]
        pay_form: str
        pay_amount: Any
        pay_supplements: Any
        agreement: str
        guide: str
        support: str
        subsidies: str

    def content(self) -> dict[str, Any]:
        """Return what the employer is asked to accept, as plain data."""
        tasks = self.tasks.ticked()
        return {
            "title": self.title,
            "kind": self.kind,
            "site": str(self.workplace or ""),
            "start_on": self.start_on.isoformat() if self.start_on else "",
            "week_minutes": self.week_minutes,
            "tasks": [task.as_content() for task in tasks],
            "shifts": self.shifts,
            "pay": {
                "form": self.pay_form,
                "amount": _money(self.pay_amount),
                "supplements": _money(self.pay_supplements),
                "agreement": self.agreement,
            },
            "guide": self.guide,
            "adjustments": self.adjustments,
            "support": self.support,
            "subsidies": self.subsidies,
            "needs": [need.text for need in self.needs.all()],
            "demands": _highest([task.demands for task in tasks]),
        }

    def newest_version(self) -> "JobVersion | None":
        newest: JobVersion | None = self.versions.order_by("-number").first()
        return newest

    def issue_version(self, entry: TransitionLog) -> "JobVersion":
        """Freeze the content under the next number, unless nothing has changed."""
        content = self.content()
        newest = self.newest_version()
        if newest and newest.digest == digest_of(content):
            return newest
        self.void_acceptances()
        version: JobVersion = self.versions.create(
            number=newest.number + 1 if newest else 1,
            content=content,
            digest=digest_of(content),
            by=entry.by,
            cause=entry,
        )
        return version

    @contextmanager
    def changing(self, *, by: User) -> Iterator[None]:
        """Guard a change of content: what was agreed is agreed no more.

        Raises Refused, and leaves no trace, when the content may not change now.
        """
        with transaction.atomic():
            type(self).objects.select_for_update().get(pk=self.pk)
            before = digest_of(self.content())
            yield
            fresh = type(self).objects.get(pk=self.pk)
            if digest_of(fresh.content()) == before:
                return
            fresh.content_changed(by=by)

    def content_changed(self, *, by: User) -> None:
        """Go back to the draft if it was agreed; Refused where it is too late."""
        if self.state in {self.State.AGREED, self.State.OPEN}:
            self.perform("revise", by=by, note=_("The content was changed."))
        elif self.state not in self.BEFORE_AGREED:
            state = {"state": self.get_state_display()}
            text = _("The content cannot change now: the job is “%(state)s”.")
            raise Refused([text % state], record=self)

    # --- acceptance -----------------------------------------------------------

    def accepted_version(self) -> "JobVersion | None":
        """Return the newest version if it is the content and both have accepted it."""
        newest = self.newest_version()
        if newest is None or newest.digest != digest_of(self.content()):
            return None
        sides = set(newest.acceptances.standing().values_list("side", flat=True))
        return newest if sides == {"coach", "employer"} else None

    def void_acceptances(self) -> None:
        """Let no acceptance stand: the content is under change."""
        for version in self.versions.all():
            version.acceptances.standing().update(voided_at=timezone.now())

    @transaction.atomic
    def accept(
        self,
        version: "JobVersion",
        *,
        side: str,
        name: str,
        by: User | None,
        on: date | None = None,
        link: "ReviewLink | None" = None,
    ) -> "Acceptance":
        """Accept a version for one side; the second acceptance makes it agreed.

        Raises Refused when it is not the newest, or the job is not being decided on.
        """
        job = type(self).objects.select_for_update().get(pk=self.pk)
        job.refuse_acceptance(version)
        acceptance: Acceptance = version.acceptances.standing().filter(
            side=side
        ).first() or version.acceptances.create(
            side=side, name=name, user=by, on=on or timezone.localdate(), link=link
        )
        if job.accepted_version():
            job.perform("agree", by=by, on=on)
        return acceptance

    def refuse_acceptance(self, version: "JobVersion") -> None:
        """Raise Refused, with the reason, when the version cannot be accepted now."""
        newest = self.newest_version()
        if newest and newest.pk != version.pk:
            text = _("There is a newer version, %(number)d. Read it first.")
            raise Refused([text % {"number": newest.number}], record=self)
        if self.state not in {self.State.WITH_EMPLOYER, self.State.NEGOTIATION}:
            text = _("This cannot be accepted now: the job is “%(state)s”.")
            raise Refused([text % {"state": self.get_state_display()}], record=self)
        if version.digest != digest_of(self.content()):
            text = _("The content has been changed since. A new version is coming.")
            raise Refused([text], record=self)

    def make_link(
        self, entry: TransitionLog, person: "ContactPerson | None"
    ) -> "ReviewLink":
        """Make a personal link; one sent to somebody else ends, one's own goes on."""
        others = self.links.standing().exclude(person=person)
        others.update(revoked_at=timezone.now())
        link: ReviewLink = self.links.create(person=person, by=entry.by, cause=entry)
        return link


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content in its one canonical form, as hex."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _money(value: Any) -> str:
    return "" if value is None else f"{value:.2f}"


def _highest(demands: list[dict[str, int]]) -> dict[str, int]:
    items = demands[0] if demands else {}
    return {item: max(each[item] for each in demands) for item in items}
