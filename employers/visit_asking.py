"""A visit asked for on the public site: a lead, a person, a step for the coach."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.models import FollowUp, Municipality, User
from crm.templatetags.crm import day
from crm.workdays import add_workdays
from employers.duplicates import LIKELY, alike
from employers.local_coaches import answering_in
from employers.models import ContactPerson, Employer, VisitRequest
from employers.phones import show_phone

#: Working days within which a coach answers (promised on the site).
ANSWER_WITHIN = 2
#: The staff site's own language, in which steps are written for the coaches.
STAFF_LANGUAGE = "fi"


@dataclass(frozen=True)
class Asked:
    """What the form of the site has cleaned."""

    organisation: str
    municipality: Municipality
    name: str
    language: str
    business_id: str = ""
    phone: str = ""
    email: str = ""
    words: str = ""
    work: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


@transaction.atomic
def receive(asked: Asked) -> VisitRequest:
    """Keep the request; the employer becomes a lead unless it is known already."""
    answerer = answering_in(asked.municipality)
    employer = known_employer(asked) or new_employer(asked, answerer)
    person = known_person(employer, asked) or new_person(employer, asked)
    request = VisitRequest.objects.create(
        employer=employer,
        person=person,
        municipality=asked.municipality,
        follow_up=plan_answer(employer, asked, answerer),
        language=asked.language,
        work=asked.work,
        times=asked.times,
        words=asked.words,
    )
    employer.settle()
    if asked.email:
        transaction.on_commit(partial(acknowledge.enqueue, request.pk))
    return request


def known_employer(asked: Asked) -> Employer | None:
    """Return the employer by its Y-tunnus, else one whose name and place agree."""
    place = asked.municipality.name_fi
    hits = alike(asked.organisation, place, asked.business_id, at_least=LIKELY)
    for hit in hits:
        other_id = asked.business_id and hit.employer.business_id
        if hit.is_same or not other_id:
            return hit.employer
    return None


def new_employer(asked: Asked, coach: User | None) -> Employer:
    reason = "" if asked.business_id else _("Not given in the request")
    return Employer.objects.create(
        name=asked.organisation,
        business_id=asked.business_id,
        no_business_id_reason=reason,
        municipality=asked.municipality,
        coach=coach,
    )


def known_person(employer: Employer, asked: Asked) -> ContactPerson | None:
    """Return the person who has the same e-mail address or phone number."""
    people = employer.people.present().order_by("pk")
    by_email = people.filter(email__iexact=asked.email) if asked.email else None
    by_phone = people.filter(phone=asked.phone) if asked.phone else None
    found = (rows.first() for rows in (by_email, by_phone) if rows is not None)
    return next((person for person in found if person), None)


def new_person(employer: Employer, asked: Asked) -> ContactPerson:
    return ContactPerson.objects.create(
        employer=employer,
        name=asked.name,
        phone=asked.phone,
        email=asked.email,
        language=asked.language,
    )


def plan_answer(
    employer: Employer, asked: Asked, answerer: User | None
) -> FollowUp | None:
    """Plan the call within two working days; nobody at all to make it plans nothing."""
    own = employer.coach
    coach = own if own and own.is_active and not own.is_away() else answerer
    if coach is None:
        return None
    with translation.override(STAFF_LANGUAGE):
        reach = show_phone(asked.phone) or asked.email
        words = _("Asked for a visit on the site: %(name)s, %(reach)s")
        text = words % {"name": asked.name, "reach": reach}
    return employer.plan(
        text,
        answer_by(),
        assignee=coach,
        by=None,
        kind=FollowUp.Kind.CALL if asked.phone else FollowUp.Kind.EMAIL,
        priority=FollowUp.Priority.HIGH,
    )


def open_requests(employer: Employer, steps: list[FollowUp]) -> list[VisitRequest]:
    """Return the requests that pending steps are about; no question if none is."""
    by_itself = [step.pk for step in steps if step.created_by_id is None]
    if not by_itself:
        return []
    requests = employer.visit_requests.filter(follow_up__in=by_itself)
    return list(requests.select_related("person"))


def answer_by() -> date:
    """Return the day by which a request of today is answered."""
    return add_workdays(timezone.localdate(), ANSWER_WITHIN)


@task()
def acknowledge(pk: int) -> None:
    """Tell the asker in their language that the request has come, and who answers."""
    request = VisitRequest.objects.select_related("person", "follow_up__assignee").get(
        pk=pk
    )
    person, step = request.person, request.follow_up
    if person is None or not person.email:
        return
    with translation.override(request.language):
        lines = [
            _("Hello,"),
            _("thank you for asking for a visit. Your request has arrived."),
        ]
        if step is not None:
            lines.append(answer_line(step))
        lines.append(_("A visit does not bind you to anything."))
        send_mail(
            _("We have received your request for a visit"),
            "\n\n".join(lines),
            None,
            [person.email],
        )


def answer_line(step: FollowUp) -> str:
    """Say who gets in touch and by when."""
    words = _("%(coach)s gets in touch by %(day)s. You can also call: %(phone)s")
    coach = step.assignee
    phone = show_phone(coach.phone) or coach.email
    return words % {"coach": coach, "day": day(step.due_on), "phone": phone}
