"""Why a candidate is erased, and that it is meant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.chips import describe
from crm.doubts import DoubtsForm
from placements.erasure import Why
from placements.models import Candidate


class EraseForm(DoubtsForm):
    """The ground, in words when it is early, and the code typed once more."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[
            (Why.TIME, gettext_lazy("The time to keep it is over")),
            (Why.REQUEST, gettext_lazy("It was decided at the person's request")),
            (Why.MISTAKE, gettext_lazy("It was made by mistake")),
        ],
        initial=Why.TIME,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Who decided on it, and why?"),
        help_text=gettext_lazy("Stays in the access log. No names of clients."),
        max_length=150,
        required=False,
    )
    #: No text: it is compared, not kept.
    code = forms.Field(
        label=gettext_lazy("The code once more"),
        help_text=gettext_lazy("It cannot be undone."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "short", "maxlength": 20}
        ),
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        details = {Why.REQUEST: "early", Why.MISTAKE: "early"}
        describe(
            self.fields["why"],
            **{key.value: {"reveals": name} for key, name in details.items()},
        )
        self.fields["words"].shown_by = "early"  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code.strip().casefold() != self.candidate.code.casefold():
            raise ValidationError(_("This is not the code of the candidate."))
        return code
