"""The triggers that keep the access log append-only, and whether they are there."""

from django.db import connection

#: What a migration has put on the log's table, by the kind of database.
TRIGGERS = {
    "sqlite": {
        "crm_accesslog_no_update",
        "crm_accesslog_no_delete",
        "crm_accesslog_no_replace",
    },
    "postgresql": {
        "crm_accesslog_no_update",
        "crm_accesslog_no_truncate",
    },
}
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master"
    " WHERE type = 'trigger' AND tbl_name = 'crm_accesslog'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    " AND tgenabled <> 'D' AND tgrelid = 'crm_accesslog'::regclass",
}


def missing_triggers() -> set[str]:
    """Return the triggers that should guard the log and do not."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return TRIGGERS[connection.vendor] - standing
