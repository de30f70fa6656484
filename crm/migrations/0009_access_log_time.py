"""Rows of the access log may go when their twelve years are over (domain.md 2.10).

Only by the clock of the database, only the oldest, and only after it is kept where the
chain then begins; that is append-only as well.
"""

from django.db import migrations, models

SQLITE = [
    "DROP TRIGGER crm_accesslog_no_delete",
    """
    CREATE TRIGGER crm_accesslog_no_delete BEFORE DELETE ON crm_accesslog
    WHEN OLD.at > datetime('now', '-12 years') OR NOT EXISTS (
        SELECT 1 FROM crm_accesslogstart WHERE number >= OLD.number
    )
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
    """
    CREATE TRIGGER crm_accesslogstart_no_update BEFORE UPDATE ON crm_accesslogstart
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
    """
    CREATE TRIGGER crm_accesslogstart_no_delete BEFORE DELETE ON crm_accesslogstart
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
    """
    CREATE TRIGGER crm_accesslogstart_in_time BEFORE INSERT ON crm_accesslogstart
    WHEN EXISTS (
        SELECT 1 FROM crm_accesslogstart WHERE id = NEW.id OR number >= NEW.number
    ) OR NOT EXISTS (
        SELECT 1 FROM crm_accesslog WHERE number = NEW.number
        AND digest = NEW.digest AND at <= datetime('now', '-12 years')
    )
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
]
POSTGRESQL = [
    "DROP TRIGGER crm_accesslog_no_update ON crm_accesslog",
    """
    CREATE TRIGGER crm_accesslog_no_update BEFORE UPDATE ON crm_accesslog
    FOR EACH ROW EXECUTE FUNCTION crm_accesslog_refuse()
    """,
    """
    CREATE FUNCTION crm_accesslog_let_go() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF OLD.at > now() - interval '12 years' OR NOT EXISTS (
            SELECT 1 FROM crm_accesslogstart WHERE number >= OLD.number
        ) THEN RAISE EXCEPTION 'the access log is append-only'; END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER crm_accesslog_no_delete BEFORE DELETE ON crm_accesslog
    FOR EACH ROW EXECUTE FUNCTION crm_accesslog_let_go()
    """,
    """
    CREATE TRIGGER crm_accesslogstart_no_update
    BEFORE UPDATE OR DELETE ON crm_accesslogstart
    FOR EACH ROW EXECUTE FUNCTION crm_accesslog_refuse()
    """,
    """
    CREATE TRIGGER crm_accesslogstart_no_truncate
    BEFORE TRUNCATE ON crm_accesslogstart
    FOR EACH STATEMENT EXECUTE FUNCTION crm_accesslog_refuse()
    """,
    """
    CREATE FUNCTION crm_accesslogstart_check() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF EXISTS (
            SELECT 1 FROM crm_accesslogstart WHERE number >= NEW.number
        ) OR NOT EXISTS (
            SELECT 1 FROM crm_accesslog WHERE number = NEW.number
            AND digest = NEW.digest AND at <= now() - interval '12 years'
        ) THEN RAISE EXCEPTION 'the access log is append-only'; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER crm_accesslogstart_in_time BEFORE INSERT ON crm_accesslogstart
    FOR EACH ROW EXECUTE FUNCTION crm_accesslogstart_check()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER crm_accesslogstart_in_time",
        "DROP TRIGGER crm_accesslogstart_no_delete",
        "DROP TRIGGER crm_accesslogstart_no_update",
        "DROP TRIGGER crm_accesslog_no_delete",
        """
        CREATE TRIGGER crm_accesslog_no_delete BEFORE DELETE ON crm_accesslog
        BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
        """,
    ],
    "postgresql": [
        "DROP TRIGGER crm_accesslogstart_in_time ON crm_accesslogstart",
        "DROP FUNCTION crm_accesslogstart_check()",
        "DROP TRIGGER crm_accesslogstart_no_truncate ON crm_accesslogstart",
        "DROP TRIGGER crm_accesslogstart_no_update ON crm_accesslogstart",
        "DROP TRIGGER crm_accesslog_no_delete ON crm_accesslog",
        "DROP FUNCTION crm_accesslog_let_go()",
        "DROP TRIGGER crm_accesslog_no_update ON crm_accesslog",
        """
        CREATE TRIGGER crm_accesslog_no_update BEFORE UPDATE OR DELETE ON crm_accesslog
        FOR EACH ROW EXECUTE FUNCTION crm_accesslog_refuse()
        """,
    ],
}
GUARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def guard(apps, schema_editor):
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0008_log_effort'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessLogStart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('count', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('seal', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'start of the access log',
                'verbose_name_plural': 'starts of the access log',
                'ordering': ('-number',),
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
