"""The screens of officers and matters: entered, answered, listed, their cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog
from placements.models import Attempt, Matter, Officer
from tests.factories import (
    CandidateFactory,
    MatterFactory,
    OfficerFactory,
    OfficialFactory,
)

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach, active=True)


@pytest.fixture
def matter(candidate, coach):
    found = MatterFactory(candidate=candidate)
    found.log_attempt(by=coach, channel="phone", outcome="sent", on=ago(6))
    return found


def of(name, candidate, *more):
    return reverse(f"placements:{name}", args=[candidate.pk, *more])


def changed():
    rows = AccessLog.objects.filter(kind="change").order_by("number")
    return list(rows.values_list("what", "purpose"))


# --- Officers -----------------------------------------------------------------


def test_officer_is_chosen_among_those_who_serve(coach_client, candidate):
    official = OfficialFactory(name="Ella Malli", line="Eläkkeet")
    OfficialFactory(name="Entinen Malli", until=ago(1))
    OfficialFactory(name="Muualla Malli").municipalities.add(
        CandidateFactory(municipality__code="858").municipality
    )

    page = coach_client.get(of("officer", candidate)).text
    assert "Ella Malli · Eläkkeet" in page
    assert "Entinen Malli" not in page
    assert "Muualla Malli" not in page

    data = {"who": f"kela:{official.pk}", "on": ago(0)}
    coach_client.post(of("officer", candidate), data)
    assert Officer.objects.get().official == official
    assert changed() == [("authorities", "own")]


def test_unknown_officer_shows_its_days(coach_client, candidate):
    coach_client.post(of("officer", candidate), {"who": "kela:", "on": ago(12)})

    assert "12 days" in coach_client.get(of("authorities", candidate)).text
    assert "12 days" in coach_client.get(candidate.get_absolute_url()).text


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"who": "kela:999999", "on": ago(0)}, "who"),
        ({"who": "", "on": ago(0)}, "who"),
        ({"who": "kela:", "on": ago(-1)}, "on"),
        ({"who": "kela:", "on": ""}, "on"),
    ],
)
def test_officer_form_refuses_nonsense(coach_client, candidate, data, wrong):
    page = coach_client.post(of("officer", candidate), data)

    assert list(page.context["form"].errors) == [wrong]
    assert not Officer.objects.exists()


def test_same_officer_again_says_so_in_the_form(coach_client, candidate):
    data = {"who": "kela:", "on": ago(0)}
    coach_client.post(of("officer", candidate), data)

    page = coach_client.post(of("officer", candidate), data)

    assert "This officer is written down already." in page.text


def test_officer_changes_on_its_page(coach_client, candidate):
    old = OfficerFactory(candidate=candidate, since=ago(50))
    new = OfficialFactory()
    url = of("officer-change", candidate, old.pk)
    assert f'value="kela:{old.official_id}" selected' in coach_client.get(url).text

    coach_client.post(url, {"who": f"kela:{new.pk}", "on": ago(3)})

    assert candidate.officers.standing().get().official == new
    assert coach_client.get(url).status_code == 404


@pytest.mark.parametrize("named", [True, False])
def test_one_tap_confirms_who_is_known(coach_client, candidate, named):
    official = OfficialFactory() if named else OfficialFactory(name="")
    officer = OfficerFactory(candidate=candidate, official=official, confirmed_on=None)

    coach_client.post(of("officer-confirm", candidate, officer.pk))

    officer.refresh_from_db()
    assert (officer.confirmed_on is not None) is named


def test_officer_ends_with_its_step(coach_client, coach, candidate):
    officer = Officer.appoint(candidate, "kela", None, by=coach, on=ago(9))

    coach_client.post(of("officer-end", candidate, officer.pk))

    officer.refresh_from_db()
    assert officer.until == ago(0)
    assert not candidate.follow_ups.pending().exists()


def test_succession_tells_how_many_and_logs_each_change(coach_client, candidate):
    official = OfficialFactory()
    OfficerFactory(candidate=candidate, official=official)
    theirs = CandidateFactory(active=True)
    OfficerFactory(candidate=theirs, official=official)
    url = reverse("placements:official-succeed", args=[official.pk])
    assert "The officer of 2 candidates changes too." in coach_client.get(url).text

    page = coach_client.post(url, {"on": ago(0), "name": "Uusi Malli"}, follow=True)

    assert str(theirs) not in page.text
    assert {subject for subject, _why in changed()} == {"authorities"}
    assert AccessLog.objects.about(theirs).get().purpose == "succession"


# --- Matters ------------------------------------------------------------------


def test_new_matter_leads_to_its_first_attempt(coach_client, candidate):
    data = {"authority": "kela", "subject": "housing", "about": "12 viikkotuntia"}

    response = coach_client.post(of("matter", candidate), data)

    matter = Matter.objects.get()
    assert response.url == of("attempt", candidate, matter.pk)
    data = {"channel": "phone", "outcome": "sent", "answer": "", "on": ago(0)}
    coach_client.post(response.url, data)
    assert Attempt.objects.get().matter == matter
    assert changed() == [("authorities", "own")] * 2


@pytest.mark.parametrize("about", ["Matti kysyy tukea", "Dg F70.1 ja tuki"])
def test_few_words_are_read_for_names_and_health(coach_client, candidate, about):
    data = {"authority": "kela", "subject": "housing", "about": about}

    form = coach_client.post(of("matter", candidate), data).context["form"]

    assert form.doubts
    assert not Matter.objects.exists()


def test_identity_code_is_never_saved_with_a_matter(coach_client, candidate):
    data = {"authority": "kela", "subject": "housing", "about": "131052-308T"}
    form = coach_client.post(of("matter", candidate), data).context["form"]

    coach_client.post(of("matter", candidate), data | {"sure": form.mark})

    assert not Matter.objects.exists()


def test_nobody_reached_has_not_answered(coach_client, candidate, matter):
    data = {"channel": "phone", "outcome": "not_reached", "answer": "partly"}

    page = coach_client.post(of("attempt", candidate, matter.pk), data | {"on": ago(0)})

    assert list(page.context["form"].errors) == ["answer"]


@pytest.mark.parametrize(("days", "fine"), [(2, True), (7, False), (-1, False)])
def test_answer_comes_after_the_question(coach_client, candidate, matter, days, fine):
    attempt = matter.attempts.get()
    url = of("attempt-answer", candidate, matter.pk, attempt.pk)
    assert coach_client.get(url).status_code == 200

    coach_client.post(url, {"answer": "answered", "on": ago(days)})

    attempt.refresh_from_db()
    assert (attempt.answer == "answered") is fine


def test_matter_is_settled_and_opened_again(coach_client, candidate, matter):
    coach_client.post(of("matter-close", candidate, matter.pk))
    again = coach_client.post(of("matter-close", candidate, matter.pk), follow=True)
    assert "Open it again first." in again.text
    page = coach_client.get(of("authorities", candidate))
    assert page.context["settled"] == [matter]

    coach_client.post(of("matter-reopen", candidate, matter.pk))

    page = coach_client.get(of("authorities", candidate))
    assert page.context["matters"] == [matter]


def test_matter_is_corrected_and_the_thread_keeps_what_stood_there(
    coach_client, coach, candidate, matter, today
):
    before = str(matter)
    edit = of("matter-edit", candidate, matter.pk)
    assert edit in coach_client.get(of("authorities", candidate)).text
    said = {"authority": "tax", "subject": "tax", "about": "muutosverokortti"}

    response = coach_client.post(edit, said)

    assert response.url == of("authorities", candidate)
    matter.refresh_from_db()
    assert (matter.authority, matter.subject, matter.about) == tuple(said.values())
    correction = matter.corrections.get()
    assert (str(correction), correction.by) == (before, coach)
    assert matter.step.text == f"Ask again: {matter}"
    candidate.refresh_from_db()
    assert candidate.next_step == matter.step.text
    page = coach_client.get(of("authorities", candidate)).text
    assert f"Corrected; before: {before}" in page
    assert changed() == [("authorities", "own")]

    coach_client.post(edit, said)
    assert matter.corrections.count() == 1


def test_correction_is_read_for_names_and_refused_once_settled(
    coach_client, coach, candidate, matter
):
    edit = of("matter-edit", candidate, matter.pk)
    said = {"authority": "tax", "subject": "tax", "about": "Matti Meikäläinen soitti"}
    assert coach_client.post(edit, said).context["form"].doubts

    matter.close(by=coach)
    form = coach_client.post(edit, said | {"about": ""}).context["form"]
    assert "settled" in str(form.non_field_errors())
    assert not matter.corrections.exists()


def test_settled_matter_takes_no_attempt(coach_client, coach, candidate, matter):
    matter.close(by=coach)
    data = {"channel": "phone", "outcome": "sent", "answer": "", "on": ago(0)}

    page = coach_client.post(of("attempt", candidate, matter.pk), data)

    assert "Open it again first." in page.text
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["attempt", "attempt-answer", "matter-edit", "officer-change"]
)
def test_row_of_another_candidate_is_not_found(coach_client, coach, matter, name):
    other = CandidateFactory(coach=coach)
    officer = OfficerFactory(candidate=matter.candidate)
    args = {
        "attempt": [matter.pk],
        "matter-edit": [matter.pk],
        "attempt-answer": [matter.pk, matter.attempts.get().pk],
        "officer-change": [officer.pk],
    }[name]

    assert coach_client.get(of(name, other, *args)).status_code == 404


# --- What waits, over several -------------------------------------------------


def test_list_of_waiting_is_of_ones_own_the_longest_first(
    coach_client, coach, other_coach, candidate, matter
):
    longer = MatterFactory(candidate=candidate, subject="pension")
    longer.log_attempt(by=coach, channel="phone", outcome="sent", on=ago(40))
    theirs = MatterFactory(candidate=CandidateFactory(coach=other_coach, active=True))
    theirs.log_attempt(by=other_coach, channel="phone", outcome="sent", on=ago(90))
    Officer.appoint(candidate, "tax", None, by=coach, on=ago(12))
    OfficerFactory(candidate=candidate)

    page = coach_client.get(reverse("placements:waiting"))

    assert page.context["matters"] == [longer, matter]
    assert [one.unsure_days for one in page.context["officers"]] == [12]
    assert str(theirs.candidate) not in page.text
    assert AccessLog.objects.about(candidate).get().what == "authorities"
    assert not AccessLog.objects.about(theirs.candidate).exists()


def test_ended_candidates_wait_no_more(coach_client, coach):
    matter = MatterFactory(candidate=CandidateFactory(coach=coach, ended=True))
    matter.log_attempt(by=coach, channel="phone", outcome="sent", on=ago(40))

    assert coach_client.get(reverse("placements:waiting")).context["matters"] == []


def surround(candidate, coach, count):
    for number in range(count):
        matter = MatterFactory(candidate=candidate)
        for _again in range(count):
            matter.log_attempt(by=coach, channel="phone", outcome="sent", on=ago(3))
        OfficerFactory(candidate=candidate)
        place = ("tax", "college", "other")[number]
        Officer.appoint(candidate, place, None, by=coach)


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_authorities_ask_few_queries(
    coach_client, coach, candidate, django_assert_max_num_queries, count
):
    surround(candidate, coach, count)
    coach_client.get(of("authorities", candidate))

    with django_assert_max_num_queries(11):
        page = coach_client.get(of("authorities", candidate))

    assert len(page.context["matters"]) == count
    assert len(page.context["officers"]) == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_waiting_asks_few_queries(
    coach_client, coach, django_assert_max_num_queries, count
):
    for _number in range(count):
        surround(CandidateFactory(coach=coach, active=True), coach, 1)
    url = reverse("placements:waiting")
    coach_client.get(url)

    with django_assert_max_num_queries(10):
        page = coach_client.get(url)

    assert len(page.context["matters"]) == len(page.context["officers"]) == count
