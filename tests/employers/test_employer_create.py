"""Adding an employer: what is asked, what helps, what is refused, how it is undone."""

import pytest
from bs4 import BeautifulSoup
from django.db.models.signals import pre_save
from django.urls import reverse

from crm.models import TransitionLog
from employers.models import ContactPerson, Employer, Visit, Workplace
from tests.conftest import client_of, make_person
from tests.employers.register_server import ID, register_server
from tests.factories import EmployerFactory, MunicipalityFactory, VisitFactory

URL = reverse("employers:create")


@pytest.fixture
def register(settings):
    with register_server() as address:
        settings.REGISTER_URL = address
        yield


@pytest.fixture
def down(settings):
    settings.REGISTER_LOOKUP = False


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def errors_of(response):
    return {name: list(e) for name, e in response.context["form"].errors.items()}


def values(**changes):
    return {"name": "Leipomo Esimerkki Oy", "business_id": "1234567-1"} | changes


# --- A new employer -----------------------------------------------------------


def test_form_asks_first_for_the_business_id_and_offers_me_as_coach(
    coach_client, coach
):
    page = page_of(coach_client.get(URL))

    fields = page.select("main form :is(input, select):not([type=hidden])")
    chosen = page.select_one("#id_coach option[selected]")
    assert fields[0]["name"] == "business_id"
    assert chosen["value"] == str(coach.pk)


def test_employer_begins_with_place_person_and_log_in_one_go(coach_client, coach):
    town = MunicipalityFactory()

    response = coach_client.post(
        URL,
        values(
            municipality=town.pk,
            trade="Leipomo",
            industry="TOL2025:C",
            coach=coach.pk,
            website="leipomo.example.fi",
            street="Mallikatu 3",
            postal_code="04400",
            post_office="Järvenpää",
            person_name="Erkki Esimerkki",
            person_role="Omistaja",
            person_phone="040 000 0101",
            person_email="Erkki@Example.FI",
        ),
    )

    employer = Employer.objects.get()
    site, person = Workplace.objects.get(), ContactPerson.objects.get()
    assert response.url == employer.get_absolute_url()
    assert (employer.name, employer.business_id, employer.state, employer.coach) == (
        "Leipomo Esimerkki Oy",
        "1234567-1",
        "lead",
        coach,
    )
    assert (employer.industry_scheme, employer.industry_code) == ("TOL2025", "C")
    assert employer.website == "https://leipomo.example.fi"
    assert (site.employer, str(site), site.municipality) == (
        employer,
        "Mallikatu 3",
        town,
    )
    assert (person.workplace, person.phone, person.email) == (
        site,
        "+358400000101",
        "erkki@example.fi",
    )
    assert "erkki esimerkki" in employer.search_text
    assert [(e.name, e.by) for e in employer.history.all()] == [("begin", coach)]


def test_three_things_are_enough(coach_client):
    coach_client.post(URL, {"name": "Kunnan keittiö", "no_id": "public"})

    employer = Employer.objects.get()
    assert employer.no_business_id_reason == "Municipality or wellbeing services county"
    assert (employer.coach, employer.industry_code) == (None, "")
    assert not Workplace.objects.exists()
    assert not ContactPerson.objects.exists()


def test_person_without_a_workplace_is_kept(coach_client):
    coach_client.post(URL, values(person_name="Erkki Esimerkki"))

    assert ContactPerson.objects.get().workplace is None


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        (
            {"business_id": "1234567-2"},
            {
                "business_id": [
                    "The check digit of the Y-tunnus does not match. Check the number."
                ]
            },
        ),
        (
            {"business_id": ""},
            {"business_id": ["Give the Y-tunnus, or say why there is none."]},
        ),
        (
            {"business_id": "", "no_id": "other"},
            {"no_business_id_reason": ["Give the Y-tunnus, or say why there is none."]},
        ),
        ({"postal_code": "0440"}, {"postal_code": ["A postal code has five digits."]}),
        (
            {"person_phone": "12"},
            {
                "person_phone": [
                    "This phone number has too few or too many digits.",
                ],
            },
        ),
        (
            {"person_role": "Johtaja"},
            {"person_name": ["Whose details are these? Give the name."]},
        ),
        (
            {"industry": "TOL:Z"},
            {
                "industry": [
                    "Select a valid choice. TOL:Z is not one of the available choices."
                ]
            },
        ),
        (
            {"notes": "131052-308T"},
            {"notes": ["A personal identity code does not belong here. Remove it."]},
        ),
    ],
)
def test_what_cannot_be_saved_says_why(coach_client, changes, errors):
    response = coach_client.post(URL, values(**changes))

    assert errors_of(response) == errors
    assert not Employer.objects.exists()


