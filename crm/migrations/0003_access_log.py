"""The access log, and the triggers that let it only grow.

Law 703/2023 section 10 (domain.md 2.10). ``manage.py verify_access_log`` also looks
whether the triggers are still there: a later migration that has SQLite rebuild the
table drops them and must make them anew.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """
    CREATE TRIGGER crm_accesslog_no_update BEFORE UPDATE ON crm_accesslog
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
    """
    CREATE TRIGGER crm_accesslog_no_delete BEFORE DELETE ON crm_accesslog
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
    # INSERT OR REPLACE deletes without asking the trigger above.
    """
    CREATE TRIGGER crm_accesslog_no_replace BEFORE INSERT ON crm_accesslog
    WHEN EXISTS (
        SELECT 1 FROM crm_accesslog WHERE id = NEW.id OR number = NEW.number
    )
    BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION crm_accesslog_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$
    """,
    """
    CREATE TRIGGER crm_accesslog_no_update BEFORE UPDATE OR DELETE ON crm_accesslog
    FOR EACH ROW EXECUTE FUNCTION crm_accesslog_refuse()
    """,
    """
    CREATE TRIGGER crm_accesslog_no_truncate BEFORE TRUNCATE ON crm_accesslog
    FOR EACH STATEMENT EXECUTE FUNCTION crm_accesslog_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER crm_accesslog_no_replace",
        "DROP TRIGGER crm_accesslog_no_delete",
        "DROP TRIGGER crm_accesslog_no_update",
    ],
    "postgresql": [
        "DROP TRIGGER crm_accesslog_no_truncate ON crm_accesslog",
        "DROP TRIGGER crm_accesslog_no_update ON crm_accesslog",
        "DROP FUNCTION crm_accesslog_refuse()",
    ],
}
GUARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def guard(apps, schema_editor):
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def begin_chain(apps, schema_editor):
    apps.get_model("crm", "AccessLogEnd").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('crm', '0002_reference_data'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessLogEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name': 'end of the access log',
                'verbose_name_plural': 'ends of the access log',
            },
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('user_key', models.CharField(max_length=20)),
                ('user_name', models.CharField(max_length=300)),
                ('object_id', models.PositiveBigIntegerField()),
                ('subject_name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('view', 'Viewed'), ('change', 'Changed'), ('export', 'Exported'), ('refused', 'Refused'), ('disclosed', 'Disclosed')], max_length=9)),
                ('what', models.CharField(max_length=200, verbose_name='what')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('recipient', models.CharField(blank=True, max_length=200, verbose_name='to whom')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='on what ground')),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'access',
                'verbose_name_plural': 'accesses',
                'ordering': ('-number',),
                'indexes': [models.Index(fields=['content_type', 'object_id', 'number'], name='access_by_subject'), models.Index(fields=['user_key', 'number'], name='access_by_user'), models.Index(fields=['at'], name='access_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'disclosed'), _negated=True), models.Q(models.Q(('recipient', ''), _negated=True), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='access_disclosed_to_somebody')],
            },
        ),
        migrations.RunPython(guard, unguard),
        migrations.RunPython(begin_chain, migrations.RunPython.noop),
    ]
