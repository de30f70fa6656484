"""The house's own pictures: small SVG files that follow the theme when put inline."""

from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).resolve().parent / "static" / "cms" / "illustrations"
SILENT = '<svg aria-hidden="true" focusable="false"'

CHOICES = [
    ("apply", _("Papers and a pen")),
    ("bakery", _("Bakery")),
    ("boxes", _("Boxes")),
    ("garden", _("Garden")),
    ("hero", _("A job being sewn together")),
    ("kitchen", _("Kitchen")),
    ("laundry", _("Laundry")),
    ("lost", _("Broken thread")),
    ("office", _("Office")),
    ("piles", _("Three piles")),
    ("pricing", _("Price tags")),
    ("sent", _("Letter on its way")),
    ("shelves", _("Shelves")),
    ("support", _("Two people at work")),
    ("visit", _("A visit")),
]
NAMES = frozenset(name for name, _label in CHOICES) | {"mark"}


@lru_cache(maxsize=len(NAMES))
def draw(name: str) -> SafeString:
    """Return a picture as decoration; KeyError for one that is not ours."""
    if name not in NAMES:
        raise KeyError(name)
    text = (FOLDER / f"{name}.svg").read_text("utf-8")
    return mark_safe(text.replace("<svg", SILENT, 1))  # noqa: S308 - our own file
