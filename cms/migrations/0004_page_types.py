"""The kinds of pages, all of them site pages; the front page is made anew as one."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def make_homes(apps, schema_editor):
    """Every site page that is there so far is a front page."""
    home_page = apps.get_model("cms", "HomePage")
    for page in apps.get_model("cms", "SitePage").objects.all():
        home = home_page(note="Käynti ei sido sinua mihinkään.")
        vars(home).update({k: v for k, v in vars(page).items() if k != "_state"})
        home.sitepage_ptr_id = page.page_ptr_id
        home.save_base(raw=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_site_page"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.DeleteModel(name="HomePage"),
        migrations.CreateModel(
            name='AccessibilityPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
                ('conformance', models.CharField(choices=[('full', 'meets the requirements'), ('partial', 'meets the requirements in part'), ('none', 'does not meet the requirements')], default='partial', max_length=8, verbose_name='conformance')),
                ('shortcomings', wagtail.fields.RichTextField(blank=True, verbose_name='known shortcomings')),
                ('other_way', wagtail.fields.RichTextField(blank=True, verbose_name='another way to the same information')),
                ('drawn_up_on', models.DateField(blank=True, null=True, verbose_name='drawn up on')),
                ('assessor', models.CharField(blank=True, max_length=120, verbose_name='assessed by')),
                ('method', models.CharField(blank=True, max_length=200, verbose_name='method')),
                ('supervisor', wagtail.fields.RichTextField(blank=True, verbose_name='supervising authority')),
            ],
            options={
                'verbose_name': 'accessibility statement',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='ComparisonPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
                ('comparison', wagtail.fields.StreamField([], blank=True, verbose_name='comparison')),
            ],
            options={
                'verbose_name': 'comparison page',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='ContactPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'contacts by municipality',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='EasyIndexPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'front page in easy language',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='FaqPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
                ('questions', wagtail.fields.StreamField([], blank=True, verbose_name='questions')),
            ],
            options={
                'verbose_name': 'page of questions',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='GuidancePage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
                ('is_wide', models.BooleanField(default=False, help_text='The margin stands below: for steps with pictures.', verbose_name='wide column')),
            ],
            options={
                'verbose_name': 'guidance page',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('second_line', models.CharField(blank=True, max_length=120, verbose_name='second line of the heading')),
                ('note', models.CharField(blank=True, max_length=160, verbose_name='note under the button')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='PlainPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'plain page',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='PrivacyPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.sitepage')),
                ('body', wagtail.fields.StreamField([], blank=True, verbose_name='text')),
                ('aside', wagtail.fields.StreamField([], blank=True, verbose_name='margin')),
                ('sections', wagtail.fields.StreamField([], blank=True, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'privacy notice',
            },
            bases=('cms.sitepage',),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Räätäli', max_length=60, verbose_name='name of the site')),
                ('organisation_fi', models.CharField(blank=True, max_length=120, verbose_name='organisation in Finnish')),
                ('organisation_sv', models.CharField(blank=True, max_length=120, verbose_name='organisation in Swedish')),
                ('organisation_en', models.CharField(blank=True, max_length=120, verbose_name='organisation in English')),
                ('unit_fi', models.CharField(blank=True, max_length=120, verbose_name='unit in Finnish')),
                ('unit_sv', models.CharField(blank=True, max_length=120, verbose_name='unit in Swedish')),
                ('unit_en', models.CharField(blank=True, max_length=120, verbose_name='unit in English')),
                ('footer_fi', models.TextField(blank=True, verbose_name='footer in Finnish')),
                ('footer_sv', models.TextField(blank=True, verbose_name='footer in Swedish')),
                ('footer_en', models.TextField(blank=True, verbose_name='footer in English')),
                ('palette', models.CharField(blank=True, choices=[('', 'Spruce'), ('lake', 'Lake'), ('berry', 'Berry')], default='', max_length=8, verbose_name='colours')),
                ('logo', models.ForeignKey(blank=True, help_text='In place of the drawn mark.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('social_picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture for shared links')),
            ],
            options={
                'verbose_name': 'site settings',
            },
        ),
        migrations.RunPython(make_homes, migrations.RunPython.noop),
    ]
