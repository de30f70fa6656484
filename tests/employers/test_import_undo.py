"""How an import is taken back, and what it spares."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import Municipality, TransitionLog
from employers.importing import running, undoing
from employers.models import (
    ContactPerson,
    Employer,
    Import,
    VisitRequest,
    Workplace,
)
from tests.employers.imports import (
    applied,
    checked,
    fetch,
    url,
)
from tests.factories import (
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    VisitFactory,
    WorkplaceFactory,
)

ID = "1234567-1"
FULL = f"Leipomo Esimerkki Oy;{ID};Tusby;Mallikatu 3;Leena;040 000 0101;l@l.example;Hei"


@pytest.fixture
def bakery(db):
    return EmployerFactory(
        name="Leipomo Esimerkki Oy", business_id=ID, no_business_id_reason=""
    )


def again(record):
    return type(record).objects.get(pk=record.pk)


# --- Undo ----------------------------------------------------------------------------


def undo(run, by):
    time.sleep(0.002)  # two moments of the clock are never the same
    undoing.undo(fetch(run), by=by)
    return fetch(run)


def test_undo_removes_what_the_import_added(coach):
    run = undo(applied(coach, FULL, "B Oy;;;;;;;"), coach)

    assert (run.stage, run.counts["undone"], run.counts["stayed"]) == ("undone", 2, 0)
    for model in (Employer, Workplace, ContactPerson, TransitionLog):
        assert not model.objects.exists()
    assert Employer.changes.filter(history_type="-").count() == 2


def test_undo_brings_the_old_values_back(coach, bakery):
    person = ContactPersonFactory(employer=bakery, name="Leena", phone="+358400000199")
    bakery.reindex()
    before = again(bakery)
    run = checked(coach, FULL)
    run.rows.update(decision="replace")
    running.apply_later(run)

    undo(run, coach)

    fresh = again(bakery)
    assert (fresh.notes, fresh.municipality) == (before.notes, before.municipality)
    assert fresh.search_text == before.search_text
    assert (again(person).phone, fresh.workplaces.count()) == ("+358400000199", 0)


def touch_visit(employer, coach):
    VisitFactory(employer=employer, coach=coach).begin(by=coach)


def touch_step(employer, coach):
    FollowUpFactory(subject=employer, assignee=coach)


def touch_edit(employer, coach):
    employer.notes = "Muutettu"
    employer.save()


def touch_person(employer, coach):
    ContactPersonFactory(employer=employer)


def touch_place(employer, coach):
    WorkplaceFactory(employer=employer)


def touch_state(employer, coach):
    employer.perform("contact", by=coach)


def touch_ban(employer, coach):
    ContactBanFactory(employer=employer)


def touch_request(employer, coach):
    place = Municipality.objects.first()
    VisitRequest.objects.create(employer=employer, municipality=place, language="fi")


@pytest.mark.parametrize(
    ("touch", "reason"),
    [
        (touch_visit, "linked"),
        (touch_step, "planned"),
        (touch_edit, "edited"),
        (touch_person, "edited"),
        (touch_place, "edited"),
        (touch_state, "moved"),
        (touch_ban, "linked"),
        (touch_request, "linked"),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_undo_spares_the_rows_that_were_touched(coach, touch, reason, known):
    if known:
        EmployerFactory(business_id=ID, no_business_id_reason="", name="Vanha")
    run = applied(coach, FULL, "B Oy;;;;;;;")
    employer = Employer.objects.get(business_id=ID)
    touch(again(employer), coach)

    run = undo(run, coach)

    assert (run.counts["undone"], run.counts["stayed"]) == (1, 1)
    assert list(Employer.objects.all()) == [employer]
    assert run.rows.get(number=2).undo_problem == reason


def test_undo_is_not_stopped_by_what_was_there_before(coach, bakery):
    ContactBanFactory(employer=bakery)
    VisitFactory(employer=bakery)
    FollowUpFactory(subject=bakery)

    run = undo(applied(coach, FULL), coach)

    assert run.counts["stayed"] == 0


def test_undo_is_refused_after_thirty_days_and_a_second_time(coach_client, coach):
    run = applied(coach, FULL)
    late = timezone.now() - timedelta(days=31)
    Import.objects.update(applied_at=late)
    coach_client.post(url("import-undo", run))
    assert fetch(run).stage == "applied"

    Import.objects.update(applied_at=timezone.now() - timedelta(days=29))
    Employer.changes.update(history_date=late)
    TransitionLog.objects.update(at=late)
    for _click in range(2):
        response = coach_client.post(url("import-undo", run), follow=True)

    assert fetch(run).stage == "undone"
    assert "can be undone for 30 days" in response.text


def test_other_imports_forget_an_employer_that_was_undone(coach):
    first = applied(coach, FULL)
    second = checked(coach, FULL)

    undo(first, coach)

    assert second.rows.get().match is None
