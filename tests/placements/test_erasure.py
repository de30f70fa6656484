"""Erasing candidates: what goes, what stays, when and by whom."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from crm.lifecycle import Refused
from crm.models import AccessLog, FollowUp, TransitionLog
from placements import nightly
from placements.erasure import Why, blockers, due, erase, kept, preview
from placements.models import Candidate, ErasedCount, SilenceDismissal
from tests.factories import (
    CandidateFactory,
    ConsentFactory,
    FollowUpFactory,
    MatchFactory,
    OtherCoachingFactory,
    PlacementFactory,
    SafetyQuestionFactory,
    SubsidyFactory,
    TrialFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
RETENTION = "/crm/candidates/retention/"


def ended(years=11, **known):
    on = TODAY().replace(year=TODAY().year - years)
    return CandidateFactory(ended=True, **{"ended_on": on, "state_since": on} | known)


def old(model_factory, candidate, **known):
    """Return something of the candidate that was over long ago."""
    on = candidate.ended_on
    return model_factory(candidate=candidate, state_since=on, **known)


def lived(coach):
    """Return a candidate with one of everything, all of it over."""
    candidate = ended(coach=coach)
    day = candidate.ended_on
    ConsentFactory(candidate=candidate)
    SafetyQuestionFactory(candidate=candidate)
    OtherCoachingFactory(candidate=candidate)
    records = [
        old(
            MatchFactory,
            candidate,
            state="withdrawn",
            end_reason="changed",
            ended_on=day,
        ),
        old(TrialFactory, candidate, state="cancelled", cancellation="other"),
        old(
            PlacementFactory,
            candidate,
            state="ended",
            ended_on=day,
            end_reason="retired",
        ),
        old(SubsidyFactory, candidate, state="withdrawn", withdrawal="other"),
    ]
    for record in (candidate, *records):
        record.log(name="begin", by=coach, on=day, target=record.state).save()
        step = FollowUpFactory(subject=record, assignee=coach)
        step.perform("cancel", by=coach, note="Ohi.")
    SilenceDismissal.objects.create(
        subject=candidate, until=day, reason="Matkalla.", by=coach
    )
    candidate.changes.create(
        **{
            field.attname: getattr(candidate, field.attname)
            for field in candidate._meta.concrete_fields
            if field.name not in {"next_step", "next_step_on"}
        },
        history_date=timezone.now(),
        history_type="~",
    )
    return candidate


def rows_about(candidate_pk, code):
    """Return the places in the whole database that still know the candidate."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in {"placements", "crm"}:
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is Candidate or field.name == "code":
                key = code if field.name == "code" else candidate_pk
                if model._default_manager.filter(**{field.name: key}).exists():
                    found.append(f"{model.__name__}.{field.name}")
    return found


def test_everything_goes_and_a_number_stays(coach, manager):
    candidate = lived(coach)
    other = CandidateFactory(coach=coach)
    FollowUpFactory(subject=other, assignee=coach)
    other.log(name="begin", by=coach, on=TODAY(), target="new").save()
    pk, code, place = candidate.pk, candidate.code, candidate.municipality

    erase(candidate, by=manager, why=Why.TIME)

    assert rows_about(pk, code) == []
    assert not SilenceDismissal.objects.exists()
    assert list(FollowUp.objects.values_list("object_id", flat=True)) == [other.pk]
    assert TransitionLog.objects.get().record == other
    count = ErasedCount.objects.get()
    assert (count.municipality, count.end_reason, count.count) == (
        place,
        "not_now",
        1,
    )
    assert count.year == TODAY().year - 11


def test_access_log_stays_and_tells_of_the_erasure(coach, manager):
    candidate = lived(coach)
    pk, kind = candidate.pk, ContentType.objects.get_for_model(Candidate)

    erase(candidate, by=manager, why=Why.TIME)

    row = AccessLog.objects.get()
    assert (row.content_type, row.object_id, row.what) == (kind, pk, "erased")
    assert (row.kind, row.purpose, row.user_key) == ("change", "time", str(manager.pk))
    assert list(AccessLog.objects.breaks()) == []


def test_second_of_the_same_kind_is_counted_in_the_same_row(manager):
    first = ended()
    second = ended(municipality=first.municipality)
    for candidate in (first, second):
        erase(candidate, by=manager, why=Why.TIME)

    assert ErasedCount.objects.get().count == 2


def test_preview_says_what_goes_and_what_stays(coach):
    candidate = lived(coach)

    lines = {line.label: line.count for line in preview(candidate)}

    assert lines == {
        "Matches": 1,
        "Trials": 1,
        "Placements": 1,
        "Pay subsidies": 1,
        "Consents": 1,
        "Safety questions": 1,
        "Other coaching": 1,
        "Steps": 5,
        "Silences called all right": 1,
        "Moves in the timeline": 10,
        "Earlier versions of the facts": 2,
    }
    assert [line.count for line in kept(candidate)] == [0]


