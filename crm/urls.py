"""Addresses of the whole project; other apps come in by string."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import LocalePrefixPattern
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.views.decorators.csp import csp_override
from django.views.decorators.gzip import gzip_page
from django.views.generic import RedirectView
from django.views.i18n import set_language
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from crm.editors import editors_only
from crm.views import (
    day,
    design,
    followups,
    health,
    reminders,
    saved_views,
    search,
    undo,
)

#: Wagtail's editor still has inline scripts in its widgets (style.md 5.5).
EDITOR_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "frame-src": [CSP.SELF],
}


class SitePrefix(LocalePrefixPattern):
    """The language in front of an address of the public site: none for its own."""

    @property
    def language_prefix(self) -> str:
        language = get_language()
        return "" if language in {None, settings.SITE_LANGUAGE} else f"{language}/"


staff: list[URLPattern | URLResolver] = [
    path("", day.Day.as_view(), name="day"),
    path("week/", day.Week.as_view(), name="week"),
    path("reminders/", reminders.RemindersPage.as_view(), name="reminders"),
    path("search/", search.Search.as_view(), name="search"),
    path("follow-ups/", followups.FollowUpList.as_view(), name="follow-ups"),
    path("follow-ups/<int:pk>/", followups.FollowUpDetail.as_view(), name="follow-up"),
    path(
        "follow-ups/<int:pk>/offer/",
        followups.FollowUpOffer.as_view(),
        name="follow-up-offer",
    ),
    path(
        "follow-ups/<int:pk>/<slug:name>/",
        followups.FollowUpTransition.as_view(),
        name="follow-up-transition",
    ),
    path("undo/<int:pk>/", undo.Undo.as_view(), name="undo"),
    path("views/save/", saved_views.SaveView.as_view(), name="save-view"),
    path(
        "views/<int:pk>/delete/", saved_views.DeleteView.as_view(), name="delete-view"
    ),
    path("design/", design.Design.as_view(), name="design"),
    path("theme/", design.SetTheme.as_view(), name="set-theme"),
    path("", include("employers.urls")),
    path("", include("placements.urls")),
]

handler404 = "cms.views.not_found"

urlpatterns = [
    path("crm/", include(staff)),
    path(
        "calendar/<str:key>.ics",
        login_not_required(reminders.Feed.as_view()),
        name="calendar-feed",
    ),
    path("health/", login_not_required(health.Health.as_view()), name="health"),
    path("t/", include("employers.public_urls")),
    path("k/", include("placements.public_urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path(
        "cms/",
        include(
            decorate_urlpatterns(
                decorate_urlpatterns(wagtailadmin_urls.urlpatterns, editors_only),
                csp_override(EDITOR_CSP),
            )
        ),
    ),
    path(
        "documents/",
        include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, login_not_required)),
    ),
    path(
        "favicon.ico",
        login_not_required(RedirectView.as_view(url="/static/crm/favicon.svg")),
    ),
    URLResolver(
        SitePrefix(),
        decorate_urlpatterns(
            decorate_urlpatterns(
                [path("", include("cms.urls")), *wagtail_urls.urlpatterns],
                login_not_required,
            ),
            gzip_page,
        ),
    ),
]

if settings.DEMO:  # in production the web server or the object storage serves these
    urlpatterns.insert(
        0,
        path(
            "media/<path:path>",
            login_not_required(serve),
            {"document_root": settings.MEDIA_ROOT},
        ),
    )
