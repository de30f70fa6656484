"""An import is written once and wholly, or not at all."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest
from django.core.cache import cache

from crm.models import TransitionLog
from employers.importing import applying, progress, running
from employers.models import (
    Employer,
)
from tests.employers.imports import (
    checked,
    fetch,
    url,
)
from tests.factories import (
    EmployerFactory,
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


# --- What has changed since the check ------------------------------------------------


def test_id_that_came_meanwhile_keeps_its_row_out_and_the_rest_goes_on(coach):
    run = checked(coach, FULL, "B Oy;;;;;;;")
    EmployerFactory(business_id=ID, no_business_id_reason="")

    running.apply_later(run)

    assert (fetch(run).stage, fetch(run).counts["created"]) == ("applied", 1)
    assert [r.problems[-1][1] for r in run.rows.left_out()] == ["taken"]


def test_employer_merged_meanwhile_keeps_its_row_out(coach, manager, bakery):
    run = checked(coach, FULL)
    bakery.perform("merge_into", by=manager, survivor=EmployerFactory())

    running.apply_later(run)

    assert [r.problems[-1][1] for r in run.rows.left_out()] == ["gone"]


def test_employer_that_forbade_contact_meanwhile_is_left_alone(coach, bakery):
    run = checked(coach, FULL)
    bakery.perform("forbid", by=coach, note="Kielsi")

    running.apply_later(run)

    assert again(bakery).notes == ""
    assert [r.problems[-1][1] for r in run.rows.left_out()] == ["banned"]


# --- All or nothing, once ------------------------------------------------------------


def test_failure_in_the_middle_leaves_nothing(coach, monkeypatch):
    run = checked(coach, FULL)
    monkeypatch.setattr(applying, "PERSON_COLUMNS", ("no", "such", "columns"))

    running.apply_later(run)

    assert fetch(run).stage == "checked"
    assert fetch(run).problem.startswith("It broke off")
    assert not Employer.objects.exists()
    assert not TransitionLog.objects.exists()


def test_second_click_does_nothing(coach_client, coach):
    run = checked(coach, FULL)

    coach_client.post(url("import-apply", run))
    coach_client.post(url("import-apply", run))
    applying.apply(fetch(run))

    assert Employer.objects.count() == 1


def test_run_whose_worker_died_can_be_started_again(coach_client, coach):
    run = checked(coach, FULL)
    applying.start(run)
    cache.clear()
    page = coach_client.get(run.get_absolute_url())
    assert page.context["progress"].is_stuck

    coach_client.post(url("import-apply", run))

    assert (fetch(run).stage, Employer.objects.count()) == ("applied", 1)


def test_run_that_is_alive_is_not_started_again(coach_client, coach):
    run = checked(coach, FULL)
    applying.start(run)
    progress.tell(run.pk, 1, 3)

    coach_client.post(url("import-apply", run))
    response = coach_client.get(run.get_absolute_url())

    assert fetch(run).stage == "applying"
    assert (response.context["progress"].percent, Employer.objects.count()) == (33, 0)


def test_waiting_page_polls_a_part_and_reloads_at_the_end(coach_client, coach):
    run = checked(coach, FULL)
    applying.start(run)
    htmx = {"HX-Request": "true"}

    part = coach_client.get(run.get_absolute_url(), headers=htmx)
    applying.apply(fetch(run))
    end = coach_client.get(run.get_absolute_url(), headers=htmx)

    assert part.text.strip().startswith("<section")
    assert end.headers["HX-Refresh"] == "true"


KILLED = """
    import os, signal
    import django
    django.setup()
    from crm.models import TransitionLog, User
    from employers.importing import applying, checking, tables, uploading
    from employers.models import Employer, Import

    user = User.objects.create_user("a@example.fi")
    lines = [f"Yritys {n};040{n:07}" for n in range(500)]
    run = uploading.upload("a.csv", "\\n".join(["Nimi;Puhelin", *lines]).encode(), user)
    Import.objects.update(stage="checking")
    checking.check(run)
    applying.start(run)

    insert = tables.insert
    def deadly(model, *args, **kwargs):
        if model is TransitionLog:
            print(Employer.objects.count(), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        insert(model, *args, **kwargs)
    tables.insert = deadly
    applying.apply(run)
"""
AGAIN = """
    import django
    django.setup()
    from employers.importing import applying
    from employers.models import Employer, Import

    print(Employer.objects.count(), Import.objects.get().stage)
    applying.apply(Import.objects.get())
    print(Employer.objects.count(), Import.objects.get().stage)
"""


def test_killed_process_leaves_nothing_half_written(
    tmp_path, pristine, django_db_setup
):
    if pristine is None:
        pytest.skip("The file of an SQLite database is what is copied here.")
    shutil.copyfile(pristine, tmp_path / "killed.sqlite3")
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/killed.sqlite3",
        "VAR_DIR": str(tmp_path),
    }

    def run(code):
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", textwrap.dedent(code)],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    killed = run(KILLED)
    assert (killed.returncode, killed.stdout.split()) == (-signal.SIGKILL, ["500"])

    assert run(AGAIN).stdout.split() == ["0", "applying", "500", "applied"]
