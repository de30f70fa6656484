"""Who must have a second factor, and what happens until they do."""

from allauth.account.internal.flows.login import record_authentication
from django.test import Client
from django.urls import reverse

SET_UP = "mfa_activate_totp"


def test_demanding_role_is_sent_to_set_up_a_second_factor(coach_client, settings):
    settings.SECOND_FACTOR_ROLES = ["coach"]

    response = coach_client.get(reverse("day"))

    assert (response.status_code, response.url) == (302, reverse(SET_UP))


def test_who_may_do_everything_is_sent_as_well(manager, manager_client, settings):
    settings.SECOND_FACTOR_ROLES = ["coach"]
    manager.is_superuser = True
    manager.save()

    response = manager_client.get(reverse("day"))

    assert (response.status_code, response.url) == (302, reverse(SET_UP))


def test_wagtail_asks_for_the_same_second_factor(editor_client, settings):
    settings.SECOND_FACTOR_ROLES = ["editor"]

    response = editor_client.get(reverse("wagtailadmin_home"))

    assert (response.status_code, response.url) == (302, reverse(SET_UP))


def test_other_roles_pass_without(coach_client, settings):
    settings.SECOND_FACTOR_ROLES = ["manager"]

    assert coach_client.get(reverse("day")).status_code == 200


def test_demo_asks_nobody(coach_client, settings):
    assert settings.SECOND_FACTOR_ROLES == []
    assert coach_client.get(reverse("day")).status_code == 200


def test_session_with_a_second_factor_passes(coach, rf, settings):
    settings.SECOND_FACTOR_ROLES = ["coach"]
    client = Client()
    client.force_login(coach, "crm.accounts.RoleBackend")
    request = rf.get("/")
    request.session = client.session
    record_authentication(request, coach, "password")
    record_authentication(request, coach, "mfa", type="totp")
    request.session.save()

    assert client.get(reverse("day")).status_code == 200


def test_the_way_to_set_it_up_stays_open(coach_client, settings):
    settings.SECOND_FACTOR_ROLES = ["coach"]

    response = coach_client.get(reverse("account_logout"))

    assert response.status_code == 200


def test_nobody_signs_up_by_themselves(client, db):
    response = client.get(reverse("account_signup"))

    assert "form" not in (response.context or {})
