"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class ImportList(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImportDetail(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImportMap(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImportApply(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImportUndo(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImportBadRows(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImportRowDecision(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

