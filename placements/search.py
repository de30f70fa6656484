"""What the search over everything finds of candidates: by code, and only the code."""

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from crm.finders import Finder, Hit
from placements.models import Candidate

if TYPE_CHECKING:
    from crm.models import User

#: "KU-0042", "ku 42", "0042": the number is what is looked for.
CODE = re.compile(r"^\s*(?:[^\W\d_]{1,6}[-\s]*)?(\d{1,6})\s*$")

#: So many of what is met are looked at for the best.
MET = 50


class CandidateFinder(Finder):
    """Candidates by code; nothing but the code is told, so nothing is logged."""

    heading = gettext_lazy("Candidates")
    permission = "placements.view_candidate"
    order = 12
    limit = 5

    def find(self, user: "User", text: str) -> list[Hit]:
        typed = CODE.match(text)
        if typed is None:
            return []
        number = typed.group(1)
        seen = Candidate.objects.visible_to(user).filter(code__contains=number)
        found = seen.order_by("code").only("code", "state")[:MET]
        best = sorted(found, key=lambda one: not is_numbered(one, number))
        return [
            Hit(one.code, one.get_absolute_url(), "", "person")
            for one in best[: self.limit]
        ]


def is_numbered(candidate: Candidate, number: str) -> bool:
    """Whether the number is the candidate's whole number, zeros aside."""
    own = candidate.code.rpartition("-")[2]
    return own.lstrip("0") == number.lstrip("0")
