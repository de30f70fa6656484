"""Forms that ask once before they save what looks like personal data."""

from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.models import Municipality, User
from crm.pseudonyms import revealing


class DoubtsForm(forms.Form):
    """Refuses identity codes in every text, and asks once about what looks wrong.

    ``sure`` carries the mark of the very doubts that were shown, so another text is
    asked about anew.
    """

    #: Fields that name people of a workplace, as they should.
    names_people: ClassVar[tuple[str, ...]] = ()

    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts: list[str] = []

    @property
    def mark(self) -> str:
        """Return what "save all the same" confirms."""
        return sha256("\n".join(self.doubts).encode()).hexdigest()[:16]

    @property
    def only_doubts(self) -> bool:
        """Whether nothing but a confirmation is missing."""
        errors = self.errors.as_data()
        return [e.code for found in errors.values() for e in found] == ["doubt"]

    def reads_texts(self) -> bool:
        """Whether the texts are about somebody who must not be known by them."""
        return True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        sure = data.pop("sure", "")
        self._read_texts()
        if self.doubts and sure != self.mark and not self.errors:
            text = _("Check this before it is saved.")
            self.add_error(None, ValidationError(text, code="doubt"))
        return data

    def _read_texts(self) -> None:
        written = {
            name: str(self.cleaned_data.get(name) or "")
            for name, field in self.fields.items()
            if isinstance(field, forms.CharField)
            and not field.widget.is_hidden
            and name not in self.names_people
        }
        if not any(written.values()) or not self.reads_texts():
            return
        staff = User.objects.active().values_list("first_name", "last_name")
        known = [f"{first} {last}" for first, last in staff]
        towns = Municipality.objects.values_list("name_fi", "name_sv")
        places = [name for names in towns for name in names]
        for name, text in written.items():
            for concern in revealing(text, known, places):
                self._take(name, concern)

    def _take(self, name: str, concern: Any) -> None:
        if concern.blocks:
            self.add_error(name, concern.message)
            return
        said = f"{self.fields[name].label}: {concern.message}"
        if said not in self.doubts:
            self.doubts.append(said)
