"""Two employers that are one: preview, merge, undo, and what refuses."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from crm.lifecycle import Refused, undo
from crm.models import FollowUp
from employers.merge import merge, pointers, problems, survivor_of, undo_merge
from employers.merge_fields import differences
from employers.merge_words import warnings, what_moves
from employers.models import ContactBan, Employer, Merge, Visit
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    MunicipalityFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = Employer.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def url(source, target=None):
    address = reverse("employers:merge", args=[source.pk])
    return f"{address}?target={target.pk}" if target else address


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def pair(**fields):
    """Return an employer with one of everything, and the one it really is."""
    source = EmployerFactory(name="Leipomo Esimerki", **fields)
    site = WorkplaceFactory(employer=source)
    ContactPersonFactory(employer=source, workplace=site)
    VisitFactory(employer=source, done=True, on=in_days(-3))
    FollowUpFactory(subject=source, text="Ring")
    return source, EmployerFactory(name="Leipomo Esimerkki Oy")


def counts(employer):
    return {
        "people": employer.people.count(),
        "sites": employer.workplaces.count(),
        "visits": employer.visits.count(),
        "steps": employer.follow_ups.count(),
        "bans": employer.bans.count(),
    }


def snapshot(*employers):
    """Return everything the employers are and have, to be compared later."""
    skipped = {"changed_at", "_state"}
    return [
        (
            {k: v for k, v in vars(fetch(e)).items() if k not in skipped},
            counts(e),
        )
        for e in employers
    ]


# --- Merging ----------------------------------------------------------------


def test_everything_moves_to_the_survivor(manager):
    source, target = pair()
    ContactBanFactory(employer=source, scope="channel", channel="email")
    empty = counts(target)

    record = merge(source, target, by=manager)

    assert counts(target) == dict.fromkeys(empty, 1)
    assert counts(source) == empty
    assert (fetch(source).state, fetch(source).merged_into) == (State.MERGED, target)
    assert set(record.moved) == {
        "crm.FollowUp",
        "employers.ContactBan",
        "employers.ContactPerson",
        "employers.Visit",
        "employers.Workplace",
    }
    fresh = fetch(target)
    assert (fresh.next_step, fresh.last_contact_on) == ("Ring", in_days(-3))
    assert fresh.has_bans
    assert "erkki esimerkki" in fresh.search_text


def test_every_column_that_points_at_an_employer_is_known():
    assert {f"{p.label}.{p.column}" for p in pointers()} == {
        "crm.FollowUp.object_id",
        "employers.ContactBan.employer_id",
        "employers.ContactPerson.employer_id",
        "employers.ImportRow.employer_id",
        "employers.TailoredJob.employer_id",
        "employers.Visit.employer_id",
        "employers.VisitRequest.employer_id",
        "employers.Workplace.employer_id",
        "placements.Placement.employer_id",
        "placements.SubsidyProcess.employer_id",
        "placements.Trial.employer_id",
    }


def test_survivor_keeps_its_own_and_its_empty_fields_are_filled(manager, coach):
    source = EmployerFactory(
        name="Vanha nimi", trade="Bakery", website="https://a.example", coach=coach
    )
    target = EmployerFactory(name="Oikea nimi", trade="Café")

    merge(source, target, by=manager)

    fresh = fetch(target)
    assert (fresh.name, fresh.trade) == ("Oikea nimi", "Café")
    assert (fresh.website, fresh.coach) == ("https://a.example", coach)
    assert fresh.other_names == "Vanha nimi"


def test_chosen_values_survive_and_notes_can_be_joined(manager):
    source = EmployerFactory(name="Oikea nimi", notes="Back door", trade="Bakery")
    target = EmployerFactory(name="Vanha nimi", notes="Ask for Erkki", trade="Café")

    merge(source, target, by=manager, fields={"name": "source", "trade": "source"})

    fresh = fetch(target)
    assert (fresh.name, fresh.trade) == ("Oikea nimi", "Bakery")
    assert fresh.notes == "Ask for Erkki\nBack door"
    assert fresh.other_names == "Vanha nimi"


def test_business_id_moves_to_a_survivor_without_one(manager):
    source = EmployerFactory(business_id="1234567-1", no_business_id_reason="")
    target = EmployerFactory(no_business_id_reason="Sole trader")

    merge(source, target, by=manager)

    fresh = fetch(target)
    assert (fresh.business_id, fresh.no_business_id_reason) == ("1234567-1", "")


def test_survivor_comes_as_far_as_the_merged_one_was(manager, coach):
    source, target = EmployerFactory(partner=True, coach=coach), EmployerFactory()
    FollowUpFactory(subject=source)

    merge(source, target, by=manager)

    fresh = fetch(target)
    assert (fresh.state, fresh.open_work) == (State.PARTNER, 1)
    assert fresh.contacted_on == source.contacted_on
    assert list(fresh.history.values_list("name", flat=True)) == [
        "become_partner",
        "engage",
        "contact",
    ]


def test_merging_does_not_make_the_manager_the_coach(manager):
    source, target = EmployerFactory(contacted=True), EmployerFactory()

    merge(source, target, by=manager)

    assert (fetch(target).state, fetch(target).coach) == (State.CONTACTED, None)


def test_work_wakes_a_resting_survivor(manager):
    source, target = EmployerFactory(partner=True), EmployerFactory(dormant=True)

    merge(source, target, by=manager)

    assert fetch(target).state == State.PARTNER


def test_ban_of_the_merged_one_survives(manager, coach):
    source, target = EmployerFactory(contacted=True), EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=target)
    visit = VisitFactory(employer=target, on=in_days(4))
    source.perform("forbid", by=coach, note="The owner said no")

    merge(fetch(source), target, by=manager)

    fresh = fetch(target)
    assert (fresh.state, fresh.has_bans) == (State.DO_NOT_CONTACT, True)
    ban = fresh.standing_bans().get()
    assert ban.reason == f"The ban of {source}: The owner said no"
    assert fetch(step).state == FollowUp.State.CANCELLED
    assert fetch(visit).state == Visit.State.CANCELLED


def test_plans_of_the_merged_one_fall_with_the_survivors_ban(manager, coach):
    source, target = EmployerFactory(contacted=True), EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=source)
    VisitFactory(employer=source, on=in_days(4))
    target.perform("forbid", by=coach, note="The owner said no")

    merge(source, fetch(target), by=manager)

    fresh = fetch(target)
    assert fetch(step).state == FollowUp.State.CANCELLED
    assert (fresh.next_step_on, fresh.visits.get().state) == (
        None,
        Visit.State.CANCELLED,
    )


def test_channel_ban_that_moves_cancels_the_survivors_calls(manager):
    source, target = EmployerFactory(), EmployerFactory()
    ContactBanFactory(employer=source, scope="channel", channel="phone")
    call = VisitFactory(employer=target, kind="call", on=in_days(4))
    visit = VisitFactory(employer=target, on=in_days(4))

    merge(source, target, by=manager)

    assert (fetch(call).state, fetch(visit).state) == ("cancelled", "planned")


def test_successor_link_follows_to_the_survivor(manager):
    source, target = EmployerFactory(), EmployerFactory()
    heir = EmployerFactory(successor_of=source)

    record = merge(source, target, by=manager)
    assert fetch(heir).successor_of == target

    undo_merge(record)
    assert fetch(heir).successor_of == source


# --- Refusals ---------------------------------------------------------------


def test_employer_is_not_merged_into_itself(manager):
    employer = EmployerFactory()

    with pytest.raises(Refused, match="into itself"):
        merge(employer, employer, by=manager)


def test_neither_may_be_merged_already(manager):
    first, second, third = (EmployerFactory() for _ in range(3))
    merge(first, second, by=manager)

    with pytest.raises(Refused, match="merged into another already"):
        merge(first, third, by=manager)
    with pytest.raises(Refused, match="merged into another already"):
        merge(third, first, by=manager)


def test_living_employer_is_not_merged_into_a_ceased_one(manager):
    target = EmployerFactory()
    target.perform("cease", by=manager, note="The sign is gone")

    assert problems(EmployerFactory(), fetch(target)) == [
        "The survivor has ceased trading. Merge the other way round."
    ]


def test_failed_merge_leaves_no_trace(manager, monkeypatch):
    source, target = pair()
    before = snapshot(source, target)
    monkeypatch.setattr(Employer, "reindex", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        merge(source, target, by=manager)

    assert snapshot(source, target) == before
    assert not Merge.objects.exists()


# --- Undoing ----------------------------------------------------------------


def test_undo_restores_both_to_the_last_row(manager, coach):
    source, target = pair(
        engaged=True,
        coach=coach,
        business_id="1234567-1",
        no_business_id_reason="",
        notes="Back door",
    )
    ContactPersonFactory(employer=target, name="Teppo Testaaja")
    for employer in (source, target):
        employer.settle()
        employer.reindex()
    before = snapshot(source, target)

    undo_merge(merge(source, target, by=manager))

    assert snapshot(source, target) == before


def test_undo_restores_what_a_ban_had_cancelled(manager, coach):
    source, target = EmployerFactory(contacted=True), EmployerFactory(contacted=True)
    step = FollowUpFactory(subject=target)
    source.perform("forbid", by=coach, note="The owner said no")
    record = merge(fetch(source), target, by=manager)

    undo_merge(record)

    assert (fetch(source).state, fetch(target).state) == (
        State.DO_NOT_CONTACT,
        State.CONTACTED,
    )
    assert fetch(step).state == FollowUp.State.OPEN
    assert (fetch(target).has_bans, fetch(source).has_bans) == (False, True)


def test_undo_leaves_what_has_been_added_or_changed_since(manager):
    source, target = pair(trade="Bakery")
    record = merge(source, target, by=manager)
    survivor = fetch(target)
    ContactPersonFactory(employer=survivor, name="Teppo Testaaja")
    survivor = fetch(target)
    survivor.trade = "Pizzeria"
    survivor.save()

    undo_merge(record)

    assert [p.name for p in target.people.all()] == ["Teppo Testaaja"]
    assert [p.name for p in source.people.all()] == ["Erkki Esimerkki"]
    assert (fetch(target).trade, fetch(source).trade) == ("Pizzeria", "Bakery")


def test_rows_that_have_moved_on_stay_where_they_are(manager):
    source, target = pair()
    third = EmployerFactory()
    record = merge(source, target, by=manager)
    target.visits.update(employer=third)

    undo_merge(record)

    assert (source.visits.count(), third.visits.count()) == (0, 1)


def test_undo_is_refused_once_the_survivor_was_merged_further(manager):
    first, second, third = (EmployerFactory() for _ in range(3))
    record = merge(first, second, by=manager)
    merge(second, third, by=manager)

    with pytest.raises(Refused, match="has since been merged into"):
        undo_merge(record)


def test_undo_is_refused_when_the_business_id_is_taken(manager):
    source = EmployerFactory(business_id="1234567-1", no_business_id_reason="")
    target = EmployerFactory(business_id="2345678-4", no_business_id_reason="")
    record = merge(source, target, by=manager)
    EmployerFactory(name="Uusi", business_id="1234567-1", no_business_id_reason="")

    with pytest.raises(Refused, match="Uusi has the same Y-tunnus now"):
        undo_merge(record)


def test_undo_is_refused_when_the_survivor_has_moved_on(manager):
    source, target = EmployerFactory(contacted=True), EmployerFactory()
    record = merge(source, target, by=manager)
    fetch(target).perform("decline", by=manager, reason="no_need")

    with pytest.raises(Refused, match="Something else has happened since"):
        undo_merge(record)


def test_undo_is_refused_after_a_month_and_the_second_time(manager):
    source, target = EmployerFactory(), EmployerFactory()
    record = merge(source, target, by=manager)

    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        pytest.raises(Refused, match="for 30 days"),
    ):
        undo_merge(record)
    undo_merge(record)
    with pytest.raises(Refused, match="undone already"):
        undo_merge(record)


def test_what_is_no_longer_merged_is_not_undone(manager):
    source, target = EmployerFactory(), EmployerFactory()
    record = merge(source, target, by=manager)
    Employer.objects.filter(pk=source.pk).update(state=State.LEAD, merged_into=None)

    with pytest.raises(Refused, match="is no longer merged"):
        undo_merge(record)
    assert str(record) == f"{source} → {target}"


def test_tombstone_cannot_be_raised_by_the_ordinary_undo(manager):
    source, target = pair()
    record = merge(source, target, by=manager)

    with pytest.raises(Refused, match="Undo the merge on the survivor's page"):
        undo(record.entry, by=manager)

    assert fetch(source).state == State.MERGED


def test_survivor_is_found_through_the_chain(manager):
    first, second, third = (EmployerFactory() for _ in range(3))
    merge(first, second, by=manager)
    merge(second, third, by=manager)

    assert survivor_of(fetch(first)) == third


# --- Screens ----------------------------------------------------------------


def test_differences_are_only_where_the_merged_one_knows_something():
    one = EmployerFactory.build(name="A", trade="Bakery", place="", municipality=None)
    other = EmployerFactory.build(name="A", trade="", place="Sipoo", municipality=None)

    assert [(d.name, d.keep) for d in differences(one, other)] == [("trade", "source")]


def test_survivor_is_found_by_search_without_javascript(manager_client):
    source = EmployerFactory(name="Leipomo Esimerki")
    target = EmployerFactory(name="Leipomo Esimerkki Oy")

    response = manager_client.get(f"{url(source)}?q=esimerkki")

    page = BeautifulSoup(response.content, "html.parser")
    assert [a["href"] for a in page.select("#found a")] == [f"?target={target.pk}"]


def test_those_that_look_the_same_are_offered_at_once(manager_client):
    source = EmployerFactory(name="Leipomo Esimerki")
    target = EmployerFactory(name="Leipomo Esimerkki Oy")
    EmployerFactory(name="Autopesu Testikiilto Tmi")

    page = BeautifulSoup(manager_client.get(url(source)).content, "html.parser")

    assert [a["href"] for a in page.select("#found a")] == [f"?target={target.pk}"]


def test_preview_says_what_moves_and_what_to_mind(manager_client, coach, other_coach):
    source, target = pair(
        business_id="1234567-1", no_business_id_reason="", coach=coach
    )
    Employer.objects.filter(pk=target.pk).update(
        business_id="2345678-4", no_business_id_reason="", coach=other_coach
    )

    response = manager_client.get(url(source, target))

    page = BeautifulSoup(response.content, "html.parser")
    assert [li.get_text() for li in page.select(".notice li")] == [
        "They have different Y-tunnus numbers. Are they really the same?",
        "They have different coaches: Aino Aalto and Oskar Oksa.",
        "1 workplace",
        "1 contact person",
        "1 contact",
        "1 next step, done or open",
    ]
    assert [i["value"] for i in page.select("[name=name][checked]")] == ["target"]


def confirm(client, source, target, **choices):
    page = client.get(url(source, target))
    soup = BeautifulSoup(page.content, "html.parser")
    data = {i["name"]: i["value"] for i in soup.select("[type=hidden], [checked]")}
    return data | choices


def test_ban_industry_and_notes_are_shown_in_words(manager_client, coach):
    source = EmployerFactory(contacted=True, industry_code="10", notes="Back door")
    target = EmployerFactory(notes="Ask for Erkki")
    source.perform("forbid", by=coach, note="No")

    response = manager_client.get(url(source, target))

    page = BeautifulSoup(response.content, "html.parser")
    assert (
        page.select_one(".notice li")
        .get_text()
        .startswith("Contact is forbidden by one of them")
    )
    choices = {
        fieldset.legend.get_text(strip=True): [
            label.get_text(strip=True) for label in fieldset.select("label")
        ]
        for fieldset in page.select("main fieldset")
    }
    assert choices["Industry"] == ["(empty)", f"10 {source.industry_name}"]
    assert choices["Notes"] == [
        "Ask for Erkki",
        "Back door",
        "Both, one after the other",
    ]


def test_words_of_the_preview():
    both = {"business_id": "1234567-1", "municipality": None}

    told = warnings(EmployerFactory.build(**both), EmployerFactory.build(**both))

    assert told == ["Both have the same Y-tunnus."]
    assert what_moves({"employers.ContactBan": 2, "crm.SavedView": 1}) == [
        "2 bans",
        "1 saved views",
    ]


def test_register_data_and_industry_go_along(manager):
    now = timezone.now()
    source = EmployerFactory(
        register_data={"name": "X"}, register_checked_at=now, industry_code="10"
    )
    target = EmployerFactory()

    record = merge(source, target, by=manager)
    merged = fetch(target)
    undo_merge(record)

    assert (merged.register_data, merged.register_checked_at) == ({"name": "X"}, now)
    assert merged.industry_section == "C"
    assert (fetch(target).register_data, fetch(target).industry_code) == ({}, "")


def test_confirming_merges_and_leads_to_the_survivor(manager_client):
    source, target = pair()
    data = confirm(manager_client, source, target, name="source", note="Entered twice")

    response = manager_client.post(url(source, target), data, follow=True)

    assert response.redirect_chain == [(target.get_absolute_url(), 302)]
    assert fetch(target).name == "Leipomo Esimerki"
    assert Merge.objects.get().entry.note == "Entered twice"
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id="merges").get_text() == "Merged into this"


def test_second_click_merges_nothing_more(manager_client):
    source, target = pair()
    data = confirm(manager_client, source, target)

    manager_client.post(url(source, target), data)
    response = manager_client.post(url(source, target), data, follow=True)

    assert response.redirect_chain == [(target.get_absolute_url(), 302)]
    assert Merge.objects.count() == 1


def test_change_since_the_preview_is_looked_at_again(manager_client):
    source, target = pair()
    data = confirm(manager_client, source, target, note="Twice")
    target.trade = "Café"
    target.save()

    response = manager_client.post(url(source, target), data)

    assert "has changed since you looked" in response.content.decode()
    assert "Twice" in response.content.decode()
    assert not Merge.objects.exists()


def test_impossible_pair_is_explained_and_not_merged(manager_client):
    employer = EmployerFactory()
    data = {"seen": "x"}

    shown = manager_client.get(url(employer, employer)).content.decode()
    manager_client.post(url(employer, employer), data)

    assert "An employer cannot be merged into itself." in shown
    assert fetch(employer).state == State.LEAD


@pytest.mark.parametrize("target", ["0", "x"])
def test_unknown_survivor_is_not_found(manager_client, target):
    address = f"{url(EmployerFactory())}?target={target}"

    assert manager_client.get(address).status_code == 404


def test_post_without_a_survivor_asks_for_one(manager_client):
    source = EmployerFactory()

    response = manager_client.post(url(source))

    assert response.url == url(source)


def test_manager_undoes_a_merge_on_the_survivors_page(manager_client, manager):
    source, target = pair()
    record = merge(source, target, by=manager)
    address = reverse("employers:merge-undo", args=[record.pk])

    response = manager_client.post(address, follow=True)
    again = manager_client.post(address, follow=True)

    assert [str(m) for m in response.context["messages"]] == [
        f"{source} and {target} are two again."
    ]
    assert [str(m) for m in again.context["messages"]] == [
        "This merge has been undone already."
    ]
    assert counts(source)["visits"] == 1


def test_coach_does_not_merge(coach_client):
    source, target = pair()

    assert coach_client.get(url(source, target)).status_code == 403
    assert coach_client.post(url(source, target)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_merge_preview_queries_do_not_grow(
    manager_client, django_assert_max_num_queries, rows
):
    source, target = pair()
    for _ in range(rows):
        ContactPersonFactory(employer=source)
        VisitFactory(employer=source, done=True)
    manager_client.get(url(source, target))

    with django_assert_max_num_queries(12):
        manager_client.get(url(source, target))


def test_municipality_is_chosen_by_name(manager_client):
    other = MunicipalityFactory(code="858", name_fi="Tuusula", name_sv="Tusby")
    source, target = EmployerFactory(municipality=other), EmployerFactory()
    data = confirm(manager_client, source, target, municipality="source")

    manager_client.post(url(source, target), data)

    assert fetch(target).municipality == other


def test_narrow_bans_move_and_the_whole_ban_stays_with_the_tombstone(manager, coach):
    source, target = EmployerFactory(contacted=True), EmployerFactory(contacted=True)
    source.perform("forbid", by=coach, note="No")
    merge(fetch(source), target, by=manager)

    assert source.bans.get().scope == ContactBan.Scope.ORGANISATION
    assert target.bans.get().scope == ContactBan.Scope.ORGANISATION
