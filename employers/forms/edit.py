"""Add an employer, with its first workplace and person; change what we know of one."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import User
from crm.privacy import concerns
from crm.stale import StaleGuardForm
from employers.business_ids import clean_business_id
from employers.duplicates import Alike, alike
from employers.forms.edit_fields import (
    HAS_ID,
    OTHER,
    IndustryField,
    NoIdField,
    industry_of,
    reason_code,
    reason_text,
)
from employers.models import ContactPerson, Employer, Workplace
from employers.models.workplaces import POSTAL_CODE
from employers.phones import clean_phone
from employers.register import Register

if TYPE_CHECKING:
    from crm.models import TransitionLog

#: What makes an employer another one, as far as the search for doubles goes.
IDENTITY = {"business_id", "name", "municipality", "place"}
#: What is folded away until it is wanted.
FOLDED = (
    "website",
    "notes",
    "contact_interval_days",
    "other_names",
    "other_service",
    "successor_of",
)


class EmployerForm(StaleGuardForm):
    """The facts of an employer; the state moves elsewhere."""

    use_required_attribute = False

    business_id = forms.CharField(
        label="Y-tunnus",
        max_length=14,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "class": "short",
                "hx-post": reverse_lazy("employers:register"),
                "hx-target": "#register",
                "hx-trigger": "input changed delay:500ms",
                "inputmode": "numeric",
                "placeholder": "1234567-1",
            }
        ),
    )
    no_id = NoIdField(label=gettext_lazy("No Y-tunnus?"), initial=HAS_ID)
    industry = IndustryField(label=gettext_lazy("Industry"), required=False)
    not_duplicate = forms.BooleanField(
        label=gettext_lazy("This is another employer"), required=False
    )
    q = forms.CharField(max_length=100, required=False)

    class Meta:
        model = Employer
        fields = (
            "business_id",
            "no_business_id_reason",
            "name",
            "other_names",
            "municipality",
            "place",
            "trade",
            "website",
            "notes",
            "contact_interval_days",
            "coach",
            "deputy",
            "successor_of",
            "other_service",
        )
        labels = {
            "no_business_id_reason": gettext_lazy("Why is there no Y-tunnus?"),
            "name": gettext_lazy("Name of the employer"),
            "other_names": gettext_lazy("Other names it is known by"),
            "place": gettext_lazy("Or another place"),
            "trade": gettext_lazy("What do they do?"),
        }
        help_texts = {
            "notes": gettext_lazy("No job seekers' names, no health information."),
        }
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 3}),
            "successor_of": forms.HiddenInput,
            "website": forms.URLInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.alike: list[Alike] = []
        self.warnings: list[str] = []
        self.initial.setdefault("industry", industry_of(self.instance))
        self.initial.setdefault(
            "no_id", reason_code(self.instance.no_business_id_reason)
        )
        fields: dict[str, Any] = self.fields
        fields["industry"].offer(str(self["industry"].value() or ""))
        fields["municipality"].empty_label = _("Not chosen")
        self._let_choose_people(fields)
        successors = Employer.objects.visible_to(user).current()
        self.successors = successors.exclude(pk=self.instance.pk)
        fields["successor_of"].queryset = self.successors

    def _let_choose_people(self, fields: dict[str, Any]) -> None:
        able = User.objects.assignable().order_by().values("pk")
        for name in ("coach", "deputy"):
            now = getattr(self.instance, f"{name}_id")
            people = User.objects.filter(models.Q(pk__in=able) | models.Q(pk=now))
            fields[name].queryset = people
            fields[name].empty_label = _("Nobody")
        others = self.instance.coach_id not in {None, self.user.pk}
        if others and not self.user.has_perm("crm.assign_work"):
            fields["coach"].disabled = True
            fields["coach"].help_text = _("A manager can change the coach.")

    def values_now(self) -> dict[str, Any]:
        return super().values_now() | {"industry": industry_of(self.instance)}

    def value_now(self, name: str) -> Any:
        return (
            industry_of(self.instance)
            if name == "industry"
            else super().value_now(name)
        )

    @property
    def successor(self) -> dict[str, str] | None:
        """What the card of the predecessor says, if one is chosen."""
        pk = str(self["successor_of"].value() or "")
        found = self.successors.filter(pk=pk).first() if pk.isdecimal() else None
        return {"title": found.name, "meta": found.where} if found else None

    @property
    def shows_more(self) -> bool:
        """Whether the folded part has something to look at."""
        return any(self[name].value() or name in self.errors for name in FOLDED)

    # --- what is asked of each field --------------------------------------------

    def clean_business_id(self) -> str:
        return clean_business_id(self.cleaned_data["business_id"])

    def clean_notes(self) -> str:
        notes: str = self.cleaned_data["notes"]
        found = concerns(notes) if "notes" in self.changed_data else []
        blocking = [concern.message for concern in found if concern.blocks]
        if blocking:
            raise ValidationError(blocking)
        self.warnings = [concern.message for concern in found]
        return notes

    def clean(self) -> dict[str, Any]:
        self._clean_reason()
        self._clean_successor()
        super().clean()
        if IDENTITY & set(self.changed_data):
            self._look_for_the_same()
        return self.cleaned_data

    def _clean_reason(self) -> None:
        data = self.cleaned_data
        if data.get("business_id"):
            data["no_business_id_reason"] = ""
            return
        code = data.get("no_id", HAS_ID)
        other = data.get("no_business_id_reason", "").strip() if code == OTHER else ""
        data["no_business_id_reason"] = reason_text(code, other)
        if "business_id" not in self.errors and not data["no_business_id_reason"]:
            name = "no_business_id_reason" if code == OTHER else "business_id"
            self.add_error(name, _("Give the Y-tunnus, or say why there is none."))

    def _clean_successor(self) -> None:
        """Without the type-ahead: the employer that the words mean, if only one."""
        text = self.cleaned_data.get("q", "").strip()
        if not text or self.cleaned_data.get("successor_of"):
            return
        found = list(self.successors.matching(text)[:2])
        if len(found) == 1:
            self.cleaned_data["successor_of"] = found[0]
        else:
            self.add_error("successor_of", _("Choose the employer from the list."))

    def _look_for_the_same(self) -> None:
        data = self.cleaned_data
        place = data.get("municipality") or data.get("place") or ""
        self.alike = alike(
            data.get("name", ""),
            str(place),
            data.get("business_id", ""),
            exclude=self.instance.pk,
        )
        if same := next((hit for hit in self.alike if hit.is_same), None):
            self.add_error("business_id", _taken(same))
        elif any(hit.is_likely for hit in self.alike) and not data["not_duplicate"]:
            text = _("Is it the same as one below? If not, tick that it is another.")
            self.add_error("not_duplicate", text)

    # --- saving -----------------------------------------------------------------

    def _take_over(self) -> Employer:
        """Put into the employer what is no plain column."""
        employer: Employer = self.instance
        scheme, _colon, code = self.cleaned_data["industry"].partition(":")
        if code:
            employer.industry_scheme, employer.industry_code = scheme, code
        else:
            employer.industry_code = ""
        if company := Register.remembered(employer.business_id):
            employer.register_data = company.data
            employer.register_checked_at = company.fetched or timezone.now()
        return employer

    @transaction.atomic
    def save(self, commit: bool = True) -> Employer:  # noqa: FBT001, FBT002 - Django's
        employer = self._take_over()
        employer.save()
        employer.reindex()
        employer.settle()
        return employer


class NewEmployerForm(EmployerForm):
    """A new employer, and at once its first workplace and contact person if known."""

    street = forms.CharField(
        label=gettext_lazy("Street address"), max_length=120, required=False
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"),
        max_length=5,
        required=False,
        validators=[POSTAL_CODE],
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    post_office = forms.CharField(
        label=gettext_lazy("Post office"), max_length=60, required=False
    )
    person_name = forms.CharField(
        label=gettext_lazy("Name of the person"), max_length=120, required=False
    )
    person_role = forms.CharField(
        label=gettext_lazy("Role"), max_length=80, required=False
    )
    person_phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    person_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def clean_person_phone(self) -> str:
        return clean_phone(self.cleaned_data["person_phone"])

    def clean_person_email(self) -> str:
        return str(self.cleaned_data["person_email"]).lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        told = [data.get(f"person_{part}") for part in ("role", "phone", "email")]
        if any(told) and not data.get("person_name"):
            self.add_error("person_name", _("Whose details are these? Give the name."))
        return data

    @transaction.atomic
    def create(self) -> "TransitionLog":
        """Save all of it; the entry in the log can be undone."""
        data, employer = self.cleaned_data, self._take_over()
        entry = employer.begin(by=self.user)
        address = {key: data[key] for key in ("street", "postal_code", "post_office")}
        site = Workplace(
            employer=employer, municipality=employer.municipality, **address
        )
        if any(address.values()):
            site.save()
        if data["person_name"]:
            ContactPerson.objects.create(
                employer=employer,
                workplace=site if site.pk else None,
                name=data["person_name"],
                role=data["person_role"],
                phone=data["person_phone"],
                email=data["person_email"],
            )
        return entry


def _taken(hit: Alike) -> str:
    text = _("%(name)s has this Y-tunnus. Open it instead.")
    return format_html(
        '<a href="{}">{}</a>',
        hit.employer.get_absolute_url(),
        text % {"name": hit.employer},
    )
