"""Lists: candidates, caseloads, those of nobody, search, and what the night notices."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from crm.finders import find
from crm.lifecycle import Refused
from crm.models import AccessLog
from placements import nightly
from placements.caseloads import loads
from placements.models import Candidate, CaseloadOverride, LegalBasis, cap_of
from tests.factories import (
    CandidateFactory,
    FollowUpFactory,
    MunicipalityFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
LIST, CASELOADS = "/crm/candidates/", "/crm/caseloads/"


def codes(response):
    return [candidate.code for candidate in response.context["page"]]


# --- The list ---------------------------------------------------------------


def test_list_shows_own_and_deputised_ones_and_logs_each(coach_client, coach):
    own = CandidateFactory(coach=coach)
    deputised = CandidateFactory(deputy=coach)
    CandidateFactory()

    response = coach_client.get(LIST)

    assert codes(response) == [own.code, deputised.code]
    rows = AccessLog.objects.order_by("number").values_list("what", "purpose")
    assert list(rows) == [("list", "own"), ("list", "deputy")]


def test_manager_sees_codes_of_all_and_is_logged(manager_client):
    CandidateFactory.create_batch(3)

    assert len(codes(manager_client.get(LIST))) == 3
    assert set(AccessLog.objects.values_list("purpose", flat=True)) == {"leading"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["active", "new"]),
        ("state=ended", ["ended"]),
        ("state=active", ["active"]),
        ("goal=trying_out", ["new"]),
        ("review=due", ["active"]),
        ("review=decision", ["new"]),
        ("coach=me", ["active", "new"]),
        ("q=ku", ["active", "new"]),
        ("state=nonsense&page=99", ["active", "new"]),
    ],
)
def test_list_is_narrowed(coach_client, coach, today, query, expected):
    soon = today + timedelta(days=20)
    CandidateFactory(coach=coach, active=True, plan_review_due_on=today)
    CandidateFactory(coach=coach, goal="trying_out", decision_until=soon)
    CandidateFactory(coach=coach, ended=True)

    response = coach_client.get(f"{LIST}?{query}")

    assert [candidate.state for candidate in response.context["page"]] == expected


def test_manager_narrows_by_coach_and_place(manager_client, coach):
    place = MunicipalityFactory(code="858", name_fi="Tuusula", name_sv="Tusby")
    here = CandidateFactory(coach=coach, municipality=place)
    nobodys = CandidateFactory(coach=None)

    assert codes(manager_client.get(f"{LIST}?coach={coach.pk}")) == [here.code]
    assert codes(manager_client.get(f"{LIST}?coach=nobody")) == [nobodys.code]
    assert codes(manager_client.get(f"{LIST}?municipality={place.pk}")) == [here.code]


def test_empty_lists_say_what_to_do(coach_client):
    assert "No candidates yet" in coach_client.get(LIST).text
    assert "No candidate matches" in coach_client.get(f"{LIST}?state=ended").text


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries_do_not_grow(
    coach_client, coach, django_assert_max_num_queries, count
):
    CandidateFactory.create_batch(count, coach=coach)
    coach_client.get(LIST)

    with django_assert_max_num_queries(12):
        assert len(codes(coach_client.get(LIST))) == count


def test_long_list_has_pages(coach_client, coach):
    CandidateFactory.create_batch(51, coach=coach)

    first, second = coach_client.get(LIST), coach_client.get(f"{LIST}?page=2")

    assert (len(codes(first)), len(codes(second))) == (50, 1)
    assert "?page=2" in first.text


# --- Caseloads --------------------------------------------------------------


def test_caseload_counts_candidates_steps_and_contacts(coach, manager, today):
    CandidateFactory.create_batch(2, coach=coach, active=True)
    CandidateFactory(coach=coach, paused=True)
    CandidateFactory(coach=coach)
    step = {"assignee": coach, "subject": CandidateFactory(ended=True)}
    FollowUpFactory(**step)
    FollowUpFactory(due_on=today - timedelta(days=1), **step)
    VisitFactory.create_batch(2, coach=coach, done=True)
    VisitFactory(coach=coach, done=True, on=today - timedelta(days=28))
    CaseloadOverride.objects.create(
        coach=coach, by=manager, reason="Sijaisuus", limit=22, until=today
    )

    load = next(load for load in loads() if load.coach == coach)

    assert (load.active, load.paused, load.cap, load.silent) == (2, 1, 22, 2)
    assert (load.pending, load.late, load.contacts) == (2, 1, 0.5)


@pytest.mark.parametrize(("active", "tone"), [(1, ""), (2, "thread"), (3, "berry")])
def test_full_caseload_has_its_tone(coach, settings, active, tone):
    settings.CASELOAD_CAP = 2
    CandidateFactory.create_batch(active, coach=coach, active=True)

    assert loads()[0].tone == tone


@pytest.mark.parametrize(
    ("percent", "cap"),  # active candidates / FTE (domain.md 3.2, IPS-25 item 1)
    [(100, 20), (80, 16), (75, 15), (50, 10), (33, 6), (1, 0)],
)
def test_cap_follows_the_share_of_full_time(coach, percent, cap):
    coach.work_percent = percent
    coach.save()

    assert cap_of(coach) == cap
    assert loads()[0].cap == cap


def test_half_a_coach_is_over_the_cap_sooner_but_a_manager_may_permit_more(
    coach, manager, manager_client, today
):
    coach.work_percent = 50
    coach.save()
    CandidateFactory.create_batch(10, coach=coach, active=True)
    one_more = CandidateFactory(coach=coach, agreed=True)
    with pytest.raises(Refused, match="10 active candidates already"):
        one_more.perform("activate", by=coach)
    address = reverse("placements:permit-more", args=[coach.pk])
    answer = {"until": today.isoformat(), "reason": "Sijaisuus"}

    refused = manager_client.post(address, answer | {"limit": 9})
    manager_client.post(address, answer | {"limit": 12})
    Candidate.objects.get(pk=one_more.pk).perform("activate", by=coach)

    assert refused.context["form"].errors == {"limit": ["Give a number from 10 to 20."]}
    assert loads()[0].tone == "berry"
    assert "50 % of full time" in manager_client.get(CASELOADS).content.decode()


def test_coach_who_has_left_is_noticed(manager_client):
    gone = UserFactory(role="coach", is_active=False)
    CandidateFactory(coach=gone, active=True, complete=True)

    response = manager_client.get(CASELOADS)

    assert [load.coach for load in response.context["gone"]] == [gone]
    assert response.context["nobodys"] == 1


@pytest.mark.parametrize("count", [1, 3])
def test_caseload_queries_do_not_grow(
    manager_client, django_assert_max_num_queries, count
):
    for _number in range(count):
        CandidateFactory(active=True)
    manager_client.get(CASELOADS)

    with django_assert_max_num_queries(12):
        manager_client.get(CASELOADS)


def test_manager_permits_more_within_reason(manager_client, coach, today):
    url = reverse("placements:permit-more", args=[coach.pk])
    wrong = {"limit": 31, "until": today - timedelta(days=1), "reason": "Sijaisuus"}
    refused = manager_client.post(url, wrong)
    assert sorted(refused.context["form"].errors) == ["limit", "until"]

    manager_client.post(url, wrong | {"limit": 22, "until": today})

    override = CaseloadOverride.objects.get()
    assert (override.coach, override.limit, override.by.first_name) == (
        coach,
        22,
        "Maija",
    )


def test_caseload_is_handed_over_and_logged(manager_client, coach, other_coach):
    mine = CandidateFactory.create_batch(3, coach=coach, active=True)
    url = reverse("placements:caseload-hand-over", args=[coach.pk])
    chosen = [one.pk for one in mine[:2]]
    data = {"candidates": chosen, "to": other_coach.pk, "note": "Virkavapaa."}

    manager_client.post(url, data)

    moved = Candidate.objects.filter(coach=other_coach)
    assert sorted(moved.values_list("pk", flat=True)) == chosen
    rows = AccessLog.objects.filter(kind="change")
    assert (
        list(rows.values_list("what", "purpose"))
        == [("responsibility", "hand_over")] * 2
    )


def test_caseload_is_handed_over_all_or_none(manager_client, coach, other_coach):
    CandidateFactory.create_batch(19, coach=other_coach, active=True)
    mine = CandidateFactory.create_batch(2, coach=coach, active=True)
    url = reverse("placements:caseload-hand-over", args=[coach.pk])
    chosen = [one.pk for one in mine]
    data = {"candidates": chosen, "to": other_coach.pk, "note": "Virkavapaa."}

    response = manager_client.post(url, data)

    assert "the caseload is full" in response.context["form"].non_field_errors()[0]
    assert Candidate.objects.filter(coach=coach).count() == 2


def test_caseload_of_nobody_says_so(manager_client, coach):
    url = reverse("placements:caseload-hand-over", args=[coach.pk])

    assert "no candidates to hand over" in manager_client.get(url).text


# --- Nobody's ---------------------------------------------------------------


def test_nobodys_are_listed_by_legal_basis_and_logged(manager_client):
    shl = LegalBasis.objects.get(code="SHL")
    eho = LegalBasis.objects.get(code="EHO")
    plan = {"active": True, "plan_reviewed_on": date(2026, 1, 1)}
    CandidateFactory(coach=None, legal_basis=shl, **plan)
    CandidateFactory(active=True, legal_basis=shl)
    CandidateFactory(**plan)
    CandidateFactory(legal_basis=eho, **plan)

    found = manager_client.get(reverse("placements:nobodys")).context["found"]

    missing = {group.name: [r.missing for r in group.rows] for group in found.missing}
    assert missing == {
        str(shl): [["no coach"], ["no plan"]],
        "Legal basis not known": [["no decision"]],
    }
    assert [group.name for group in found.renewing] == [str(eho)]
    assert AccessLog.objects.filter(what="nobodys").count() == 4


def test_nobody_between_the_services_is_good_news(manager_client):
    page = manager_client.get(reverse("placements:nobodys"))

    assert "Everybody has a coach" in page.text


# --- Search -----------------------------------------------------------------


def hits(user, text):
    groups = {str(group.heading): group.hits for group in find(user, text)}
    return [hit.title for hit in groups.get("Candidates", [])]


@pytest.mark.parametrize("text", ["KU-0002", "ku 2", "0002", "2"])
def test_search_finds_own_candidates_by_code(coach, text):
    CandidateFactory.create_batch(3, coach=coach)
    foreign = CandidateFactory()

    assert hits(coach, text) == ["KU-0002"]
    assert hits(coach, foreign.code) == []
    assert not AccessLog.objects.exists()


def test_search_by_words_finds_no_candidate(coach):
    CandidateFactory(coach=coach, goal_words="Leipomo")

    assert hits(coach, "leipomo") == []
    assert hits(coach, "KU") == []


# --- By night ---------------------------------------------------------------


def texts(candidate):
    return list(candidate.follow_ups.pending().values_list("text", "assignee"))


def test_night_plans_what_is_due_once(coach, today):
    candidate = CandidateFactory(
        coach=coach,
        active=True,
        plan_review_due_on=today,
        decision_until=today + timedelta(days=90),
    )

    counts = [nightly.plan_reviews(today), nightly.plan_renewals(today)]
    again = [nightly.plan_reviews(today), nightly.plan_renewals(today)]

    assert (counts, again) == ([1, 1], [0, 0])
    assert texts(candidate) == [
        ("Review the plan and the work profile", coach.pk),
        ("The decision ends: ask the person to renew it", coach.pk),
    ]
    assert Candidate.objects.get(pk=candidate.pk).next_step_on == today


def test_night_does_not_ask_again_what_was_just_done(coach, today):
    candidate = CandidateFactory(coach=coach, active=True, plan_review_due_on=today)
    nightly.plan_reviews(today)
    candidate.follow_ups.get().perform("complete", by=coach)

    assert nightly.plan_reviews(today + timedelta(days=1)) == 0
    assert nightly.plan_reviews(today + timedelta(days=91)) == 1


def test_night_tells_a_manager_of_those_whose_coach_has_left(manager, today):
    gone = UserFactory(role="coach", is_active=False)
    left = CandidateFactory(coach=gone, active=True)
    CandidateFactory(coach=gone, ended=True)

    assert nightly.tell_of_the_left(today) == 1
    assert texts(left) == [("Name a new coach", manager.pk)]


def test_night_without_a_manager_tells_nobody(today):
    CandidateFactory(coach=None, active=True)

    assert nightly.tell_of_the_left(today) == 0
