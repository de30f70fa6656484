"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class EmployerCreate(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class EmployerEdit(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class Duplicates(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class RegisterLookup(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

