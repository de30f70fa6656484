"""What a tailored job looks like: piles before, the job and its week after."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.text import Choice, Heading, LinkBlock, Picture


class TaskBlock(blocks.StructBlock):
    """A task in a pile."""

    task = blocks.CharBlock(max_length=80, label=_("Task"))
    amount = blocks.CharBlock(max_length=30, required=False, label=_("How long"))
    note = blocks.CharBlock(max_length=80, required=False, label=_("Note"))


class PileBlock(blocks.StructBlock):
    """A pile of tasks."""

    kind = Choice(
        choices=[
            ("core", _("Stays with the trained staff")),
            ("move", _("Moves to the new job")),
            ("not", _("Does not suit this job")),
        ],
        label=_("Pile"),
    )
    title = Heading()
    tasks = blocks.ListBlock(TaskBlock(), label=_("Tasks"))
    total = blocks.CharBlock(max_length=40, required=False, label=_("Sum"))
    total_label = blocks.CharBlock(
        max_length=40, required=False, label=_("Name of the sum")
    )
    note = blocks.TextBlock(required=False, label=_("Note"))


class PilesBlock(blocks.StructBlock):
    """Before: tasks in three piles."""

    piles = blocks.ListBlock(PileBlock(), min_num=2, max_num=3, label=_("Piles"))

    class Meta:
        icon = "duplicate"
        label = _("Three piles")
        template = "cms/blocks/piles.html"


class GainBlock(blocks.StructBlock):
    """What was won, in one number each."""

    gains = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("value", blocks.CharBlock(max_length=12, label=_("Value"))),
                ("text", blocks.CharBlock(max_length=80, label=_("Text"))),
            ]
        ),
        max_num=4,
        label=_("Gains"),
    )

    class Meta:
        icon = "success"
        label = _("What was won")
        template = "cms/blocks/gain.html"


class StretchBlock(blocks.StructBlock):
    """A stretch of a day's work, as long as its quarters of an hour."""

    words = blocks.CharBlock(max_length=30, label=_("Words"))
    colour = Choice(
        choices=[(letter, letter.upper()) for letter in "abcde"], label=_("Colour")
    )
    quarters = Choice(
        choices=[("1", "15 min"), ("3", "45 min"), ("4", "60 min")], label=_("Length")
    )


class JobWeekBlock(blocks.StructBlock):
    """After: the job on a card, and its week."""

    title = Heading()
    facts = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("name", blocks.CharBlock(max_length=40, label=_("Name"))),
                ("value", blocks.CharBlock(max_length=80, label=_("Value"))),
            ]
        ),
        label=_("Facts"),
    )
    note = blocks.CharBlock(max_length=160, required=False, label=_("Note"))
    days = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("day", blocks.CharBlock(max_length=4, label=_("Day"))),
                ("stretches", blocks.ListBlock(StretchBlock(), label=_("Stretches"))),
            ]
        ),
        label=_("Days"),
    )
    in_words = blocks.TextBlock(label=_("The same in words"))

    class Meta:
        icon = "calendar-alt"
        label = _("Job and its week")
        template = "cms/blocks/job_week.html"


class CardBlock(blocks.StructBlock):
    """An example job."""

    illustration = Picture()
    title = Heading()
    text = blocks.CharBlock(max_length=200, label=_("Text"))
    facts = blocks.ListBlock(
        blocks.CharBlock(max_length=60), max_num=3, label=_("Facts")
    )


class ExampleBlock(CardBlock):
    """An example job with its field of work."""

    FIELDS = [
        ("food", _("Food and bakery")),
        ("shop", _("Shop")),
        ("stock", _("Stock and packing")),
        ("cleaning", _("Laundry and cleaning")),
        ("garden", _("Yard and building")),
        ("office", _("Office")),
        ("care", _("Care and day care")),
    ]

    field = Choice(choices=FIELDS, label=_("Field of work"))
    hours = blocks.IntegerBlock(
        min_value=1, max_value=40, required=False, label=_("Hours a week")
    )


class ExamplesBlock(blocks.StreamBlock):
    """The example jobs of their page."""

    FIELDS = ExampleBlock.FIELDS

    example = ExampleBlock(icon="thumbtack", label=_("Example"))


class CardsBlock(blocks.StructBlock):
    """Example jobs written by hand, each evidently an example."""

    cards = blocks.ListBlock(CardBlock(), label=_("Cards"))
    links = blocks.ListBlock(LinkBlock(), default=[], label=_("Links"))

    class Meta:
        icon = "thumbtack"
        label = _("Cards")
        template = "cms/blocks/cards.html"


class SheetValue(blocks.StructValue):
    """A sheet, and the rows that a pen fills."""

    def empty_rows(self) -> range:
        return range(self["rows"])


class SheetBlock(blocks.StructBlock):
    """A sheet to print and fill in by pen."""

    caption = blocks.CharBlock(max_length=120, label=_("Caption for screen readers"))
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=40), min_num=2, max_num=5, label=_("Columns")
    )
    sample = blocks.ListBlock(
        blocks.CharBlock(max_length=60, required=False), label=_("Row filled in")
    )
    rows = blocks.IntegerBlock(
        min_value=3, max_value=20, default=9, label=_("Empty rows on paper")
    )
    note = blocks.CharBlock(max_length=200, required=False, label=_("Note"))

    class Meta:
        icon = "form"
        label = _("Sheet to print")
        template = "cms/blocks/sheet.html"
        value_class = SheetValue
