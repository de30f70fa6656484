"""Who does not want contact: in which scope, what it stops, how it ends."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone

from crm.lifecycle import Refused
from crm.models import FollowUp
from employers.models import ContactBan, Employer, Visit
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    VisitFactory,
    WorkplaceFactory,
)

State = Employer.State


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def url(employer):
    return reverse("employers:ban", args=[employer.pk])


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def asked(scope, **more):
    return {
        "scope": scope,
        "reason": "The shop manager asked",
        "requested_on": in_days(0),
        **more,
    }


def errors(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [p.get_text(strip=True) for p in page.select("p.error, .notice li")]


# --- Imposing ---------------------------------------------------------------


def test_whole_ban_moves_the_employer_and_drops_the_plans(coach_client, coach):
    employer = EmployerFactory(engaged=True)
    step = FollowUpFactory(subject=employer, assignee=coach)
    visit = VisitFactory(employer=employer, on=in_days(2))

    coach_client.post(url(employer), asked("organisation"))

    fresh = fetch(employer)
    assert (fresh.state, fresh.has_bans) == (State.DO_NOT_CONTACT, True)
    ban = fresh.bans.get()
    assert (ban.scope, ban.reason, ban.imposed_by) == (
        "organisation",
        "The shop manager asked",
        coach,
    )
    assert (fetch(step).state, fetch(visit).state) == (
        FollowUp.State.CANCELLED,
        Visit.State.CANCELLED,
    )


def test_whole_ban_can_be_undone_at_once(coach_client):
    employer = EmployerFactory(engaged=True)
    response = coach_client.post(url(employer), asked("organisation"), follow=True)
    page = BeautifulSoup(response.content, "html.parser")

    coach_client.post(page.select_one(".toast form")["action"])

    assert (fetch(employer).state, employer.bans.count()) == (State.ENGAGED, 0)


def test_ban_on_one_workplace_leaves_the_others_open(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    shop, bakery = (
        WorkplaceFactory(employer=employer),
        WorkplaceFactory(employer=employer),
    )
    there = VisitFactory(employer=employer, workplace=shop, on=in_days(2))
    elsewhere = VisitFactory(employer=employer, workplace=bakery, on=in_days(2))

    coach_client.post(url(employer), asked("workplace", workplace=shop.pk))

    fresh = fetch(employer)
    assert (fresh.state, fresh.has_bans) == (State.CONTACTED, True)
    assert (fetch(there).state, fetch(elsewhere).state) == ("cancelled", "planned")
    with pytest.raises(Refused, match="forbidden"):
        Visit(employer=fresh, workplace=shop, coach=coach).schedule(
            by=coach, conflict_reason="x"
        )


def test_ban_on_one_person_and_one_channel(coach_client):
    employer = EmployerFactory(contacted=True)
    person = ContactPersonFactory(employer=employer)

    coach_client.post(url(employer), asked("person", person=person.pk))
    coach_client.post(url(employer), asked("channel", channel="email"))

    assert [(b.scope, b.person, b.channel) for b in employer.bans.order_by("pk")] == [
        ("person", person, ""),
        ("channel", None, "email"),
    ]


@pytest.mark.parametrize("scope", ["workplace", "person", "channel"])
def test_narrow_ban_asks_what_it_is_about(coach_client, scope):
    employer = EmployerFactory(contacted=True)

    response = coach_client.post(url(employer), asked(scope))

    assert "Choose what the ban is about." in errors(response)
    assert not ContactBan.objects.exists()


def test_ban_asks_who_wanted_it_and_keeps_what_was_chosen(coach_client):
    employer = EmployerFactory(contacted=True)
    data = asked("channel", channel="phone", reason="", requested_on=in_days(1))

    response = coach_client.post(url(employer), data)

    assert "Say who asked for it and why." in errors(response)
    assert "The day cannot be in the future." in errors(response)
    page = BeautifulSoup(response.content, "html.parser")
    assert [i["value"] for i in page.select("[checked]")] == ["channel", "phone"]


def test_same_ban_is_not_imposed_twice(coach_client):
    employer = EmployerFactory(contacted=True)

    coach_client.post(url(employer), asked("channel", channel="phone"))
    again = coach_client.post(url(employer), asked("channel", channel="phone"))

    assert "This has been forbidden already." in errors(again)
    assert employer.bans.count() == 1


def test_place_of_another_employer_is_no_choice(coach_client):
    employer, site = EmployerFactory(contacted=True), WorkplaceFactory()

    coach_client.post(url(employer), asked("workplace", workplace=site.pk))

    assert not ContactBan.objects.exists()


def test_nothing_more_is_forbidden_where_all_is(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")

    response = coach_client.post(url(employer), asked("channel", channel="phone"))

    assert "This has been forbidden already." in errors(response)


def test_ceased_employer_needs_no_narrow_ban(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("cease", by=coach, note="Gone")

    response = coach_client.post(url(employer), asked("channel", channel="phone"))

    assert "No contact is made here in any case." in response.content.decode()
    assert not ContactBan.objects.exists()


def test_ceased_employer_cannot_be_forbidden_any_more(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("cease", by=coach, note="Gone")

    response = coach_client.post(url(employer), asked("organisation"), follow=True)

    assert [m.level_tag for m in response.context["messages"]] == ["error"]
    assert fetch(employer).state == State.CEASED


# --- Lifting ----------------------------------------------------------------


def lift_url(ban):
    return reverse("employers:ban-lift", args=[ban.pk])


def narrow_ban():
    employer = EmployerFactory(contacted=True, has_bans=True)
    return ContactBanFactory(employer=employer, scope="channel", channel="phone")


def test_manager_lifts_a_narrow_ban_with_the_employers_words(manager_client, manager):
    ban = narrow_ban()

    manager_client.post(lift_url(ban), {"reason": "They called us"})

    fresh = fetch(ban)
    assert (fresh.lifted_by, fresh.lift_reason) == (manager, "They called us")
    assert fetch(ban.employer).has_bans is False


def test_lifting_the_whole_ban_begins_the_employer_anew(manager_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")

    manager_client.post(lift_url(employer.bans.get()), {"reason": "They called us"})

    assert (fetch(employer).state, fetch(employer).has_bans) == (State.LEAD, False)


def test_lifting_asks_for_the_request(manager_client):
    ban = narrow_ban()

    response = manager_client.post(lift_url(ban))

    assert errors(response)[-1] == "Only the employer's own request lifts a ban."
    assert fetch(ban).lifted_on is None


def test_coach_does_not_lift(coach_client):
    assert coach_client.post(lift_url(narrow_ban()), {"reason": "x"}).status_code == 403


def test_second_lifting_is_told(manager_client):
    ban = narrow_ban()
    manager_client.post(lift_url(ban), {"reason": "They called us"})

    response = manager_client.post(lift_url(ban), {"reason": "Again"}, follow=True)

    assert [str(m) for m in response.context["messages"]][-1] == (
        "This ban has been lifted already."
    )
    assert fetch(ban).lift_reason == "They called us"


def test_lost_race_for_a_lift_is_told(manager_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")
    ban = employer.bans.get()

    def somebody_is_faster(sender, instance, **kwargs):
        sender.objects.filter(pk=instance.pk).update(state=State.CEASED)

    pre_save.connect(somebody_is_faster, sender=Employer)
    try:
        response = manager_client.post(lift_url(ban), {"reason": "They called"})
    finally:
        pre_save.disconnect(somebody_is_faster, sender=Employer)

    assert response.url == employer.get_absolute_url()
    assert fetch(ban).lifted_on is None


def test_page_of_the_whole_ban_says_what_follows(manager_client, coach):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")

    page = manager_client.get(lift_url(employer.bans.get())).content.decode()

    assert "The employer begins anew as identified" in page


def test_bans_reach_as_far_as_their_scope():
    employer = Employer(name="Leipomo")
    whole = ContactBan(employer=employer)
    person = ContactBan(employer=employer, scope="person", person_id=7)
    visit = {"channel": "visit", "workplace_id": 1}

    assert str(whole) == "The whole organisation: Leipomo"
    assert whole.blocks(people=set(), **visit)
    assert (person.blocks(people={7}, **visit), person.blocks(people={8}, **visit)) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("name", "details", "reason"),
    [
        ("forbid", {}, "Say who asked for it and why."),
        ("cease", {}, "Say how you know that they have ceased."),
        (
            "decline",
            {"reason": "money", "revisit_on": timezone.localdate()},
            "The day to ask again must be later.",
        ),
    ],
)
def test_moves_refuse_without_their_reason(coach, name, details, reason):
    employer = EmployerFactory(contacted=True)

    with pytest.raises(Refused, match=reason):
        employer.perform(name, by=coach, **details)

    assert fetch(employer).state == State.CONTACTED


def test_lift_needs_the_employers_request(coach, manager):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="No")

    with pytest.raises(Refused, match="own request"):
        employer.perform("lift_ban", by=manager)


def test_ban_page_says_what_falls(coach_client, coach):
    employer = EmployerFactory(contacted=True)
    FollowUpFactory(subject=employer, assignee=coach, text="Ring Erkki")

    response = coach_client.get(url(employer))

    assert errors(response) == ["The open step “Ring Erkki” is cancelled."]


def test_lifting_the_organisations_ban_leaves_a_narrower_one(coach, manager):
    employer = EmployerFactory(contacted=True)
    ContactBanFactory.build(
        employer=employer, scope="channel", channel="phone", imposed_by=coach
    ).impose()
    employer.perform("forbid", by=coach, note="Kielsi kaiken")

    employer.perform("lift_ban", by=manager, note="Pyysivät palaamaan")

    standing = employer.bans.standing()
    assert [ban.scope for ban in standing] == ["channel"]
    assert type(employer).objects.get(pk=employer.pk).has_bans
