"""What reaches a person outside the pages: calendar feed and morning mail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from crm.models import Reminders
from crm.outward import feed_of
from crm.views.base import StaffMixin

#: The session keeps a new address for the one page that shows it.
SHOWN = "calendar_address"


class RemindersPage(StaffMixin, TemplateView):
    """Make, renew and end the feed's address; the morning mail on and off."""

    template_name = "crm/reminders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.request.session.pop(SHOWN, "")
        mine = Reminders.of(self.request.user)
        return super().get_context_data(reminders=mine, address=address, **kwargs)

    def post(self, request: Any) -> HttpResponse:
        mine = Reminders.of(request.user)
        mine.language = get_language() or settings.LANGUAGE_CODE
        verb = VERBS.get(request.POST.get("verb", ""))
        if verb is None:
            raise Http404
        verb(request, mine)
        return redirect("reminders")


def make_address(request: Any, mine: Reminders) -> None:
    path = reverse("calendar-feed", args=[mine.make_key()])
    request.session[SHOWN] = request.build_absolute_uri(path)


def end_address(request: Any, mine: Reminders) -> None:
    mine.drop_key()
    messages.success(request, _("The calendar's address no longer answers."))


def mail_mornings(request: Any, mine: Reminders) -> None:
    mine.morning_mail = True
    mine.save()
    messages.success(request, _("The day's list comes by e-mail from now on."))


def stop_mails(request: Any, mine: Reminders) -> None:
    mine.morning_mail = False
    mine.save()
    messages.success(request, _("The day's list no longer comes by e-mail."))


VERBS = {
    "make": make_address,
    "end": end_address,
    "mail": mail_mornings,
    "stop": stop_mails,
}


class Feed(View):
    """Answer a calendar programme that knows the secret address."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        reminders = Reminders.objects.with_key(key).first()
        if reminders is None or not reminders.user.has_perm("crm.use_crm"):
            raise Http404
        reminders.note_fetch()
        with translation.override(reminders.language):
            content = feed_of(reminders.user)
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Cache-Control": "private, no-store"},
        )
