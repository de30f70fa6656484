"""The living page of the design system, the theme, the shell around the pages."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.template import Context, Origin, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from crm.context import THEME_COOKIE, navigation, places_for


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_design_page_shows_every_icon_of_the_sprite(coach_client):
    page = soup_of(coach_client.get(reverse("design")))

    text = Path(finders.find("crm/icons.svg")).read_text("utf-8")
    sprite = BeautifulSoup(text, "html.parser")
    names = [symbol["id"] for symbol in sprite.find_all("symbol")]
    shown = [code.text for code in page.select(".icons .code")]
    assert shown == [name for name in names if name not in {"brand", "needle"}]


def test_design_page_points_only_at_what_exists(coach_client):
    page = soup_of(coach_client.get(reverse("design")))

    ids = [tag["id"] for tag in page.find_all(id=True)]
    named = {
        name
        for attribute in ("aria-labelledby", "aria-describedby", "for")
        for tag in page.find_all(attrs={attribute: True})
        for name in tag[attribute].split()
    }
    assert sorted(named - set(ids)) == []
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_design_page_needs_no_more_than_the_session_and_the_user(
    coach_client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        coach_client.get(reverse("design"))


def test_design_page_is_for_staff(editor_client):
    assert editor_client.get(reverse("design")).status_code == 403


# --- The shell --------------------------------------------------------------


def names_for(user, path="/crm/"):
    request = RequestFactory().get(path)
    request.user = user
    return [(place.name, place.current) for place in places_for(request)]


def test_coach_sees_the_places_of_employer_work(coach):
    assert names_for(coach, reverse("employers:list")) == [
        ("day", False),
        ("employers:list", True),
        ("employers:log", False),
        ("employers:board", False),
        ("placements:list", False),
        ("placements:funnel", False),
        ("employers:library", False),
        ("placements:subsidies", False),
        ("placements:officials", False),
        ("follow-ups", False),
        ("employers:imports", False),
        ("employers:benefits", False),
    ]


def test_deeper_page_marks_its_place(coach):
    path = reverse("employers:imports") + "7/"

    assert [name for name, current in names_for(coach, path) if current] == [
        "employers:imports"
    ]


def test_day_is_current_only_on_itself_and_its_week(coach):
    paths = [reverse("day"), reverse("week"), reverse("design")]

    assert [names_for(coach, path)[0] for path in paths] == [
        ("day", True),
        ("day", True),
        ("day", False),
    ]


def test_editor_sees_only_the_pages(editor):
    assert names_for(editor) == [("wagtailadmin_home", False)]


def test_stranger_sees_no_places():
    assert places_for(RequestFactory().get("/crm/")) == []


def test_place_without_a_page_is_left_out(coach, settings):
    settings.ROOT_URLCONF = "django.conf.urls.i18n"

    assert names_for(coach) == []


def test_shell_has_one_current_place(coach_client):
    page = soup_of(coach_client.get(reverse("design")))

    assert len(page.select("nav.nav > ul > li > a[aria-current]")) == 0
    assert page.select_one("main#main h1").text == "Components and states"
    assert [a["href"] for a in page.select("a.skip")] == ["#main"]


def test_stylesheets_and_scripts_exist(coach_client):
    page = soup_of(coach_client.get(reverse("design")))

    paths = [link["href"] for link in page.select("link[href^='/static/']")]
    paths += [script["src"] for script in page.select("script[src^='/static/']")]
    files = [path.removeprefix("/static/") for path in paths]
    assert [file for file in files if finders.find(file) is None] == []


def test_language_can_be_changed_before_signing_in():
    client = Client()

    answer = client.post(reverse("set_language"), {"language": "sv", "next": "/x/"})

    assert answer.url == "/x/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sv"


# --- The theme --------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chosen_theme_is_kept(coach_client, theme):
    coach_client.post(reverse("set-theme"), {"theme": theme})

    page = soup_of(coach_client.get(reverse("design")))
    assert page.html["data-theme"] == theme


def test_theme_goes_back_to_that_of_the_device(coach_client):
    coach_client.post(reverse("set-theme"), {"theme": "dark"})

    answer = coach_client.post(
        reverse("set-theme"), {"theme": "", "next": reverse("design")}
    )

    page = soup_of(coach_client.get(answer.url))
    assert page.html.get("data-theme") is None


def test_theme_from_a_forged_cookie_is_ignored(coach):
    request = RequestFactory().get("/crm/")
    request.user = coach
    request.COOKIES[THEME_COOKIE] = '"><script>'

    assert navigation(request)["theme"] == ""


# --- Errors -----------------------------------------------------------------


def test_missing_page_says_so_and_shows_the_way_back(coach_client):
    answer = coach_client.get("/crm/nothing/here/")

    page = soup_of(answer)
    assert answer.status_code == 404
    assert page.h1.text == "The page is not here"
    assert [a["href"] for a in page.select(".empty a")] == ["/crm/", "/crm/search/"]


def test_forbidden_page_says_why(editor_client):
    answer = editor_client.get(reverse("design"))

    assert soup_of(answer).h1.text == "This is not yours to do"


def test_old_form_says_that_nothing_was_saved(coach):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coach)

    answer = client.post(reverse("set-theme"), {"theme": "dark"})

    assert answer.status_code == 403
    assert soup_of(answer).h1.text == "The page had grown old"


@pytest.mark.parametrize(
    ("name", "heading"),
    [("400.html", "That did not go through"), ("500.html", "It got into a knot")],
)
def test_error_page_renders_without_a_request(name, heading):
    page = BeautifulSoup(render_to_string(name), "html.parser")

    assert page.h1.text == heading


# --- Components that the page shows in one form only ------------------------


def test_pager_swaps_by_htmx_where_it_is_told_what():
    html = render_to_string(
        "components/pager.html",
        {"shown": "51-100", "previous_url": "?p=1", "next_url": "?p=3", "target": "t"},
    )

    assert re.findall(r'hx-get="([^"]+)"', html) == ["?p=1", "?p=3"]


def test_menu_posts_what_changes_something():
    item = {
        "label": "Tomorrow",
        "url": "/snooze/",
        "post": True,
        "icon": "snooze",
        "hint": "25.11.",
        "name": "until",
        "value": "2026-11-25",
        "tone": "berry",
    }
    plain = {"label": "Next week", "url": "/snooze/", "post": True}

    html = render_to_string(
        "components/menu.html", {"label": "Snooze", "items": [item, plain], "bare": 1}
    )

    page = BeautifulSoup(html, "html.parser")
    assert [form["action"] for form in page.find_all("form")] == ["/snooze/"] * 2
    assert page.button["name"] == "until"
    assert page.summary["aria-label"] == "Snooze"


def test_next_step_posts_where_it_is_told():
    html = render_to_string(
        "components/next.html",
        {
            "heading": "Next step",
            "what": "Call",
            "actions": [{"label": "Done", "icon": "check", "url": "/d/", "post": True}],
        },
    )

    page = BeautifulSoup(html, "html.parser")
    assert page.form["action"] == "/d/"
    assert page.button["class"] == ["btn", "primary"]


def test_notice_lists_its_points():
    html = render_to_string(
        "components/notice.html", {"title": "What happens", "items": ["One", "Two"]}
    )

    page = BeautifulSoup(html, "html.parser")
    assert [item.text for item in page.find_all("li")] == ["One", "Two"]


@pytest.mark.parametrize(
    ("oob", "swaps"), [(False, []), (True, ["beforeend:#messages"])]
)
def test_messages_join_those_on_the_page_after_a_swap(oob, swaps):
    messages = [
        Message(constants.SUCCESS, "Moved", extra_tags="undo:/crm/undo/7/"),
        Message(constants.INFO, "Hello"),
    ]

    html = render_to_string(
        "components/messages.html",
        {"messages": messages, "oob": oob},
        request=RequestFactory().get("/crm/"),
    )

    page = BeautifulSoup(html, "html.parser")
    assert [div["hx-swap-oob"] for div in page.select("[hx-swap-oob]")] == swaps
    assert [toast.has_attr("data-fades") for toast in page.select(".toast")] == [
        False,
        True,
    ]
    assert [form["action"] for form in page.find_all("form")] == ["/crm/undo/7/"]


def test_buttons_of_the_account_package_are_ours():
    source = (
        "{% load allauth %}{% element button_group %}"
        "{% element button href='/x/' %}Go{% endelement %}"
        "{% element button type='submit' tags='danger' %}Stop{% endelement %}"
        "{% endelement %}"
    )

    template = Template(source, origin=Origin("test", template_name="test.html"))

    page = BeautifulSoup(template.render(Context()), "html.parser")

    assert page.select_one(".actions > a.btn")["href"] == "/x/"
    assert page.select_one(".actions > button.btn.danger")["type"] == "submit"
