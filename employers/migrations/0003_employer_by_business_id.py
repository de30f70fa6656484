"""The Y-tunnus is asked for at every newcomer, merged employers included."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("employers", "0002_search_index")]

    operations = [
        migrations.AddIndex(
            model_name="employer",
            index=models.Index(fields=["business_id"], name="employer_by_business_id"),
        ),
    ]
