"""Stub: being built."""
from django.views.generic import TemplateView
from crm.views.base import StaffMixin


class PlanStep(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class ImposeBan(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class OpenWork(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class LiftBan(StaffMixin, TemplateView):
    template_name = "crm/stub.html"


class EmployerTransition(StaffMixin, TemplateView):
    template_name = "crm/stub.html"

