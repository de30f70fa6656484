"""Pages and settings of the public site."""

from cms.models.asking import VisitRequestPage
from cms.models.base import SitePage
from cms.models.duties import AccessibilityPage, ContactPage
from cms.models.feedback import Feedback
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
from cms.models.stopping import StopPage
from cms.models.stories import ExamplesPage, StoriesPage, StoryPage
from cms.models.tools import ChooserPage, EarningsPage, EstimatorPage

__all__ = [
    "AccessibilityPage",
    "ChooserPage",
    "ComparisonPage",
    "ContactPage",
    "EarningsPage",
    "EasyIndexPage",
    "EstimatorPage",
    "ExamplesPage",
    "FaqPage",
    "Feedback",
    "GuidancePage",
    "HomePage",
    "PlainPage",
    "PrivacyPage",
    "SitePage",
    "SiteSettings",
    "StopPage",
    "StoriesPage",
    "StoryPage",
    "VisitRequestPage",
]
