"""The map of the site for machines: every page, each with its other languages."""

from collections import defaultdict
from typing import Any

from django.contrib.sitemaps import Sitemap

from cms.models import SitePage

Entry = dict[str, Any]


class SiteSitemap(Sitemap[SitePage]):
    """Live and public pages of all languages."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def items(self) -> Any:
        return (
            SitePage.objects.live().public().select_related("locale").order_by("path")
        )

    def get_urls(self, *args: Any, **kwargs: Any) -> list[Entry]:
        pages = [(page, page.get_full_url(self.request)) for page in self.items()]
        same: dict[Any, list[Entry]] = defaultdict(list)
        for page, address in pages:
            entry = {"lang_code": page.locale.language_code, "location": address}
            same[page.translation_key].append(entry)
        return [
            {
                "location": address,
                "lastmod": page.last_published_at,
                "alternates": same[page.translation_key],
            }
            for page, address in pages
        ]
