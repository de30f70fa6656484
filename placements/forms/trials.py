"""The plan of a trial: kind, place, tasks, time, and the signs of employment."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.chips import describe
from crm.doubts import DoubtsForm
from crm.forms import DateInput
from crm.stale import StaleGuardForm
from crm.templatetags.crm import day
from employers.forms.texts import refuse_codes
from placements.forms.candidates import grouped
from placements.models import Trial, TrialType


class TrialForm(DoubtsForm, StaleGuardForm):
    """What the contract will say; refused only for what the kind does not allow."""

    #: The guide works there and is named in the contract.
    names_people: ClassVar = ("guide",)

    class Meta:
        model = Trial
        fields: ClassVar = (
            "type",
            "workplace",
            "tasks",
            "goals",
            "guide",
            "host_sets_rota",
            "replaces_employee",
            "host_pays",
            "why_unpaid",
            "starts_on",
            "ends_on",
            "hours_a_day",
            "days_a_week",
            "unemployed_since",
            "under_25",
        )
        widgets: ClassVar = {
            "type": forms.RadioSelect,
            "tasks": forms.Textarea(attrs={"rows": 3}),
            "goals": forms.Textarea(attrs={"rows": 3}),
            "starts_on": DateInput,
            "ends_on": DateInput,
            "unemployed_since": DateInput,
            "hours_a_day": forms.NumberInput(attrs={"class": "short", "step": "0.5"}),
            "days_a_week": forms.NumberInput(attrs={"class": "short"}),
        }
        help_texts: ClassVar = {
            "goals": gettext_lazy(
                "What should be known after it? No names, no health."
            ),
            "guide": gettext_lazy("A named person of the workplace."),
            "why_unpaid": gettext_lazy("Asked when something above is ticked."),
            "unemployed_since": gettext_lazy(
                "Only if the earlier trials may no longer count."
            ),
        }

    ROWS: ClassVar = (
        ("", ("type",)),
        (gettext_lazy("At the workplace"), ("workplace", "tasks", "goals", "guide")),
        (
            gettext_lazy("Is it employment after all?"),
            ("host_sets_rota", "replaces_employee", "host_pays", "why_unpaid"),
        ),
        (
            gettext_lazy("Time"),
            ("starts_on", "ends_on", "hours_a_day", "days_a_week"),
        ),
        (
            gettext_lazy("Does the reckoning begin anew?"),
            ("unemployed_since", "under_25"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].validators.append(refuse_codes)
        kinds = TrialType.objects.filter(offered=True)
        field = cast("forms.ModelChoiceField[TrialType]", self.fields["type"])
        field.queryset, field.empty_label = kinds, None
        describe(field, **{str(kind.pk): {"hint": kind.maximum} for kind in kinds})
        places = cast("forms.ModelChoiceField[Any]", self.fields["workplace"])
        places.queryset = self.instance.employer.workplaces.in_use()

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields as the page groups them."""
        return grouped(self, self.ROWS)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # of ModelForm
        if {"type", "starts_on", "ends_on"} <= self.cleaned_data.keys():
            self._refuse(self.instance)

    def _refuse(self, trial: Trial) -> None:
        """Say at the field what the kind of trial does not allow."""
        if not trial.fits_maximum():
            last = trial.last_end()
            full = last is None or last < trial.starts_on
            text = _(
                "It would last longer than is allowed. The last possible day is %s."
            )
            none = _("Nothing is left of the time allowed.")
            self.add_error("ends_on", none if full else text % day(last))
        if not trial.has_fitting_hours():
            self.add_error("hours_a_day", str(Trial.FITS_HOURS.reason))
        if not trial.is_new_host():
            self.add_error(None, str(Trial.IS_NEW_HOST.reason))
        if not trial.is_no_employment():
            self.add_error("why_unpaid", str(Trial.NO_EMPLOYMENT.reason))

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's own
        self.instance.insurer = self.instance.type.insurer
        return super().save(commit)
