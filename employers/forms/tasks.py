"""Forms of the inventory: needs, tasks and their photos."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.stale import StaleGuardForm
from employers.models import Need, WorkTask
from employers.pictograms import Pictogram

#: A week has no more of either.
MOST_MINUTES = 2400
MOST_TIMES = 70


class TimesMixin(forms.ModelForm[WorkTask]):
    """Minutes and times within what a week can hold."""

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if not 1 <= minutes <= MOST_MINUTES:
            raise forms.ValidationError(_("From 1 to 2400 minutes."))
        return minutes

    def clean_times_a_week(self) -> Decimal:
        times: Decimal = self.cleaned_data["times_a_week"]
        if not 0 < times <= MOST_TIMES:
            raise forms.ValidationError(_("More than 0 and at most 70 times a week."))
        return times


class NeedForm(StaleGuardForm):
    """What the workplace lacks."""

    class Meta:
        model = Need
        fields = ("kind", "text", "how_often", "done_by", "evidence")
        widgets = {"kind": forms.RadioSelect, "evidence": forms.RadioSelect}


class NewNeedForm(NeedForm):
    """A need with a first photo of it."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class QuickTaskForm(TimesMixin):
    """A task in seconds: what, how long, how often, a photo."""

    photo = forms.FileField(
        label=_("Take a photo"),
        required=False,
        widget=forms.FileInput(
            attrs={"accept": "image/*", "capture": "environment", "class": "vh"}
        ),
    )
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = WorkTask
        fields = ("name", "minutes", "times_a_week")
        widgets = {
            "name": forms.TextInput(attrs={"list": "common", "autocomplete": "off"}),
            "minutes": forms.NumberInput(
                attrs={"inputmode": "numeric", "min": 1, "max": MOST_MINUTES}
            ),
            "times_a_week": forms.NumberInput(
                attrs={"inputmode": "decimal", "min": "0.01", "max": MOST_TIMES}
            ),
        }


class TaskForm(TimesMixin, StaleGuardForm):
    """Everything known of a task."""

    class Meta:
        model = WorkTask
        fields = (
            "name",
            "area",
            "minutes",
            "times_a_week",
            "frequency",
            "time_of_day",
            "done_by",
            "literacy",
            "load",
            "pace",
            "interaction",
            "noise",
            "tools",
            "risks",
            "teach_days",
            "can_split",
            "pictogram",
            "easy_text",
            "steps",
        )
        widgets = {
            "literacy": forms.RadioSelect,
            "load": forms.RadioSelect,
            "pace": forms.RadioSelect,
            "interaction": forms.RadioSelect,
            "noise": forms.RadioSelect,
            "steps": forms.Textarea(attrs={"rows": 4}),
        }

    pictogram = forms.ChoiceField(
        label=_("Picture sign"),
        choices=[("", _("No sign")), *Pictogram.choices],
        required=False,
    )

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields in the groups of the page."""
        return [
            {"title": title, "fields": [self[name] for name in names]}
            for title, names in (
                (_("The task"), ("name", "area", "minutes", "times_a_week")),
                (_("When and who"), ("frequency", "time_of_day", "done_by")),
                (
                    _("What it demands"),
                    ("literacy", "load", "pace", "interaction", "noise"),
                ),
                (_("Tools and risks"), ("tools", "risks", "can_split")),
                (
                    _("Teaching and the worker's card"),
                    ("teach_days", "steps", "pictogram", "easy_text"),
                ),
            )
        ]
