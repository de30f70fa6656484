"""Tags of the public site: words with figures in them, pictures, machine-read data."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from cms import illustrations
from cms.figures import draw_figures

register = template.Library()

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
#: What would end a script element, or begin a comment in it.
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def rich(context: Any, value: RichText | str) -> SafeString:
    """Draw rich text, its figures put in."""
    source = value.source if isinstance(value, RichText) else value
    html = draw_figures(expand_db_html(source), context["figures"])
    return mark_safe(html)  # noqa: S308 - the editor's cleaned text


@register.filter
def soft(value: str) -> str:
    """Let the words of a heading break at their bars."""
    return str(value).replace("|", SOFT_HYPHEN)


@register.filter
def bare(value: str) -> str:
    """Write a heading without its bars, as a title or a name."""
    return str(value).replace("|", "")


@register.simple_tag
def illustration(name: str) -> SafeString:
    """Draw one of the house's pictures in the colours of the theme."""
    return illustrations.draw(name)


@register.simple_tag(takes_context=True)
def structured_data(context: Any) -> SafeString:
    """Write what machines read of the page: data, in which no script can hide."""
    page, settings = context["page"], context["site_settings"]
    rows = [
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": settings.owner or settings.name,
            "url": context["home"].full_url,
        },
        *page.structured_data(context.flatten()),
    ]
    text = json.dumps(rows, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(  # noqa: S308 - escaped above
        f'<script type="application/ld+json">{text}</script>'
    )


@register.simple_tag(takes_context=True)
def figure(context: Any, key: str) -> Any:
    """Return the figure of the day, or nothing."""
    return context["figures"].get(key)


@register.filter
def at(values: Any, index: int) -> Any:
    """Return what stands at a place of a list."""
    return values[index]
