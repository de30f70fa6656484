"""Search over everything: what is found, by whom, how it looks, what it costs."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from employers.models import Employer
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    MunicipalityFactory,
    VisitFactory,
)

SEARCH = reverse("search")
HTMX = {"HX-Request": "true"}
State = Employer.State


def groups(response):
    """Return what was found, as the page says it: heading → titles."""
    page = BeautifulSoup(response.content, "html.parser")
    return {
        section.h2.text: [a.text for a in section.select("li a")]
        for section in page.select("main section")
    }


def found(client, text):
    return groups(client.get(SEARCH, {"q": text}))


def options(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [option.b.text for option in page.select("[role=option]")]


def test_search_asks_a_stranger_to_log_in(client):
    assert client.get(SEARCH).url == f"{reverse('account_login')}?next={SEARCH}"


def test_search_is_not_for_editors(editor_client):
    assert editor_client.get(SEARCH, {"q": "leipomo"}).status_code == 403


@pytest.mark.parametrize("text", ["åbo öljy", "ÅBO", "öLJY", "123", "hyvinge"])
def test_employer_is_found_whatever_the_case(coach_client, text):
    place = MunicipalityFactory(code="106", name_fi="Hyvinkää", name_sv="Hyvinge")
    EmployerFactory(
        name="ÅBO ÖLJY Ab",
        business_id="1234567-1",
        no_business_id_reason="",
        municipality=place,
    )
    EmployerFactory(name="Abo Olja Ab")

    assert found(coach_client, text)["Employers"] == ["ÅBO ÖLJY Ab"]


def test_who_begins_with_the_text_comes_first(coach_client):
    for name in ("Zorro Leipä", "Anna Leipä", "Leipä Oy"):
        EmployerFactory(name=name)

    assert found(coach_client, "LEIPÄ")["Employers"] == [
        "Leipä Oy",
        "Anna Leipä",
        "Zorro Leipä",
    ]


def test_at_most_eight_employers_and_no_merged_ones(coach_client):
    survivor = EmployerFactory(name="Leipomo 0")
    EmployerFactory(name="Leipomo", state=State.MERGED, merged_into=survivor)
    for number in range(1, 10):
        EmployerFactory(name=f"Leipomo {number}")

    assert found(coach_client, "leipomo")["Employers"] == [
        f"Leipomo {number}" for number in range(8)
    ]


@pytest.mark.parametrize("text", ["äijälä", "ÄIJÄLÄ", "aino äij", "aino leip"])
def test_person_is_found_whatever_the_case(coach_client, text):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")
    ContactPersonFactory(employer=employer, name="Aino Äijälä", role="päällikkö")
    ContactPersonFactory(employer=employer, name="Pekka Pomo")

    response = coach_client.get(SEARCH, {"q": text})

    assert groups(response)["People"] == ["Aino Äijälä"]
    assert "Leipomo Esimerkki Oy · päällikkö" in response.content.decode()


def test_person_who_left_is_not_found(coach_client):
    ContactPersonFactory(name="Pekka Pomo", left_on=timezone.localdate())

    assert "People" not in found(coach_client, "pekka")


def test_own_open_follow_ups_are_found_and_nobody_elses(
    coach_client, coach, other_coach
):
    FollowUpFactory(text="Vie esite ÄMMÄLLE", assignee=coach)
    FollowUpFactory(text="Vie esite muualle", assignee=other_coach)
    FollowUpFactory(
        text="Vie esite eilen",
        assignee=coach,
        state="done",
        result="contacted",
        done_at=timezone.now(),
    )

    assert found(coach_client, "esite ämm")["My follow-ups"] == ["Vie esite ÄMMÄLLE"]
    assert found(coach_client, "vie esite")["My follow-ups"] == ["Vie esite ÄMMÄLLE"]


def test_what_one_may_do_is_offered_with_the_employer_meant(coach_client):
    EmployerFactory(name="Leipomo Kielto Oy", state=State.DO_NOT_CONTACT)
    meant = EmployerFactory(name="Leipomo Malli Oy")

    response = coach_client.get(SEARCH, {"q": "leip"})

    assert groups(response)["Do"] == [
        "Log a contact: Leipomo Malli Oy",
        "Add a new employer “leip”",
    ]
    log = f"{reverse('employers:log')}?employer={meant.pk}"
    assert f'href="{log}"' in response.content.decode()


def test_pages_are_found_by_name(coach_client):
    assert found(coach_client, "impo")["Go to"] == ["Import"]


def test_admin_is_offered_only_what_an_admin_may(admin_client):
    EmployerFactory(name="Leipomo Malli Oy")

    assert found(admin_client, "leip") == {"Employers": ["Leipomo Malli Oy"]}
    assert found(admin_client, "import") == {"Nothing found": []}


def test_before_typing_come_recent_employers_acts_and_pages(coach_client, coach):
    today = timezone.localdate()
    older, newer, older_still = (EmployerFactory(name=name) for name in "abc")
    for employer, days in ((older, 3), (newer, 1), (older, 9), (older_still, 90)):
        day = today - timedelta(days=days)
        VisitFactory(employer=employer, coach=coach, done=True, on=day)
    VisitFactory(done=True)

    response = groups(coach_client.get(SEARCH))

    assert response["Employers"] == ["b", "a"]
    assert response["Do"] == ["Log a contact", "Plan a visit", "Add an employer"]
    assert response["Go to"] == [
        "Day",
        "Employers",
        "Board",
        "Candidates",
        "Funnel",
        "Task library",
        "Pay subsidies",
        "Officials",
        "Follow-ups",
        "Import",
        "Calculators",
    ]


def test_dialog_gets_options_alone(coach_client):
    EmployerFactory(name="Leipomo Malli Oy")

    response = coach_client.get(SEARCH, {"q": "leip"}, headers=HTMX)

    assert options(response)[0] == "Leipomo Malli Oy"
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_options_have_names_of_their_own_for_the_keyboard(coach_client):
    EmployerFactory(name="Leipomo A")
    EmployerFactory(name="Leipomo B")

    response = coach_client.get(SEARCH, {"q": "leip"}, headers=HTMX)

    page = BeautifulSoup(response.content, "html.parser")
    ids = [option["id"] for option in page.select("[role=option]")]
    assert len(ids) == len(set(ids)) == 4


def test_hit_marks_the_words_and_escapes_the_rest(coach_client):
    EmployerFactory(name="<b>Leipä</b> & Leipä")

    response = coach_client.get(SEARCH, {"q": "leipä & b"})

    assert (
        "&lt;<mark>b</mark>&gt;<mark>Leipä</mark>&lt;/<mark>b</mark>&gt; "
        "<mark>&amp;</mark> <mark>Leipä</mark>"
    ) in response.content.decode()


@pytest.mark.parametrize("text", ["\0", "%", "_", "'", "\\", "x" * 5000, "a " * 50])
def test_odd_texts_find_nothing_and_break_nothing(coach_client, text):
    EmployerFactory(name="Leipomo")

    assert coach_client.get(SEARCH, {"q": text}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("text", "queries"), [("malli", 10), ("", 4)])
def test_search_queries_do_not_grow(
    coach_client, coach, django_assert_num_queries, count, text, queries
):
    for _ in range(count):
        person = ContactPersonFactory(name="Malli", employer__name="Malli")
        FollowUpFactory(text="Malli", subject=person.employer, assignee=coach)
        VisitFactory(employer=person.employer, coach=coach, done=True)

    with django_assert_num_queries(queries):
        coach_client.get(SEARCH, {"q": text}, headers=HTMX)


def test_nul_in_a_search_is_passed_over(coach_client):
    EmployerFactory(name="Leipomo Esimerkki Oy")

    page = coach_client.get(reverse("search"), {"q": "leipomo\0"})

    assert "Leipomo" in page.text
    assert page.status_code == 200
