"""Rules of the candidate: codes, moves, room, handing over, what the database keeps."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

from crm.lifecycle import Refused, undo
from crm.models import FollowUp
from placements.models import (
    Assignment,
    Candidate,
    CaseloadOverride,
    CodeSeries,
    LegalBasis,
)
from tests.conftest import at_once, make_person
from tests.factories import (
    CandidateFactory,
    FollowUpFactory,
    MunicipalityFactory,
    UserFactory,
)

State = Candidate.State


def fetch(candidate):
    return Candidate.objects.get(pk=candidate.pk)


def begun(coach, **values):
    candidate = CandidateFactory.build(
        municipality=MunicipalityFactory(), coach=coach, **values
    )
    candidate.begin(by=coach)
    return candidate


def fill(coach, count=20):
    return CandidateFactory.create_batch(count, coach=coach, active=True)


def spans(candidate):
    rows = Assignment.objects.filter(candidate=candidate).order_by("pk")
    return list(rows.values_list("role", "coach__first_name", "since", "until"))


# --- What it is -------------------------------------------------------------


def test_codes_are_given_in_a_row_and_never_twice(db, coach, settings):
    first, second = begun(coach), begun(coach)
    second.delete()
    settings.CANDIDATE_PREFIX = "TU"

    codes = [first.code, begun(coach).code, CodeSeries.take("KU")]

    assert codes == ["KU-0001", "TU-0001", "KU-0003"]


#: Parts of names of fields that would tell who somebody is or how their health is.
FORBIDDEN = (
    "name",
    "hetu",
    "ssn",
    "identity",
    "birth",
    "born",
    "diagnos",
    "medic",
    "health",
    "illness",
    "disability",
    "phone",
    "email",
    "address",
    "street",
    "gender",
    "age",
    "initial",
)
PERSONAL = [
    model
    for model in apps.get_app_config("placements").get_models()
    if model.__name__ in {"Candidate", "HistoricalCandidate"}
    or any(field.related_model is Candidate for field in model._meta.concrete_fields)
]


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model.__name__)
def test_no_field_can_hold_who_somebody_is(model):
    words = {
        part
        for field in model._meta.concrete_fields
        if not field.is_relation
        for part in field.name.split("_")
    }

    assert [word for word in words if word in FORBIDDEN] == []


@pytest.mark.parametrize("model", PERSONAL, ids=lambda model: model.__name__)
def test_no_field_can_hold_a_document(model):
    files = [f for f in model._meta.concrete_fields if isinstance(f, models.FileField)]

    assert files == []


def test_models_about_people_are_looked_at():
    assert {model.__name__ for model in PERSONAL} >= {
        "Candidate",
        "HistoricalCandidate",
        "Assignment",
        "Consent",
        "SafetyQuestion",
        "OtherCoaching",
    }


# --- Its life ---------------------------------------------------------------


def test_whole_way_sets_its_days_once(db, coach, today):
    candidate = begun(coach)
    for name in ("agree", "activate"):
        candidate.perform(name, by=coach)
    details = {"reason": "study", "expected_back_on": today + timedelta(days=30)}
    candidate.perform("pause", by=coach, **details)
    candidate.perform("resume", by=coach)
    candidate.perform("end", by=coach, reason="not_now")

    found = fetch(candidate)
    assert (found.state, found.agreed_on, found.activated_on, found.ended_on) == (
        State.ENDED,
        today,
        today,
        today,
    )
    assert (found.end_class, found.pause_reason) == ("neutral", "")
    assert [row[3] for row in spans(candidate)] == [today]


def test_right_service_at_the_wrong_time_may_come_back(db, coach, today):
    candidate = begun(coach)
    candidate.perform("end", by=coach, reason="not_now")

    candidate.perform("come_back", by=coach)

    found = fetch(candidate)
    assert (found.state, found.episode, found.end_reason) == (State.NEW, 2, "")
    assert [row[3] for row in spans(candidate)] == [today, None]
    assert found.history.count() == 3


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"goal": ""}, "Ask first what the person wants."),
        ({"coach": None}, "Name the responsible coach first."),
    ],
)
def test_agreeing_needs_a_coach_and_a_goal(db, coach, values, reason):
    candidate = CandidateFactory(**{"coach": coach} | values)

    with pytest.raises(Refused) as refusal:
        candidate.perform("agree", by=coach)
    assert refusal.value.reasons == [reason]


def test_coach_who_has_left_is_no_coach(db, coach):
    gone = UserFactory(role="coach", is_active=False)

    with pytest.raises(Refused, match="Name the responsible coach first"):
        CandidateFactory(coach=gone).perform("agree", by=coach)


def test_break_ends_later_than_it_begins(db, coach, today):
    candidate = CandidateFactory(coach=coach, active=True)

    with pytest.raises(Refused, match="must be later"):
        candidate.perform("pause", by=coach, reason="study", expected_back_on=today)
    assert fetch(candidate).state == State.ACTIVE


def test_break_cancels_steps_and_plans_the_return(db, coach, today):
    candidate = CandidateFactory(coach=coach, active=True)
    FollowUpFactory(subject=candidate, assignee=coach, text="Soita")
    back = today + timedelta(days=60)

    candidate.perform("pause", by=coach, reason="study", expected_back_on=back)

    (step,) = candidate.follow_ups.pending()
    assert (step.due_on, step.assignee) == (back, coach)
    assert fetch(candidate).next_step_on == back


def test_every_end_has_a_class():
    assert set(Candidate.END_CLASSES) == set(Candidate.EndReason)
    assert Candidate(end_reason="work").end_class == "positive"
    assert Candidate().end_class == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "agreed"},
        {"state": "active", "agreed_on": date(2026, 1, 1)},
        {"paused": True, "pause_reason": ""},
        {"ended": True, "end_reason": ""},
        {"pause_reason": "study"},
        {"ended_on": date(2026, 1, 1)},
        {"hours_min": 20, "hours_max": 10},
    ],
)
def test_database_refuses_a_state_without_its_data(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateFactory(**wrong)


def test_coach_is_not_the_deputy_as_well(db, coach):
    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateFactory(coach=coach, deputy=coach)


def test_one_coach_at_a_time(db, coach, other_coach, today):
    candidate = begun(coach)

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            candidate=candidate, coach=other_coach, role="coach", since=today
        )


# --- Room -------------------------------------------------------------------


def test_the_21st_active_candidate_is_refused(db, coach):
    fill(coach)
    candidate = CandidateFactory(coach=coach, agreed=True)

    with pytest.raises(Refused, match="has 20 active candidates already"):
        candidate.perform("activate", by=coach)
    assert fetch(candidate).state == State.AGREED


def test_those_on_a_break_do_not_count(db, coach):
    fill(coach, 19)
    CandidateFactory(coach=coach, paused=True)

    CandidateFactory(coach=coach, agreed=True).perform("activate", by=coach)

    assert Candidate.objects.active().filter(coach=coach).count() == 20


def test_coming_back_from_a_break_needs_room(db, coach):
    fill(coach)
    candidate = CandidateFactory(coach=coach, paused=True)

    with pytest.raises(Refused, match="the caseload is full"):
        candidate.perform("resume", by=coach)


def test_undo_needs_room_as_well(db, coach, today):
    candidate = fill(coach)[0]
    entry = candidate.perform(
        "pause", by=coach, reason="study", expected_back_on=today + timedelta(days=9)
    )
    CandidateFactory(coach=coach, agreed=True).perform("activate", by=coach)

    with pytest.raises(Refused, match="the caseload is full"):
        undo(entry, by=coach)
    assert fetch(candidate).state == State.PAUSED


def test_manager_permits_more_for_a_time(db, coach, manager, today):
    fill(coach)
    override = {"coach": coach, "by": manager, "reason": "Sijaisuus"}
    CaseloadOverride.objects.create(
        limit=22, since=today - timedelta(days=9), until=today, **override
    )
    CandidateFactory(coach=coach, agreed=True).perform("activate", by=coach)
    CaseloadOverride.objects.create(limit=21, until=today, **override)

    with pytest.raises(Refused, match="has 21 active"):
        CandidateFactory(coach=coach, agreed=True).perform("activate", by=coach)


def test_permission_that_has_ended_permits_nothing(db, coach, manager, today):
    fill(coach)
    CaseloadOverride.objects.create(
        coach=coach,
        by=manager,
        reason="Sijaisuus",
        limit=30,
        since=today - timedelta(days=9),
        until=today - timedelta(days=1),
    )

    with pytest.raises(Refused, match="has 20 active"):
        CandidateFactory(coach=coach, agreed=True).perform("activate", by=coach)


def test_two_cannot_take_the_last_place(saving_db):
    coach = make_person("coach", "Aino", "Aalto")
    fill(coach, 19)
    waiting = [CandidateFactory(coach=coach, agreed=True).pk for _ in range(3)]

    def activate(pk):
        Candidate.objects.get(pk=pk).perform("activate", by=coach)

    results = at_once(*[lambda pk=pk: activate(pk) for pk in waiting])

    assert sorted(type(one).__name__ for one in results) == [
        "NoneType",
        "Refused",
        "Refused",
    ]
    assert Candidate.objects.active().filter(coach=coach).count() == 20


# --- Handing over -----------------------------------------------------------


def test_hand_over_moves_everything(db, coach, other_coach, manager, today):
    candidate = begun(coach)
    step = FollowUpFactory(subject=candidate, assignee=coach, text="Soita Kelaan")
    snoozed = FollowUpFactory(subject=candidate, assignee=coach, text="Odota")
    snoozed.perform("snooze", by=coach, until=today + timedelta(days=3))
    manager_step = FollowUpFactory(subject=candidate, assignee=manager)

    candidate.hand_over(other_coach, by=manager, note="Leipomo odottaa soittoa.")

    assert fetch(candidate).coach == other_coach
    pending = candidate.follow_ups.pending().filter(assignee=other_coach)
    assert {one.text for one in pending} == {
        "Soita Kelaan",
        "Odota",
        "Taken over: read the note and get to know each other",
    }
    assert FollowUp.objects.get(pk=step.pk).state == FollowUp.State.HANDED_OVER
    assert FollowUp.objects.get(pk=manager_step.pk).is_pending
    assert spans(candidate) == [
        ("coach", "Aino", today, today),
        ("coach", "Oskar", today, None),
    ]
    assert Assignment.objects.standing().get().note == "Leipomo odottaa soittoa."


def test_hand_over_can_be_undone(db, coach, other_coach, manager):
    candidate = begun(coach)
    FollowUpFactory(subject=candidate, assignee=coach, text="Soita Kelaan")
    entry = candidate.hand_over(other_coach, by=manager, note="Sijaisuus.")

    undo(entry, by=manager)

    assert fetch(candidate).coach == coach
    assert [row[1:] for row in spans(candidate)] == [
        ("Aino", row[2], None) for row in spans(candidate)
    ]
    (step,) = candidate.follow_ups.pending()
    assert (step.text, step.assignee) == ("Soita Kelaan", coach)


def test_hand_over_to_the_deputy_leaves_no_deputy(db, coach, other_coach, manager):
    candidate = begun(coach, deputy=other_coach)

    candidate.hand_over(other_coach, by=manager, note="Sijaisesta vastuuvalmentaja.")

    found = fetch(candidate)
    assert (found.coach, found.deputy) == (other_coach, None)
    assert [row[0] for row in spans(candidate) if row[3] is None] == ["coach"]


@pytest.mark.parametrize(
    ("values", "to", "note", "reason"),
    [
        ({}, "other_coach", " ", "Write down what the next coach should know."),
        ({}, "coach", "Syy.", "Aino Aalto is responsible already."),
        ({}, "editor", "Syy.", "Eero Eloranta cannot take candidates."),
        ({"ended": True}, "other_coach", "Syy.", "The coaching has ended."),
    ],
)
def test_hand_over_is_refused_with_the_reason(
    request, coach, manager, values, to, note, reason
):
    candidate = CandidateFactory(coach=coach, **values)

    with pytest.raises(Refused) as refusal:
        candidate.hand_over(request.getfixturevalue(to), by=manager, note=note)
    assert refusal.value.reasons == [reason]


def test_hand_over_needs_room(db, coach, other_coach, manager):
    fill(other_coach)
    active = CandidateFactory(coach=coach, active=True)
    paused = CandidateFactory(coach=coach, paused=True)

    with pytest.raises(Refused, match="the caseload is full"):
        active.hand_over(other_coach, by=manager, note="Siirto.")
    paused.hand_over(other_coach, by=manager, note="Siirto.")

    assert (fetch(active).coach, fetch(paused).coach) == (coach, other_coach)


def test_coach_does_not_hand_over(db, coach, other_coach):
    with pytest.raises(PermissionDenied):
        begun(coach).hand_over(other_coach, by=coach, note="Siirto.")


def test_deputy_is_named_changed_and_undone(db, coach, other_coach, manager):
    candidate = begun(coach)
    candidate.name_deputy(other_coach, by=coach)
    entry = fetch(candidate).name_deputy(manager, by=coach)
    assert fetch(candidate).name_deputy(manager, by=coach) is None

    undo(entry, by=coach)

    assert fetch(candidate).deputy == other_coach
    assert [row[1] for row in spans(candidate) if row[3] is None] == ["Aino", "Oskar"]
    with pytest.raises(Refused, match="cannot be the deputy"):
        fetch(candidate).name_deputy(coach, by=coach)


# --- Questions --------------------------------------------------------------


def test_one_sees_own_and_deputised_ones_only(db, coach, other_coach, manager, editor):
    own = CandidateFactory(coach=coach)
    deputised = CandidateFactory(coach=other_coach, deputy=coach)
    foreign = CandidateFactory(coach=other_coach)
    CandidateFactory(coach=None)

    seen = Candidate.objects.visible_to
    assert list(seen(coach)) == [own, deputised]
    assert list(seen(other_coach)) == [deputised, foreign]
    assert (seen(manager).count(), seen(editor).count()) == (4, 0)


def test_nobodys_are_those_without_coach_plan_or_decision(db, coach, today):
    right = CandidateFactory(active=True, complete=True, coach=coach)
    no_coach = CandidateFactory(active=True, complete=True, coach=None)
    gone = UserFactory(role="coach", is_active=False)
    left = CandidateFactory(active=True, complete=True, coach=gone)
    no_plan = CandidateFactory(active=True, complete=True, plan_reviewed_on=None)
    no_basis = CandidateFactory(active=True, complete=True, legal_basis=None)
    pseudo = LegalBasis.objects.get(code="PSEUDO")
    none = CandidateFactory(active=True, complete=True, legal_basis=pseudo)
    past = CandidateFactory(
        active=True, complete=True, decision_until=today - timedelta(days=1)
    )
    CandidateFactory(coach=None)  # not active yet

    found = list(Candidate.objects.nobodys())

    assert found == [no_coach, left, no_plan, no_basis, none, past]
    assert right.has_decision
    assert not any(fetch(one).has_decision for one in (no_basis, none, past))


def test_old_decisions_end_with_their_law(db, coach):
    eho = LegalBasis.objects.get(code="EHO")
    candidate = CandidateFactory(active=True, legal_basis=eho, coach=coach)

    assert eho.valid_to == date(2027, 12, 31)
    assert candidate.decision_ends_on == date(2027, 12, 31)
    assert list(Candidate.objects.to_renew()) == [candidate]
    assert list(Candidate.objects.without_decision(date(2028, 1, 1))) == [candidate]
    assert eho not in LegalBasis.objects.valid_on(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("ready", "state"),
    [(None, "draft"), (0, "ready"), (365, "ready"), (366, "to_review")],
)
def test_profile_is_reviewed_after_a_year(db, today, ready, state):
    on = None if ready is None else today - timedelta(days=ready)
    candidate = CandidateFactory(profile_ready_on=on)

    assert candidate.profile_state == state
    due = list(Candidate.objects.review_due())
    assert due == ([candidate] if state == "to_review" else [])


def test_profile_is_told_on_the_scales_of_a_job(db):
    candidate = CandidateFactory(literacy=0, load=2, times=["evening", "morning"])

    assert candidate.profile == {"literacy": 0, "load": 2}
    assert candidate.shown_times == "Mornings, evenings"
