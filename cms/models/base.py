"""What every page of the public site has: a head, a check, its easy version."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
    PublishingPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.figures import keys_in
from cms.frame import frame_of
from cms.illustrations import CHOICES
from cms.searching import plain_text_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class SitePageQuerySet(PageQuerySet):
    """Questions about pages as readers and editors ask them."""

    def easy_versions_of(self, page: Page) -> Any:
        """Keep the live pages that say the same in easy language."""
        return self.live().filter(selko_of__translation_key=page.translation_key)

    def late(self, day: Any = None) -> Any:
        """Keep the pages that should have been checked again by the day."""
        return self.filter(review_by__lt=day or timezone.localdate())


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


class SitePage(Page):
    """A page of the employers' site; never made itself, only its kinds."""

    class Audience(models.TextChoices):
        EMPLOYER = "employer", _("Employers")
        CLIENT = "client", _("People looking for work")
        AUTHORITY = "authority", _("Authorities")

    heading = models.CharField(
        _("heading"),
        max_length=160,
        blank=True,
        help_text=_(
            "Only if it differs from the title. A long word may break at a bar: "
            "work|place."
        ),
    )
    short_title = models.CharField(
        _("short title"),
        max_length=40,
        blank=True,
        help_text=_("For the menu and the footer, if the title is long."),
    )
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences that answer first.")
    )
    illustration = models.CharField(
        _("illustration"), max_length=12, blank=True, choices=CHOICES
    )
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience, default=Audience.EMPLOYER
    )
    selko_of = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("easy version of"),
        help_text=_("If this page is in easy language: the page that it explains."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody compared the page with its sources."),
    )
    review_by = models.DateField(
        _("check again by"),
        null=True,
        blank=True,
        help_text=_("After this day readers see that the check is late."),
    )
    sources = RichTextField(_("sources"), blank=True, features=["link"])
    plain_text = models.TextField(editable=False, blank=True)

    #: In which column of the footer links to it stand; "" for none.
    footer_column: ClassVar[str] = "guide"
    #: Whether a form of its own is on it, so that no two readers get the same page.
    has_form: ClassVar[bool] = False
    #: Whether the call to ask for a visit ends the page.
    calls: ClassVar[bool] = True

    objects = SitePageManager()

    is_creatable = False
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("illustration"),
    ]
    promote_panels: ClassVar = [
        *Page.promote_panels,
        FieldPanel("short_title"),
        MultiFieldPanel(
            [FieldPanel("audience"), PageChooserPanel("selko_of", "cms.SitePage")],
            heading=_("Readers"),
        ),
    ]
    settings_panels: ClassVar = [
        PublishingPanel(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_by")]),
                FieldPanel("sources"),
            ],
            heading=_("Check"),
        ),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.FilterField("audience"),
        index.FilterField("selko_of"),
    ]

    class Meta:
        verbose_name = _("page of the site")

    def clean(self) -> None:
        super().clean()
        if self.selko_of_id and self.selko_of_id == self.pk:
            raise ValidationError(
                {"selko_of": _("A page is not the easy version of itself.")}
            )
        if keys_in(self.lead):
            words = _("Figures work in running text only: write the lead without.")
            raise ValidationError({"lead": words})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.plain_text = plain_text_of(self)
        super().save(*args, **kwargs)

    @property
    def menu_title(self) -> str:
        """The title as menus have it."""
        return str(self.short_title or self.title)

    @property
    def is_easy(self) -> bool:
        """Whether the page is in easy language."""
        return self.selko_of_id is not None

    @property
    def check_is_late(self) -> bool:
        """Whether the page should have been checked again by today."""
        return self.review_by is not None and self.review_by < timezone.localdate()

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        return context | frame_of(request, self)

    def structured_data(self, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what machines read of the page, as schema.org tells it."""
        return []
