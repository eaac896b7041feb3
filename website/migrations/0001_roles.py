"""The roles of the press office, as groups. docs/publishing.md lists the permissions of each."""

from django.db import migrations

WRITE = ("add", "change", "delete", "view")
ALL = (*WRITE, "approve")
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


def each(kinds, *actions):
    return [(kind, action) for kind in kinds for action in actions]


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


def make_roles(apps, schema_editor):
    """Create the groups, and their permissions, which Django creates only after all migrations."""
    group_of, permission_of, kind_of = (
        apps.get_model(name) for name in ("auth.Group", "auth.Permission", "contenttypes.ContentType")
    )
    for role, allowed in ROLES.items():
        group, _made = group_of.objects.get_or_create(name=role)
        for kind, action in allowed:
            app, model = kind.split(".")
            names = apps.get_model(kind)._meta.verbose_name_raw
            content_type, _made = kind_of.objects.get_or_create(app_label=app, model=model)
            permission, _made = permission_of.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {names}"}
            )
            group.permissions.add(permission)


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

    operations = [migrations.RunPython(make_roles, remove_roles)]
