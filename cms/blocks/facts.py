"""Figures, notices, shares and tables."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.text import Choice, Heading, Rich
from crm.models import Parameter

#: Columns of a comparison or a table, the one of the questions not counted.
MOST_COLUMNS = 5


def figure_choices() -> list[tuple[str, str]]:
    """Return every figure's key with the name of its newest row."""
    rows = Parameter.objects.order_by("valid_from").values_list("key", "name")
    return sorted(dict(rows).items(), key=lambda row: row[1])


class FigureKey(blocks.FieldBlock):
    """Which figure: chosen by name, stored by key; asks the names only in a form."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(choices=figure_choices)
        super().__init__(**kwargs)


class FigureBlock(blocks.StructBlock):
    """One figure with its name, source and the day of its check."""

    label = blocks.CharBlock(max_length=120, label=_("Name"))
    key = FigureKey(label=_("Figure"))
    before = blocks.CharBlock(
        max_length=30, required=False, label=_("Word before it, as: at most")
    )


class FiguresBlock(blocks.StructBlock):
    """Dated figures: chosen, never typed."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"))

    class Meta:
        icon = "calendar-check"
        label = _("Figures")
        template = "cms/blocks/figures.html"


class NoticeValue(blocks.StructValue):
    """A notice, and whether it is its time."""

    def is_shown(self) -> bool:
        today = timezone.localdate()
        begins, ends = self["begins"], self["ends"]
        return (begins is None or begins <= today) and (ends is None or today <= ends)


class NoticeBlock(blocks.StructBlock):
    """Something to mind: shown between its days, for its area."""

    kind = Choice(
        choices=[
            ("info", _("Information")),
            ("check", _("Uncertain or late")),
            ("stop", _("Costs money if missed")),
        ],
        default="info",
        label=_("Kind"),
    )
    title = Heading()
    text = Rich(label=_("Text"))
    area = blocks.CharBlock(max_length=80, required=False, label=_("Area it is about"))
    begins = blocks.DateBlock(required=False, label=_("Shown from"))
    ends = blocks.DateBlock(required=False, label=_("Shown until"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "cms/blocks/notice.html"
        value_class = NoticeValue


class ShareBlock(blocks.StructBlock):
    """Who pays what of a wage, drawn as one bar; the percentage is a figure."""

    key = FigureKey(label=_("Percentage"))
    aid = blocks.CharBlock(max_length=40, label=_("Name of the support"))
    own = blocks.CharBlock(max_length=40, label=_("Name of the rest"))
    more = blocks.CharBlock(max_length=60, label=_("What comes on top"))

    class Meta:
        icon = "view"
        label = _("Who pays what")
        template = "cms/blocks/share.html"


class RowBlock(blocks.StructBlock):
    """One row: what it is about, and a cell for each column."""

    title = Heading()
    cells = blocks.ListBlock(
        Rich(label=_("Cell")), max_num=MOST_COLUMNS, label=_("Cells")
    )


class TableBlock(blocks.StructBlock):
    """Rows with headings; a cell for each column."""

    caption = blocks.CharBlock(max_length=160, label=_("Caption for screen readers"))
    corner = blocks.CharBlock(
        max_length=60, required=False, label=_("Heading of the first column")
    )
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=60),
        min_num=1,
        max_num=MOST_COLUMNS,
        label=_("Columns"),
    )
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wanted = len(cleaned["columns"])
        if any(len(row["cells"]) != wanted for row in cleaned["rows"]):
            error = ValidationError(_("Each row needs a cell for each column."))
            raise StructBlockValidationError(block_errors={"rows": error})
        return cleaned


class ComparisonBlock(TableBlock):
    """Forms side by side; question cards on a phone. The last one is the goal."""

    class Meta:
        icon = "grip"
        label = _("Comparison")
        template = "cms/blocks/comparison.html"
