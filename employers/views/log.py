"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class LogContact(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class EmployerOptions(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

