"""A tailored job from the shop floor to work: what each move asks and brings about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.lifecycle import STALE, Refused, undo
from crm.models import FollowUp
from employers.models import Employer, TailoredJob, WorkTask
from tests.employers.jobs import both_accept, brought_to, inventoried
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    NeedFactory,
    WorkTaskFactory,
)

pytestmark = pytest.mark.django_db
State = TailoredJob.State


def reasons_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return [str(reason) for reason in refused.value.reasons]


def blocked(job, name, coach, **details):
    return reasons_of(lambda: job.perform(name, by=coach, **details))


def tomorrow(days=1):
    return timezone.localdate() + timedelta(days=days)


# --- from the shop floor to an agreement ------------------------------------


def test_inventory_needs_a_need_three_tasks_and_all_sorted(coach):
    job = TailoredJob(employer=EmployerFactory(), coach=coach, title="Apulainen")
    job.begin(by=coach)
    WorkTaskFactory(job=job)

    assert blocked(job, "analyse", coach) == [
        "Write down at least one need of the workplace.",
        "Write down at least three tasks.",
        "Sort every task into a pile.",
    ]

    NeedFactory(job=job)
    WorkTaskFactory.create_batch(2, job=job, pile="core")
    job.tasks.unsorted().get().sort("unsuitable")
    job.perform("analyse", by=coach)

    assert job.state == State.ANALYSED
    assert job.analysed_on == timezone.localdate()


def test_draft_needs_ticked_tasks(coach):
    job = brought_to(State.ANALYSED, coach)
    job.tasks.update(ticked=False)

    assert blocked(job, "begin_draft", coach) == ["Tick the tasks that make the job."]


def test_proposal_is_not_sent_before_its_parts_are_there(coach):
    job = inventoried(coach)
    TailoredJob.objects.filter(pk=job.pk).update(
        kind="", workplace=None, week_minutes=60, shifts=[], pay_amount=None, guide=""
    )
    job = TailoredJob.objects.get(pk=job.pk)
    job.perform("analyse", by=coach)
    job.perform("begin_draft", by=coach)

    assert blocked(job, "send", coach, channel="link") == [
        "Choose the kind of tailoring.",
        "Choose the workplace.",
        "The tasks do not add up to the working time.",
        "Set the working times of the week.",
        "State how much is paid.",
        "Name the guide at the workplace.",
    ]


def test_identity_code_in_the_content_is_refused(coach):
    job = brought_to(State.DRAFT, coach)
    job.support = "Tuki kuuluu henkilölle 131052-308T."
    job.save()

    assert "Remove the personal identity code." in blocked(
        job, "send", coach, channel="link"
    )


def test_unpaid_job_needs_no_amount(coach):
    job = brought_to(State.DRAFT, coach)
    job.pay_form, job.pay_amount = "unpaid", None
    job.save()

    assert job.missing_parts() == []


def test_sending_makes_a_version_a_link_and_a_step(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)

    assert job.newest_version().number == 1
    assert job.links.standing().count() == 1
    assert job.follow_ups.pending().get().due_on == tomorrow(7)
    assert job.next_step_on == tomorrow(7)


def test_paper_needs_no_link(coach):
    job = brought_to(State.DRAFT, coach)

    job.perform("send", by=coach, channel="paper")

    assert not job.links.exists()


def test_employer_who_forbade_contact_gets_no_proposal(coach):
    job = brought_to(State.DRAFT, coach)
    Employer.objects.filter(pk=job.employer_id).update(state="do_not_contact")
    job = TailoredJob.objects.get(pk=job.pk)

    assert blocked(job, "send", coach, channel="link") == [
        "The employer has asked not to be contacted."
    ]


def test_agreed_means_that_both_accepted_the_same_version(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    version = job.newest_version()

    job.accept(version, side="coach", name=str(coach), by=coach)
    job.refresh_from_db()
    assert job.state == State.WITH_EMPLOYER

    job.accept(version, side="employer", name="Erkki Esimerkki", by=None)
    job.refresh_from_db()
    assert job.state == State.AGREED
    assert job.agreed_version == version
    assert job.employer.state == Employer.State.PARTNER


def test_accepting_twice_stores_one_acceptance(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    version = job.newest_version()
    for _attempt in range(2):
        job.accept(version, side="employer", name="Erkki Esimerkki", by=None)

    assert version.acceptances.count() == 1


def test_old_version_cannot_be_accepted(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    old = job.newest_version()
    job.perform("negotiate", by=coach, note="Torstai sopii paremmin.")
    job.guide = "Toinen Ohjaaja"
    job.save()
    job.perform("send", by=coach, channel="link")

    assert reasons_of(
        lambda: job.accept(old, side="employer", name="Erkki", by=None)
    ) == ["There is a newer version, 2. Read it first."]


def test_version_that_is_under_change_cannot_be_accepted(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    job.guide = "Toinen Ohjaaja"
    job.save()

    assert reasons_of(
        lambda: job.accept(job.newest_version(), side="coach", name="M", by=coach)
    ) == ["The content has been changed since. A new version is coming."]


def test_sending_again_without_a_change_keeps_the_version(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    job.accept(job.newest_version(), side="employer", name="Erkki", by=None)
    job.perform("negotiate", by=coach, note="Ei muutoksia.")

    job.perform("send", by=coach, channel="link")

    assert job.versions.count() == 1
    assert job.newest_version().acceptances.standing().count() == 1


def test_link_of_the_same_person_goes_on_and_anothers_ends(coach):
    job = brought_to(State.DRAFT, coach)
    first, second = ContactPersonFactory.create_batch(2, employer=job.employer)
    job.perform("send", by=coach, channel="link", person=first)
    job.perform("negotiate", by=coach, note="Uusi aika.")
    job.perform("send", by=coach, channel="link", person=first)
    assert job.links.standing().count() == 2

    job.perform("negotiate", by=coach, note="Toinen päättää.")
    job.perform("send", by=coach, channel="link", person=second)

    assert [link.person for link in job.links.standing()] == [second]


def test_step_of_an_earlier_move_ends_with_the_next(coach):
    job = brought_to(State.AGREED, coach)
    job.plan("Soita Erkille", tomorrow(), by=coach)

    job.perform("seek", by=coach)

    assert [step.text for step in job.follow_ups.pending()] == ["Soita Erkille"]
    assert job.next_step == "Soita Erkille"


def test_version_never_changes(coach):
    version = brought_to(State.WITH_EMPLOYER, coach).newest_version()

    with pytest.raises(TypeError):
        version.save()


# --- change after the agreement ---------------------------------------------


def test_change_of_content_voids_the_acceptances(coach):
    job = brought_to(State.AGREED, coach)

    with job.changing(by=coach):
        WorkTask.objects.filter(job=job, ticked=True).first().sort("core")

    job.refresh_from_db()
    assert job.state == State.DRAFT
    assert job.agreed_version is None
    assert not job.newest_version().acceptances.standing().exists()
    assert job.employer.state == Employer.State.ENGAGED


def test_change_that_is_not_content_keeps_the_agreement(coach):
    job = brought_to(State.AGREED, coach)

    with job.changing(by=coach):
        WorkTaskFactory(job=job, pile="core")

    job.refresh_from_db()
    assert job.state == State.AGREED


def test_content_stands_still_once_a_candidate_was_presented(coach):
    job = brought_to(State.CANDIDATE_PRESENTED, coach)

    def change():
        with job.changing(by=coach):
            job.tasks.ticked().first().sort("core")

    assert reasons_of(change) == [
        "The content cannot change now: the job is “Candidate presented”."
    ]
    assert job.tasks.ticked().count() == 3


def test_undoing_a_revision_brings_the_agreement_back(coach):
    job = brought_to(State.AGREED, coach)
    entry = job.perform("revise", by=coach)

    undo(entry, by=coach)

    job = TailoredJob.objects.get(pk=job.pk)
    assert job.state == State.AGREED
    assert job.accepted_version() == job.agreed_version
    assert job.employer.state == Employer.State.PARTNER


def test_sending_is_not_undone_once_the_employer_has_looked(coach):
    job = brought_to(State.DRAFT, coach)
    entry = job.perform("send", by=coach, channel="link")
    job.links.get().note_opening()

    assert reasons_of(lambda: undo(entry, by=coach)) == [
        "The employer has already opened the link."
    ]


def test_undoing_a_sending_takes_link_and_version_along(coach):
    job = brought_to(State.DRAFT, coach)
    entry = job.perform("send", by=coach, channel="link")

    undo(entry, by=coach)

    assert not job.links.exists()
    assert not job.versions.exists()
    assert not FollowUp.objects.exists()


# --- to a worker ------------------------------------------------------------


def test_whole_path_to_filled_and_on(coach):
    job = brought_to(State.FILLED, coach)
    assert job.employer.open_jobs == 1

    job.perform("vacate", by=coach)
    assert job.state == State.OPEN

    job.perform("close", by=coach, note="Tehtävät loppuivat.")
    job.employer.refresh_from_db()
    assert job.employer.state == Employer.State.ENGAGED
    assert job.employer.open_jobs == 0


def test_candidate_is_presented_with_consent_and_journey_checked(coach):
    job = brought_to(State.OPEN, coach)

    assert blocked(job, "present", coach) == [
        "The candidate must have consented to be presented.",
        "Check the journey to work first.",
    ]


def test_agreed_job_without_a_candidate_is_opened_first(coach):
    job = brought_to(State.AGREED, coach)

    assert blocked(job, "present", coach, consent=True, travel=True) == [
        "Open the search first: no candidate was behind this job."
    ]


def test_candidate_first_may_be_presented_at_once(coach):
    job = brought_to(State.AGREED, coach, origin="candidate_first")

    job.perform("present", by=coach, consent=True, travel=True)

    assert job.state == State.CANDIDATE_PRESENTED


@pytest.mark.parametrize(
    ("state", "name", "details"),
    [
        (State.CANDIDATE_PRESENTED, "release", {"reason": "benefits"}),
        (State.ON_TRIAL, "end_trial", {}),
    ],
)
def test_job_opens_again(coach, state, name, details):
    job = brought_to(state, coach)

    job.perform(name, by=coach, **details)

    assert job.state == State.OPEN


# --- aside ------------------------------------------------------------------


@pytest.mark.parametrize("state", TailoredJob.MOVING)
def test_hold_returns_to_where_it_was(coach, state):
    job = brought_to(state, coach)
    job.perform("hold", by=coach, revisit_on=tomorrow(30), note="Remontti.")
    assert job.next_step_on == tomorrow(30)

    job.perform("resume", by=coach)

    assert job.state == state
    assert job.held_from == ""
    assert job.revisit_on is None


def test_hold_asks_for_a_reason_and_a_later_day(coach):
    job = inventoried(coach)

    assert blocked(job, "hold", coach, revisit_on=timezone.localdate()) == [
        "Say why it waits.",
        "The day to look again must be later.",
    ]


def test_agreed_job_on_hold_keeps_the_partner(coach):
    job = brought_to(State.AGREED, coach)

    job.perform("hold", by=coach, revisit_on=tomorrow(), note="Loma.")

    job.employer.refresh_from_db()
    assert job.employer.state == Employer.State.PARTNER


def test_withdrawing_ends_links_and_steps_and_tells_the_candidate(coach):
    job = brought_to(State.CANDIDATE_PRESENTED, coach)

    job.perform("withdraw", by=coach, reason="money")

    assert not job.links.standing().exists()
    assert "Tell the candidate" in job.follow_ups.pending().get().text
    job.employer.refresh_from_db()
    assert job.employer.state == Employer.State.ENGAGED


def test_employer_returns_within_a_year_and_both_accept_anew(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    job.perform("withdraw", by=None, reason="no_time")

    job.perform("come_back", by=coach)

    assert (job.state, job.episode) == (State.DRAFT, 2)
    job.perform("send", by=coach, channel="link")
    both_accept(job, coach)
    assert job.state == State.AGREED


def test_employer_does_not_return_after_a_year(coach):
    job = brought_to(State.WITH_EMPLOYER, coach)
    job.perform("withdraw", by=coach, reason="no_time")
    since = timezone.localdate() - timedelta(days=366)
    TailoredJob.objects.filter(pk=job.pk).update(state_since=since)
    job = TailoredJob.objects.get(pk=job.pk)

    assert blocked(job, "come_back", coach) == [
        "More than a year has passed. Begin a new job instead."
    ]


def test_ban_withdraws_what_was_not_agreed(coach):
    job = brought_to(State.DRAFT, coach, employer__contacted=True)

    entry = job.employer.perform("forbid", by=coach, note="Pyysivät.")

    job = TailoredJob.objects.get(pk=job.pk)
    assert (job.state, job.withdrawal) == (State.WITHDRAWN, "forbade")
    undo(entry, by=coach)
    assert TailoredJob.objects.get(pk=job.pk).state == State.DRAFT


@pytest.mark.parametrize("name", ["seek", "send", "resume", "agree", "fill"])
def test_stale_move_changes_nothing(coach, name):
    job = inventoried(coach)

    with pytest.raises(STALE):
        job.perform(name, by=coach)

    assert TailoredJob.objects.get(pk=job.pk).state == State.INVENTORY
