"""What one should know of an employer before a contact with it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from crm.models import FollowUp, User
from employers.models import ContactBan, Employer, TailoredJob, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

#: So many of each are shown; the rest stand on the employer's page.
SHOWN = 3
LAST_CONTACTS = 2
#: Of the newest contacts so many are read; planned ones are among the first.
LOOKED_AT = 12
#: So many open steps can be ticked as closed.
OPEN_STEPS = 6


@dataclass(frozen=True)
class Background:
    """Bans, colleagues' contacts, the last contacts and what is still open."""

    employer: Employer
    bans: list[ContactBan] = field(default_factory=list)
    colleagues: list[Visit] = field(default_factory=list)
    contacts: list[Visit] = field(default_factory=list)
    steps: list[FollowUp] = field(default_factory=list)
    planned: list[Visit] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Whether no contact at all may be made or logged."""
        return self.employer.state in Employer.CLOSED

    @property
    def ban(self) -> ContactBan | None:
        """Return the ban on the whole organisation, if there is one."""
        whole = ContactBan.Scope.ORGANISATION
        return next((ban for ban in self.bans if ban.scope == whole), None)

    @property
    def narrow_bans(self) -> list[ContactBan]:
        return [ban for ban in self.bans if ban.scope != ContactBan.Scope.ORGANISATION]

    def ban_on(
        self, kind: str, workplace_id: int | None, people: "Iterable[int]"
    ) -> ContactBan | None:
        """Return the ban that forbids such a contact (see ``Visit.standing_ban``)."""
        if kind == Visit.Kind.SUPPORT and self.employer.open_work:
            return None
        channel = Visit.CHANNELS.get(kind, ContactBan.Channel.VISIT)
        met = set(people)
        found = (
            ban
            for ban in self.bans
            if ban.blocks(channel=channel, workplace_id=workplace_id, people=met)
        )
        return next(found, None)


def background_of(
    employer: Employer, user: User, on: "date | None" = None
) -> Background:
    """Gather what ``user`` should know before a contact on the day (default today)."""
    others = Visit.objects.visible_to(user).recent_by_others(
        employer, user, on or timezone.localdate()
    )
    contacts = list(_contacts(employer, user)[:LOOKED_AT])
    planned = [visit for visit in contacts if visit.state == Visit.State.PLANNED]
    over = [visit for visit in contacts if visit.state != Visit.State.PLANNED]
    return Background(
        employer,
        bans=list(standing_bans(employer)),
        colleagues=list(others[:SHOWN]),
        contacts=over[:LAST_CONTACTS],
        steps=list(open_steps(employer, user)[:OPEN_STEPS]),
        planned=planned[::-1],
    )


def _contacts(employer: Employer, user: User) -> "QuerySet[Visit]":
    """Return the user's planned visits and everybody's last contacts, newest first."""
    state = Visit.State
    mine = Q(state=state.PLANNED, coach=user)
    over = Q(state__in=[state.DONE, state.NOT_REACHED])
    visits: QuerySet[Visit] = employer.visits.visible_to(user).filter(mine | over)
    return visits.select_related("coach")


def standing_bans(employer: Employer) -> "Iterable[ContactBan]":
    if not employer.has_bans:
        return ()
    return employer.standing_bans().select_related("workplace", "person", "imposed_by")


def open_steps(employer: Employer, user: User) -> "QuerySet[FollowUp]":
    """Return what a contact may close: the employer's own steps and its jobs'."""
    kinds = ContentType.objects.get_for_models(Employer, TailoredJob)
    jobs = TailoredJob.objects.filter(employer=employer).values("pk")
    steps = FollowUp.objects.visible_to(user).pending()
    return steps.filter(
        Q(content_type=kinds[Employer], object_id=employer.pk)
        | Q(content_type=kinds[TailoredJob], object_id__in=jobs)
    ).select_related("assignee")


def states_after(employer: Employer | None) -> dict[str, str]:
    """Return in words the employer's state after each outcome (as move_by_outcome)."""
    state = Employer.State
    now = state(employer.state) if employer else state.LEAD
    open_work = employer.open_work if employer else 0
    first = {state.LEAD, state.DORMANT, state.DECLINED}
    touched = state.CONTACTED if now in first else now
    moving = touched in {state.CONTACTED, state.ENGAGED}
    after = dict.fromkeys([*Visit.Outcome.values, "not_reached"], touched)
    if touched == state.CONTACTED:
        after |= dict.fromkeys(Visit.ENGAGING, state.ENGAGED)
    if moving:
        after |= dict.fromkeys(
            [Visit.Outcome.REFUSED, Visit.Outcome.NOT_NOW], state.DECLINED
        )
    after[Visit.Outcome.FORBIDDEN] = state.DO_NOT_CONTACT
    after[Visit.Outcome.CEASED] = touched if open_work else state.CEASED
    return {str(outcome): str(target.label) for outcome, target in after.items()}
