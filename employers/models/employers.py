"""The employer: an organisation, and where our relationship with it stands."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from crm.lifecycle import Lifecycle, Refused, Rule
from crm.models import FollowUp, Municipality, Subject, TransitionLog, User
from crm.search import matching, searchable
from employers.business_ids import validate_business_id
from employers.industries import Scheme, section_named, section_of
from employers.names import name_key

if TYPE_CHECKING:
    from employers.models.bans import ContactBan
    from employers.models.people import ContactPerson


class EmployerQuerySet(models.QuerySet["Employer"]):
    """Questions about employers."""

    def visible_to(self, user: User) -> Self:
        """All employers for those who may read employer data; else none."""
        return self if user.has_perm("employers.view_employer") else self.none()

    def current(self) -> Self:
        """Those that still stand for themselves: not merged into another."""
        return self.exclude(state=Employer.State.MERGED)

    def contactable(self) -> Self:
        return self.exclude(state__in=Employer.CLOSED)

    def of_coach(self, user: User) -> Self:
        return self.filter(models.Q(coach=user) | models.Q(deputy=user))

    def matching(self, text: str) -> Self:
        return matching(self, text)

    def without_next_step(self) -> Self:
        """Living relationships that nobody has a plan for (design.md principle 2)."""
        return self.filter(state__in=Employer.LIVING, next_step_on__isnull=True)

    def silent(self, today: date | None = None) -> Self:
        """Past their keep-in-touch day, and no future step is planned."""
        today = today or timezone.localdate()
        return self.filter(state__in=Employer.LIVING, touch_due_on__lte=today).filter(
            models.Q(next_step_on__isnull=True) | models.Q(next_step_on__lt=today)
        )

    def no_contact_since(self, day: date) -> Self:
        return self.filter(
            models.Q(last_contact_on__lt=day) | models.Q(last_contact_on__isnull=True)
        )

    def gone_quiet(self, today: date | None = None) -> Self:
        """Those the nightly job lays to rest: long silent, nothing open or planned."""
        today = today or timezone.localdate()
        cutoff = today - timedelta(days=round(settings.DORMANT_MONTHS * 30.44))
        return self.filter(
            state__in=Employer.RESTABLE, open_work=0, next_step_on__isnull=True
        ).filter(
            models.Q(last_contact_on__lt=cutoff)
            | models.Q(last_contact_on__isnull=True, state_since__lt=cutoff)
        )

    def for_list(self) -> Self:
        return self.select_related("municipality", "coach").fetch_mode(models.FETCH_RAISE)


class Employer(Lifecycle, Subject):
    """An organisation with one relationship to us, and sites underneath."""

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

    name = models.CharField(_("name"), max_length=200)
    other_names = models.CharField(_("other names"), max_length=300, blank=True)
    business_id = models.CharField(
        "Y-tunnus", max_length=9, blank=True, validators=[validate_business_id]
    )
    no_business_id_reason = models.CharField(
        _("why no Y-tunnus"), max_length=120, blank=True
    )
    trade = models.CharField(_("what they do"), max_length=100, blank=True)
    industry_scheme = models.CharField(
        _("industry classification"),
        max_length=7,
        choices=Scheme,
        blank=True,
        default=Scheme.TOL2025,
    )
    industry_code = models.CharField(_("industry"), max_length=6, blank=True)
    industry_section = models.CharField(max_length=1, blank=True, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="employers",
    )
    place = models.CharField(_("other place"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    other_service = models.CharField(
        _("other service active here"),
        max_length=120,
        blank=True,
        help_text=_("Another coaching service that works with this employer."),
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible coach"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="employers",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    contact_interval_days = models.PositiveSmallIntegerField(
        _("keep in touch every (days)"),
        null=True,
        blank=True,
        help_text=_("Counted from the last real contact. Empty: 90 days for partners."),
    )
    state = FSMField(
        _("state"), choices=State, default=State.LEAD, protected=True, editable=False
    )
    episode = models.PositiveSmallIntegerField(default=1, editable=False)
    contacted_on = models.DateField(null=True, editable=False)
    engaged_on = models.DateField(null=True, editable=False)
    partner_on = models.DateField(null=True, editable=False)
    revisit_on = models.DateField(_("ask again on"), null=True, editable=False)
    refusal = models.CharField(max_length=12, choices=Refusal, blank=True, editable=False)
    open_work = models.PositiveSmallIntegerField(default=0, editable=False)
    last_contact_on = models.DateField(null=True, editable=False)
    touch_due_on = models.DateField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    has_bans = models.BooleanField(default=False, editable=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="absorbed",
    )
    successor_of = models.ForeignKey(
        "self",
        verbose_name=_("successor of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="successors",
    )
    register_data = models.JSONField(default=dict, blank=True, editable=False)
    register_checked_at = models.DateTimeField(null=True, editable=False)
    demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    name_key = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False)

    changes = HistoricalRecords(
        excluded_fields=[
            "attempts",
            "changed_at",
            "last_contact_on",
            "name_key",
            "next_step",
            "next_step_on",
            "search_text",
            "touch_due_on",
        ]
    )
    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ("name", "pk")
        permissions = (
            ("export_employer", "Can export employers"),
            ("import_employer", "Can import employers"),
            ("merge_employer", "Can merge employers"),
        )
        indexes = (
            models.Index(fields=["name", "id"], name="employer_by_name"),
            models.Index(fields=["name_key"], name="employer_by_key"),
            models.Index(fields=["state", "name", "id"], name="employer_by_state"),
            models.Index(fields=["coach", "name", "id"], name="employer_by_coach"),
            models.Index(fields=["municipality", "name", "id"], name="employer_by_place"),
            models.Index(fields=["next_step_on", "id"], name="employer_by_step"),
            models.Index(fields=["last_contact_on", "id"], name="employer_by_contact"),
            models.Index(fields=["touch_due_on"], name="employer_by_touch"),
            models.Index(
                fields=["industry_scheme", "industry_section", "name"],
                name="employer_by_industry",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["business_id"],
                condition=~models.Q(business_id="") & ~models.Q(state="merged"),
                name="employer_business_id_unique",
                violation_error_message=_("An employer with this Y-tunnus exists already."),
            ),
            models.CheckConstraint(
                name="employer_id_or_reason",
                condition=~models.Q(business_id="")
                | ~models.Q(no_business_id_reason=""),
                violation_error_message=_("Give the Y-tunnus, or say why there is none."),
            ),
            models.CheckConstraint(
                name="employer_merged_points_on",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="employer_stage_dates",
                condition=(
                    ~models.Q(state__in=["contacted", "engaged"])
                    | models.Q(contacted_on__isnull=False)
                )
                & (~models.Q(state="engaged") | models.Q(engaged_on__isnull=False))
                & (~models.Q(state="partner") | models.Q(partner_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="employer_declined_has_refusal",
                condition=~models.Q(state="declined") | ~models.Q(refusal=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.industry_section = section_of(self.industry_scheme, self.industry_code)
        self.name_key = name_key(self.name)
        if not self.pk:
            self.search_text = searchable(self._search_parts())
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("employers:detail", args=[self.pk])

    # --- what it looks like ---------------------------------------------------

    @property
    def where(self) -> str:
        return str(self.municipality or self.place)

    @property
    def industry_name(self) -> str:
        section = section_named(self.industry_scheme, self.industry_section)
        return str(section) if section else ""

    @property
    def step_is_late(self) -> bool:
        return self.next_step_on is not None and self.next_step_on < timezone.localdate()

    @property
    def call_number(self) -> "ContactPerson | None":
        """Return the person to call: who decides first, then anyone with a phone."""
        people = [p for p in self.people.all() if p.phone and p.left_on is None]
        return min(people, key=lambda p: (not p.decides, p.pk), default=None)

    # --- search ---------------------------------------------------------------

    def _search_parts(self) -> list[str]:
        return [
            self.name,
            self.other_names,
            self.business_id,
            self.business_id.replace("-", ""),
            self.trade,
            self.municipality.name_fi if self.municipality else "",
            self.municipality.name_sv if self.municipality else "",
            self.place,
        ]

    def reindex(self) -> None:
        """Rebuild ``search_text`` from own fields, people and places."""
        parts = self._search_parts()
        parts += [person.name for person in self.people.all()]
        for site in self.workplaces.select_related("municipality"):
            parts += [site.name, site.street, site.post_office]
            parts += [site.municipality.name_fi] if site.municipality else []
        self.search_text = searchable(parts)
        type(self).objects.filter(pk=self.pk).update(search_text=self.search_text)

    # --- contact --------------------------------------------------------------

    @property
    def contact_interval(self) -> timedelta | None:
        """How often to keep in touch: own setting, 90 days for partners, else never."""
        if self.contact_interval_days:
            return timedelta(days=self.contact_interval_days)
        if self.state == self.State.PARTNER:
            return timedelta(days=settings.KEEP_IN_TOUCH_DAYS)
        return None

    def refresh_touch_due(self) -> None:
        """Set the keep-in-touch day from the last real contact (not saved)."""
        interval = self.contact_interval
        since = self.last_contact_on or self.state_since
        self.touch_due_on = since + interval if interval else None

    def note_contact(self, on: date) -> None:
        """Remember a real contact on the day (not saved)."""
        self.last_contact_on = max(filter(None, [self.last_contact_on, on]))
        self.attempts = 0
        self.refresh_touch_due()

    def find_next_step(self) -> tuple[date | None, str]:
        """Return the nearest of pending follow-ups and planned visits."""
        due_on, text = super().find_next_step()
        visit = self.visits.planned().order_by("on", "pk").first()
        if visit and (due_on is None or visit.on < due_on):
            return visit.on, str(visit.get_kind_display())
        return due_on, text

    def consider_step(self, due_on: date, text: str) -> None:
        """Take a new step as the nearest if it is (not saved)."""
        if self.next_step_on is None or due_on < self.next_step_on:
            self.next_step_on, self.next_step = due_on, text

    def save_derived(self) -> None:
        """Write the columns that are derived from contacts and steps."""
        type(self).objects.filter(pk=self.pk).update(
            next_step_on=self.next_step_on,
            next_step=self.next_step,
            last_contact_on=self.last_contact_on,
            touch_due_on=self.touch_due_on,
            attempts=self.attempts,
            has_bans=self.has_bans,
        )

    def settle(self) -> None:
        """Recompute all that is derived from other records, and save it."""
        self.next_step_on, self.next_step = self.find_next_step()
        visits = self.visits.all()
        self.last_contact_on = visits.done().aggregate(on=models.Max("on"))["on"]
        missed = visits.filter(state="not_reached")
        if self.last_contact_on:
            missed = missed.filter(on__gt=self.last_contact_on)
        self.attempts = missed.count()
        self.has_bans = self.standing_bans().exists()
        self.refresh_touch_due()
        self.save_derived()

    def standing_bans(self) -> "models.QuerySet[ContactBan]":
        return self.bans.standing()

    # --- lifecycle ------------------------------------------------------------

    HAS_NEXT_STEP = Rule(
        _("Set the next step first."), lambda employer: bool(employer.next_step_on)
    )
    HAS_WORK = Rule(
        _("A partner is born when a tailored job is agreed or a trial begins."),
        lambda employer: employer.open_work > 0,
    )
    NO_WORK = Rule(
        _("Somebody works here through us. Handle that first."),
        lambda employer: employer.open_work == 0,
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
        custom={"label": _("Contact made"), "offered": False},
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
        source=[
            State.LEAD,
            State.CONTACTED,
            State.ENGAGED,
            State.PARTNER,
            State.DORMANT,
            State.DECLINED,
        ],
        target=State.DO_NOT_CONTACT,
        permission="employers.add_contactban",
        custom={"label": _("Do not contact"), "tone": "berry"},
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
            raise Refused([_("Only the employer's own request lifts a ban.")], record=self)
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
        source=[
            State.LEAD,
            State.CONTACTED,
            State.ENGAGED,
            State.PARTNER,
            State.DORMANT,
            State.DECLINED,
            State.DO_NOT_CONTACT,
        ],
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
        source=[
            State.LEAD,
            State.CONTACTED,
            State.ENGAGED,
            State.PARTNER,
            State.DORMANT,
            State.DECLINED,
            State.DO_NOT_CONTACT,
            State.CEASED,
        ],
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
        self.settle()

    def after_lift_ban(self, *, entry: TransitionLog, **details: Any) -> None:
        for ban in self.standing_bans():
            ban.lift(by=entry.by, on=entry.on, reason=entry.note)

    def after_cease(self, *, entry: TransitionLog, **details: Any) -> None:
        self._drop_plans(entry)
        self.settle()

    def _drop_plans(self, entry: TransitionLog) -> None:
        """Cancel the open follow-ups and planned visits because of ``entry``."""
        self.close_follow_ups(by=entry.by, cause=entry)
        for visit in self.visits.planned():
            visit.perform(
                "cancel", by=entry.by, note=entry.note or entry.name, cause=entry
            )

    @transaction.atomic
    def record_open_work(self, count: int, *, by: User | None, on: date) -> None:
        """Set how many people work here through us; moves to partner and back."""
        self.open_work = count
        type(self).objects.filter(pk=self.pk).update(open_work=count)
        state = self.State
        if count and self.state == state.LEAD:
            self.perform("contact", by=by, on=on)
        if count and self.state in {state.CONTACTED, state.ENGAGED}:
            self.perform("become_partner", by=by, on=on)
        elif not count and self.state == state.PARTNER:
            self.perform("step_back", by=by, on=on)
