"""The public site with its starting content."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction


class LoadedError(Exception):
    """Ends the transaction that the site was loaded in."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Load every page, once for the tests of a module; afterwards it was not there."""
    with django_db_blocker.unblock():
        cache.clear()
        try:
            with transaction.atomic():
                call_command("load_site")
                yield
                raise LoadedError  # noqa: TRY301 - the way to roll back
        except LoadedError:
            cache.clear()


@pytest.fixture
def see(client, db):
    """Open an address of the site and return its parsed page: ``see("/")``."""

    def open_page(address, status=200):
        response = client.get(address)
        assert response.status_code == status, address
        return BeautifulSoup(response.content, "html.parser")

    return open_page
