"""The timeline of an employer: everything, newest first, a page at a time."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from crm.lifecycle import undo
from employers.merge import merge
from employers.models import ContactBan, Employer
from employers.models.outcomes import NextStep
from employers.timeline import PAGE, SORTS, Cursor, _row, read_page
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    TailoredJobFactory,
    VisitFactory,
    WorkplaceFactory,
)


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def soup(client, employer, query="", **headers):
    response = client.get(f"{employer.get_absolute_url()}{query}", headers=headers)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector):
    return [" ".join(tag.get_text(" ").split()) for tag in page.select(selector)]


def live(employer, coach):
    """Let a few things of every sort happen."""
    visit = VisitFactory.build(employer=employer, coach=coach, note="They were glad")
    visit.perform(
        "complete",
        by=coach,
        outcome="interested",
        next_step=NextStep("Ring Erkki", in_days(3), "call"),
    )
    step = FollowUpFactory(subject=employer, assignee=coach, text="Send the leaflet")
    step.perform("complete", by=coach)
    person = ContactPersonFactory(employer=employer, name="Leena Leipoja-Malli")
    person.role = "guides the work"
    person.save()
    site = WorkplaceFactory(employer=employer)
    site.travel_notes = "First bus at 5.42"
    site.save()
    employer = Employer.objects.get(pk=employer.pk)
    employer.trade = "Bakery"
    employer.save()
    ContactBan(
        employer=employer,
        scope="channel",
        channel="email",
        reason="Too many letters",
        requested_on=timezone.localdate(),
        imposed_by=coach,
    ).impose()
    return employer


def test_timeline_tells_everything_newest_first(coach_client, coach):
    employer = live(EmployerFactory(), coach)

    page = soup(coach_client, employer)

    titles = texts(page, ".timeline h3")
    assert titles[0] == "Ring Erkki"
    assert page.select_one(".timeline > li")["class"] == ["ahead"]
    assert sorted(titles[1:]) == [
        "Cold visit",
        "Contact forbidden: E-mail",
        "Contact person added: Leena Leipoja-Malli",
        "Contact person's details changed: Leena Leipoja-Malli",
        "Contacted → In dialogue",
        "Details changed",
        "Done: Send the leaflet",
        "Identified → Contacted",
        "Workplace added: Leipomo",
        "Workplace's details changed: Leipomo",
    ]
    assert "What they do: \N{EN DASH} → Bakery" in page.get_text()


@pytest.mark.parametrize(
    ("shown", "some", "none"),
    [
        ("contacts", "Cold visit", "Details changed"),
        ("changes", "Details changed", "Cold visit"),
    ],
)
def test_filter_shows_only_its_sort(coach_client, coach, shown, some, none):
    employer = live(EmployerFactory(), coach)

    titles = texts(soup(coach_client, employer, f"?show={shown}"), ".timeline h3")

    assert (some in titles, none in titles) == (True, False)


def test_undone_move_is_struck_through(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    entry = employer.perform("decline", by=coach, reason="no_need")
    undo(entry, by=coach)

    page = soup(coach_client, employer)

    assert texts(page, ".timeline del") == ["Contacted → Not now"]


def test_htmx_gets_only_the_timeline(coach_client):
    employer = EmployerFactory()

    page = soup(coach_client, employer, "?show=contacts", HX_Request="true")

    assert page.find("h1") is None
    assert texts(page, "a[aria-current]") == ["Contacts"]


def test_older_rows_follow_without_a_gap_or_a_double(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    days = [
        VisitFactory(employer=employer, done=True, on=in_days(-n)) for n in range(45)
    ]
    seen, query = [], ""
    while True:
        page = soup(coach_client, employer, query)
        seen += [a["href"] for a in page.select(".timeline h3 a")]
        older = page.select_one(".older a")
        if older is None:
            break
        query = older["href"].removeprefix(employer.get_absolute_url())

    assert seen == [visit.get_absolute_url() for visit in days]


def test_rows_of_the_same_moment_come_in_a_fixed_order(coach):
    employer = EmployerFactory()
    now = timezone.now()
    visits = [VisitFactory(employer=employer, done=True) for _ in range(PAGE + 2)]
    type(visits[0]).objects.update(created_at=now)

    first = read_page([employer.pk], coach)
    second = read_page([employer.pk], coach, after=first.older)

    rank = [sort.name for sort in SORTS].index("visit")
    keys = [row.key for row in [*first.rows, *second.rows] if row.rank == rank]
    assert keys == [visit.pk for visit in reversed(visits)]


def test_broken_cursor_is_as_none():
    assert Cursor.read("yesterday~x") is None


def test_survivors_timeline_tells_what_the_merged_one_lived(
    coach_client, coach, manager
):
    survivor, other = EmployerFactory(), EmployerFactory(name="Leipomo Toinen")
    live(other, coach)
    merge(other, survivor, by=manager)

    titles = texts(soup(coach_client, survivor), ".timeline h3")

    assert "Leipomo Toinen was merged into this" in titles
    assert "Leipomo Toinen: Identified → Contacted" in titles
    assert "Cold visit" in titles


def test_timeline_tells_of_visits_that_came_to_nothing(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    VisitFactory(employer=employer, coach=coach).perform("cancel", by=coach, note="Ill")
    VisitFactory(employer=employer, coach=coach).perform(
        "miss", by=coach, reason="closed"
    )

    metas = texts(soup(coach_client, employer, "?show=contacts"), ".timeline .meta")

    assert [meta.partition(" · ")[2] for meta in metas] == [
        "Not reached · Closed · Aino Aalto",
        "Cancelled · Aino Aalto",
    ]


def test_timeline_begins_with_the_adding(coach_client, coach):
    employer = EmployerFactory.build(municipality=None)
    employer.begin(by=coach)

    assert texts(soup(coach_client, employer), ".timeline h3") == ["Added to Räätäli"]


def test_changes_of_a_person_are_told_in_words(coach_client):
    person = ContactPersonFactory()
    person.decides = True
    person.language = "sv"
    person.phone = "+358400000102"
    person.save()
    person.left_on = timezone.localdate()
    person.save()
    person.save()

    page = soup(coach_client, person.employer, "?show=changes")

    assert texts(page, ".timeline h3") == [
        "Erkki Esimerkki left",
        "Contact person's details changed: Erkki Esimerkki",
        "Contact person added: Erkki Esimerkki",
    ]
    [told] = texts(page, ".timeline div > p:not(.meta)")
    assert told.split("; ") == [
        "Decides on recruiting: no → yes",
        "Phone: 040 000 0101 → 040 000 0102",
        "Language: Finnish → Swedish",
    ]


def test_closing_of_a_workplace_is_told_with_its_day(coach_client):
    site = WorkplaceFactory()
    site.closed_on = timezone.localdate()
    site.save()

    page = soup(coach_client, site.employer, "?show=changes")

    [told] = texts(page, ".timeline div > p:not(.meta)")
    assert told.startswith("Closed on: \N{EN DASH} → ")


def test_change_without_a_before_says_nothing(coach_client):
    employer = EmployerFactory()
    employer.trade = "Bakery"
    employer.save()
    employer.changes.filter(history_type="+").delete()

    assert texts(soup(coach_client, employer), ".timeline h3") == []


def test_lifted_ban_is_told_and_a_saved_one_is_not(coach_client, manager):
    employer = EmployerFactory(contacted=True, has_bans=True)
    ban = ContactBanFactory(employer=employer, scope="channel", channel="phone")
    ban.save()
    ban.lift(by=manager, on=timezone.localdate(), reason="They called")

    assert texts(soup(coach_client, employer, "?show=changes"), ".timeline h3") == [
        "Ban lifted: Phone calls",
        "Contact forbidden: Phone calls",
    ]


def test_pages_of_one_moment_hold_every_sort_once(coach):
    with time_machine.travel(timezone.now(), tick=False):
        employer = EmployerFactory()
        for _ in range(9):
            live(employer, coach)
            TailoredJobFactory.build(employer=employer, coach=coach).begin(by=coach)
    seen, cursor = [], None
    while True:
        page = read_page([employer.pk], coach, after=cursor)
        seen += [(row.rank, row.key) for row in page.rows]
        cursor = page.older
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) > 3 * PAGE
    assert {rank for rank, _key in seen} == set(range(len(SORTS)))


def test_row_whose_before_is_nested_as_text_is_read():
    day = timezone.localdate()

    row = _row((day, timezone.now(), 2, 1, "", {"now": {}, "before": '{"a": 1}'}))

    assert row.data["before"] == {"a": 1}
