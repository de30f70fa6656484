"""What an import writes, all or nothing, and how it is taken back."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from crm.models import TransitionLog
from employers.importing import applying, progress, running, undoing
from employers.models import (
    ContactPerson,
    Employer,
    Import,
    ImportRow,
    Workplace,
)
from tests.data import messy
from tests.employers.imports import (
    a_list,
    applied,
    checked,
    fetch,
    send,
    uploaded,
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


# --- New employers ------------------------------------------------------------------


def test_new_employer_is_written_with_place_person_and_beginning(coach):
    run = applied(coach, FULL)

    employer = Employer.objects.get()
    site, person = employer.workplaces.get(), employer.people.get()
    assert (run.stage, run.counts["created"], run.counts["left"]) == ("applied", 1, 0)
    assert (employer.name, employer.state, employer.where) == (
        "Leipomo Esimerkki Oy",
        "lead",
        "Tuusula",
    )
    assert (site.street, site.municipality) == ("Mallikatu 3", employer.municipality)
    assert (person.name, person.phone, person.language) == (
        "Leena",
        "+358400000101",
        "fi",
    )
    assert list(
        employer.history.values_list("name", "source", "target", "by", "on", "note")
    ) == [
        ("begin", "", "lead", coach.pk, timezone.localdate(), "Imported from lista.csv")
    ]


def test_new_employer_is_like_one_that_was_saved_by_hand(coach):
    applied(coach, f"{FULL}", "Öljy Äänet Ky;;Kerava;;;;;")

    for employer in Employer.objects.all():
        found_by = employer.search_text
        employer.reindex()
        employer.full_clean()
        assert found_by == employer.search_text
        assert employer.name_key


def test_history_begins_with_the_import(coach):
    applied(coach, FULL)

    for model in (Employer, Workplace, ContactPerson):
        entry = model.changes.get()
        assert (entry.history_type, entry.history_user) == ("+", coach)
        assert entry.instance.pk == model.objects.get().pk


def test_saving_an_imported_employer_later_works(coach):
    applied(coach, FULL)
    employer = Employer.objects.get()

    employer.perform("contact", by=coach)

    assert again(employer).state == "contacted"


def test_employer_without_an_id_says_why(coach):
    applied(coach, "A Oy;;;;;;;")

    assert Employer.objects.get().no_business_id_reason == "Not in the imported list"


def test_industry_has_its_section(coach):
    applied(coach, "A Oy;10711", "B Oy;58", head="Nimi;TOL 2008")

    assert list(
        Employer.objects.order_by("name").values_list(
            "industry_scheme", "industry_section"
        )
    ) == [("TOL2008", "C"), ("TOL2008", "J")]


def test_manager_gives_the_responsible_coach(manager, coach):
    applied(manager, f"A Oy;{coach.email}", head="Nimi;Valmentaja")

    assert Employer.objects.get().coach == coach


def test_phone_without_a_name_makes_a_general_contact(coach):
    applied(coach, "A Oy;;;;;0400000101;;")

    assert ContactPerson.objects.get().name == "General contact"


# --- Employers that are here ----------------------------------------------------------


def test_by_itself_only_what_is_missing_is_filled(coach, bakery):
    applied(coach, FULL)

    fresh = again(bakery)
    assert (fresh.notes, fresh.where) == ("Hei", "Järvenpää")
    assert (fresh.workplaces.get().street, fresh.people.get().name) == (
        "Mallikatu 3",
        "Leena",
    )
    assert "leena" in fresh.search_text


def test_new_values_are_taken_when_so_decided(coach, bakery):
    person = ContactPersonFactory(employer=bakery, name="Leena", phone="+358400000199")
    run = checked(coach, FULL)
    run.rows.update(decision="replace")

    running.apply_later(run)

    assert (again(bakery).where, again(person).phone) == ("Tuusula", "+358400000101")
    assert bakery.changes.latest().history_type == "~"
    assert person.changes.latest().phone == "+358400000101"


def test_employer_that_keeps_its_values_is_left_alone(coach):
    bakery = EmployerFactory(name="Leipomo Esimerkki Oy", business_id=ID, notes="Vanha")

    run = applied(coach, f"Leipomo Esimerkki Oy;{ID};;;;;;Uusi")

    assert (run.counts["updated"], run.counts["kept"], run.counts["left"]) == (0, 1, 0)
    assert (again(bakery).notes, bakery.changes.count()) == ("Vanha", 1)


@pytest.mark.parametrize(
    ("decision", "employers", "notes"),
    [("fill", 1, "Hei"), ("create", 2, ""), ("skip", 1, ""), ("", 1, "")],
)
def test_possible_duplicate_goes_as_decided(coach, bakery, decision, employers, notes):
    run = checked(coach, "Leipomo Esimerki;;Järvenpää;;;;;Hei")
    run.rows.update(decision=decision)

    running.apply_later(run)

    assert (Employer.objects.count(), again(bakery).notes) == (employers, notes)
    assert fetch(run).counts["left"] == (decision in {"skip", ""})


def test_duplicate_that_is_the_same_gets_its_id(coach):
    bakery = EmployerFactory(name="Leipomo Esimerkki Oy")
    run = checked(coach, f"Leipomo Esimerki;{ID};Järvenpää;;;;;")
    run.rows.update(decision="fill")

    running.apply_later(run)

    fresh = again(bakery)
    assert (fresh.business_id, fresh.no_business_id_reason) == (ID, "")


def test_state_is_never_moved(coach, bakery):
    bakery.perform("forbid", by=coach, note="Kielsi")
    run = checked(coach, FULL)
    run.rows.update(decision="fill")

    running.apply_later(run)

    assert (again(bakery).state, again(bakery).notes) == ("do_not_contact", "Hei")
    assert again(bakery).has_bans


def test_two_rows_never_change_the_same_employer(coach, bakery):
    run = checked(
        coach, "Leipomo Esimerki;;Järvenpää;;;;;yksi", "Leipomo Esimerkk;;;;;;;kaksi"
    )
    run.rows.update(decision="fill")

    running.apply_later(run)

    assert again(bakery).notes == "yksi"
    assert run.rows.get(number=3).problems[-1][1] == "matched_twice"


# --- What has changed since the check ---------------------------------------------------


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


# --- All or nothing, once ---------------------------------------------------------------


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
    import os, signal, sys
    import django
    django.setup()
    from django.core.management import call_command
    from crm.models import TransitionLog, User
    from employers.importing import applying, tables, uploading, checking
    from employers.models import Employer, Import

    if sys.argv[1] == "prepare":
        call_command("migrate", verbosity=0)
        user = User.objects.create_user("a@example.fi")
        text = "Nimi;Puhelin\\n" + "".join(f"Yritys {n};040{n:07}\\n" for n in range(500))
        run = uploading.upload("a.csv", text.encode(), user)
        Import.objects.update(stage="checking")
        checking.check(run)
        applying.start(run)
    run = Import.objects.get()
    if sys.argv[1] == "kill":
        insert = tables.insert
        def deadly(model, *args, **kwargs):
            if model is TransitionLog:
                print(Employer.objects.count(), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
            insert(model, *args, **kwargs)
        tables.insert = deadly
    if sys.argv[1] in {"kill", "again"}:
        applying.apply(run)
    print(Employer.objects.count(), Import.objects.get().stage, flush=True)
"""


