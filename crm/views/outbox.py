"""What js/outbox.js sends, perhaps long after it was written."""

from typing import Any


def wants_json(request: Any) -> bool:
    """Whether the page's own script sent this and reads the answer."""
    return bool(request.headers.get("Accept", "") == "application/json")


def is_anothers(request: Any) -> bool:
    """Whether somebody else is signed in now than when it was written."""
    own = str(request.user.pk)
    return wants_json(request) and request.POST.get("owner", own) != own
