"""The kinds of pages."""

from typing import Any, ClassVar

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.blocks import (
    AsideBlock,
    BodyBlock,
    GroupsBlock,
    OneComparisonBlock,
    SectionsBlock,
)
from cms.fields import BlocksField
from cms.figures import plain_figures
from cms.models.base import SitePage

SECTIONS = ["cms.EasyIndexPage"]
ARTICLES = [
    "cms.GuidancePage",
    "cms.ComparisonPage",
    "cms.FaqPage",
    "cms.PlainPage",
    "cms.ContactPage",
    "cms.AccessibilityPage",
    "cms.PrivacyPage",
    "cms.VisitRequestPage",
    "cms.StopPage",
    "cms.ExamplesPage",
    "cms.StoriesPage",
]


class HomePage(SitePage):
    """The front page for employers, one a language."""

    second_line = models.CharField(
        _("second line of the heading"), max_length=120, blank=True
    )
    note = models.CharField(_("note under the button"), max_length=160, blank=True)
    sections = BlocksField(SectionsBlock(), blank=True, verbose_name=_("sections"))

    footer_column = ""
    content_panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("heading"),
        FieldPanel("second_line"),
        FieldPanel("lead"),
        FieldPanel("note"),
        FieldPanel("illustration"),
        FieldPanel("sections"),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [*ARTICLES, *SECTIONS]
    search_fields: ClassVar = [*SitePage.search_fields, index.SearchField("sections")]
    template = "cms/home.html"

    class Meta:
        verbose_name = _("home page")


class ArticlePage(SitePage):
    """A text column with a margin beside it and full-width sections below it."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name=_("text"))
    aside = BlocksField(AsideBlock(), blank=True, verbose_name=_("margin"))
    sections = BlocksField(SectionsBlock(), blank=True, verbose_name=_("sections"))

    content_panels: ClassVar = [
        *SitePage.content_panels,
        FieldPanel("body"),
        FieldPanel("aside"),
        FieldPanel("sections"),
    ]
    parent_page_types: ClassVar = ["cms.HomePage", "cms.EasyIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [
        *SitePage.search_fields,
        index.SearchField("body"),
        index.SearchField("aside"),
        index.SearchField("sections"),
    ]

    class Meta:
        abstract = True


class GuidancePage(ArticlePage):
    """How something goes, what it costs, who decides."""

    subpage_types: ClassVar[list[str]] = ["cms.EarningsPage", "cms.EstimatorPage"]
    is_wide = models.BooleanField(
        _("wide column"),
        default=False,
        help_text=_("The margin stands below: for steps with pictures."),
    )

    content_panels: ClassVar = [
        *ArticlePage.content_panels,
        FieldPanel("is_wide"),
    ]

    template = "cms/article.html"

    class Meta:
        verbose_name = _("guidance page")


class ComparisonPage(ArticlePage):
    """Forms of work side by side."""

    subpage_types: ClassVar[list[str]] = ["cms.ChooserPage"]
    comparison = BlocksField(
        OneComparisonBlock(max_num=1), blank=True, verbose_name=_("comparison")
    )

    content_panels: ClassVar = [
        *SitePage.content_panels,
        FieldPanel("comparison"),
        FieldPanel("body"),
        FieldPanel("aside"),
        FieldPanel("sections"),
    ]
    search_fields: ClassVar = [
        *ArticlePage.search_fields,
        index.SearchField("comparison"),
    ]
    template = "cms/comparison.html"

    class Meta:
        verbose_name = _("comparison page")


class FaqPage(ArticlePage):
    """Questions under their headings."""

    questions = BlocksField(GroupsBlock(), blank=True, verbose_name=_("questions"))

    footer_column = "more"
    content_panels: ClassVar = [
        *SitePage.content_panels,
        FieldPanel("questions"),
        FieldPanel("body"),
        FieldPanel("aside"),
    ]
    search_fields: ClassVar = [
        *ArticlePage.search_fields,
        index.SearchField("questions"),
    ]
    template = "cms/faq.html"

    class Meta:
        verbose_name = _("page of questions")

    def structured_data(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        def plain(answer: Any) -> str:
            text = plain_figures(answer.source, context["figures"])
            return strip_tags(text).strip()

        questions = [
            {
                "@type": "Question",
                "name": row["question"],
                "acceptedAnswer": {"@type": "Answer", "text": plain(row["answer"])},
            }
            for group in self.questions
            for row in group.value["questions"]
        ]
        return [
            {
                "@context": "https://schema.org",
                "@type": "FAQPage",
                "mainEntity": questions,
            }
        ]


class PlainPage(ArticlePage):
    """Text without a call to action."""

    footer_column = "more"
    calls = False

    template = "cms/article.html"

    class Meta:
        verbose_name = _("plain page")


class PrivacyPage(ArticlePage):
    """What happens to the reader's data."""

    footer_column = "contact"
    calls = False

    template = "cms/article.html"

    class Meta:
        verbose_name = _("privacy notice")


class EasyIndexPage(ArticlePage):
    """The beginning of the pages in easy language."""

    footer_column = "more"
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ARTICLES
    max_count_per_parent = 1
    template = "cms/easy_index.html"

    class Meta:
        verbose_name = _("front page in easy language")

    @property
    def is_easy(self) -> bool:
        return True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        below = SitePage.objects.child_of(self).live().order_by("path")
        return context | {"below": list(below)}
