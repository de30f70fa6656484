"""The thanks after a form: an address that only the one who sent it can open."""

from datetime import timedelta

from django.core import signing

from employers.models import VisitRequest

SALT = "visit-request"
#: The thanks can be read again for so long.
LASTS = timedelta(days=14)


def seal(request: VisitRequest) -> str:
    """Return the sealed number of a request."""
    return signing.dumps(request.pk, salt=SALT)


def find_sent(token: str) -> VisitRequest | None:
    """Return the request of a seal; nothing for a broken or an old one."""
    if not token:
        return None
    try:
        number = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    rows = VisitRequest.objects.select_related("municipality", "follow_up__assignee")
    return rows.filter(pk=number).first()
