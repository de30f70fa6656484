"""How a trial goes and went: absences, the workplace's link, both views, the end."""

from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from crm.lifecycle import Refused
from crm.models import AccessLog
from crm.workdays import is_workday, workdays_back
from placements.models import Absence, Assessment, Placement, Trial, TrialLink
from placements.trial_rules import longest_run
from tests.employers.jobs import brought_to
from tests.factories import (
    AssessmentFactory,
    CandidateFactory,
    ContactPersonFactory,
    TrialFactory,
)

pytestmark = pytest.mark.django_db
ALARM = "Away for the third day without a word: get in touch"


def url(name, trial, *more):
    return reverse(f"placements:{name}", args=[trial.candidate_id, trial.pk, *more])


def fetch(trial):
    return Trial.objects.get(pk=trial.pk)


@pytest.fixture
def candidate(coach):
    return CandidateFactory(coach=coach, active=True)


@pytest.fixture
def running(candidate, today):
    starts = today - timedelta(days=30)
    ends = today + timedelta(days=30)
    return TrialFactory(
        candidate=candidate,
        kind="tyokokeilu",
        running=True,
        starts_on=starts,
        ends_on=ends,
        employer__name="Demo-Marketti",
    )


@pytest.fixture
def over(candidate):
    return TrialFactory(candidate=candidate, over=True)


# --- Absences ---------------------------------------------------------------


def absent(client, trial, first, last=None, kind="untold"):
    data = {"first_on": first, "last_on": last or "", "kind": kind}
    return client.post(url("absence", trial), data)


def test_third_untold_day_in_a_row_makes_an_urgent_step(coach_client, running, today):
    third = workdays_back(today, 1)
    first = workdays_back(third, 2)

    absent(coach_client, running, first, workdays_back(third, 1))
    assert not running.follow_ups.exists()
    absent(coach_client, running, third)

    step = running.follow_ups.get()
    assert (step.text, step.priority, step.due_on) == (ALARM, 1, today)
    away = coach_client.get(running.get_absolute_url()).context["away"]
    assert away["alarm"] == "3 days in a row without a word"
    assert "the authority decides" in away["law"]


def test_further_days_do_not_ask_twice(coach_client, running, today):
    absent(coach_client, running, workdays_back(today, 4), workdays_back(today, 2))
    absent(coach_client, running, workdays_back(today, 1))

    assert running.follow_ups.filter(text=ALARM).count() == 1


def test_told_days_make_no_alarm(coach_client, running, today):
    absent(coach_client, running, today - timedelta(days=10), today, kind="told")

    assert not running.follow_ups.exists()
    away = coach_client.get(running.get_absolute_url()).context["away"]
    assert (away["alarm"], len(away["absences"])) == ("", 1)


@pytest.mark.parametrize("days", [(-31, -31), (-1, 1), (-5, -3)])
def test_absence_lies_within_the_trial_and_once(coach_client, running, today, days):
    there = today - timedelta(days=4)
    running.absences.create(first_on=there, last_on=there, kind="told")
    first, last = (today + timedelta(days=n) for n in days)

    response = absent(coach_client, running, first, last)

    assert response.context["form"].non_field_errors()
    assert running.absences.count() == 1


def test_removed_absence_takes_its_step_along(coach_client, running, today):
    absent(coach_client, running, workdays_back(today, 3), workdays_back(today, 1))
    absence = running.absences.get()

    coach_client.post(url("absence-drop", running, absence.pk))

    assert not running.absences.exists()
    assert running.follow_ups.get().state == "cancelled"


def test_step_stays_while_the_run_is_still_there(coach_client, running, today):
    absent(coach_client, running, workdays_back(today, 4), workdays_back(today, 1))
    absent(coach_client, running, workdays_back(today, 9))
    first = running.absences.order_by("first_on").first()

    coach_client.post(url("absence-drop", running, first.pk))

    assert running.follow_ups.get().is_pending


