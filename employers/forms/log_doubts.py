"""What the log form asks to confirm: personal data in a note, an employer twice."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.models import Municipality, User
from crm.privacy import concerns
from employers.business_ids import clean_business_id
from employers.duplicates import Alike, alike

if TYPE_CHECKING:
    from employers.models import ContactPerson, Employer, Workplace

#: The fields in which one writes freely.
TEXTS = (
    "note",
    "other_text",
    "none_reason",
    "materials",
    "person_role",
    "asked_by",
    "topic",
    "conflict_reason",
    "why",
)


class DoubtsMixin(forms.Form):
    """Refuses what may not be saved, and asks once about what looks wrong.

    ``sure`` carries the mark of the very doubts that were shown, so another text or
    another employer is asked about anew.
    """

    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    if TYPE_CHECKING:
        user: User
        chosen: "Employer | None"
        known_people: "dict[str, ContactPerson]"
        known_sites: "dict[str, Workplace]"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts: list[str] = []
        self.alike: list[Alike] = []

    @property
    def mark(self) -> str:
        """Return what "save all the same" confirms."""
        return sha256("\n".join(self.doubts).encode()).hexdigest()[:16]

    @property
    def only_doubts(self) -> bool:
        """Whether nothing but a confirmation is missing."""
        errors = self.errors.as_data()
        return [e.code for found in errors.values() for e in found] == ["doubt"]

    def clean_business_id(self) -> str:
        return clean_business_id(self.cleaned_data["business_id"])

    def express_doubts(self) -> None:
        """Add an error for each doubt, unless these very ones were confirmed."""
        self._read_texts()
        owner = self.cleaned_data.get("owner") or str(self.user.pk)
        if owner != str(self.user.pk):
            self.doubts.append(_("Somebody else began this. Is it yours?"))
        if self.chosen is None:
            self._look_for_the_same()
        unsure = self.doubts and self.cleaned_data.get("sure") != self.mark
        if unsure and not self.errors:
            text = _("Check this before it is saved.")
            self.add_error(None, ValidationError(text, code="doubt"))

    def _read_texts(self) -> None:
        written = {name: self.cleaned_data.get(name) or "" for name in TEXTS}
        if not any(written.values()):
            return
        names, places = self._known_names(), self._places()
        for name, text in written.items():
            for concern in concerns(text, names, places):
                if concern.blocks:
                    self.add_error(name, concern.message)
                elif name != "asked_by" and concern.message not in self.doubts:
                    self.doubts.append(concern.message)

    def _known_names(self) -> list[str]:
        told = ("name", "person_name", "asked_by")
        names = [self.cleaned_data.get(name) or "" for name in told]
        if self.chosen:
            names += [self.chosen.name, self.chosen.other_names]
        names += [person.name for person in self.known_people.values()]
        staff = User.objects.active().values_list("first_name", "last_name")
        return names + [f"{first} {last}" for first, last in staff]

    def _places(self) -> list[str]:
        sites = [site.post_office for site in self.known_sites.values()]
        towns = Municipality.objects.values_list("name_fi", "name_sv")
        return sites + [name for names in towns for name in names]

    def _look_for_the_same(self) -> None:
        name = self.cleaned_data.get("name") or ""
        business_id = self.cleaned_data.get("business_id") or ""
        if not name:
            return
        place = str(self.cleaned_data.get("municipality") or "")
        self.alike = [a for a in alike(name, place, business_id) if a.is_likely]
        for hit in self.alike:
            if hit.is_same:
                text = _("%(name)s has this Y-tunnus already.")
                self.add_error("business_id", text % {"name": hit.employer})
            else:
                text = _("Is this the same as %(name)s, %(place)s?")
                words = {
                    "name": hit.employer,
                    "place": hit.employer.where or _("place unknown"),
                }
                self.doubts.append(text % words)
