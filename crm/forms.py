"""Forms of the kernel, and how every form field is drawn."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from crm.doubts import DoubtsForm
from crm.models import FollowUp, SavedView, User

#: Django's words for a choice not made, which it ships in English alone.
NOT_CHOSEN = gettext_noop("- Select an option -")


class Renderer(TemplatesSetting):
    """Draws every field by the design system's one field component."""

    field_template_name = "components/field.html"


class DateInput(forms.DateInput):
    """The browser's own date field; always ISO on the wire."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TransitionForm(forms.Form):
    """What every transition asks: on which day, and a note."""

    on = forms.DateField(
        label=_("Day"), widget=DateInput, required=False, initial=timezone.localdate
    )
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, record: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.user = user


class StepMoveForm(DoubtsForm, TransitionForm):
    """A move of a follow-up; its note is read if it is about a pseudonym."""

    def reads_texts(self) -> bool:
        subject = getattr(self.record, "subject", None)
        return bool(getattr(subject, "is_pseudonym", False))


class ReasonForm(StepMoveForm):
    """A move that must say why."""

    note = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))


class SnoozeForm(StepMoveForm):
    """Put a follow-up off to another day."""

    on = None  # type: ignore[assignment]
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("From tomorrow to 90 days ahead."),
        widget=DateInput,
    )
    note = forms.CharField(label=_("Why does it wait?"), required=False)
    field_order = ("until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + timedelta(days=90)).isoformat(),
        }
        self.fields["note"].required = self.record.needs_reason_to_snooze


class CompleteForm(StepMoveForm):
    """Close a follow-up with its result."""

    result = forms.ChoiceField(
        label=_("How did it go?"),
        choices=FollowUp.Result.choices,
        initial=FollowUp.Result.TAKEN_CARE,
        widget=forms.RadioSelect,
    )
    field_order = ("result", "note", "on")


class HandOverForm(StepMoveForm):
    """Give a follow-up to somebody else."""

    on = None  # type: ignore[assignment]
    to = forms.ModelChoiceField(
        label=_("To whom?"),
        queryset=User.objects.none(),
        empty_label=_("Choose a colleague"),
    )
    field_order = ("to", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.assignable()
        field = cast("forms.ModelChoiceField[User]", self.fields["to"])
        field.queryset = people.exclude(pk=self.record.assignee_id)


class OfferForm(forms.Form):
    """Choose the colleague who is asked to take a follow-up over."""

    to = forms.ModelChoiceField(
        label=_("To whom?"),
        queryset=User.objects.none(),
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args: Any, record: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[User]", self.fields["to"])
        field.queryset = User.objects.assignable().exclude(pk=record.assignee_id)


class SavedViewForm(forms.ModelForm[SavedView]):
    """Name the present filter of a list."""

    class Meta:
        model = SavedView
        fields = ("name",)

    def clean_name(self) -> str:
        view, name = self.instance, str(self.cleaned_data["name"]).strip()
        if view.user.saved_views.filter(page=view.page, name=name).exists():
            raise forms.ValidationError(_("You already have a view with this name."))
        return name