@pytest.mark.parametrize("seed", range(20))
def test_longest_run_never_counts_free_days_nor_gaps(seed, today):
    dice = Random(seed)  # noqa: S311 - a repeatable test, not a secret
    starts = today + timedelta(days=dice.randrange(800))
    away = {starts + timedelta(days=dice.randrange(40)) for _day in range(20)}
    days = [starts + timedelta(days=n) for n in range(60)]

    marks = "".join("x" if day in away else "-" for day in days if is_workday(day))

    found = longest_run([(day, day) for day in away], is_workday)
    assert found == max(map(len, marks.split("-")))


def test_database_refuses_an_absence_that_ends_before_it_begins(running, today):
    with pytest.raises(IntegrityError), transaction.atomic():
        running.absences.create(
            first_on=today, last_on=today - timedelta(days=1), kind="told"
        )


# --- The workplace's link ---------------------------------------------------

ANSWER = {
    "tasks": "3",
    "pace": "2",
    "people": "3",
    "goes_on": "yes",
    "words": "Sopii meille hyvin.",
    "name": "Niilo Näyte",
}


def linked(trial, coach):
    person = ContactPersonFactory(employer=trial.employer, language="en")
    return trial.make_link(person, by=coach)


def test_workplace_assesses_by_its_link_once(coach, running):
    link = linked(running, coach)
    page, client = reverse("assess", args=[link.token]), Client()
    shown = client.get(page)
    assert str(running.candidate) not in shown.text
    assert shown["Cache-Control"] == "no-store"

    response = client.post(page, ANSWER)

    assert response.url == page
    thanks = client.get(page)
    assert (thanks.status_code, "Thank you" in thanks.text) == (200, True)
    one = Assessment.objects.get()
    assert (one.side, one.tasks, one.by, one.link) == ("host", 3, None, link)
    step = running.follow_ups.get()
    assert step.assignee == coach
    assert not running.links.standing().exists()


def test_link_remembers_who_opened_it_but_not_us(coach, coach_client, running):
    link = linked(running, coach)
    page = reverse("assess", args=[link.token])

    coach_client.get(page)
    assert TrialLink.objects.get().opened_at is None
    Client().get(page)
    assert TrialLink.objects.get().opened_at is not None


@pytest.mark.parametrize("how", ["unknown", "closed", "expired", "over"])
def test_link_that_does_not_open_says_why(coach, running, how):
    link = linked(running, coach)
    if how == "closed":
        running.close_links()
    elif how == "expired":
        running.links.update(expires_at=timezone.now())
    elif how == "over":
        running.perform("terminate", by=coach, reason="together")
    token = "a" * 32 if how == "unknown" else link.token

    response = Client().get(reverse("assess", args=[token]))

    assert response.status_code == (404 if how == "unknown" else 410)
    assert how == "unknown" or "job coach gives you a new link" in response.text


def test_name_in_the_words_is_asked_about_once(coach, running):
    page = reverse("assess", args=[linked(running, coach).token])
    answer = ANSWER | {"words": "Matti työskentelee hyvin."}

    response = Client().post(page, answer)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.only_doubts

    Client().post(page, answer | {"sure": form.mark})
    assert Assessment.objects.exists()


def test_answering_is_slowed(coach, running):
    page = reverse("assess", args=[linked(running, coach).token])
    client = Client()

    codes = {client.post(page, {}).status_code for _time in range(22)}

    assert codes == {422, 429}


def test_guessing_is_slowed():
    client, page = Client(), reverse("assess", args=["a" * 32])

    codes = {client.get(page).status_code for _time in range(22)}

    assert codes == {404, 429}


def test_records_say_what_they_are(coach, running, today):
    absence = running.absences.create(first_on=today, last_on=today, kind="told")
    link, nobody = linked(running, coach), running.make_link(None, by=coach)
    one = AssessmentFactory(trial=running)

    assert str(absence) == absence.get_kind_display()
    assert [str(link), str(nobody)] == [link.person.name, "Demo-Marketti"]
    assert str(one) == one.get_side_display()


