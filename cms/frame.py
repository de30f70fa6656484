"""What stands around every page: navigation, versions, figures, footer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.figures import figures_of

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Columns of the footer, in their order.
COLUMNS = ("guide", "more", "contact")
#: The language tag of easy Finnish, as a private part of Finnish (BCP 47).
EASY_TAG = "fi-x-selko"


@dataclass(frozen=True)
class Version:
    """The page in a language, or that language's front page; or in easy language."""

    label: str
    lang: str
    tag: str
    url: str
    full_url: str
    is_current: bool
    is_same: bool


def frame_of(request: "HttpRequest", page: Any = None) -> dict[str, Any]:
    """Return what the frame of a page needs, in a fixed number of queries."""
    home = home_of(request)
    below = children_of(home)
    versions = versions_of(page, home, request)
    return {
        "home": home,
        "site_settings": apps.get_model("cms", "SiteSettings").for_request(request),
        "figures": figures_of(),
        "menu": [child for child in below if child.show_in_menus],
        "footer": [
            [child for child in below if column_of(child) == column]
            for column in COLUMNS
        ],
        "by_kind": {child.specific_class.__name__: child for child in below},
        "versions": versions,
        "others": [v for v in versions if v.is_same and not v.is_current],
    }


def home_of(request: "HttpRequest") -> Page:
    """Return the front page in the language of the request."""
    site = Site.find_for_request(request)
    return site.root_page.localized


def children_of(home: Page) -> list[Any]:
    """Return the live pages below a front page, in the editors' order."""
    model = apps.get_model("cms", "SitePage")
    return list(model.objects.child_of(home).live().public().order_by("path"))


def column_of(page: Page) -> str:
    """Return the column of the footer that a page stands in."""
    return getattr(page.specific_class, "footer_column", "")


def versions_of(page: Any, home: Page, request: "HttpRequest") -> list[Version]:
    """Return the page in every language of the site and in easy Finnish."""
    base, easy = standard_and_easy(page)
    same = {p.locale.language_code: p for p in translations_of(base)} if base else {}
    homes = {p.locale.language_code: p for p in translations_of(home)}
    versions = [
        version(code, same.get(code), homes[code], page, request)
        for code, _name in settings.LANGUAGES
        if code in homes
    ]
    if easy is not None:
        versions.append(
            Version(
                label=_("Easy Finnish"),
                lang="fi",
                tag=EASY_TAG,
                url=easy.get_url(request),
                full_url=easy.get_full_url(request),
                is_current=easy.pk == page.pk,
                is_same=True,
            )
        )
    return versions


def standard_and_easy(page: Any) -> tuple[Any, Any]:
    """Return a page in standard language and the same in easy language."""
    if page is None:
        return None, None
    if page.is_easy:
        return page.selko_of, page
    model = apps.get_model("cms", "SitePage")
    return page, model.objects.easy_versions_of(page).first()


def translations_of(page: Page) -> Any:
    """Return the live translations of a page, itself included."""
    return page.get_translations(inclusive=True).live().select_related("locale")


def version(
    code: str, same: Page | None, home: Page, page: Any, request: "HttpRequest"
) -> Version:
    """Return the page in a language, or that language's front page if there is none."""
    target = same or home
    return Version(
        label=get_language_info(code)["name_local"].capitalize(),
        lang=code,
        tag=code,
        url=target.get_url(request),
        full_url=target.get_full_url(request),
        is_current=page is not None and target.pk == page.pk,
        is_same=same is not None,
    )
