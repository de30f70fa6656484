"""Pages that show who answers, and the duties of a public site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from cms.feedback_form import FeedbackForm
from cms.models.pages import ArticlePage
from employers.local_coaches import contacts


class ContactPage(ArticlePage):
    """Whom to call in each municipality, as the staff list has it today."""

    footer_column = "contact"
    calls = False
    template = "cms/contact.html"

    class Meta:
        verbose_name = _("contacts by municipality")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context = super().get_context(request, *args, **kwargs)
        return context | {"contacts": contacts()}


class AccessibilityPage(ArticlePage):
    """The accessibility statement (law 306/2019, section 9)."""

    class Conformance(models.TextChoices):
        FULL = "full", _("meets the requirements")
        PARTIAL = "partial", _("meets the requirements in part")
        NONE = "none", _("does not meet the requirements")

    conformance = models.CharField(
        _("conformance"),
        max_length=8,
        choices=Conformance,
        default=Conformance.PARTIAL,
    )
    shortcomings = RichTextField(
        _("known shortcomings"), blank=True, features=["ul", "link"]
    )
    other_way = RichTextField(
        _("another way to the same information"), blank=True, features=["link"]
    )
    drawn_up_on = models.DateField(_("drawn up on"), null=True, blank=True)
    assessor = models.CharField(_("assessed by"), max_length=120, blank=True)
    method = models.CharField(_("method"), max_length=200, blank=True)
    supervisor = RichTextField(
        _("supervising authority"), blank=True, features=["link"]
    )

    footer_column = "contact"
    has_form = True
    calls = False
    content_panels: ClassVar = [
        *ArticlePage.content_panels[:-2],
        FieldPanel("conformance"),
        FieldPanel("shortcomings"),
        FieldPanel("other_way"),
        FieldPanel("supervisor"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("drawn_up_on"), FieldPanel("assessor")]),
                FieldPanel("method"),
            ],
            heading=_("How it was assessed"),
        ),
    ]
    template = "cms/accessibility.html"

    class Meta:
        verbose_name = _("accessibility statement")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the statement with its form; keep the feedback that is sent."""
        if request.method != "POST":
            return self.show(request, FeedbackForm(request=request))
        form = FeedbackForm(request.POST, request=request)
        if not form.is_valid():
            return self.show(request, form, status=422)
        form.save()
        return redirect(f"{self.get_url(request)}?sent=1#feedback")

    def show(self, request: Any, form: FeedbackForm, status: int = 200) -> HttpResponse:
        own = {"form": form, "is_sent": "sent" in request.GET}
        context = self.get_context(request) | own
        return TemplateResponse(request, self.template, context, status=status)