def test_colleague_was_faster_than_the_workplace(coach, running):
    page = reverse("assess", args=[linked(running, coach).token])
    AssessmentFactory(trial=running)

    response = Client().post(page, ANSWER)

    assert (response.status_code, "answered already" in response.text) == (422, True)


def test_link_is_made_for_a_person_and_closed(coach_client, running):
    person = ContactPersonFactory(employer=running.employer, name="Niilo Näyte")
    earlier = running.make_link(None, by=running.candidate.coach)

    coach_client.post(url("trial-link", running), {"person": person.pk})

    link = running.links.standing().get()
    assert (link.person, link.pk == earlier.pk) == (person, False)
    page = coach_client.get(running.get_absolute_url())
    assert link.url in page.text
    coach_client.post(url("trial-link-close", running))
    assert not running.links.standing().exists()


# --- Both views -------------------------------------------------------------

FACES = {"tasks": "3", "pace": "1", "people": "2", "goes_on": "maybe"}


def test_candidate_answers_before_the_workplace_is_shown(coach_client, over):
    coach_client.post(url("trial-host", over), ANSWER)
    before = coach_client.get(over.get_absolute_url())
    assert before.context["views"]["host_waits"]
    assert "Sopii meille hyvin." not in before.text

    coach_client.post(url("trial-faces", over), FACES)

    after = coach_client.get(over.get_absolute_url())
    assert "Sopii meille hyvin." in after.text
    rows = {row["label"]: row["cells"] for row in after.context["views"]["rows"]}
    assert [str(cell["look"].label) for cell in rows["The pace"]] == ["Badly", "Partly"]
    assert [cell["words"] for cell in rows["Would go on"]] == ["Maybe", "Yes"]


def test_not_wanting_to_answer_is_an_answer(coach_client, over):
    AssessmentFactory(trial=over)

    coach_client.post(url("trial-faces", over), {"declined": "1"})
    coach_client.post(url("trial-faces", over), {"declined": "1"})

    assert over.assessments.get(side="candidate").declined
    page = coach_client.get(over.get_absolute_url())
    assert "did not want to answer" in page.text
    assert "Sopii meille hyvin." in page.text


def test_every_face_must_be_chosen(coach_client, over):
    response = coach_client.post(url("trial-faces", over), {"tasks": "3"})

    errors = response.context["form"].errors
    assert list(errors) == ["pace", "people", "goes_on"]
    assert errors["pace"] == ["Choose a face."]


def test_answers_are_logged_as_changes(coach_client, over):
    coach_client.post(url("trial-faces", over), FACES)

    assert AccessLog.objects.values_list("kind", "what").get() == ("change", "trial")


def test_nobody_assesses_what_has_not_begun(coach, candidate):
    trial = TrialFactory(candidate=candidate)

    with pytest.raises(Refused):
        trial.assess(AssessmentFactory.build(trial=trial), "host", by=coach)


