"""The site's starting content: files in ``content/`` become pages, once.

A page is known by a key made from its file's name, so that loading again finds it, and
what editors have changed stays. A page that is missing is made anew.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.apps import apps
from django.conf import settings
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site

from cms.models import SitePage, SiteSettings
from cms.review import load_workflow
from crm.models import Parameter

CONTENT = Path(__file__).resolve().parent / "content"
HOME = "home"
#: The folder of the pages in easy Finnish, and its own front page.
EASY, EASY_INDEX = "selko", "easy"
EASY_LANGUAGE = "fi"
#: The host that migrations give the site, for want of a better one.
UNNAMED = "localhost"
LINK = re.compile(r'href="page:([\w-]+)"')
#: What a file says of itself and no field takes.
OWN_WORDS = ("kind", "menu", "below")


@dataclass
class Draft:
    """A page that was just made and has no blocks yet."""

    page: Any
    folder: str
    blocks: dict[str, Any]


@cache
def read(name: str) -> dict[str, Any]:
    """Return what a file of the content says."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text("utf-8"))


def translation_key(key: str, folder: str) -> UUID:
    """Return the key a page shares with its translations; easy ones have theirs."""
    place = EASY if folder == EASY else "page"
    return uuid5(NAMESPACE_URL, f"raatali:{place}:{key}")


def load_site() -> int:
    """Make what is not there: pages, figures, settings; return how many pages."""
    load_figures()
    load_settings()
    load_workflow()
    drafts = [draft for folder in folders() for draft in load_folder(folder)]
    for draft in drafts:
        fill(draft)
    return len(drafts)


def folders() -> list[str]:
    """Return the folders of the content, the one that others are linked to first."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [name for name in (*codes, EASY) if (CONTENT / name).is_dir()]


def load_figures() -> None:
    for row in read("figures")["figure"]:
        known = {"key": row["key"], "valid_from": row["valid_from"]}
        Parameter.objects.get_or_create(**known, defaults=row)


def load_settings() -> None:
    site = Site.objects.get(is_default_site=True)
    if site.hostname == UNNAMED:
        address = urlsplit(settings.SITE_URL)
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.save()
    own = SiteSettings.for_site(site)
    if not own.organisation_fi:
        for name, value in read("site")["settings"].items():
            setattr(own, name, value)
        own.save()


def load_folder(folder: str) -> list[Draft]:
    """Make the pages of a language that are not there, without their blocks."""
    home, drafts = home_of(folder)
    for key in read("site")["order"]:
        if not (CONTENT / folder / f"{key}.toml").exists() or find(key, folder):
            continue
        page = new_page(key, folder)
        above = read(f"{folder}/{key}").get("below")
        parent = find(above, folder) if above else home
        parent.refresh_from_db()
        parent.add_child(instance=page)
        drafts.append(draft_of(page, key, folder))
    return drafts


def home_of(folder: str) -> tuple[Page, list[Draft]]:
    """Return the front page of a folder, and its draft if it still has to be filled."""
    key = EASY_INDEX if folder == EASY else HOME
    if found := find(key, folder):
        return found, []
    if folder == settings.SITE_LANGUAGE:
        page = adopt_home()
        drafts = [draft_of(page, key, folder)] if not page.sections else []
        return page, drafts
    page = new_page(key, folder)
    parent = find(HOME, EASY_LANGUAGE) if folder == EASY else Page.get_first_root_node()
    parent.add_child(instance=page)
    return page, [draft_of(page, key, folder)]


def adopt_home() -> Any:
    """Take the front page that is there as the one of the content."""
    page = Site.objects.get(is_default_site=True).root_page.specific
    page.translation_key = translation_key(HOME, page.locale.language_code)
    for name, value in fields_of(
        page, read(f"{settings.SITE_LANGUAGE}/{HOME}")
    ).items():
        setattr(page, name, value)
    page.save()
    return page


def find(key: str, folder: str) -> Any:
    """Return the page of a key, or nothing."""
    rows = SitePage.objects.filter(
        translation_key=translation_key(key, folder),
        locale__language_code=language_of(folder),
    )
    found = rows.first()
    return found.specific if found else None


def language_of(folder: str) -> str:
    return EASY_LANGUAGE if folder == EASY else folder


def new_page(key: str, folder: str) -> Any:
    """Return the page of a file, not saved yet."""
    data = read(f"{folder}/{key}")
    model: Any = apps.get_model("cms", data["kind"])
    locale, _new = Locale.objects.get_or_create(language_code=language_of(folder))
    page = model(locale=locale, translation_key=translation_key(key, folder))
    for name, value in fields_of(page, data).items():
        setattr(page, name, value)
    page.show_in_menus = data.get("menu", False)
    if folder == EASY and key != EASY_INDEX:
        page.selko_of = find(key, EASY_LANGUAGE)
    return page


def fields_of(page: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a file that are no blocks."""
    return {
        name: value
        for name, value in data.items()
        if name not in OWN_WORDS and not is_stream(page, name)
    }


def is_stream(page: Any, name: str) -> bool:
    field: models.Field = page._meta.get_field(name)
    return isinstance(field, StreamField)


def draft_of(page: Any, key: str, folder: str) -> Draft:
    """Keep the blocks of a page's file for when every page has its address."""
    data = read(f"{folder}/{key}")
    names = [name for name in data if name not in OWN_WORDS and is_stream(page, name)]
    return Draft(page, folder, {name: data[name] for name in names})


def fill(draft: Draft) -> None:
    """Give a page its blocks and its links, and publish it."""
    page, links = draft.page, Links(draft.folder)
    page.refresh_from_db(fields=["numchild", "path", "depth", "url_path"])
    for name, rows in draft.blocks.items():
        blocks = [
            {"type": kind, "value": links.put(value)}
            for row in rows
            for kind, value in row.items()
        ]
        setattr(page, name, json.dumps(blocks, default=str))
    for field in page._meta.get_fields():
        if isinstance(field, models.TextField) and not isinstance(field, StreamField):
            setattr(page, field.name, links.put(getattr(page, field.name)))
    page.save_revision().publish()


class Links:
    """Puts page numbers in place of the keys in a folder's content."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def put(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.put(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.put(part) for part in value]
        if not isinstance(value, str):
            return value
        if value.startswith("page:"):
            return self.number(value.removeprefix("page:"))
        return LINK.sub(
            lambda found: f'linktype="page" id="{self.number(found[1])}"', value
        )

    def number(self, key: str) -> int:
        """Return the page of a key, in easy language where there is one."""
        page = find(key, self.folder) or find(key, language_of(self.folder))
        if page is None:
            msg = f"{self.folder}: there is no page {key!r} to link to."
            raise LookupError(msg)
        number: int = page.pk
        return number
