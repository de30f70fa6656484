"""The Day: what one has to do now; the week: what comes."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from crm.dashboard import Desk, panels_for
from crm.models import User
from crm.queue import WEEK_DAYS, queue_of, snooze_days, week_of
from crm.views.base import StaffMixin

NOON, EVENING = 10, 17


class Day(StaffMixin, TemplateView):
    """Today's and late follow-ups and visits, and what should not be forgotten."""

    template_name = "crm/day.html"

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Send those who only write the public pages to where they do it."""
        user = self.request.user
        if user.is_authenticated and user.has_perm("wagtailadmin.access_admin"):
            return redirect("wagtailadmin_home")
        return super().handle_no_permission()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = Desk(self.request.user)
        panels = panels_for(desk)
        return super().get_context_data(
            desk=desk,
            queue=queue_of(desk),
            snooze_days=snooze_days(desk.today),
            greeting=greeting(self.request.user),
            week=desk.today.isocalendar().week,
            side=[panel for panel in panels if panel.column == "side"],
            main=[panel for panel in panels if panel.column == "main"],
            **kwargs,
        )


class Week(StaffMixin, TemplateView):
    """The next two weeks by day."""

    template_name = "crm/week.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = Desk(self.request.user, days=WEEK_DAYS)
        return super().get_context_data(
            desk=desk, week=week_of(desk), snooze_days=snooze_days(desk.today), **kwargs
        )


def greeting(user: User) -> str:
    """Greet by the first name, as the hour asks."""
    hour = timezone.localtime().hour
    name = {"name": user.first_name or user.email}
    if hour < NOON:
        return _("Good morning, %(name)s.") % name
    if hour < EVENING:
        return _("Good day, %(name)s.") % name
    return _("Good evening, %(name)s.") % name
