"""The legal bases of a client's decision, with their days (domain.md 2.9).

The sections on special care of law 519/1977 are repealed; decisions made on them keep
force to their own day, at most three years from 1.1.2025 (laws 676/2023, 954/2023).
"""

from datetime import date

from django.db import migrations

BASES = [
    {
        "code": "EHO",
        "name_fi": "Erityishuolto-ohjelma (EHO)",
        "name_sv": "Specialomsorgsprogram (EHO)",
        "name_en": "Special care programme (EHO)",
        "source": "Kehitysvammalaki 519/1977; lait 676/2023 ja 954/2023",
        "valid_to": date(2027, 12, 31),
    },
    {
        "code": "VPL27",
        "name_fi": "Vammaispalvelulaki 27 §, työtoiminta",
        "name_sv": "Lagen om funktionshinderservice 27 §, arbetsverksamhet",
        "name_en": "Disability Services Act, section 27, work activity",
        "source": "Vammaispalvelulaki 675/2023 27 §",
        "valid_from": date(2025, 1, 1),
    },
    {
        "code": "SHL27E",
        "name_fi": "Sosiaalihuoltolaki 27 e §, työtoiminta",
        "name_sv": "Socialvårdslagen 27 e §, arbetsverksamhet",
        "name_en": "Social Welfare Act, section 27 e, work activity",
        "source": "Sosiaalihuoltolaki 710/1982 27 e §",
    },
    {
        "code": "SHL27D",
        "name_fi": "Sosiaalihuoltolaki 27 d §, työllistymistä tukeva toiminta",
        "name_sv": "Socialvårdslagen 27 d §, verksamhet i sysselsättningssyfte",
        "name_en": "Social Welfare Act, section 27 d, support for employment",
        "source": "Sosiaalihuoltolaki 710/1982 27 d §",
    },
    {
        "code": "SHL",
        "name_fi": "Sosiaalihuoltolaki 14 ja 17 §",
        "name_sv": "Socialvårdslagen 14 och 17 §",
        "name_en": "Social Welfare Act, sections 14 and 17",
        "source": "Sosiaalihuoltolaki 1301/2014 14 ja 17 §",
    },
    {
        "code": "PSEUDO",
        "name_fi": "Muu tai ei päätöstä",
        "name_sv": "Annan grund eller inget beslut",
        "name_en": "Other, or no decision",
        "source": "",
        "is_decision": False,
    },
]


def load(apps, schema_editor):
    model = apps.get_model("placements", "LegalBasis")
    for order, values in enumerate(BASES, 1):
        code = values["code"]
        model.objects.get_or_create(code=code, defaults={**values, "order": order})


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
