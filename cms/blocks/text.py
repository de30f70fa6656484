"""Words in blocks: rich text that may name figures, and links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.rich_text import RichText

from cms.figures import FEATURE, unknown_keys
from cms.illustrations import CHOICES

LINE = ["bold", "italic", "link", FEATURE]
PROSE = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul", FEATURE]
FIGURE_HELP = gettext_lazy(
    "A figure is put in by its button, or by writing / and its name; the text then "
    "has its key in double brackets: [[subsidy-cap-70]]."
)
HEADING_HELP = gettext_lazy("A long word may break at a vertical bar: work|place.")


def refuse_unknown_figures(text: str) -> None:
    """Raise ValidationError if a text names a figure that is not there."""
    if unknown := unknown_keys(text):
        words = _("There is no figure with this key: %(keys)s")
        raise ValidationError(words % {"keys": ", ".join(sorted(unknown))})


class Rich(blocks.RichTextBlock):
    """Rich text in which ``[[key]]`` is a figure."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", FIGURE_HELP)
        super().__init__(features=features or LINE, **kwargs)

    def clean(self, value: RichText) -> RichText:
        cleaned = super().clean(value)
        refuse_unknown_figures(cleaned.source)
        return cleaned


class Heading(blocks.CharBlock):
    """A heading; a bar says where a long word may break."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Heading"))
        kwargs.setdefault("help_text", HEADING_HELP)
        super().__init__(max_length=160, **kwargs)


class Choice(blocks.ChoiceBlock):
    """A choice among ours; its words are for editors and not found by search."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["search_index"] = False
        super().__init__(*args, **kwargs)


class Picture(Choice):
    """One of the house's pictures."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Illustration"))
        kwargs.setdefault("required", False)
        super().__init__(choices=CHOICES, **kwargs)


class LinkBlock(blocks.StructBlock):
    """A link to a page of ours, in words of its own."""

    page = blocks.PageChooserBlock(label=gettext_lazy("Page"))
    words = blocks.CharBlock(
        max_length=120, required=False, label=gettext_lazy("Words")
    )

    class Meta:
        icon = "link"
        label = gettext_lazy("Link")
        template = "cms/blocks/link.html"


class ProseBlock(Rich):
    """Running text."""

    class Meta:
        icon = "pilcrow"
        label = gettext_lazy("Text")
        template = "cms/blocks/prose.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=PROSE, **kwargs)
