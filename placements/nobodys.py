"""What falls between: active candidates who lack a coach, a plan or a decision.

SEED-53: nobody may be nobody's client. Broken down by legal basis, as those under the
Social Welfare Act fall through most easily; below, the decisions whose ground ends.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from placements.models import Candidate, CandidateQuerySet

#: So many at most are listed; more than that is no list any more.
MOST = 200


@dataclass(frozen=True)
class Row:
    """A candidate and what is missing."""

    candidate: Candidate
    missing: list[str]


@dataclass
class Group:
    """Those of one legal basis."""

    name: str
    rows: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """Who lacks something, and whose decision ends with its ground."""

    missing: list[Group]
    renewing: list[Group]


def groups(candidates: CandidateQuerySet) -> Found:
    """Return both lists, each by legal basis."""
    lacking = _fetch(candidates.nobodys())
    renewing = _fetch(candidates.to_renew())
    rows = [(one, Row(one, missing_of(one))) for one in lacking]
    return Found(_grouped(rows), _grouped([(one, one) for one in renewing]))


def _fetch(candidates: CandidateQuerySet) -> list[Candidate]:
    ordered = candidates.select_related("coach", "municipality", "legal_basis")
    return list(ordered.order_by("legal_basis__order", "code")[:MOST])


def _grouped(pairs: list[tuple[Candidate, Any]]) -> list[Group]:
    found: dict[int | None, Group] = {}
    for candidate, row in pairs:
        basis = candidate.legal_basis
        name = str(basis) if basis else _("Legal basis not known")
        group = found.setdefault(candidate.legal_basis_id, Group(name))
        group.rows.append(row)
    return list(found.values())


def missing_of(candidate: Candidate) -> list[str]:
    """Say what the candidate lacks."""
    found = []
    if candidate.coach is None:
        found.append(_("no coach"))
    elif not candidate.coach.is_active:
        text = _("%(name)s no longer works here")
        found.append(text % {"name": candidate.coach})
    if candidate.plan_reviewed_on is None:
        found.append(_("no plan"))
    if not candidate.has_decision:
        ends = candidate.decision_ends_on
        past = ends is not None and ends < timezone.localdate()
        found.append(_("the decision has ended") if past else _("no decision"))
    return found
