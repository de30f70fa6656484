"""The kinds of trial with their rules (domain.md 2.4, 2.5, 4.5).

Only what a statute says is marked as confirmed; the rest waits for a check.
"""

from django.db import migrations

TYPES = [
    {
        "code": "tyokokeilu",
        "name_fi": "Työkokeilu (työllisyysalue)",
        "name_sv": "Arbetsprövning (sysselsättningsområde)",
        "name_en": "Work trial (employment area)",
        "source": "Laki 380/2023 54–60 §",
        "confirmed": True,
        "max_months": 6,
        "family": "tyokokeilu",
        "hours_least": 4,
        "hours_most": 8,
        "days_most": 5,
        "parties": ["candidate", "workplace", "authority"],
        "insurer": "authority",
        "tells_representative": True,
    },
    {
        "code": "kela_tyokokeilu",
        "name_fi": "Työkokeilu (Kelan palveluntuottaja)",
        "name_sv": "Arbetsprövning (FPA:s serviceproducent)",
        "name_en": "Work trial (Kela's service provider)",
        "source": "Kelan TEAK-palvelu, 3–6 kk",
        "max_months": 6,
        "parties": ["candidate", "workplace", "provider"],
        "insurer": "provider",
    },
    {
        "code": "tutustuminen",
        "name_fi": "Työelämään tutustuminen",
        "name_sv": "Bekantning med arbetslivet",
        "name_en": "Getting to know working life",
        "source": "Oletus: kaksi viikkoa",
        "max_days": 14,
        "parties": ["candidate", "workplace", "county"],
        "insurer": "county",
    },
    {
        "code": "avotyo",
        "name_fi": "Avotyötoiminta",
        "name_sv": "Öppen arbetsverksamhet",
        "name_en": "Work activity at a workplace",
        "source": "Sosiaalihuoltolaki 710/1982 27 e §",
        "parties": ["candidate", "workplace", "county"],
        "insurer": "county",
        "pay_review_months": 6,
    },
    {
        "code": "koulutussopimus",
        "name_fi": "Koulutussopimus",
        "name_sv": "Utbildningsavtal",
        "name_en": "Training agreement",
        "source": "Opintosuunnitelman mukaan",
        "parties": ["candidate", "workplace", "school"],
        "insurer": "school",
    },
    {
        "code": "oppisopimus",
        "name_fi": "Oppisopimus",
        "name_sv": "Läroavtal",
        "name_en": "Apprenticeship",
        "source": "Opintosuunnitelman mukaan",
        "parties": ["candidate", "workplace", "school"],
        "insurer": "employer",
        "unpaid": False,
    },
    {
        "code": "koeaika",
        "name_fi": "Työsuhteen koeaika",
        "name_sv": "Prövotid i ett anställningsförhållande",
        "name_en": "Trial period of employment",
        "source": "6 kuukautta tai puolet määräaikaisesta työsuhteesta",
        "confirmed": True,
        "offered": False,
        "max_months": 6,
        "parties": ["candidate", "workplace"],
        "insurer": "employer",
        "unpaid": False,
    },
]


def load(apps, schema_editor):
    model = apps.get_model("placements", "TrialType")
    for order, values in enumerate(TYPES, 1):
        code = values["code"]
        model.objects.get_or_create(code=code, defaults={**values, "order": order})


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_trials")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
