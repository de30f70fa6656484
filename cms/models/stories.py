"""Examples and stories: whose they are, and until when they may be told."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks import ExamplesBlock
from cms.examples import Card, Choosing, real_cards, written_card
from cms.fields import BlocksField
from cms.models.base import SitePage
from cms.models.pages import ArticlePage


class ExamplesPage(ArticlePage):
    """Example jobs, agreed or invented: anonymous, narrowed where enough are left."""

    examples = BlocksField(ExamplesBlock(), blank=True, verbose_name=_("examples"))

    footer_column = "more"
    max_count_per_parent = 1
    content_panels: ClassVar = [
        *SitePage.content_panels,
        FieldPanel(
            "examples",
            help_text=_(
                "Invented examples. Agreed jobs come above them by themselves, while "
                "their employer allows it: coaches publish them on the job's page."
            ),
        ),
        FieldPanel("body"),
        FieldPanel("aside"),
    ]
    search_fields: ClassVar = [
        *ArticlePage.search_fields,
        index.SearchField("examples"),
    ]
    template = "cms/examples.html"

    class Meta:
        verbose_name = _("page of examples")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        choosing = Choosing(self.cards(), request.GET.dict())
        cards = choosing.left()
        own = {"has_real": any(card.is_real for card in cards)}
        return context | own | {"choosing": choosing, "cards": cards}

    def cards(self) -> list[Card]:
        """Return the examples: agreed jobs first, then the editors' own.

        The words of a job are not easy language, so an easy page goes without.
        """
        written = [written_card(block.value) for block in self.examples]
        return written if self.is_easy else [*real_cards(), *written]


class StoriesPage(ArticlePage):
    """The stories, newest first."""

    footer_column = "more"
    subpage_types: ClassVar[list[str]] = ["cms.StoryPage"]
    max_count_per_parent = 1
    template = "cms/stories.html"

    class Meta:
        verbose_name = _("page of stories")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        told = StoryPage.objects.child_of(self).live().order_by("-first_published_at")
        return context | {"stories": [story for story in told if story.may_be_told]}


class StoryPage(ArticlePage):
    """One workplace's story, with the record of who allowed it and until when."""

    is_invented = models.BooleanField(
        _("invented"), default=False, help_text=_("The page says so to the reader.")
    )
    consent_by = models.CharField(_("allowed by"), max_length=120, blank=True)
    consent_given_on = models.DateField(_("allowed on"), null=True, blank=True)
    consent_until = models.DateField(
        _("allowed until"),
        null=True,
        blank=True,
        help_text=_("After this day the story is no longer shown."),
    )

    footer_column = ""
    parent_page_types: ClassVar = ["cms.StoriesPage"]
    content_panels: ClassVar = [
        *ArticlePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("is_invented"),
                FieldPanel("consent_by"),
                FieldRowPanel(
                    [FieldPanel("consent_given_on"), FieldPanel("consent_until")]
                ),
            ],
            heading=_("Permission"),
        ),
    ]
    template = "cms/story.html"

    class Meta:
        verbose_name = _("story")
        constraints = (
            models.CheckConstraint(
                name="story_invented_or_allowed",
                condition=models.Q(is_invented=True)
                | (~models.Q(consent_by="") & models.Q(consent_until__isnull=False)),
                violation_error_message=_(
                    "Say who allowed the story and until when, or that it is invented."
                ),
            ),
        )

    def clean(self) -> None:
        super().clean()
        if not self.is_invented and not (self.consent_by and self.consent_until):
            words = _(
                "Say who allowed the story and until when, or that it is invented."
            )
            raise ValidationError({"consent_by": words})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.expire_at = self.last_moment()
        super().save(*args, **kwargs)

    def last_moment(self) -> datetime | None:
        """Return when Wagtail unpublishes the story: after the last day allowed."""
        if self.is_invented or self.consent_until is None:
            return None
        after = self.consent_until + timedelta(days=1)
        return datetime.combine(after, time(), timezone.get_current_timezone())

    @property
    def may_be_told(self) -> bool:
        """Whether the permission holds today."""
        until = self.consent_until
        allowed = until is not None and until >= timezone.localdate()
        return self.is_invented or allowed

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.may_be_told:
            raise Http404
        return super().serve(request, *args, **kwargs)
