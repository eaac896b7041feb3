"""The search index (website/search/): what can be found, whether public or not.

Columns that end in `_words` hold the words as website/search/words.py makes them. On PostgreSQL a column is made of
them by the database, on SQLite a table of FTS5 (migration 0002): both follow every change of an entry by themselves.
"""

from django.db import models


class Entry(models.Model):
    """What can be found of one row in one language.

    One of a document is about one edition. One that contains what another row says, such as the name of a person in a
    photo, names that row in `needs`: it is found only while both are public.
    """

    kind = models.CharField(max_length=1)  # the letter of the permanent ids of the kind
    object_id = models.BigIntegerField()
    public_id = models.CharField(max_length=9)
    edition_id = models.BigIntegerField(default=0)
    needs = models.CharField(max_length=1, default="", blank=True)
    needs_id = models.BigIntegerField(default=0)
    language = models.CharField(max_length=35)
    day = models.DateField(null=True, blank=True)
    # The texts as they are shown. Of the body, each paragraph is a line, and the anchors have one for each of them.
    title = models.TextField()
    names = models.TextField(default="", blank=True)
    body = models.TextField(default="", blank=True)
    anchors = models.JSONField(default=list, blank=True)
    title_words = models.TextField()
    names_words = models.TextField(default="", blank=True)
    body_words = models.TextField(default="", blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "object_id"], name="entry_of_object")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.language}: {self.title}"


class EntryFacet(models.Model):
    """A body, country or topic to find a row by; `via` must be public too, if set."""

    kind = models.CharField(max_length=1)
    object_id = models.BigIntegerField()
    record = models.CharField(max_length=1)  # the letter of what the row can be found by
    record_id = models.BigIntegerField()
    via = models.CharField(max_length=1, default="", blank=True)
    via_id = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "object_id", "record", "record_id", "via", "via_id"], name="facets_of_object")
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.object_id} {self.record}{self.record_id}"


class KnownWord(models.Model):
    """A word of the site as it was first written, for the help with spelling."""

    word = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.shown


class Trigram(models.Model):
    """Three letters of a known word that follow each other."""

    letters = models.CharField(max_length=3)
    word = models.ForeignKey(KnownWord, on_delete=models.CASCADE, related_name="trigrams")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["letters", "word"], name="trigram_of_word")]

    def __str__(self) -> str:
        return self.letters
