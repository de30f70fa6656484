"""Voices, questions, pictures, files and ways on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.text import Heading, LinkBlock, Picture, Rich
from employers.local_coaches import places_now


class QuoteBlock(blocks.StructBlock):
    """A voice."""

    text = blocks.TextBlock(label=_("Quotation"))
    speaker = blocks.CharBlock(max_length=120, label=_("Who says it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer, shortest first."""

    question = blocks.CharBlock(max_length=160, label=_("Question"))
    answer = Rich(features=["bold", "italic", "link", "ul"], label=_("Answer"))


class QuestionsBlock(blocks.StructBlock):
    """Questions that open one by one."""

    heading = Heading(required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions")
        template = "cms/blocks/questions.html"


class FactsBlock(blocks.StructBlock):
    """A note for the margin."""

    heading = Heading()
    text = Rich(features=["bold", "italic", "link", "ul"], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "cms/blocks/facts.html"


class TermsBlock(blocks.StructBlock):
    """Hard words explained."""

    heading = Heading()
    terms = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("word", blocks.CharBlock(max_length=60, label=_("Word"))),
                ("meaning", Rich(label=_("Meaning"))),
            ]
        ),
        label=_("Words"),
    )

    class Meta:
        icon = "glasses"
        label = _("Hard words")
        template = "cms/blocks/terms.html"


class IllustrationBlock(blocks.StructBlock):
    """One of the house's pictures between texts."""

    illustration = Picture(required=True)

    class Meta:
        icon = "image"
        label = _("Illustration")
        template = "cms/blocks/illustration.html"


class PhotoBlock(blocks.StructBlock):
    """A photo; it says in words what it shows, or that it only decorates."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "cms/blocks/photo.html"


class DownloadBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(max_length=160, required=False, label=_("What it is for"))

    class Meta:
        icon = "download"
        label = _("File")
        template = "cms/blocks/download.html"


class ActionsBlock(blocks.StructBlock):
    """The one thing to do, and what else one may."""

    main = LinkBlock(label=_("Button"))
    others = blocks.ListBlock(LinkBlock(), default=[], label=_("Other links"))
    note = blocks.CharBlock(max_length=200, required=False, label=_("Note"))

    class Meta:
        icon = "tick"
        label = _("What to do")
        template = "cms/blocks/actions.html"


class PlacesBlock(blocks.StructBlock):
    """The municipalities, each a way to its job coach."""

    page = blocks.PageChooserBlock("cms.ContactPage", label=_("Contact page"))

    class Meta:
        icon = "site"
        label = _("Municipalities")
        template = "cms/blocks/places.html"

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        return context | {"places": places_now()}
