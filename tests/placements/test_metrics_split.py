"""One number by municipality, coach and industry; about people with care."""

from datetime import date

import pytest
from django.urls import reverse

from crm.models import Municipality
from placements.metrics.definitions import Dimension
from placements.metrics.registry import METRICS
from placements.metrics.splitting import split
from placements.metrics.suppression import Asked, Differencing
from tests.factories import CandidateFactory, EmployerFactory, UserFactory
from tests.placements.metric_data import (
    active_since,
    contact,
    job,
    placement,
    scope_of,
)
from tests.placements.test_metrics import day

pytestmark = pytest.mark.django_db
PLACE, COACH = Dimension.MUNICIPALITY, Dimension.COACH
DASH = "\N{EN DASH}"


@pytest.fixture
def places():
    return [Municipality.objects.get(code=code) for code in ("186", "543", "858")]


def asked(code, user, by, told=None, **filters):
    labels = {
        PLACE: {place.pk: str(place) for place in Municipality.objects.all()},
        COACH: {user.pk: str(user) for user in type(user).objects.all()},
        Dimension.INDUSTRY: {"C": "Teollisuus", "G": "Kauppa", "": "ei tiedossa"},
    }[by]
    scope = scope_of(user, "2026-Q2", **filters)
    return split(METRICS[code], scope, by, labels, told or Differencing([]))


def told(found):
    return {row.label: (row.top.text, row.base and row.base.text) for row in found.rows}


def begin(counts):
    """Let so many people of each municipality begin to work."""
    for place, count in counts.items():
        for _ in range(count):
            one = CandidateFactory(active=True, municipality=place)
            placement(one, day("1.5.26"))


def test_contacts_by_municipality_coach_and_industry(manager, coach, places):
    near, far, _third = places
    mill = EmployerFactory(municipality=near, industry_code="10")
    unknown = EmployerFactory(municipality=far, industry_code="")
    old = EmployerFactory(
        municipality=far, industry_code="10", industry_scheme="TOL2008"
    )
    other = UserFactory(role="coach")
    for employer, who in ((mill, coach), (mill, other), (unknown, coach), (old, coach)):
        contact(employer, day("1.5.26"), coach=who)

    by_place = asked("M2", manager, PLACE)
    by_coach = asked("M2", manager, COACH)
    by_trade = asked("M2", manager, Dimension.INDUSTRY)

    assert told(by_place) == {str(near): ("2", None), str(far): ("2", None)}
    assert told(by_coach) == {str(coach): ("3", None), str(other): ("1", None)}
    assert told(by_trade) == {"Teollisuus": ("2", None), "ei tiedossa": ("2", None)}
    assert [row.key for row in by_trade.rows] == ["C", ""]


def test_share_of_events_by_coach(manager, coach):
    other = UserFactory(role="coach")
    for who, decided in ((coach, True), (coach, False), (other, False)):
        contact(EmployerFactory(), day("1.5.26"), coach=who, decision_maker=decided)

    found = asked("M18", manager, COACH)

    assert told(found) == {str(coach): ("1", "2"), str(other): ("0", "1")}
    assert [row.value.value for row in found.rows] == [50, 0]


def test_people_by_municipality_where_there_are_many(manager, places):
    begin(dict(zip(places, (7, 5, 9), strict=True)))

    found = asked("M12", manager, PLACE)

    assert sorted(row.top.text for row in found.rows) == ["5", "7", "9"]


def test_small_municipalities_are_put_together(manager, places):
    near, far, third = places
    begin({near: 7, far: 3, third: 2})

    found = asked("M12", manager, PLACE)

    assert told(found) == {str(near): ("7", None), "others together": ("5", None)}
    assert [row.key for row in found.rows] == [str(near.pk), ""]


def test_a_large_one_joins_when_the_small_ones_are_too_few_together(manager, places):
    near, far, third = places
    begin({near: 9, far: 6, third: 2})

    found = asked("M12", manager, PLACE)

    assert told(found) == {str(near): ("9", None), "others together": ("8", None)}


def test_few_people_are_not_told_apart_at_all(manager, places):
    near, far, _third = places
    begin({near: 6, far: 2})

    found = asked("M12", manager, PLACE)

    assert (found.rows, found.why_not) == ([], "Too few people to be told apart.")


def test_one_person_of_many_records_is_one_person(manager, places):
    near, far, third = places
    begin({near: 7, far: 7})
    often = CandidateFactory(active=True, municipality=third)
    for number in range(1, 7):
        placement(often, day(f"{number}.5.26"))

    found = asked("M12", manager, PLACE)

    # Six placements of one person join the smaller of the two others, which are alike.
    assert sorted(row.top.text for row in found.rows) == ["13", "7"]


def test_same_person_with_two_coaches_is_counted_once_together(manager, coach):
    other, third = UserFactory(role="coach"), UserFactory(role="coach")
    for _ in range(8):
        placement(active_since(day("1.1.26"), third), day("1.5.26"))
    for _ in range(3):
        one = active_since(day("1.1.26"), coach)
        placement(one, day("1.5.26"))
        one.assignments.update(until=day("10.5.26"))
        one.assignments.create(coach=other, role="coach", since=day("10.5.26"))
        placement(one, day("20.5.26"))

    found = asked("M12", manager, COACH)

    # Six placements with two coaches, but three people: still too few.
    assert found.rows == []


