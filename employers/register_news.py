"""What the business register has changed since we last looked: told, never acted on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import FollowUp, User
from crm.workdays import add_workdays
from employers.models import Employer
from employers.names import name_key
from employers.register import Company, Found, NotFound, Register, Unavailable

#: An employer is looked up again when its facts are older than this, in days.
STALE_DAYS = 90
#: Working days that the coach has to find out.
DUE = 3


@dataclass
class Round:
    """One nightly round: how many were asked about, and how many had news."""

    asked: int = 0
    news: int = 0
    stopped: str = ""


def refresh_stale(limit: int = 50, *, register: Register | None = None) -> Round:
    """Look up those not checked for long; stop when the register does not answer."""
    register = register or Register()
    done = Round()
    for pk, business_id in stale().values_list("pk", "business_id")[:limit]:
        answer = register.look_up(business_id, patient=True)
        if isinstance(answer, Unavailable):
            done.stopped = str(answer.reason)
            break
        done.asked += 1
        done.news += take_in(pk, answer)
    return done


def stale() -> "models.QuerySet[Employer]":
    """Those with a Y-tunnus whose register facts are old; never the demo's."""
    before = timezone.now() - timedelta(days=STALE_DAYS)
    return (
        Employer.objects.filter(demo=False)
        .exclude(business_id="")
        .exclude(state__in=[Employer.State.CEASED, Employer.State.MERGED])
        .filter(
            models.Q(register_checked_at__isnull=True)
            | models.Q(register_checked_at__lt=before)
        )
        .order_by(models.F("register_checked_at").asc(nulls_first=True), "pk")
    )


@transaction.atomic
def take_in(pk: int, answer: Found | NotFound) -> int:
    """Keep the fresh facts and plan a step for each piece of news; return how many."""
    # Fetched only now: the register may have kept us waiting while people worked.
    employer = Employer.objects.select_for_update().get(pk=pk)
    old = Company.from_data(employer.register_data) if employer.register_data else None
    news = _news(old, answer)
    if isinstance(answer, Found):
        _keep_names(employer, old, answer.company)
        employer.register_data = answer.company.data
    employer.register_checked_at = timezone.now()
    employer.save()
    employer.reindex()
    for text in news:
        _tell(employer, text)
    if news:
        employer.settle()
    return len(news)


def _news(old: Company | None, answer: Found | NotFound) -> list[str]:
    if isinstance(answer, NotFound):
        return [_("Ceased? No longer in the register")] if old else []
    new = answer.company
    news = []
    if old and name_key(old.name) != name_key(new.name):
        news.append(_("The company changed its name: %(name)s") % {"name": new.name})
    if new.ended_on and new.ended_on != (old.ended_on if old else ""):
        news.append(_("Ceased? Ended in the register"))
    elif set(new.situations) - set(old.situations if old else []):
        situations = ", ".join(new.situations)
        news.append(_("Ceased? Register: %(what)s") % {"what": situations})
    return news


def _keep_names(employer: Employer, old: Company | None, new: Company) -> None:
    """Follow a new name if ours was the register's; the old one stays findable."""
    if old is None or name_key(old.name) == name_key(new.name):
        return
    if name_key(employer.name) == name_key(old.name):
        names = [employer.name, *filter(None, employer.other_names.split(", "))]
        employer.name = new.name
    else:
        names = [*filter(None, employer.other_names.split(", ")), new.name]
    employer.other_names = joined(names)


def joined(names: list[str]) -> str:
    """Return names as they fit into ``Employer.other_names``, whole ones only."""
    kept: list[str] = []
    longest: Any = Employer._meta.get_field("other_names")
    for name in dict.fromkeys(names):
        if len(", ".join([*kept, name])) <= longest.max_length:
            kept.append(name)
    return ", ".join(kept)


def _tell(employer: Employer, text: str) -> None:
    manager = User.objects.active().with_role("manager").order_by("pk").first()
    if assignee := employer.coach or employer.deputy or manager:
        employer.plan(
            text,
            add_workdays(timezone.localdate(), DUE),
            assignee=assignee,
            by=None,
            kind=FollowUp.Kind.CHECK,
        )
