"""What editors should look at: late checks, doubtful figures, what is missing."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import PageReportView, ReportView
from wagtail.images import get_image_model
from wagtail.permission_policies import ModelPermissionPolicy

from cms.figures import CHECK_AFTER
from cms.models import EasyIndexPage, SitePage
from crm.models import Parameter


class LatePages(PageReportView):
    """Live pages whose check is late, the latest first."""

    page_title = _("Late checks")
    header_icon = "calendar-check"
    index_url_name = "late_pages"
    index_results_url_name = "late_pages_results"
    model = SitePage
    any_permission_required = ["add", "change", "publish"]

    def get_queryset(self) -> QuerySet[SitePage]:
        pages: Any = SitePage.objects.live()
        late: QuerySet[SitePage] = pages.late().order_by("review_by", "path")
        return late


class UntranslatedPages(PageReportView):
    """Live pages of the site's own language that lack another one."""

    page_title = _("Missing translations")
    header_icon = "globe"
    index_url_name = "untranslated_pages"
    index_results_url_name = "untranslated_pages_results"
    model = SitePage
    any_permission_required = ["add", "change", "publish"]

    def get_queryset(self) -> QuerySet[SitePage]:
        pages: Any = SitePage.objects.live()
        own = pages.filter(locale__language_code=settings.SITE_LANGUAGE)
        whole = own.filter(selko_of__isnull=True).not_type(EasyIndexPage)
        others = [c for c, _name in settings.LANGUAGES if c != settings.SITE_LANGUAGE]
        lacking = Q(pk__in=[])
        for code in others:
            there = pages.filter(locale__language_code=code).values("translation_key")
            lacking |= ~Q(translation_key__in=there)
        found: QuerySet[SitePage] = whole.filter(lacking).order_by("path")
        return found


class DoubtfulFigures(ReportView):
    """Figures that hold today and are unconfirmed or late, or that have ended."""

    page_title = _("Figures to check")
    header_icon = "warning"
    index_url_name = "doubtful_figures"
    index_results_url_name = "doubtful_figures_results"
    model = Parameter
    permission_policy = ModelPermissionPolicy(Parameter)
    permission_required = "change"
    list_export = ["name", "key", "value", "valid_to", "check_by", "confirmed"]
    results_template_name = "cms/admin/figures.html"

    def get_queryset(self) -> QuerySet[Parameter]:
        today = timezone.localdate()
        late = Q(check_by__lt=today) | Q(
            check_by__isnull=True, checked_on__lt=today - CHECK_AFTER
        )
        rows = Parameter.objects.valid_on(today).filter(late | Q(confirmed=False))
        ended = Parameter.objects.exclude(
            key__in=Parameter.objects.valid_on(today).values("key")
        )
        return (rows | ended).order_by("name", "-valid_from")


class UndescribedPictures(ReportView):
    """Pictures that no words describe: a screen reader would read a file's name."""

    page_title = _("Pictures without a description")
    header_icon = "image"
    index_url_name = "undescribed_pictures"
    index_results_url_name = "undescribed_pictures_results"
    model = get_image_model()
    any_permission_required = ["add", "change"]
    list_export = ["title", "filename", "created_at", "uploaded_by_user"]
    results_template_name = "cms/admin/pictures.html"

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(description="")
        return rows.select_related("uploaded_by_user").order_by("title", "pk")
