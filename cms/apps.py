"""The public site, and how Wagtail keeps our users."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    """Public and guidance pages."""

    name = "cms"
    default = True
    verbose_name = _("public site")

    def ready(self) -> None:
        """Forget kept pages whenever something that they show is saved or deleted."""
        from cms.page_cache import forget_changed  # noqa: PLC0415 - needs the models

        post_save.connect(forget_changed)
        post_delete.connect(forget_changed)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, in our forms; its groups are our roles and come from code."""

    user_viewset = "cms.users.UserViewSet"
    group_viewset = "cms.users.NoGroupViewSet"
