"""Views of the public site that are no pages."""

from typing import Any

from django.contrib.sitemaps import views as sitemaps
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import defaults

from cms.frame import frame_of
from cms.models import SitePage
from cms.searching import find
from cms.sitemap import SiteSitemap
from crm.middleware import language_of

LONGEST_QUERY, MOST_HITS = 100, 30


def robots(request: Any) -> HttpResponse:
    """Tell machines that the staff site is not for them, and where the map is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: /{place}/" for place in ("accounts", "cms", "crm", "t")),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def sitemap(request: Any) -> HttpResponse:
    """Write the map of the site."""
    response: HttpResponse = sitemaps.sitemap(request, {"site": SiteSitemap(request)})
    return response


def search(request: Any) -> HttpResponse:
    """Find pages of the language of the address."""
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    frame = frame_of(request)
    hits = find(frame["home"], SitePage.objects.all(), text)[:MOST_HITS]
    return render(request, "cms/search.html", frame | {"text": text, "hits": hits})


def not_found(request: Any, exception: Exception) -> HttpResponse:
    """Say on the public site that a page is not there, and where to go on."""
    if not language_of(request.path):
        return defaults.page_not_found(request, exception)
    return render(request, "cms/404.html", frame_of(request), status=404)