def test_other_reason_and_another_place_are_written_by_hand(coach_client):
    coach_client.post(
        URL,
        values(
            business_id="",
            no_id="other",
            no_business_id_reason="Perustetaan vasta",
            place="Espoo",
        ),
    )

    employer = Employer.objects.get()
    assert (employer.no_business_id_reason, employer.where) == (
        "Perustetaan vasta",
        "Espoo",
    )


def test_notes_that_may_name_somebody_are_saved_with_a_warning(coach_client):
    response = coach_client.post(URL, values(notes="KU-0042 sopisi."), follow=True)

    texts = [str(m) for m in response.context["messages"]]
    assert texts == [
        "Check the notes. A job seeker's code: KU-0042.",
        "Leipomo Esimerkki Oy was added.",
    ]


def test_successor_is_found_by_words_when_there_is_no_script(coach_client):
    old = EmployerFactory(name="Vanha Pesula Oy")

    coach_client.post(URL, values(q="vanha pesula"))

    assert Employer.objects.get(name="Leipomo Esimerkki Oy").successor_of == old


def test_unclear_successor_is_asked_about(coach_client):
    EmployerFactory.create_batch(2)

    response = coach_client.post(URL, values(name="Pesula Malli", q="leipomo"))

    assert errors_of(response) == {
        "successor_of": ["Choose the employer from the list."]
    }


def test_chosen_successor_stays_in_sight(coach_client):
    old = EmployerFactory(name="Vanha Pesula Oy")

    response = coach_client.post(URL, values(name="", successor_of=old.pk))

    assert page_of(response).select_one("[data-title]").text == "Vanha Pesula Oy"


def test_form_is_prefilled_from_the_address(coach_client):
    response = coach_client.get(f"{URL}?name=Pesula+Malli&coach=0")

    form = response.context["form"]
    assert form["name"].value() == "Pesula Malli"


def test_save_returns_to_the_page_that_asked(coach_client):
    next_url = reverse("employers:log")

    page = page_of(coach_client.get(f"{URL}?next={next_url}"))
    response = coach_client.post(URL, values(next=next_url))

    assert page.select_one("main [name=next]")["value"] == next_url
    assert response.url == next_url


# --- Undo -----------------------------------------------------------------------


def test_new_employer_can_be_taken_back_with_all_that_came_with_it(coach_client):
    coach_client.post(URL, values(street="Mallikatu 3", person_name="Erkki Esimerkki"))
    entry = TransitionLog.objects.get()

    coach_client.post(reverse("undo", args=[entry.pk]))

    left = [m.objects.count() for m in (Employer, Workplace, ContactPerson)]
    assert left == [0, 0, 0]


def test_new_employer_with_a_planned_visit_is_not_taken_back(coach_client, coach):
    coach_client.post(URL, values())
    entry = TransitionLog.objects.get()
    VisitFactory(employer=Employer.objects.get(), coach=coach)

    response = coach_client.post(reverse("undo", args=[entry.pk]), follow=True)

    assert [str(m) for m in response.context["messages"]][-1] == (
        "A visit has been planned or logged there."
    )
    assert (Employer.objects.count(), Visit.objects.count()) == (1, 1)


# --- Duplicates -------------------------------------------------------------------


def test_same_business_id_is_refused_with_a_link(coach_client):
    other = EmployerFactory(name="Sama Oy", business_id="1234567-1")

    response = coach_client.post(URL, values())

    link = page_of(response).select_one("#id_business_id_error a")
    assert (link["href"], link.text) == (
        other.get_absolute_url(),
        "Sama Oy has this Y-tunnus. Open it instead.",
    )
    assert Employer.objects.count() == 1


def test_likely_duplicate_is_saved_only_when_confirmed(coach_client):
    EmployerFactory(name="Leipomo-Esimerkki Ab")

    first = coach_client.post(URL, values())
    coach_client.post(URL, values(not_duplicate="on"))

    assert errors_of(first) == {
        "not_duplicate": [
            "Is it the same as one below? If not, tick that it is another."
        ]
    }
    assert page_of(first).select_one("#duplicates .who").text == "Leipomo-Esimerkki Ab"
    assert Employer.objects.count() == 2


