"""Figures of benefits and pay subsidies: domain.md sections 2.0 to 2.7."""

from django.db import migrations

from crm.reference import load_figures


def load(apps, schema_editor):
    load_figures(apps.get_model("crm", "Parameter").objects)


def unload(apps, schema_editor):
    """Leave the rows: editors may have corrected them, the tables go with 0001."""


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_access_log")]

    operations = [migrations.RunPython(load, unload)]
