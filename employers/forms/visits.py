"""Plan a visit, move it to another day, correct what was logged."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.forms import DateInput, TransitionForm
from crm.models import User
from crm.stale import StaleGuardForm
from employers.before_contact import Background
from employers.forms.log_doubts import DoubtsMixin
from employers.forms.log_fields import Chips
from employers.models import Visit

KIND_DETAILS = {kind: {"icon": icon} for kind, icon in Visit.ICONS.items()}


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class AtEmployerMixin(DoubtsMixin):
    """A form about one employer: its own people and places can be chosen."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        instance: Any = self.instance  # type: ignore[attr-defined]
        chosen: Any = instance.employer
        self.chosen = chosen
        present = chosen.people.present()
        sites = chosen.workplaces.in_use().select_related("municipality")
        self.known_people = {str(person.pk): person for person in present}
        self.known_sites = {str(site.pk): site for site in sites}
        self._offer("people", present, [])
        self._offer("workplace", sites, [("", _("Not told"))])

    def _offer(self, name: str, rows: Any, first: list[Any]) -> None:
        """Let choose among ``rows``, which are there already: no second question."""
        field: Any = self.fields[name]
        field.queryset = rows
        field.widget.choices = [*first, *((row.pk, str(row)) for row in rows)]
        if not rows:
            field.widget = field.hidden_widget()


class PlanVisitForm(AtEmployerMixin, forms.ModelForm):
    """When, how, where, whom and what about."""

    use_required_attribute = False

    kind = Chips(
        label=_("How?"),
        choices=Visit.Kind.choices,
        initial=Visit.Kind.MEETING,
        details=KIND_DETAILS,
    )

    class Meta:
        model = Visit
        fields = (
            "kind",
            "on",
            "starts_at",
            "workplace",
            "people",
            "topic",
            "conflict_reason",
        )
        widgets = {
            "on": DateInput,
            "starts_at": TimeInput,
            "people": forms.CheckboxSelectMultiple,
        }
        labels = {"people": _("Whom do you meet?")}
        help_texts = {"topic": _("No names of job seekers, nothing about health.")}

    def __init__(self, *args: Any, background: Background, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.background = background
        self.fields["on"].widget.attrs["min"] = timezone.localdate().isoformat()
        if not background.colleagues:
            del self.fields["conflict_reason"]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        site = data.get("workplace")
        people = [person.pk for person in data.get("people") or []]
        ban = self.background.ban_on(
            data.get("kind", ""), site.pk if site else None, people
        )
        if ban and not self.background.is_closed:
            text = gettext("This contact is forbidden. %(what)s: %(reason)s")
            self.add_error(None, text % {"what": ban, "reason": ban.reason})
        self.express_doubts()
        return data


class RescheduleForm(TransitionForm):
    """Another day for the same visit."""

    on = None  # type: ignore[assignment]
    to = forms.DateField(label=_("To which day?"), widget=DateInput)
    note = forms.CharField(label=_("Why?"), required=False)
    field_order = ("to", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        later = max(self.record.on, today) + timedelta(days=7)
        self.fields["to"].widget.attrs["min"] = today.isoformat()
        self.initial.setdefault("to", later)


class CorrectForm(AtEmployerMixin, StaleGuardForm):
    """What may be corrected of a logged contact; its outcome moves the employer."""

    use_required_attribute = False

    kind = Chips(label=_("How?"), choices=Visit.Kind.choices, details=KIND_DETAILS)
    why = forms.CharField(label=_("Why is it corrected?"), max_length=200)

    class Meta:
        model = Visit
        fields = (
            "kind",
            "on",
            "note",
            "people",
            "decision_maker",
            "face_to_face",
            "minutes",
            "workplace",
            "materials",
            "travel_minutes",
            "travel_km",
        )
        widgets = {
            "on": DateInput,
            "note": forms.Textarea(attrs={"rows": 4}),
            "people": forms.CheckboxSelectMultiple,
        }
        help_texts = {"note": _("No names of job seekers, nothing about health.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.coach_id == self.user.pk
        self.fields["why"].required = not own

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day cannot be in the future."))
        logged = timezone.localdate(self.instance.created_at)
        earliest = logged - timedelta(days=settings.BACKDATE_DAYS)
        if on < earliest and not self.user.has_perm("crm.backdate_freely"):
            text = gettext(
                "Only a manager can record what happened over %(days)d days ago."
            )
            raise forms.ValidationError(text % {"days": settings.BACKDATE_DAYS})
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.express_doubts()
        return data

    def values(self) -> dict[str, Any]:
        """Return the new values of the record's own columns."""
        skipped = {"people", "why", "seen", "sure"}
        data = self.cleaned_data
        return {name: data[name] for name in data if name not in skipped}
