"""Feedback in the editors' admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from cms.models import Feedback


class FeedbackViewSet(ModelViewSet):
    """What readers could not use: the nearest day to answer first."""

    model = Feedback
    icon = "comment"
    menu_label = _("Accessibility feedback")
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
