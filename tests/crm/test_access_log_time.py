"""Rows of the access log go after twelve years: only those, and the chain holds."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from crm.append_only import missing_triggers
from crm.models import Access, AccessLog, AccessLogStart, AppendOnlyError
from crm.models.access_start import out_of_time
from crm.nightly import let_accesses_go
from tests.conftest import make_person, triggers_off
from tests.factories import EmployerFactory

KEPT = "the access log is append-only"


def years_ago(years, days=0):
    now = datetime.now(UTC) - timedelta(days=days)
    return now.replace(year=now.year - years, day=min(now.day, 28))


def write(user, subject, moment, count=1):
    with time_machine.travel(moment, tick=False):
        accesses = [Access(subject, "page", "own") for _number in range(count)]
        AccessLog.objects.append(user, accesses)


@pytest.fixture
def log(db, coach):
    """Three rows whose time is over, two that must stay, one of today."""
    employer = EmployerFactory()
    write(coach, employer, years_ago(14), 2)
    write(coach, employer, years_ago(12, days=40))
    write(coach, employer, years_ago(11), 2)
    write(coach, employer, timezone.now())
    return AccessLog.objects.order_by("number")


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def tamper(table, sql, *values):
    """Do what the triggers forbid, as the owner of the database could."""
    if connection.vendor == "sqlite":
        with triggers_off(connection):
            run(sql, *values)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def complaints(**options):
    with pytest.raises(CommandError) as refusal:
        call_command("verify_access_log", **options)
    return str(refusal.value).splitlines()[1:]


def verified(**options):
    out = StringIO()
    call_command("verify_access_log", stdout=out, **options)
    return out.getvalue().strip()


# --- What goes ------------------------------------------------------------------


def test_only_rows_past_their_time_go_and_the_chain_holds(log, today):
    third = log[2].digest

    assert let_accesses_go(today) == 3
    assert let_accesses_go(today) == 0

    assert list(log.values_list("number", flat=True)) == [4, 5, 6]
    start = AccessLogStart.objects.get()
    assert (start.number, start.digest, start.count) == (3, third, 3)
    assert verified().startswith("The access log is whole. Its end: 6:")
    assert missing_triggers() == set()


def test_later_pruning_goes_on_from_the_start(coach, log, today):
    let_accesses_go(today)
    employer = EmployerFactory()
    write(coach, employer, years_ago(13))  # a clock that was wrong: 7 comes after 6
    assert let_accesses_go(today) == 0

    assert verified().startswith("The access log is whole.")
    assert AccessLogStart.objects.removed() == 3


def test_all_may_go_and_the_log_begins_anew(coach, today):
    employer = EmployerFactory()
    write(coach, employer, years_ago(15), 2)
    let_accesses_go(today)
    assert not AccessLog.objects.exists()
    assert verified().startswith("The access log is whole. Its end: 2:")

    write(coach, employer, years_ago(13))
    write(coach, employer, timezone.now())
    assert let_accesses_go(today) == 1

    assert [start.count for start in AccessLogStart.objects.all()] == [1, 2]
    assert verified().startswith("The access log is whole. Its end: 4:")


def test_nothing_goes_while_everything_is_young(coach, today):
    write(coach, EmployerFactory(), years_ago(11))

    assert let_accesses_go(today) == 0
    assert not AccessLogStart.objects.exists()


@pytest.mark.parametrize(
    ("now", "limit"),
    [
        ((2036, 3, 1), (2024, 2, 29)),
        ((2036, 3, 2), (2024, 3, 1)),
        ((2112, 3, 1), (2100, 2, 28)),
    ],
)
def test_twelve_years_are_counted_over_leap_days(now, limit):
    assert out_of_time(datetime(*now, tzinfo=UTC)) == datetime(*limit, tzinfo=UTC)


# --- What is refused --------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM crm_accesslog WHERE number = 4",
        "DELETE FROM crm_accesslog WHERE number = 6",
        "DELETE FROM crm_accesslog",
        # Old enough, but it is not kept where the chain would begin.
        "DELETE FROM crm_accesslog WHERE number <= 3",
        "UPDATE crm_accesslog SET purpose = 'x' WHERE number = 1",
        "UPDATE crm_accesslog SET at = '2001-01-01' WHERE number = 6",
    ],
)
def test_database_keeps_what_must_stay(log, sql):
    with pytest.raises(DatabaseError, match=KEPT):
        run(sql)

    assert log.count() == 6


def test_young_rows_stay_even_once_a_start_is_kept(log, today):
    let_accesses_go(today)

    for number in (4, 6):
        with pytest.raises(DatabaseError, match=KEPT):
            run("DELETE FROM crm_accesslog WHERE number = %s", number)


@pytest.mark.parametrize("number", [1, 4, 6, 9])
def test_start_is_kept_only_of_a_row_whose_time_is_over(log, today, number):
    """Neither of a young row nor of one that is not there, nor one before the last."""
    let_accesses_go(today)
    row = log.filter(number=number).first()
    columns = "number, digest, count, at, seal"
    with pytest.raises(DatabaseError, match=KEPT):
        run(
            f"INSERT INTO crm_accesslogstart ({columns}) VALUES (%s, %s, 1, %s, 'x')",  # noqa: S608 - ours
            number,
            row.digest if row else "x",
            timezone.now(),
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE crm_accesslogstart SET number = 6",
        "DELETE FROM crm_accesslogstart",
    ],
)
def test_database_keeps_the_start(log, today, sql):
    let_accesses_go(today)

    with pytest.raises(DatabaseError, match=KEPT):
        run(sql)

    assert AccessLogStart.objects.get().number == 3


def test_model_keeps_the_start(log, today):
    let_accesses_go(today)
    start, starts = AccessLogStart.objects.get(), AccessLogStart.objects.all()

    for attempt in (
        start.save,
        start.delete,
        starts.delete,
        lambda: starts.update(number=6),
        lambda: starts.bulk_create([start]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


# --- What shows all the same --------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("number = 2", ["row 2: the start of the chain has been changed"]),
        ("digest = 'x'", ["row 3: the start of the chain has been changed"]),
        ("count = 2", ["row 3: the start of the chain has been changed"]),
        ("at = '2001-01-01'", ["row 3: the start of the chain has been changed"]),
    ],
)
def test_changed_start_is_found(log, today, change, shown):
    let_accesses_go(today)
    tamper("crm_accesslogstart", f"UPDATE crm_accesslogstart SET {change}")  # noqa: S608 - ours

    assert complaints()[:1] == shown


def test_lost_start_and_rows_cut_out_behind_it_are_found(log, today):
    let_accesses_go(today)
    tamper("crm_accesslog", "DELETE FROM crm_accesslog WHERE number = 4")
    assert complaints() == ["row 4: missing"]

    tamper("crm_accesslogstart", "DELETE FROM crm_accesslogstart")
    assert complaints() == ["row 1: missing"]


def test_row_changed_after_a_pruning_is_found(log, today):
    let_accesses_go(today)
    tamper("crm_accesslog", "UPDATE crm_accesslog SET what = 'x' WHERE number = 5")

    assert complaints() == ["row 5: has been changed"]


def test_end_kept_elsewhere_holds_until_its_row_goes(log, today):
    kept = {number: f"{number}:{log[number - 1].digest}" for number in (1, 3, 5)}
    let_accesses_go(today)

    assert verified(anchor=kept[5]).startswith("The access log is whole.")
    assert verified(anchor=kept[3]).startswith("The access log is whole.")
    assert complaints(anchor=kept[1]) == [f"the chain no longer goes through {kept[1]}"]


def test_pruning_costs_a_constant_number_of_queries(log, django_assert_max_num_queries):
    make_person("coach", "Lea", "Lahti")

    with django_assert_max_num_queries(9):
        AccessLog.objects.let_go()
