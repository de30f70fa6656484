"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class WorkplaceCreate(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class WorkplaceEdit(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class PersonCreate(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class PersonEdit(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class PersonLeave(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

