"""The language of a request, and the second factor that some roles must have."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

#: Where one may go before the second factor is set up.
OPEN_PREFIXES = ("/accounts/", "/static/", "/i18n/")


#: Places whose language is the user's choice; elsewhere the address says it.
CHOSEN_IN = frozenset({"accounts", "cms", "crm", "documents", "i18n", "k", "t"})


def language_of(path: str) -> str:
    """Return the language that an address of the public site is in; "" if elsewhere."""
    first = path.strip("/").partition("/")[0]
    if first in CHOSEN_IN:
        return ""
    return first if first in dict(settings.LANGUAGES) else settings.SITE_LANGUAGE


class LanguageMiddleware:
    """On the public site speak the address's language, elsewhere the chosen one.

    The browser's wish is not asked: shared office machines often ask for English.
    Until somebody chooses, the staff site is in Finnish.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language_of(request.path) or known)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class SecondFactorMiddleware:
    """Send people of a demanding role to set up and use their second factor.

    Who may do everything has no role and needs it all the same.
    """

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
        user = request.user
        return user.is_superuser or user.groups.filter(name__in=roles).exists()
