"""The public front page and the editors' admin: who gets in, what may be changed."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cms.models import HomePage
from crm.models import Municipality, Parameter, User
from tests.conftest import client_of, make_person

ADMIN = reverse("wagtailadmin_home")
USERS = "wagtailusers_users"


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


# --- The public page --------------------------------------------------------------


def test_front_page_is_there_for_everybody_in_finnish(client, db):
    response = client.get("/")

    page = page_of(response)
    assert page.select_one("h1").text == "Tarvitsetko apukäsiä?"
    assert page.html["lang"] == "fi"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_front_page_leads_staff_to_their_day(client, db):
    link = page_of(client.get("/")).select_one(".footer__staff a")

    assert link["href"] == reverse("day")


def test_empty_front_page_still_has_its_name(client, db):
    HomePage.objects.update(lead="", note="", illustration="")

    page = page_of(client.get("/"))

    assert page.select_one("h1").text == "Tarvitsetko apukäsiä?"
    assert page.select(".hero svg, .lead") == []


def test_wagtails_own_groups_are_gone(db):
    names = Group.objects.order_by("name").values_list("name", flat=True)

    assert list(names) == ["admin", "coach", "editor", "manager"]


# --- The door ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        (reverse("wagtailadmin_login"), ADMIN),
        (ADMIN, ADMIN),
        (f"{ADMIN}pages/", f"{ADMIN}pages/"),
    ],
)
def test_strangers_are_sent_to_our_own_sign_in(db, address, wanted):
    response = Client().get(address)

    assert response.url == f"{reverse('account_login')}?next={wanted}"


@pytest.mark.parametrize("role", ["coach", "manager"])
def test_those_who_do_not_edit_are_told_so_and_not_sent_round(db, role):
    client = client_of(make_person(role, "Riku", "Rooli"))

    response = client.get(ADMIN, follow=True)

    assert (response.status_code, response.redirect_chain) == (403, [])
    assert page_of(response).select_one("h1").text == "This is not yours to do"


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_editors_get_in_under_the_editors_policy(db, role):
    client = client_of(make_person(role, "Riku", "Rooli"))

    response = client.get(ADMIN)

    assert response.status_code == 200
    assert "'unsafe-inline'" in response["Content-Security-Policy"]


def test_editor_changes_the_front_page_and_an_admin_publishes(
    editor_client, admin_client
):
    home = HomePage.objects.get()
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])

    assert editor_client.get(address).status_code == 200
    save_front_page(editor_client, home)
    assert HomePage.objects.get().title != "Uusi otsikko"
    save_front_page(admin_client, home)

    assert HomePage.objects.get().title == "Uusi otsikko"


def save_front_page(client, home):
    """Press "publish" under a new title; who may not, saves a draft."""
    client.post(
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        {
            "title": "Uusi otsikko",
            "slug": home.slug,
            "audience": "employer",
            "sources": '{"blocks": [], "entityMap": {}}',
            "sections-count": 0,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "1",
        },
    )


# --- Reference lists --------------------------------------------------------------


def test_editor_keeps_the_figures(editor_client):
    listed = editor_client.get(reverse("parameter:index"), {"q": "subsidy"})
    editor_client.post(
        reverse("parameter:add"),
        {
            "name": "Koeluku",
            "key": "koeluku",
            "value": "12.5",
            "unit": "percent",
            "valid_from": "2026-01-01",
            "source": "Oma",
        },
    )

    figure = Parameter.objects.named("koeluku", date(2026, 6, 1))
    assert listed.status_code == 200
    assert (figure.value, figure.confirmed) == (12.5, False)


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("editor", "parameter:index", 200),
        ("editor", "municipality:index", 200),
        ("editor", "municipality:add", 302),
        ("admin", "municipality:add", 200),
        ("admin", "parameter:add", 200),
        ("editor", f"{USERS}:index", 302),
        ("admin", f"{USERS}:index", 200),
    ],
)
def test_lists_open_by_role(db, role, name, status):
    client = client_of(make_person(role, "Riku", "Rooli"))

    assert client.get(reverse(name)).status_code == status


def test_admin_adds_a_municipality(admin_client):
    admin_client.post(
        reverse("municipality:add"),
        {"name_fi": "Kokeila", "name_sv": "Prov", "code": "999"},
    )

    assert Municipality.objects.get(code="999").name_sv == "Prov"


def test_nobody_deletes_a_figure(admin_client, editor_client):
    figure = Parameter.objects.first()
    address = reverse("parameter:delete", args=[figure.pk])

    for client in (admin_client, editor_client):
        client.post(address)

    assert Parameter.objects.filter(pk=figure.pk).exists()


# --- Users ------------------------------------------------------------------------


def user_values(**changes):
    return {
        "email": "Uusi.Valmentaja@Example.FI",
        "first_name": "Uusi",
        "last_name": "Valmentaja",
        "password1": "a long walk by the river",
        "password2": "a long walk by the river",
        "work_percent": 80,
        "groups": [Group.objects.get(name="coach").pk],
    } | changes


def test_admin_makes_a_coach_who_can_sign_in(admin_client):
    page = page_of(admin_client.get(reverse(f"{USERS}:add")))
    admin_client.post(reverse(f"{USERS}:add"), user_values(phone="040 000 0101"))

    user = User.objects.get(first_name="Uusi")
    roles = [
        label.text.strip()
        for label in page.select("[name=groups] ~ *, #id_groups label")
    ]
    assert (
        roles[1]
        == "Job coach: Works with employers: visits, calls, follow-ups, imports."
    )
    assert page.select("[name=is_superuser]") == []
    assert (user.email, user.phone) == ("uusi.valmentaja@example.fi", "040 000 0101")
    assert [group.name for group in user.groups.all()] == ["coach"]
    assert Client().login(username=user.email, password="a long walk by the river")


def test_admin_cannot_make_a_superuser(admin_client):
    admin_client.post(reverse(f"{USERS}:add"), user_values(is_superuser="on"))

    assert not User.objects.get(first_name="Uusi").is_superuser


def test_same_address_in_another_case_is_refused(admin_client, coach):
    response = admin_client.post(
        reverse(f"{USERS}:add"), user_values(email=coach.email.upper())
    )

    assert list(response.context["form"].errors) == ["email"]


def test_role_is_required(admin_client):
    response = admin_client.post(reverse(f"{USERS}:add"), user_values(groups=[]))

    assert response.context["form"].errors == {"groups": ["This field is required."]}


def test_admin_changes_a_colleagues_role_and_absence(admin_client, coach, manager):
    address = reverse(f"{USERS}:edit", args=[coach.pk])
    values = user_values(
        email=coach.email,
        first_name="Aino",
        last_name="Aalto",
        password1="",
        password2="",
        is_active="on",
        deputy=manager.pk,
        away_from="2026-12-01",
        away_until="2026-12-10",
        groups=[Group.objects.get(name="manager").pk],
    )

    shown = admin_client.get(address)
    admin_client.post(address, values)

    user = User.objects.get(pk=coach.pk)
    assert shown.status_code == 200
    assert [group.name for group in user.groups.all()] == ["manager"]
    assert (user.deputy, user.away_until) == (manager, date(2026, 12, 10))
    assert user.work_percent == 80


def test_admin_does_not_shut_themselves_out(admin_client, admin_user):
    address = reverse(f"{USERS}:edit", args=[admin_user.pk])

    admin_client.post(
        address,
        user_values(
            email=admin_user.email, first_name="Anna", password1="", password2=""
        ),
    )

    user = User.objects.get(pk=admin_user.pk)
    assert user.is_active
    assert [group.name for group in user.groups.all()] == ["admin"]


def test_superuser_is_out_of_reach(admin_client):
    boss = User.objects.create_superuser("root@example.fi", "a long walk by the river")

    listed = admin_client.get(reverse(f"{USERS}:index"))
    opened = admin_client.get(reverse(f"{USERS}:edit", args=[boss.pk]))

    assert "root@example.fi" not in listed.text
    assert opened.status_code == 404


def test_groups_are_not_edited(admin_client):
    assert admin_client.get(f"{ADMIN}groups/").status_code == 404