# --- When -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "is_due"),
    [
        (date(2026, 2, 27), False),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), True),
    ],
)
def test_ten_years_are_counted_to_the_day_over_leap_years(on, is_due):
    day = date(2016, 2, 28)
    CandidateFactory(ended=True, ended_on=day, state_since=day)

    with time_machine.travel(on):
        assert due().exists() is is_due


def test_what_stands_or_ended_later_keeps_a_candidate(today):
    live, later = ended(), ended()
    PlacementFactory(candidate=live, state_since=live.ended_on)
    PlacementFactory(
        candidate=later,
        state="ended",
        ended_on=today,
        end_reason="other",
        state_since=today - timedelta(days=300),
    )
    CandidateFactory(active=True)
    free = ended()

    assert list(due()) == [free]


@pytest.mark.parametrize(
    ("why", "words", "reasons"),
    [
        (Why.TIME, "", ["10 years since the last matter have not passed."]),
        (
            Why.MISTAKE,
            " ",
            ["Say who decided on it, and why it may be erased early."],
        ),
        (Why.REQUEST, "Rekisterinpitäjän päätös 12/2026", []),
    ],
)
def test_early_erasure_needs_a_decision(why, words, reasons):
    assert blockers(ended(years=1), why, words) == reasons


def test_nobody_who_is_a_client_is_erased(manager):
    candidate = CandidateFactory(active=True)
    with pytest.raises(Refused, match="must have ended"):
        erase(candidate, by=manager, why=Why.REQUEST, words="Päätös 1/2026")

    over = ended()
    PlacementFactory(candidate=over)
    with pytest.raises(Refused, match="still open"):
        erase(over, by=manager, why=Why.REQUEST, words="Päätös 1/2026")

    assert Candidate.objects.count() == 2
    assert not ErasedCount.objects.exists()


def test_only_a_manager_erases_and_only_once(coach, manager):
    candidate = ended(coach=coach)
    with pytest.raises(PermissionDenied):
        erase(candidate, by=coach, why=Why.TIME)

    again = Candidate.objects.get(pk=candidate.pk)
    erase(candidate, by=manager, why=Why.TIME)
    with pytest.raises(Refused, match="already"):
        erase(again, by=manager, why=Why.TIME)


def test_night_proposes_and_erases_nothing(manager):
    candidate = ended()

    assert nightly.propose_erasures(TODAY()) == 1
    assert nightly.propose_erasures(TODAY()) == 0

    step = candidate.follow_ups.get()
    assert (step.assignee, step.text) == (
        manager,
        "The time to keep it is over: erase?",
    )


def test_night_without_a_manager_proposes_to_nobody():
    ended()

    assert nightly.propose_erasures(TODAY()) == 0


# --- The screens ------------------------------------------------------------------


def open_for_check(client, candidate):
    purpose = reverse("placements:purpose", args=[candidate.pk])
    client.post(purpose, {"why": "check"})
    return reverse("placements:erase", args=[candidate.pk])


def test_manager_looks_and_erases(manager_client, coach):
    candidate = lived(coach)
    listed = manager_client.get(RETENTION)
    assert list(listed.context["page"]) == [candidate]

    address = open_for_check(manager_client, candidate)
    page = manager_client.get(address)
    assert {line.label for line in page.context["goes"]} >= {"Placements", "Steps"}
    wrong = manager_client.post(address, {"why": "time", "code": "KU-9999"})
    assert "code" in wrong.context["form"].errors
    response = manager_client.post(
        address, {"why": "time", "code": candidate.code.lower()}
    )

    assert response.url == RETENTION
    assert not Candidate.objects.exists()
    counted = manager_client.get(RETENTION)
    assert "&lt; 5" in counted.content.decode()


def test_refusal_is_said_in_the_form(manager_client):
    candidate = CandidateFactory(active=True)
    address = open_for_check(manager_client, candidate)

    response = manager_client.post(address, {"why": "time", "code": candidate.code})

    assert "must have ended" in str(response.context["form"].non_field_errors())
    assert Candidate.objects.exists()


def test_erasing_is_offered_on_the_page_of_an_ended_candidate(manager_client):
    candidate = ended()
    address = open_for_check(manager_client, candidate)

    page = manager_client.get(candidate.get_absolute_url()).content.decode()

    assert address in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_few_queries(manager_client, django_assert_max_num_queries, count):
    for _number in range(count):
        ended()
    manager_client.get(RETENTION)

    with django_assert_max_num_queries(12):
        response = manager_client.get(RETENTION)

    assert len(response.context["page"].object_list) == count
