"""What the log screen knows before anybody types: whom, how, what it closes."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import FollowUp, User
from crm.search import fold
from crm.templatetags.crm import day as show_day
from employers.models import Employer, TailoredJob, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Kind of the follow-up → kind of the contact that closes it.
KINDS = {
    FollowUp.Kind.CALL: Visit.Kind.CALL,
    FollowUp.Kind.REVISIT: Visit.Kind.CALL,
    FollowUp.Kind.PERSON: Visit.Kind.CALL,
    FollowUp.Kind.WAKE: Visit.Kind.CALL,
    FollowUp.Kind.CHECK: Visit.Kind.CALL,
    FollowUp.Kind.EMAIL: Visit.Kind.EMAIL,
}
#: The last contacts that are looked through for recent employers.
LOOKED_AT = 40
RECENT = 5
FOUND = 8
#: So many of what a search meets are looked at for the best.
MET = 200


def prefill(request: Any) -> dict[str, Any]:
    """Return the first values of the form by what the address names."""
    if request.method == "POST":
        return as_sent(request.POST) if only_asks(request) else {}
    asked = request.GET
    initial: dict[str, Any] = {"employer": asked.get("employer", "")}
    if asked.get("followup", "").isdecimal():
        initial |= from_follow_up(asked["followup"], request.user)
    if asked.get("visit", "").isdecimal():
        initial |= from_visit(asked["visit"], request.user)
    if asked.get("kind") in Visit.Kind.values:
        initial["kind"] = asked["kind"]
    return initial


def only_asks(request: Any) -> bool:
    """Whether a form sent without scripts only looks for or picks an employer."""
    sent = request.POST
    looks = sent.get("q") and not sent.get("employer") and not sent.get("name")
    return request.method == "POST" and bool(looks or {"find", "pick"} & set(sent))


def as_sent(sent: Any) -> dict[str, Any]:
    """Return all that was typed, for a form that is shown again unjudged."""
    values: dict[str, Any] = {name: sent[name] for name in sent}
    values["people"] = sent.getlist("people")
    values["employer"] = sent.get("pick", "")
    return values


def from_follow_up(pk: str, user: User) -> dict[str, Any]:
    step = FollowUp.objects.visible_to(user).pending().filter(pk=pk).first()
    about = step.subject if step else None
    employer = about.employer_id if isinstance(about, TailoredJob) else None
    if isinstance(about, Employer):
        employer = about.pk
    if step is None or employer is None:
        return {}
    return {
        "employer": str(employer),
        "closes": [str(step.pk)],
        "kind": KINDS.get(FollowUp.Kind(step.kind), Visit.Kind.COLD),
    }


def from_visit(pk: str, user: User) -> dict[str, Any]:
    visits = Visit.objects.visible_to(user).planned().filter(pk=pk)
    visit = visits.prefetch_related("people").first()
    if visit is None:
        return {}
    return {
        "employer": str(visit.employer_id),
        "visit": str(visit.pk),
        "kind": visit.kind,
        "on": min(visit.on, timezone.localdate()),
        "workplace": str(visit.workplace_id or ""),
        "people": [str(person.pk) for person in visit.people.all()],
        "face_to_face": _face_to_face(visit),
    }


def _face_to_face(visit: Visit) -> str:
    if visit.face_to_face == (visit.kind in Visit.IN_PERSON):
        return ""
    return "yes" if visit.face_to_face else "no"


def recent(user: User, chosen: object = None) -> "list[tuple[Employer, str]]":
    """Return the employers of the user's last contacts, or their own, with a word.

    Nothing once an employer has been ``chosen``.
    """
    if chosen:
        return []
    over = [Visit.State.DONE, Visit.State.NOT_REACHED]
    visits = Visit.objects.visible_to(user).filter(coach=user, state__in=over)
    rows = visits.select_related("employer__municipality")[:LOOKED_AT]
    last: dict[int, tuple[Employer, str]] = {}
    for visit in rows:
        if visit.employer.state not in Employer.CLOSED:
            when = _("last %(day)s") % {"day": show_day(visit.on)}
            last.setdefault(visit.employer_id, (visit.employer, when))
    if last:
        return list(last.values())[:RECENT]
    own = Employer.objects.visible_to(user).contactable().of_coach(user)
    return [(e, "") for e in own.select_related("municipality")[:RECENT]]


def found(user: User, text: str) -> "list[tuple[Employer, str]]":
    """Return the employers that the text finds: those that begin with it, own first.

    The first ones met are looked at: a word that thousands have in common would else
    sort them all for eight rows.
    """
    employers = Employer.objects.visible_to(user)
    met = employers.current().matching(text).order_by("pk")
    start = fold(text)
    best = sorted(
        met.values_list("pk", "name", "coach")[:MET],
        key=lambda row: (
            not fold(row[1]).startswith(start),
            row[2] != user.pk,
            fold(row[1]),
        ),
    )[:FOUND]
    pks = [pk for pk, _name, _coach in best]
    rows = employers.select_related("municipality", "coach").in_bulk(pks)
    return [(rows[pk], _coach_of(rows[pk], user)) for pk in pks if pk in rows]


def _coach_of(employer: Employer, user: User) -> str:
    if employer.coach is None or employer.coach == user:
        return ""
    return _("coach %(name)s") % {"name": employer.coach}


def options_for(
    rows: "Iterable[tuple[Employer, str]]", *, recent: bool
) -> list[dict[str, Any]]:
    """Return rows as components/options.html shows them."""
    return [
        {
            "value": employer.pk,
            "title": employer.name,
            "meta": " · ".join(filter(None, [employer.where, word])),
            "icon": "history" if recent else "shop",
            "look": employer.state_look,
        }
        for employer, word in rows
    ]
