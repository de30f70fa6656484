"""Merging two employers: which value of each differing field survives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import User
from employers.forms.texts import guard_texts
from employers.merge import merge
from employers.merge_fields import decided, differences
from employers.models import Employer, Merge


class MergeForm(forms.Form):
    """One choice for each field in which the two differ, and why."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("For example: entered twice at the fair."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        source: Employer,
        target: Employer,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        self.source, self.target = source, target
        self.differences = differences(source, target)
        self.initial["seen"] = print_of(source, target)
        for difference in self.differences:
            self.fields[difference.name] = forms.ChoiceField(
                label=difference.label,
                choices=decided(difference),
                initial=difference.keep,
                widget=forms.RadioSelect,
            )

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if seen != self.initial["seen"]:
            data: Any = self.data
            self.data = data = data.copy()
            data["seen"] = self.initial["seen"]
            raise forms.ValidationError(
                _("One of the two has changed since you looked. Check and merge again.")
            )
        return seen

    def merge(self, *, by: User) -> Merge:
        """Merge the two as chosen; raises as ``employers.merge.merge`` does."""
        data = self.cleaned_data
        chosen = {d.name: data[d.name] for d in self.differences}
        return merge(self.source, self.target, by=by, fields=chosen, note=data["note"])

    def choice_fields(self) -> list[forms.BoundField]:
        return [self[difference.name] for difference in self.differences]


def print_of(source: Employer, target: Employer) -> str:
    """Return what changes when either of the two is saved."""
    moments = (source.changed_at, target.changed_at)
    return "~".join(f"{moment.timestamp():.6f}" for moment in moments)
