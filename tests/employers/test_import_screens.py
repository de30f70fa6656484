"""The way of a list through the screens, and who may go it."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from employers.importing import running, undoing
from employers.models import (
    Employer,
    Import,
    ImportRow,
)
from employers.nightly import forget_imports
from employers.resources import EmployerResource
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
from tests.employers.test_import_reading import workbook
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


def undo(run, by):
    time.sleep(0.002)  # two moments of the clock are never the same
    undoing.undo(fetch(run), by=by)
    return fetch(run)


def touch_edit(employer, coach):
    employer.notes = "Muutettu"
    employer.save()


# --- Result, bad rows, the whole way in the browser's words --------------------------


def test_bad_rows_come_back_corrected(coach_client, coach):
    head = "Yritys;Y-tunnus;Kunta;Koodi"
    rows = ("A Oy;1234567-8;Tuusula;X1", '"=1+1";;Tuusula;X2', "C Oy;;Tuusula;X3")
    run = applied(coach, *rows, head=head)

    response = coach_client.get(url("import-bad", run))

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Yritys;Y-tunnus;Kunta;Koodi;Why it was left out",
        (
            "A Oy;1234567-8;Tuusula;X1;Y-tunnus: The check digit of the Y-tunnus does"
            " not match."
        ),
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

    with django_assert_num_queries(6 - undone):
        coach_client.get(run.get_absolute_url())


# --- Upload, columns, access ---------------------------------------------------------


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


def test_another_sheet_can_be_chosen(coach_client, coach):
    content = workbook(("Nimi", "Kunta"), ("SHEET Oy", "Tuusula"), sheets=("A", "B"))
    run = uploaded(coach, content, "lista.xlsx")
    page = coach_client.get(url("import-map", run))
    assert page.context["sheet_form"]["sheet"].initial == "A"

    coach_client.post(url("import-map", run), {"sheet": "B"})
    response = coach_client.post(url("import-map", run), {"sheet": "C"}, follow=True)

    assert (fetch(run).sheet, fetch(run).sample[0]) == ("B", ["B Oy"])
    assert [m.level_tag for m in response.context["messages"]] == ["error"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_export_can_be_sent_back_in_every_language(manager, coach, language):
    applied(manager, FULL)
    with translation.override(language):
        text = EmployerResource(manager).export(Employer.objects.all()).export("csv")

    run = uploaded(manager, text)
    running.check_later(run, run.mapping)

    assert [row.verdict for row in run.rows.all()] == ["same"]
    assert len(run.mapping) > 15


def test_old_imports_are_forgotten_with_their_rows(coach):
    old, young = applied(coach, FULL), applied(coach, "B Oy;;;;;;;")
    Import.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=91)
    )

    assert forget_imports(timezone.localdate()) == 1

    assert list(Import.objects.all()) == [young]
    assert Employer.objects.count() == 2
