"""Finnish until somebody chooses."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def finnish(settings):
    settings.LANGUAGE_CODE = "fi"


@pytest.mark.django_db
@pytest.mark.usefixtures("finnish")
def test_language_is_finnish_whatever_the_browser_asks_for():
    response = Client(headers={"Accept-Language": "en"}).get(reverse("account_login"))

    assert response.headers["Content-Language"] == "fi"


@pytest.mark.django_db
@pytest.mark.usefixtures("finnish")
def test_chosen_language_stays(client):
    client.post(reverse("set_language"), {"language": "sv"})

    response = client.get(reverse("account_login"))

    assert response.headers["Content-Language"] == "sv"


@pytest.mark.django_db
@pytest.mark.usefixtures("finnish")
def test_unknown_language_is_ignored(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"

    response = client.get(reverse("account_login"))

    assert response.headers["Content-Language"] == "fi"
