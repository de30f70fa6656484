"""Where our relationship with an employer stands, and how it moves (domain.md 4.1)."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from crm.lifecycle import Lifecycle, Refused, Rule, StateField
from crm.models import FollowUp, Subject, TransitionLog, User

if TYPE_CHECKING:
    from employers.models.employers import Employer


class Relationship(Lifecycle, Subject):
    """The lifecycle of an employer: states, transitions and what follows from them."""

    class State(models.TextChoices):
        LEAD = "lead", pgettext_lazy("employer", "Identified")
        CONTACTED = "contacted", pgettext_lazy("employer", "Contacted")
        ENGAGED = "engaged", pgettext_lazy("employer", "In dialogue")
        PARTNER = "partner", pgettext_lazy("employer", "Partner")
        DORMANT = "dormant", pgettext_lazy("employer", "Dormant")
        DECLINED = "declined", pgettext_lazy("employer", "Not now")
        DO_NOT_CONTACT = "do_not_contact", pgettext_lazy("employer", "Do not contact")
        CEASED = "ceased", pgettext_lazy("employer", "Ceased trading")
        MERGED = "merged", pgettext_lazy("employer", "Merged")

    class Refusal(models.TextChoices):
        NO_NEED = "no_need", _("No need")
        NO_GUIDANCE = "no_guidance", _("No time to guide")
        NO_SPACE = "no_space", _("No space")
        MONEY = "money", _("Money")
        HESITATES = "hesitates", _("Hesitates")
        CHAIN = "chain", _("The chain decides")
        OTHER = "other", _("Other reason")

    #: States in which somebody should have a next step.
    LIVING: ClassVar = (State.CONTACTED, State.ENGAGED, State.PARTNER)
    #: States that may fall dormant (domain.md 4.1).
    RESTABLE: ClassVar = (*LIVING, State.DECLINED)
    #: States in which a contact may be made: neither forbidden nor over.
    ACTIVE: ClassVar = [State.LEAD, *LIVING, State.DORMANT, State.DECLINED]
    #: States in which no new contact is made.
    CLOSED: ClassVar = (State.DO_NOT_CONTACT, State.CEASED, State.MERGED)

    looks: ClassVar = {
        State.LEAD: ("plain", "todo"),
        State.CONTACTED: ("lake", "todo"),
        State.ENGAGED: ("lake", "half"),
        State.PARTNER: ("spruce", "full"),
        State.DORMANT: ("plain", "stop"),
        State.DECLINED: ("thread", "stop"),
        State.DO_NOT_CONTACT: ("berry", "stop"),
        State.CEASED: ("plain", "stop"),
        State.MERGED: ("plain", "stop"),
    }

    state = StateField(choices=State, default=State.LEAD)
    episode = models.PositiveSmallIntegerField(default=1, editable=False)
    contacted_on = models.DateField(null=True, editable=False)
    engaged_on = models.DateField(null=True, editable=False)
    partner_on = models.DateField(null=True, editable=False)
    revisit_on = models.DateField(_("ask again on"), null=True, editable=False)
    refusal = models.CharField(
        max_length=12, choices=Refusal, blank=True, editable=False
    )
    #: People at work here through us, as told by a coach.
    open_work = models.PositiveSmallIntegerField(default=0, editable=False)
    #: Agreed tailored jobs that go on; counted.
    open_jobs = models.PositiveSmallIntegerField(default=0, editable=False)
    last_contact_on = models.DateField(null=True, editable=False)
    touch_due_on = models.DateField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    has_bans = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:  # what Employer adds
        merged_into: Employer | None
        coach: Any
        bans: Any
        visits: Any
        jobs: Any
        objects: Any

        def standing_bans(self) -> Any: ...

    # --- lifecycle ------------------------------------------------------------

    HAS_NEXT_STEP = Rule(
        _("Set the next step first."), lambda employer: bool(employer.next_step_on)
    )
    HAS_WORK = Rule(
        _("A partner is born when a tailored job is agreed or a trial begins."),
        lambda employer: employer.has_work,
    )
    NO_WORK = Rule(
        _("Somebody works here through us. Handle that first."),
        lambda employer: not employer.has_work,
    )
    NO_NEXT_STEP = Rule(
        _("A next step is still open. Do it or cancel it first."),
        lambda employer: employer.next_step_on is None,
    )

    @transition(
        state,
        source=[State.LEAD, State.DORMANT, State.DECLINED],
        target=State.CONTACTED,
        permission="employers.change_employer",
        custom={"label": _("Contact made"), "offered": False, "automatic": True},
    )
    def contact(self, *, by: User | None, on: date, note: str = "") -> None:
        """Follows from the first contact, whatever its outcome; a new episode later."""
        if self.state != self.State.LEAD:
            self.episode += 1
        self.contacted_on = self.contacted_on or on
        self.refusal = ""
        self.revisit_on = None
        self.coach = self.coach or by

    @transition(
        state,
        source=State.CONTACTED,
        target=State.ENGAGED,
        conditions=[HAS_NEXT_STEP],
        permission="employers.change_employer",
        custom={"label": _("Dialogue begun"), "offered": False},
    )
    def engage(self, *, by: User | None, on: date, note: str = "") -> None:
        """Follows from an outcome that shows need or interest."""
        self.engaged_on = self.engaged_on or on

    @transition(
        state,
        source=[State.CONTACTED, State.ENGAGED],
        target=State.PARTNER,
        conditions=[HAS_WORK],
        permission="employers.change_employer",
        custom={"label": _("Make a partner"), "automatic": True},
    )
    def become_partner(self, *, by: User | None, on: date, note: str = "") -> None:
        self.engaged_on = self.engaged_on or on
        self.partner_on = self.partner_on or on

    @transition(
        state,
        source=State.PARTNER,
        target=State.ENGAGED,
        conditions=[NO_WORK],
        permission="employers.change_employer",
        custom={
            "label": _("Last work ended"),
            "automatic": True,
            "offered": False,
        },
    )
    def step_back(self, *, by: User | None, on: date, note: str = "") -> None: ...

    @transition(
        state,
        source=[State.CONTACTED, State.ENGAGED],
        target=State.DECLINED,
        permission="employers.change_employer",
        custom={"label": _("Mark: not now"), "tone": "thread"},
    )
    def decline(
        self,
        *,
        by: User | None,
        on: date,
        reason: str,
        revisit_on: date | None = None,
        note: str = "",
    ) -> None:
        if revisit_on and revisit_on <= on:
            raise Refused([_("The day to ask again must be later.")], record=self)
        self.refusal = reason
        self.revisit_on = revisit_on

    @transition(
        state,
        source=ACTIVE,
        target=State.DO_NOT_CONTACT,
        permission="employers.add_contactban",
        custom={"label": _("Do not contact"), "tone": "berry", "automatic": True},
    )
    def forbid(self, *, by: User | None, on: date, note: str = "") -> None:
        if not note.strip():
            raise Refused([_("Say who asked for it and why.")], record=self)
        self.has_bans = True

    @transition(
        state,
        source=State.DO_NOT_CONTACT,
        target=State.LEAD,
        permission="employers.lift_contactban",
        custom={"label": _("Lift the ban")},
    )
    def lift_ban(self, *, by: User | None, on: date, note: str = "") -> None:
        if not note.strip():
            raise Refused(
                [_("Only the employer's own request lifts a ban.")], record=self
            )
        self.episode += 1

    @transition(
        state,
        source=[State.CONTACTED, State.ENGAGED, State.PARTNER, State.DECLINED],
        target=State.DORMANT,
        conditions=[NO_WORK, NO_NEXT_STEP],
        permission="employers.change_employer",
        custom={"label": _("Lay to rest"), "automatic": True},
    )
    def rest(self, *, by: User | None, on: date, note: str = "") -> None:
        self.touch_due_on = None

    @transition(
        state,
        source=[*ACTIVE, State.DO_NOT_CONTACT],
        target=State.CEASED,
        conditions=[NO_WORK],
        permission="employers.change_employer",
        custom={"label": _("Mark as ceased"), "tone": "berry"},
    )
    def cease(self, *, by: User | None, on: date, note: str = "") -> None:
        if not note.strip():
            raise Refused([_("Say how you know that they have ceased.")], record=self)

    @transition(
        state,
        source=[*ACTIVE, State.DO_NOT_CONTACT, State.CEASED],
        target=State.MERGED,
        permission="employers.merge_employer",
        custom={"label": _("Merge"), "offered": False},
    )
    def merge_into(
        self, *, by: User | None, on: date, survivor: "Employer", note: str = ""
    ) -> None:
        """Leave a tombstone that points to the survivor; see employers/merge.py."""
        self.merged_into = survivor

    # --- what follows ---------------------------------------------------------

    def undone(self, entry: TransitionLog) -> None:
        survivor: Any = self.merged_into
        if survivor and survivor.merges.filter(entry=entry, undone_at=None).exists():
            # A tombstone's rows have moved: only employers/merge.py moves them back.
            raise Refused([_("Undo the merge on the survivor's page.")], record=self)
        if not entry.source and self.visits.exists():
            raise Refused([_("A visit has been planned or logged there.")], record=self)
        self.bans.filter(cause=entry).delete()

    def after_become_partner(self, **details: Any) -> None:
        self.settle()

    after_step_back = after_become_partner

    def after_decline(
        self, *, entry: TransitionLog, revisit_on: date | None = None, **details: Any
    ) -> None:
        self._drop_plans(entry)
        if revisit_on:
            self.plan(
                str(_("Ask again")),
                revisit_on,
                assignee=self.coach or entry.by,
                by=entry.by,
                kind=FollowUp.Kind.REVISIT,
                cause=entry,
            )
        self.settle()

    def after_forbid(self, *, entry: TransitionLog, **details: Any) -> None:
        self._drop_plans(entry)
        self.bans.create(
            reason=entry.note, requested_on=entry.on, imposed_by=entry.by, cause=entry
        )
        self._withdraw_jobs(entry)
        self.settle()

    def after_lift_ban(self, *, entry: TransitionLog, **details: Any) -> None:
        for ban in self.standing_bans().of_organisation():
            ban.lift(by=entry.by, on=entry.on, reason=entry.note)

    def after_cease(self, *, entry: TransitionLog, **details: Any) -> None:
        self._drop_plans(entry)
        self._withdraw_jobs(entry)
        self.settle()

    def _drop_plans(self, entry: TransitionLog) -> None:
        """Cancel the open follow-ups and planned visits because of ``entry``."""
        self.close_follow_ups(by=entry.by, cause=entry)
        for visit in self.visits.planned():
            visit.perform(
                "cancel",
                by=entry.by,
                note=entry.note or entry.target_label,
                cause=entry,
            )

    @transaction.atomic
    def record_open_work(self, count: int, *, by: User | None, on: date) -> None:
        """Set how many people work here through us; moves to partner and back."""
        self.open_work = count
        type(self).objects.filter(pk=self.pk).update(open_work=count)
        self._follow_work(by=by, on=on)

    def count_jobs(self, *, by: User | None, on: date, cause: TransitionLog) -> None:
        """Count the agreed jobs after one of them moved; moves to partner and back."""
        self.open_jobs = self.jobs.at_work().count()
        type(self).objects.filter(pk=self.pk).update(open_jobs=self.open_jobs)
        self._follow_work(by=by, on=on, cause=cause)

    @property
    def has_work(self) -> bool:
        """Whether somebody works here through us, or a job has been agreed."""
        return self.open_work + self.open_jobs > 0

    def _follow_work(
        self, *, by: User | None, on: date, cause: TransitionLog | None = None
    ) -> None:
        state = self.State
        move: dict[str, Any] = {"by": by, "on": on, "cause": cause}
        if self.has_work and self.state in {state.LEAD, state.DORMANT, state.DECLINED}:
            self.perform("contact", **move)
        if self.has_work and self.state in {state.CONTACTED, state.ENGAGED}:
            self.perform("become_partner", **move)
        elif not self.has_work and self.state == state.PARTNER:
            self.perform("step_back", **move)

    def _withdraw_jobs(self, entry: TransitionLog) -> None:
        """Let the jobs that were not agreed yet end with the relationship."""
        for job in self.jobs.before_agreed():
            job.perform(
                "withdraw", by=entry.by, reason="forbade", note=entry.note, cause=entry
            )
