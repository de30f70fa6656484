"""Two people edit the same record: nothing typed is lost, nobody is overwritten.

The form remembers, in a hidden field, what each value was when it was opened. When
somebody has saved meanwhile, what only they changed stays theirs, what only I changed
is mine, and what both changed is asked about: their value stands beside mine, and
saving again means that I know.
"""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import QueryDict

    from crm.models import User


class StaleGuardForm(forms.ModelForm):
    """A model form that notices who was faster."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now: dict[str, Any] = {}
        if self.instance.pk is None:
            del self.fields["seen"]
            return
        self._now = self.values_now()
        self.initial.setdefault("seen", self._prints())

    def values_now(self) -> dict[str, Any]:
        """Return the record's values that are guarded, by the names of the fields."""
        return forms.model_to_dict(self.instance, list(self.fields))

    def value_now(self, name: str) -> Any:
        """Return what the cleaned value of a field would be for the record as it is."""
        value = getattr(self.instance, name)
        return value.all() if isinstance(value, models.Manager) else value

    def clean(self) -> dict[str, Any]:
        super().clean()
        seen = _read(self.cleaned_data.get("seen", ""))
        theirs = [n for n in seen if n in self._now and seen[n] != _print(self._now[n])]
        conflicts = [name for name in theirs if not self._merged(name, seen[name])]
        if conflicts:
            self._ask(conflicts, theirs)
        return self.cleaned_data

    def _merged(self, name: str, seen: str) -> bool:
        """Take over what only they changed; False when both changed it differently."""
        if name not in self.cleaned_data:
            return True
        mine = _print(self.cleaned_data[name])
        if mine == seen:
            self.cleaned_data[name] = self.value_now(name)
        return mine in {seen, _print(self._now[name])}

    def _ask(self, conflicts: list[str], theirs: list[str]) -> None:
        """Show their values beside mine, and let the next submit override them."""
        data: QueryDict = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        data[self.add_prefix("seen")] = self._prints()
        for name in theirs:
            if name not in conflicts:
                self._fill(data, name)
        self.data = data
        who = faster(self.instance)
        for name in conflicts:
            value = {"who": who, "value": self._shown(name)}
            self.add_error(name, _("%(who)s changed this to: %(value)s") % value)
        text = _("%(who)s was faster. Save again if yours should stand.")
        self.add_error(None, text % {"who": who})

    def _prints(self) -> str:
        return json.dumps({name: _print(value) for name, value in self._now.items()})

    def _shown(self, name: str) -> str:
        """Return their value in words."""
        show = getattr(self.instance, f"get_{name}_display", None)
        value = show() if show else self.value_now(name)
        if isinstance(value, models.QuerySet):
            return ", ".join(map(str, value)) or _("empty")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(map(str, value)) or _("empty")
        return _("empty") if value in {None, ""} else str(value)

    def _fill(self, data: "QueryDict", name: str) -> None:
        """Put their value into the form as if I had seen it from the start."""
        field, key = self.fields[name], self.add_prefix(name)
        value = field.prepare_value(self._now[name])
        data.pop(key, None)
        if isinstance(value, list):
            data.setlist(key, [str(field.prepare_value(item)) for item in value])
        elif value not in {None, False, ""}:
            shown = field.widget.format_value(value)
            data[key] = shown[0] if isinstance(shown, list) else shown


def faster(record: Any) -> str:
    """Name the person whose change of the record is the latest."""
    changes = getattr(record, "changes", None)
    change = changes.select_related("history_user").first() if changes else None
    moments = [(change.history_date, change.history_user)] if change else []
    if hasattr(record, "history"):
        entry = record.history.select_related("by").first()
        moments += [(entry.at, entry.by)] if entry else []
    who: User | None = max(moments, key=lambda m: m[0], default=(None, None))[1]
    return str(who) if who else _("Somebody")


def _print(value: Any) -> str:
    """Return a short print of a value, the same before and after a form."""
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, list | models.QuerySet):
        value = sorted(getattr(item, "pk", item) for item in value)
    text = "" if value is None else str(value)
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def _read(text: str) -> dict[str, str]:
    """Return what was seen; nothing if the hidden field is missing or broken."""
    try:
        seen = json.loads(text)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}
