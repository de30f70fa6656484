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


class LanguageMiddleware:
    """Speak Finnish until the user chooses another language.

    The browser's wish is not asked: shared office machines often ask for English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        translation.activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


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
