"""The second factor, demanded of the roles that settings name."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

#: Where one may go before the second factor is set up.
OPEN_PREFIXES = ("/accounts/", "/static/", "/i18n/")


class SecondFactorMiddleware:
    """Send people of a demanding role to set up and use their second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_missing(request):
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        roles = settings.SECOND_FACTOR_ROLES
        if not roles or not request.user.is_authenticated:
            return False
        if request.path.startswith(OPEN_PREFIXES):
            return False
        records = get_authentication_records(request, request.user)
        if any(record.get("method") == "mfa" for record in records):
            return False
        return bool(request.user.groups.filter(name__in=roles).exists())
