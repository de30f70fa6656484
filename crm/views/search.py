"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class Search(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

