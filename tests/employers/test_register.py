"""The business register: a good answer, every bad one, and what a night finds."""

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import stamina
from django.core.cache import cache
from django.utils import timezone

from employers import register_news
from employers.models import Employer
from employers.register import Company, Found, NotFound, Register
from employers.register_news import refresh_stale
from tests.factories import EmployerFactory, UserFactory

ID = "0112038-9"
RECORDED = Path(__file__).parent.parent / "data" / "prh-v3-example.json"


@pytest.fixture(autouse=True)
def _no_waiting():
    with stamina.set_testing(testing=True, attempts=5, cap=True):
        yield


def recorded(**changes):
    """Return the recorded answer, its company changed as told."""
    answer = json.loads(RECORDED.read_text())
    answer["companies"][0] |= changes
    return answer


def named(name):
    return [{"name": name, "type": "1", "registrationDate": "2020-01-01"}]


class Server:
    """A register that gives these answers in turn (the last one for ever)."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    @property
    def register(self):
        return Register(httpx.MockTransport(self.answer))

    def answer(self, request):
        self.asked.append(request.url.params["businessId"])
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, json=answer)


# --- One answer -------------------------------------------------------------


def test_recorded_answer_gives_what_we_keep(db):
    answer = Server(recorded()).register.look_up(ID)

    company = answer.company
    assert (company.business_id, company.name) == (ID, "Nokia Oyj")
    assert company.other_names == [
        "Nokia Abp",
        "Nokia Corporation",
        "Nokia Networks",
        "Vertu",
        "Oy Nokia Ab",
    ]
    assert (company.shown_form, company.shown_industry) == (
        "Public limited company",
        "Activities of head offices",
    )
    assert (company.industry_code, company.industry_scheme) == ("70100", "TOL2025")
    assert (company.street, company.postal_code, company.post_office) == (
        "Karakaari 7",
        "02610",
        "Espoo",
    )
    assert (company.municipality_code, company.website) == (
        "049",
        "https://www.nokia.com",
    )
    assert (company.situations, company.end_date) == ([], None)
    assert company.source == "PRH avoindata, CC BY 4.0"
    assert timezone.now() - company.fetched < timedelta(minutes=1)


def test_sparse_company_leaves_the_rest_empty(db):
    sparse = {"businessId": {"value": ID}, "names": named("Esimerkki Oy")}

    company = Server({"companies": [sparse]}).register.look_up(ID).company

    assert company == Company(ID, "Esimerkki Oy", fetched_at=company.fetched_at)
    assert (company.industry_scheme, company.shown_form) == ("", "")


def test_ended_and_bankrupt_company_says_so(db):
    changes = {
        "endDate": "2026-10-01",
        "companySituations": [
            {"type": "KONK", "registrationDate": "2026-09-01"},
            {"type": "SANE", "registrationDate": "2020-01-01", "endDate": "2021-01-01"},
        ],
    }

    company = Server(recorded(**changes)).register.look_up(ID).company

    assert (company.situations, company.ended_on) == (["KONK"], "2026-10-01")
    assert company.end_date.year == 2026


@pytest.mark.parametrize(
    ("website", "kept"),
    [
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "http://example.fi/a"}, "http://example.fi/a"),
        ({"url": "ei verkkosivua"}, ""),
        (None, ""),
    ],
)
def test_only_a_real_web_address_is_kept(db, website, kept):
    company = Server(recorded(website=website)).register.look_up(ID).company

    assert company.website == kept


def test_postal_box_has_no_street(db):
    box = {"type": 2, "street": "", "postCode": "00x45", "postOffices": []}

    company = Server(recorded(addresses=[box])).register.look_up(ID).company

    assert (company.street, company.postal_code, company.post_office) == ("", "", "")


@pytest.mark.parametrize(
    "answer",
    [
        {"companies": []},
        httpx.Response(404),
        recorded(businessId={"value": "1234567-1"}),
    ],
)
def test_company_that_is_not_there_is_not_found(db, answer):
    assert Server(answer).register.look_up(ID) == NotFound()


@pytest.mark.parametrize(
    ("answer", "reason", "times"),
    [
        (httpx.ConnectTimeout("slow"), "The register did not answer in time.", 1),
        (httpx.ReadTimeout("slow"), "The register did not answer in time.", 1),
        (httpx.ConnectError("down"), "The register cannot be reached.", 1),
        (httpx.Response(429), "The register is too busy to answer.", 2),
        (httpx.Response(500), "The register is too busy to answer.", 2),
        (httpx.Response(403), "The register's answer could not be read.", 1),
        (
            httpx.Response(200, text="<html>"),
            "The register's answer could not be read.",
            1,
        ),
        ({"companies": [{"names": []}]}, "The register's answer could not be read.", 1),
        (recorded(names=[]), "The register's answer could not be read.", 1),
        (["?"], "The register's answer could not be read.", 1),
        (
            httpx.Response(200, content=b" " * 1_000_001),
            "The register's answer could not be read.",
            1,
        ),
    ],
)
def test_every_failure_is_an_answer_with_a_reason(db, answer, reason, times):
    server = Server(answer)

    result = server.register.look_up(ID)

    assert (str(result.reason), len(server.asked)) == (reason, times)


def test_answer_in_drops_is_given_up(db, monkeypatch):
    monkeypatch.setattr("employers.register.TIME_LIMIT", -1)

    result = Server(recorded()).register.look_up(ID)

    assert str(result.reason) == "The register did not answer in time."


def test_busy_register_is_asked_once_more(db):
    server = Server(httpx.Response(503), recorded())

    result = server.register.look_up(ID)

    assert (type(result), len(server.asked)) == (Found, 2)


def test_patient_caller_asks_five_times(db):
    server = Server(httpx.ConnectError("down"))

    server.register.look_up(ID, patient=True)

    assert len(server.asked) == 5


def test_answer_is_remembered_and_a_failure_is_not(db):
    server = Server(httpx.Response(500), httpx.Response(500), recorded())
    register = server.register

    answers = [type(register.look_up(ID)).__name__ for _ in range(3)]

    assert answers == ["Unavailable", "Found", "Found"]
    assert len(server.asked) == 3


def test_kill_switch_asks_nobody(db, settings):
    settings.REGISTER_LOOKUP = False
    server = Server(recorded())

    result = server.register.look_up(ID)

    assert (str(result.reason), server.asked) == ("The look-up is switched off.", [])


def test_invented_company_never_leaves_the_machine(db):
    EmployerFactory(business_id=ID, demo=True)
    server = Server(recorded())

    result = server.register.look_up(ID)

    assert str(result.reason) == "Invented companies of the demo are not looked up."
    assert server.asked == []


# --- A night ----------------------------------------------------------------


def company_of(**changes):
    return Server(recorded(**changes)).register.look_up(ID).company


def known(coach=None, **changes):
    """Make an employer looked up long ago, when the register said ``changes``."""
    from_register = {"addresses": [], **changes}
    company = company_of(**from_register)
    return EmployerFactory(
        name=company.name,
        business_id=ID,
        coach=coach,
        register_data=company.data,
        register_checked_at=timezone.now() - timedelta(days=100),
    )


def night(**changes):
    cache.clear()
    return refresh_stale(register=Server(recorded(**changes)).register)


def test_new_name_is_followed_told_and_the_old_one_kept(coach):
    employer = known(coach, names=named("Vanha Oy"))

    done = night(names=named("Uusi Oy"))

    fresh = Employer.objects.get()
    step = fresh.follow_ups.get()
    assert (done.asked, done.news, done.stopped) == (1, 1, "")
    assert (fresh.name, fresh.other_names, fresh.name_key) == (
        "Uusi Oy",
        "Vanha Oy",
        "uusi",
    )
    assert (step.text, step.assignee, fresh.next_step) == (
        "The company changed its name: Uusi Oy",
        coach,
        step.text,
    )
    assert "vanha oy" in fresh.search_text
    assert fresh.register_checked_at > employer.register_checked_at


def test_own_name_for_a_company_stays_when_the_register_changes(coach):
    employer = known(coach, names=named("Vanha Oy"))
    Employer.objects.update(name="Kahvila Kulma", name_key="kahvila kulma")

    night(names=named("Uusi Oy"))

    employer = Employer.objects.get()
    assert (employer.name, employer.other_names) == ("Kahvila Kulma", "Uusi Oy")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"endDate": "2026-10-01"}, "Ceased? Ended in the register"),
        (
            {"companySituations": [{"type": "KONK", "registrationDate": "2026-10-01"}]},
            "Ceased? Register: KONK",
        ),
    ],
)
def test_end_is_told_and_the_state_is_left_alone(coach, changes, text):
    employer = known(coach)

    night(**changes)

    fresh = Employer.objects.get()
    assert [step.text for step in fresh.follow_ups.all()] == [text]
    assert fresh.state == employer.state


def test_same_facts_plan_nothing(coach):
    known(coach, endDate="2026-10-01")

    done = night(endDate="2026-10-01")

    assert (done.asked, done.news) == (1, 0)
    assert not Employer.objects.get().follow_ups.exists()


def test_company_that_left_the_register_is_told(coach):
    known(coach)

    night(businessId={"value": "1234567-1"})

    steps = Employer.objects.get().follow_ups.all()
    assert [step.text for step in steps] == ["Ceased? No longer in the register"]


def test_company_never_found_there_is_not_asked_again_at_once(coach):
    EmployerFactory(business_id=ID, coach=coach)

    first, second = night(businessId={"value": "1234567-1"}), night()

    assert ((first.asked, first.news), second.asked) == ((1, 0), 0)


def test_news_without_a_coach_goes_to_a_manager(db):
    known(endDate=None)
    manager = UserFactory(role="manager")

    night(endDate="2026-10-01")

    assert Employer.objects.get().follow_ups.get().assignee == manager


def test_news_for_nobody_still_keeps_the_facts(db):
    known()

    night(endDate="2026-10-01")

    employer = Employer.objects.get()
    assert employer.register_data["ended_on"] == "2026-10-01"
    assert not employer.follow_ups.exists()


def test_night_stops_when_the_register_is_down(db):
    EmployerFactory(business_id=ID)
    EmployerFactory(business_id="1234567-1")
    server = Server(httpx.ConnectError("down"))

    done = refresh_stale(register=server.register)

    assert (done.asked, done.stopped) == (0, "The register cannot be reached.")
    assert set(server.asked) == {ID}


def test_night_leaves_out_the_fresh_the_demo_the_closed_and_the_nameless(db):
    EmployerFactory(business_id=ID, register_checked_at=timezone.now())
    EmployerFactory(business_id="1234567-1", demo=True)
    EmployerFactory(business_id="1234503-0", state="ceased")
    EmployerFactory()

    assert list(register_news.stale()) == []


def test_names_are_kept_whole():
    assert register_news.joined(["a" * 290, "b" * 20, "c"]) == "a" * 290 + ", c"
