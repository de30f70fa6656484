"""The directory of officials: found, confirmed, followed by others."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from crm.lifecycle import Refused
from crm.models import Municipality
from placements.models import Official
from tests.factories import OfficialFactory

pytestmark = pytest.mark.django_db

LIST = "placements:officials"


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def found(client, **asked):
    page = client.get(reverse(LIST), asked)
    return {official.name for official in page.context["page"]}


def test_empty_directory_says_what_to_do(coach_client):
    page = coach_client.get(reverse(LIST)).text

    assert "No officials yet" in page
    assert reverse("placements:official-new") in page


@pytest.mark.parametrize(
    ("confirmed", "stale"),
    [(None, True), (184, True), (183, False), (0, False)],
)
def test_after_six_months_nobody_knows(confirmed, stale):
    on = None if confirmed is None else days_ago(confirmed)
    official = OfficialFactory(confirmed_on=on)

    assert official.is_stale is stale
    assert Official.objects.stale().exists() is stale


def test_one_who_writes_an_official_down_has_made_sure(coach, coach_client):
    data = {"authority": "kela", "name": "Äijä Öljynen", "phone": "040 123 4567"}

    coach_client.post(reverse("placements:official-new"), data)

    official = Official.objects.get()
    assert (official.phone, official.confirmed_by) == ("+358401234567", coach)
    assert not official.is_stale


def test_office_without_a_name_is_an_unknown_officer(coach_client):
    data = {"authority": "employment", "line": "Palkkatuki"}
    coach_client.post(reverse("placements:official-new"), data)

    page = coach_client.get(reverse(LIST)).text
    assert "Officer unknown" in page
    assert "find out who it is" in page
    assert "Still so" not in page


def test_bad_phone_comes_back_as_typed(coach_client):
    data = {"authority": "kela", "name": "Malli", "phone": "ei ole"}

    page = coach_client.post(reverse("placements:official-new"), data)

    assert page.status_code == 200
    assert "ei ole" in page.text
    assert not Official.objects.exists()


def test_one_tap_confirms(coach, coach_client):
    official = OfficialFactory(confirmed_on=days_ago(300))

    coach_client.post(reverse("placements:official-confirm", args=[official.pk]))

    official.refresh_from_db()
    assert (official.confirmed_on, official.confirmed_by) == (days_ago(0), coach)


def test_successor_takes_over_the_office(coach, coach_client):
    place = Municipality.objects.first()
    old = OfficialFactory(channel="Suojaposti", confirmed_on=days_ago(9))
    old.municipalities.add(place)
    url = reverse("placements:official-succeed", args=[old.pk])

    coach_client.post(url, {"on": days_ago(2), "name": "Uusi Malli", "phone": ""})

    new = Official.objects.in_office().filter(name="Uusi Malli").get()
    old.refresh_from_db()
    assert (old.until, new.since) == (days_ago(2), days_ago(2))
    assert (new.line, new.channel) == (old.line, "Suojaposti")
    assert list(new.municipalities.all()) == [place]
    assert new.confirmed_by == coach


def test_unknown_successor_must_be_found_out(coach, coach_client):
    old = OfficialFactory(confirmed_on=days_ago(9))

    old.succeed(by=coach, on=days_ago(0), name=" ", phone="", email="")

    assert [str(one) for one in Official.objects.stale()] == ["Officer unknown"]


def test_office_is_followed_once(coach, coach_client):
    old = OfficialFactory()
    old.succeed(by=coach, on=days_ago(0), name="Uusi", phone="", email="")

    with pytest.raises(Refused):
        old.succeed(by=coach, on=days_ago(0), name="Toinen", phone="", email="")
    url = reverse("placements:official-succeed", args=[old.pk])
    page = coach_client.post(url, {"on": days_ago(0), "name": "Toinen"})
    assert "Somebody else is in office already." in page.text
    with pytest.raises(Refused):
        Official.objects.get(pk=old.pk).confirm(by=coach)
    assert Official.objects.count() == 2


def test_change_ahead_of_today_is_refused(coach_client):
    old = OfficialFactory()
    url = reverse("placements:official-succeed", args=[old.pk])

    page = coach_client.post(url, {"on": days_ago(-3), "name": "Uusi"})

    assert "The day cannot be in the future." in page.text


def test_office_cannot_end_before_it_began():
    official = OfficialFactory(since=days_ago(5))
    official.until = days_ago(6)

    with pytest.raises(ValidationError):
        official.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        official.save()


def test_directory_is_narrowed(coach_client):
    here, there = Municipality.objects.all()[:2]
    OfficialFactory(name="Kaikki", confirmed_on=days_ago(1))
    OfficialFactory(name="Täällä", authority="tax").municipalities.add(here)
    OfficialFactory(name="Tuolla", office="Ääkkösten toimisto").municipalities.add(
        there
    )
    OfficialFactory(name="Entinen", until=days_ago(1))

    assert found(coach_client) == {"Kaikki", "Täällä", "Tuolla"}
    assert found(coach_client, place=here.pk) == {"Kaikki", "Täällä"}
    assert found(coach_client, authority="tax") == {"Täällä"}
    assert found(coach_client, q="ÄÄKKÖSTEN") == {"Tuolla"}
    assert found(coach_client, stale="on") == {"Täällä", "Tuolla"}
    assert found(coach_client, authority="nonsense") == found(coach_client)


@pytest.mark.parametrize("count", [1, 60])
def test_directory_asks_few_queries(coach_client, django_assert_max_num_queries, count):
    OfficialFactory.create_batch(count)

    with django_assert_max_num_queries(9):
        coach_client.get(reverse(LIST))
