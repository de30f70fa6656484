"""The project and its kernel."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    """Keeps the groups equal to the roles table."""

    name = "crm"
    verbose_name = _("kernel")

    def ready(self) -> None:
        from crm.roles import roles_follow_code  # noqa: PLC0415 - needs the app registry

        post_migrate.connect(roles_follow_code, dispatch_uid="sync_roles")
