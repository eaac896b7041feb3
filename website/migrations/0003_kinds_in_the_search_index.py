"""The entries of the search index have the names of their kinds: it is written again after any migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("website", "0002_search_index")]
    operations = []
