"""The door of the editors' admin: one sign-in for everything, a clear no for others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import reverse

View = Callable[..., HttpResponseBase]


def editors_only(view: View) -> View:
    """Send strangers to our own sign-in, and refuse those without the right to edit.

    Left alone, Wagtail would sign people in past the second factor, and would send a
    coach to the sign-in, which would send them back, and so on for ever.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            inside = request.path != reverse("wagtailadmin_login")
            wanted = request.get_full_path() if inside else reverse("wagtailadmin_home")
            return redirect_to_login(wanted, reverse("account_login"))
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
