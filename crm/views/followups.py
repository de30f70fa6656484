"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class FollowUpList(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class FollowUpDetail(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class FollowUpOffer(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class FollowUpTransition(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

