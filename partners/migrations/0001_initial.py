import django.core.validators
import django.db.models.deletion
import partners.flags
import partners.partial_dates
import publishing.models.belonging
import publishing.models.content
import publishing.public_ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Format',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved')], default='draft', editable=False, max_length=20, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('public_id', publishing.public_ids.PublicIdField('f', verbose_name='permanent ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s web address, the same in every language.', max_length=80, unique=True, verbose_name='web address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_de', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('acronym', models.CharField(blank=True, max_length=20, verbose_name='acronym')),
                ('acronym_en', models.CharField(blank=True, max_length=20, null=True, verbose_name='acronym')),
                ('acronym_de', models.CharField(blank=True, max_length=20, null=True, verbose_name='acronym')),
                ('description', models.TextField(blank=True, help_text='One or two sentences.', verbose_name='description')),
                ('description_en', models.TextField(blank=True, help_text='One or two sentences.', null=True, verbose_name='description')),
                ('description_de', models.TextField(blank=True, help_text='One or two sentences.', null=True, verbose_name='description')),
                ('founded', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='founded')),
                ('until', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='until')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'ordering': ['position', 'id'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'approve'),
            },
            bases=(publishing.models.content.Content, models.Model),
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved')], default='draft', editable=False, max_length=20, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('public_id', publishing.public_ids.PublicIdField('c', verbose_name='permanent ID')),
                ('kind', models.CharField(choices=[('country', 'country'), ('organisation', 'international organisation')], max_length=20, verbose_name='type')),
                ('slug', models.SlugField(help_text='The last part of the page’s web address, the same in every language.', max_length=80, unique=True, verbose_name='web address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_de', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('official_name', models.CharField(blank=True, max_length=200, verbose_name='official name')),
                ('official_name_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='official name')),
                ('official_name_de', models.CharField(blank=True, max_length=200, null=True, verbose_name='official name')),
                ('iso_code', models.CharField(blank=True, help_text='For a country: two letters, such as DE.', max_length=2, null=True, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Two capital letters of ISO 3166-1, such as DE.')], verbose_name='ISO code')),
                ('acronym', models.CharField(blank=True, help_text='For an organisation, such as NATO.', max_length=20, verbose_name='acronym')),
                ('flag', models.FileField(blank=True, help_text='Only if it differs from the flag of the ISO code.', upload_to=partners.flags.flag_path, validators=[partners.flags.validate_flag], verbose_name='flag')),
                ('note', models.TextField(blank=True, verbose_name='internal note')),
            ],
            options={
                'verbose_name': 'country or organisation',
                'verbose_name_plural': 'countries and organisations',
                'ordering': ['name'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'approve'),
                'constraints': [models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'approved'), _connector='OR'), name='partners_partner_approved_when_timed', violation_error_message='Only approved items can have a publication time.'), models.CheckConstraint(condition=models.Q(models.Q(('iso_code__isnull', False), ('kind', 'country')), models.Q(('iso_code', None), ('kind', 'organisation')), _connector='OR'), name='partner_country_has_iso_code', violation_error_message='A country has an ISO code, an organisation has none.')],
            },
            bases=(publishing.models.content.Content, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('member', 'member'), ('partner', 'partner'), ('contributor', 'contributor'), ('observer', 'observer')], default='member', max_length=20, verbose_name='capacity')),
                ('since', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='since')),
                ('until', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='until')),
                ('format', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='partners.format', verbose_name='body')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.partner', verbose_name='country or organisation')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['since', 'id'],
            },
            bases=(publishing.models.belonging.BelongsTo, models.Model),
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_de', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('official_name', models.CharField(blank=True, max_length=200, verbose_name='official name')),
                ('official_name_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='official name')),
                ('official_name_de', models.CharField(blank=True, max_length=200, null=True, verbose_name='official name')),
                ('flag', models.FileField(blank=True, upload_to=partners.flags.flag_path, validators=[partners.flags.validate_flag], verbose_name='flag')),
                ('since', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='since')),
                ('until', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='until')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='partners.partner')),
            ],
            options={
                'verbose_name': 'former name or flag',
                'verbose_name_plural': 'former names and flags',
                'ordering': ['-until'],
            },
            bases=(publishing.models.belonging.BelongsTo, models.Model),
        ),
        migrations.AddField(
            model_name='format',
            name='partners',
            field=models.ManyToManyField(related_name='formats', through='partners.Membership', to='partners.partner', verbose_name='countries and organisations'),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved')], default='draft', editable=False, max_length=20, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('public_id', publishing.public_ids.PublicIdField('h', verbose_name='permanent ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s web address, the same in every language.', max_length=80, unique=True, verbose_name='web address')),
                ('name', models.CharField(help_text='As written in each language.', max_length=120, verbose_name='name')),
                ('name_en', models.CharField(help_text='As written in each language.', max_length=120, null=True, verbose_name='name')),
                ('name_de', models.CharField(help_text='As written in each language.', max_length=120, null=True, verbose_name='name')),
                ('sort_name', models.CharField(help_text='Such as “Lavrov, Sergey”.', max_length=120, verbose_name='sorted as')),
                ('sort_name_en', models.CharField(help_text='Such as “Lavrov, Sergey”.', max_length=120, null=True, verbose_name='sorted as')),
                ('sort_name_de', models.CharField(help_text='Such as “Lavrov, Sergey”.', max_length=120, null=True, verbose_name='sorted as')),
                ('note', models.TextField(blank=True, verbose_name='internal note')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['sort_name', 'id'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'approve'),
                'constraints': [models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'approved'), _connector='OR'), name='partners_person_approved_when_timed', violation_error_message='Only approved items can have a publication time.')],
            },
            bases=(publishing.models.content.Content, models.Model),
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(help_text='Such as “Foreign Minister of Germany”.', max_length=120, verbose_name='office')),
                ('office_en', models.CharField(help_text='Such as “Foreign Minister of Germany”.', max_length=120, null=True, verbose_name='office')),
                ('office_de', models.CharField(help_text='Such as “Foreign Minister of Germany”.', max_length=120, null=True, verbose_name='office')),
                ('since', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='since')),
                ('until', partners.partial_dates.PartialDateField(blank=True, help_text='As far as it is known: 2004, 2004-03 or 2004-03-29.', verbose_name='until')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='partners.partner', verbose_name='country or organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='partners.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': ['-since', 'id'],
            },
            bases=(publishing.models.belonging.BelongsTo, models.Model),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('since', ''), ('until', ''), ('until__gte', models.F('since')), ('since__startswith', models.F('until')), _connector='OR'), name='membership_not_reversed', violation_error_message='The end must not be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('format', 'partner', 'since'), name='membership_starts_once'),
        ),
        migrations.AddConstraint(
            model_name='formername',
            constraint=models.CheckConstraint(condition=models.Q(('since', ''), ('until', ''), ('until__gte', models.F('since')), ('since__startswith', models.F('until')), _connector='OR'), name='former_name_not_reversed', violation_error_message='The end must not be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='format',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'approved'), _connector='OR'), name='partners_format_approved_when_timed', violation_error_message='Only approved items can have a publication time.'),
        ),
        migrations.AddConstraint(
            model_name='format',
            constraint=models.CheckConstraint(condition=models.Q(('founded', ''), ('until', ''), ('until__gte', models.F('founded')), ('founded__startswith', models.F('until')), _connector='OR'), name='format_not_reversed', violation_error_message='The end must not be before the start.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('since', ''), ('until', ''), ('until__gte', models.F('since')), ('since__startswith', models.F('until')), _connector='OR'), name='appointment_not_reversed', violation_error_message='The end must not be before the start.'),
        ),
    ]
