"""Silences that somebody has called all right, as long as that holds."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from employers.models import Employer
from placements.models import Candidate, Placement, SilenceDismissal

if TYPE_CHECKING:
    from crm.models import User

#: So many are listed, the next to end first.
MOST = 200


@dataclass(frozen=True)
class Dismissed:
    """One dismissal in force: about whom, and what was said."""

    dismissal: SilenceDismissal
    subject: Any

    @property
    def candidate(self) -> Candidate | None:
        """Whose data this row tells of."""
        if isinstance(self.subject, Candidate):
            return self.subject
        found: Candidate | None = getattr(self.subject, "candidate", None)
        return found

    @property
    def title(self) -> str:
        return str(self.candidate or self.subject)

    @property
    def what(self) -> str:
        if isinstance(self.subject, Placement):
            return str(self.subject.get_kind_display())
        return _("candidate") if self.candidate else _("employer")

    @property
    def url(self) -> str:
        url: str = self.subject.get_absolute_url()
        return url

    @property
    def back_url(self) -> str:
        return reverse("placements:silence-back", args=[self.dismissal.pk])


def seen(user: "User") -> dict[type, Any]:
    """Return the records of each kind whose silence the user may see."""
    employers = Employer.objects.visible_to(user)
    if not user.has_perm("crm.view_team"):
        employers = employers.filter(coach=user)
    people = ("candidate__coach", "candidate__deputy", "employer")
    return {
        Placement: Placement.objects.visible_to(user).select_related(*people),
        Candidate: Candidate.objects.visible_to(user).select_related("coach", "deputy"),
        Employer: employers,
    }


def dismissed(user: "User", today: date) -> list[Dismissed]:
    """Return the dismissals in force that the user may see."""
    kinds = {ContentType.objects.get_for_model(kind).pk: kind for kind in seen(user)}
    records = seen(user)
    mine = Q()
    for key, kind in kinds.items():
        keys = records[kind].order_by().values("pk")
        mine |= Q(content_type=key, object_id__in=keys)
    rows = SilenceDismissal.objects.in_force(today).filter(mine).select_related("by")
    found = list(rows.order_by("until", "pk")[:MOST])
    subjects = {
        (key, pk): subject
        for key, kind in kinds.items()
        for pk, subject in records[kind]
        .in_bulk([row.object_id for row in found if row.content_type_id == key])
        .items()
    }
    return [
        Dismissed(row, subjects[row.content_type_id, row.object_id])
        for row in found
        if (row.content_type_id, row.object_id) in subjects
    ]
