"""One candidate's whole path by code: what it tells, in which order, to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog
from employers.models import Merge
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    MatchFactory,
    PlacementFactory,
    SubsidyFactory,
    TrialFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def ago(days):
    return TODAY() - timedelta(days=days)


def path(client, candidate, query=""):
    return client.get(reverse("placements:path", args=[candidate.pk]) + query)


def titles(response):
    return [event.title for event in response.context["events"]]


def begin(factory, candidate, by, days, **known):
    record = factory(candidate=candidate, state_since=ago(days), **known)
    record.log(name="begin", by=by, on=ago(days), target=record.state).save()
    return record


def test_path_joins_all_kinds_in_the_order_of_the_days(
    coach_client, coach, manager, other_coach
):
    candidate = CandidateFactory(coach=coach, state_since=ago(900))
    candidate.log(name="begin", by=coach, on=ago(900), target="new").save()
    begin(SubsidyFactory, candidate, coach, 300)
    begin(TrialFactory, candidate, coach, 600)
    begin(MatchFactory, candidate, coach, 700)
    placement = begin(PlacementFactory, candidate, coach, 200, starts_on=ago(200))
    placement.perform("start", by=manager, on=ago(190))
    placement.perform(
        "interrupt",
        by=manager,
        on=ago(100),
        reason="study",
        expected_back_on=ago(20),
        note="Salainen muistiinpano",
    )
    begin(MatchFactory, CandidateFactory(coach=coach), coach, 500)
    candidate.hand_over(other_coach, by=manager, note="Leipomo odottaa soittoa.")
    candidate.name_deputy(coach, by=manager)

    response = path(coach_client, candidate)

    assert titles(response) == [
        "Came as a candidate",
        "Match: Proposed",
        "Trial: Planned",
        "Pay subsidy: First estimate",
        "Placement: Agreed",
        "Placement: Start support",
        "Placement: Paused",
        "The responsible coach changed",
        "A deputy was named",
    ]
    page = response.content.decode()
    assert candidate.code in page
    assert "Studies" in page
    assert str(other_coach) in page
    assert "Salainen" not in page
    assert AccessLog.objects.filter(what="path").count() == 1


def test_what_was_taken_back_is_left_out(coach_client, coach):
    candidate = CandidateFactory(coach=coach)
    entry = candidate.log(name="agree", by=coach, on=TODAY(), target="agreed")
    entry.undone_at = timezone.now()
    entry.save()

    response = path(coach_client, candidate)

    assert titles(response) == []
    assert "Nothing has happened yet" in response.content.decode()


def test_employer_that_became_another_is_told(coach_client, coach, manager):
    candidate = CandidateFactory(coach=coach, active=True)
    source, target = EmployerFactory(), EmployerFactory()
    begin(TrialFactory, candidate, coach, 50, employer=target)
    begin(PlacementFactory, candidate, coach, 1, employer=target)
    for employers in ((source, target), (source, EmployerFactory())):
        entry = source.log(name="merge_into", by=manager, on=ago(10), target="merged")
        entry.save()
        Merge.objects.create(
            source=employers[0], target=employers[1], by=manager, entry=entry
        )

    response = path(coach_client, candidate)

    assert titles(response) == [
        "Trial: Planned",
        "The employer changed",
        "Placement: Agreed",
    ]
    text = response.context["events"][1].text
    assert text == f"{source} is now {target}"


def test_long_path_has_pages(coach_client, coach):
    candidate = CandidateFactory(coach=coach)
    for number in range(301):
        day = ago(301 - number)
        candidate.log(name="pause", by=coach, on=day, target="paused").save()

    first, second = (
        path(coach_client, candidate),
        path(coach_client, candidate, "?page=2"),
    )

    assert [len(first.context["events"]), len(second.context["events"])] == [300, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_path_asks_few_queries(
    coach_client, coach, django_assert_max_num_queries, count
):
    candidate = CandidateFactory(coach=coach, active=True)
    for factory in (MatchFactory, TrialFactory, PlacementFactory, SubsidyFactory):
        for _number in range(count):
            begin(factory, candidate, coach, 10)
    path(coach_client, candidate)

    with django_assert_max_num_queries(12):
        response = path(coach_client, candidate)

    assert len(response.context["events"]) == 4 * count
