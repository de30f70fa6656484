"""Log lines that machines read, without anything about people in them.

An address may hold a secret key or a search for a name: lines say the route instead,
and who asked only as a number.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("raatali.request")


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address, its parts unnamed."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(no such address)"


class WithoutAddress(logging.Filter):
    """Put the route in the place of the address in Django's own lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            hidden = {request.path, request.get_full_path()}
            route = route_of(request)
            record.args = tuple(route if a in hidden else a for a in record.args)
        return True


class RequestLogMiddleware:
    """Write one line a request: what was asked, how it ended, how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        # Who it is is told only if somebody asked already: it may cost a query.
        user = getattr(request, "_cached_user", None)
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - start) * 1000),
                "user": user.pk if user else None,
            },
        )
        return response
