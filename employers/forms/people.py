"""Who is at an employer, and where: contact persons and workplaces."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.forms import DateInput
from crm.models import Municipality, User
from crm.stale import StaleGuardForm
from employers.forms.texts import guard_texts
from employers.models import ContactPerson, Workplace
from employers.phones import clean_phone, show_phone


def today() -> date:
    return timezone.localdate()


class PersonForm(StaleGuardForm):
    """A contact person: name and role, how to reach them, whether they decide."""

    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    back = forms.BooleanField(label=_("Works here again"), required=False)
    anyway = forms.BooleanField(
        label=_("It is another person, save anyway"), required=False
    )

    class Meta:
        model = ContactPerson
        fields: ClassVar = (
            "name",
            "role",
            "decides",
            "phone",
            "email",
            "best_time",
            "language",
            "workplace",
        )
        widgets: ClassVar = {"language": forms.RadioSelect}
        labels: ClassVar = {"decides": _("Decides on recruiting")}
        help_texts: ClassVar = {
            "role": _("For example: shop manager, guides the work."),
            "best_time": _("For example: mornings before six."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        employer = self.instance.employer
        sites = employer.workplaces.filter(
            Q(closed_on__isnull=True) | Q(pk=self.instance.workplace_id)
        )
        self.fields["workplace"].queryset = sites  # type: ignore[attr-defined]
        if self.instance.pk is None and sites.count() == 1:
            self.initial["workplace"] = sites.first()
        self.initial["phone"] = show_phone(self.instance.phone)
        if self.instance.left_on is None:
            del self.fields["back"]

    def values_now(self) -> dict[str, Any]:
        # As the field gives it back: the form shows the number as people write it.
        return super().values_now() | {"phone": self.instance.phone}

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        local, at, domain = self.cleaned_data["email"].strip().rpartition("@")
        return f"{local}{at}{domain.lower()}"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data.get("anyway") and (same := self.doubles()):
            names = ", ".join(map(str, same))
            self.add_error(
                "anyway",
                _("%(names)s has the same phone or e-mail here.") % {"names": names},
            )
        return data

    @property
    def asks_anyway(self) -> bool:
        """Whether the form has found somebody with the same phone or e-mail."""
        return "anyway" in self.errors or bool(self.data.get("anyway"))

    def doubles(self) -> list[ContactPerson]:
        """Return the people of the employer with the same phone or e-mail."""
        same = Q()
        if phone := self.cleaned_data.get("phone"):
            same |= Q(phone=phone)
        if email := self.cleaned_data.get("email"):
            same |= Q(email__iexact=email)
        people = self.instance.employer.people.exclude(pk=self.instance.pk)
        return list(people.filter(same)[:3]) if same else []

    def save(self, commit: bool = True) -> ContactPerson:  # noqa: FBT001, FBT002 - Django's
        if self.cleaned_data.get("back"):
            self.instance.left_on = None
        person: ContactPerson = super().save(commit)
        return person


class LeaveForm(forms.Form):
    """On which day somebody left."""

    on = forms.DateField(
        label=_("When did they leave?"), widget=DateInput, initial=timezone.localdate
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise ValidationError(_("The day cannot be in the future."))
        return on


class WorkplaceForm(StaleGuardForm):
    """One site: its address and how one gets there."""

    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=12,  # people write spaces
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )

    class Meta:
        model = Workplace
        fields: ClassVar = (
            "name",
            "street",
            "postal_code",
            "post_office",
            "municipality",
            "bus_stop",
            "walk_minutes",
            "late_first_bus",
            "step_free",
            "travel_notes",
            "closed_on",
        )
        widgets: ClassVar = {
            "walk_minutes": forms.NumberInput(
                attrs={"inputmode": "numeric", "class": "short", "max": 240}
            ),
            "closed_on": DateInput,
        }
        labels: ClassVar = {
            "late_first_bus": _("The shift starts before the first bus"),
            "closed_on": _("The workplace closed on"),
        }
        help_texts: ClassVar = {
            "name": _("For example: the bakery, the shop at the square."),
            "bus_stop": _("For example: bus K99, stop Mallikatu."),
            "travel_notes": _("For example: the first bus on Saturdays is at 7.10."),
            "closed_on": _("A closed workplace stays in the history."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        places = Municipality.objects.filter(
            Q(valid_to__isnull=True) | Q(pk=self.instance.municipality_id)
        )
        self.fields["municipality"].queryset = places  # type: ignore[attr-defined]
        self.fields["closed_on"].widget.attrs |= {
            "class": "short",
            "max": today().isoformat(),
        }
        if self.instance.pk is None:
            self.initial["municipality"] = self.instance.employer.municipality_id
            del self.fields["closed_on"]

    def clean_postal_code(self) -> str:
        return "".join(self.cleaned_data["postal_code"].split())

    def clean_closed_on(self) -> date | None:
        on: date | None = self.cleaned_data["closed_on"]
        if on and on > today():
            raise ValidationError(_("The day cannot be in the future."))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named = data.get("name") or data.get("street")
        if not self.errors and not named and not data["municipality"]:
            self.add_error("street", _("Give a name, an address or a municipality."))
        elif not self.errors and not named and self.has_siblings():
            self.add_error("street", _("Give a name or an address: there are others."))
        return data

    def has_siblings(self) -> bool:
        """Whether the employer has other workplaces, so that a town tells nothing."""
        others = self.instance.employer.workplaces.exclude(pk=self.instance.pk)
        return bool(others.exists())
