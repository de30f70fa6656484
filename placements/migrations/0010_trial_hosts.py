"""Work trials are elsewhere than where one is employed; one kind was never confirmed."""

from django.db import migrations, models


def correct(apps, schema_editor):
    kinds = apps.get_model("placements", "TrialType").objects
    # Law 380/2023: not with the employer whom the person works for (domain.md 2.4).
    kinds.filter(code="tyokokeilu").update(not_where_employed=True)
    # No statute is named for it.
    kinds.filter(code="koeaika").update(confirmed=False)


class Migration(migrations.Migration):
    dependencies = [("placements", "0009_placement_screens")]

    operations = [
        migrations.AddField(
            model_name="trialtype",
            name="not_where_employed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(correct, migrations.RunPython.noop),
    ]
