"""What the log screen refuses or asks about; nothing typed is lost."""

from datetime import timedelta

import pytest

from employers.models import Employer, Visit
from tests.employers.log_answers import URL, answers, errors, soup
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    MunicipalityFactory,
    WorkplaceFactory,
)

State = Employer.State
IDENTITY = "131052-308T"


# --- What is refused --------------------------------------------------------


def test_what_was_typed_survives_an_error(coach_client):
    employer = EmployerFactory()
    person = ContactPersonFactory(employer=employer)
    sent = answers(
        employer,
        outcome="",
        kind="call",
        note="Uunilla ruuhkaa",
        people=[str(person.pk)],
        minutes="45",
    )

    response = coach_client.post(URL, sent)

    page = soup(response)
    assert response.status_code == 422
    assert errors(response) == ["How did it go?: This field is required."]
    assert page.select_one("[name=note]").text.strip() == "Uunilla ruuhkaa"
    assert page.select_one("[name=minutes]")["value"] == "45"
    assert page.select_one("[name=kind][checked]")["value"] == "call"
    assert page.select_one("[name=step][checked]")["value"] == "call_week"
    assert page.select_one("[name=people][checked]")["value"] == str(person.pk)
    assert page.select_one("[name=draft]")["value"] == sent["draft"]


@pytest.mark.parametrize(
    ("sent", "labels"),
    [
        ({"step": ""}, ["What next?"]),
        ({"step": "none"}, ["What next?", "Why no further step?"]),
        ({"step": "other"}, ["What will be done?", "On which day?"]),
        ({"outcome": "not_reached"}, ["What was in the way?"]),
        ({"outcome": "refused"}, ["Why?"]),
        ({"outcome": "not_now"}, ["When may we ask again?"]),
        ({"outcome": "not_now", "again": "pick"}, ["Ask again on"]),
        ({"outcome": "forbidden"}, ["What is forbidden?", "Who asked for it?"]),
        (
            {"outcome": "forbidden", "scope": "person", "asked_by": "x"},
            ["Whom may we not contact?"],
        ),
        ({"employer": ""}, ["Name of the employer"]),
        ({"kind": ""}, ["How?"]),
    ],
)
def test_each_answer_asks_what_belongs_to_it(coach_client, sent, labels):
    response = coach_client.post(URL, answers(EmployerFactory()) | sent)

    found = [a.text for a in soup(response).select(".notice[role=alert] li a")]
    assert found == labels
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (1, "Day: The day cannot be in the future."),
        (-15, "Day: Only a manager can record what happened over 14 days ago."),
    ],
)
def test_day_is_within_two_weeks(coach_client, today, days, message):
    on = (today + timedelta(days=days)).isoformat()

    response = coach_client.post(URL, answers(EmployerFactory(), on=on))

    assert errors(response) == [message]


def test_manager_may_log_any_past_day(manager_client, today):
    on = today - timedelta(days=40)

    manager_client.post(URL, answers(EmployerFactory(), on=on.isoformat()))

    assert Visit.objects.get().on == on


def test_step_in_the_past_is_refused(coach_client, today):
    on = (today - timedelta(days=1)).isoformat()
    sent = answers(EmployerFactory(), step="other", other_text="Soita", other_on=on)

    response = coach_client.post(URL, sent)

    assert errors(response) == ["On which day?: Choose a day that is still to come."]


def test_forbidden_employer_cannot_be_logged(coach, coach_client):
    employer = EmployerFactory(contacted=True)
    employer.perform("forbid", by=coach, note="Kielsi")

    response = coach_client.post(URL, answers(employer))

    assert response.status_code == 422
    assert "forbidden" in errors(response)[0]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("scope", "sent"),
    [
        ("channel", {"kind": "call"}),
        ("workplace", {"kind": "cold"}),
        ("person", {"kind": "cold", "people": True}),
    ],
)
def test_narrow_ban_blocks_what_it_is_about(coach_client, scope, sent):
    site = WorkplaceFactory()
    employer = site.employer
    WorkplaceFactory(employer=employer, name="Myymälä")
    person = ContactPersonFactory(employer=employer)
    target = {
        "channel": {"channel": "phone"},
        "workplace": {"workplace": site},
        "person": {"person": person},
    }
    ContactBanFactory(employer=employer, scope=scope, **target[scope])
    employer.settle()
    if "people" in sent:
        sent = sent | {"people": [str(person.pk)]}
    sent |= {"workplace": str(site.pk)} if scope == "workplace" else {}

    refused = coach_client.post(URL, answers(employer, **sent))
    allowed = coach_client.post(URL, answers(employer, kind="meeting"))

    assert "forbidden" in errors(refused)[0]
    assert allowed.status_code == 302


