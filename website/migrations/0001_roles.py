"""The roles of the press office, as groups. docs/publishing.md lists the permissions of each."""

from functools import partial

from django.db import migrations

from website.roles import ALL, WRITE, allow, each

RECORDS = (
    "meetings.meeting",
    "meetings.session",
    "meetings.outcome",
    "meetings.topic",
    "publishing.page",
    "partners.partner",
    "partners.format",
    "partners.person",
)
# Rows without a state of their own, which are edited in the form of their record.
PARTS = (
    "meetings.series",
    "meetings.host",
    "meetings.figure",
    "meetings.participation",
    "partners.membership",
    "partners.appointment",
    "partners.formername",
)
DOCUMENTS = ("meetings.statement", "meetings.article")
EDITIONS = ("meetings.statementedition", "meetings.articleedition")
PHOTOS = ("photos.gallery", "photos.photo")
FILES = ("photos.photofile",)
OFFICE = ("publishing.office",)
LOGS = ("publishing.withdrawal", "publishing.formeraddress", "publishing.auditlogentry")


SEE_ALL = each((*RECORDS, *PARTS, *DOCUMENTS, *EDITIONS, *PHOTOS, *FILES, *OFFICE), "view")
ROLES = {
    # Authors upload and caption photos; photo editors approve them.
    "author": SEE_ALL + each((*RECORDS, *PARTS, *DOCUMENTS, *EDITIONS, *PHOTOS, *FILES), *WRITE),
    "translator": SEE_ALL + each(EDITIONS, *WRITE) + each((*RECORDS, *PARTS, *PHOTOS), "change"),
    "photo editor": SEE_ALL + each(PHOTOS, *ALL) + each(FILES, *WRITE),
    "editor": SEE_ALL
    + each((*RECORDS, *DOCUMENTS, *EDITIONS, *PHOTOS), *ALL)
    + each((*PARTS, *FILES), *WRITE)
    + each(LOGS, "view")
    + each(("publishing.withdrawal",), "change"),
    "administrator": SEE_ALL
    + each(OFFICE, *WRITE)
    + each(LOGS, "view")
    + each(("auth.user",), *WRITE)
    + each(("auth.group",), "view"),
}


def remove_roles(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("publishing", "0001_initial"),
        ("partners", "0001_initial"),
        ("meetings", "0001_initial"),
        ("photos", "0001_initial"),
    ]

    operations = [migrations.RunPython(partial(allow, roles=ROLES), remove_roles)]