def test_killed_process_leaves_nothing_half_written(tmp_path):
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/killed.sqlite3",
        "VAR_DIR": str(tmp_path),
    }

    def run(step):
        code = textwrap.dedent(KILLED)
        command = [sys.executable, "-c", code, step]
        return subprocess.run(command, env=env, capture_output=True, text=True)

    assert run("prepare").stdout.split() == ["0", "applying"]
    killed = run("kill")
    assert (killed.returncode, killed.stdout.split()) == (-signal.SIGKILL, ["500"])
    assert run("look").stdout.split() == ["0", "applying"]
    assert run("again").stdout.split() == ["500", "applied"]


# --- Undo ---------------------------------------------------------------------------------


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


# --- Result, bad rows, the whole way in the browser's words -------------------------------


def test_bad_rows_come_back_corrected(coach_client, coach):
    head = "Yritys;Y-tunnus;Kunta;Koodi"
    rows = ("A Oy;1234567-8;Tuusula;X1", '"=1+1";;Tuusula;X2', "C Oy;;Tuusula;X3")
    run = applied(coach, *rows, head=head)

    response = coach_client.get(url("import-bad", run))

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Yritys;Y-tunnus;Kunta;Koodi;Why it was left out",
        "A Oy;1234567-8;Tuusula;X1;Y-tunnus: The check digit of the Y-tunnus does"
        " not match.",
        "'=1+1;;Tuusula;X2;Name: There is a formula in the cell. Write what it gives.",
    ]
    corrected = response.content.replace(b"1234567-8", ID.encode())
    second = uploaded(coach, corrected.replace(b"'=1+1", b"B Oy"))
    assert second.mapping == {"0": "name", "1": "business_id", "2": "municipality"}
    running.check_later(second, second.mapping)
    assert fetch(second).counts["new"] == 2


def test_bad_rows_of_a_workbook_are_a_workbook(coach_client, coach):
    run = applied(coach, "A Oy;1234567-8;;;;;;")
    Import.objects.update(format="XLSX", file_name="Työnantajat.xlsx")

    response = coach_client.get(url("import-bad", run))

    again_read = uploaded(coach, response.content, "x.xlsx")
    assert again_read.headings[:2] == ["Yritys", "Y-tunnus"]
    assert "filename*=utf-8''Ty%C3%B6nantajat" in response["Content-Disposition"]


