"""The screens of placements: agreeing, the page, moves, checkpoints, pay reviews."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog, FollowUp
from placements.models import Checkpoint, Match, Placement
from tests.employers.jobs import brought_to
from tests.factories import (
    CandidateFactory,
    CheckpointFactory,
    EmployerFactory,
    PayReviewFactory,
    PlacementFactory,
    TrialFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db
State = Placement.State
TODAY = timezone.localdate
SHIFT = {"weekday": 0, "starts": "08:00", "ends": "12:00"}


def new_url(candidate, **query):
    path = reverse("placements:placement-new", args=[candidate.pk])
    said = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{path}?{said}"


def of(name, placement, *more):
    parts = [placement.candidate_id, placement.pk, *more]
    return reverse(f"placements:{name}", args=parts)


def move(client, placement, name, **data):
    return client.post(of("placement-move", placement, name), data)


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach, active=True)


@pytest.fixture
def placement(coach, candidate):
    return PlacementFactory(candidate=candidate, started=True)


def answers(**more):
    known = {"kind": "employment", "starts_on": TODAY().isoformat()}
    return known | {"counselling_declined": "on"} | more


# --- agreeing -------------------------------------------------------------------


def test_placement_is_agreed_with_an_employer(coach_client, candidate):
    site = WorkplaceFactory()
    url = new_url(candidate, employer=site.employer_id)
    said = {"workplace": site.pk, "hours_a_week": "12,5", "pay_form": "hour"}

    response = coach_client.post(url, answers(**said, pay_amount="12,40"))

    placement = Placement.objects.get()
    assert (response.status_code, response.url) == (302, placement.get_absolute_url())
    assert (placement.employer, placement.workplace) == (site.employer, site)
    assert (str(placement.hours_a_week), placement.is_paid) == ("12.5", True)


def test_workplace_of_another_employer_is_refused(coach_client, candidate):
    url = new_url(candidate, employer=EmployerFactory().pk)

    response = coach_client.post(url, answers(workplace=WorkplaceFactory().pk))

    assert "workplace" in response.context["form"].errors
    assert not Placement.objects.exists()


def test_match_prefills_what_the_job_says(coach_client, coach, candidate):
    job = brought_to("candidate_presented", coach)
    match = Match.objects.create(
        candidate=candidate, job=job, state="presented", presented_on=TODAY()
    )

    choose = coach_client.get(
        reverse("placements:placement-choose", args=[candidate.pk])
    )
    form = coach_client.get(new_url(candidate, match=match.pk)).context["form"]

    assert choose.context["matches"] == [match]
    known = form.instance
    assert (known.job, known.employer) == (job, job.employer)
    assert (known.workplace, known.shifts) == (job.workplace, job.shifts)
    assert known.week_minutes == job.week_minutes


def test_trial_prefills_place_and_the_day_after(coach_client, candidate):
    trial = TrialFactory(candidate=candidate, ends_on=TODAY() + timedelta(days=5))

    form = coach_client.get(new_url(candidate, trial=trial.pk)).context["form"]

    assert form.instance.employer == trial.employer
    assert form.instance.starts_on == TODAY() + timedelta(days=6)


def test_nothing_chosen_leads_to_choosing(coach_client, candidate):
    choose = reverse("placements:placement-choose", args=[candidate.pk])

    for query in ({}, {"employer": "x"}, {"employer": 0}, {"match": 9**20}):
        assert coach_client.get(new_url(candidate, **query)).url == choose


def test_employers_are_found_by_name(coach_client, candidate):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")
    choose = reverse("placements:placement-choose", args=[candidate.pk])

    response = coach_client.get(choose, {"q": "leipomo"})

    assert response.context["employers"] == [employer]


def test_own_business_needs_no_employer(coach_client, candidate):
    coach_client.post(new_url(candidate, own=1), answers(kind="own_business"))

    assert Placement.objects.get().employer is None


def test_open_activity_has_no_pay(coach_client, candidate):
    url = new_url(candidate, employer=EmployerFactory().pk)
    said = answers(kind="open_activity", pay_form="hour", pay_amount="9")

    coach_client.post(url, said)

    placement = Placement.objects.get()
    assert (placement.pay_form, placement.pay_amount) == ("unpaid", None)


def test_candidate_who_is_not_active_is_refused(coach_client, coach):
    candidate = CandidateFactory(coach=coach, paused=True)

    response = coach_client.post(
        new_url(candidate, employer=EmployerFactory().pk), answers()
    )

    assert "active" in response.context["form"].non_field_errors()[0]


def test_support_plan_is_read_for_names(coach_client, candidate):
    url = new_url(candidate, employer=EmployerFactory().pk)

    response = coach_client.post(url, answers(support_plan="Kysy Matti Meikäläiseltä."))

    assert response.context["form"].doubts
    assert not Placement.objects.exists()


# --- the page -------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_page_queries_do_not_grow(
    coach_client, candidate, django_assert_max_num_queries, count
):
    placement = PlacementFactory(
        candidate=candidate,
        started=True,
        kind="open_activity",
        shifts=[SHIFT],
        at_risk=True,
    )
    for number in range(count):
        CheckpointFactory(placement=placement, days=number)
        PayReviewFactory(placement=placement)
        PlacementFactory(candidate=candidate, started=True, shifts=[SHIFT])
        placement.log(name="start", by=candidate.coach, on=TODAY()).save()
    coach_client.get(placement.get_absolute_url())

    with django_assert_max_num_queries(12):
        response = coach_client.get(placement.get_absolute_url())

    page = response.context["page"]
    assert len(page.looks) == len(page.clashes) == count
    rows = AccessLog.objects.order_by("number").values_list("what", "purpose")
    assert set(rows) == {("placement", "own")}


def test_page_shows_pay_against_the_limit(coach_client, candidate):
    candidate.income = "pension"
    candidate.save()
    placement = PlacementFactory(
        candidate=candidate, hours_a_week=30, pay_form="hour", pay_amount="12.40"
    )

    page = coach_client.get(placement.get_absolute_url()).context["page"]

    assert page.pay.over
    assert "Over the earnings limit" in [one["title"] for one in page.notices]


@pytest.mark.parametrize("state", ["interrupted", "ended", "faded", "agreed"])
def test_page_shows_every_state(coach_client, coach, candidate, state):
    placement = PlacementFactory(candidate=candidate)
    ahead = TODAY() + timedelta(days=30)
    path = {
        "agreed": [],
        "interrupted": [
            ("start", {}),
            ("interrupt", {"reason": "study", "expected_back_on": ahead}),
        ],
        "ended": [("start", {}), ("end", {"reason": "retired"})],
        "faded": [("start", {})],
    }
    for name, details in path[state]:
        placement.perform(name, by=coach, **details)
    if state == "faded":
        faded(placement, coach)

    response = coach_client.get(placement.get_absolute_url())

    assert placement.get_state_display() in response.text


def faded(placement, coach, weeks=8):
    placement.started_on = TODAY() - timedelta(days=100)
    placement.save()
    placement.perform("establish", by=coach)
    placement.perform("fade", by=coach, contact_weeks=weeks, both_agree=True)


def test_job_change_within_30_days_is_shown_as_retained(coach_client, coach, candidate):
    first = PlacementFactory(candidate=candidate, started=True)
    first.perform("end", by=coach, reason="new_job")
    PlacementFactory(candidate=candidate, started=True)

    page = coach_client.get(first.get_absolute_url()).context["page"]

    titles = [one["title"] for one in page.notices]
    assert titles == ["How the end counts", "Retained"]


def test_candidates_page_tells_paid_and_unpaid_apart(coach_client, candidate):
    paid = PlacementFactory(candidate=candidate, started=True)
    unpaid = PlacementFactory(candidate=candidate, kind="open_activity")
    PlacementFactory()

    facts = coach_client.get(candidate.get_absolute_url()).context["facts"]

    assert (facts.paid, facts.unpaid) == ([paid], [unpaid])
    assert str(facts.paid[0].employer) == str(paid.employer)


def test_placement_of_another_candidate_is_not_found(coach_client, candidate):
    other = PlacementFactory()
    url = reverse("placements:placement", args=[candidate.pk, other.pk])

    assert coach_client.get(url).status_code == 404


def test_terms_and_week_are_changed(coach_client, placement):
    edit = {"hours_a_week": "20", "at_risk": "on", "counselled_on": TODAY().isoformat()}

    coach_client.post(of("placement-edit", placement), edit)
    coach_client.post(
        of("placement-week", placement), {"starts_0_0": "08:00", "ends_0_0": "12:00"}
    )

    placement.refresh_from_db()
    assert (placement.hours_a_week, placement.at_risk) == (20, True)
    assert placement.shifts == [SHIFT]


# --- moves ----------------------------------------------------------------------


def test_lifecycle_plays_through_the_screens(coach_client, coach, candidate):
    placement = PlacementFactory(candidate=candidate)
    ahead = (TODAY() + timedelta(days=20)).isoformat()

    move(coach_client, placement, "start")
    move(coach_client, placement, "interrupt", reason="study", expected_back_on=ahead)
    move(coach_client, placement, "resume")
    placement.refresh_from_db()
    assert placement.state == State.START_SUPPORT

    move(coach_client, placement, "end", reason="own_wish", note="Muutto lähelle.")
    placement.refresh_from_db()
    assert (placement.state, placement.end_class) == (State.ENDED, "neutral")


def test_start_tells_the_forecast(coach_client, candidate):
    placement = PlacementFactory(
        candidate=candidate, hours_a_week=10, pay_form="hour", pay_amount="12"
    )

    response = coach_client.get(of("placement-move", placement, "start"))

    assert "520.00" in response.context["consequences"][1]


def test_missing_counselling_is_shown_before_the_start(coach_client, candidate):
    placement = PlacementFactory(candidate=candidate, counselled_on=None)

    page = coach_client.get(placement.get_absolute_url())

    assert "benefits" in page.context["moves"]["main"]["blocked"]
    move(coach_client, placement, "start")
    placement.refresh_from_db()
    assert placement.state == State.AGREED


def test_fading_needs_both(coach_client, coach, placement):
    placement.started_on = TODAY() - timedelta(days=100)
    placement.save()
    placement.perform("establish", by=coach)

    refused = move(coach_client, placement, "fade", contact_weeks=8)
    move(coach_client, placement, "fade", contact_weeks=8, both_agree="on")

    assert "Both" in refused.context["form"].non_field_errors()[0]
    placement.refresh_from_db()
    assert (placement.state, placement.contact_weeks) == (State.FADED, 8)


def test_notes_of_its_steps_are_read_for_names(coach_client, coach, placement):
    step = placement.plan("Soita", TODAY(), assignee=coach, by=coach)
    url = reverse("follow-up-transition", args=[step.pk, "complete"])
    data = {"result": "taken_care", "note": "Puhuin Matti Meikäläisen kanssa."}

    assert coach_client.post(url, data).context["form"].doubts


# --- checkpoints ------------------------------------------------------------------


def record(client, point, **data):
    return client.post(of("checkpoint", point.placement, point.pk), data)


def test_checkpoint_is_recorded_with_what_was_found(coach_client, placement):
    point = CheckpointFactory(placement=placement)

    response = record(
        coach_client,
        point,
        outcome="done",
        satisfaction="3",
        employer_grade="4",
        hours_a_week="11,5",
        issues=["pace", "travel"],
    )

    point = Checkpoint.objects.get()
    assert response.url == placement.get_absolute_url()
    assert (point.outcome, point.satisfaction, point.employer_grade) == ("done", 3, 4)
    assert point.issue_labels == ["The pace", "The journey"]
    assert point.step.state == FollowUp.State.DONE


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"outcome": "not_done"}, "note"),
        ({"outcome": "postponed"}, "until"),
        ({"outcome": "postponed", "until": "2020-01-01"}, "until"),
        ({"outcome": "done", "issues": ["illness"]}, "issues"),
        ({}, "outcome"),
    ],
)
def test_checkpoint_says_what_is_missing(coach_client, placement, data, wrong):
    point = CheckpointFactory(placement=placement)

    response = record(coach_client, point, **data)

    assert wrong in response.context["form"].errors
    point.refresh_from_db()
    assert point.outcome == ""


def test_checkpoint_can_be_left_out_with_a_reason(coach_client, placement):
    point = CheckpointFactory(placement=placement)

    record(coach_client, point, outcome="not_done", note="Työpaikka oli kiinni.")

    point.refresh_from_db()
    assert (point.outcome, point.step.state) == ("not_done", "cancelled")
    again = record(coach_client, point, outcome="done")
    assert again.status_code == 404


def test_what_was_ticked_on_the_day_can_be_recorded_after(
    coach_client, coach, placement
):
    point = CheckpointFactory(placement=placement)
    point.step.perform("complete", by=coach)

    record(coach_client, point, outcome="done", satisfaction="2")

    point.refresh_from_db()
    assert (point.outcome, point.satisfaction) == ("done", 2)


# --- support that never ends ------------------------------------------------------


def test_faded_support_repeats_its_interval_by_itself(coach, placement):
    faded(placement, coach)
    contact = placement.follow_ups.pending().get()

    contact.perform("complete", by=coach, on=TODAY())

    again = placement.follow_ups.pending().get()
    assert again.due_on == TODAY() + timedelta(weeks=8)
    again.perform("cancel", by=coach, note="Loma.")
    assert placement.follow_ups.pending().count() == 1


def test_interval_does_not_wait_for_a_far_pay_review(coach, candidate):
    placement = PlacementFactory(
        candidate=candidate, started=True, kind="open_activity"
    )
    placement.look_at_pay_again(TODAY() + timedelta(days=150), by=coach)
    faded(placement, coach, weeks=4)
    contact = placement.follow_ups.pending().earliest("due_on")

    contact.perform("complete", by=coach, on=TODAY())

    later = placement.follow_ups.pending().earliest("due_on")
    assert (later.text, later.due_on) == (contact.text, TODAY() + timedelta(weeks=4))


def test_end_stops_the_interval(coach, placement):
    faded(placement, coach)

    placement.perform("end", by=coach, reason="retired")

    assert placement.follow_ups.pending().get().text == "Be in touch: what comes next?"


def test_a_year_closed_as_an_ordinary_step_is_followed_by_the_next(coach, candidate):
    placement = PlacementFactory(candidate=candidate)
    placement.perform("start", by=coach)

    placement.checkpoints.get(days=365).step.perform("complete", by=coach)

    assert placement.checkpoints.filter(days=730).exists()


# --- pay reviews ------------------------------------------------------------------


@pytest.fixture
def activity(coach, candidate):
    placement = PlacementFactory(candidate=candidate, kind="open_activity")
    placement.perform("start", by=coach)
    return placement


def review(client, placement, **data):
    row = placement.pay_reviews.get(outcome="")
    return client.post(of("pay-review", placement, row.pk), data)


def test_open_activity_gets_a_step_for_its_pay_review(activity):
    row = activity.pay_reviews.get()

    assert row.step.due_on == activity.pay_review_on


def test_going_on_without_pay_needs_a_reason_and_is_looked_at_again(
    coach_client, activity
):
    first = activity.pay_reviews.get()
    refused = review(coach_client, activity, outcome="continues")
    review(coach_client, activity, outcome="continues", note="Harjoittelee vielä.")

    assert "without pay" in refused.context["form"].non_field_errors()[0]
    first.refresh_from_db()
    activity.refresh_from_db()
    assert first.outcome == "continues"
    following = activity.pay_reviews.get(outcome="")
    assert following.step.due_on == activity.pay_review_on > TODAY()


def test_becoming_paid_leads_to_an_employment_at_the_same_place(coach_client, activity):
    response = review(coach_client, activity, outcome="paid")

    form = coach_client.get(response.url).context["form"]
    assert form.instance.employer == activity.employer
    assert activity.follow_ups.pending().filter(text__startswith="Agree on").exists()


def test_ending_leads_to_the_end(coach_client, activity):
    response = review(coach_client, activity, outcome="ends")

    assert response.url == of("placement-move", activity, "end")
    again = coach_client.post(
        of("pay-review", activity, activity.pay_reviews.get().pk), {"outcome": "ends"}
    )
    assert "already" in again.context["form"].non_field_errors()[0]


def test_break_takes_the_pay_review_and_the_return_brings_it_back(coach, activity):
    ahead = TODAY() + timedelta(days=20)
    activity.perform("interrupt", by=coach, reason="study", expected_back_on=ahead)
    activity.perform("resume", by=coach)

    steps = [row.step for row in activity.pay_reviews.all()]
    assert sorted(step.state for step in steps) == ["cancelled", "open"]
