"""Candidates on the screen: begin, write, doubt, move, hand over, consents, the log."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from crm.models import AccessLog
from placements.models import Candidate, LegalBasis
from tests.factories import (
    CandidateFactory,
    ConsentFactory,
    FollowUpFactory,
    MunicipalityFactory,
    OtherCoachingFactory,
    SafetyQuestionFactory,
)

pytestmark = pytest.mark.django_db


def url(name, candidate, *more):
    return reverse(f"placements:{name}", args=[candidate.pk, *more])


def fetch(candidate):
    return Candidate.objects.get(pk=candidate.pk)


def kinds():
    rows = AccessLog.objects.order_by("number")
    return list(rows.values_list("kind", "what"))


def stated(client, candidate):
    client.post(url("purpose", candidate), {"why": "check"})


def filled(form):
    """Return what the browser would send back of an untouched form."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value or value == 0}


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach)


# --- Begin ------------------------------------------------------------------


def test_coach_begins_with_a_code_and_is_responsible(coach_client, coach, today):
    place = MunicipalityFactory()
    data = {"municipality": place.pk, "goal": "trying_out", "goal_words": "Leipomo."}

    response = coach_client.post(reverse("placements:create"), data)

    candidate = Candidate.objects.get()
    assert response.url == candidate.get_absolute_url()
    assert (candidate.code, candidate.coach, candidate.state) == (
        "KU-0001",
        coach,
        "new",
    )
    assert [a.coach for a in candidate.assignments.standing()] == [coach]
    assert kinds() == [("change", "facts")]


def test_manager_names_the_coach(manager_client, coach):
    data = {"municipality": MunicipalityFactory().pk, "goal": "not_now"}

    refused = manager_client.post(reverse("placements:create"), data)
    assert list(refused.context["form"].errors) == ["coach"]

    manager_client.post(reverse("placements:create"), data | {"coach": coach.pk})
    assert Candidate.objects.get().coach == coach


# --- Texts ------------------------------------------------------------------


def test_doubtful_words_are_saved_only_when_confirmed(coach_client):
    data = {
        "municipality": MunicipalityFactory().pk,
        "goal": "paid_work",
        "goal_words": "Matti haluaa leipomoon.",
    }

    asked = coach_client.post(reverse("placements:create"), data)
    form = asked.context["form"]
    assert (
        form.doubts == ["in the person's own words: Looks like a person's name: Matti."]
        or "Matti" in form.doubts[0]
    )
    assert form.only_doubts
    assert not Candidate.objects.exists()

    coach_client.post(reverse("placements:create"), data | {"sure": form.mark})
    assert Candidate.objects.get().goal_words == "Matti haluaa leipomoon."


def test_confirmation_holds_only_for_the_words_that_were_shown(coach_client):
    data = {"municipality": MunicipalityFactory().pk, "goal_words": "Matti haluaa."}
    form = coach_client.post(reverse("placements:create"), data).context["form"]

    other = data | {"goal_words": "Pekka haluaa.", "sure": form.mark}
    again = coach_client.post(reverse("placements:create"), other)

    assert "Pekka" in again.context["form"].doubts[0]
    assert not Candidate.objects.exists()


def test_identity_code_is_never_saved(coach_client):
    data = {"municipality": MunicipalityFactory().pk, "goal_words": "131052-308T"}
    form = coach_client.post(reverse("placements:create"), data).context["form"]

    again = coach_client.post(reverse("placements:create"), data | {"sure": form.mark})

    assert list(again.context["form"].errors) == ["goal_words"]
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("name", "move", "data"),
    [
        ("transition", ["end"], {"reason": "other", "note": "Matti muutti."}),
        ("step", [], {"text": "Soita Matille, 040 123 4567", "kind": "call"}),
        ("consent", [], {"what": "profile", "recipient": "Matti Meikäläinen"}),
        (
            "disclose",
            [],
            {"what": "F70", "recipient": "Kela", "purpose": "tuki"},
        ),
    ],
)
def test_every_text_is_read(coach_client, candidate, today, name, move, data):
    days = {
        "due_on": today,
        "given_on": today,
        "on": today,
        "basis": "703/2023 55-56 §",
    }

    response = coach_client.post(url(name, candidate, *move), days | data)

    assert response.context["form"].doubts