def test_messy_list_goes_all_the_way(coach_client, coach):
    response = send(coach_client, messy.content(), "messy.csv")
    run = Import.objects.get()
    assert response.url == url("import-map", run)
    assert run.format == "CSV · UTF-8 + Windows-1252 · ;"
    page = coach_client.get(response.url)
    mapping = {f"c{c}": target for c, target in run.mapping.items()}
    assert page.context["form"].run == run

    coach_client.post(response.url, mapping)
    run = fetch(run)
    wrong = len(messy.BAD_IDS + messy.FORMULAS + messy.NAMELESS)
    wrong += len(messy.BAD_PHONES + messy.BAD_EMAILS) + len(messy.DOUBLES)
    assert (run.row_count, run.counts["error"]) == (200, wrong)
    assert run.counts["new"] == 200 - wrong

    coach_client.post(url("import-apply", run))

    assert Employer.objects.count() == 200 - wrong
    assert Employer.objects.filter(municipality__name_fi="Järvenpää").count() == 30
    assert set(Employer.objects.exclude(place="").values_list("place", flat=True)) == {
        "Kerava",
        "Vantaa",
    }
    assert coach_client.get(run.get_absolute_url()).status_code == 200


def test_undone_import_says_what_stayed_and_why(coach_client, coach):
    run = applied(coach, FULL, "B Oy;;;;;;;")
    touch_edit(Employer.objects.get(business_id=ID), coach)

    response = coach_client.post(url("import-undo", run), follow=True)

    assert [str(c.undo_reason) for c in response.context["stayed"]] == [
        "Somebody has edited it since."
    ]
    assert "Somebody has edited it since." in response.text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("undone", [True, False])
def test_result_queries_do_not_grow(
    coach_client, coach, django_assert_num_queries, count, undone
):
    run = applied(coach, *(f"A{n};;;;;;;" for n in range(count)))
    if undone:
        for employer in Employer.objects.all():
            touch_edit(employer, coach)
        undo(run, coach)

    with django_assert_num_queries(7 - undone):
        coach_client.get(run.get_absolute_url())


# --- Upload, columns, access ----------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"Nimi;Kunta\n"])
def test_unfit_file_is_refused_and_leaves_nothing(coach_client, content):
    response = send(coach_client, content)

    assert (response.status_code, Import.objects.count()) == (200, 0)
    assert response.context["form"].errors["file"][0].endswith(".")


def test_columns_need_a_name_and_no_field_twice(coach_client, coach):
    run = uploaded(coach, "Foo;Bar\nA Oy;Tuusula\n")

    none = coach_client.post(url("import-map", run), {"c0": "", "c1": "phone"})
    twice = coach_client.post(url("import-map", run), {"c0": "name", "c1": "name"})

    assert none.context["form"].non_field_errors() == [
        "Choose the column with the employer's name."
    ]
    assert twice.context["form"].errors["c0"] == ["Two columns cannot both be “Name”."]
    assert fetch(run).stage == "uploaded"


def test_import_can_be_cancelled_until_it_is_written(coach_client, coach):
    run = checked(coach, FULL)
    coach_client.post(url("import-cancel", run))
    assert not Import.objects.exists()

    done = applied(coach, FULL)
    coach_client.post(url("import-cancel", done))

    assert fetch(done).stage == "applied"


def test_written_import_keeps_no_file(coach):
    assert bytes(applied(coach, FULL).content) == b""


def test_columns_can_be_changed_after_the_check(coach_client, coach):
    run = checked(coach, "A Oy;Alfa", head="Nimi;Foo")

    coach_client.post(url("import-map", run), {"c0": "name", "c1": "notes"})

    assert run.rows.get().values == {"name": "A Oy", "notes": "Alfa"}
    assert ImportRow.objects.count() == 1


def test_written_import_has_no_columns_to_change(coach_client, coach):
    run = applied(coach, FULL)

    response = coach_client.get(url("import-map", run))

    assert response.url == run.get_absolute_url()


ADDRESSES = ("import", "import-map", "import-bad")
DEEDS = ("import-apply", "import-undo", "import-cancel", "import-decide")


def test_import_is_seen_by_its_maker_and_managers_only(
    coach, coach_client, other_coach_client, manager_client
):
    run = applied(coach, FULL)
    waiting = checked(coach, "B Oy;;;;;;;")

    for name in ADDRESSES:
        assert other_coach_client.get(url(name, run)).status_code == 404
    for name in DEEDS:
        assert other_coach_client.post(url(name, waiting)).status_code == 404
    assert other_coach_client.post(url("import-row", waiting, 2)).status_code == 404
    assert fetch(waiting).stage == "checked"
    seen = manager_client.get(reverse("employers:imports")).context["imports"]
    assert list(seen) == [waiting, run]
    assert not other_coach_client.get(reverse("employers:imports")).context["imports"]


def test_import_is_forbidden_to_those_who_only_read(coach, admin_client):
    run = checked(coach, FULL)

    for name in ADDRESSES:
        assert admin_client.get(url(name, run)).status_code == 403
    for name in DEEDS:
        assert admin_client.post(url(name, run)).status_code == 403
    assert admin_client.get(reverse("employers:imports")).status_code == 403
    assert send(admin_client, a_list(FULL)).status_code == 403
    assert fetch(run).stage == "checked"
