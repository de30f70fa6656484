"""Log a contact: the visit, what it leads to and what it closes, all or nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from crm.models import FollowUp, LogEffort, TransitionLog, User
from employers.models import ContactBan, ContactPerson, Employer, Visit
from employers.models.outcomes import NextStep
from employers.workers_met import met

if TYPE_CHECKING:
    from employers.models import Workplace

#: What the log screen calls an attempt in vain, beside the outcomes.
NOT_REACHED = "not_reached"


@dataclass
class Contact:
    """All that the coach told about one contact."""

    employer: Employer
    outcome: str
    on: date
    draft: UUID | None = None
    effort: LogEffort | None = None
    kind: str = Visit.Kind.COLD
    next_step: NextStep | None = None
    no_next_reason: str = ""
    missed: str = ""
    refusal: str = ""
    revisit_on: date | None = None
    ban: ContactBan | None = None
    note: str = ""
    planned: Visit | None = None
    closes: list[FollowUp] = field(default_factory=list)
    people: list[ContactPerson] = field(default_factory=list)
    new_person: ContactPerson | None = None
    #: Who of ours was met there, by the keys that ``workers_met`` offered.
    workers: list[str] = field(default_factory=list)
    workplace: "Workplace | None" = None
    facts: dict[str, Any] = field(default_factory=dict)


def stored(draft: UUID | None, by: User) -> Visit | None:
    """Return the contact that this draft has become already, if it has."""
    if draft is None:
        return None
    visits = Visit.objects.visible_to(by).filter(draft=draft)
    over = visits.exclude(state=Visit.State.PLANNED)  # its logging was undone
    return over.select_related("employer").first()


@transaction.atomic
def log_contact(contact: Contact, *, by: User) -> tuple[Visit, TransitionLog]:
    """Store the contact with all that follows from it; once for each draft.

    Raises ``Refused`` with reasons, or ``IntegrityError`` when the same draft (or the
    same new Y-tunnus) was stored at the same moment: look ``stored`` up then.
    """
    if visit := stored(contact.draft, by):
        return visit, _entry_of(visit)
    employer = contact.employer
    if not employer.pk:
        employer.begin(by=by, on=contact.on)
    closings = [_close(step, contact, by) for step in contact.closes]
    if closings:
        employer.next_step_on, employer.next_step = employer.find_next_step()
    people = [*contact.people, *_meet(contact)]
    visit = _visit(contact, by)
    entry = _perform(visit, contact, by)
    visit.people.set(people)
    if contact.effort:
        contact.effort.save()
    # Undo takes the closed steps along: they are closed because of this contact.
    pks = [closing.pk for closing in closings]
    TransitionLog.objects.filter(pk__in=pks).update(cause=entry)
    if contact.outcome != NOT_REACHED:
        met(contact.workers, employer, entry)
    return visit, entry


def _entry_of(visit: Visit) -> TransitionLog:
    entry: TransitionLog = visit.history.latest("pk")
    return entry


def _close(step: FollowUp, contact: Contact, by: User) -> TransitionLog:
    missed = contact.outcome == NOT_REACHED
    result = FollowUp.Result.NO_ANSWER if missed else FollowUp.Result.CONTACTED
    on = max(contact.on, step.state_since)
    return step.perform("complete", by=by, on=on, result=result)


def _visit(contact: Contact, by: User) -> Visit:
    visit = contact.planned or Visit(spontaneous=True)
    visit.employer = contact.employer
    if contact.planned is None:
        visit.coach = by
    visit.draft = contact.draft
    visit.kind = contact.kind
    visit.workplace = contact.workplace
    for name, value in contact.facts.items():
        setattr(visit, name, value)
    return visit


def _perform(visit: Visit, contact: Contact, by: User) -> TransitionLog:
    common: dict[str, Any] = {
        "by": by,
        "on": contact.on,
        "note": contact.note,
        "next_step": contact.next_step,
    }
    if contact.outcome == NOT_REACHED:
        visit.no_next_reason = contact.no_next_reason
        return visit.perform("miss", reason=contact.missed, **common)
    if _asks_partner_again(contact):
        text = str(_("Ask again"))
        day = contact.revisit_on or contact.on
        common["next_step"] = NextStep(text, day, FollowUp.Kind.REVISIT)
    return visit.perform(
        "complete",
        outcome=contact.outcome,
        no_next_reason=contact.no_next_reason,
        reason=contact.refusal,
        revisit_on=contact.revisit_on,
        narrow_ban=contact.ban,
        **common,
    )


def _asks_partner_again(contact: Contact) -> bool:
    """Whether a day to ask again needs a step of its own: a partner never declines."""
    state = Employer.State
    return bool(contact.revisit_on) and contact.employer.state == state.PARTNER


def _meet(contact: Contact) -> list[ContactPerson]:
    person = contact.new_person
    if person is None:
        return []
    person.employer = contact.employer
    person.save()
    if contact.ban and contact.ban.scope == ContactBan.Scope.PERSON:
        contact.ban.person = contact.ban.person or person
    return [person]
