"""Work in the background: thin, each fetches and calls what does it."""

from datetime import date

from django.core.mail import send_mail
from django.tasks import task
from django.utils import translation

from crm.models import Reminders
from crm.outward import morning_mail


@task()
def mail_morning(pk: int, day: str) -> None:
    """Send one person the list of the day."""
    reminders = Reminders.objects.filter(pk=pk).select_related("user").first()
    if reminders is None or not reminders.user.is_active:
        return
    with translation.override(reminders.language):
        found = morning_mail(reminders.user, date.fromisoformat(day))
        if found is not None:
            subject, text = found
            send_mail(subject, text, None, [reminders.user.email])
