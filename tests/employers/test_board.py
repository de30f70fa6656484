"""The board of tailored jobs: lanes, order, filters, moves, cost."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.urls import reverse

from employers.board import CARDS, moves_from
from employers.models import JobVersion, TailoredJob
from tests.employers.jobs import brought_to
from tests.factories import (
    EmployerFactory,
    MunicipalityFactory,
    TailoredJobFactory,
    WorkplaceFactory,
)

BOARD = "/crm/jobs/"
HTMX = {"HX-Request": "true"}
State = TailoredJob.State


def lanes(response):
    return {lane.state: lane for lane in response.context["board"].lanes}


def titles(response, state=State.INVENTORY):
    return [card.job.title for card in lanes(response)[state].cards]


def aged(today, days, **values):
    return TailoredJobFactory(state_since=today - timedelta(days=days), **values)


def fill_lanes(coach, today, count):
    """Write jobs of every state in bulk, as the constraints want them."""
    employers = [EmployerFactory(name=f"Näyte {number}") for number in range(20)]
    first = TailoredJobFactory(employer=employers[0], coach=coach)
    version = JobVersion.objects.create(job=first, number=1, content={}, digest="0")
    dates = dict.fromkeys(
        (
            "analysed_on",
            "drafted_on",
            "sent_on",
            "agreed_on",
            "opened_on",
            "presented_on",
            "trial_on",
            "filled_on",
            "closed_on",
        ),
        today,
    )
    aside = {
        State.ON_HOLD: {"held_from": "draft", "revisit_on": today},
        State.WITHDRAWN: {"withdrawal": "money"},
    }
    states, sites = cycle(State), cycle(employers)
    TailoredJob.objects.bulk_create(
        TailoredJob(
            title=f"Apulainen {number}",
            employer=next(sites),
            coach=coach,
            state=(state := next(states)),
            state_since=today - timedelta(days=number % 200),
            agreed_version=version,
            week_minutes=600,
            **dates,
            **aside.get(state, {}),
        )
        for number in range(count)
    )


# --- What a lane shows --------------------------------------------------------


def test_every_state_of_the_path_is_a_lane(coach_client, coach):
    brought_to(State.OPEN, coach, title="Käärijä")
    TailoredJobFactory(coach=coach, title="Äänikirjan tekijä", week_minutes=690)

    response = coach_client.get(BOARD)

    assert list(lanes(response)) == list(TailoredJob.PATH)
    assert titles(response) == ["Äänikirjan tekijä"]
    assert titles(response, State.OPEN) == ["Käärijä"]
    assert "11 h 30 min a week · no next step" in response.text
    assert coach.initials in response.text


def test_the_stuck_come_first_then_the_oldest(coach_client, coach, today):
    later = today + timedelta(days=3)
    aged(today, 3, coach=coach, title="Young")
    aged(today, 90, coach=coach, title="Planned", next_step_on=later, next_step="Call")
    aged(today, 40, coach=coach, title="Stuck")
    aged(today, 60, coach=coach, title="More stuck")

    response = coach_client.get(BOARD)

    assert titles(response) == ["More stuck", "Stuck", "Planned", "Young"]
    assert lanes(response)[State.INVENTORY].stuck == 2
    assert "2 stuck" in response.text
    assert response.text.count('<article class="job" data-tone="thread">') == 2
    assert ": Call" in response.text


@pytest.mark.parametrize(
    ("ages", "median"),
    [([0], "today"), ([1, 1, 9], "1 day"), ([2, 4, 8, 90], "8 days"), ([], "")],
)
def test_a_lane_says_its_median_age(coach_client, coach, today, ages, median):
    aged(today, 1, coach=coach, state=State.DRAFT, drafted_on=today)
    for days in ages:
        aged(today, days, coach=coach)

    response = coach_client.get(BOARD)

    assert lanes(response)[State.INVENTORY].median == median
    assert ("typically" in response.text) is True


def test_what_is_aside_is_folded_away(coach_client, coach, today):
    kept = brought_to(State.DRAFT, coach, title="Waits")
    day = today + timedelta(days=30)
    kept.perform("hold", by=coach, note="Busy", revisit_on=day)

    assert "Waits" not in coach_client.get(BOARD).text
    response = coach_client.get(BOARD, {"aside": "yes"})

    assert titles(response, State.ON_HOLD) == ["Waits"]
    assert list(lanes(response)) == ["on_hold", "withdrawn", "closed"]
    assert 'data-to="draft"' in response.text


# --- More than a lane holds ---------------------------------------------------


@pytest.fixture
def many(coach, today):
    for number in range(CARDS + 4):
        aged(today, number % 9, coach=coach, title=f"Number {number}")


def test_a_lane_shows_so_many_and_says_how_many_more(coach_client, many):
    response = coach_client.get(BOARD)

    assert len(titles(response)) == CARDS
    assert "Show 4 more" in response.text
    assert lanes(response)[State.INVENTORY].count == CARDS + 4


def test_more_is_appended_by_htmx(coach_client, many):
    first = titles(coach_client.get(BOARD))
    url = f"{BOARD}?lane=inventory&after={CARDS}"
    response = coach_client.get(url, headers=HTMX)

    rest = [card.job.title for card in response.context["board"].more.cards]
    assert response.text.count("<article") == 4
    assert "<section" not in response.text
    assert set(first).isdisjoint(rest)
    assert "Show" not in response.text


def test_more_without_scripts_shows_the_whole_lane(coach_client, many):
    response = coach_client.get(BOARD, {"lane": "inventory", "after": CARDS})

    assert len(titles(response)) == CARDS + 4
    assert "<h1>" in response.text


@pytest.mark.parametrize(
    "query",
    [
        {"lane": "nowhere", "after": "15"},
        {"lane": "inventory", "after": "-3"},
        {"lane": "inventory", "after": "9" * 40},
        {"lane": "on_hold", "after": "15"},
        {"coach": "x", "municipality": "ä"},
        {"q": "\0 %"},
    ],
)
def test_a_strange_address_is_answered(coach_client, many, query):
    assert coach_client.get(BOARD, query).status_code == 200
    assert coach_client.get(BOARD, query, headers=HTMX).status_code == 200


# --- Filters ------------------------------------------------------------------


def test_a_coach_sees_own_jobs_first(coach_client, coach, other_coach):
    TailoredJobFactory(coach=coach, title="Mine")
    TailoredJobFactory(coach=other_coach, deputy=coach, title="As deputy")
    TailoredJobFactory(coach=other_coach, title="Theirs")

    assert set(titles(coach_client.get(BOARD))) == {"Mine", "As deputy"}
    everybody = coach_client.get(BOARD, {"coach": "all"})
    assert set(titles(everybody)) == {"Mine", "As deputy", "Theirs"}
    theirs = coach_client.get(BOARD, {"coach": other_coach.pk})
    assert set(titles(theirs)) == {"As deputy", "Theirs"}


def test_a_manager_sees_the_team_first(manager_client, coach):
    TailoredJobFactory(coach=coach, title="Theirs")

    assert titles(manager_client.get(BOARD)) == ["Theirs"]
    assert not manager_client.get(BOARD, {"coach": "me"}).context["board"].count


@pytest.mark.parametrize("text", ["ääni", "ÄÄNI teat", "leipomo öljy", "teatteri"])
def test_words_find_title_and_employer(coach_client, coach, text):
    theatre = EmployerFactory(name="Esimerkkilän Teatteri")
    bakery = EmployerFactory(name="Leipomo Öljymäki")
    TailoredJobFactory(coach=coach, title="Äänipöydän apu", employer=theatre)
    TailoredJobFactory(coach=coach, title="Pakkaaja", employer=bakery)

    found = titles(coach_client.get(BOARD, {"q": text}))

    assert found == (["Pakkaaja"] if "leip" in text else ["Äänipöydän apu"])


def test_a_place_is_where_the_work_is_done(coach_client, coach):
    here = MunicipalityFactory(code="901", name_fi="Mallila")
    there = MunicipalityFactory(code="902", name_fi="Näytölä")
    employer = EmployerFactory(municipality=here)
    site = WorkplaceFactory(employer=employer, municipality=there)
    common = {"coach": coach, "employer": employer}
    TailoredJobFactory(title="At the employer's", workplace=None, **common)
    TailoredJobFactory(title="At the site", workplace=site, **common)

    found = titles(coach_client.get(BOARD, {"municipality": here.pk}))
    assert found == ["At the employer's"]
    found = titles(coach_client.get(BOARD, {"municipality": there.pk}))
    assert found == ["At the site"]


def test_htmx_gets_the_lanes_and_keeps_the_address(coach_client, coach):
    TailoredJobFactory(coach=coach)
    response = coach_client.get(BOARD, {"q": "leip", "coach": "me"}, headers=HTMX)

    assert "<h1>" not in response.text
    assert response.headers["HX-Replace-Url"] == f"{BOARD}?q=leip"


# --- Moves --------------------------------------------------------------------


def test_each_card_offers_the_moves_of_its_state(coach_client, coach):
    job = TailoredJobFactory(coach=coach)
    text = coach_client.get(BOARD, {"q": "apulainen"}).text

    for name, state in (("analyse", "analysed"), ("hold", "on_hold")):
        url = reverse("employers:job-transition", args=[job.pk, name])
        back = "?next=%2Fcrm%2Fjobs%2F%3Fq%3Dapulainen"
        assert f'<a href="{url}{back}" data-to="{state}">' in text
    assert "begin_draft" not in text


def test_an_agreement_is_made_by_accepting(coach_client, coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    text = coach_client.get(BOARD).text

    url = reverse("employers:job-accept", args=[job.pk])
    assert f'<a href="{url}?next=%2Fcrm%2Fjobs%2F" data-to="agreed">' in text
    assert "move/agree/" not in text


@pytest.mark.parametrize("state", State)
def test_the_moves_are_those_of_the_lifecycle(coach, state):
    moves = TailoredJob(state=state).get_all_state_transitions()
    names = {m.name for m in moves if m.source == state} - {"agree"}

    assert {move.name for move in moves_from(state, coach)} - {""} == names


def test_who_only_reads_moves_nothing(admin_client, coach):
    TailoredJobFactory(coach=coach)
    response = admin_client.get(BOARD, {"coach": "all"})

    assert response.status_code == 200
    assert "data-to=" not in response.text


def test_an_editor_has_no_board(editor_client):
    assert editor_client.get(BOARD).status_code == 403


# --- Nothing to show ----------------------------------------------------------


def test_an_empty_board_says_what_to_do(coach_client):
    assert "No tailored jobs yet" in coach_client.get(BOARD).text


def test_a_board_without_own_jobs_leads_to_the_others(coach_client, other_coach):
    TailoredJobFactory(coach=other_coach)
    text = coach_client.get(BOARD).text

    assert "No job here yet" in text
    assert f'href="{BOARD}?coach=all"' in text


def test_nothing_found_offers_to_clear(coach_client, coach):
    TailoredJobFactory(coach=coach)
    assert "No job fits" in coach_client.get(BOARD, {"q": "zzz"}).text


# --- Cost ---------------------------------------------------------------------


@pytest.mark.parametrize("count", [26, 2_000])
@pytest.mark.parametrize(
    "query", [{}, {"aside": "yes"}, {"lane": "draft", "after": CARDS}]
)
def test_queries_do_not_grow(
    coach, coach_client, today, django_assert_max_num_queries, count, query
):
    fill_lanes(coach, today, count)

    with django_assert_max_num_queries(12):
        response = coach_client.get(BOARD, query)

    each = count // len(State)
    for lane in response.context["board"].lanes:
        assert lane.count >= each
        assert len(lane.cards) >= min(each, CARDS)
