"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class PlanVisit(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class VisitDetail(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class VisitCorrect(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class VisitTransition(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

