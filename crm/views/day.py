"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class Day(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class Week(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

