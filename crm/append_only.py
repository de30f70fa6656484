"""The triggers that keep the access log append-only, and whether they are there."""

from django.db import connection

#: What migrations have put on the tables of the log, by the kind of database.
TRIGGERS = {
    "sqlite": {
        "crm_accesslog_no_update",
        "crm_accesslog_no_delete",
        "crm_accesslog_no_replace",
        "crm_accesslogstart_no_update",
        "crm_accesslogstart_no_delete",
        "crm_accesslogstart_in_time",
    },
    "postgresql": {
        "crm_accesslog_no_update",
        "crm_accesslog_no_delete",
        "crm_accesslog_no_truncate",
        "crm_accesslogstart_no_update",
        "crm_accesslogstart_no_truncate",
        "crm_accesslogstart_in_time",
    },
}
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    " AND tbl_name IN ('crm_accesslog', 'crm_accesslogstart')",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    " AND tgenabled <> 'D' AND tgrelid IN"
    " ('crm_accesslog'::regclass, 'crm_accesslogstart'::regclass)",
}


def missing_triggers() -> set[str]:
    """Return the triggers that should guard the log and do not."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return TRIGGERS[connection.vendor] - standing