def test_shares_hide_who_is_not_in_them(manager, coach, places):
    near, far, _third = places
    for place, works in ((near, 6), (far, 3)):
        for number in range(12):
            one = active_since(day("1.2.26"), coach, municipality=place)
            if number < works:
                placement(one, day("1.3.26"))

    found = asked("M13", manager, PLACE)

    # Three of twelve: hidden with the nine, and the six beside them.
    assert told(found) == {
        str(near): (DASH, "about 10"),
        str(far): ("under 5", "about 10"),
    }
    assert {row.value.value for row in found.rows} == {None}


def test_coach_is_told_of_own_people_in_the_clear(coach, places):
    near, far, _third = places
    for place in (near, far):
        one = CandidateFactory(active=True, coach=coach, municipality=place)
        placement(one, day("1.5.26"))

    assert told(asked("M12", coach, PLACE)) == {
        str(near): ("1", None),
        str(far): ("1", None),
    }


def test_what_the_session_has_seen_counts(manager, places):
    near, far, _third = places
    begin({near: 7, far: 6})
    told_before = Differencing([])
    told_before.remember(_asked_of("M12", near, people=9))  # a longer time, two more

    found = asked("M12", manager, PLACE, told_before)

    assert found.rows == []
    assert "Beside what you have seen" in found.why_not


def _asked_of(code, place, people):
    filters = (("municipality", str(place.pk)),)
    return Asked(code, "2026-01-01", "2026-12-31", filters, people)


def test_two_dimensions_are_the_most_about_people(manager, coach, places):
    narrowed = {"municipality": places[0].pk, "industry": "C"}

    assert "two ways" in asked("M12", manager, COACH, **narrowed).why_not
    assert asked("M2", manager, COACH, **narrowed).why_not == ""
    assert "already" in asked("M2", manager, PLACE, **narrowed).why_not
    assert "industry" in asked("M17", manager, Dimension.INDUSTRY).why_not


def test_funnel_of_jobs_by_coach(manager, coach):
    other = UserFactory(role="coach")
    for who, filled in ((coach, True), (coach, False), (other, False)):
        job(
            date(2025, 4, 10),
            coach=who,
            filled_on=date(2025, 8, 1) if filled else None,
        )
    scope = scope_of(manager, "2025-Q2")
    labels = {coach.pk: "one", other.pk: "two"}

    found = split(METRICS["M8"], scope, COACH, labels, Differencing([]))

    assert told(found)["one"][0] == "under 5"


@pytest.mark.parametrize("code", sorted(METRICS))
@pytest.mark.parametrize("by", list(Dimension))
def test_every_number_answers_by_parts_or_says_why_not(code, by, manager, coach):
    one = active_since(day("1.2.26"), coach)
    placement(one, day("1.5.26"))
    contact(EmployerFactory(), day("1.5.26"), coach=coach)

    found = asked(code, manager, by)

    assert not (found.rows and found.why_not)


# --- the screen ---------------------------------------------------------------


def test_screen_leads_to_the_narrowed_screen_and_its_list(
    manager_client, coach, places
):
    contact(EmployerFactory(municipality=places[0]), day("1.5.26"), coach=coach)
    query = f"period=2026-Q2&municipality={places[0].pk}"

    url = reverse("placements:funnel-split", args=["M2"])
    page = manager_client.get(f"{url}?period=2026-Q2")

    for name, args in (("funnel-contacts", []), ("funnel-behind", ["M2"])):
        address = reverse(f"placements:{name}", args=args)
        assert f"{address}?{query}".replace("&", "&amp;") in page.text
        assert manager_client.get(f"{address}?{query}").status_code == 200


def test_only_who_leads_the_team_sees_it_by_coach(manager_client, coach_client, coach):
    contact(EmployerFactory(), day("1.5.26"), coach=UserFactory(first_name="Kalle"))
    url = reverse("placements:funnel-split", args=["M2"])

    led = manager_client.get(f"{url}?period=2026-Q2&by=coach")
    own = coach_client.get(f"{url}?period=2026-Q2&by=coach")

    assert "Kalle" in led.text
    assert "Kalle" not in own.text
    assert own.context["by"] == Dimension.MUNICIPALITY


@pytest.mark.parametrize("code", ["M99", "A1"])
def test_number_without_dimensions_has_no_such_screen(code, manager_client):
    url = reverse("placements:funnel-split", args=[code])

    assert manager_client.get(url).status_code == 404


def test_screen_asks_a_bounded_number_of_queries(
    manager_client, coach, places, django_assert_max_num_queries
):
    url = reverse("placements:funnel-split", args=["M12"])
    manager_client.get(url)
    begin(dict.fromkeys(places, 3))

    with django_assert_max_num_queries(14):
        manager_client.get(url)