def test_business_id_that_somebody_adds_at_the_same_moment_is_refused(coach_client):
    def competitor(sender, instance, **kwargs):
        pre_save.disconnect(competitor, sender=Employer)
        EmployerFactory(business_id="1234567-1")

    pre_save.connect(competitor, sender=Employer)
    response = coach_client.post(URL, values(name="Pesula Malli"))

    assert errors_of(response) == {
        "business_id": ["Somebody else just added this Y-tunnus."]
    }


def duplicates(client, **asked):
    return page_of(client.get(reverse("employers:duplicates"), asked))


def test_duplicates_show_state_place_and_coach_while_typing(coach_client, other_coach):
    town = MunicipalityFactory()
    hit = EmployerFactory(
        name="Leipomo Esimerkki Oy",
        municipality=town,
        coach=other_coach,
        contacted=True,
    )

    page = duplicates(
        coach_client, name="leipomo esimerkki", municipality=town.pk, business_id="123"
    )

    assert page.select_one(".who")["href"] == hit.get_absolute_url()
    assert page.select_one(".meta").text == (
        "The same name and place · Järvenpää · Oskar Oksa"
    )
    assert page.select_one(".badge").text == "Contacted"
    assert page.select_one("#id_not_duplicate").get("checked") is None


def test_confirmation_survives_the_next_letter(coach_client):
    EmployerFactory(name="Leipomo Esimerkki Oy")

    page = duplicates(coach_client, name="Leipomo Esimerkki", not_duplicate="on")

    assert page.select_one("#id_not_duplicate")["checked"] == ""


def test_same_business_id_offers_no_confirmation(coach_client):
    EmployerFactory(name="Muu Oy", business_id=ID, municipality=None)

    page = duplicates(coach_client, name="x", business_id=ID)

    assert page.select_one(".meta").text == "The same Y-tunnus"
    assert page.select("#id_not_duplicate") == []


def test_employer_being_edited_is_no_duplicate_of_itself(coach_client):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")

    page = duplicates(
        coach_client, name="Leipomo Esimerkki", exclude=employer.pk, place="Espoo"
    )

    assert page.text.strip() == ""


def test_duplicates_can_be_picked(coach_client):
    hit = EmployerFactory(name="Leipomo Esimerkki Oy")

    page = duplicates(coach_client, name="leipomo esimerkki", mode="pick")

    button = page.select_one("button[name=pick]")
    assert (button["value"], button["data-title"]) == (
        str(hit.pk),
        "Leipomo Esimerkki Oy",
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_duplicates_page_queries_do_not_grow(
    coach_client, django_assert_max_num_queries, rows
):
    EmployerFactory.create_batch(rows, name="Leipomo Esimerkki Oy")

    with django_assert_max_num_queries(7) as captured:
        duplicates(coach_client, name="leipomo esimerkki", business_id=ID)

    assert len(captured) == 7


# --- The register ---------------------------------------------------------------


def test_look_up_fills_the_empty_fields_and_says_where_from(coach_client, register):
    typed = {
        "business_id": "01120389",
        "name": "",
        "industry": "",
        "street": "Oma katu 1",
        "postal_code": "",
        "post_office": "",
        "municipality": "",
        "place": "",
        "website": "",
    }

    response = coach_client.post(reverse("employers:register"), typed)

    page = page_of(response)
    filled = {
        field["name"]: field.get("value")
        for field in page.select("[hx-swap-oob] input")
    }
    assert filled == {
        "name": "Nokia Oyj",
        "website": "https://www.nokia.com",
        "postal_code": "02610",
        "post_office": "Espoo",
        "place": "Espoo",
    }
    assert page.select_one("#id_industry [selected]")["value"] == "TOL2025:70100"
    lines = [" ".join(li.text.split()) for li in page.select(".notice li")]
    assert lines[:3] == [
        "Public limited company",
        "70100 Activities of head offices (TOL 2025)",
        "Karakaari 7, 02610 Espoo",
    ]
    assert lines[3].endswith(" · PRH avoindata, CC BY 4.0")
    assert response["HX-Trigger-After-Settle"] == '{"filled": {}}'


def test_look_up_knows_our_municipalities(coach_client, register):
    town = MunicipalityFactory(code="049", name_fi="Espoo", name_sv="Esbo")

    response = coach_client.post(
        reverse("employers:register"), {"business_id": ID, "municipality": ""}
    )

    chosen = page_of(response).select_one("#id_municipality [selected]")
    assert chosen["value"] == str(town.pk)


def test_answer_stays_in_sight_when_the_form_comes_back(coach_client, register):
    coach_client.post(reverse("employers:register"), {"business_id": ID})

    response = coach_client.post(URL, values(business_id=ID, name=""))

    assert page_of(response).select_one("#register strong").text == "Nokia Oyj"


def test_place_already_chosen_is_left_alone(coach_client, register):
    response = coach_client.post(
        reverse("employers:register"),
        {"business_id": ID, "municipality": "1", "place": ""},
    )

    assert page_of(response).select("#fill-place, #fill-municipality") == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("1234567-1", "Not in the register's open data."),
        (
            "12345672",
            "The check digit of the Y-tunnus does not match. Check the number.",
        ),
        ("12345", None),
        ("", None),
    ],
)
def test_look_up_of_what_is_not_there(coach_client, register, typed, title):
    response = coach_client.get(reverse("employers:register"), {"business_id": typed})

    notice = page_of(response).select_one(".notice :is(strong, p)")
    assert (notice and notice.text) == title


