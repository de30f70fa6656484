"""How people come in: no sign-up, an account is made by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet


class AccountAdapter(DefaultAccountAdapter):
    """Closes the public sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class RoleBackend(ModelBackend):
    """Gives what one's roles give: nobody has permissions of their own (crm/roles.py).

    The table of personal permissions is not asked, which saves a query a page.
    """

    def _get_user_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        return Permission.objects.none()
