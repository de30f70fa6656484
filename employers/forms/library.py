"""Forms of the task library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.search import fold
from crm.stale import StaleGuardForm
from employers.forms.tasks import MOST_MINUTES
from employers.industries import section_choices
from employers.models import LibraryTask, TailoredJob
from employers.pictograms import Pictogram


class LibrarySearchForm(forms.Form):
    """What of the library is looked at."""

    q = forms.CharField(label=_("Search"), required=False)
    site = forms.ChoiceField(
        label=_("Kind of workplace"),
        required=False,
        choices=[("", _("All")), *TailoredJob.Site.choices],
    )
    industry = forms.ChoiceField(
        label=_("Industry of those who moved it"),
        required=False,
        choices=lambda: [("", _("All")), *section_choices()],
    )
    reading = forms.BooleanField(
        label=_("Needs no reading"),
        required=False,
    )


class LibraryTaskForm(StaleGuardForm):
    """What a manager corrects in the library."""

    class Meta:
        model = LibraryTask
        fields = (
            "name",
            "site_type",
            "area",
            "minutes",
            "times_a_week",
            "literacy",
            "load",
            "pace",
            "interaction",
            "noise",
            "pictogram",
            "easy_text",
            "hidden",
        )

    minutes = forms.IntegerField(
        label=_("minutes at a time"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("As it took where it was moved last; empty when not known."),
    )
    pictogram = forms.ChoiceField(
        label=_("Picture sign"),
        choices=[("", _("No sign")), *Pictogram.choices],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        same = LibraryTask.objects.filter(
            key=fold(data.get("name", "")), site_type=data.get("site_type", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This kind of workplace has such a task already."))
        return data
