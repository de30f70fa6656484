"""Reference lists in the editors' admin: municipalities and dated figures."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from crm.models import Municipality, Parameter


class MunicipalityViewSet(ModelViewSet):
    """Municipalities by their national codes."""

    model = Municipality
    icon = "site"
    menu_label = _("Municipalities")
    ordering = ("name_fi",)
    list_display = ("name_fi", "name_sv", "code", "valid_from", "valid_to")
    list_filter = ("valid_to",)
    search_fields = ("name_fi", "name_sv", "code")
    search_backend_name = None
    inspect_view_enabled = True
    panels = (
        FieldRowPanel([FieldPanel("name_fi"), FieldPanel("name_sv")]),
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    )


class ParameterViewSet(ModelViewSet):
    """Dated figures, each with its source."""

    model = Parameter
    icon = "calendar-check"
    menu_label = _("Figures")
    ordering = ("key", "-valid_from")
    list_display = ("name", "value", "unit", "valid_from", "valid_to", "check_by")
    list_filter = ("unit", "confirmed", "check_by")
    search_fields = ("name", "key", "source")
    search_backend_name = None
    inspect_view_enabled = True
    panels = (
        FieldPanel("name"),
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldPanel("source_url"),
                FieldPanel("checked_on"),
                FieldPanel("check_by"),
                FieldPanel("confirmed"),
            ],
            heading=_("Source"),
        ),
    )


class ReferenceViewSetGroup(ModelViewSetGroup):
    """One menu for the lists that others refer to."""

    menu_label = _("Reference lists")
    menu_icon = "list-ul"
    menu_order = 250
    items = (ParameterViewSet, MunicipalityViewSet)


hooks.register("register_admin_viewset", ReferenceViewSetGroup)
