"""Merging two employers: which value of each differing field survives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employers.forms.texts import guard_texts
from employers.merge_fields import Difference, decided
from employers.models import Employer


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
        differences: list[Difference],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        self.differences = differences
        self.initial["seen"] = print_of(source, target)
        for difference in differences:
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

    @property
    def choices(self) -> dict[str, str]:
        """Return field → which value survives."""
        return {d.name: self.cleaned_data[d.name] for d in self.differences}

    def choice_fields(self) -> list[forms.BoundField]:
        return [self[difference.name] for difference in self.differences]


def print_of(source: Employer, target: Employer) -> str:
    """Return what changes when either of the two is saved."""
    moments = (source.changed_at, target.changed_at)
    return "~".join(f"{moment.timestamp():.6f}" for moment in moments)