# --- Edit -------------------------------------------------------------------


def test_facts_are_saved_with_sensible_days(coach_client, candidate, today):
    page = coach_client.get(url("edit", candidate))
    eho = LegalBasis.objects.get(code="EHO")
    data = filled(page.context["form"]) | {
        "legal_basis": eho.pk,
        "plan_reviewed_on": today,
    }

    response = coach_client.post(url("edit", candidate), data)

    found = fetch(candidate)
    assert response.url == candidate.get_absolute_url()
    assert found.decision_until == eho.valid_to
    assert found.plan_review_due_on == today + timedelta(days=365)
    assert kinds() == [("view", "facts"), ("change", "facts")]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decision_until": "2028-01-01"}, "decision_until"),
        ({"plan_reviewed_on": "2090-01-01"}, "plan_reviewed_on"),
        ({"turns_65_in": "1960"}, "turns_65_in"),
        (
            {"plan_reviewed_on": "2026-01-01", "plan_review_due_on": "2025-01-01"},
            "plan_review_due_on",
        ),
    ],
)
def test_facts_that_cannot_be_are_refused(coach_client, candidate, values, field):
    page = coach_client.get(url("edit", candidate))
    eho = LegalBasis.objects.get(code="EHO").pk
    data = filled(page.context["form"]) | {"legal_basis": eho} | values

    response = coach_client.post(url("edit", candidate), data)

    assert field in response.context["form"].errors


def test_step_about_the_profile_is_done_with_it(coach_client, coach, today):
    new = CandidateFactory(coach=coach, goal="paid_work")
    new.perform("agree", by=coach)
    own = new.plan("Soita", today, assignee=coach, by=coach)
    data = filled(coach_client.get(url("profile", new)).context["form"])

    coach_client.post(url("profile", new), data | {"likes": "taittelu"})
    assert new.follow_ups.pending().count() == 2
    data = filled(coach_client.get(url("profile", new)).context["form"])
    coach_client.post(url("profile", new), data | {"ready": "on"})

    assert new.follow_ups.get(state="done").text == "Make the work profile"
    assert new.follow_ups.pending().get() == own


def test_one_who_was_faster_with_the_tags_is_told(coach_client, candidate):
    data = filled(coach_client.get(url("profile", candidate)).context["form"])
    coach_client.post(url("profile", candidate), data | {"likes": "kasvit, taittelu"})

    page = coach_client.post(url("profile", candidate), data | {"likes": "pakkaus"})

    (told,) = page.context["form"].errors["likes"]
    assert told.endswith("changed this to: kasvit, taittelu")
    assert fetch(candidate).likes == ["kasvit", "taittelu"]


def test_profile_is_ready_when_it_says_which_tasks_suit(
    coach_client, coach, candidate, today
):
    page = coach_client.get(url("profile", candidate))
    data = filled(page.context["form"]) | {"ready": "on", "times": ["morning"]}
    refused = coach_client.post(url("profile", candidate), data)
    assert list(refused.context["form"].errors) == ["ready"]

    data |= {"likes": "taittelu, kasvit , taittelu", "literacy": 1, "hours_max": 12}
    coach_client.post(url("profile", candidate), data)

    found = fetch(candidate)
    assert (found.likes, found.times) == (["taittelu", "kasvit"], ["morning"])
    assert (found.profile_ready_on, found.profile_reviewer) == (today, coach)
    assert found.profile == {"literacy": 1}


@pytest.mark.parametrize("likes", ["a" * 41, ",".join("abcdefghijklm")])
def test_tags_are_few_and_short(coach_client, candidate, likes):
    response = coach_client.post(url("profile", candidate), {"likes": likes})

    assert "likes" in response.context["form"].errors


