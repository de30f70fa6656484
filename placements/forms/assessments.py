"""How a trial goes: absences, links, and the two views of how it went."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.chips import describe
from crm.doubts import DoubtsForm
from crm.forms import DateInput
from employers.forms.texts import refuse_codes
from placements.models import Absence, Assessment, Trial, TrialLink

if TYPE_CHECKING:
    from employers.models import ContactPerson

Level, GoOn = Assessment.Level, Assessment.GoOn
FACES: dict[str, dict[str, Any]] = {
    str(Level.BADLY.value): {"icon": "frown", "tone": "berry"},
    str(Level.PARTLY.value): {"icon": "meh", "tone": "thread"},
    str(Level.WELL.value): {"icon": "smile", "tone": "spruce"},
}
#: The same levels in easy language.
EASY = [
    (Level.BADLY.value, pgettext_lazy("easy", "Bad")),
    (Level.PARTLY.value, pgettext_lazy("easy", "Not good, not bad")),
    (Level.WELL.value, pgettext_lazy("easy", "Good")),
]
EASY_GO_ON = [
    (GoOn.NO.value, pgettext_lazy("easy", "No")),
    (GoOn.MAYBE.value, pgettext_lazy("easy", "I do not know")),
    (GoOn.YES.value, pgettext_lazy("easy", "Yes")),
]
GO_ON_FACES = {
    GoOn.NO.value: FACES["1"],
    GoOn.MAYBE.value: FACES["2"],
    GoOn.YES.value: FACES["3"],
}


class AbsenceForm(forms.ModelForm[Absence]):
    """Which days, and whether it was told; never why."""

    class Meta:
        model = Absence
        fields: ClassVar = ("first_on", "last_on", "kind")
        widgets: ClassVar = {
            "first_on": DateInput(attrs={"class": "short"}),
            "last_on": DateInput(attrs={"class": "short"}),
            "kind": forms.RadioSelect,
        }
        help_texts: ClassVar = {
            "last_on": _("Empty: the same day."),
            "kind": _("The cause is not written down, no illness either."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_on"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["last_on"] = data.get("last_on") or data.get("first_on")
        return data


class LinkForm(forms.ModelForm[TrialLink]):
    """To whom at the workplace the link is given."""

    class Meta:
        model = TrialLink
        fields: ClassVar = ("person",)

    def __init__(self, *args: Any, trial: Trial, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[ContactPerson]", self.fields["person"])
        field.queryset = trial.employer.people.present()


class HostForm(DoubtsForm, forms.ModelForm[Assessment]):
    """The workplace's assessment; its words are about somebody known by a code."""

    names_people: ClassVar = ("name",)

    class Meta:
        model = Assessment
        fields: ClassVar = ("tasks", "pace", "people", "goes_on", "words", "name")
        labels: ClassVar = {
            "tasks": _("How did the tasks go?"),
            "pace": _("How did the pace suit?"),
            "people": _("How did working with others go?"),
            "goes_on": _("Would you go on with this?"),
            "words": _("What suits, and what needs support?"),
            "name": _("Your name"),
        }
        help_texts: ClassVar = {
            "words": _("Write of the work, without the worker's name and health."),
        }
        widgets: ClassVar = {
            "tasks": forms.RadioSelect,
            "pace": forms.RadioSelect,
            "people": forms.RadioSelect,
            "goes_on": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 4}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field is not self.fields["sure"]
        for name in Assessment.QUESTIONS:
            ask(self.fields[name], Level.choices, FACES)
        ask(self.fields["goes_on"], GoOn.choices, {})
        self.fields["name"].validators.append(refuse_codes)


class ToldForm(HostForm):
    """The same, written down by the coach as the workplace said it."""

    class Meta(HostForm.Meta):
        labels: ClassVar = HostForm.Meta.labels | {"name": _("Who at the workplace?")}


class FacesForm(forms.ModelForm[Assessment]):
    """The candidate's own view: four questions in easy language, answered by faces."""

    class Meta:
        model = Assessment
        fields: ClassVar = ("tasks", "pace", "people", "goes_on")
        labels: ClassVar = {
            "tasks": pgettext_lazy("easy", "What was the work like?"),
            "pace": pgettext_lazy("easy", "Did you have enough time for the work?"),
            "people": pgettext_lazy("easy", "What was it like with the other people?"),
            "goes_on": pgettext_lazy("easy", "Do you want to go on here?"),
        }
        widgets: ClassVar = {
            "tasks": forms.RadioSelect,
            "pace": forms.RadioSelect,
            "people": forms.RadioSelect,
            "goes_on": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = True
            if name == "goes_on":
                ask(field, EASY_GO_ON, GO_ON_FACES)
            else:
                ask(field, EASY, FACES)
            field.error_messages["required"] = pgettext_lazy("easy", "Choose a face.")


def ask(field: Any, choices: Any, details: dict[str, dict[str, Any]]) -> None:
    """Let the field offer just these choices, each with its face."""
    field.choices = list(choices)
    describe(field, **details)
