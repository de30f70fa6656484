"""What has an order: the seam of steps, and the answers that come first."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.text import Choice, Heading, LinkBlock, Picture, Rich


class BriefBlock(blocks.StructBlock):
    """Two to four lines that answer first."""

    heading = Heading(required=False)
    lines = blocks.ListBlock(
        Rich(label=_("Line")), min_num=2, max_num=4, label=_("Lines")
    )

    class Meta:
        icon = "list-ol"
        label = _("In brief")
        template = "cms/blocks/brief.html"


class PartBlock(blocks.StructBlock):
    """Who does what in a step."""

    who = blocks.CharBlock(max_length=60, label=_("Who"))
    does = Rich(label=_("Does"))


class StepBlock(blocks.StructBlock):
    """One step of the seam."""

    title = Heading()
    text = Rich(features=["bold", "italic", "link", "ul"], label=_("Text"))
    state = Choice(
        choices=[
            ("gate", _("Gate: must come first")),
            ("done", _("Done: solid thread")),
        ],
        required=False,
        label=_("Kind"),
    )
    parts = blocks.ListBlock(PartBlock(), default=[], label=_("Who does what"))
    links = blocks.ListBlock(LinkBlock(), default=[], label=_("Links"))
    illustration = Picture()


class StepsBlock(blocks.StructBlock):
    """Steps on one thread."""

    heading = Heading(required=False)
    layout = Choice(
        choices=[
            ("column", _("One below another")),
            ("row", _("Side by side on a wide screen")),
            ("pictures", _("With pictures")),
            ("small", _("Small, for the margin")),
        ],
        default="column",
        label=_("Layout"),
    )
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("Steps"))

    class Meta:
        icon = "order"
        label = _("Steps")
        template = "cms/blocks/steps.html"
