"""What pages are made of; the CSS block of each is named in blocks.css."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.examples import (
    CardsBlock,
    ExamplesBlock,
    GainBlock,
    JobWeekBlock,
    PilesBlock,
    SheetBlock,
)
from cms.blocks.facts import (
    ComparisonBlock,
    FiguresBlock,
    NoticeBlock,
    ShareBlock,
    TableBlock,
)
from cms.blocks.steps import BriefBlock, StepsBlock
from cms.blocks.text import Heading, LinkBlock, Picture, ProseBlock, Rich
from cms.blocks.voices import (
    ActionsBlock,
    DownloadBlock,
    FactsBlock,
    IllustrationBlock,
    PhotoBlock,
    PlacesBlock,
    QuestionsBlock,
    QuoteBlock,
    TermsBlock,
)

__all__ = [
    "AsideBlock",
    "BodyBlock",
    "ExamplesBlock",
    "GroupsBlock",
    "OneComparisonBlock",
    "SectionsBlock",
]


class BodyBlock(blocks.StreamBlock):
    """The text column of an article."""

    prose = ProseBlock()
    brief = BriefBlock()
    steps = StepsBlock()
    figures = FiguresBlock()
    notice = NoticeBlock()
    share = ShareBlock()
    table = TableBlock()
    questions = QuestionsBlock()
    quote = QuoteBlock()
    terms = TermsBlock()
    illustration = IllustrationBlock()
    photo = PhotoBlock()
    download = DownloadBlock()
    actions = ActionsBlock()

    class Meta:
        template = "cms/blocks/stream.html"


class AsideBlock(blocks.StreamBlock):
    """The margin of an article."""

    facts = FactsBlock()
    steps = StepsBlock()

    class Meta:
        template = "cms/blocks/stream.html"


class SectionContentBlock(BodyBlock):
    """What a full-width section holds."""

    comparison = ComparisonBlock()
    piles = PilesBlock()
    gain = GainBlock()
    job_week = JobWeekBlock()
    cards = CardsBlock()
    sheet = SheetBlock()
    places = PlacesBlock()


class GroupsBlock(blocks.StreamBlock):
    """Questions in groups."""

    questions = QuestionsBlock()

    class Meta:
        template = "cms/blocks/stream.html"


class OneComparisonBlock(blocks.StreamBlock):
    """The comparison of a comparison page."""

    comparison = ComparisonBlock()

    class Meta:
        template = "cms/blocks/stream.html"


class SectionBlock(blocks.StructBlock):
    """A full-width section; every other one lies on the darker ground."""

    eyebrow = blocks.CharBlock(max_length=80, required=False, label=_("Small heading"))
    heading = Heading()
    hidden = blocks.BooleanBlock(
        required=False, label=_("The heading is for screen readers only")
    )
    intro = Rich(required=False, label=_("Introduction"))
    illustration = Picture(label=_("Illustration beside it"))
    beside = blocks.BooleanBlock(
        required=False, label=_("Heading and content side by side")
    )
    content = SectionContentBlock(label=_("Content"))
    links = blocks.ListBlock(LinkBlock(), default=[], label=_("Links"))

    class Meta:
        icon = "placeholder"
        label = _("Section")
        template = "cms/blocks/section.html"


class SectionsBlock(blocks.StreamBlock):
    """Sections one below another."""

    section = SectionBlock()

    class Meta:
        template = "cms/blocks/sections.html"
