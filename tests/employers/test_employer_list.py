"""The list of employers: what it shows, to whom, in which order, page by page."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from crm.keyset import Keyset
from crm.models import SavedView
from employers.models import Employer
from tests.factories import EmployerFactory, MunicipalityFactory, WorkplaceFactory

LIST = reverse("employers:list")
HTMX = {"HX-Request": "true"}
State = Employer.State


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def address(**query):
    return f"{LIST}?{urlencode(query)}"


def shown(response):
    return [row["name"] for row in response.context["page"].rows]


def names(client, **query):
    return shown(client.get(address(**query)))


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def three_a_page(monkeypatch):
    monkeypatch.setattr(Keyset, "size", 3)


# --- Who ----------------------------------------------------------------------


def test_list_asks_a_stranger_to_log_in(client):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={LIST}"


def test_list_is_not_for_editors(editor_client):
    assert editor_client.get(LIST).status_code == 403


def test_admin_reads_without_boxes_to_tick(admin_client):
    EmployerFactory()

    page = soup(admin_client.get(LIST))

    assert page.select("input[name=pick]") == []
    assert page.select(".act") == []


# --- What ---------------------------------------------------------------------


def test_merged_employers_never_show(coach_client):
    survivor = EmployerFactory(name="Survivor Oy")
    EmployerFactory(name="Gone Oy", state=State.MERGED, merged_into=survivor)

    assert names(coach_client) == ["Survivor Oy"]
    assert names(coach_client, state="merged") == ["Survivor Oy"]


def test_forbidden_and_ceased_show_greyed_and_cannot_be_ticked(coach_client):
    EmployerFactory(name="A Oy", state=State.DO_NOT_CONTACT)
    EmployerFactory(name="B Oy", state=State.CEASED)
    EmployerFactory(name="C Oy")

    rows = soup(coach_client.get(LIST)).select("tbody tr")

    assert [row.get("class") for row in rows] == [["off"], ["off"], None]
    assert [len(row.select("[name=pick]")) for row in rows] == [0, 0, 1]
    assert [len(row.select(".act a")) for row in rows] == [0, 0, 1]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"next_step_on": ago(2), "next_step": "Soita"}, "2 days late Soita"),
        ({"next_step_on": ago(0), "next_step": "Soita"}, "today Soita"),
        ({"next_step_on": None}, "missing"),
    ],
)
def test_row_tells_the_next_step(coach_client, fields, text):
    EmployerFactory(contacted=True, **fields)

    page = soup(coach_client.get(LIST))

    assert page.select_one("td.line").get_text(" ", strip=True) == text


def test_lead_lacks_no_step(coach_client):
    EmployerFactory()

    assert soup(coach_client.get(LIST)).select("td.line") == []


@pytest.mark.parametrize(
    ("day", "text"), [(0, "today"), (1, "yesterday"), (None, ""), (800, "9/2024")]
)
def test_row_tells_the_last_contact(coach_client, day, text, time_machine):
    time_machine.move_to("2026-11-24T12:00:00+02:00")
    EmployerFactory(last_contact_on=None if day is None else ago(day))

    row = coach_client.get(LIST).context["page"].rows[0]

    assert row["contact"] == text


def test_row_tells_open_work_and_the_coach(coach_client, other_coach):
    EmployerFactory(partner=True, coach=other_coach, open_work=2)

    cells = soup(coach_client.get(LIST)).select("td.aside")

    assert [cell.get_text(strip=True) for cell in cells] == ["", "2 jobs", "OO"]
    assert cells[2].abbr["title"] == "Oskar Oksa"


def test_empty_database_says_how_to_begin(coach_client):
    links = soup(coach_client.get(LIST)).select(".empty a")

    assert [a["href"] for a in links] == [
        reverse("employers:create"),
        reverse("employers:imports"),
    ]


def test_no_match_offers_to_clear_the_filters(coach_client):
    EmployerFactory()

    links = soup(coach_client.get(address(q="xyzzy"))).select(".empty a")

    assert [a["href"] for a in links] == [LIST]


# --- Narrowing ----------------------------------------------------------------


@pytest.mark.parametrize("text", ["ÅBO", "åbo", "Åbo ÖLJY", "öljy åbo", "mÄntsÄlÄ"])
def test_search_finds_whatever_the_case(coach_client, text):
    place = MunicipalityFactory(code="505", name_fi="Mäntsälä", name_sv="Mäntsälä")
    EmployerFactory(name="ÅBO ÖLJY Ab", municipality=place)
    EmployerFactory(name="Abo Olja Ab")

    assert names(coach_client, q=text) == ["ÅBO ÖLJY Ab"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "contacted"}, ["Contacted"]),
        ({"state": "nonsense"}, ["Contacted", "Lead", "Partner"]),
        ({"step": "none"}, ["Contacted"]),
        ({"step": "late"}, ["Partner"]),
        ({"quiet": "30"}, ["Contacted", "Lead"]),
        ({"quiet": "90"}, ["Lead"]),
        ({"quiet": "due"}, ["Partner"]),
        ({"industry": "C"}, ["Partner"]),
        ({"coach": "me"}, ["Contacted", "Lead"]),
        ({"coach": "nobody"}, ["Partner"]),
        ({"coach": "me", "quiet": "90"}, ["Lead"]),
        ({"view": "all"}, ["Contacted", "Lead", "Partner"]),
    ],
)
def test_filter_narrows(coach_client, coach, other_coach, query, found):
    EmployerFactory(
        name="Contacted", contacted=True, coach=coach, last_contact_on=ago(40)
    )
    EmployerFactory(name="Lead", coach=other_coach, deputy=coach)
    EmployerFactory(
        name="Partner",
        partner=True,
        last_contact_on=ago(3),
        next_step_on=ago(1),
        touch_due_on=ago(1),
        industry_code="10",
    )

    assert names(coach_client, **query) == found


def test_filter_of_another_coach_shows_whom_they_answer_for(
    coach_client, coach, other_coach
):
    EmployerFactory(name="Theirs", coach=other_coach)
    EmployerFactory(name="Mine", coach=coach, deputy=other_coach)

    assert names(coach_client, coach=other_coach.pk) == ["Theirs"]


def test_municipality_counts_home_and_open_workplaces(coach_client):
    here = MunicipalityFactory(code="858", name_fi="Tuusula")
    there = MunicipalityFactory(code="106", name_fi="Hyvinkää")
    EmployerFactory(name="At home", municipality=here)
    works = EmployerFactory(name="Works here", municipality=there)
    WorkplaceFactory(employer=works, municipality=here)
    WorkplaceFactory(employer=works, municipality=here)
    closed = EmployerFactory(name="Was here", municipality=there)
    WorkplaceFactory(employer=closed, municipality=here, closed_on=ago(1))

    assert names(coach_client, municipality=here.pk) == ["At home", "Works here"]


def test_filters_are_chosen_from_what_there_is(coach_client, other_coach):
    selects = soup(coach_client.get(address(coach="me"))).select("#filters select")

    coaches = next(select for select in selects if select["name"] == "coach")
    assert [option.text for option in coaches.select("option")] == [
        "All",
        "Me",
        "Nobody",
        "Oskar Oksa",
    ]
    assert coaches.select_one("[selected]")["value"] == "me"


# --- Order and pages ----------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("name", "abcd"),
        ("-name", "dcba"),
        ("step", "cabd"),
        ("-step", "acbd"),
        ("contact", "dbac"),
        ("-contact", "bdac"),
        ("nonsense", "abcd"),
    ],
)
def test_order_puts_those_without_a_value_last(coach_client, sort, found):
    EmployerFactory(name="a", next_step_on=ago(1))
    EmployerFactory(name="b", last_contact_on=ago(1))
    EmployerFactory(name="c", next_step_on=ago(2))
    EmployerFactory(name="d", last_contact_on=ago(2))

    assert "".join(names(coach_client, sort=sort)) == found


def walk(client, url, way):
    """Follow the links of the pager to the end; return every page and the last one."""
    pages = []
    while url:
        response = client.get(url)
        pages.append(shown(response))
        last, url = url, getattr(response.context["page"], way)
    return pages, last


@pytest.mark.parametrize("sort", ["name", "-name", "step", "-step", "contact"])
def test_pages_lead_forth_and_back_over_ties_and_gaps(coach_client, sort, three_a_page):
    for number in range(11):
        day = ago(number // 4) if number % 3 else None
        EmployerFactory(
            name=f"Same {number // 5}", next_step_on=day, last_contact_on=day
        )
    every = [e.pk for e in Employer.objects.all()]

    forth, last = walk(coach_client, address(sort=sort), "next_url")
    back, _first = walk(coach_client, last, "previous_url")

    assert [len(page) for page in forth] == [3, 3, 3, 2]
    assert back[1:] == forth[-2::-1]
    assert len(every) == sum(len(page) for page in forth)


def test_pages_hold_every_employer_once(coach_client, three_a_page):
    employers = [EmployerFactory(name="Same", next_step_on=ago(1)) for _ in range(7)]

    seen, url = [], address(sort="-step")
    while url:
        page = coach_client.get(url).context["page"]
        seen += [int(row["pk"]) for row in page.rows]
        url = page.next_url

    assert seen == [employer.pk for employer in reversed(employers)]


def test_pager_numbers_the_rows(coach_client, three_a_page):
    for number in range(7):
        EmployerFactory(name=f"Employer {number}")

    first = coach_client.get(LIST).context["page"]
    second = coach_client.get(first.next_url).context["page"]
    again = coach_client.get(second.previous_url).context["page"]

    assert [page.shown for page in (first, second, again)] == [
        "1–3 / 7",  # noqa: RUF001 - as people write from and to
        "4–6 / 7",  # noqa: RUF001 - the same
        "1–3 / 7",  # noqa: RUF001 - the same
    ]
    assert again.previous_url == ""


def test_back_to_a_top_that_has_grown_shows_the_first_page(coach_client, three_a_page):
    for letter in "bcde":
        EmployerFactory(name=letter)
    second = coach_client.get(LIST).context["page"].next_url
    back = coach_client.get(second).context["page"].previous_url
    Employer.objects.filter(name="b").delete()

    assert shown(coach_client.get(back)) == ["c", "d", "e"]


@pytest.mark.parametrize(
    "cursor", ["nonsense", "W10", "WzAsMSwyLDNd", "WzksIngiLDEsMV0", "ä", "x" * 3000]
)
def test_broken_cursor_shows_the_first_page(coach_client, cursor):
    EmployerFactory(name="First")

    assert names(coach_client, after=cursor, sort="step") == ["First"]
    assert names(coach_client, before=cursor, sort="step") == ["First"]


def test_long_list_is_counted_up_to_a_bound(coach_client, monkeypatch, three_a_page):
    for number in range(6):
        EmployerFactory(name=f"Employer {number}")
    monkeypatch.setattr("employers.list_page.COUNTED", 4)

    assert coach_client.get(LIST).context["page"].amount == "4+"


# --- As you type --------------------------------------------------------------


def test_typing_gets_the_results_alone_and_a_clean_address(coach_client):
    EmployerFactory(name="Leipomo Esimerkki Oy")

    response = coach_client.get(address(q="leip", state="", sort="name"), headers=HTMX)

    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]
    assert response["HX-Replace-Url"] == f"{LIST}?q=leip"
    assert [row.th.a.text for row in soup(response).select("tbody tr")] == [
        "Leipomo Esimerkki Oy"
    ]


def test_typing_refreshes_all_that_depends_on_the_filter(coach_client):
    EmployerFactory(contacted=True)

    part = soup(coach_client.get(address(step="none"), headers=HTMX))

    swapped = {tag.get("id") for tag in part.select("[hx-swap-oob=true]")}
    assert swapped == {"views", "download", "kept", "on"}
    assert part.select_one("#kept [name=query]")["value"] == "step=none"
    assert part.select_one("[hx-swap-oob^=innerHTML]").text == "1 found"
    assert part.select_one("#on").get_text(" ", strip=True) == "on: 1"


# --- Views --------------------------------------------------------------------


def chips(response):
    return {
        chip.contents[0].strip(): chip["href"].partition("?")[2]
        for chip in soup(response).select("#views a")
    }


def test_coach_has_views_of_their_own_employers(coach_client):
    assert chips(coach_client.get(LIST)) == {
        "Mine": "coach=me",
        "No contact in 90 days": "quiet=90&coach=me",
        "Time to be in touch": "quiet=due&coach=me",
        "No next step": "step=none&coach=me",
        "Wake or let go": "state=dormant&coach=me",
        "Everyone": "",
    }


def test_manager_has_views_of_everybodys(manager_client):
    found = chips(manager_client.get(LIST))

    assert found["No contact in 90 days"] == "quiet=90"


def test_only_the_present_view_is_counted(coach_client, coach):
    EmployerFactory(dormant=True, coach=coach)
    EmployerFactory(coach=coach)

    page = soup(coach_client.get(address(coach="me", state="dormant", sort="-name")))

    current = page.select("#views [aria-current=page]")
    assert [chip.get_text(" ", strip=True) for chip in current] == ["Wake or let go 1"]
    assert len(page.select("#views small")) == 1


def test_filter_can_be_saved_and_removed_as_a_view(coach_client, coach):
    EmployerFactory(partner=True)
    page = soup(coach_client.get(address(state="partner", sort="step")))
    form = page.select_one("#keep form")
    data = {field["name"]: field.get("value", "") for field in form.select("[name]")}

    coach_client.post(form["action"], data | {"name": "Partners"})
    response = coach_client.get(address(state="partner"))

    assert chips(response)["Partners"] == "state=partner"
    remove = soup(response).select_one("#views form")
    coach_client.post(remove["action"], {"next": LIST})
    assert not SavedView.objects.exists()


def test_views_are_ones_own(coach_client, other_coach):
    SavedView.objects.create(
        user=other_coach, page="employers", name="Theirs", query="step=late"
    )

    assert "Theirs" not in chips(coach_client.get(LIST))


# --- Cost ---------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("headers", "queries"), [({}, 8), (HTMX, 7)])
def test_list_queries_do_not_grow(
    coach_client, coach, django_assert_num_queries, count, headers, queries
):
    for number in range(count):
        place = MunicipalityFactory(code=f"90{number}", name_fi=f"Place {number}")
        EmployerFactory(partner=True, coach=coach, municipality=place)

    with django_assert_num_queries(queries):
        coach_client.get(address(coach="me"), headers=headers)


def test_second_page_costs_what_the_first_does(
    coach_client, django_assert_num_queries, three_a_page
):
    for number in range(7):
        EmployerFactory(name=f"Employer {number}")
    second = coach_client.get(LIST).context["page"].next_url

    with django_assert_num_queries(8):
        coach_client.get(second)


def test_page_of_fifty_is_light(coach_client, coach):
    for number in range(51):
        EmployerFactory(
            name=f"Keski-Uudenmaan Kiinteistönhuolto {number} Oy",
            trade="Kiinteistönhoito ja puhdistus",
            partner=True,
            coach=coach,
            next_step="Soita ja kysy, miten on mennyt",
            next_step_on=ago(-3),
            last_contact_on=ago(5),
        )

    assert len(coach_client.get(LIST).content) < 60_000
