"""The six municipalities of the county and the first dated figures.

Codes and names: domain.md section 6.3. Earnings limit: domain.md section 2.6 (law
738/2009 sections 3 and 5). Subsidy caps: domain.md sections 2.0 and 2.1.
"""

from datetime import date
from decimal import Decimal

from django.db import migrations

MUNICIPALITIES = [
    ("106", "Hyvinkää", "Hyvinge"),
    ("186", "Järvenpää", "Träskända"),
    ("505", "Mäntsälä", "Mäntsälä"),
    ("543", "Nurmijärvi", "Nurmijärvi"),
    ("611", "Pornainen", "Borgnäs"),
    ("858", "Tuusula", "Tusby"),
]

LIMIT = "Työkyvyttömyyseläkkeen ansaintaraja"
LIMIT_SOURCE = "Laki 738/2009 3 ja 5 §; takuueläkkeen määrä"
EARNINGS_LIMITS = [
    ("837.59", date(2021, 1, 1), date(2021, 12, 31), True),
    ("855.48", date(2022, 1, 1), date(2022, 7, 31), False),
    ("885.63", date(2022, 8, 1), date(2022, 12, 31), False),
    ("922.42", date(2023, 1, 1), date(2023, 12, 31), True),
    ("976.59", date(2024, 1, 1), date(2024, 12, 31), True),
    ("986.30", date(2025, 1, 1), date(2025, 12, 31), False),
    ("990.90", date(2026, 1, 1), date(2026, 12, 31), False),
]
CAPS = [
    ("subsidy-cap-50", "Palkkatuen enimmäismäärä, 50 %", "1260", True),
    ("subsidy-cap-70", "Palkkatuen enimmäismäärä, 70 %", "1770", False),
    ("subsidy-cap-100", "Palkkatuen enimmäismäärä, 100 %", "2020", True),
]
CAP_SOURCE = "Laki 380/2023 94 §; laki 371/2023"
CHECKED = date(2026, 10, 5)


def load(apps, schema_editor):
    municipality = apps.get_model("crm", "Municipality")
    for code, fi, sv in MUNICIPALITIES:
        municipality.objects.get_or_create(
            code=code, defaults={"name_fi": fi, "name_sv": sv}
        )
    parameter = apps.get_model("crm", "Parameter")
    for value, start, end, confirmed in EARNINGS_LIMITS:
        parameter.objects.get_or_create(
            key="earnings-limit",
            valid_from=start,
            defaults={
                "name": LIMIT,
                "value": Decimal(value),
                "unit": "eur_month",
                "valid_to": end,
                "source": LIMIT_SOURCE,
                "checked_on": CHECKED,
                "confirmed": confirmed,
            },
        )
    for key, name, value, confirmed in CAPS:
        parameter.objects.get_or_create(
            key=key,
            valid_from=date(2025, 1, 1),
            defaults={
                "name": name,
                "value": Decimal(value),
                "unit": "eur_month",
                "source": CAP_SOURCE,
                "checked_on": CHECKED,
                "confirmed": confirmed,
            },
        )


def unload(apps, schema_editor):
    """Leave the rows: employers may point to them, and the tables go with 0001."""


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
