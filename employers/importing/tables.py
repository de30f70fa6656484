"""Many rows written at once, with their history: a statement for hundreds of rows.

``bulk_create`` and its history build an object, and convert every column of it, for
each row. Here the columns that are the same in all rows are converted once, and
history is copied inside the database. Constraints hold as ever.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched, chain
from typing import Any

from django.db import connection, models

#: Values in one statement; far below what either database allows.
MAX_VALUES = 20_000
#: Keys named in one statement.
MAX_KEYS = 5_000


def quoted(name: str) -> str:
    """Quote a table or column."""
    return connection.ops.quote_name(name)


def moment(at: datetime) -> Any:
    """Return a moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Return so many keys that no other row will get; call it in a transaction."""
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s))"
                " FROM generate_series(1, %s)",
                [table, pk, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite has one writer at a time, and this transaction is it.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + count + 1))


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    **common: Any,
) -> None:
    """Insert rows that differ in ``columns``; the rest is alike or a default."""
    alike = _alike(model(**common), columns)
    names = ", ".join(map(quoted, [*columns, *alike]))
    constants = tuple(alike.values())
    whole = ((*row, *constants) for row in rows)
    into = f"{quoted(model._meta.db_table)} ({names})"
    if connection.vendor == "postgresql":
        _copy_in(into, whole)
    else:
        _insert_in(into, whole, len(columns) + len(constants))


def _copy_in(into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Stream the rows: parameters by the thousand are slow in PostgreSQL's driver."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert_in(into: str, rows: Iterable[tuple[Any, ...]], width: int) -> None:
    one = f"({', '.join(['%s'] * width)})"
    with connection.cursor() as cursor:
        for batch in batched(rows, max(MAX_VALUES // width, 1), strict=False):
            places = ", ".join([one] * len(batch))
            cursor.execute(
                f"INSERT INTO {into} VALUES {places}",  # noqa: S608 - our names
                list(chain.from_iterable(batch)),
            )


def _alike(instance: models.Model, columns: Sequence[str]) -> dict[str, Any]:
    """Return the columns that all rows share, as the database takes them."""
    fields = instance._meta.concrete_fields
    return {
        field.column: field.get_db_prep_save(
            field.pre_save(instance, add=True), connection
        )
        for field in fields
        if field.column and field.column not in columns and not field.primary_key
    }


def update(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Set ``columns`` of each row; its key comes last."""
    table = quoted(model._meta.db_table)
    changes = ", ".join(f"{quoted(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {changes} WHERE {quoted('id')} = %s",  # noqa: S608 - ours
            list(rows),
        )


def connect(
    model: type[models.Model],
    column: str,
    pairs: Iterable[tuple[int, int]],
    **alike: str,
) -> None:
    """Let ``column`` of each pair's first row point to its second; the rest alike."""
    table, pk = quoted(model._meta.db_table), quoted("id")
    changes = [f"{quoted(name)} = %s" for name in alike]
    changes.append(f"{quoted(column)} = new.column2")
    with connection.cursor() as cursor:
        for batch in batched(pairs, MAX_KEYS, strict=False):
            rows = ", ".join(["(%s, %s)"] * len(batch))
            cursor.execute(
                f"UPDATE {table} SET {', '.join(changes)}"  # noqa: S608 - our own names
                f" FROM (VALUES {rows}) AS new WHERE {table}.{pk} = new.column1",
                [*alike.values(), *chain.from_iterable(batch)],
            )


def delete(model: type[models.Model], column: str, keys: Iterable[int]) -> None:
    """Delete the rows whose column is one of the keys."""
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        for chunk, places in _chunks(keys):
            cursor.execute(
                f"DELETE FROM {table} WHERE {quoted(column)} IN ({places})",  # noqa: S608 - ours
                chunk,
            )


def forget_key(model: type[models.Model], column: str, keys: Iterable[int]) -> None:
    """Empty the column where it is one of the keys."""
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        for chunk, places in _chunks(keys):
            cursor.execute(
                f"UPDATE {table} SET {quoted(column)} = NULL"  # noqa: S608 - our names
                f" WHERE {quoted(column)} IN ({places})",
                chunk,
            )


def copy_history(
    model: Any, keys: Iterable[int], kind: str, *, user: int | None, at: datetime
) -> None:
    """Write history ("+", "~" or "-") of the rows as they are now."""
    history = model.changes.model
    own = {field.column for field in model._meta.concrete_fields}
    kept = [f.column for f in history._meta.concrete_fields if f.column in own]
    extra = ["history_date", "history_type", "history_user_id", "history_change_reason"]
    names = ", ".join(map(quoted, [*kept, *extra]))
    source = ", ".join(map(quoted, kept))
    date = moment(at)
    with connection.cursor() as cursor:
        for chunk, places in _chunks(keys):
            cursor.execute(
                f"INSERT INTO {quoted(history._meta.db_table)} ({names})"  # noqa: S608 - our own names
                f" SELECT {source}, %s, %s, %s, NULL"
                f" FROM {quoted(model._meta.db_table)}"
                f" WHERE {quoted('id')} IN ({places})",
                [date, kind, user, *chunk],
            )


def _chunks(keys: Iterable[int]) -> Iterator[tuple[list[int], str]]:
    for chunk in batched(keys, MAX_KEYS, strict=False):
        yield list(chunk), ", ".join(["%s"] * len(chunk))
