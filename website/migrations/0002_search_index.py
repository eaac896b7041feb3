"""The tables of the search index, and what each database searches them by."""

import django.db.models.deletion
from django.db import migrations, models


SQLITE = (
    """
    CREATE VIRTUAL TABLE website_words USING fts5(
        title_words, names_words, body_words,
        content = 'website_entry', content_rowid = 'id', tokenize = 'ascii', prefix = '2 3'
    )
    """,
    """
    INSERT INTO website_words (website_words, rank) VALUES ('rank', 'bm25(8.0, 4.0, 1.0)')
    """,
    """
    CREATE TRIGGER website_words_insert AFTER INSERT ON website_entry BEGIN
        INSERT INTO website_words (rowid, title_words, names_words, body_words)
        VALUES (new.id, new.title_words, new.names_words, new.body_words);
    END;
    """,
    """
    CREATE TRIGGER website_words_delete AFTER DELETE ON website_entry BEGIN
        INSERT INTO website_words (website_words, rowid, title_words, names_words, body_words)
        VALUES ('delete', old.id, old.title_words, old.names_words, old.body_words);
    END;
    """,
    """
    CREATE TRIGGER website_words_update AFTER UPDATE ON website_entry BEGIN
        INSERT INTO website_words (website_words, rowid, title_words, names_words, body_words)
        VALUES ('delete', old.id, old.title_words, old.names_words, old.body_words);
        INSERT INTO website_words (rowid, title_words, names_words, body_words)
        VALUES (new.id, new.title_words, new.names_words, new.body_words);
    END;
    """,
)
POSTGRESQL = """
ALTER TABLE website_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title_words), 'A')
    || setweight(to_tsvector('simple', names_words), 'B')
    || setweight(to_tsvector('simple', body_words), 'D')
) STORED;
CREATE INDEX website_words ON website_entry USING gin (words) WITH (fastupdate = off);
"""


def create_words(apps, schema_editor):
    """Make what is searched follow the columns with words. A migration that changes the table makes it again."""
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else [POSTGRESQL]
    for statement in statements:
        schema_editor.execute(statement)


def remove_words(apps, schema_editor):
    """Remove what the table of the entries does not take along."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE website_words")


class Migration(migrations.Migration):

    dependencies = [
        ('website', '0001_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('shown', models.CharField(max_length=40)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=1)),
                ('object_id', models.BigIntegerField()),
                ('public_id', models.CharField(max_length=9)),
                ('edition_id', models.BigIntegerField(default=0)),
                ('needs', models.CharField(blank=True, default='', max_length=1)),
                ('needs_id', models.BigIntegerField(default=0)),
                ('language', models.CharField(max_length=35)),
                ('day', models.DateField(blank=True, null=True)),
                ('title', models.TextField()),
                ('names', models.TextField(blank=True, default='')),
                ('body', models.TextField(blank=True, default='')),
                ('anchors', models.JSONField(blank=True, default=list)),
                ('title_words', models.TextField()),
                ('names_words', models.TextField(blank=True, default='')),
                ('body_words', models.TextField(blank=True, default='')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['kind', 'object_id'], name='entry_of_object')],
            },
        ),
        migrations.CreateModel(
            name='EntryFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=1)),
                ('object_id', models.BigIntegerField()),
                ('record', models.CharField(max_length=1)),
                ('record_id', models.BigIntegerField()),
                ('via', models.CharField(blank=True, default='', max_length=1)),
                ('via_id', models.BigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['kind', 'object_id', 'record', 'record_id', 'via', 'via_id'], name='facets_of_object')],
            },
        ),
        migrations.CreateModel(
            name='Trigram',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letters', models.CharField(max_length=3)),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trigrams', to='website.knownword')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['letters', 'word'], name='trigram_of_word')],
            },
        ),
        migrations.RunPython(create_words, remove_words),
    ]
