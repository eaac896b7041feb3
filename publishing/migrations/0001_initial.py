import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import publishing.languages
import publishing.models.content
import publishing.models.office
import publishing.models.preview_links
import publishing.public_ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, max_length=9, verbose_name='permanent ID')),
                ('letter', models.CharField(max_length=1, verbose_name='type')),
                ('parent', models.CharField(blank=True, max_length=9, verbose_name='within')),
                ('slug', models.SlugField(max_length=80, verbose_name='former web address')),
                ('until', models.DateTimeField(default=django.utils.timezone.now, verbose_name='until')),
            ],
            options={
                'verbose_name': 'former web address',
                'verbose_name_plural': 'former web addresses',
                'ordering': ['-until', '-id'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('letter', 'parent', 'slug'), name='former_address_leads_to_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Plenary', max_length=120, verbose_name='name')),
                ('name_en', models.CharField(default='Plenary', max_length=120, null=True, verbose_name='name')),
                ('name_de', models.CharField(default='Plenary', max_length=120, null=True, verbose_name='name')),
                ('wordmark', models.CharField(default='Plenary', help_text='The few letters at the head of every page.', max_length=40, verbose_name='wordmark')),
                ('wordmark_en', models.CharField(default='Plenary', help_text='The few letters at the head of every page.', max_length=40, null=True, verbose_name='wordmark')),
                ('wordmark_de', models.CharField(default='Plenary', help_text='The few letters at the head of every page.', max_length=40, null=True, verbose_name='wordmark')),
                ('description', models.TextField(blank=True, help_text='One sentence about the site, for its home page.', verbose_name='description')),
                ('description_en', models.TextField(blank=True, help_text='One sentence about the site, for its home page.', null=True, verbose_name='description')),
                ('description_de', models.TextField(blank=True, help_text='One sentence about the site, for its home page.', null=True, verbose_name='description')),
                ('address', models.TextField(blank=True, verbose_name='postal address')),
                ('address_en', models.TextField(blank=True, null=True, verbose_name='postal address')),
                ('address_de', models.TextField(blank=True, null=True, verbose_name='postal address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('footnote', models.TextField(blank=True, help_text='A discreet line at the foot of every page.', verbose_name='footnote')),
                ('footnote_en', models.TextField(blank=True, help_text='A discreet line at the foot of every page.', null=True, verbose_name='footnote')),
                ('footnote_de', models.TextField(blank=True, help_text='A discreet line at the foot of every page.', null=True, verbose_name='footnote')),
                ('time_zone', models.CharField(default='Europe/Berlin', max_length=64, validators=[publishing.models.office.validate_time_zone], verbose_name='time zone')),
                ('languages', models.CharField(default='en,de', help_text='Those in which statements and articles may be published, such as “en, de, fr”.', max_length=200, validators=[publishing.languages.validate_languages], verbose_name='languages of texts')),
                ('required_languages', models.CharField(default='en,de', help_text='Those in which every text should exist.', max_length=200, validators=[publishing.languages.validate_languages], verbose_name='required languages')),
            ],
            options={
                'verbose_name': 'press office',
                'verbose_name_plural': 'press office',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='office_only_one', violation_error_message='There is only one press office: change the existing one.')],
            },
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved')], default='draft', editable=False, max_length=20, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('public_id', publishing.public_ids.PublicIdField('i', verbose_name='permanent ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='web address')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_de', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_de', models.TextField(blank=True, null=True, verbose_name='text')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['position', 'id'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'approve'),
                'constraints': [models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'approved'), _connector='OR'), name='publishing_page_approved_when_timed', violation_error_message='Only approved items can have a publication time.')],
            },
            bases=(publishing.models.content.Content, models.Model),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, max_length=9, verbose_name='permanent ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed at')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('changes', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='changes')),
                ('status', models.CharField(choices=[('open', 'submitted for review'), ('returned', 'returned for changes'), ('accepted', 'accepted'), ('withdrawn', 'taken back by its author')], db_index=True, default='open', max_length=20, verbose_name='status')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'proposed change',
                'verbose_name_plural': 'proposed changes',
                'ordering': ['-made_at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=publishing.models.preview_links.new_token, editable=False, max_length=43, unique=True)),
                ('public_id', models.CharField(blank=True, db_index=True, max_length=9, verbose_name='shows')),
                ('whole', models.BooleanField(default=False, verbose_name='with everything that belongs to it')),
                ('at', models.DateTimeField(blank=True, null=True, verbose_name='time shown')),
                ('asked_on', models.CharField(blank=True, db_index=True, max_length=9, verbose_name='made on the page of')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('until', models.DateTimeField(default=publishing.models.preview_links.a_day_from_now, verbose_name='ends')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended before its time')),
                ('maker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishing.proposal', verbose_name='shown with the proposed change')),
            ],
            options={
                'verbose_name': 'preview link',
                'verbose_name_plural': 'preview links',
                'ordering': ['-made_at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RefusedSignIns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('since', models.DateTimeField()),
                ('times', models.PositiveIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('name', 'since'), name='refused_once_per_name_and_hour')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, max_length=9, verbose_name='permanent ID of the withdrawn item')),
                ('kind', models.CharField(choices=[('out_of_date', 'out of date'), ('in_error', 'published in error')], max_length=20, verbose_name='type')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('reason', models.TextField(help_text='For internal use. Not shown on the site.', verbose_name='reason')),
                ('explanation', models.TextField(help_text='Shown to visitors.', verbose_name='public explanation')),
                ('explanation_en', models.TextField(help_text='Shown to visitors.', null=True, verbose_name='public explanation')),
                ('explanation_de', models.TextField(help_text='Shown to visitors.', null=True, verbose_name='public explanation')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['-since', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AuditLogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='date and time')),
                ('action', models.CharField(choices=[('submit', 'submitted for review'), ('return_for_changes', 'returned for changes'), ('approve', 'approved'), ('schedule', 'scheduled'), ('publish', 'published'), ('force_publish', 'published without second review'), ('unschedule', 'unscheduled'), ('hold_back', 'held back'), ('withdraw', 'withdrawn'), ('restore', 'reinstated'), ('confirm', 'second review confirmed'), ('mark_up_to_date', 'marked as up to date'), ('mark_changes_merged', 'marked changes as added'), ('change_slug', 'web address changed'), ('save', 'saved'), ('delete', 'deleted'), ('postpone', 'postponed'), ('move', 'moved to another time or place'), ('preview', 'previewed'), ('propose', 'proposed a change'), ('return_proposal', 'returned a proposed change'), ('end_preview', 'preview link ended'), ('login', 'signed in'), ('logout', 'signed out'), ('login_refused', 'sign-in refused')], max_length=20, verbose_name='action')),
                ('by_name', models.CharField(max_length=150, verbose_name='user')),
                ('public_id', models.CharField(blank=True, max_length=9, verbose_name='permanent ID')),
                ('object_repr', models.CharField(blank=True, help_text='Its name at that time.', max_length=200, verbose_name='item')),
                ('before', models.CharField(blank=True, choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('held_back', 'held back'), ('scheduled', 'scheduled'), ('public', 'public'), ('replaced', 'replaced by a later version'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='from')),
                ('after', models.CharField(blank=True, choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('held_back', 'held back'), ('scheduled', 'scheduled'), ('public', 'public'), ('replaced', 'replaced by a later version'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='to')),
                ('publish_at', models.DateTimeField(null=True, verbose_name='public from')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('since', models.DateTimeField(null=True, verbose_name='since')),
                ('times', models.PositiveIntegerField(null=True, verbose_name='number of times')),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'audit log entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['public_id', 'id'], name='trail_of_a_thing')],
            },
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['open', 'returned'])), fields=('public_id', 'author'), name='one_proposal_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='withdrawal_ends_after_it_begins', violation_error_message='A withdrawal must end after it began.'),
        ),
    ]