def test_employer_that_is_gone_is_told(coach_client):
    response = coach_client.post(URL, answers() | {"employer": "999"})

    assert "This employer is no longer here. Choose again." in errors(response)


# --- A new employer ---------------------------------------------------------


def test_new_employer_is_created_with_its_contact(coach, coach_client):
    town = MunicipalityFactory()

    coach_client.post(
        URL, answers(name="Testilän Puutarha Oy", municipality=str(town.pk))
    )

    employer = Employer.objects.get()
    assert (employer.name, employer.municipality, employer.coach) == (
        "Testilän Puutarha Oy",
        town,
        coach,
    )
    assert (employer.state, employer.no_business_id_reason) == (
        State.ENGAGED,
        "Not known yet",
    )


def test_same_business_id_is_refused_and_leads_to_the_old_one(coach_client):
    old = EmployerFactory(business_id="0112038-9", no_business_id_reason="")

    response = coach_client.post(URL, answers(name="Uusi nimi", business_id="01120389"))

    assert errors(response) == [f"Y-tunnus: {old} has this Y-tunnus already."]
    assert soup(response).select_one("#duplicates [name=pick]")["value"] == str(old.pk)
    assert Employer.objects.count() == 1


def test_wrong_business_id_is_refused(coach_client):
    response = coach_client.post(URL, answers(name="Uusi", business_id="0112038-8"))

    assert errors(response) == [
        "Y-tunnus: The check digit of the Y-tunnus does not match. Check the number."
    ]


def test_alike_name_needs_one_confirmation(coach_client):
    town = MunicipalityFactory()
    EmployerFactory(name="Leipomo Esimerkki Oy", municipality=town)
    sent = answers(name="Leipomo Esimerkki", municipality=str(town.pk))

    response = coach_client.post(URL, sent)

    assert errors(response) == ["Is this the same as Leipomo Esimerkki Oy, Järvenpää?"]
    sure = soup(response).select_one("[name=sure]")["value"]
    assert coach_client.post(URL, sent | {"sure": sure}).status_code == 302
    assert Employer.objects.count() == 2


# --- Privacy ----------------------------------------------------------------


def test_identity_code_is_never_saved(coach_client):
    sent = answers(EmployerFactory(), note=f"Hakija {IDENTITY}")

    response = coach_client.post(URL, sent)

    expected = "Note: A personal identity code does not belong here. Remove it."
    assert errors(response) == [expected]
    assert Visit.objects.count() == 0


def test_suspicious_note_needs_one_confirmation(coach_client):
    employer = EmployerFactory()
    sent = answers(employer, note="Matti Meikäläinen sopisi tänne")
    response = coach_client.post(URL, sent)
    assert errors(response) == ["Looks like a person's name: Matti Meikäläinen."]
    sure = soup(response).select_one("[name=sure]")["value"]

    changed = coach_client.post(URL, sent | {"sure": sure, "note": "KU-0042"})
    confirmed = coach_client.post(URL, sent | {"sure": sure})

    assert errors(changed) == ["A job seeker's code: KU-0042."]
    assert confirmed.status_code == 302


def test_names_of_the_employer_and_its_people_are_known(coach, coach_client):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")
    ContactPersonFactory(employer=employer, name="Leena Leipuri")
    note = "Leena Leipurin ja Aino Aallon kanssa. Leipomo Esimerkki, Keski-Järvenpää."

    response = coach_client.post(URL, answers(employer, note=note))

    assert response.status_code == 302
