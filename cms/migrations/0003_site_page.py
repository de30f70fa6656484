"""The common part of all pages; each front page gets it, its introduction as lead."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def give_common_part(apps, schema_editor):
    site_page = apps.get_model("cms", "SitePage")
    own = {"_state", "intro", "body"}
    for home in apps.get_model("cms", "HomePage").objects.all():
        common = {k: v for k, v in vars(home).items() if k not in own}
        page = site_page(lead=home.intro, illustration="hero")
        vars(page).update(common)
        page.save_base(raw=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_home_page"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name='SitePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('heading', models.CharField(blank=True, help_text='Only if it differs from the title. A long word may break at a bar: work|place.', max_length=160, verbose_name='heading')),
                ('short_title', models.CharField(blank=True, help_text='For the menu and the footer, if the title is long.', max_length=40, verbose_name='short title')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that answer first.', verbose_name='lead')),
                ('illustration', models.CharField(blank=True, choices=[('apply', 'Papers and a pen'), ('bakery', 'Bakery'), ('boxes', 'Boxes'), ('garden', 'Garden'), ('hero', 'A job being sewn together'), ('kitchen', 'Kitchen'), ('laundry', 'Laundry'), ('lost', 'Broken thread'), ('office', 'Office'), ('piles', 'Three piles'), ('pricing', 'Price tags'), ('sent', 'Letter on its way'), ('shelves', 'Shelves'), ('support', 'Two people at work'), ('visit', 'A visit')], max_length=12, verbose_name='illustration')),
                ('audience', models.CharField(choices=[('employer', 'Employers'), ('client', 'People looking for work'), ('authority', 'Authorities')], default='employer', max_length=12, verbose_name='audience')),
                ('checked_on', models.DateField(blank=True, help_text='The day on which somebody compared the page with its sources.', null=True, verbose_name='checked on')),
                ('review_by', models.DateField(blank=True, help_text='After this day readers see that the check is late.', null=True, verbose_name='check again by')),
                ('sources', wagtail.fields.RichTextField(blank=True, verbose_name='sources')),
                ('selko_of', models.ForeignKey(blank=True, help_text='If this page is in easy language: the page that it explains.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='easy version of')),
            ],
            options={
                'verbose_name': 'page of the site',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.RunPython(give_common_part, migrations.RunPython.noop),
    ]
