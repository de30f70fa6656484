"""Signing in, the second factor, one's own sessions: allauth in our look."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.text


def sign_in(client, user, password=PASSWORD):
    return client.post(
        reverse("account_login"), {"login": user.email, "password": password}
    )


@pytest.fixture
def signed_in(client, coach):
    """Return a client that signed in by the form and has just proved it again."""
    sign_in(client, coach)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def second_factor(coach):
    TOTP.activate(coach, generate_totp_secret())
    RecoveryCodes.activate(coach)


def test_sign_in_leads_to_the_day(client, coach):
    answer = sign_in(client, coach)

    assert answer.url == reverse("day")


def test_wrong_password_is_told_without_saying_which_was_wrong(client, coach):
    answer = sign_in(client, coach, "nothing")

    page = BeautifulSoup(answer.content, "html.parser")
    assert heading(answer) == "Sign in"
    assert len(page.select(".notice[role=alert][data-focus] li")) == 1
    assert page.select_one("input[name=password]").get("placeholder") is None


def test_new_password_comes_by_a_link_in_the_mail(client, coach):
    asked = client.post(
        reverse("account_reset_password"), {"email": coach.email}, follow=True
    )
    path = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    new = {"password1": "a quiet pond at dawn", "password2": "a quiet pond at dawn"}

    saved = client.post(form.request["PATH_INFO"], new, follow=True)

    assert heading(asked) == "Look in your mail"
    assert heading(form) == "Choose a new password"
    assert heading(saved) == "The password is changed"
    assert sign_in(Client(), coach, new["password1"]).url == reverse("day")


def test_used_link_offers_a_new_one(client, db):
    answer = client.get(
        reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "x-y"})
    )

    assert heading(answer) == "The link is no longer good"


def test_forgotten_password_page_asks_for_the_address(client):
    answer = client.get(reverse("account_reset_password"))

    assert heading(answer) == "New password"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_change_password", "Password"),
        ("account_logout", "Sign out"),
        ("mfa_index", "Two-step sign-in"),
        ("mfa_activate_totp", "Start two-step sign-in"),
        ("usersessions_list", "Devices and sessions"),
    ],
)
def test_account_page_has_the_shell(signed_in, name, title):
    answer = signed_in.get(reverse(name))

    assert heading(answer) == title
    assert len(BeautifulSoup(answer.content, "html.parser").select("nav.nav")) == 1


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("mfa_index", "Two-step sign-in"),
        ("mfa_deactivate_totp", "Stop two-step sign-in"),
        ("mfa_view_recovery_codes", "Recovery codes"),
        ("mfa_generate_recovery_codes", "New recovery codes"),
    ],
)
def test_page_of_the_second_factor_shows(signed_in, second_factor, name, title):
    assert heading(signed_in.get(reverse(name))) == title


def test_second_factor_is_asked_after_the_password(client, coach, second_factor):
    answer = sign_in(client, coach)

    assert heading(client.get(answer.url)) == "One-time code"


def test_recovery_code_gets_in(client, coach, second_factor):
    codes = Authenticator.objects.get(user=coach, type="recovery_codes").wrap()
    sign_in(client, coach)

    answer = client.post(
        reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]}
    )

    assert answer.url == reverse("day")


@pytest.mark.parametrize("name", ["account_reauthenticate", "mfa_reauthenticate"])
def test_change_of_protection_asks_again_who_it_is(signed_in, second_factor, name):
    page = BeautifulSoup(signed_in.get(reverse(name)).content, "html.parser")

    assert page.h1.text == "Is it you?"
    assert len(page.select("main a.btn.quiet")) == 1


def test_other_sessions_can_be_ended(signed_in, coach):
    sign_in(Client(), coach)
    url = reverse("usersessions_list")
    before = BeautifulSoup(signed_in.get(url).content, "html.parser")

    after = BeautifulSoup(signed_in.post(url, follow=True).content, "html.parser")

    assert before.select_one(".count").text == "2"
    assert after.select_one(".count").text == "1"
    assert len(after.select(".rows .badge")) == 1


def test_page_that_only_the_package_has_uses_our_elements(signed_in):
    page = BeautifulSoup(signed_in.get(reverse("account_email")).content, "html.parser")

    assert len(page.select("form.form .field input.input")) >= 1
    assert len(page.select("button.btn.primary")) >= 1


def test_inactive_account_is_told(client):
    answer = client.get(reverse("account_inactive"))

    assert heading(answer).strip() == "Account Inactive"
