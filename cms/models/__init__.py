"""Pages and settings of the public site."""

from cms.models.asking import VisitRequestPage
from cms.models.base import SitePage
from cms.models.duties import AccessibilityPage, ContactPage
from cms.models.pages import (
    ComparisonPage,
    EasyIndexPage,
    FaqPage,
    GuidancePage,
    HomePage,
    PlainPage,
    PrivacyPage,
)
from cms.models.site import SiteSettings

__all__ = [
    "AccessibilityPage",
    "ComparisonPage",
    "ContactPage",
    "EasyIndexPage",
    "FaqPage",
    "GuidancePage",
    "HomePage",
    "PlainPage",
    "PrivacyPage",
    "SitePage",
    "SiteSettings",
    "VisitRequestPage",
]