def test_switched_off_register_lets_the_coach_go_on(coach_client, down):
    response = coach_client.post(reverse("employers:register"), {"business_id": ID})

    texts = [n.text for n in page_of(response).select(".notice > :is(strong, p)")]
    assert texts == [
        "The look-up is switched off.",
        "Go on by hand; nothing stops you.",
    ]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"endDate": "2026-10-01"}, "Ended in the register 10/01/2026"),
        (
            {"companySituations": [{"type": "KONK"}]},
            "Situation in the register: KONK",
        ),
    ],
)
def test_ended_company_is_told(coach_client, settings, changes, line):
    with register_server(**changes, mainBusinessLine=None) as settings.REGISTER_URL:
        response = coach_client.post(reverse("employers:register"), {"business_id": ID})

    page = page_of(response)
    assert page.select_one(".notice b").text == line
    assert page.select_one(".notice")["data-tone"] == "berry"


def test_look_up_without_a_script_fills_the_same_page_and_saves_nothing(
    coach_client, register
):
    response = coach_client.post(
        URL, {"look_up": "1", "business_id": ID, "name": "", "trade": "Puhelimet"}
    )

    form = response.context["form"]
    shown = [form[name].value() for name in ("name", "trade", "street", "industry")]
    assert shown == ["Nokia Oyj", "Puhelimet", "Karakaari 7", "TOL2025:70100"]
    assert page_of(response).select_one("#register strong").text == "Nokia Oyj"
    assert not Employer.objects.exists()


def test_what_the_register_said_is_kept_with_its_origin(coach_client, register):
    coach_client.post(reverse("employers:register"), {"business_id": ID})

    coach_client.post(URL, values(business_id=ID, industry="TOL2025:70100"))

    employer = Employer.objects.get()
    kept = employer.register_data
    assert (kept["name"], kept["source"]) == (
        "Nokia Oyj",
        "PRH avoindata, CC BY 4.0",
    )
    assert kept["fetched_at"] == employer.register_checked_at.isoformat(
        timespec="seconds"
    )
    assert (employer.industry_code, employer.industry_section) == ("70100", "N")


# --- Who may --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["create", "duplicates", "register"])
@pytest.mark.parametrize(
    ("role", "status"),
    [("coach", 200), ("manager", 200), ("editor", 403), ("admin", 403)],
)
def test_only_those_who_add_employers_get_in(db, down, name, role, status):
    client = client_of(make_person(role, "Riku", "Rooli"))

    assert client.get(reverse(f"employers:{name}")).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_create_page_queries_do_not_grow(
    coach_client, django_assert_max_num_queries, rows
):
    for n in range(rows):
        make_person("coach", f"Aino{n}", "Apu")
        MunicipalityFactory(code=f"90{n}", name_fi=f"Kunta {n}")

    with django_assert_max_num_queries(12):
        coach_client.get(URL)