@pytest.mark.parametrize(
    "values", [{"tasks": None}, {"goes_on": ""}, {"declined": True}]
)
def test_database_refuses_half_an_assessment(over, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory(trial=over, **values)


# --- The contract -----------------------------------------------------------


def text_of(response):
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_contract_has_lines_for_every_party_and_only_the_code(coach_client, candidate):
    trial = TrialFactory(
        candidate=candidate,
        kind="tyokokeilu",
        signatures={"candidate": "2026-11-20"},
        goals="Sopiiko tahti",
    )

    response = coach_client.get(url("trial-contract", trial))

    text = text_of(response)
    for words in (
        candidate.code,
        "The employment authority",
        "Pullokoneen hoito",
        "Sopiiko tahti",
        "Niilo Näyte",
        "16 h a week",
        "written assessment of suitability",
        "11/20/2026",
        "not an employment contract",
    ):
        assert words in text
    assert PdfReader(BytesIO(response.content)).trailer["/Root"]["/MarkInfo"]


def test_contract_of_an_unfinished_plan_leaves_lines(coach_client, candidate):
    trial = TrialFactory(
        candidate=candidate, hours_a_day=None, why_unpaid="Vain harjoittelua"
    )

    text = text_of(coach_client.get(url("trial-contract", trial)))

    assert "………" in text
    assert "Vain harjoittelua" in text
    assert "payer of the benefit" not in text


# --- What comes of it -------------------------------------------------------


def completed(client, trial, outcome):
    AssessmentFactory(trial=trial)
    data = {"reason": outcome, "note": ""}
    return client.post(url("trial-move", trial, "complete"), data)


def test_outcome_needs_the_reason_why_the_workplace_said_nothing(coach_client, over):
    address = url("trial-move", over, "complete")

    response = coach_client.post(address, {"reason": "nothing"})
    assert list(response.context["form"].errors) == ["host_missing"]

    coach_client.post(address, {"reason": "nothing", "host_missing": "Ei tavoitettu"})
    assert "Ei tavoitettu" in coach_client.get(over.get_absolute_url()).text


def begun_by(trial):
    address = reverse("placements:placement-new", args=[trial.candidate_id])
    return f"{address}?trial={trial.pk}"


def test_employment_leads_to_a_placement_that_fills_the_job(
    coach, coach_client, candidate, today
):
    job = brought_to("candidate_presented", coach)
    trial = TrialFactory(
        candidate=candidate, agreed=True, job=job, employer=job.employer
    )
    trial.perform("start", by=coach)
    trial.perform("finish", by=coach, note="Riitti.")

    response = completed(coach_client, trial, "employment")
    assert response.url == begun_by(trial)
    known = coach_client.get(response.url).context["form"].instance
    assert (known.kind, known.starts_on) == ("employment", today + timedelta(days=1))
    data = {
        "kind": "subsidised",
        "starts_on": today,
        "hours_a_week": "12",
        "pay_form": "hour",
        "pay_amount": "12",
        "workplace": trial.workplace_id,
    }
    coach_client.post(response.url, data)
    again = coach_client.post(response.url, data)

    placement = Placement.objects.get()
    assert (placement.employer, placement.workplace, placement.job) == (
        job.employer,
        trial.workplace,
        job,
    )
    assert (placement.kind, placement.hours_a_week) == ("subsidised", 12)
    assert placement.shifts == job.shifts
    job.refresh_from_db()
    assert job.state == "filled"
    assert "recorded already" in again.text
    page = coach_client.get(trial.get_absolute_url())
    assert page.context["moves"]["main"] is None


def test_work_activity_goes_on_as_such(coach_client, over):
    response = completed(coach_client, over, "open_activity")

    known = coach_client.get(response.url).context["form"].instance

    assert (known.kind, known.employer) == ("open_activity", over.employer)
    assert known.hours_a_week == over.hours_a_day * over.days_a_week


def test_another_trial_begins_with_what_is_known(coach_client, over):
    response = completed(coach_client, over, "another")
    assert response.url.endswith(f"?after={over.pk}")
    page = coach_client.get(f"{response.url}&q={over.employer.name[:7]}")
    assert f"?after={over.pk}" in page.text

    address = reverse(
        "placements:trial-new", args=[over.candidate_id, over.employer_id]
    )
    planned = coach_client.get(f"{address}?after={over.pk}").context["form"].instance

    assert (planned.tasks, planned.type, planned.workplace) == (
        over.tasks,
        over.type,
        over.workplace,
    )
    main = coach_client.get(over.get_absolute_url()).context["moves"]["main"]
    assert main["label"] == "Plan the next trial"


def test_nothing_further_is_the_end(coach_client, over):
    response = completed(coach_client, over, "nothing")

    assert response.url == over.get_absolute_url()


def test_absences_name_no_cause():
    assert set(Absence.Kind.values) == {"agreed", "told", "untold"}
    assert not [f for f in Absence._meta.get_fields() if f.name in {"note", "reason"}]
