"""Who may open a candidate, for which purpose, and that it is written down.

One's own and deputised candidates are open by the task itself; a manager states a
purpose first, which then holds for one candidate and some minutes (domain.md 2.10).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import Access, AccessLog
from placements.models import Candidate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = AccessLog.Kind
#: The session's key: candidate → [until, purpose].
SESSION = "purposes"
#: Purposes that the task itself gives.
OWN, DEPUTY, LEADING = "own", "deputy", "leading"
PURPOSES: "dict[str, StrOrPromise]" = {
    OWN: _("own candidate"),
    DEPUTY: _("stands in for a colleague"),
    LEADING: _("leading the work"),
    "hand_over": _("handing over"),
    "check": _("checking that the service goes well"),
    "request": _("the person's own request"),
    "complaint": _("a complaint or a notice"),
    "search": _("search"),
    "succession": _("another official in office"),
}
#: What was looked at, by its code.
SECTIONS: "dict[str, StrOrPromise]" = {
    "list": _("list: code, state, goal, review days"),
    "page": _("page: goal, profile, service, consents, history"),
    "facts": _("goal and service"),
    "profile": pgettext_lazy("section", "work profile"),
    "consents": _("consents"),
    "safety": _("safety questions"),
    "other_coaching": _("other coaching"),
    "move": _("change of state"),
    "matching": _("profile held against jobs"),
    "placement": pgettext_lazy("section", "placement"),
    "attendance": pgettext_lazy("section", "days of work activity"),
    "authorities": _("officers and matters at authorities"),
    "step": pgettext_lazy("section", "next step"),
    "trial": pgettext_lazy("section", "trial"),
    "responsibility": _("responsible coach and deputy"),
    "caseload": _("caseload: code, state, open steps"),
    "measure": _("behind a number: code, state, day"),
    "silence": _("left without contact: code, last contact"),
    "nobodys": _("what is missing: coach, plan, decision"),
    "subsidies": _("pay subsidies: code, state, deadline"),
    "subsidy": _("pay subsidy: days, decision, claims"),
    "statement": _("coach's statement for a pay subsidy"),
    "log": _("access log"),
    "purpose": _("stated a purpose"),
    "disclosure": _("disclosure"),
    "path": _("the whole path"),
    "erase": _("what would be erased"),
    "erased": _("erased"),
    "retention": _("those whose time has passed: code, end"),
}


def carers(candidate: Candidate) -> dict[int, str]:
    """Return who needs no purpose, and why: coach, deputy, stand-ins."""
    found = {}
    coach = candidate.coach
    if coach and coach.deputy_id and coach.is_away():
        found[coach.deputy_id] = DEPUTY
    if candidate.deputy_id:
        found[candidate.deputy_id] = DEPUTY
    if coach:
        found[coach.pk] = OWN
    return found


def purpose_of(request: Any, candidate: Candidate) -> str:
    """Return for which purpose the user may open the candidate now; "" for none yet."""
    if mine := carers(candidate).get(request.user.pk):
        return mine
    until, purpose = request.session.get(SESSION, {}).get(str(candidate.pk), ("", ""))
    still = until and datetime.fromisoformat(until) > timezone.now()
    return purpose if still else ""


def state_purpose(request: Any, candidate: Candidate, purpose: str) -> None:
    """Let the user open the candidate for a time, and write the purpose down."""
    until = timezone.now() + timedelta(minutes=settings.PURPOSE_MINUTES)
    stated = request.session.get(SESSION, {})
    stated[str(candidate.pk)] = (until.isoformat(), purpose)
    request.session[SESSION] = stated
    note(request.user, candidate, "purpose", purpose)


def note(
    user: Any, candidate: Candidate, what: str, purpose: str, kind: str = Kind.VIEW
) -> None:
    """Write down one access."""
    AccessLog.objects.append(user, [Access(candidate, what, purpose, kind)])


def note_all(
    user: Any,
    candidates: Iterable[Candidate],
    what: str,
    purpose: str = "",
    kind: str = Kind.VIEW,
) -> None:
    """Write down that the user has seen each in a list; by task if nothing is said."""
    accesses = [
        Access(one, what, purpose or carers(one).get(user.pk, LEADING), kind)
        for one in candidates
    ]
    if accesses:
        AccessLog.objects.append(user, accesses)


def refuse(user: Any, pk: int, what: str) -> None:
    """Write down that the user asked for a candidate that is not open to them."""
    candidate = Candidate.objects.filter(pk=pk).first()
    if candidate:
        note(user, candidate, what, "", Kind.REFUSED)


def purpose_text(purpose: str) -> str:
    return str(PURPOSES.get(purpose, purpose))


def section_text(what: str) -> str:
    return str(SECTIONS.get(what, what))
