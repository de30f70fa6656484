"""What hangs on a candidate is seen with the candidate."""

from typing import Self

from django.db import models

from crm.models import User
from placements.models.candidates import Candidate


class OfCandidateQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Questions about records of candidates."""

    def visible_to(self, user: User) -> Self:
        """Those of the candidates whom the user may see."""
        if not user.has_perm(f"placements.view_{self.model._meta.model_name}"):
            return self.none()
        if Candidate.objects.are_all_visible_to(user):
            return self
        return self.filter(candidate__in=Candidate.objects.visible_to(user))
