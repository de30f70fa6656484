"""The journey the product is made for, on a phone and at a desk, in Finnish.

A coach imports a messy list, logs a cold visit, sees the step on its day and closes it
with the next one; a colleague is warned; a manager merges two employers and undoes it.
"""

import re
from datetime import datetime, time, timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from crm.models import FollowUp
from employers.models import Employer, Visit
from tests.conftest import PASSWORD
from tests.data import messy
from tests.factories import EmployerFactory

State = Employer.State


def sign_in(page, user):
    page.goto(reverse("day"))
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Kirjaudu").click()
    expect(page).to_have_url(re.compile("/crm/$"))


def chip(page, name, value):
    return page.locator(f"label.chip:has([name={name}][value={value}])")


def import_the_list(page, shot):
    page.goto(reverse("employers:imports"))
    page.locator("input[type=file]").set_input_files(
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": messy.content()}
    )
    page.locator("main .btn.primary").click()
    expect(page).to_have_url(re.compile(r"/map/$"))
    shot(page, "week-1-columns")
    page.locator("main .btn.primary").click()
    expect(page.locator("#confirm")).to_be_visible()
    shot(page, "week-2-review")
    page.locator("#confirm [type=submit]").click()
    expect(page.locator("#result")).to_contain_text(re.compile("Valmis|Done"))
    shot(page, "week-3-result")


def log_a_cold_visit(page, shot, name):
    page.locator(".nav .log a").tap()
    page.get_by_role("combobox").fill(name)
    page.get_by_role("option", name=re.compile(name)).first.tap()
    chip(page, "outcome", "interested").tap()
    chip(page, "step", "call_week").tap()
    shot(page, "week-4-log", full_page=False)
    page.locator(".sticky [type=submit]").tap()
    expect(page.locator(".toast").first).to_contain_text("Leipomo")


def work_the_queue(page, shot, step, name):
    """Open the day when the step is due, and close it with the next one."""
    zone = timezone.get_current_timezone()
    with time_machine.travel(datetime.combine(step.due_on, time(9), zone), tick=True):
        page.goto(reverse("day"))
        line = page.locator(f"#step-{step.pk}")
        expect(line).to_contain_text(name)
        shot(page, "week-5-day")
        line.locator("a[href*='log/']").tap()
        chip(page, "outcome", "meeting").tap()
        chip(page, "step", "go").tap()
        page.locator(".sticky [type=submit]").tap()
        expect(page.locator(".toast").first).to_contain_text(name)


def test_coach_imports_logs_and_never_loses_the_follow_up(finnish, coach, shot):
    page = finnish(390)
    sign_in(page, coach)
    import_the_list(page, shot)
    assert Employer.objects.count() > 150
    name = Employer.objects.filter(name__startswith="Leipomo").earliest("name").name

    log_a_cold_visit(page, shot, name)

    employer = Visit.objects.get(kind="cold", outcome="interested").employer
    assert (employer.name, employer.state) == (name, State.ENGAGED)
    page.goto(reverse("day"))
    expect(page.get_by_text(name)).to_have_count(0)

    work_the_queue(page, shot, FollowUp.objects.get(), name)

    closed, following = FollowUp.objects.order_by("pk")
    assert (closed.state, closed.result) == (FollowUp.State.DONE, "contacted")
    assert (following.state, following.kind) == (FollowUp.State.OPEN, "visit")
    assert Employer.objects.get(name=name).next_step_on == following.due_on


def test_second_coach_is_warned_of_a_fresh_contact(
    finnish, coach, other_coach, shot, login
):
    employer = EmployerFactory(name="Pesula Kuvitelma Oy", contacted=True)
    visit = Visit(employer=employer, coach=coach, kind="call")
    yesterday = timezone.localdate() - timedelta(days=1)
    visit.perform(
        "complete", by=coach, on=yesterday, outcome="wrong_person", no_next_reason="-"
    )
    page = finnish(390)
    login(page, other_coach)

    page.goto(f"{reverse('employers:log')}?employer={employer.pk}")

    expect(page.locator("#about")).to_contain_text(str(coach))
    shot(page, "week-6-colleague", full_page=False)


def test_manager_merges_two_employers_and_undoes_it(finnish, manager, shot, login):
    kept = EmployerFactory(name="Leipomo Esimerkki Oy", engaged=True)
    double = EmployerFactory(name="Leivonnainen Esimerkki")
    page = finnish(1280)
    login(page, manager)

    page.goto(f"{reverse('employers:merge', args=[double.pk])}?target={kept.pk}")
    shot(page, "week-7-merge")
    page.locator("main form [type=submit].primary").click()

    expect(page).to_have_url(re.compile(f"/employers/{kept.pk}/"))
    assert Employer.objects.get(pk=double.pk).state == State.MERGED
    shot(page, "week-8-merged")
    page.locator("form[action*='merges/'] [type=submit]").first.click()

    page.wait_for_load_state()
    assert Employer.objects.get(pk=double.pk).state == State.LEAD
