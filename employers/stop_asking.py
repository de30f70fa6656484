"""An employer asks on the public site not to be contacted, and confirms it by mail.

Nothing is kept before the confirmation, and no answer tells whether the employer was
known (917/2014 section 200: the wish is respected; domain.md 7).
"""

from dataclasses import dataclass
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.models import FollowUp, Municipality
from employers.duplicates import LIKELY, Alike, alike
from employers.local_coaches import answering_in
from employers.models import Employer
from employers.visit_asking import STAFF_LANGUAGE, answer_by


@dataclass(frozen=True)
class Wish:
    """Who does not want contact, and who says so."""

    organisation: str
    municipality: Municipality
    name: str
    email: str
    language: str
    business_id: str = ""
    words: str = ""


@transaction.atomic
def respect(wish: Wish) -> None:
    """Forbid the contact; where several employers fit, a coach finds out which.

    An employer that nobody knew is kept as forbidden, so that nobody finds it anew.
    """
    hits = hits_of(wish)
    with translation.override(STAFF_LANGUAGE):
        if not hits:
            forbid(new_employer(wish), wish)
        elif len(hits) == 1 and is_certain(hits[0], wish):
            forbid(whole(hits[0]), wish)
        else:
            ask_coach(whole(hits[0]), wish)
    receipt = partial(thank.enqueue, wish.email, wish.language, wish.organisation)
    transaction.on_commit(receipt)


def hits_of(wish: Wish) -> list[Alike]:
    """Return the employer of the Y-tunnus, else those that name and place fit."""
    place = wish.municipality.name_fi
    hits = alike(wish.organisation, place, wish.business_id, at_least=LIKELY)
    if same := [hit for hit in hits if hit.is_same]:
        return same
    return [h for h in hits if not (wish.business_id and h.employer.business_id)]


def whole(hit: Alike) -> Employer:
    """Return the employer with all its fields; a hit has those of a list."""
    return Employer.objects.get(pk=hit.employer.pk)


def is_certain(hit: Alike, wish: Wish) -> bool:
    """Whether the Y-tunnus is the same, or the name in the same municipality."""
    return hit.is_same or hit.employer.municipality_id == wish.municipality.pk


def new_employer(wish: Wish) -> Employer:
    reason = "" if wish.business_id else _("Not given in the request")
    return Employer.objects.create(
        name=wish.organisation,
        business_id=wish.business_id,
        no_business_id_reason=reason,
        municipality=wish.municipality,
    )


def forbid(employer: Employer, wish: Wish) -> None:
    """Move the employer to its ban, unless nobody contacts it in any case."""
    if employer.state not in Employer.CLOSED:
        employer.perform("forbid", by=None, note=told(wish))


def ask_coach(employer: Employer, wish: Wish) -> None:
    """Plan for the coach of the municipality to find out which employer is meant."""
    coach = answering_in(wish.municipality)
    if coach is None:
        return
    text = _("Find out whether it is this one. %(told)s") % {"told": told(wish)}
    employer.plan(
        text,
        answer_by(),
        assignee=coach,
        by=None,
        kind=FollowUp.Kind.EMAIL,
        priority=FollowUp.Priority.HIGH,
    )


def told(wish: Wish) -> str:
    """Say for the coaches who asked, and in which words."""
    words = _("Asked on the site on %(day)s not to be contacted: %(name)s, %(email)s")
    day = f"{timezone.localdate():%-d.%-m.%Y}"
    line = words % {"day": day, "name": wish.name, "email": wish.email}
    return f"{line}\n{wish.words}".strip()


@task()
def send_link(email: str, language: str, url: str) -> None:
    """Send the link that confirms; nothing of what was typed is in it."""
    with translation.override(language):
        lines = [
            _("Hello,"),
            _(
                "this address was given on our site to ask that a workplace not be"
                " contacted by the job coaching service. Confirm it here:"
            ),
            url,
            _("If it was not you, do nothing: without a confirmation nothing is kept."),
        ]
        send_mail(_("Confirm: do not contact us"), "\n\n".join(lines), None, [email])


@task()
def thank(email: str, language: str, organisation: str) -> None:
    """Send the receipt, the same whether the employer was known or not."""
    with translation.override(language):
        lines = [
            _("Hello,"),
            _("we do not contact this workplace any more: %(name)s.")
            % {"name": organisation},
            _(
                "If several workplaces fit the name, we ask you once by e-mail which"
                " one it is. You can change your mind at any time: call or write."
            ),
        ]
        send_mail(
            _("We have received your wish not to be contacted"),
            "\n\n".join(lines),
            None,
            [email],
        )
