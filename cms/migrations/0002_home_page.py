"""A Finnish home page in place of Wagtail's welcome page; roles in place of its groups."""

from django.db import migrations

TITLE = "Tarvitsetko apukäsiä?"
INTRO = (
    "Joka työpaikalla on tehtäviä, joihin aika ei riitä. Työvalmentaja etsii ne kanssasi"
    " ja kokoaa niistä työn sopivalle tekijälle."
)
BODY = (
    "<h2>Räätälöidään työ yhdessä</h2>"
    "<ol>"
    "<li>Työvalmentaja käy työpaikallasi. Käynti ei sido sinua mihinkään.</li>"
    "<li>Käytte läpi, mikä teillä jää tekemättä.</li>"
    "<li>Niistä tehtävistä kootaan työ: muutama tunti viikossa tai enemmän.</li>"
    "<li>Tekijä tulee kokeilemaan. Työvalmentaja on alussa mukana.</li>"
    "<li>Jos se toimii, sovitte työstä. Jos ei, soita.</li>"
    "</ol>"
    "<p>Ota yhteyttä oman kuntasi työvalmentajaan.</p>"
)
#: Wagtail's own first page, and the groups that its installation makes.
WELCOME, GROUPS = "00010001", ["Editors", "Moderators"]


def make_home(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    locale, _new = apps.get_model("wagtailcore", "Locale").objects.get_or_create(
        language_code="fi"
    )
    home_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="homepage"
    )
    page_model.objects.filter(path__startswith=WELCOME).delete()
    home = apps.get_model("cms", "HomePage").objects.create(
        title=TITLE,
        draft_title=TITLE,
        slug="etusivu",
        url_path="/etusivu/",
        path=WELCOME,
        depth=2,
        numchild=0,
        live=True,
        locale=locale,
        content_type=home_type,
        intro=INTRO,
        body=BODY,
    )
    page_model.objects.filter(depth=1).update(numchild=1)
    apps.get_model("wagtailcore", "Site").objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "site_name": "Räätäli",
            "root_page_id": home.pk,
        },
    )
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


def remove_home(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(path=WELCOME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cms", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_home, remove_home)]
