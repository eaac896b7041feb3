import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import publishing.models.content
import publishing.public_ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('meetings', '0001_initial'),
        ('partners', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BinnedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('photo_id', models.BigIntegerField(db_index=True)),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('facts', models.JSONField()),
                ('binned_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'deleted photo file',
                'verbose_name_plural': 'deleted photo files',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Gallery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved')], default='draft', editable=False, max_length=20, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('public_id', publishing.public_ids.PublicIdField('g', verbose_name='permanent ID')),
                ('slug', models.SlugField(help_text='The last part of the page’s web address, the same in every language.', max_length=80, unique=True, verbose_name='web address')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_en', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_de', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('summary_de', models.TextField(blank=True, null=True, verbose_name='summary')),
                ('note', models.TextField(blank=True, verbose_name='internal note')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='galleries', to='meetings.meeting', verbose_name='meeting')),
                ('terms', models.ForeignKey(blank=True, help_text='The page with the terms of use of the photos.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.page', verbose_name='terms of use')),
            ],
            options={
                'verbose_name': 'gallery',
                'verbose_name_plural': 'galleries',
                'ordering': [models.F('meeting__starts_on').desc(nulls_last=True), '-id'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'approve'),
            },
            bases=(publishing.models.content.Content, models.Model),
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved')], default='draft', editable=False, max_length=20, verbose_name='status')),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('release', models.CharField(choices=[('with_parent', 'with its parent'), ('own_time', 'at its own time'), ('held_back', 'held back')], default='with_parent', editable=False, max_length=20, verbose_name='release')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('public_id', publishing.public_ids.PublicIdField('p', verbose_name='permanent ID')),
                ('headline', models.CharField(blank=True, help_text='A few words that help picture editors to find it.', max_length=160, verbose_name='headline')),
                ('headline_en', models.CharField(blank=True, help_text='A few words that help picture editors to find it.', max_length=160, null=True, verbose_name='headline')),
                ('headline_de', models.CharField(blank=True, help_text='A few words that help picture editors to find it.', max_length=160, null=True, verbose_name='headline')),
                ('caption', models.TextField(blank=True, help_text='Who and what can be seen, where and when.', verbose_name='caption')),
                ('caption_en', models.TextField(blank=True, help_text='Who and what can be seen, where and when.', null=True, verbose_name='caption')),
                ('caption_de', models.TextField(blank=True, help_text='Who and what can be seen, where and when.', null=True, verbose_name='caption')),
                ('alt', models.CharField(blank=True, help_text='Describes the photo for people who cannot see it. At most 250 characters.', max_length=250, verbose_name='alternative text')),
                ('alt_en', models.CharField(blank=True, help_text='Describes the photo for people who cannot see it. At most 250 characters.', max_length=250, null=True, verbose_name='alternative text')),
                ('alt_de', models.CharField(blank=True, help_text='Describes the photo for people who cannot see it. At most 250 characters.', max_length=250, null=True, verbose_name='alternative text')),
                ('credit', models.CharField(blank=True, help_text='The line printed next to the photo.', max_length=160, verbose_name='credit line')),
                ('photographer', models.CharField(blank=True, max_length=120, verbose_name='photographer')),
                ('copyright', models.CharField(blank=True, help_text='The owner of the rights: © and a name.', max_length=200, verbose_name='copyright notice')),
                ('remark', models.CharField(blank=True, help_text='What visitors must know about the picture itself.', max_length=250, verbose_name='remark')),
                ('remark_en', models.CharField(blank=True, help_text='What visitors must know about the picture itself.', max_length=250, null=True, verbose_name='remark')),
                ('remark_de', models.CharField(blank=True, help_text='What visitors must know about the picture itself.', max_length=250, null=True, verbose_name='remark')),
                ('other_people', models.TextField(blank=True, help_text='Names of people without a page here, separated by commas.', verbose_name='other people shown')),
                ('taken_on', models.DateField(blank=True, null=True, verbose_name='day taken')),
                ('taken_at', models.TimeField(blank=True, help_text='Local time of the place.', null=True, verbose_name='time taken')),
                ('taken_offset', models.CharField(blank=True, help_text='Offset of the camera’s clock, such as “+02:00”.', max_length=6, validators=[django.core.validators.RegexValidator('^[+-](0\\d|1[0-4]):[0-5]\\d$', 'Write the offset like “+02:00”.')], verbose_name='offset from UTC')),
                ('place', models.CharField(blank=True, help_text='Where in the city, such as a building.', max_length=120, verbose_name='place')),
                ('place_en', models.CharField(blank=True, help_text='Where in the city, such as a building.', max_length=120, null=True, verbose_name='place')),
                ('place_de', models.CharField(blank=True, help_text='Where in the city, such as a building.', max_length=120, null=True, verbose_name='place')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='city')),
                ('city_en', models.CharField(blank=True, max_length=80, null=True, verbose_name='city')),
                ('city_de', models.CharField(blank=True, max_length=80, null=True, verbose_name='city')),
                ('country', models.CharField(blank=True, max_length=80, verbose_name='country')),
                ('country_en', models.CharField(blank=True, max_length=80, null=True, verbose_name='country')),
                ('country_de', models.CharField(blank=True, max_length=80, null=True, verbose_name='country')),
                ('keywords', models.TextField(blank=True, help_text='Separated by commas.', verbose_name='keywords')),
                ('focus_x', models.PositiveSmallIntegerField(blank=True, help_text='In per cent of the width: the part that stays visible when the picture is cropped.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point from the left')),
                ('focus_y', models.PositiveSmallIntegerField(blank=True, help_text='In per cent of the height.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point from the top')),
                ('note', models.TextField(blank=True, verbose_name='internal note')),
                ('gallery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='photos.gallery', verbose_name='gallery')),
                ('people', models.ManyToManyField(blank=True, related_name='photos', to='partners.person', verbose_name='people shown')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='photos', to='meetings.session', verbose_name='session')),
                ('terms', models.ForeignKey(blank=True, help_text="Only when they are not the gallery's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.page', verbose_name='terms of use')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['position', 'id'],
                'abstract': False,
                'default_permissions': ('add', 'change', 'delete', 'view', 'approve'),
            },
            bases=(publishing.models.content.Content, models.Model),
        ),
        migrations.CreateModel(
            name='PhotoFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('format', models.CharField(choices=[('jpg', 'JPEG'), ('png', 'PNG'), ('webp', 'WebP'), ('tif', 'TIFF'), ('avif', 'AVIF')], max_length=4, verbose_name='file format')),
                ('width', models.PositiveIntegerField(help_text='In pixels, as it is seen upright.', verbose_name='width')),
                ('height', models.PositiveIntegerField(help_text='In pixels, as it is seen upright.', verbose_name='height')),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.', verbose_name='size')),
                ('renditions', models.JSONField(default=list, verbose_name='image sizes')),
                ('scan', models.JSONField(blank=True, default=dict)),
                ('status', models.CharField(choices=[('pending', 'image sizes are being created'), ('ready', 'ready'), ('failed', 'image sizes could not be created')], default='pending', max_length=10, verbose_name='status')),
                ('problem', models.TextField(blank=True, verbose_name='problem')),
                ('carries', models.CharField(blank=True, max_length=16)),
                ('original_name', models.CharField(blank=True, max_length=255, verbose_name='delivered as')),
                ('stored_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='stored')),
                ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='replaced')),
                ('was_ever_public', models.BooleanField(default=False)),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='photos.photo')),
            ],
            options={
                'verbose_name': 'photo file',
                'verbose_name_plural': 'photo files',
                'ordering': ['-stored_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PictureDigest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.CharField(max_length=10)),
                ('words', models.CharField(blank=True, max_length=16)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to='photos.photofile')),
            ],
        ),
        migrations.AddConstraint(
            model_name='gallery',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'approved'), _connector='OR'), name='photos_gallery_approved_when_timed', violation_error_message='Only approved items can have a publication time.'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'approved'), _connector='OR'), name='photos_photo_approved_when_timed', violation_error_message='Only approved items can have a publication time.'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', False), ('release', 'own_time')), models.Q(models.Q(('release', 'own_time'), _negated=True), ('publish_at', None)), _connector='OR'), name='photos_photo_own_time_has_a_time', violation_error_message='An item released at its own time needs that time.'),
        ),
        migrations.AddConstraint(
            model_name='photofile',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('photo',), name='photo_has_one_current_file'),
        ),
        migrations.AddConstraint(
            model_name='picturedigest',
            constraint=models.UniqueConstraint(fields=('file', 'sha256'), name='digest_once_for_a_file'),
        ),
    ]