def test_who_was_faster_is_told(coach_client, candidate):
    data = filled(coach_client.get(url("edit", candidate)).context["form"])
    changed = fetch(candidate)
    changed.goal = "not_now"
    changed.save()

    response = coach_client.post(url("edit", candidate), data | {"goal": "trying_out"})

    assert "goal" in response.context["form"].errors


# --- Moves ------------------------------------------------------------------


def test_move_is_made_and_logged(coach_client, candidate):
    page = coach_client.get(url("transition", candidate, "agree"))
    assert page.context["possible"]

    coach_client.post(url("transition", candidate, "agree"), {})

    assert fetch(candidate).state == Candidate.State.AGREED
    assert kinds() == [("view", "move"), ("change", "move")]


def test_full_caseload_is_said_in_the_form(coach_client, coach):
    CandidateFactory.create_batch(20, coach=coach, active=True)
    candidate = CandidateFactory(coach=coach, agreed=True)

    response = coach_client.post(url("transition", candidate, "activate"), {})

    (error,) = response.context["form"].non_field_errors()
    assert error.startswith("Aino Aalto has 20 active candidates already")
    assert kinds() == [("view", "move")]


def test_break_asks_for_a_later_day(coach_client, coach, today):
    candidate = CandidateFactory(coach=coach, active=True)
    data = {"reason": "study", "expected_back_on": today}

    refused = coach_client.post(url("transition", candidate, "pause"), data)
    assert list(refused.context["form"].errors) == ["expected_back_on"]

    data["expected_back_on"] = today + timedelta(days=30)
    coach_client.post(url("transition", candidate, "pause"), data)
    assert fetch(candidate).state == Candidate.State.PAUSED


def test_unknown_move_is_not_found(coach_client, candidate):
    assert coach_client.get(url("transition", candidate, "save")).status_code == 404


def test_step_is_planned_for_the_coach(coach_client, coach, candidate, today):
    data = {"text": "Soita leipomoon", "kind": "call", "due_on": today}

    coach_client.post(url("step", candidate), data)

    (step,) = candidate.follow_ups.all()
    assert (step.text, step.assignee) == ("Soita leipomoon", coach)
    assert fetch(candidate).next_step == "Soita leipomoon"


# --- Who looks after --------------------------------------------------------


def test_manager_hands_over_and_the_previous_coach_no_longer_sees(
    manager_client, coach_client, candidate, other_coach
):
    stated(manager_client, candidate)
    step = FollowUpFactory(subject=candidate, assignee=candidate.coach)
    page = manager_client.get(url("hand-over", candidate))
    assert page.context["pending"] == [step]

    data = {"to": other_coach.pk, "note": "Leipomo odottaa soittoa."}
    manager_client.post(url("hand-over", candidate), data)

    assert fetch(candidate).coach == other_coach
    assert coach_client.get(candidate.get_absolute_url()).status_code == 404


def test_deputy_is_named(coach_client, candidate, other_coach):
    coach_client.post(url("deputy", candidate), {"deputy": other_coach.pk})
    assert fetch(candidate).deputy == other_coach

    coach_client.post(url("deputy", candidate), {"deputy": other_coach.pk})
    coach_client.post(url("deputy", candidate), {})
    assert fetch(candidate).deputy is None


# --- Around it --------------------------------------------------------------


def test_consent_is_given_and_withdrawn(coach_client, candidate, today):
    data = {"what": "present", "recipient": "Leipomo Esimerkki Oy", "given_on": today}
    coach_client.post(url("consent", candidate), data)
    consent = candidate.consents.get()
    assert consent.is_standing

    coach_client.post(url("consent-withdraw", candidate, consent.pk))

    consent = candidate.consents.get()
    assert (consent.withdrawn_on, consent.is_standing) == (today, False)


def test_consent_of_somebody_else_is_not_withdrawn(coach_client, candidate):
    other = ConsentFactory()

    response = coach_client.post(url("consent-withdraw", candidate, other.pk))

    assert response.status_code == 404
    assert type(other).objects.get(pk=other.pk).withdrawn_on is None


