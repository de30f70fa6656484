"""Trials on the screen: plan, check, sign, move, hand over; each look is logged."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from crm.dashboard import Desk
from crm.models import AccessLog
from crm.nightly import STEPS
from placements.dashboard import TrialApproach
from placements.models import Candidate, Trial, TrialType
from placements.nightly import finish_trials
from tests.employers.jobs import brought_to
from tests.factories import (
    CandidateFactory,
    ConsentFactory,
    EmployerFactory,
    FollowUpFactory,
    PlacementFactory,
    TailoredJobFactory,
    TrialFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db


def url(name, trial, *more):
    return reverse(f"placements:{name}", args=[trial.candidate_id, trial.pk, *more])


def planning(candidate, employer, name="trial-new"):
    return reverse(f"placements:{name}", args=[candidate.pk, employer.pk])


def fetch(trial):
    return Trial.objects.get(pk=trial.pk)


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach, active=True)


@pytest.fixture
def site():
    return WorkplaceFactory(employer=EmployerFactory(contacted=True))


@pytest.fixture
def plan(site, today):
    return {
        "type": TrialType.objects.get(code="tyokokeilu").pk,
        "workplace": site.pk,
        "tasks": "Pullokoneen hoito",
        "guide": "Niilo Näyte",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=27)).isoformat(),
        "hours_a_day": "4",
        "days_a_week": "4",
    }


# --- Plan -------------------------------------------------------------------


def test_trial_is_planned_with_a_first_step(coach_client, candidate, site, plan):
    response = coach_client.post(planning(candidate, site.employer), plan)

    trial = Trial.objects.get()
    assert response.url == trial.get_absolute_url()
    assert (trial.state, trial.insurer, trial.guide) == (
        "planned",
        "authority",
        "Niilo Näyte",
    )
    assert trial.next_step == "Draft the contract of the trial"
    assert AccessLog.objects.get().what == "trial"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2099-01-01"}, "ends_on"),
        ({"hours_a_day": "3"}, "hours_a_day"),
        ({"days_a_week": "6"}, "hours_a_day"),
        ({"host_pays": "on"}, "why_unpaid"),
        ({"ends_on": "2000-01-01"}, "__all__"),
        ({"guide": "131052-308T"}, "guide"),
    ],
)
def test_plan_against_the_rules_is_refused_at_its_field(
    coach_client, candidate, site, plan, change, field
):
    response = coach_client.post(planning(candidate, site.employer), plan | change)

    assert list(response.context["form"].errors) == [field]
    assert not Trial.objects.exists()


def test_name_in_the_goals_is_doubted(coach_client, candidate, site, plan):
    data = plan | {"goals": "Matti oppii työn."}

    form = coach_client.post(planning(candidate, site.employer), data).context["form"]
    assert form.only_doubts

    coach_client.post(planning(candidate, site.employer), data | {"sure": form.mark})
    assert Trial.objects.exists()


def test_work_trial_is_not_where_the_person_is_employed(
    coach_client, candidate, site, plan
):
    PlacementFactory(candidate=candidate, employer=site.employer)

    response = coach_client.post(planning(candidate, site.employer), plan)

    assert "employed there already" in str(response.context["form"].errors["__all__"])


def test_unpaid_activity_there_is_no_employment(candidate, site):
    PlacementFactory(candidate=candidate, employer=site.employer, kind="open_activity")
    trial = TrialFactory(
        candidate=candidate, employer=site.employer, kind="tyokokeilu", workplace=site
    )

    assert trial.is_new_host()


def test_check_tells_what_is_left_and_stores_nothing(
    coach_client, candidate, site, plan
):
    TrialFactory(
        candidate=candidate,
        kind="tyokokeilu",
        over=True,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 5, 31),
    )
    address = planning(candidate, site.employer, "trial-check")

    response = coach_client.post(address, plan | {"ends_on": "2099-01-01"})

    limits = response.context["limits"]
    assert dict(limits.facts)["Used before"] == "5 months"
    assert limits.allowed == 180
    assert [counts for _trial, counts in limits.earlier] == [True]
    assert any("longer than is allowed" in text for text in limits.problems)
    assert "law 380/2023 55" in limits.restart
    assert "<html" not in response.text
    assert Trial.objects.count() == 1


def test_check_says_when_the_reckoning_began_anew(coach_client, candidate, site, plan):
    TrialFactory(
        candidate=candidate,
        kind="tyokokeilu",
        over=True,
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 6, 30),
    )
    address = planning(candidate, site.employer, "trial-check")

    response = coach_client.post(address, plan | {"unemployed_since": "2024-09-01"})

    limits = response.context["limits"]
    assert [counts for _trial, counts in limits.earlier] == [False]
    assert dict(limits.facts)["Used before"] == "0 days"
    assert (limits.problems, "began anew" in limits.restart) == ([], True)


def test_check_before_anything_is_chosen_asks_for_it(coach_client, candidate, site):
    address = planning(candidate, site.employer, "trial-check")

    response = coach_client.post(address, {"starts_on": "", "ends_on": ""})

    assert response.context["limits"] is None
    assert "are checked here" in response.text


def test_check_warns_of_what_is_at_the_same_time(coach_client, candidate, site, plan):
    TrialFactory(candidate=candidate, employer__name="Demo-Marketti")
    PlacementFactory(candidate=candidate, employer__name="Demo-Pesula")
    address = planning(candidate, site.employer, "trial-check")

    limits = coach_client.post(address, plan).context["limits"]

    assert [text.split(":")[1].split("·")[0] for text in limits.cautions] == [
        " Demo-Marketti ",
        " Demo-Pesula ",
    ]


def test_typing_is_one_look_in_the_log(coach_client, candidate, site, plan):
    address = planning(candidate, site.employer, "trial-check")
    for _time in range(3):
        coach_client.post(address, plan)

    assert AccessLog.objects.count() == 1


def test_job_fills_in_the_plan(coach_client, coach, candidate):
    job = brought_to("open", coach)
    candidate.matches.create(job=job)
    chosen = coach_client.get(reverse("placements:host", args=[candidate.pk]))
    assert chosen.context["jobs"] == [job]

    page = coach_client.get(f"{planning(candidate, job.employer)}?job={job.pk}")

    planned = page.context["form"].instance
    assert (planned.job, planned.guide) == (job, job.guide)
    assert planned.tasks.count(",") == 2


def test_job_without_times_leaves_the_hours_open(coach_client, coach, candidate):
    job = TailoredJobFactory(coach=coach)

    page = coach_client.get(f"{planning(candidate, job.employer)}?job={job.pk}")

    assert page.context["form"].instance.hours_a_day is None


def test_host_is_found_by_name(coach_client, candidate):
    EmployerFactory(name="Leipomo Esimerkki Oy")
    address = reverse("placements:host", args=[candidate.pk])

    found = coach_client.get(f"{address}?q=esimerkki").context["found"]
    none = coach_client.get(f"{address}?q=zzz")

    assert [one.name for one in found] == ["Leipomo Esimerkki Oy"]
    assert "Nothing found" in none.text


def test_plan_changes_until_the_contract_is_sent(coach_client, candidate, plan, site):
    trial = TrialFactory(candidate=candidate, employer=site.employer, workplace=site)
    coach_client.post(url("trial-edit", trial), plan | {"guide": "Leena Leipoja"})
    assert fetch(trial).guide == "Leena Leipoja"

    agreed = TrialFactory(candidate=candidate, agreed=True)
    assert coach_client.get(url("trial-edit", agreed)).status_code == 404


# --- Sign and move ----------------------------------------------------------


def signing(candidate, **values):
    ConsentFactory(candidate=candidate)
    trial = TrialFactory(candidate=candidate, **values)
    trial.perform("draft", by=candidate.coach)
    trial.perform("send", by=candidate.coach)
    return trial


def test_trial_is_agreed_when_the_last_one_has_signed(coach_client, candidate, today):
    trial = signing(candidate, kind="tyokokeilu")
    page = coach_client.get(trial.get_absolute_url())
    assert page.context["moves"]["main"]["url"] == url("trial-sign", trial)
    data = {"candidate": today, "workplace": today, "insurer": "authority"}

    coach_client.post(url("trial-sign", trial), data)
    assert fetch(trial).state == "signing"
    coach_client.post(
        url("trial-sign", trial),
        data | {"authority": today, "document": "D 118", "told": "on"},
    )

    trial = fetch(trial)
    assert (trial.state, trial.document, trial.representative_told) == (
        "agreed",
        "D 118",
        True,
    )
    parties = coach_client.get(trial.get_absolute_url()).context["parties"]
    assert [party["on"] for party in parties] == [today] * 3


def test_nobody_signs_tomorrow_nor_after_it_began(coach_client, candidate, today):
    trial = signing(candidate)
    data = {"candidate": today + timedelta(days=1), "insurer": "county"}
    response = coach_client.post(url("trial-sign", trial), data)
    assert list(response.context["form"].errors) == ["candidate"]

    running = TrialFactory(candidate=candidate, running=True)
    days = dict.fromkeys(running.type.parties, today)
    response = coach_client.post(
        url("trial-sign", running), days | {"insurer": "county"}
    )
    assert "is not being signed" in response.text


MOVES = {
    "interrupt": ({"reason": "holiday", "expected_back_on": "soon"}, "interrupted"),
    "extend": ({"ends_on": "later", "parties_agree": "on", "note": "Syy."}, "running"),
    "finish": ({"note": "Riitti."}, "assessment"),
    "terminate": ({"reason": "together"}, "terminated"),
}


@pytest.mark.parametrize("name", MOVES)
def test_running_trial_is_moved_by_its_forms(coach_client, candidate, today, name):
    trial = TrialFactory(candidate=candidate, running=True)
    days = {"soon": 5, "later": 60}
    data, state = MOVES[name]
    data = {
        k: (today + timedelta(days=days[v])).isoformat() if v in days else v
        for k, v in data.items()
    }

    assert coach_client.get(url("trial-move", trial, name)).status_code == 200
    coach_client.post(url("trial-move", trial, name), data)

    assert fetch(trial).state == state


def test_last_day_asks_for_no_reason(coach_client, candidate, today):
    starts = today - timedelta(days=9)
    trial = TrialFactory(
        candidate=candidate, running=True, starts_on=starts, ends_on=today
    )

    form = coach_client.get(url("trial-move", trial, "finish")).context["form"]

    assert not form.fields["note"].required


def test_return_lies_after_the_break(coach_client, candidate, today):
    trial = TrialFactory(candidate=candidate, running=True)
    data = {"reason": "holiday", "expected_back_on": today}

    response = coach_client.post(url("trial-move", trial, "interrupt"), data)

    assert list(response.context["form"].errors) == ["expected_back_on"]


def test_extension_says_the_last_day(coach_client, candidate):
    trial = TrialFactory(candidate=candidate, running=True, kind="tyokokeilu")

    form = coach_client.get(url("trial-move", trial, "extend")).context["form"]

    assert form.fields["ends_on"].widget.attrs["max"] == trial.last_end().isoformat()


def test_faster_colleague_is_named(coach_client, candidate, manager):
    trial = TrialFactory(candidate=candidate, running=True)
    trial.perform("terminate", by=manager, reason="together")

    response = coach_client.post(
        url("trial-move", trial, "finish"), {"note": "Riitti."}
    )

    assert response.url == trial.get_absolute_url()
    assert fetch(trial).state == "terminated"


# --- The page ---------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"agreed": True},
        {"running": True},
        {"over": True},
        {"state": "cancelled", "cancellation": "other"},
    ],
)
def test_page_shows_every_state(coach_client, candidate, values):
    trial = TrialFactory(candidate=candidate, **values)

    response = coach_client.get(trial.get_absolute_url())

    assert trial.get_state_display() in response.text
    assert response.context["steps"][-1]["label"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_queries_do_not_grow(
    coach_client, coach, candidate, today, django_assert_max_num_queries, count
):
    trial = TrialFactory(candidate=candidate, running=True, kind="tyokokeilu")
    for _number in range(count):
        FollowUpFactory(subject=trial, assignee=coach)
        trial.log(name="extend", by=coach, on=today, target="running").save()
        TrialFactory(candidate=candidate, over=True, kind="tyokokeilu")
    coach_client.get(trial.get_absolute_url())

    with django_assert_max_num_queries(12):
        response = coach_client.get(trial.get_absolute_url())

    assert len(response.context["limits"].earlier) == count


def test_trial_of_another_candidate_is_not_there(coach_client, coach, candidate):
    other = TrialFactory(candidate__coach=coach)

    address = reverse("placements:trial", args=[candidate.pk, other.pk])

    assert coach_client.get(address).status_code == 404


def test_candidate_page_lists_the_trials(coach_client, candidate):
    trial = TrialFactory(candidate=candidate, running=True)

    response = coach_client.get(candidate.get_absolute_url())

    (line,) = response.context["facts"].trials
    assert (line["pk"], line["employer"], str(line["look"].label)) == (
        trial.pk,
        trial.employer.name,
        "Running",
    )
    assert trial.get_absolute_url() in response.text


# --- Around it --------------------------------------------------------------


def test_step_is_planned_on_the_trial(coach_client, candidate, today):
    trial = TrialFactory(candidate=candidate, running=True)
    data = {"text": "Käydään paikalla", "kind": "visit", "due_on": today}

    coach_client.post(url("trial-step", trial), data)

    assert fetch(trial).next_step == "Käydään paikalla"


def test_day_leads_to_the_trial(coach, candidate):
    trial = TrialFactory(candidate=candidate, running=True, employer__name="Leipomo")
    foreign = TrialFactory(running=True)

    reached = TrialApproach(Desk(coach)).fetch([trial.pk, foreign.pk])

    assert list(reached) == [trial.pk]
    assert reached[trial.pk].title == f"{candidate} · Leipomo"
    assert reached[trial.pk].wants_step


def test_hand_over_takes_the_steps_of_trials_along(
    manager, manager_client, candidate, other_coach
):
    trial = TrialFactory(candidate=candidate, running=True)
    step = FollowUpFactory(subject=trial, assignee=candidate.coach)
    manager_client.post(
        reverse("placements:purpose", args=[candidate.pk]), {"why": "check"}
    )
    page = manager_client.get(reverse("placements:hand-over", args=[candidate.pk]))
    assert page.context["pending"] == [step]

    fresh = Candidate.objects.get(pk=candidate.pk)
    fresh.hand_over(other_coach, by=manager, note="Leipomo odottaa soittoa.")

    assert trial.follow_ups.pending().get().assignee == other_coach


def test_coaching_does_not_end_before_its_trials(coach_client, candidate):
    trial = TrialFactory(candidate=candidate, running=True)
    address = reverse("placements:transition", args=[candidate.pk, "end"])

    page = coach_client.get(address)
    assert page.context["blockers"] == [
        f"End or cancel the trial first: {trial.employer}."
    ]
    coach_client.post(address, {"reason": "other"})
    assert Candidate.objects.get(pk=candidate.pk).state == "active"

    trial.perform("terminate", by=candidate.coach, reason="together")
    coach_client.post(address, {"reason": "other"})
    assert Candidate.objects.get(pk=candidate.pk).state == "ended"


def test_night_lets_the_assessment_follow_the_last_day(candidate, today):
    late = TrialFactory(
        candidate=candidate,
        running=True,
        starts_on=today - timedelta(days=30),
        ends_on=today - timedelta(days=1),
    )
    going_on = TrialFactory(candidate=candidate, running=True)

    assert finish_trials(today) == 1

    assert (fetch(late).state, fetch(going_on).state) == ("assessment", "running")
    assert finish_trials in [step.run for step in STEPS]


def test_unconfirmed_kinds_say_so():
    confirmed = TrialType.objects.filter(confirmed=True)

    assert [kind.code for kind in confirmed] == ["tyokokeilu"]
    kinds = {kind.code: kind.maximum for kind in TrialType.objects.all()}
    assert kinds["tyokokeilu"] == "6 months"
    assert kinds["tutustuminen"] == "14 days"
    assert kinds["avotyo"] == "no maximum in law"
