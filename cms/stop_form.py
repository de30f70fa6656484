"""Asking not to be contacted: what the form takes, and the link that confirms."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.workplace_form import WorkplaceForm
from crm.models import Municipality
from employers.stop_asking import Wish
from employers.views.proposals import exceeds

SALT = "do-not-contact"
#: The link in the mail works for so long.
LASTS = timedelta(days=3)
#: Mails to one address, whoever asks for them.
MAIL_RATE = "3/d/key"
NAMES = ("organisation", "business_id", "name", "email", "words")


class StopForm(WorkplaceForm):
    """Which workplace, and who says so; the e-mail address is confirmed."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a link there. Nothing is kept before you open it."),
        error_messages={
            "required": _("Write the e-mail address to which the link is sent."),
            "invalid": _("Check the e-mail address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("Not required."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            key = cleaned["email"].casefold()
            if exceeds(self.request, "site_mail", MAIL_RATE, key=key):
                words = _("We have sent this address a link already. Look for it.")
                raise ValidationError(words)
        return cleaned

    def seal(self, *, language: str) -> str:
        """Return all that was asked as a sealed word for the link; nothing is kept."""
        values = {name: self.cleaned_data[name] for name in NAMES}
        values |= {"place": self.cleaned_data["municipality"].pk, "language": language}
        return signing.dumps(values, salt=SALT, compress=True)


def opened(token: str) -> Wish | None:
    """Return what a link asks; nothing for a broken or an old one."""
    try:
        values = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    place = Municipality.objects.filter(pk=values.pop("place")).first()
    return Wish(municipality=place, **values) if place else None
