"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class EmployerList(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class EmployerExport(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class EmployerBulk(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

