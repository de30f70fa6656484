"""Tags and filters of the design system; ``/crm/design/`` shows them all."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.messages import constants
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.contrib.messages.storage.base import Message
    from django.forms import BoundField
    from django.utils.safestring import SafeString

register = template.Library()

#: A stepper with more steps than this folds on a phone.
LONG = 3
#: The undo button of a message is asked for by extra_tags="undo:<address>".
UNDO = "undo:"
SILENT = mark_safe('aria-hidden="true"')
NOTHING = mark_safe("")
TONES = {
    constants.SUCCESS: ("spruce", "check"),
    constants.WARNING: ("thread", "alert"),
    constants.ERROR: ("berry", "alert"),
}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> "SafeString":
    """Draw an icon of the sprite: ``{% icon "phone" %}``, ``{% icon "pin" "small" %}``.

    It is silent to screen readers unless it has a ``label``.
    """
    heard = format_html('role="img" aria-label="{}"', label) if label else SILENT
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        f" {size}" if size else "",
        heard,
        static("crm/icons.svg"),
        name,
    )


@register.simple_tag
def sign(name: str, css_class: str = "") -> "SafeString":
    """Draw a coloured sign of the sprite: ``{% sign "brand" %}``."""
    return format_html(
        '<svg{} aria-hidden="true"><use href="{}#{}"></use></svg>',
        format_html(' class="{}"', css_class) if css_class else "",
        static("crm/icons.svg"),
        name,
    )


@register.simple_tag
def badge(record: Any) -> "SafeString":
    """Draw the state of a record (or a ``Look``) as word, tone and shape."""
    look = getattr(record, "state_look", record)
    return format_html(
        '<span class="badge" data-tone="{}" data-fill="{}">{}</span>',
        look.tone,
        look.fill,
        look.label,
    )


@register.simple_tag
def avatar(user: Any) -> "SafeString":
    """Draw a person as initials; the whole name is said and shown on hover."""
    if user is None:
        return NOTHING
    return format_html(
        '<span class="avatar" role="img" aria-label="{0}" title="{0}">{1}</span>',
        str(user),
        user.initials,
    )


@register.inclusion_tag("components/stepper.html")
def stepper(record: Any, label: str = "") -> dict[str, Any]:
    """Draw where a record is on its way.

    ``record.steps`` (or a list itself) holds dicts with ``label``, ``status`` (done,
    now, ahead, off) and, if there is one, ``meta`` (a date, an age).
    """
    steps = getattr(record, "steps", record)
    return {"steps": steps, "long": len(steps) > LONG, "label": label or _("Stage")}


@register.inclusion_tag("components/sewn.html")
def sewn(done: float, total: float = 100, tone: str = "") -> dict[str, Any]:
    """Draw how much is done: thread so far, stitches for the rest."""
    share = round(100 * min(max(done / total, 0), 1)) if total else 0
    return {"share": share, "tone": tone}


@register.inclusion_tag("components/chips.html")
def chips(field: "BoundField", layout: str = "") -> dict[str, Any]:
    """Draw a choice field as chips; ``layout`` is "scroll", "tiles" or "tiles two".

    ``crm.chips.describe`` says what a chip shows beside its label: ``icon``, ``hint``,
    ``tone`` and ``reveals`` (the name of the part of the form it shows, see forms.css).
    """
    details = getattr(field.field, "choice_details", {})
    options = [
        {"widget": option.data, **details.get(str(option.data["value"]), {})}
        for option in field.subwidgets
        if option.data["value"] not in {"", None}
    ]
    return {"field": field, "options": options, "layout": layout}


@register.filter
def is_chips(field: "BoundField") -> bool:
    """Whether a field is a set of choices that are all shown."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_check(field: "BoundField") -> bool:
    """Whether a field is a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def control(field: "BoundField", how: str = "") -> "SafeString":
    """Draw the widget with the class of our inputs; "bare" without placeholder."""
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"input {own}".strip()}
    if how == "bare":
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


@register.filter
def day(value: date | None) -> str:
    """Write a date with its weekday: "ti 24.11.", with the year if it is another."""
    if value is None:
        return ""
    local = _local(value)
    if local.year == timezone.localdate().year:
        # Translators: weekday, day and month, as Django's date format
        return date_format(local, _("D j M"))
    # Translators: weekday, day, month and year, as Django's date format
    return date_format(local, _("D j M Y"))


@register.filter
def euros(value: Decimal) -> str:
    """Write euros with cents and a true minus: "1 770,00", "\N{MINUS SIGN}36,98"."""
    text = str(number_format(value, 2, force_grouping=True))
    return text.replace("-", "\N{MINUS SIGN}")


@register.filter
def days_ago(value: date | None) -> str:
    """Say how far a date is: "today", "yesterday", "3 days ago", "in 5 days"."""
    if value is None:
        return ""
    days = (timezone.localdate() - _local(value)).days
    near = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return ngettext("in %(days)d day", "in %(days)d days", -days) % {"days": -days}


@register.filter
def near_day(value: date | None) -> str:
    """Write a date as people say it: "today", "yesterday", else as ``day`` does."""
    if value is None:
        return ""
    days = (_local(value) - timezone.localdate()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return near.get(days) or day(value)


@register.filter
def marked(value: Any, text: str) -> "SafeString":
    """Mark the words of a search where they stand in what it found."""
    words = [re.escape(word) for word in sorted(text.split(), key=len, reverse=True)]
    if not words:
        return conditional_escape(value)
    parts = re.split(f"({'|'.join(words)})", str(value), flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if at % 2 else part,)
            for at, part in enumerate(parts)
        ),
    )


@register.filter
def days_late(value: date | None) -> str:
    """Say by how many days a date is late: "2 days late"; nothing if it is not."""
    days = (timezone.localdate() - _local(value)).days if value else 0
    if days <= 0:
        return ""
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


@register.filter
def tone(message: "Message") -> str:
    """Return the tone of a message."""
    return TONES.get(message.level, ("plain", "info"))[0]


@register.filter
def tone_icon(message: "Message") -> str:
    """Return the icon of a message."""
    return TONES.get(message.level, ("plain", "info"))[1]


@register.filter
def undo_url(message: "Message") -> str:
    """Return the address that takes back what a message tells, if there is one."""
    tags = (message.extra_tags or "").split()
    return next((t.removeprefix(UNDO) for t in tags if t.startswith(UNDO)), "")


def _local(value: date) -> date:
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value
