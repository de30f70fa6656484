"""What the log screen asks: four things, and more when there is time."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.forms import DateInput
from crm.models import Municipality
from employers.log_contact import NOT_REACHED
from employers.models import ContactBan, Employer, Visit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Outcome = Visit.Outcome
Scope = ContactBan.Scope
#: The tiles in the order in which contacts usually end.
OUTCOMES: "list[tuple[str, StrOrPromise]]" = [
    (Outcome.INTERESTED, Outcome.INTERESTED.label),
    (Outcome.MEETING, Outcome.MEETING.label),
    (Outcome.INVENTORY, Outcome.INVENTORY.label),
    (Outcome.TRIAL, Outcome.TRIAL.label),
    (Outcome.VACANCY, Outcome.VACANCY.label),
    (NOT_REACHED, pgettext_lazy("visit", "Not reached")),
    (Outcome.NOT_NOW, Outcome.NOT_NOW.label),
    (Outcome.REFUSED, Outcome.REFUSED.label),
    (Outcome.WRONG_PERSON, Outcome.WRONG_PERSON.label),
    (Outcome.KEEPING_TOUCH, Outcome.KEEPING_TOUCH.label),
    (Outcome.CEASED, Outcome.CEASED.label),
    (Outcome.FORBIDDEN, pgettext_lazy("outcome", "Do not contact")),
]
OUTCOME_DETAILS: dict[str, dict[str, Any]] = {
    NOT_REACHED: {"reveals": "missed"},
    Outcome.NOT_NOW: {"reveals": "again"},
    Outcome.REFUSED: {"reveals": "why again"},
    Outcome.FORBIDDEN: {"reveals": "scope", "tone": "berry"},
}
SCOPE_DETAILS: dict[str, dict[str, Any]] = {
    Scope.ORGANISATION: {"icon": "ban"},
    Scope.WORKPLACE: {"icon": "shop", "reveals": "workplace"},
    Scope.PERSON: {"icon": "person", "reveals": "person"},
    Scope.CHANNEL: {"icon": "phone", "reveals": "channel"},
}
CHANNEL_DETAILS: dict[str, dict[str, Any]] = {
    ContactBan.Channel.VISIT: {"icon": "door"},
    ContactBan.Channel.PHONE: {"icon": "phone"},
    ContactBan.Channel.EMAIL: {"icon": "mail"},
}
FACE_TO_FACE: "list[tuple[str, StrOrPromise]]" = [
    ("", _("As usual for this kind")),
    ("yes", _("Yes")),
    ("no", _("No")),
]


class Chips(forms.ChoiceField):
    """A choice that is all on the screen; a chip may have an icon, a hint, a part."""

    widget = forms.RadioSelect

    def __init__(self, *args: Any, details: Any = None, **kwargs: Any) -> None:
        self.choice_details: dict[str, dict[str, Any]] = details or {}
        super().__init__(*args, **kwargs)


class LogFields(forms.Form):
    """The fields alone; what they mean together stands in log.py."""

    use_required_attribute = False

    draft = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    owner = forms.CharField(widget=forms.HiddenInput, required=False)
    #: The day on which the screen showed its dates; sending may come later.
    written = forms.DateField(
        widget=forms.HiddenInput, initial=timezone.localdate, required=False
    )
    #: What the screen has measured: only of use, so never wrong.
    seconds = forms.CharField(widget=forms.HiddenInput, required=False, initial="")
    taps = forms.CharField(widget=forms.HiddenInput, required=False, initial="")
    employer = forms.CharField(
        label=_("Employer"), widget=forms.HiddenInput, required=False
    )
    name = forms.CharField(label=_("Name of the employer"), max_length=200)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.all(), required=False
    )
    business_id = forms.CharField(label="Y-tunnus", max_length=14, required=False)
    no_business_id_reason = forms.CharField(
        label=_("No Y-tunnus, because"),
        initial=_("Not known yet"),
        max_length=120,
        required=False,
    )
    kind = Chips(
        label=_("How?"),
        choices=Visit.Kind.choices,
        initial=Visit.Kind.COLD,
        details={kind: {"icon": icon} for kind, icon in Visit.ICONS.items()},
    )
    outcome = Chips(
        label=_("How did it go?"), choices=OUTCOMES, details=OUTCOME_DETAILS
    )
    missed = Chips(label=_("What was in the way?"), choices=Visit.Missed.choices)
    refusal = Chips(label=_("Why?"), choices=Employer.Refusal.choices)
    again = Chips(label=_("When may we ask again?"))
    again_on = forms.DateField(label=_("Ask again on"), widget=DateInput)
    scope = Chips(
        label=_("What is forbidden?"),
        choices=Scope.choices,
        initial=Scope.ORGANISATION,
        details=SCOPE_DETAILS,
    )
    ban_workplace = forms.ChoiceField(label=_("Which workplace?"))
    ban_person = forms.ChoiceField(label=_("Whom may we not contact?"))
    ban_channel = Chips(
        label=_("Which way?"),
        choices=ContactBan.Channel.choices,
        details=CHANNEL_DETAILS,
    )
    asked_by = forms.CharField(label=_("Who asked for it?"), max_length=120)
    step = Chips(label=_("What next?"))
    other_text = forms.CharField(label=_("What will be done?"), max_length=200)
    other_on = forms.DateField(label=_("On which day?"), widget=DateInput)
    none_reason = forms.CharField(label=_("Why no further step?"), max_length=200)
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of job seekers, nothing about health."),
        required=False,
    )
    people = forms.MultipleChoiceField(
        label=_("Whom did you meet?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    workers = forms.MultipleChoiceField(
        label=_("Workers who were met"),
        required=False,
    )
    person_name = forms.CharField(
        label=_("New person: name"), max_length=120, required=False
    )
    person_role = forms.CharField(
        label=_("New person: role"), max_length=80, required=False
    )
    decision_maker = forms.BooleanField(
        label=_("A decision maker was there"), required=False
    )
    face_to_face = forms.ChoiceField(
        label=_("Face to face"), choices=FACE_TO_FACE, required=False
    )
    minutes = forms.IntegerField(
        label=_("Duration, min"), min_value=0, max_value=1440, required=False
    )
    on = forms.DateField(
        label=_("Day"), widget=DateInput, initial=timezone.localdate, required=False
    )
    workplace = forms.ChoiceField(label=_("Workplace"), required=False)
    materials = forms.CharField(
        label=_("Material left"), max_length=200, required=False
    )
    travel_minutes = forms.IntegerField(
        label=_("Travel, min"), min_value=0, max_value=1440, required=False
    )
    travel_km = forms.IntegerField(
        label=_("Travel, km"), min_value=0, max_value=2000, required=False
    )
