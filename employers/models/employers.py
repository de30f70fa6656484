"""The employer: an organisation, what we know of it, when we were last in touch."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.models import Municipality
from crm.search import searchable
from employers.business_ids import validate_business_id
from employers.industries import Scheme, section_named, section_of
from employers.models.employer_query import EmployerQuerySet
from employers.models.relationship import Relationship
from employers.names import name_key

if TYPE_CHECKING:
    from employers.models.bans import ContactBan
    from employers.models.people import ContactPerson


class Employer(Relationship):
    """An organisation with one relationship to us, and sites underneath."""

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
            "open_jobs",
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
            models.Index(fields=["business_id"], name="employer_by_business_id"),
            models.Index(fields=["state", "name", "id"], name="employer_by_state"),
            models.Index(fields=["coach", "name", "id"], name="employer_by_coach"),
            models.Index(
                fields=["municipality", "name", "id"], name="employer_by_place"
            ),
            models.Index(fields=["next_step_on", "id"], name="employer_by_step"),
            models.Index(fields=["last_contact_on", "id"], name="employer_by_contact"),
            models.Index(fields=["touch_due_on"], name="employer_by_touch"),
            models.Index(fields=["engaged_on"], name="employer_by_engaged"),
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
                violation_error_message=_(
                    "An employer with this Y-tunnus exists already."
                ),
            ),
            models.CheckConstraint(
                name="employer_id_or_reason",
                condition=~models.Q(business_id="")
                | ~models.Q(no_business_id_reason=""),
                violation_error_message=_(
                    "Give the Y-tunnus, or say why there is none."
                ),
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
        return (
            self.next_step_on is not None and self.next_step_on < timezone.localdate()
        )

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
            open_jobs=self.open_jobs,
        )

    def settle(self) -> None:
        """Recompute all that is derived from other records, and save it."""
        self.next_step_on, self.next_step = self.find_next_step()
        visits = self.visits.all()
        self.last_contact_on = visits.done().aggregate(on=models.Max("on"))["on"]
        missed = visits.not_reached()
        if self.last_contact_on:
            missed = missed.filter(on__gt=self.last_contact_on)
        self.attempts = missed.count()
        self.has_bans = self.standing_bans().exists()
        self.open_jobs = self.jobs.at_work().count()
        self.refresh_touch_due()
        self.save_derived()

    def standing_bans(self) -> "models.QuerySet[ContactBan]":
        return self.bans.standing()
