"""Forms that anybody may send, and machines may not: no third party is asked.

A field that people do not see, a sealed time at which the form was opened, and a limit
on how often one address sends.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from employers.views.proposals import exceeds

SALT = "opened"
#: Nobody fills in a form faster than this; a form left open longer is opened anew.
FASTEST, LONGEST = timedelta(seconds=3), timedelta(days=1)
RATE = "5/h/ip"


class GuardedForm(forms.Form):
    """A form that refuses machines, in words that a person can act on."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.initial["opened"] = signing.dumps(1, salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website") or not self.took_its_time():
            raise ValidationError(
                _("This looked like a machine. Please send the form once more.")
            )
        if not self.errors and exceeds(self.request, "site_form", RATE):
            raise ValidationError(
                _("Too many forms from one place. Wait an hour, or call us.")
            )
        return cleaned

    def took_its_time(self) -> bool:
        """Whether the form was opened by this site, not just now and not long ago."""
        seal = self.data.get("opened", "")
        try:
            signing.loads(seal, salt=SALT, max_age=LONGEST)
        except signing.BadSignature:
            return False
        try:
            signing.loads(seal, salt=SALT, max_age=FASTEST)
        except signing.SignatureExpired:
            return True
        return False
