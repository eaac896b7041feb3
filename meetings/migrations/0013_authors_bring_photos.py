"""Authors bring and caption photos, as drafts. Who approves them is a role of its own, the photo editor's."""

from django.db import migrations

WRITE = ("add", "change", "delete")
KINDS = ("gallery", "photo", "photofile")


def permissions_of(apps):
    kinds = apps.get_model("contenttypes.ContentType").objects.filter(app_label="meetings", model__in=KINDS)
    codenames = [f"{action}_{kind}" for action in WRITE for kind in KINDS]
    return apps.get_model("auth.Permission").objects.filter(content_type__in=kinds, codename__in=codenames)


def let_authors_bring_photos(apps, schema_editor):
    """Give the permissions, which exist: 0003_roles makes them for the photo editor."""
    for group in apps.get_model("auth.Group").objects.filter(name="author"):
        group.permissions.add(*permissions_of(apps))


def let_authors_bring_none(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name="author"):
        group.permissions.remove(*permissions_of(apps))


class Migration(migrations.Migration):

    dependencies = [("meetings", "0012_own_kinds_of_statements")]

    operations = [migrations.RunPython(let_authors_bring_photos, let_authors_bring_none)]
