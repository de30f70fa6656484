"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class MergePreview(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class MergeUndo(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

