"""Pages kept ready for anonymous readers, until anything on the site changes.

One stamp is part of every key: publishing, a figure, a setting or a person's absence
gives a new one, and every kept page is forgotten at once.
"""

from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.models import SiteSettings
from crm.models import Municipality, Parameter, User
from employers.models import JobExample

STAMP = "site-stamp"
#: Whatever pages show.
SHOWN = (JobExample, Municipality, Page, Parameter, Site, SiteSettings, User)
#: Seconds; notices end without anybody publishing.
LASTS = 300
KEPT_HEADERS = ("Content-Type", "Content-Language")


def forget_changed(sender: Any, **_signal: Any) -> None:
    """Forget every kept page if what was saved or deleted shows on some of them.

    Forgotten now, for this transaction, and again when others can see the change: a
    reader in between would have had the page kept as it was.
    """
    if issubclass(sender, SHOWN):
        forget_all()
        transaction.on_commit(forget_all)


def forget_all() -> None:
    """Forget every kept page."""
    cache.set(STAMP, uuid4().hex, None)


def stamp() -> str:
    """Return the stamp of the site as it is now."""
    return str(cache.get_or_set(STAMP, lambda: uuid4().hex, None))


def may_keep(page: Any, request: Any) -> bool:
    """Whether everybody sees the same: no form, no query, nobody signed in."""
    return (
        request.method == "GET"
        and not request.GET
        and not getattr(page, "has_form", True)
        and not getattr(request, "is_preview", False)
        and not request.user.is_authenticated
    )


def serve_kept(request: Any, serve: Any) -> Any:
    """Return the kept page, or serve it and keep it."""
    today = timezone.localdate()  # permissions end with their day
    key = f"page:{stamp()}:{today}:{request.get_host()}:{request.path}"
    kept = cache.get(key)
    if kept is not None:
        content, headers = kept
        return HttpResponse(content, headers=headers)
    response = serve()
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    if response.status_code == HttpResponse.status_code:
        found = {n: response[n] for n in KEPT_HEADERS if response.has_header(n)}
        cache.set(key, (response.content, found), LASTS)
    return response
