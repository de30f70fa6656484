"""The feedback form of the accessibility statement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models.feedback import Feedback
from cms.spam import GuardedForm
from employers.forms.texts import guard_texts


class FeedbackForm(GuardedForm):
    """What did not work, where, and where to answer."""

    use_required_attribute = False

    where = forms.CharField(
        label=_("Which page or part?"), max_length=200, required=False
    )
    what = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        error_messages={"required": _("Tell us what happened.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(
        label=_("E-mail for the answer"),
        help_text=_("Not required."),
        required=False,
        error_messages={"invalid": _("Check the e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def save(self) -> Feedback:
        names = ("where", "what", "email")
        return Feedback.objects.create(**{n: self.cleaned_data[n] for n in names})
