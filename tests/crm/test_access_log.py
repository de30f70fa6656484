"""The access log: it grows, it cannot be rewritten, and tampering shows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from crm.append_only import missing_triggers
from crm.models import Access, AccessLog, AccessLogEnd, AppendOnlyError
from tests.conftest import at_once, make_person, triggers_off
from tests.factories import EmployerFactory


def write(user, subject, count=1, **values):
    values = {"what": "page", "purpose": "own"} | values
    AccessLog.objects.append(user, [Access(subject, **values) for _ in range(count)])


@pytest.fixture
def log(db, coach):
    write(coach, EmployerFactory(), count=5)
    return AccessLog.objects.order_by("number")


def tamper(sql, *values):
    """Do what the triggers forbid, as the owner of the database could."""
    if connection.vendor == "sqlite":
        with triggers_off(connection), connection.cursor() as cursor:
            cursor.execute(sql, values)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or it has pending events
        cursor.execute("ALTER TABLE crm_accesslog DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE crm_accesslog ENABLE TRIGGER USER")


def spoil(column, value):
    name = connection.ops.quote_name(column)
    sql = f"UPDATE crm_accesslog SET {name} = %s WHERE number = 3"  # noqa: S608 - ours
    tamper(sql, value)


def complaints():
    with pytest.raises(CommandError) as refusal:
        call_command("verify_access_log")
    return str(refusal.value).splitlines()[1:]


def verified(**options):
    out = StringIO()
    call_command("verify_access_log", stdout=out, **options)
    return out.getvalue().strip()


# --- What is written --------------------------------------------------------


def test_row_says_who_whose_what_why_and_when(coach, today):
    employer = EmployerFactory(name="Leipomo Esimerkki")

    write(coach, employer, what="profile", purpose="own")

    row = AccessLog.objects.first()
    assert (row.user_key, row.user_name) == (str(coach.pk), f"{coach} <{coach.email}>")
    assert (row.subject, row.subject_name) == (employer, "Leipomo Esimerkki")
    assert (row.kind, row.what, row.purpose, row.on) == (
        "view",
        "profile",
        "own",
        today,
    )


def test_row_survives_the_one_it_is_about_and_the_one_who_looked(db):
    user = make_person("coach", "Lea", "Lähtijä")
    employer = EmployerFactory()
    write(user, employer)

    employer.delete()
    user.delete()

    row = AccessLog.objects.first()
    assert (row.subject, row.user_name) == (
        None,
        "Lea Lähtijä <lea.lähtijä@example.fi>",
    )
    assert list(AccessLog.objects.breaks()) == []


def test_rows_about_one_subject_are_found(coach):
    employer, other = EmployerFactory(), EmployerFactory()
    write(coach, employer, count=2)
    write(coach, other)

    assert [row.number for row in AccessLog.objects.about(employer)] == [2, 1]


def test_disclosure_needs_somebody_and_a_ground(coach):
    with pytest.raises(DatabaseError), transaction.atomic():
        write(coach, EmployerFactory(), kind="disclosed", recipient="Kela")


# --- What is refused --------------------------------------------------------


def test_model_refuses_to_change_and_to_remove(log):
    row = log.first()

    for attempt in (
        row.save,
        row.delete,
        log.delete,
        lambda: log.update(purpose="other"),
        lambda: log.bulk_update([row], ["purpose"]),
        lambda: log.bulk_create([row]),
        lambda: AccessLog.objects.create(number=9),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE crm_accesslog SET purpose = 'other' WHERE number = 3",
        "DELETE FROM crm_accesslog WHERE number = 3",
        "DELETE FROM crm_accesslog",
    ],
)
def test_database_refuses_to_change_and_to_remove(log, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert log.count() == 5


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a verb of SQLite")
def test_database_refuses_to_replace(log):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT OR REPLACE INTO crm_accesslog SELECT * FROM crm_accesslog"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a verb of PostgreSQL")
def test_database_refuses_to_truncate(log):
    sql = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE crm_accesslog"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


# --- What shows all the same ------------------------------------------------


def test_whole_chain_is_told_with_its_end(log):
    last = log.last()

    assert verified() == f"The access log is whole. Its end: 5:{last.digest}"
    assert verified(anchor=f"3:{log[2].digest}").startswith("The access log is whole.")


@pytest.mark.parametrize(
    "column", ["purpose", "what", "user_name", "user_key", "subject_name", "recipient"]
)
def test_changed_word_is_found(log, column):
    spoil(column, "7")

    assert complaints() == ["row 3: has been changed"]


@pytest.mark.parametrize(("column", "value"), [("at", "2020-01-01"), ("object_id", 0)])
def test_changed_moment_or_subject_is_found(log, column, value):
    spoil(column, value)

    assert complaints() == ["row 3: has been changed"]


def test_row_changed_with_its_digest_is_found(log):
    row = log[2]
    row.purpose = "other"
    tamper(
        "UPDATE crm_accesslog SET purpose = 'other', digest = %s WHERE number = 3",
        row.reckon(),
    )

    assert complaints() == ["row 4: does not follow the one before it"]


def test_row_cut_out_is_found(log):
    tamper("DELETE FROM crm_accesslog WHERE number = 3")

    assert complaints() == ["row 3: missing"]


def test_rows_cut_off_are_found(log):
    tamper("DELETE FROM crm_accesslog WHERE number > 3")

    assert complaints() == ["row 4: the last rows, up to 5, are gone"]


def test_lost_end_is_found(log):
    AccessLogEnd.objects.all().delete()

    assert complaints() == ["row 6: the end of the chain is gone"]


def test_chain_written_anew_is_found_by_an_end_kept_elsewhere(log, coach):
    kept = f"5:{log.last().digest}"
    tamper("DELETE FROM crm_accesslog")
    AccessLogEnd.objects.update(number=0, digest="")
    write(coach, EmployerFactory(), count=5)

    with pytest.raises(CommandError, match="no longer goes through 5:"):
        call_command("verify_access_log", anchor=kept)
    assert verified().startswith("The access log is whole.")


def test_missing_trigger_is_told(log):
    with connection.cursor() as cursor:
        on = " ON crm_accesslog" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER crm_accesslog_no_update{on}")

    assert missing_triggers() == {"crm_accesslog_no_update"}
    assert complaints() == ["trigger crm_accesslog_no_update is missing"]


def test_writing_costs_a_constant_number_of_queries(coach, django_assert_num_queries):
    employer = EmployerFactory()
    write(coach, employer)

    with django_assert_num_queries(3):
        write(coach, employer, count=50)


def test_writers_at_once_do_not_fork_the_chain(saving_db):
    user, employer = make_person("coach", "Aino", "Aalto"), EmployerFactory()

    results = at_once(*[lambda: write(user, employer, count=5)] * 4)

    assert results == [None] * 4
    assert AccessLog.objects.count() == 20
    assert list(AccessLog.objects.breaks()) == []
