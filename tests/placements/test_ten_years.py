"""Ten years of one candidate, played by the pages, and told as one path (SEED-66).

Mapping, work activity, studies, a trial, a job with pay subsidy and its continuation,
an employer that becomes part of another, two changes of coach, and the old-age pension
by year. Only those who log in are made beforehand; the nights run by themselves.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from crm.models import AccessLog
from placements.models import Candidate, Placement, SubsidyProcess, Trial
from tests.conftest import make_person
from tests.placements.walking import Walker

pytestmark = pytest.mark.django_db

BAKERY, CAFE, CHAIN = "Leipomo Keksitty", "Kahvila Kuvitelma", "Ravintolat Keksittyinen"
NOTE = "Muistiinpano joka jää omalle sivulleen"
#: Days after which the claims of the months behind are sent.
CLAIMED = ["2028-12-04", "2029-03-01", "2029-06-01", "2029-09-03", "2030-01-07"]


def at(day):
    """Stand on a day, at nine in the morning."""
    moment = datetime.fromisoformat(f"{day}T09:00")
    return time_machine.travel(moment.replace(tzinfo=timezone.get_current_timezone()))


@contextmanager
def on(day, user, url="/crm/"):
    """Let somebody log in on a day and open a page."""
    with at(day):
        yield Walker(user).open(url)


def night(day):
    with at(day):
        call_command("nightly", stdout=StringIO())


@dataclass
class Life:
    """The addresses at which the candidate and what it has are found."""

    home: str
    trial: str = ""
    job: str = ""
    subsidy: str = ""


def add_employer(walker, name):
    walker.open("/crm/employers/").follow("New employer")
    walker.press(
        "Save",
        name=name,
        no_id="Another reason",
        no_business_id_reason="Vasta perustettu",
        municipality="Järvenpää",
    )
    return walker.path


# --- The ten years ---------------------------------------------------------------


def come_and_be_mapped(coach):
    with on("2026-01-12", coach, "/crm/candidates/") as walker:
        walker.follow("New candidate")
        walker.press("Save", municipality="Järvenpää", goal="Work activity")
        life = Life(walker.path)
        walker.follow("Agreed to begin").press(note=NOTE)
        walker.follow("Edit", "/profile/")
        walker.press("Save", likes="taittelu, kasvit", ready="on")
        walker.follow("Begin the coaching").press()
        walker.follow("Edit", "/edit/").press(
            "Save",
            legal_basis="Disability Services Act",
            plan_reviewed_on="2026-01-12",
            income="Disability pension",
            benefits_discussed_on="2026-01-12",
            turns_65_in="2036",
        )
    return life


def work_without_pay(coach, life):
    with on("2026-01-19", coach) as walker:
        add_employer(walker, BAKERY)
        walker.open(life.home).follow("Agree on a placement")
        walker.press("Search", q="Keksitty").follow(BAKERY).press(
            "Agree",
            kind="Open work activity",
            starts_on="2026-02-02",
            hours_a_week="12",
        )
    with on("2026-02-02", coach, life.home) as walker:
        walker.follow(BAKERY).follow("The work begins").press()
    night("2026-05-04")


def study(coach, life):
    with on("2027-08-16", coach, life.home) as walker:
        back = {"reason": "Studies", "expected_back_on": "2028-01-10"}
        walker.follow(BAKERY).follow("Interrupt").press(**back)
        walker.open(life.home).follow("Take a break").press(**back, note=NOTE)
    with on("2028-01-10", coach, life.home) as walker:
        walker.follow("Back from the break").press()
        walker.follow(BAKERY).follow("The placement ends").press(reason="Own wish")


def hand_over(manager, life, day, to):
    with on(day, manager, life.home) as walker:
        walker.press("Write down", why="handing over")
        walker.follow("Hand over").press("Save", to=to, note=NOTE)


def plan_a_trial(coach, life):
    with on("2028-03-01", coach) as walker:
        employer = add_employer(walker, CAFE)
        walker.follow("Add a workplace").press("Save", name="Kahvila")
        walker.open(employer).follow("Add a contact person")
        walker.press("Save", name="Kaisa Keksitty")
        walker.open(life.home).follow("Add a consent")
        walker.press("Save", what="Work profile", recipient=CAFE)
        walker.open(life.home).follow("Plan a trial").press("Search", q=CAFE)
        walker.follow(CAFE).press(
            "Save",
            type="Work trial (employment area)",
            workplace="Kahvila",
            tasks="Tiskaus ja pöydät",
            goals="Sopiiko tahti",
            guide="Kaisa Keksitty",
            starts_on="2028-03-06",
            ends_on="2028-04-21",
            hours_a_day="4",
            days_a_week="3",
        )
        life.trial = walker.path
        walker.follow("Draft the contract").press()
        walker.follow("Send to be signed").press()
        parties = dict.fromkeys(("candidate", "workplace", "authority"), "2028-03-01")
        walker.follow("Record the signatures").press("Save", **parties, told="on")


def try_out_and_assess(coach, life):
    with on("2028-03-06", coach, life.trial) as walker:
        walker.follow("The trial begins").press()
    night("2028-04-22")
    with on("2028-04-24", coach, life.trial) as walker:
        walker.follow("Let the candidate answer")
        faces = {"tasks": "Good", "pace": "Not good", "people": "Good"}
        walker.press("Ready", **faces, goes_on="Yes")
        walker.follow("Make a link").press("Save", person="Kaisa Keksitty")
        link = re.search(r"/k/\w+/", str(walker.main)).group()
        host = Walker(client=Client()).open(link)
        well = dict.fromkeys(("tasks", "pace", "people"), "Hyvin")
        host.press("Lähetä", **well, goes_on="Kyllä", words="Työ sopii hyvin.")
        walker.open(life.trial).follow("Record the outcome")
        walker.press(reason="Employment")
        walker.press(
            "Agree",
            kind="Employment with pay subsidy",
            starts_on="2028-09-04",
            hours_a_week="15",
            pay_form="Monthly pay",
            pay_amount="780",
        )
        life.job = walker.path


def apply_for_the_subsidy(coach, life):
    with on("2028-04-25", coach, life.home) as walker:
        walker.follow("Edit", "/edit/")
        since = {"jobseeker_since": "2028-04-24", "benefits_discussed_on": "2028-04-25"}
        walker.press("Save", goal="Paid work", **since)
        walker.follow("Look into it").press(
            "Save",
            ground="Reduced work ability",
            payer="Company",
            full_hours="37.5",
            authority="Esimerkkialue",
            collective="Matkailu- ja ravintola-ala",
            job_described="on",
            mandate_ok="on",
        )
        life.subsidy = walker.path
        walker.follow("Go on to the jobseeking").press()
        walker.follow("Jobseeking is in force").press()
        walker.follow("The statement is done").press(appointment_on="2028-05-22")
    with on("2028-06-05", coach, life.subsidy) as walker:
        walker.follow("noted in the employment plan").press(delivered_on="2028-06-01")
        walker.follow("The employer makes the application").press()
        walker.follow("The application is sent").press(reference="Hakemus 1")


def begin_the_job(coach, life):
    with on("2028-08-21", coach, life.subsidy) as walker:
        walker.follow("Granted").press()
    with on("2028-09-04", coach, life.job) as walker:
        walker.follow("The work begins").press()


def claim(coach, life, day):
    """Open the claims by night, and send each by day."""
    night(day)
    with on(day, coach, life.subsidy) as walker:
        while walker.has_form("/claims/"):
            walker.press("Sent", "/claims/")


def job_goes_on(coach, life):
    """Continue in time, and go on without the subsidy when it is over."""
    for day in CLAIMED[:3]:
        claim(coach, life, day)
    with on("2029-06-04", coach, life.subsidy) as walker:
        walker.follow("A continuation is applied for")
        walker.press(certificate_on="2029-05-15", accommodated="on")
    with on("2029-06-18", coach, life.subsidy) as walker:
        walker.follow("The continuation is granted").press(granted_to="2029-12-31")
    for day in CLAIMED[3:]:
        claim(coach, life, day)
    with on("2030-01-08", coach, life.subsidy) as walker:
        walker.follow("The last claim is paid").press()


def employers_merge(coach, manager):
    with on("2030-02-04", coach) as walker:
        add_employer(walker, CHAIN)
    with on("2030-02-05", manager, f"/crm/employers/?q={CAFE}") as walker:
        walker.follow(CAFE).follow("Merge into another")
        walker.press("Search", q=CHAIN).follow(CHAIN).press("Merge")


def fade(coach, life):
    with on("2031-06-02", coach, life.job) as walker:
        walker.follow("Fade the support").press(both_agree="on")


def retire(coach, life):
    night("2036-01-07")
    with on("2036-02-04", coach, life.home) as walker:
        assert "Talk about the old-age pension (2036)" in walker.text
        walker.follow(CHAIN, "/placements/").follow("The placement ends")
        walker.press(reason="Old-age pension", note=NOTE)
        walker.open(life.home).follow("End the coaching").press(
            reason="Old-age pension"
        )


def ten_years(first, second, third, manager):
    """Live through it all; return where everything is."""
    life = come_and_be_mapped(first)
    work_without_pay(first, life)
    study(first, life)
    hand_over(manager, life, "2028-02-01", str(second))
    plan_a_trial(second, life)
    try_out_and_assess(second, life)
    apply_for_the_subsidy(second, life)
    begin_the_job(second, life)
    job_goes_on(second, life)
    employers_merge(second, manager)
    hand_over(manager, life, "2031-05-05", str(third))
    fade(third, life)
    retire(third, life)
    return life


PATH = [
    ("2026", "Came as a candidate"),
    ("2026", "Coaching: Agreed"),
    ("2026", "Coaching: Active"),
    ("2026", "Placement: Agreed"),
    ("2026", "Placement: Start support"),
    ("2026", "Placement: Established"),
    ("2027", "Placement: Paused"),
    ("2027", "Coaching: On a break"),
    ("2028", "Coaching: Back from the break"),
    ("2028", "Placement: Ended"),
    ("2028", "The responsible coach changed"),
    ("2028", "Trial: Planned"),
    ("2028", "Trial: Draft contract"),
    ("2028", "Trial: Being signed"),
    ("2028", "Trial: Agreed"),
    ("2028", "Trial: Running"),
    ("2028", "Trial: Being assessed"),
    ("2028", "Trial: Completed"),
    ("2028", "Placement: Agreed"),
    ("2028", "Pay subsidy: First estimate"),
    ("2028", "Pay subsidy: Jobseeking in force"),
    ("2028", "Pay subsidy: Coach's statement"),
    ("2028", "Pay subsidy: Doctor and B statement"),
    ("2028", "Pay subsidy: In the employment plan"),
    ("2028", "Pay subsidy: With the employer"),
    ("2028", "Pay subsidy: Applied for"),
    ("2028", "Pay subsidy: Granted"),
    ("2028", "Placement: Start support"),
    ("2028", "Pay subsidy: Being paid"),
    ("2028", "Placement: Established"),
    ("2029", "Pay subsidy: Continuation applied for"),
    ("2029", "Pay subsidy: The continuation is granted"),
    ("2030", "Pay subsidy: Ended"),
    ("2030", "The employer changed"),
    ("2031", "The responsible coach changed"),
    ("2031", "Placement: Faded support"),
    ("2036", "Placement: Ended"),
    ("2036", "Coaching: Ended"),
]


def told(walker):
    """Return each line of the path with its year, and what stands below it."""
    return [
        (year.h2.get_text(), " ".join(line.h3.get_text().split()), line)
        for year in walker.main.select("section")
        for line in year.select(".timeline li")
    ]


def printed(walker):
    """Return what of the page is printed."""
    for private in walker.main.select(".no-print"):
        private.decompose()
    return walker.text


def test_ten_years_are_one_path(coach, other_coach, manager):
    third = make_person("coach", "Tiina", "Tammi")
    life = ten_years(coach, other_coach, third, manager)

    candidate = Candidate.objects.get()
    assert (candidate.state, candidate.end_reason) == ("ended", "retired")
    assert (candidate.coach, candidate.turns_65_in) == (third, 2036)
    assert list(Trial.objects.values_list("state", "outcome")) == [
        ("completed", "employment")
    ]
    assert list(
        Placement.objects.values_list("kind", "employer__name", "end_reason")
    ) == [
        ("subsidised", CHAIN, "retired"),
        ("open_activity", BAKERY, "own_wish"),
    ]
    subsidy = SubsidyProcess.objects.get()
    assert subsidy.decided_on < subsidy.started_on == subsidy.placement.started_on
    assert not subsidy.claims.unsent().exists()

    with on("2036-02-05", third, life.home) as walker:
        walker.follow("The whole path")
        lines = told(walker)
        days = [event.on for event in walker.response.context["events"]]
    assert [(year, title) for year, title, _line in lines] == PATH
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert NOTE not in walker.text
    paper = printed(walker)
    for name in (BAKERY, CAFE, CHAIN, coach, other_coach, third, manager, "Kaisa"):
        assert str(name) not in paper
    assert "Open work activity, no pay, workplace 1" in paper
    assert "Employment with pay subsidy, workplace 2" in paper
    assert AccessLog.objects.filter(what="path").count() == 1
    assert list(AccessLog.objects.breaks()) == []
