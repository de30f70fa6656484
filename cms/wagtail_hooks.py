"""What the site adds to Wagtail: feedback, reports, figures, kept pages, easy help."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from cms.figure_picker import add_feature, figure_list
from cms.models import Feedback
from cms.page_cache import may_keep, serve_kept
from cms.readability import hard_parts
from cms.reports import (
    DoubtfulFigures,
    LatePages,
    UndescribedPictures,
    UntranslatedPages,
)
from cms.start import Waiting


class FeedbackViewSet(ModelViewSet):
    """What readers could not use: the nearest day to answer first."""

    model = Feedback
    icon = "comment"
    menu_label = _("Feedback")
    menu_order = 260
    add_to_admin_menu = True
    ordering = ("answered_on", "answer_by")
    list_display = ("what", "where", "received_on", "answer_by", "answered_on")
    list_filter = ("answered_on",)
    inspect_view_enabled = True
    panels = (
        FieldPanel("where", read_only=True),
        FieldPanel("what", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("answer_by", read_only=True),
        FieldPanel("answer"),
        FieldPanel("answered_on"),
    )


hooks.register("register_admin_viewset", FeedbackViewSet)

#: Each report with the slug of its addresses and the order of its menu item.
REPORTS = (
    (LatePages, "late-pages", 10),
    (DoubtfulFigures, "figures-to-check", 20),
    (UntranslatedPages, "missing-translations", 30),
    (UndescribedPictures, "undescribed-pictures", 40),
)


def report_urls() -> list[URLPattern]:
    """Return the addresses of the reports and of their results alone."""
    return [
        address
        for view, slug, _order in REPORTS
        for address in (
            path(f"reports/{slug}/", view.as_view(), name=view.index_url_name),
            path(
                f"reports/{slug}/results/",
                view.as_view(results_only=True),
                name=view.index_results_url_name,
            ),
        )
    ]


def tell_what_waits(_request: Any, panels: list[Any]) -> None:
    """Begin an editor's day with what the reports have found."""
    panels.append(Waiting([view for view, _slug, _order in REPORTS]))


def figure_urls() -> list[URLPattern]:
    """Return the address of what the editor's button for figures lists."""
    return [path("figures/all/", figure_list, name="figure_list")]


def report_item(view: Any, slug: str, order: int) -> MenuItem:
    """Return the menu item of a report."""
    return MenuItem(
        view.page_title,
        reverse(view.index_url_name),
        name=slug,
        icon_name=view.header_icon,
        order=order,
    )


for report in REPORTS:
    hooks.register("register_reports_menu_item", partial(report_item, *report))


def keep_pages(serve: Any) -> Any:
    """Serve anonymous readers the page that is kept."""

    def kept(page: Any, request: Any, args: Any, kwargs: Any) -> Any:
        if not may_keep(page, request):
            return serve(page, request, args, kwargs)
        return serve_kept(request, lambda: serve(page, request, args, kwargs))

    return kept


def look_at_easy_text(request: Any, page: Any) -> None:
    """Tell the editor of a page in easy language what is long; nothing is refused."""
    if not getattr(page, "is_easy", False):
        return
    if hard := hard_parts(page):
        words = gettext("Long for easy language: %(parts)s")
        messages.warning(request, words % {"parts": ", ".join(hard)})


hooks.register("register_admin_urls", report_urls)
hooks.register("register_admin_urls", figure_urls)
hooks.register("register_rich_text_features", add_feature)
hooks.register("construct_homepage_panels", tell_what_waits)
hooks.register("on_serve_page", keep_pages)
hooks.register("after_create_page", look_at_easy_text)
hooks.register("after_edit_page", look_at_easy_text)