def test_safety_question_has_one_standing_a_source(coach_client, candidate, today):
    SafetyQuestionFactory(candidate=candidate)
    data = {"source": "housing", "status": "refused", "ground": "law", "on": today}

    coach_client.post(url("safety", candidate), data)

    (question,) = candidate.safety_questions.all()
    assert (question.status, question.ground) == ("refused", "law")


def test_safety_question_needs_a_ground(coach_client, candidate, today):
    data = {"source": "family", "status": "asked", "ground": "none", "on": today}

    response = coach_client.post(url("safety", candidate), data)

    assert list(response.context["form"].errors) == ["ground"]


def test_other_coaching_is_added_and_ended(coach_client, candidate, today):
    data = {"provider": "kela", "since": today - timedelta(days=60)}
    coach_client.post(url("other-coaching", candidate), data)
    other = candidate.other_coaching.get()
    assert list(candidate.other_coaching_now) == [other]

    data["until"] = today - timedelta(days=1)
    coach_client.post(url("other-coaching-edit", candidate, other.pk), data)

    assert list(candidate.other_coaching_now) == []
    assert OtherCoachingFactory._meta.model.objects.count() == 1


# --- The log ----------------------------------------------------------------


def test_log_tells_who_looked_and_what_was_disclosed(coach_client, candidate, today):
    ConsentFactory(candidate=candidate)
    data = {
        "what": "work profile",
        "recipient": "Leipomo Esimerkki Oy",
        "purpose": "presenting",
        "basis": "Consent: Work profile: Leipomo Esimerkki Oy",
        "on": today - timedelta(days=2),
    }
    coach_client.post(url("disclose", candidate), data)

    response = coach_client.get(url("log", candidate))

    (line,) = response.context["disclosures"]
    assert (line.row.recipient, line.row.on) == (data["recipient"], data["on"])
    assert [line.kind for line in response.context["rows"]] == ["Changed", "Disclosed"]


def test_disclosure_needs_a_ground_that_stands(coach_client, candidate, today):
    ConsentFactory(candidate=candidate, withdrawn_on=today)
    data = {
        "what": "work profile",
        "recipient": "Leipomo",
        "purpose": "presenting",
        "basis": "Consent: Work profile: Leipomo Esimerkki Oy",
        "on": today,
    }

    response = coach_client.post(url("disclose", candidate), data)

    assert list(response.context["form"].errors) == ["basis"]


def test_export_has_every_row_and_runs_nothing(manager_client, candidate):
    stated(manager_client, candidate)
    data = {"purpose": "=HYPERLINK(1)"}

    response = manager_client.post(url("log-export", candidate), data)
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))

    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Row", "When", "Who")
    assert [row[5] for row in rows[1:]] == ["Viewed", "Exported"]
    assert rows[2][7] == "'=HYPERLINK(1)"
    assert kinds()[1:] == [("export", "log"), ("view", "log")]
    response.close()


def test_coach_does_not_export_the_log(coach_client, candidate):
    assert coach_client.get(url("log-export", candidate)).status_code == 403
    assert kinds() == [("refused", "log")]


# --- Steps ------------------------------------------------------------------


@pytest.mark.parametrize("move", ["complete", "snooze", "cancel"])
def test_note_of_a_step_is_read_as_well(coach_client, coach, candidate, today, move):
    step = FollowUpFactory(subject=candidate, assignee=coach)
    url = reverse("follow-up-transition", args=[step.pk, move])
    data = {"note": "Matti ei tullut.", "result": "no_answer"}
    data["until"] = today + timedelta(days=3)

    form = coach_client.post(url, data).context["form"]
    assert "Matti" in form.doubts[0]
    assert not step.history.exists()

    coach_client.post(url, data | {"sure": form.mark})
    assert step.history.get().note == "Matti ei tullut."


def test_note_of_a_step_about_an_employer_is_not_doubted(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    url = reverse("follow-up-transition", args=[step.pk, "complete"])

    coach_client.post(url, {"note": "Matti vastasi.", "result": "contacted"})

    assert step.history.get().note == "Matti vastasi."
