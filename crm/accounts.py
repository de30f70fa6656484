"""How people come in: no sign-up, an account is made by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Closes the public sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
