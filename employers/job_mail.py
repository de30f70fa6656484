"""The employer's personal link by e-mail, in the person's own language."""

from django.core.mail import send_mail
from django.tasks import task
from django.utils import translation
from django.utils.translation import gettext as _

from crm.templatetags.crm import day
from employers.models import ReviewLink


@task()
def send_link(pk: int) -> None:
    """Send the link to the person it was made for, unless it has ended."""
    link = ReviewLink.objects.select_related("job__coach", "person").get(pk=pk)
    person = link.person
    if person is None or not person.email or not link.stands:
        return
    with translation.override(person.language):
        subject = _("Proposal: %(job)s") % {"job": link.job.title}
        text = _(
            "Hello,\n\nhere is a proposal for a job at your workplace:\n%(url)s\n\n"
            "You can read it, comment on it and accept it without signing in. "
            "The link is personal and opens until %(day)s.\n\n%(coach)s"
        ) % {"url": link.url, "day": day(link.expires_at), "coach": link.job.coach}
        send_mail(subject, text, None, [person.email])
