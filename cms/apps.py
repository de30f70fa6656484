"""The public site, and how Wagtail keeps our users."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    """Public and guidance pages."""

    name = "cms"
    default = True
    verbose_name = _("public site")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, in our forms; its groups are our roles and come from code."""

    user_viewset = "cms.users.UserViewSet"
    group_viewset = "cms.users.NoGroupViewSet"
